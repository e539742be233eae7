"""A package's tables inside the engine: text cells as read, canonical text, typed values.

Of the table at position 3, `inside.r3` holds `record, line, c1, c2, …` as written, or of the
columns only those that keys need; the view `inside.v3` adds `w1, w2, …` as written and makes
`c1, c2, …` NULL where a value is missing. Made ready to be published, `inside.p3` holds it sorted
as it is published: `record`, canonical text as `c1, c2, …`, and as `v_c1, v_c2, …` the typed values
of what is stored as more than text. The view `inside.k3` shows its canonical text, and `inside.t3`
its typed values as `c1, c2, …`. A wide table has its canonical text in a file beside the engine,
and in `inside.t3` the columns alone that SQL asks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute

from pressmark import sql
from pressmark.engine.cell_file import RECORD, CellFile
from pressmark.engine.connection import Cursor, Engine
from pressmark.engine.storage import Storage
from pressmark.engine.wide import (
    OF_VALUES,
    drop_missing,
    group_alike,
    is_wide,
    list_cells,
    type_values,
)
from pressmark.field_types import Column
from pressmark.intake import Block, hold_numbers, list_missing_texts
from pressmark.package import Package, Table
from pressmark.package.names import name_in_sql
from pressmark.package.order import make_free_name

MEASURED_AT_ONCE = 64
"""Columns measured by one statement: for twice as many the engine takes four times as long."""
FEW = 64
"""More missing values than these are read as a list: each would be an expression of its own."""


@dataclass(frozen=True)
class StoredTable:
    """A judged table in the engine: its storage field by field, and how NULL is written in CSV.

    `order_column` is the column in which databases hold the place of a record; it is there where
    the table keeps the order of its file, and None where it is sorted. `present` counts the values
    of each field, and `cells` holds their canonical text, where the table is wide. `columns`
    numbers those in the engine that its fields have, where they are not all. `read_alike` tells
    that every cell was found to be read alike from what is published.
    """

    table: Table
    position: int
    storages: tuple[Storage, ...]
    null_text: str
    order_column: str | None = None
    present: tuple[int, ...] | None = None
    cells: CellFile | None = None
    columns: tuple[int, ...] | None = None
    read_alike: bool = False

    @property
    def canonical(self) -> str:
        """The engine's name for the table's canonical text."""
        return f"inside.k{self.position}"

    @property
    def typed(self) -> str:
        """The engine's name for the table's typed values."""
        return f"inside.t{self.position}"

    @property
    def published(self) -> str:
        """The engine's name for both, sorted as they are published."""
        return name_published(self.position)

    @property
    def values(self) -> tuple[str, ...]:
        """The names there of its fields' typed values."""
        pairs = zip(self.numbers, self.storages, strict=True)
        return tuple(name_value(f"c{number}", storage) for number, storage in pairs)

    @property
    def order(self) -> str:
        """SQL that sorts the typed table: by primary key, as in its file, else by every column."""
        return ", ".join(f"c{number} nulls first" for number in self.sorted_by) or RECORD

    @property
    def sorted_by(self) -> tuple[int, ...]:
        """The numbers of the columns that the typed table is sorted by; none as in its file."""
        if self.order_column:
            return ()
        schema = self.table.schema
        key = (schema.position(name) for name in schema.primary_key or ())
        return tuple(self.numbers[place] for place in key) or self.numbers

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its fields' columns in the engine."""
        return self.columns or number_all(self.table)

    @property
    def typed_columns(self) -> str:
        """SQL that selects the typed values under their fields' names."""
        fields = self.table.schema.fields
        return ", ".join(
            f"c{number} as {sql.quote(field.name)}" for number, field in enumerate(fields, start=1)
        )


def name_raw(position: int) -> str:
    """Give the engine's name for a table's cells as written."""
    return f"inside.r{position}"


def name_judged(position: int) -> str:
    """Give the engine's name for a table's cells with missing values as NULL."""
    return f"inside.v{position}"


def name_published(position: int) -> str:
    """Give the engine's name for a table as it is published: canonical text and typed values."""
    return f"inside.p{position}"


def name_value(text: str, storage: Storage) -> str:
    """Give the name in that table of a column's typed values: that of its text if it is no more."""
    return f"v_{text}" if storage.typed else text


def make_columns(table: Table) -> tuple[Column, ...]:
    """Give a table's fields as columns of the engine, in order."""
    key = table.schema.primary_key or ()
    return tuple(
        Column(field, f"c{number}", field.name in key)
        for number, field in enumerate(table.schema.fields, start=1)
    )


def number_all(table: Table) -> tuple[int, ...]:
    """Number all columns of a table, from 1."""
    return tuple(range(1, len(table.schema.fields) + 1))


def make_cells(
    engine: Engine, table: Table, position: int, kept: tuple[int, ...] | None = None
) -> None:
    """Make the empty table for a table's cells as written, and the view that judges them.

    Of its columns those numbered `kept` are there; all unless it is given.
    """
    numbers = number_all(table) if kept is None else kept
    texts = "".join(f", c{number} varchar" for number in numbers)
    engine.run("create schema if not exists inside")
    engine.run(f"create table {name_raw(position)} (record bigint, line bigint{texts})")
    # The cells of a wide table are stored without what stands for no value.
    seen = f"select * from {name_raw(position)}"
    if not is_wide(table):
        seen = select_cells(table, numbers, name_raw(position))
    engine.run(f"create view {name_judged(position)} as {seen}")


def select_cells(
    table: Table, numbers: tuple[int, ...], source: str, beside: tuple[str, ...] = ()
) -> str:
    """Give SQL that selects some columns of a table's cells, with missing values as NULL."""
    written = (f"c{number} as w{number}" for number in numbers)
    selected = [*beside, "record", "line", *written]
    for number in numbers:
        missing = list_missing_texts(table, table.schema.fields[number - 1])
        value = f"c{number}"
        if missing:
            listed = (
                sql.quote_texts(missing)
                if len(missing) <= FEW
                else sql.select_rows(missing, "listed")
            )
            value = f"case when c{number} not in ({listed}) then c{number} end"
        selected.append(f"{value} as c{number}")
    return f"select {', '.join(selected)} from {source}"


def make_batch(block: Block, numbers: tuple[int, ...]) -> pa.RecordBatch:
    """Give some columns of a block as one batch: record, line and the cells."""
    names = ["record", "line", *(f"c{number}" for number in numbers)]
    none = pa.nulls(len(block.records), pa.int64())
    lines = none if block.lines is None else hold_numbers(block.lines)
    cells = [block.cells.column(number - 1) for number in numbers]
    return pa.RecordBatch.from_arrays([hold_numbers(block.records), lines, *cells], names)


def make_cells_batch(block: Block) -> pa.RecordBatch:
    """Give all columns of a block as one batch: record and the cells."""
    names = [RECORD, *block.cells.schema.names]
    return pa.RecordBatch.from_arrays([hold_numbers(block.records), *block.cells.columns], names)


def make_stored_batch(table: Table, numbers: tuple[int, ...], block: Block) -> pa.RecordBatch:
    """Give columns of a block as they are stored: of a wide table without its missing values."""
    cells = make_batch(block, numbers)
    if not is_wide(table):
        return cells
    held = make_columns(table)
    groups = group_alike([held[number - 1] for number in numbers], OF_VALUES)
    return drop_missing(cells, table, groups)


def store(
    cursor: Cursor, table: Table, position: int, numbers: tuple[int, ...], block: Block
) -> None:
    """Add some columns of a block of a table's file to its cells."""
    cursor.insert(name_raw(position), make_stored_batch(table, numbers, block))


def store_all(engine: Engine, table: Table, position: int, blocks: Iterator[Block]) -> None:
    """Add all blocks of a table's file to its cells."""
    numbers = number_all(table)
    cells = (make_stored_batch(table, numbers, block) for block in blocks)
    engine.insert_stream(name_raw(position), cells)


def store_as_lists(engine: Engine, table: Table, position: int, blocks: Iterator[Block]) -> None:
    """Make the table of a wide table's cells, `record` and the list `cells`, and add all blocks.

    Whatever a statement asks, it takes the engine no longer for a list of more cells than for its
    text; a missing value is NULL.
    """
    engine.run("create schema if not exists inside")
    engine.run(f"create table {name_raw(position)} (record bigint, cells varchar[])")
    engine.run(f"create view {name_judged(position)} as select * from {name_raw(position)}")
    numbers = number_all(table)
    lists = (list_cells(make_stored_batch(table, numbers, block), numbers) for block in blocks)
    engine.insert_stream(name_raw(position), lists)


def read_typed(each: StoredTable, engine: Cursor) -> Iterator[pa.RecordBatch]:
    """Give a table's typed values under their fields' names, in the published order."""
    names = [field.name for field in each.table.schema.fields]
    if each.cells is not None:
        storages = dict(zip(each.numbers, each.storages, strict=True))
        for batch in read_in_published_order(each, each.cells, engine):
            typed = type_values(batch, storages, engine)
            yield typed.select(range(1, typed.num_columns)).rename_columns(names)
        return
    # Named by the engine, a field could be what is sorted by, or be one with another in SQL.
    for batch in read_published(each, each.values, engine):
        yield batch.rename_columns(names)


def read_published(
    each: StoredTable, columns: Iterable[str], engine: Cursor
) -> Iterator[pa.RecordBatch]:
    """Give SQL expressions over a table as it lies in the engine, sorted as it is published.

    The engine gives rows in the order in which they were inserted, and says so of each.
    """
    first = 0
    for batch in engine.batches(f"select rowid, {', '.join(columns)} from {each.published}"):
        places = batch.column(0).to_numpy()
        if not np.array_equal(places, np.arange(first, first + len(places))):
            message = f"the engine gave other records than those from {first} on"
            raise AssertionError(message, each.table.name)
        first += len(places)
        yield batch.select(range(1, batch.num_columns))


def read_in_published_order(
    each: StoredTable, cells: CellFile, engine: Cursor
) -> Iterator[pa.RecordBatch]:
    """Give the canonical texts of a wide table, behind the numbers of its records, in its order."""
    if each.sorted_by:
        rows = engine.rows(f"select record from {each.typed} order by {each.order}")
        order = pa.array([record for (record,) in rows], pa.int64())
        if not order.equals(order.take(pa.compute.sort_indices(order))):
            yield from cells.placed(each.numbers, order)
            return
    yield from cells.batches(each.numbers)


def name_stored_in_sql(
    package: Package, stored: tuple[StoredTable, ...]
) -> tuple[Package, tuple[StoredTable, ...]]:
    """Give a package and its tables as databases name them."""
    named = name_in_sql(package)
    tables = {table.published.name: table for table in named.tables}
    return named, tuple(
        replace(
            each,
            table=tables[each.table.published.name],
            order_column=each.order_column and make_free_name(tables[each.table.published.name]),
        )
        for each in stored
    )

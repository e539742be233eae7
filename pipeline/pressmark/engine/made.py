"""Judged tables made ready to be published: canonical text and typed values, wide tables too."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa

from pressmark import sql
from pressmark.engine.cell_file import CellFile
from pressmark.engine.connection import Engine
from pressmark.engine.storage import Storage, choose, express_measures
from pressmark.engine.tables import (
    MEASURED_AT_ONCE,
    StoredTable,
    make_columns,
    name_judged,
    number_all,
    read_in_published_order,
)
from pressmark.engine.wide import (
    NOTHING,
    OF_VALUES,
    add_measures,
    group_alike,
    is_wide,
    type_values,
    write_canonical,
)
from pressmark.field_types import Column
from pressmark.package import Package, Table
from pressmark.package.order import name_order_column


def open_cell_files(package: Package, engine: Engine) -> tuple[CellFile | None, ...]:
    """Give a file for the cells of every wide table; None where the engine holds them itself."""
    return tuple(
        CellFile(engine.place / f"r{position}.arrow") if is_wide(table) else None
        for position, table in enumerate(package.tables)
    )


def make_tables(
    package: Package,
    engine: Engine,
    cells: Sequence[CellFile | None],
    asked: Sequence[tuple[int, ...]],
) -> tuple[StoredTable, ...]:
    """Make canonical text and typed values of every judged table; nothing in them may be wrong.

    `cells` are those of wide tables as written. Of their typed values the engine holds the columns
    that are `asked` of it, and those that they are sorted by.
    """
    return tuple(
        make_table(package, position, engine)
        if held is None
        else make_wide_table(package, position, engine, held, numbers)
        for position, (held, numbers) in enumerate(zip(cells, asked, strict=True))
    )


def make_table(package: Package, position: int, engine: Engine) -> StoredTable:
    """Make canonical text and typed values of the table at a position."""
    table = package.tables[position]
    held = make_columns(table)
    texts = ", ".join(f"{column.canonical} as {column.text}" for column in held)
    engine.run(
        f"create table inside.k{position} as select record, {texts} from {name_judged(position)}"
    )
    listed = ", ".join(column.text for column in held)

    def lacks(text: str) -> bool:
        held_in = f"list_contains([{listed}], {sql.quote_text(text)})"
        return not engine.rows(f"select 1 from inside.k{position} where {held_in} limit 1")

    missing = choose_null_text(table, held, lacks)
    return type_table(table, position, missing, engine, name_order_column(package, table))


def type_table(  # noqa: PLR0913 - of wide tables some columns alone are there
    table: Table,
    position: int,
    missing: str,
    engine: Engine,
    column: str | None,
    *,
    numbers: Sequence[int] | None = None,
) -> StoredTable:
    """Make a table's typed values from the canonical text that stands in the engine.

    `column` is its order column, if it has one. Of its columns those of these `numbers` are there;
    all unless they are given.
    """
    every_one = make_columns(table)
    held = every_one if numbers is None else tuple(every_one[number - 1] for number in numbers)
    storages = tuple(choose_storages(held, position, engine))
    typed = "".join(
        f", cast({column.text} as {storage.duckdb}) as {column.text}"
        for column, storage in zip(held, storages, strict=True)
    )
    engine.run(f"create table inside.t{position} as select record{typed} from inside.k{position}")
    return StoredTable(table, position, storages, missing, column)


def choose_storages(held: tuple[Column, ...], position: int, engine: Engine) -> Iterator[Storage]:
    """Choose the storage of each column from what its canonical text measures."""
    for first in range(0, len(held), MEASURED_AT_ONCE):
        some = held[first : first + MEASURED_AT_ONCE]
        measured = ", ".join(express_measures(column.field, column.text) for column in some)
        (row,) = engine.rows(f"select {measured} from inside.k{position}")
        for number, column in enumerate(some):
            yield choose(column.field, (row[3 * number], row[3 * number + 1], row[3 * number + 2]))


def choose_null_text(table: Table, held: tuple[Column, ...], lacks: Callable[[str], bool]) -> str:
    """Choose how a missing value is written: empty, unless an empty text is a value here.

    Then it is a text that the schema reads as missing everywhere, or one that the table `lacks`.
    """
    common = set.intersection(*(set(table.schema.missing(column.field)) for column in held))
    made_up = ("NA" + "_" * length for length in itertools.count())
    return next(filter(lacks, itertools.chain([""], sorted(common), made_up)))


def make_wide_table(
    package: Package, position: int, engine: Engine, cells: CellFile, asked: tuple[int, ...]
) -> StoredTable:
    """Make likewise those of a wide table, columns that are alike together."""
    table = package.tables[position]
    held, canonical = make_columns(table), CellFile(engine.place / f"k{position}.arrow")
    groups = group_alike(held, OF_VALUES)
    measured = dict.fromkeys(number_all(table), NOTHING)
    for batch in cells.batches(number_all(table)):
        written, found = write_canonical(batch, table, groups, engine)
        measured |= {each: add_measures(measured[each], new) for each, new in found.items()}
        canonical.add(written)
    cells.remove()
    blank = any(each.blank for each in measured.values())
    storages = tuple(
        choose(column.field, (found.fits, found.before, found.after))
        for column, found in zip(held, measured.values(), strict=True)
    )
    stored = StoredTable(
        table,
        position,
        storages,
        choose_null_text(table, held, canonical.lacks) if blank else "",
        name_order_column(package, table),
        tuple(each.present for each in measured.values()),
        canonical,
    )
    make_asked(stored, canonical, asked, engine)
    return stored


def make_asked(
    stored: StoredTable, cells: CellFile, asked: tuple[int, ...], engine: Engine
) -> None:
    """Let SQL ask some columns of the typed values of a wide table, and sort them."""
    numbers = sorted({*asked, *stored.sorted_by})
    storages = {number: stored.storages[number - 1] for number in numbers}
    typed = "".join(f", c{number} {storage.duckdb}" for number, storage in storages.items())
    engine.run(f"create table {stored.typed} (record bigint{typed})")
    for batch in cells.batches(numbers):
        engine.insert(stored.typed, type_values(batch, storages, engine))


def order_canonical(each: StoredTable, cells: CellFile, engine: Engine) -> Iterator[pa.RecordBatch]:
    """Give the canonical texts of a wide table's fields, in the published order."""
    for batch in read_in_published_order(each, cells, engine):
        yield batch.select(range(1, batch.num_columns))

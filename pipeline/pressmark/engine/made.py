"""Judged tables made ready to be published: canonical text and typed values, wide tables too."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyarrow as pa

from pressmark import sql
from pressmark.engine.beside import choose_at_once, enter_beside
from pressmark.engine.cell_file import RECORD, CellFile
from pressmark.engine.connection import Cursor, Engine
from pressmark.engine.storage import MEASURED, PLAIN, Storage, choose, express_measures
from pressmark.engine.tables import (
    MEASURED_AT_ONCE,
    StoredTable,
    make_columns,
    name_judged,
    name_raw,
    name_value,
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
from pressmark.field_types import Column, express_validity
from pressmark.package import Package, Table
from pressmark.package.order import name_order_column

COMPARED_BY_VALUE = ("integer", "number", "boolean", "time", "datetime", "year", "yearmonth")
"""Types of which SQL alone says what is canonical, and whose rules compare values, not texts."""
LONGEST_TRUTH = len("false")
"""Bytes that a canonical text may have though it was written in fewer: no limit is below that."""


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
    that are `asked` of it, and those that they are sorted by. Small tables are made two at once.
    """

    def make(position: int, held: CellFile | None, numbers: tuple[int, ...]) -> StoredTable:
        with enter_beside(engine) as beside:
            if held is None:
                return make_table(package, position, beside)
            return make_wide_table(package, position, beside, held, numbers)

    with ThreadPoolExecutor(choose_at_once(package)) as pool:
        return tuple(pool.map(make, range(len(cells)), cells, asked))


def make_table(package: Package, position: int, engine: Engine) -> StoredTable:
    """Make canonical text and typed values of the table at a position."""
    table, source = package.tables[position], name_judged(position)
    texts = {column: column.canonical for column in make_columns(table)}
    storages, alike = measure_columns(texts, source, engine)
    order_column = name_order_column(package, table)
    stored = StoredTable(table, position, storages, "", order_column, read_alike=alike)
    publish_columns(stored, texts, source, engine)

    def lacks(text: str) -> bool:
        among = " or ".join(f"{column.text} = {sql.quote_text(text)}" for column in texts)
        return not engine.rows(f"select 1 from {stored.published} where {among} limit 1")

    return replace(stored, null_text=choose_null_text(table, tuple(texts), lacks))


def publish_columns(
    stored: StoredTable, texts: dict[Column, str], source: str, engine: Engine
) -> None:
    """Make a table as it is published: canonical `texts` of each column, and typed values.

    It is sorted here, once for all that read it, unless it was in its file: to sort takes the
    memory of the table twice. The views of both are made over it.
    """
    columns, values = [RECORD, *(column.text for column in texts)], {RECORD: RECORD}
    typed = ""
    for column, storage in zip(texts, stored.storages, strict=True):
        values[column.text] = name_value(column.text, storage)
        if storage.typed:
            typed += f", cast({column.text} as {storage.duckdb}) as {values[column.text]}"
    canonical = ", ".join([RECORD, *(f"{text} as {each.text}" for each, text in texts.items())])
    keys = [values[f"c{number}"] for number in stored.sorted_by]
    by = ", ".join([*(f"{key} nulls first" for key in keys), RECORD])
    selected = f"select *{typed} from (select {canonical} from {source})"
    order = "" if is_sorted(stored, selected, keys, engine) else f" order by {by}"
    engine.run(f"create table {stored.published} as {selected}{order}")
    shown = ", ".join(columns)
    engine.run(f"create view {stored.canonical} as select {shown} from {stored.published}")
    shown = ", ".join(f"{values[each]} as {each}" for each in columns)
    engine.run(f"create view {stored.typed} as select {shown} from {stored.published}")


def is_sorted(stored: StoredTable, selected: str, keys: list[str], engine: Engine) -> bool:
    """Whether records come as they are published: by their numbers, and by their `keys`.

    The engine keeps the order of what it reads. What is sorted by more than a primary key, some
    of which may be missing, is not looked at.
    """
    if keys and not stored.table.schema.primary_key:
        return False
    before = [f"lag({each}) over ()" for each in (RECORD, *keys)]
    later = f"{RECORD} > {before[0]}"
    if keys:
        later += f" and row({', '.join(keys)}) > row({', '.join(before[1:])})"
    asked = f"select {before[0]} is null or ({later}) as later from ({selected})"
    ((found,),) = engine.rows(f"select bool_and(later) from ({asked})")
    return found is not False


def type_columns(
    stored: StoredTable, held: tuple[Column, ...], source: str, engine: Engine
) -> StoredTable:
    """Make a table as it is published of a `source` that holds canonical texts of these columns."""
    texts = {column: column.text for column in held}
    storages, _ = measure_columns(texts, source, engine)
    typed = replace(stored, storages=storages)
    publish_columns(typed, texts, source, engine)
    return typed


def drop_cells(engine: Engine, stored: Sequence[StoredTable]) -> None:
    """Drop the cells of tables as written, and the views of them."""
    for each in stored:
        engine.run(f"drop view {name_judged(each.position)}")
        engine.run(f"drop table {name_raw(each.position)}")


def drop_published(stored: StoredTable, engine: Engine) -> None:
    """Drop a table that was made ready to be published."""
    for view in (stored.canonical, stored.typed):
        engine.run(f"drop view {view}")
    engine.run(f"drop table {stored.published}")


def measure_columns(
    texts: dict[Column, str], source: str, engine: Engine
) -> tuple[tuple[Storage, ...], bool]:
    """Choose the storage of each column from what its canonical text measures.

    Tell, too, whether every cell was found to be read alike from that text.
    """
    found = measure_texts(texts, source, engine)
    storages = (choose(column.field, measured) for column, (measured, _) in found.items())
    return tuple(storages), all(alike for _, alike in found.values())


def measure_texts(
    texts: dict[Column, str], source: str, engine: Engine
) -> dict[Column, tuple[tuple[bool, int, int], bool]]:
    """Give what the canonical text of each column measures, and whether it is read alike."""
    asked = [
        column for column, text in texts.items()
        if column.field.type in MEASURED or text != column.text
    ]  # fmt: skip
    found = dict.fromkeys(texts, (PLAIN, True))
    for first in range(0, len(asked), MEASURED_AT_ONCE):
        some = {column: f"k{column.text}" for column in asked[first : first + MEASURED_AT_ONCE]}
        both = ", ".join(
            f"{column.text}, {texts[column]} as {canonical}" for column, canonical in some.items()
        )
        measured = ", ".join(
            f"{express_measures(column.field, canonical)}, "
            f"coalesce(bool_and({express_alike(column, canonical)}), true)"
            for column, canonical in some.items()
        )
        (row,) = engine.rows(f"select {measured} from (select {both} from {source})")
        for number, column in enumerate(some):
            fits, before, after, alike = row[4 * number : 4 * number + 4]
            found[column] = (fits, before, after), alike
    return found


def express_alike(column: Column, canonical: str) -> str:
    """SQL that is true where a right cell, read from its canonical text, is judged alike.

    That is so where both are one text. Of other texts it is seen where the type compares values,
    the field asks nothing of the text itself, and the canonical text is canonical again.
    """
    same, limits = f"{canonical} = {column.text}", column.field.constraints
    of_text = (limits.pattern, limits.min_length, limits.max_length, limits.json_schema)
    if column.field.type not in COMPARED_BY_VALUE or any(each is not None for each in of_text):
        return same
    again = replace(column, text=canonical)
    return (
        f"case when {column.text} is null or {same} then true else {again.canonical} = {canonical} "
        f"and {express_validity(column.field, canonical)} "
        f"and strlen({canonical}) <= greatest(strlen({column.text}), {LONGEST_TRUTH}) end"
    )


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


def order_canonical(each: StoredTable, cells: CellFile, engine: Cursor) -> Iterator[pa.RecordBatch]:
    """Give the canonical texts of a wide table's fields, in the published order."""
    for batch in read_in_published_order(each, cells, engine):
        yield batch.select(range(1, batch.num_columns))

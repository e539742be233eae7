"""Content digests recomputed from the values in a file, whatever its format.

The values are brought to canonical text, and the sha256 of the canonical CSV that they make is
compared with that of the table's own CSV ("What is stored" in docs/explanation/standard.md).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from pressmark.engine.cell_file import RECORD, CellFile
from pressmark.engine.connection import ARRIVING, Engine
from pressmark.engine.made import drop_published, type_columns
from pressmark.engine.tables import StoredTable, make_columns, name_raw
from pressmark.engine.wide import (
    OF_VALUES,
    ask_stack,
    group_alike,
    is_wide,
    lay_columns,
    split_stack,
    stack_columns,
)
from pressmark.field_types import FUNCTIONS, Column
from pressmark.files.manifest import hash_files
from pressmark.formats import Batches, Format, Measured, Ready, UnreadableFileError, measure_csv
from pressmark.package import Field, Package, Table
from pressmark.package.digests import find_null_text, read_table_digests
from pressmark.package.order import name_order_column
from pressmark.package.own import REDACTED, TREE
from pressmark.releases.trees import read_tree
from pressmark.verify.check import Check, judge_check, judge_difference


def check_csv(package: Package) -> Check:
    """Compare the digest of every table's CSV with the `hash` in its descriptor."""
    wrong = [
        f"{table.name}: {', '.join(str(path.name) for path in table.paths)} has another sha256"
        for table in package.tables
        if read_table_digests(package)[table.name] != hash_files(table.paths)
    ]
    wrong += [
        f"{table.name}: its records have another tree"
        for table in package.tables
        if TREE.is_in(table.resource)
        and TREE.of(table.resource)
        != read_tree(table.paths, table.name, find_null_text(table), REDACTED.of(table.resource))
    ]
    count = len(package.tables)
    good = f"CSV: {count} {'table has' if count == 1 else 'tables have'} the content digest given"
    return judge_check("content", good, "CSV: not the content that the descriptor gives", wrong)


def check_content(
    ready: Ready,
    folder: Path,
    kind: Format,
    expected: dict[str, str],
    recorded: dict[str, str],
) -> Check:
    """Compare the content digest of every table in a derived file with what is expected.

    A file that cannot be read may be of `recorded` writers that are not those of today.
    """
    try:
        found = dict(read_digests(ready.package, folder, kind, ready.engine))
    except UnreadableFileError as error:
        return judge_difference("content", f"{kind.name}: cannot be read: {error}", recorded)
    wrong = [f"{name}: sha256:{each}" for name, each in found.items() if each != expected[name]]
    return judge_check(
        "content",
        f"{kind.name}: the same content, digest by digest",
        f"{kind.name}: not the content of the CSV",
        wrong,
    )


def read_digests(
    package: Package, folder: Path, kind: Format, engine: Engine
) -> Iterator[tuple[str, str]]:
    """Give each table's content digest in hexadecimal, as a derived file holds it.

    None where files of that kind hold no tables.
    """
    for name, measured in read_measured(package, folder, kind, engine):
        yield name, measured.sha256


def read_measured(
    package: Package, folder: Path, kind: Format, engine: Engine, *, with_tree: bool = False
) -> Iterator[tuple[str, Measured]]:
    """Give what the canonical CSV of each table measures, made of what a derived file holds.

    UnreadableFileError where it lacks a table.
    """
    if kind.read is None:
        return
    lacking = {table.name for table in package.tables}
    for function in FUNCTIONS:
        engine.teach(function.name, function.answer, function.parameters)
    engine.run("create schema if not exists inside")
    for table, batches in kind.read(package, folder):
        stored = store_again(package, table, batches, engine)
        yield table.name, measure_csv(stored, engine, with_tree=with_tree)
        lacking.discard(table.name)
        drop_published(stored, engine)
        if stored.cells:
            stored.cells.remove()
    if lacking:
        raise UnreadableFileError(f"{' and '.join(sorted(lacking))} cannot be read from it")


def store_again(package: Package, table: Table, batches: Batches, engine: Engine) -> StoredTable:
    """Bring a file's values into the engine as canonical text, and type them as a release does.

    They stand behind the tables of the package, which may be there too, in place of those of a file
    that could not be read to its end. Of a wide table the engine holds what it is sorted by, and a
    file the rest.
    """
    behind = len(package.tables)
    cells = CellFile(engine.place / f"again{behind}.arrow") if is_wide(table) else None
    missing = next(iter(table.schema.missing(table.schema.fields[0])), "")
    stored = StoredTable(table, behind, (), missing, name_order_column(package, table), cells=cells)
    kept = stored.sorted_by if cells else stored.numbers
    texts, source = "".join(f", c{number} varchar" for number in kept), name_raw(behind)
    engine.run(f"create or replace table {source} (record bigint{texts})")
    records = 0
    for batch in batches:
        numbered = pa.array(range(records, records + batch.num_rows), pa.int64())
        names = [RECORD, *(f"c{number}" for number in stored.numbers)]
        arrow = pa.RecordBatch.from_arrays([numbered, *batch.columns], names)
        if cells:
            texts_of_all = write_wide_texts(table, arrow, engine)
            cells.add(texts_of_all)
            held = [RECORD, *(f"c{number}" for number in kept)]
            engine.insert(source, texts_of_all.select(held))
        else:
            insert_texts(stored, arrow, engine)
        records += batch.num_rows
    columns = make_columns(table)
    typed = type_columns(stored, tuple(columns[number - 1] for number in kept), source, engine)
    engine.run(f"drop table {source}")
    return typed


def insert_texts(stored: StoredTable, batch: pa.RecordBatch, engine: Engine) -> None:
    """Add values to the canonical texts of a table."""
    selected = ", ".join(
        f"{express_canonical(field, column.type, f'c{number}')} as c{number}"
        for number, field, column in zip(
            stored.numbers, stored.table.schema.fields, batch.columns[1:], strict=True
        )
    )
    with engine.arriving(batch):
        engine.run(
            f"insert into {name_raw(stored.position)} by name "
            f"select record, {selected} from {ARRIVING}"
        )


def write_wide_texts(table: Table, batch: pa.RecordBatch, engine: Engine) -> pa.RecordBatch:
    """Give the canonical texts of the values of a wide table, columns that are alike together."""
    texts: dict[int, pa.Array] = {}
    for each in group_alike(make_columns(table), OF_VALUES):
        for type_, numbers in group_by_type(batch, each.numbers).items():
            asked = express_canonical(each.column.field, type_, "c")
            found = ask_stack(stack_columns(batch, numbers, "c"), asked, "c", engine)
            texts |= split_stack(found, numbers, batch.num_rows)
    return lay_columns(batch, texts)


def group_by_type(batch: pa.RecordBatch, numbers: Iterable[int]) -> dict[pa.DataType, list[int]]:
    """Group the numbers of columns by the type in which their values came."""
    types, found = batch.schema.types, dict[pa.DataType, list[int]]()
    for number in numbers:
        found.setdefault(types[number], []).append(number)
    return found


def express_canonical(field: Field, type_: pa.DataType, text: str) -> str:
    """Give SQL for the canonical text of a value, by the type in which it came."""
    written = f"cast({text} as varchar)"
    if pa.types.is_timestamp(type_):
        return f"replace({written}, ' ', 'T')"
    if pa.types.is_floating(type_) or pa.types.is_decimal(type_):
        return Column(field, written).canonical
    return written

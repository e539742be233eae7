"""Parquet, one file a table: typed columns, sorted, with titles and descriptions as metadata."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable, typed_batches
from pressmark.formats.format import Batches, Format, Ready
from pressmark.formats.unreadable import RECORDS_AT_ONCE, faults_said, refuse_other_columns
from pressmark.package import Field, Package, Table

RECORDS_IN_A_GROUP = 100_000
"""Fixed, because the groups are part of the bytes."""


def write(ready: Ready, folder: Path) -> None:
    """Write a file for every table into a folder."""
    (folder / "parquet").mkdir()
    for each in ready.stored:
        write_parquet(each, ready.engine, folder / PARQUET.path(ready.package, each.table.name))


def write_parquet(stored: StoredTable, engine: Engine, path: Path) -> None:
    """Write one table; the same table and the same writer give the same bytes."""
    writer = None
    try:
        for group in groups(stored, engine):
            described = describe(group, stored.table.schema.fields)
            if writer is None:
                writer = pa.parquet.ParquetWriter(path, described.schema, compression="zstd")
            writer.write_table(described, row_group_size=RECORDS_IN_A_GROUP)
    finally:
        if writer is not None:
            writer.close()


def read(package: Package, folder: Path) -> Iterator[tuple[Table, Batches]]:
    """Read `parquet/<table>.parquet` of every table."""
    for table in package.tables:
        yield table, batches_of(table, folder / PARQUET.path(package, table.name))


def batches_of(table: Table, path: Path) -> Batches:
    """Read one Parquet file."""
    with faults_said(), path.open("rb") as handle, pa.parquet.ParquetFile(handle) as file:
        refuse_other_columns(table, tuple(file.schema_arrow.names))
        yield from file.iter_batches(RECORDS_AT_ONCE)


def groups(stored: StoredTable, engine: Engine) -> Iterator[pa.Table]:
    """Give a table in groups of exactly `RECORDS_IN_A_GROUP` records, the last one shorter.

    An empty table gives one empty group, so that its columns are known.
    """
    waiting: list[pa.RecordBatch] = []
    given = False
    for batch in typed_batches(stored, engine):
        waiting.append(batch)
        while sum(each.num_rows for each in waiting) >= RECORDS_IN_A_GROUP:
            joined = pa.Table.from_batches(waiting)
            yield joined.slice(0, RECORDS_IN_A_GROUP).combine_chunks()
            given = True
            waiting = joined.slice(RECORDS_IN_A_GROUP).to_batches()
    if any(each.num_rows for each in waiting):
        yield pa.Table.from_batches(waiting).combine_chunks()
    elif not given:
        yield engine.connection.sql(
            f"select {stored.typed_columns} from {stored.typed} limit 0"
        ).to_arrow_table()


def describe(table: pa.Table, fields: tuple[Field, ...]) -> pa.Table:
    """Attach each field's title and description to its column."""
    described = []
    for column, field in zip(table.schema, fields, strict=True):
        texts = {"title": field.title, "description": field.description}
        metadata = {name: text for name, text in texts.items() if text}
        described.append(column.with_metadata(metadata or None))
    return table.cast(pa.schema(described))


PARQUET = Format(
    "Parquet",
    "parquet/{table}.parquet",
    "application/vnd.apache.parquet",
    "Table, Parquet",
    write,
    read,
    libraries=("pyarrow",),
)

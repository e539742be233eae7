"""Parquet, one file a table: typed columns, sorted, with titles and descriptions as metadata.

Made to be read from a distance: who asks for a record by its key fetches the footer, which says
between which keys each group of records lies, and the one group. From the second format on groups
are small, other keys have bloom filters, and the file itself says which release it is of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from pressmark.engine.connection import Engine
from pressmark.engine.published import make_empty
from pressmark.engine.tables import StoredTable, read_typed
from pressmark.formats.cut import cut_batches
from pressmark.formats.format import Batches, Format, Ready, Rest
from pressmark.formats.unreadable import RECORDS_AT_ONCE, blame_file, refuse_other_columns
from pressmark.metadata import plain_citation, read_values
from pressmark.package import Field, Package, Schema, Table
from pressmark.package.digests import read_table_digests
from pressmark.package.own_property import PREFIX
from pressmark.package.part_files import list_parts, name_part_files
from pressmark.package.release_format import FIRST, find_release_format

RECORDS_IN_A_GROUP = 16_384
"""Fixed, because the groups are part of the bytes: one of 12 columns is about 1 MB to fetch."""
RECORDS_IN_A_GROUP_AT_FIRST = 100_000
"""So many had a group in the first format."""
OURS = f"{PREFIX}:"
"""How the names begin of what a file says of its release."""


@dataclass(frozen=True)
class FileLayout:
    """How a table's file is cut, in which fields it can be searched, and what it says of itself."""

    group: int
    searched: tuple[str, ...] = ()
    told: dict[str, str] | None = None


def write(ready: Ready, folder: Path) -> None:
    """Write a file for every table into a folder."""
    if ready.stored:
        (folder / "parquet").mkdir()
    for each in ready.stored:
        path = folder / PARQUET.path(ready.package, each.table.name)
        write_parquet(each, ready.engine, path, lay_out(ready.package, each.table))


def lay_out(package: Package, table: Table) -> FileLayout:
    """Lay out the file of a released table, by the format of its release."""
    if find_release_format(package) == FIRST:
        return FileLayout(RECORDS_IN_A_GROUP_AT_FIRST)
    return FileLayout(
        RECORDS_IN_A_GROUP, choose_searched(table.schema), describe_release(package, table)
    )


def choose_searched(schema: Schema) -> tuple[str, ...]:
    """Choose the fields by which a record is asked for, but for that by which all are sorted.

    They are those of the primary key from the second on, of unique keys and of foreign keys. Of
    two values of a boolean a filter would leave none out.
    """
    key = schema.primary_key or ()
    fields = {field.name: field for field in schema.fields}
    others = dict.fromkeys(
        (
            *key[1:],
            *(name for names in schema.unique_keys for name in names),
            *(name for name, field in fields.items() if field.constraints.unique),
            *(name for each in schema.foreign_keys for name in each.fields),
        )
    )
    return tuple(name for name in others if name not in key[:1] and fields[name].type != "boolean")


def describe_release(package: Package, table: Table) -> dict[str, str]:
    """Say of which release a table is: its name, version, digests and citation."""
    values = read_values(package.descriptor, package.name)
    parts = {
        "name": package.name,
        "version": values.version,
        "contentDigest": values.digest,
        "tableDigest": f"sha256:{read_table_digests(package)[table.name]}",
        "citation": plain_citation.write(values),
    }
    return {OURS + name: text for name, text in parts.items() if text}


def write_parquet(stored: StoredTable, engine: Engine, path: Path, layout: FileLayout) -> None:
    """Write one table, cut as its release says; the same writer gives the same bytes again."""
    parts = list_parts(stored.table)
    if parts:
        path.mkdir()
    files = name_part_files(path.as_posix(), parts)
    cut = cut_batches(read_typed(stored, engine), parts)
    for file, batches in zip(files, cut, strict=True):
        write_file(batches, stored, engine, Path(file), layout)


def write_file(
    batches: Batches, stored: StoredTable, engine: Engine, path: Path, layout: FileLayout
) -> None:
    """Write records of a table into one file."""
    writer = None
    try:
        for group in group_records(batches, stored, engine, layout.group):
            described = describe(group, stored.table.schema.fields)
            if writer is None:
                filters = {name: {"ndv": max(1, group.num_rows)} for name in layout.searched}
                writer = pa.parquet.ParquetWriter(
                    path, described.schema, compression="zstd", bloom_filter_options=filters or None
                )
            writer.write_table(described, row_group_size=layout.group)
        if writer is not None and layout.told:
            writer.add_key_value_metadata(layout.told)
    finally:
        if writer is not None:
            writer.close()


def read(package: Package, folder: Path) -> Iterator[tuple[Table, Batches]]:
    """Read `parquet/<table>.parquet` of every table."""
    for table in package.tables:
        files = (folder / name for name in PARQUET.files(package, table))
        yield table, chain.from_iterable(read_batches(table, path) for path in files)


def read_batches(table: Table, path: Path) -> Batches:
    """Read one Parquet file."""
    with blame_file(), path.open("rb") as handle, pa.parquet.ParquetFile(handle) as file:
        refuse_other_columns(table, tuple(file.schema_arrow.names))
        yield from file.iter_batches(RECORDS_AT_ONCE)


def group_records(
    batches: Batches, stored: StoredTable, engine: Engine, most: int
) -> Iterator[pa.Table]:
    """Give records of a table in groups of exactly `most` records, the last one shorter.

    An empty table gives one empty group, so that its columns are known.
    """
    waiting: list[pa.RecordBatch] = []
    given = False
    for batch in batches:
        waiting.append(batch)
        while sum(each.num_rows for each in waiting) >= most:
            joined = pa.Table.from_batches(waiting)
            yield joined.slice(0, most).combine_chunks()
            given = True
            waiting = joined.slice(most).to_batches()
    if any(each.num_rows for each in waiting):
        yield pa.Table.from_batches(waiting).combine_chunks()
    elif not given:
        yield make_empty(stored, engine)


def describe(table: pa.Table, fields: tuple[Field, ...]) -> pa.Table:
    """Attach each field's title and description to its column."""
    described = []
    for column, field in zip(table.schema, fields, strict=True):
        texts = {"title": field.title, "description": field.description}
        metadata = {name: text for name, text in texts.items() if text}
        described.append(column.with_metadata(metadata or None))
    return table.cast(pa.schema(described))


def read_metadata(package: Package, folder: Path) -> frozenset[tuple[Any, ...]]:
    """Give what the files of a package say of their release."""
    return frozenset(
        (table.name, name, text)
        for table in package.tables
        for file in PARQUET.files(package, table)
        for name, text in read_file_metadata(folder / file).items()
    )


def read_file_metadata(path: Path) -> dict[bytes, bytes]:
    """Give what one file says of its release."""
    with blame_file(), path.open("rb") as handle, pa.parquet.ParquetFile(handle) as file:
        metadata = file.metadata.metadata or {}
    return {name: text for name, text in metadata.items() if name.startswith(OURS.encode())}


PARQUET = Format(
    "Parquet",
    "parquet/{table}.parquet",
    "application/vnd.apache.parquet",
    "Table, Parquet",
    write,
    read,
    Rest(read_metadata, "says other things of its release", ("pressmark", "pressmark-source")),
    libraries=("pyarrow",),
)

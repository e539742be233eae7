"""DuckDB for analysis: the same tables, keys, checks and views, with titles as comments.

DuckDB 1.1 and every later one opens it; 1.0 cannot read a file with keys.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute

from pressmark import sql
from pressmark.engine.cell_file import count_at_once
from pressmark.engine.connection import Engine, StatementError
from pressmark.engine.tables import StoredTable, name_stored_in_sql, read_typed
from pressmark.engine.views import make_package_views
from pressmark.engine.wide import is_wide
from pressmark.errors import ProjectError
from pressmark.formats.ddl import define_table, list_indexes, order_tables
from pressmark.formats.format import Batches, Format, Ready, Rest
from pressmark.formats.unreadable import (
    blame_file,
    refuse_other_columns,
    refuse_other_places,
    select_columns,
    select_unordered,
)
from pressmark.package import Field, ForeignKey, Package, Table
from pressmark.package.names import name_in_sql
from pressmark.package.order import MEANING, name_order_column

SMALL_BLOCKS = 16_384
"""Bytes in a block of a small file: 17 tables of 500 kB take 2.3 MB, and with DuckDB's own 19."""
SMALL = 4_000_000
"""Up to so many bytes of CSV blocks are small; from there on they would make the file larger."""

BARELY = 128
"""Bytes of CSV a column: to choose how fewer are compressed takes longer than to write them all."""

MEMORY = 700
"""Megabytes that DuckDB may hold of a file that it writes, beside the engine that reads."""
LARGEST_KEYS = 400_000_000
"""Indexes of up to so many bytes fit in there; what larger ones take is given beside, for DuckDB
holds an index in memory and spills none."""
SMALL_KEYS = 1_000_000
"""Indexes of up to so many bytes are not written one by one: that took a third of small tables."""
OF_A_KEY = 64
"""Bytes of an index for each key, beside those of its text: for a UUID it takes 94."""


def write(ready: Ready, folder: Path) -> None:
    """Write the database into a folder."""
    write_duckdb(ready.package, ready.stored, ready.engine, folder / DUCKDB.path(ready.package))


def write_duckdb(
    package: Package, stored: tuple[StoredTable, ...], engine: Engine, path: Path
) -> None:
    """Write all tables and, where the package's SQL is trusted, its views.

    A foreign key that closes a circle cannot stand in DuckDB, which wants the parent first; it is
    named in the table's comment instead.
    """
    package, stored = name_stored_in_sql(package, stored)
    size = choose_block_size(package)
    compressed = is_worth_compressing(package)
    sizes = {
        each.table.name: measure_keys(each, list_keys(each, package), engine) for each in stored
    }
    memory = f"{choose_memory(sum(map(sum, sizes.values())))}MB"
    with Engine(path, memory=memory, block_size=size, compressed=compressed) as target:
        try:
            made: set[str] = set()
            for each in order_tables(package, stored):
                write_table(package, each, engine, target, made, sizes[each.table.name])
                made.add(each.table.name)
        except StatementError as error:
            raise ProjectError(package.place, f"DuckDB refuses it: {error}") from None
        if package.trusted:
            make_package_views(package.views, target)
        # Closing would also write the file, but would not say that the disk was full.
        target.run("checkpoint")


def choose_block_size(package: Package) -> int | None:
    """Choose the bytes of a block by those of the tables; None leaves it to DuckDB."""
    read = sum(path.stat().st_size for table in package.tables for path in table.paths)
    return SMALL_BLOCKS if read <= SMALL else None


def choose_memory(indexes: int) -> int:
    """Choose how many megabytes DuckDB may hold, by the bytes that all indexes take."""
    return MEMORY + (indexes // 1_000_000 if indexes > LARGEST_KEYS else 0)


def is_worth_compressing(package: Package) -> bool:
    """Whether the columns of the tables hold enough for a file to be smaller if compressed."""
    read = sum(path.stat().st_size for table in package.tables for path in table.paths)
    return read > BARELY * sum(len(table.schema.fields) for table in package.tables)


def write_table(  # noqa: PLR0913, PLR0917 - what is written, from where, and where
    package: Package,
    each: StoredTable,
    engine: Engine,
    target: Engine,
    made: set[str],
    sizes: list[int],
) -> None:
    """Write one table with its comments; its indexes take about these bytes each."""
    table = each.table
    keys = table.schema.foreign_keys
    standing = tuple(key for key in keys if key.reference.resource in made)
    # Without its database, the table `arriving` would be the batch that arrives.
    ((database,),) = target.rows("select current_database()")
    name = f"{sql.quote(database)}.main.{sql.quote(table.name)}"
    target.answer(f"create table {name} {define_table(each, 'duckdb', standing, keyed=False)}")
    batches = number_places(read_typed(each, engine), each.order_column)
    keyed = list_keys(each, package)
    target.insert_stream(name, batches)
    add_keys(each, keyed, name, target, small=max(sizes, default=0) <= SMALL_KEYS)
    left_out = [key for key in keys if key not in standing]
    write_comments(each, left_out, name, target)


def write_comments(
    each: StoredTable, left_out: list[ForeignKey], name: str, target: Engine
) -> None:
    """Write what a table and its columns hold, and the foreign keys that were left out.

    They are one transaction: each of its own is written to the disk before the next begins.
    """
    table = each.table
    said = " ".join(filter(None, (table.resource.title, table.resource.description)))
    keys = "".join(f" {phrase_foreign_key(key, table.name)}" for key in left_out)
    comments = {f"table {name}": said + keys}
    for field in table.schema.fields:
        comments[f"column {name}.{sql.quote(field.name)}"] = render_comment(field)
    if each.order_column:
        comments[f"column {name}.{sql.quote(each.order_column)}"] = MEANING
    target.run("begin")
    for of, comment in comments.items():
        if comment:
            target.answer(f"comment on {of} is {sql.quote_text(comment)}")
    target.run("commit")


def list_keys(each: StoredTable, package: Package) -> tuple[tuple[str, ...], ...]:
    """List the keys of a table that DuckDB holds as indexes, its primary key first, or nothing."""
    unique = [fields for fields, unique in list_indexes(each, package) if unique]
    return (each.table.schema.primary_key or (), *unique)


def measure_keys(each: StoredTable, keys: tuple[tuple[str, ...], ...], engine: Engine) -> list[int]:
    """Give about how many bytes the index of each key takes."""
    named = list(filter(None, keys))
    if each.cells is not None:
        return [2 * OF_A_KEY * each.cells.records] * len(named)
    position = each.table.schema.position
    parts = [[f"sum(strlen(c{position(name) + 1}))" for name in key] for key in named]
    sizes = ", ".join(f"coalesce({' + '.join(each)}, 0)" for each in parts)
    if not sizes:
        return []
    ((records, *bytes_),) = engine.rows(f"select count(*), {sizes} from {each.canonical}")
    return [int(size) + OF_A_KEY * int(records) for size in bytes_]


def add_keys(
    each: StoredTable,
    keys: tuple[tuple[str, ...], ...],
    name: str,
    target: Engine,
    *,
    small: bool = False,
) -> None:
    """Add the primary key and the unique keys to a table; `small` ones are written with the next.

    To one that is filled DuckDB adds each in one go: filled batch by batch with its keys, a table
    of a million records took three times as long, and nearly twice as many bytes.
    """
    for key in filter(None, keys):
        kind = "primary key" if key == each.table.schema.primary_key else "unique"
        target.answer(f"alter table {name} add {kind} ({sql.quote_all(key)})")
        # An index is held in memory until it is written.
        if not small:
            target.run("checkpoint")


def number_places(batches: Batches, column: str | None) -> Batches:
    """Number the records of a table in the last column, where the table has one for it."""
    first = 1
    for batch in batches:
        places = pa.array(range(first, first + batch.num_rows), pa.int64()) if column else None
        yield batch if places is None else batch.append_column(column, places)
        first += batch.num_rows


def render_comment(field: Field) -> str:
    """Join a field's title and description."""
    return ": ".join(part for part in (field.title, field.description) if part)


def phrase_foreign_key(key: ForeignKey, table: str) -> str:
    """Say a foreign key in words."""
    parent = key.reference.resource or table
    return f"({', '.join(key.fields)} refers to {', '.join(key.reference.fields)} of {parent}.)"


def read(package: Package, folder: Path) -> Iterator[tuple[Table, Batches]]:
    """Read every table of `<name>.duckdb`."""
    with open_database(package, folder) as engine:
        for table, named in zip(package.tables, name_in_sql(package).tables, strict=True):
            yield table, read_batches(named, name_order_column(package, named), engine)


def read_batches(table: Table, place: str | None, engine: Engine) -> Batches:
    """Read one table of a DuckDB file, in the order of its column `place` where it has one."""
    first = 1
    with blame_file():
        columns = engine.answer(f"describe {sql.quote(table.name)}")[1]
        refuse_other_columns(table, tuple(row[0] for row in columns), place)
        if place and is_wide(table):
            yield from read_wide_batches(table, place, engine)
            return
        for batch in engine.batches(select_columns(table, place)):
            if place is None:
                yield batch
                continue
            refuse_other_places(table, batch.column(batch.num_columns - 1).to_pylist(), first)
            first += batch.num_rows
            yield batch.select(range(batch.num_columns - 1))


def read_wide_batches(table: Table, place: str, engine: Engine) -> Batches:
    """Read a wide table between places that count on: the engine sorts column by column."""
    ((count,),) = engine.answer(f"select count(*) from {sql.quote(table.name)}")[1]
    most = count_at_once(len(table.schema.fields))
    for first in range(1, count + 1, most):
        last = min(count, first + most - 1)
        between = f"{sql.quote(place)} between {first} and {last}"
        found = engine.table(f"{select_unordered(table, place)} where {between}")
        sorted_ = found.take(pa.compute.sort_indices(found.column(place)))
        places = sorted_.column(place).to_pylist()
        refuse_other_places(table, [*places, *[None] * (last - first + 1 - len(places))], first)
        yield from sorted_.drop_columns(place).combine_chunks().to_batches()


@contextmanager
def open_database(package: Package, folder: Path) -> Iterator[Engine]:
    """Open `<name>.duckdb`, saying what is wrong with it."""
    with blame_file(), Engine(folder / DUCKDB.path(package), read_only=True) as engine:
        yield engine


def list_definitions(package: Package, folder: Path) -> frozenset[tuple[Any, ...]]:
    """Give what a DuckDB file defines: tables, views and comments."""
    with open_database(package, folder) as engine:
        return frozenset(
            engine.rows("select 'table', table_name, sql, comment from duckdb_tables()")
            + engine.rows(
                "select 'view', view_name, sql, comment from duckdb_views() where not internal"
            )
        )


DUCKDB = Format(
    "DuckDB",
    "{name}.duckdb",
    "application/octet-stream",
    "All tables, DuckDB database",
    write,
    read,
    # It writes SQL in its own words.
    Rest(
        list_definitions,
        "defines other tables, views or comments",
        ("pressmark", "pressmark-source", "duckdb"),
    ),
    # It holds a random identifier.
    repeats=False,
    libraries=("duckdb",),
)

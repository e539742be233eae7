"""Derived files read again, as any reader would: their tables as Arrow, and what else they define.

Whatever a file holds that cannot be read as its kind is an `UnreadableFileError`.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import pyarrow as pa
import pyarrow.parquet

from pressmark import sql
from pressmark.engine.connection import Engine, EngineError, StatementError
from pressmark.errors import MachineError
from pressmark.package import Package, Table
from pressmark.package.own import STORAGE

RECORDS_AT_ONCE = 100_000
ARROW: dict[str, pa.DataType] = {
    "integer": pa.int64(), "double": pa.float64(), "boolean": pa.bool_(),
}  # fmt: skip
"""What a column of SQLite holds, by its storage; every other holds text."""

Batches = Iterator[pa.RecordBatch]


class UnreadableFileError(Exception):
    """A file does not hold what it should; the text says why, in a line."""


def parquet_tables(package: Package, folder: Path) -> Iterator[tuple[Table, Batches]]:
    """Read `parquet/<table>.parquet` of every table."""
    for table in package.tables:
        yield table, parquet_batches(table, folder / "parquet" / f"{table.name}.parquet")


def parquet_batches(table: Table, path: Path) -> Batches:
    """Read one Parquet file."""
    with faults_said(), path.open("rb") as handle, pa.parquet.ParquetFile(handle) as file:
        refuse_other_columns(table, tuple(file.schema_arrow.names))
        yield from file.iter_batches(RECORDS_AT_ONCE)


def duckdb_tables(package: Package, folder: Path) -> Iterator[tuple[Table, Batches]]:
    """Read every table of `<name>.duckdb`."""
    with opened_duckdb(package, folder) as engine:
        for table in package.tables:
            yield table, duckdb_batches(table, engine)


def duckdb_batches(table: Table, engine: Engine) -> Batches:
    """Read one table of a DuckDB file."""
    with faults_said():
        columns = engine.answer(f"describe {sql.name(table.name)}")[1]
        refuse_other_columns(table, tuple(row[0] for row in columns))
        yield from engine.batches(f"select * from {sql.name(table.name)}")


@contextmanager
def opened_duckdb(package: Package, folder: Path) -> Iterator[Engine]:
    """Open `<name>.duckdb`, saying what is wrong with it."""
    with faults_said(), Engine(folder / f"{package.name}.duckdb", read_only=True) as engine:
        yield engine


def sqlite_tables(package: Package, folder: Path) -> Iterator[tuple[Table, Batches]]:
    """Read every table of `<name>.sqlite`."""
    with opened_sqlite(package, folder) as connection:
        for table in package.tables:
            yield table, sqlite_batches(table, connection)


def sqlite_batches(table: Table, connection: apsw.Connection) -> Batches:
    """Read one table of an SQLite file."""
    with faults_said():
        known = connection.execute(f"pragma table_info({sql.name(table.name)})").fetchall()
    refuse_other_columns(table, tuple(str(row[1]) for row in known))
    types = [ARROW.get(STORAGE.of(field) or "", pa.string()) for field in table.schema.fields]
    names = [f"c{number}" for number in range(1, len(types) + 1)]
    with faults_said():
        rows = connection.execute(f"select * from {sql.name(table.name)}")
        while chunk := list(islice(rows, RECORDS_AT_ONCE)):
            columns = zip(*chunk, strict=True)
            arrays = [as_arrow(*each) for each in zip(columns, types, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, names)


def as_arrow(values: tuple[Any, ...], type_: pa.DataType) -> pa.Array:
    """Give SQLite's values as Arrow's: 0 and 1 are truth where the column is boolean."""
    if pa.types.is_boolean(type_):
        values = tuple({0: False, 1: True}.get(each, each) for each in values)
    try:
        return pa.array(values, type_)
    except (TypeError, ValueError) as error:
        raise UnreadableFileError(first_line(error)) from None


@contextmanager
def opened_sqlite(package: Package, folder: Path) -> Iterator[apsw.Connection]:
    """Open `<name>.sqlite`, trusting nothing in it, and saying what is wrong with it."""
    address = (folder / f"{package.name}.sqlite").absolute().as_uri() + "?mode=ro&immutable=1"
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with faults_said(), closing(apsw.Connection(address, flags)) as connection:
        connection.execute("pragma trusted_schema = off")
        yield connection


def sqlite_definitions(package: Package, folder: Path) -> frozenset[tuple[Any, ...]]:
    """Give what an SQLite file defines: tables, indexes and views, without those of full text."""
    with opened_sqlite(package, folder) as connection:
        ours = r"name not like '%\_fts\_%' escape '\'"
        answer = connection.execute(f"select type, name, sql from sqlite_schema where {ours}")
        return frozenset(answer.fetchall())


def duckdb_definitions(package: Package, folder: Path) -> frozenset[tuple[Any, ...]]:
    """Give what a DuckDB file defines: tables, views and comments."""
    with opened_duckdb(package, folder) as engine:
        return frozenset(
            engine.rows("select 'table', table_name, sql, comment from duckdb_tables()")
            + engine.rows(
                "select 'view', view_name, sql, comment from duckdb_views() where not internal"
            )
        )


@contextmanager
def faults_said() -> Iterator[None]:
    """Say whatever a library refuses in a file as the file's fault."""
    try:
        yield
    except (
        apsw.Error, EngineError, StatementError, MachineError, pa.ArrowException, OSError,
        UnicodeDecodeError,
    ) as error:  # fmt: skip
        raise UnreadableFileError(first_line(error)) from None


def refuse_other_columns(table: Table, names: tuple[str, ...]) -> None:
    """Stop where a file's columns are not the fields of its table."""
    if names != tuple(field.name for field in table.schema.fields):
        message = f"the columns of {table.name} are {', '.join(names) or 'not there'}"
        raise UnreadableFileError(message)


def first_line(error: Exception) -> str:
    """Give the first line of what a library says."""
    return (str(error).splitlines() or [type(error).__name__])[0]


@dataclass(frozen=True)
class Reader:
    """A kind of derived file that holds the tables: where it stands, and what reads it."""

    name: str
    path: str
    read: Callable[[Package, Path], Iterator[tuple[Table, Batches]]]


READERS: tuple[Reader, ...] = (
    Reader("SQLite", "{name}.sqlite", sqlite_tables),
    Reader("DuckDB", "{name}.duckdb", duckdb_tables),
    Reader("Parquet", "parquet", parquet_tables),
)
"""Every kind of derived file from which content digests are computed."""


@dataclass(frozen=True)
class Definitions:
    """All else that a kind of database defines: where it stands, what reads it, who writes it."""

    path: str
    read: Callable[[Package, Path], frozenset[tuple[Any, ...]]]
    writers: tuple[str, ...]


DEFINITIONS: tuple[Definitions, ...] = (
    Definitions("{name}.sqlite", sqlite_definitions, ("pressmark", "pressmark-source")),
    Definitions("{name}.duckdb", duckdb_definitions, ("pressmark", "pressmark-source", "duckdb")),
)
"""Every kind of database whose definitions are compared. DuckDB writes SQL in its own words."""

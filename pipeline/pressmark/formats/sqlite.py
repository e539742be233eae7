"""SQLite for queries and for the site: STRICT tables, keys, checks, full text, views.

The same tables and the same writer give the same bytes: one transaction, records in order, fixed
settings, VACUUM from a temporary file into this one, and what the header says of the writing
replaced by constants. Nothing newer than SQLite 3.37 is needed to read it.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

import apsw
import pyarrow as pa

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable, name_stored_in_sql
from pressmark.engine.views import BOTH_KNOW
from pressmark.errors import MachineError, ProjectError
from pressmark.formats.ddl import define_table, list_indexes
from pressmark.formats.format import Batches, Format, Ready, Rest
from pressmark.formats.narrowed import narrow_stored
from pressmark.formats.sqlite_records import read_records
from pressmark.formats.unreadable import (
    RECORDS_AT_ONCE,
    UnreadableFileError,
    blame_file,
    find_first_line,
    refuse_other_columns,
    refuse_other_places,
    select_columns,
)
from pressmark.package import Field, Package, Schema, Table
from pressmark.package.names import KEPT_BY_SQLITE, name_in_sql
from pressmark.package.order import name_order_column
from pressmark.package.own import FULL_TEXT, STORAGE
from pressmark.package.sqlite_width import KEPT, is_too_wide, narrow_package

OF_FULL_TEXT = ("", "_data", "_idx", "_content", "_docsize", "_config")
"""How the names end of the tables that belong to an index of full text."""
TEMPORARY = ""
"""The name of a file that SQLite makes where temporary files are, and removes when it is closed."""
HEADER = {24: 2, 92: 2, 96: 3_037_000}
"""What four bytes of the header say each: how often the file changed, when its version was noted,
and, instead of the writer's own, that version.
"""
ARROW: dict[str, pa.DataType] = {
    "integer": pa.int64(), "double": pa.float64(), "boolean": pa.bool_(),
}  # fmt: skip
"""What a column of SQLite holds, by its storage; every other holds text."""


def write(ready: Ready, folder: Path) -> None:
    """Write the database into a folder."""
    write_sqlite(ready.package, ready.stored, ready.engine, folder / SQLITE.path(ready.package))


def write_sqlite(
    package: Package, stored: tuple[StoredTable, ...], engine: Engine, path: Path
) -> None:
    """Write all tables and, where the package's SQL is trusted, its views.

    Of a table that is too wide for SQLite it holds the first fields. ProjectError where SQLite
    refuses a definition; MachineError where the file cannot be written.
    """
    package, stored = name_stored_in_sql(package, stored)
    package, stored = narrow_package(package), narrow_stored(package, stored)
    written = "SQLite's temporary file"
    try:
        with closing(apsw.Connection(TEMPORARY)) as connection:
            fill(connection, package, stored, engine)
            written = str(path)
            connection.execute("vacuum into ?", (str(path),))
        with closing(apsw.Connection(str(path), apsw.SQLITE_OPEN_READONLY)) as connection:
            prove(connection, package)
    except (apsw.FullError, apsw.IOError, apsw.CantOpenError, apsw.ReadOnlyError) as error:
        raise MachineError(written, str(error)) from None
    except apsw.Error as error:
        raise ProjectError(package.place, f"SQLite refuses it: {error}") from None
    with path.open("r+b") as file:
        for place, number in HEADER.items():
            file.seek(place)
            file.write(number.to_bytes(4, "big"))


def fill(
    connection: apsw.Connection, package: Package, stored: tuple[StoredTable, ...], engine: Engine
) -> None:
    """Write everything in one transaction."""
    for setting in (
        "page_size = 4096",
        "encoding = 'UTF-8'",
        "journal_mode = off",
        "synchronous = off",
        "foreign_keys = off",
        "ignore_check_constraints = on",
    ):
        connection.execute(f"pragma {setting}")
    connection.execute("begin")
    for each in stored:
        definition = define_table(each, "sqlite", each.table.schema.foreign_keys)
        connection.execute(f"create table {sql.quote(each.table.name)} {definition} strict")
        places = ", ".join("?" for _ in (*each.storages, *filter(None, [each.order_column])))
        connection.executemany(
            f"insert into {sql.quote(each.table.name)} values ({places})",
            read_records(each, engine),
        )
    taken = {table.name.lower() for table in package.tables}
    taken |= {view.name.lower() for view in package.views if package.trusted}
    for each in stored:
        add_indexes(connection, each, package, taken)
        add_full_text(connection, each, taken)
    if package.trusted:
        make_views(connection, package)
    connection.execute("commit")


def make_views(connection: apsw.Connection, package: Package) -> None:
    """Make the views of a trusted package; ProjectError names the first that SQLite refuses."""
    for view in package.views:
        try:
            connection.execute(f"create view {sql.quote(view.name)} as {view.select}")
        except apsw.SQLError as error:
            raise ProjectError(view.place, f"SQLite refuses it: {error}", BOTH_KNOW) from None


def add_indexes(
    connection: apsw.Connection, stored: StoredTable, package: Package, taken: set[str]
) -> None:
    """Make unique keys and foreign keys quick to find, by indexes whose names are not `taken`."""
    table = stored.table.name
    for fields, unique in list_indexes(stored, package):
        name = sql.quote(find_free_name(f"{table}_{'_'.join(fields)}", taken))
        kind = "unique index" if unique else "index"
        connection.execute(f"create {kind} {name} on {sql.quote(table)} ({sql.quote_all(fields)})")


def choose_text_fields(schema: Schema) -> tuple[Field, ...]:
    """Choose the fields that hold free text: no keys, no lists of values, no codes.

    Those that their schema leaves out are not among them.

    FTS5 keeps the name `rank` to itself, and `rowid`, by which an index finds a table's records:
    where a field is called so, nothing of its table can be indexed. Of more fields than an index
    has columns the first are chosen.
    """
    if any(field.name.lower() == "rowid" for field in schema.fields):
        return ()
    keys = set(schema.primary_key or ())
    keys.update(name for key in schema.foreign_keys for name in key.fields)
    chosen = (
        field
        for field in schema.fields
        if field.type == "string"
        and field.format == "default"
        and field.name not in keys
        and field.name.lower() != "rank"
        and not field.allowed
        and field.constraints.pattern is None
        and not FULL_TEXT.is_in(field)
    )
    return tuple(islice(chosen, KEPT))


def find_free_name(name: str, taken: set[str], endings: tuple[str, ...] = ("",)) -> str:
    """Give a name that with each of some endings is not `taken`, and take it."""
    begun = f"_{name}" if name.lower().startswith(KEPT_BY_SQLITE) else name
    tried = (f"{begun}_{number}" for number in count(2))
    found = next(
        each for each in chain([begun], tried)
        if taken.isdisjoint(f"{each}{ending}".lower() for ending in endings)
    )  # fmt: skip
    taken.update(f"{found}{ending}".lower() for ending in endings)
    return found


def add_full_text(connection: apsw.Connection, stored: StoredTable, taken: set[str]) -> None:
    """Index a table's free text under `<table>_fts`, as Datasette looks for it."""
    table = stored.table.name
    fields = choose_text_fields(stored.table.schema)
    if not fields:
        return
    index = sql.quote(find_free_name(f"{table}_fts", taken, OF_FULL_TEXT))
    # Datasette finds the index only by content="table", in double quotes.
    connection.execute(
        f"create virtual table {index} using fts5("
        f"{sql.quote_all(field.name for field in fields)}, content={sql.quote(table)}, "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    for command in ("rebuild", "optimize"):
        connection.execute(f"insert into {index}({index}) values ('{command}')")


def prove(connection: apsw.Connection, package: Package) -> None:
    """Check the finished file: its pages, its checks and every foreign key."""
    answer = connection.execute("pragma quick_check").fetchall()
    dangling = connection.execute("pragma foreign_key_check").fetchall()
    if answer != [("ok",)] or dangling:
        message = f"SQLite disagrees with the judgement: {answer[:1]} {dangling[:1]}"
        raise AssertionError(message, package.name)


def read(package: Package, folder: Path) -> Iterator[tuple[Table, Batches]]:
    """Read every table of `<name>.sqlite` that it holds whole."""
    with open_database(package, folder) as connection:
        for table, named in zip(package.tables, name_in_sql(package).tables, strict=True):
            if is_too_wide(package, table):
                continue
            yield table, read_batches(named, name_order_column(package, named), connection)


def read_batches(table: Table, place: str | None, connection: apsw.Connection) -> Batches:
    """Read one table of an SQLite file, in the order of its column `place` where it has one."""
    with blame_file():
        known = connection.execute(f"pragma table_info({sql.quote(table.name)})").fetchall()
    refuse_other_columns(table, tuple(str(row[1]) for row in known), place)
    types = [ARROW.get(STORAGE.of(field) or "", pa.string()) for field in table.schema.fields]
    names = [f"c{number}" for number in range(1, len(types) + 1)]
    first = 1
    with blame_file():
        rows = connection.execute(select_columns(table, place))
        while chunk := list(islice(rows, RECORDS_AT_ONCE)):
            columns = list(zip(*chunk, strict=True))
            if place:
                refuse_other_places(table, columns.pop(), first)
            first += len(chunk)
            arrays = [as_arrow(*each) for each in zip(columns, types, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, names)


def as_arrow(values: tuple[Any, ...], type_: pa.DataType) -> pa.Array:
    """Give SQLite's values as Arrow's: 0 and 1 are truth where the column is boolean."""
    if pa.types.is_boolean(type_):
        values = tuple({0: False, 1: True}.get(each, each) for each in values)
    try:
        return pa.array(values, type_)
    except (TypeError, ValueError) as error:
        raise UnreadableFileError(find_first_line(error)) from None


@contextmanager
def open_database(package: Package, folder: Path) -> Iterator[apsw.Connection]:
    """Open `<name>.sqlite`, trusting nothing in it, and saying what is wrong with it."""
    address = (folder / SQLITE.path(package)).absolute().as_uri() + "?mode=ro&immutable=1"
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with blame_file(), closing(apsw.Connection(address, flags)) as connection:
        connection.execute("pragma trusted_schema = off")
        yield connection


def count_records(package: Package, folder: Path) -> dict[str, int]:
    """Count the records of every table, by the name that databases give it."""
    with open_database(package, folder) as connection:
        return {
            table.name: connection.execute(f"select count(*) from {sql.quote(table.name)}").get
            for table in name_in_sql(package).tables
        }


def list_definitions(package: Package, folder: Path) -> frozenset[tuple[Any, ...]]:
    """Give what an SQLite file defines: tables, indexes and views, without those of full text."""
    with open_database(package, folder) as connection:
        ours = r"name not like '%\_fts\_%' escape '\'"
        answer = connection.execute(f"select type, name, sql from sqlite_schema where {ours}")
        return frozenset(answer.fetchall())


SQLITE = Format(
    "SQLite",
    "{name}.sqlite",
    "application/vnd.sqlite3",
    "All tables, SQLite database",
    write,
    read,
    Rest(
        list_definitions,
        "defines other tables, views or comments",
        ("pressmark", "pressmark-source"),
    ),
    libraries=("apsw",),
)

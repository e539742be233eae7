"""The tables, views and columns of a release's database, by what SQLite itself knows of them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path

import apsw

from pressmark import sql
from pressmark.words import end_sentence, find_nearest

NO_SUCH = re.compile(r"no such (column|table): ([^\n]{1,200})")
COMPOUND = re.compile(r"\b(?:union|intersect|except|values)\b", re.IGNORECASE)
ADVICE = " - should this be a string literal in single-quotes?"
"""What SQLite says of a name that it would have read as a text; there is a nearer advice."""


def with_nearest_name(database: Path, sentence: str) -> str:
    """Add to a sentence of SQLite's about an unknown name the nearest one that there is."""
    match = NO_SUCH.fullmatch(sentence)
    if match is None:
        return sentence
    said = sentence.removesuffix(ADVICE)
    written = match[2].removesuffix(ADVICE).strip('"')
    near = find_nearest(
        written.rpartition(".")[2], find_names(database, of_columns=match[1] == "column")
    )
    if near is not None:
        return f"{said}. Did you mean {near}?"
    return (
        f"{end_sentence(said)} A text is written in single quotes."
        if said != sentence
        else sentence
    )


@contextmanager
def open_to_look(database: Path) -> Iterator[apsw.Connection]:
    """Open a release's file to look at what it defines, trusting nothing in it."""
    address = f"{database.absolute().as_uri()}?mode=ro&immutable=1"
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with closing(apsw.Connection(address, flags)) as connection:
        connection.execute("pragma trusted_schema = off")
        yield connection


def find_names(database: Path, *, of_columns: bool) -> tuple[str, ...]:
    """List the tables and views of a file, or the columns of all of them, once each.

    Tables of full text and SQLite's own are no part of the data. To find the columns SQLite reads
    every view, which takes long where they are many; so a file is asked once until it changes.
    """
    found = database.stat()
    seen = (found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)
    return list_names(database.absolute(), of_columns, seen)


@lru_cache(maxsize=64)
def list_names(database: Path, of_columns: bool, _seen: tuple[int, ...]) -> tuple[str, ...]:  # noqa: FBT001 - a cache's key
    """List the names in a file as it was seen."""
    with open_to_look(database) as connection:
        tables = [
            str(name)
            for (name,) in connection.execute(
                "select name from pragma_table_list"
                " where schema = 'main' and type in ('table', 'view') and name not like 'sqlite_%'"
            )
        ]
        if not of_columns:
            return tuple(tables)
        columns = [
            str(name)
            for table in tables
            for _, name, *_ in connection.execute(f"pragma table_info({sql.quote(table)})")
        ]
    return tuple(dict.fromkeys(columns))


def find_origins(database: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """Give of each view the columns that are a column of a table, and which.

    Of a view that puts SELECTs below one another, or reads such a one, nothing is known: SQLite
    names the column of only one of them.
    """
    with open_to_look(database) as connection:
        written = dict(
            connection.execute("select name, sql from sqlite_schema where type = 'view'")
        )
        return {
            name: ask_origins(connection, name)
            for name in written
            if not is_compound(name, written)
        }


def ask_origins(connection: apsw.Connection, view: str) -> dict[str, tuple[str, str]]:
    """Ask SQLite which columns of a view are columns of tables; none where the view is broken."""
    found: dict[str, tuple[str, str]] = {}

    def described(cursor: apsw.Cursor, _statement: str, _bindings: object) -> bool:
        for name, _type, _database, table, column in cursor.description_full:
            if table and column:
                found[name] = (table, column)
        return False

    cursor = connection.cursor()
    cursor.exec_trace = described
    with suppress(apsw.Error):
        cursor.execute(f"select * from {sql.quote(view)}")
    return found


def is_compound(name: str, views: Mapping[str, str]) -> bool:
    """Whether a view, or one that it may read, puts SELECTs below one another."""
    reached: set[str] = set()
    waiting = {name}
    while waiting:
        each = waiting.pop()
        reached.add(each)
        written = views[each].casefold()
        waiting |= {other for other in views if other.casefold() in written} - reached
    return any(COMPOUND.search(sql.blank_out(views[each])) for each in reached)

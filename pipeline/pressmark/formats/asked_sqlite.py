"""Two SQLites answer a statement: Python's own, and the newest, which apsw brings.

The newest refuses more than an older one does. Its counter of nested views and subqueries, with
its limit of 1000, counts each time that a table of a WITH clause is asked, in the views below too,
and does not count down again (seen in 3.54.1).
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from pressmark.engine.views import BOTH_KNOW, OLDEST_SQLITE
from pressmark.errors import ProjectError
from pressmark.formats.newer_sqlite import find_newer_function, find_newer_words
from pressmark.package import Statement

Answer = tuple[tuple[str, ...], list[tuple[Any, ...]]]
"""Names of columns, and rows."""

STEPS_BETWEEN_LOOKS = 100_000
MOST_LOOKS = 20_000
"""SQLite is stopped after two thousand million steps: about a minute."""
TOO_LARGE = re.compile(
    r"too deep|stack overflow|recursion limit|maximum depth|tables in a join|references",
    re.IGNORECASE,
)
"""What SQLite says where a statement is too large, not wrong."""
ASK_LESS = (
    "ask the tables of WITH clauses fewer times, in the views below it too: the newest SQLite "
    "counts each time, and about 500 are the most"
)
ASK_FOR_LESS = "ask for less: it is stopped after about a minute, and a reader would wait as long"


def ask_own(statement: Statement, text: str, values: dict[str, str], path: Path) -> Answer:
    """Answer a statement with Python's own SQLite, read-only."""
    with closing(sqlite3.connect(render_address(path), uri=True)) as connection:
        connection.set_progress_handler(make_stopper(), STEPS_BETWEEN_LOOKS)
        try:
            cursor = connection.execute(text, values)
            return tuple(column[0] for column in cursor.description), cursor.fetchall()
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise explain_refused(statement, sqlite3.sqlite_version, error) from None


def ask_newest(statement: Statement, text: str, values: dict[str, str], path: Path) -> Answer:
    """Answer a statement with the newest SQLite, read-only.

    ProjectError where it cannot run it, or where SQLite 3.37 could not.
    """
    names: list[str] = []
    called: set[str] = set()

    def seen(action: int, _one: str | None, two: str | None, *_: str | None) -> int:
        if action == apsw.SQLITE_FUNCTION and two:
            called.add(two)
        return apsw.SQLITE_OK

    def described(cursor: apsw.Cursor, *_: Any) -> bool:
        # Where there are no rows, apsw forgets the names as soon as it has run.
        names.extend(name for name, *_ in cursor.get_description())
        return True

    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    with closing(apsw.Connection(render_address(path), flags)) as connection:
        connection.authorizer = seen
        connection.set_progress_handler(make_stopper(), STEPS_BETWEEN_LOOKS)
        cursor = connection.cursor()
        cursor.exec_trace = described
        try:
            rows = cursor.execute(text, values).fetchall()
        except apsw.Error as error:
            raise explain_refused(statement, apsw.sqlite_lib_version(), error) from None
    refuse_newer(statement, called)
    return tuple(names), rows


def render_address(path: Path) -> str:
    """Write where a file is that nobody changes."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def make_stopper() -> Callable[[], bool]:
    """Give what tells SQLite to stop, once it has looked often enough."""
    looks = iter(range(MOST_LOOKS))
    return lambda: next(looks, None) is None


def explain_refused(statement: Statement, version: str, error: Exception) -> ProjectError:
    """Say what a SQLite refuses in a statement, and what to do: it is wrong, too large or slow."""
    right = ASK_LESS if TOO_LARGE.search(str(error)) else BOTH_KNOW
    if "interrupted" in str(error):
        right = ASK_FOR_LESS
    return ProjectError(statement.place, f"SQLite {version} cannot run it: {error}", right)


def refuse_newer(statement: Statement, called: set[str]) -> None:
    """Stop where a statement asks for what SQLite 3.37 does not know."""
    newer = find_newer_words(statement.select) or find_newer_function(called)
    if newer:
        wrong = f"it uses {newer}, which SQLite {OLDEST_SQLITE} does not know"
        right = f"write it so that every SQLite from {OLDEST_SQLITE} on answers it"
        raise ProjectError(statement.place, wrong, right)

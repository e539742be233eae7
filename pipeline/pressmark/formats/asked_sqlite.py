"""Two SQLites answer a statement: Python's own, and the newest, which apsw brings.

The newest refuses more than an older one does. Its counter of nested views and subqueries, with
its limit of 1000, counts each time that a table of a WITH clause is asked, in the views below too,
and does not count down again (seen in 3.54.1).
"""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

from pressmark import sql
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


class OwnSqlite:
    """Python's own SQLite over a file, read-only."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        # One thread at a time asks it, and Python begins no transaction of its own.
        self.connection = sqlite3.connect(
            render_address(path), uri=True, isolation_level=None, check_same_thread=False
        )

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def answer(self, statement: Statement, text: str, values: dict[str, str]) -> Answer:
        """Answer a statement; ProjectError where this SQLite cannot run it."""
        self.connection.set_progress_handler(make_stopper(), STEPS_BETWEEN_LOOKS)
        try:
            cursor = self.connection.execute(text, values)
            return tuple(column[0] for column in cursor.description or ()), cursor.fetchall()
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise explain_refused(statement, sqlite3.sqlite_version, error) from None

    def compile(self, statement: Statement, text: str, values: dict[str, str]) -> None:
        """Compile a statement and run nothing; ProjectError where this SQLite cannot."""
        try:
            self.connection.execute(f"explain {text}", values).close()
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise explain_refused(statement, sqlite3.sqlite_version, error) from None


class NewestSqlite:
    """The newest SQLite over a file, read-only."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        self.connection = apsw.Connection(render_address(path), flags)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def answer(self, statement: Statement, text: str, values: dict[str, str]) -> Answer:
        """Answer a statement.

        ProjectError where this SQLite cannot run it, or where SQLite 3.37 could not.
        """
        called: set[str] = set()

        def seen(action: int, _one: str | None, two: str | None, *_: str | None) -> int:
            if action == apsw.SQLITE_FUNCTION and two:
                called.add(two)
            return apsw.SQLITE_OK

        self.connection.authorizer = seen
        try:
            answer = self._run(statement, text, values)
        finally:
            self.connection.authorizer = None
        refuse_newer(statement, called)
        return answer

    def compile(self, statement: Statement, text: str, values: dict[str, str]) -> None:
        """Compile a statement and run nothing; ProjectError where this SQLite cannot.

        Its steps are not read: those of the register's statements are half a million rows.
        """
        try:
            self.connection.cursor().execute(f"explain {text}", values).close()
        except apsw.Error as error:
            raise explain_refused(statement, apsw.sqlite_lib_version(), error) from None

    def _run(self, statement: Statement, text: str, values: dict[str, str]) -> Answer:
        """Run a statement; ProjectError where this SQLite cannot."""
        names: list[str] = []

        def described(cursor: apsw.Cursor, *_: Any) -> bool:
            # Where there are no rows, apsw forgets the names as soon as it has run.
            names.extend(name for name, *_ in cursor.get_description())
            return True

        self.connection.set_progress_handler(make_stopper(), STEPS_BETWEEN_LOOKS)
        cursor = self.connection.cursor()
        cursor.exec_trace = described
        try:
            rows = cursor.execute(text, values).fetchall()
        except apsw.Error as error:
            raise explain_refused(statement, apsw.sqlite_lib_version(), error) from None
        return tuple(names), rows


AskedSqlite = OwnSqlite | NewestSqlite


def keep_view(view: Statement, asked: AskedSqlite) -> Answer:
    """Compute a view once for all that ask it, as a table of its name that hides it; answer it.

    It is that of the file. Of the views below it, it asks those that were kept before.
    """
    ((stored,),) = asked.answer(
        view, "select sql from sqlite_master where type = 'view' and name = :name",
        {"name": view.name},
    )[1]  # fmt: skip
    # A view of the file does not see the tables that hide others; its SELECT does.
    name = sql.quote(view.name)
    select = str(stored).removeprefix(f"CREATE VIEW {name} as ")
    asked.answer(view, f"create temp table {name} as {select}", {})
    return read_view(view, asked)


def read_view(view: Statement, asked: AskedSqlite) -> Answer:
    """Answer a view as a reader asks it, with all views below it written out."""
    return asked.answer(view, select_all(view), {})


def select_all(view: Statement) -> str:
    """Give the SELECT by which a reader asks a view."""
    return f"select * from {sql.quote(view.name)}"


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

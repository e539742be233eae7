"""Two lanes: strangers' SQL is asked in a sandbox, our pages' own SQL in this process.

A request is a stranger's unless it is known to be none: `?sql=`, named queries, views, and every
table page with an argument that is no plain one (a part of a text, `_where`, `_search`, `_facet`,
`_sort` …) go to the sandbox; a table as it stands or compared with a value, its next pages, a
record and a database's own page are answered here. What Datasette asks for itself on each page,
word for word one of `DATASETTE_ASKS`, is answered here as well.
"""

import asyncio
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.database import QueryInterrupted, Results
from datasette.utils import tilde_decode
from datasette.views.base import DatasetteError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark import sql
from pressmark.sandbox import Answer, Busy, Refused, Sandbox, Stopped
from pressmark.site.downloads.release import ServedRelease, questions_of
from pressmark.site.downloads.watched import Watched
from pressmark.site.middleware.security import written_path
from pressmark.site.tables.page_size import DEFAULT_RECORDS, Shape, is_at_most, shapes_of

RETRY = (b"retry-after", b"2")
UNAVAILABLE = 503
MOMENT = 0.5
"""Seconds."""
MOST_DELAYED = 16
PLAIN = frozenset({
    "_next", "_size", "_col", "_nocol", "_label", "_labels",
    "_shape", "_nl", "_json", "_json_infinity", "_nocount", "_nofacet", "_nosuggest", "_dl",
    "_stream", "_header", "_ttl", "_trace",
})  # fmt: skip
"""Arguments of a table's page that ask for no work but its records by their key."""
COMPARISONS = frozenset({
    "", "exact", "not", "gt", "gte", "lt", "lte", "isnull", "notnull", "isblank", "notblank",
})  # fmt: skip
"""Filters of a column that compare it with a value, or with nothing."""
DATASETTE_ASKS = frozenset({
    "PRAGMA schema_version",
    "select name from sqlite_master where type in ('table', 'view') and name = ? collate nocase",
    "select 1 from sqlite_master where type='table' and name=?",
    "select name from sqlite_master where type='table'",
    "select name from sqlite_master where type='view'",
    "select sql from sqlite_master where name = :n and type=:t",
    "select sql from sqlite_master where tbl_name = :n and type='index' and sql is not null",
})  # fmt: skip
SPACE = re.compile(r"\s+")

PAGE_CELLS = 2000
"""The most values of an answer that a query's page shows: each is drawn between other requests."""


@dataclass(frozen=True)
class Lane:
    """Where releases are asked: in the sandbox or here; with how many cells on a page of HTML."""

    sandbox: bool = False
    cells: int | None = None


OURS = Lane()
_lane: ContextVar[Lane] = ContextVar("lane", default=OURS)


@contextmanager
def lane(chosen: Lane) -> Iterator[None]:
    """Have every release asked in this lane meanwhile, by this task."""
    token = _lane.set(chosen)
    try:
        yield
    finally:
        _lane.reset(token)


def in_sandbox(statement: str) -> bool:
    """Whether a statement is to be asked in the sandbox now."""
    return _lane.get().sandbox and SPACE.sub(" ", statement.strip()) not in DATASETTE_ASKS


class Lanes:
    """Chooses the lane of each request before `explorer`, and says with 503 when to come again.

    Who finds the line before the sandbox full is told so by `busy`, without a page being begun for
    it; and, unless many are told already, a moment later, because who asks without end would else
    be told without end.
    """

    def __init__(
        self,
        explorer: ASGIApp,
        releases: Sequence[ServedRelease],
        sandbox: Sandbox,
        busy: ASGIApp,
    ) -> None:
        """Know the tables and named queries of each release."""
        self.explorer = explorer
        self.tables = {each.database_name: each.records.keys() for each in releases}
        self.queries = {each.database_name: query_names(each) for each in releases}
        self.files = {each.database_name: Watched(each.database) for each in releases}
        self.shapes = {each.database_name: shapes_of(each) for each in releases}
        self.sandbox = sandbox
        self.busy = busy
        self.delayed = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Datasette answer in the right lane; ChangedError where the database changed."""

        async def send_with_retry(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == UNAVAILABLE:
                given = message.get("headers", ())
                told = any(name.lower() == RETRY[0] for name, _ in given)
                message = {**message, "headers": [*given, *([] if told else [RETRY])]}
            await send(message)

        database = written_path(scope).split("/")[1].partition(".")[0]
        self.files[database].unchanged()
        chosen = lane_of(scope, self.queries, self.tables)
        if chosen.sandbox and await self.stays_full():
            await self.busy(scope, receive, send_with_retry)
            return
        shapes = self.shapes[database]
        with lane(chosen):
            await self.explorer(with_small_page(scope, shapes), receive, send_with_retry)

    async def stays_full(self) -> bool:
        """Whether the line is full, a moment later too."""
        if self.sandbox.full and self.delayed < MOST_DELAYED:
            self.delayed += 1
            try:
                await asyncio.sleep(MOMENT)
            finally:
                self.delayed -= 1
        return self.sandbox.full


def query_names(release: ServedRelease) -> frozenset[str]:
    """Name the questions of a release."""
    return frozenset(query.name for query in questions_of(release))


def lane_of(
    scope: Scope, queries: Mapping[str, Collection[str]], tables: Mapping[str, Collection[str]]
) -> Lane:
    """Choose the lane of a request by what it brings; `queries` and `tables` are by database."""
    given = {name for name, _ in arguments(scope)}
    _, database, *rest = written_path(scope).split("/")
    # Datasette takes what follows the first point for the form of the answer.
    last, is_page = rest[0] if rest else database, not is_data(scope)
    name = tilde_decode(last.partition(".")[0])
    if (len(rest) == 1 and name in queries.get(database, ())) or (not rest and "sql" in given):
        return Lane(sandbox=True, cells=PAGE_CELLS if is_page else None)
    is_plain = name in tables.get(database, ()) and all(map(is_plain_argument, given))
    return Lane(sandbox=len(rest) == 1 and not is_plain)


def is_plain_argument(name: str) -> bool:
    """Whether an argument asks for no more work than one look at every record."""
    if name.startswith("_"):
        return name in PLAIN
    return name.partition("__")[2] in COMPARISONS


def with_small_page(scope: Scope, shapes: Mapping[str, Shape]) -> Scope:
    """Ask for a page of HTML that is drawn in a moment; its link to the next page stays.

    `shapes` are those of the tables and views, by name.
    """
    _, _database, *rest = written_path(scope).split("/")
    shape = shapes.get(tilde_decode(rest[0]), Shape()) if len(rest) == 1 else Shape()
    most = shape.on_a_page()
    asked = [value for name, value in arguments(scope) if name == "_size"]
    is_small = asked or most >= DEFAULT_RECORDS
    if is_data(scope) or (is_small and all(is_at_most(each, most) for each in asked)):
        return scope
    kept = [(name, value) for name, value in arguments(scope) if name != "_size"]
    query = urlencode([*kept, ("_size", str(most))])
    return {**scope, "query_string": query.encode("ascii")}


def arguments(scope: Scope) -> list[tuple[str, str]]:
    """Give the arguments of an address."""
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def is_data(scope: Scope) -> bool:
    """Whether an address asks for data in a form of its own and not for a page of HTML."""
    return "." in written_path(scope)


async def ask(  # noqa: PLR0913 - as Datasette asks
    sandbox: Sandbox,
    database: Path,
    statement: str,
    parameters: Any,
    *,
    rows: int,
    seconds: float,
) -> Results:
    """Ask the sandbox what Datasette would ask SQLite: at most so many rows, in so many seconds.

    Raises what Datasette knows how to show: QueryInterrupted, sqlite3.OperationalError, and
    DatasetteError with 503 where too many ask at once.
    """
    given = parameters if isinstance(parameters, Mapping) else tuple(parameters or ())
    try:
        answer = await sandbox.ask(
            database, statement, given, rows=rows, cells=_lane.get().cells, seconds=seconds
        )
    except Busy as busy:
        raise DatasetteError(str(busy), title="Please try again", status=UNAVAILABLE) from None
    except Stopped as stopped:
        raise QueryInterrupted(stopped, statement, parameters) from None
    except Refused as refused:
        raise sqlite3.OperationalError(str(refused)) from None
    return as_results(answer)


def as_results(answer: Answer) -> Results:
    """Give an answer as Datasette has it from SQLite: rows that are read by position and name."""
    names = ", ".join(f"null as {sql.name(column)}" for column in answer.columns)
    connection = sqlite3.connect(":memory:")
    try:
        cursor = connection.execute(f"select {names}")
        rows = [sqlite3.Row(cursor, row) for row in answer.rows]
        return Results(rows, answer.truncated, cursor.description)
    finally:
        connection.close()

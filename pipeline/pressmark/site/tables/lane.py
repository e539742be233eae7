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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted, Results
from datasette.utils import tilde_decode
from datasette.views.base import DatasetteError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark import sql
from pressmark.sandbox import Answer, Busy, Refused, Sandbox, Stopped
from pressmark.site.downloads.served_release import ServedRelease, questions_of
from pressmark.site.downloads.watched import Watched
from pressmark.site.request import Lane, arguments, is_at_most, is_data, lane_of, written_path
from pressmark.site.tables.page_size import DEFAULT_RECORDS, Shape, shapes_of

RETRY = (b"retry-after", b"2")
UNAVAILABLE = 503
MOMENT = 0.5
"""Seconds."""
MOST_DELAYED = 16
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
    """Chooses the lane of each request before `datasette`, and says with 503 when to come again.

    Who finds the line before the sandbox full is told so by `busy`, without a page being begun for
    it; and, unless many are told already, a moment later, because who asks without end would else
    be told without end.
    """

    def __init__(
        self,
        datasette: ASGIApp,
        releases: Sequence[ServedRelease],
        sandbox: Sandbox,
        busy: ASGIApp,
    ) -> None:
        """Know the tables and named queries of each release."""
        self.datasette = datasette
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
            await self.datasette(with_small_page(scope, shapes), receive, send_with_retry)

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
    if _lane.get().missing:
        names = " and ".join(f":{each}" for each in _lane.get().missing)
        message = f"There is no value for {names}. Write one, empty if it is to be empty."
        raise sqlite3.OperationalError(message)
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

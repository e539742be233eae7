"""Two lanes: strangers' SQL is asked in a sandbox, our pages' own SQL in this process.

A request is a stranger's unless it is known to be none: `?sql=`, named queries, and every table
page with an argument that is no plain one (a column with a value, `_where`, `_search`, `_facet`,
`_through` …) go to the sandbox; a table as it stands, its next pages, a record and a database's
own page are answered here. What Datasette asks for itself on each page, word for word one of
`DATASETTE_ASKS`, is answered here as well.
"""

import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from datasette.database import QueryInterrupted, Results
from datasette.utils import tilde_decode
from datasette.views.base import DatasetteError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline import sql
from pipeline.sandbox import Answer, Busy, Refused, Sandbox, Stopped
from pipeline.site.security import written_path

RETRY = (b"retry-after", b"2")
UNAVAILABLE = 503
PLAIN = frozenset({
    "_next", "_size", "_sort", "_sort_desc", "_sort_by_desc", "_col", "_nocol", "_label", "_labels",
    "_shape", "_nl", "_json", "_json_infinity", "_nocount", "_nofacet", "_nosuggest", "_dl",
    "_stream", "_header", "_ttl", "_trace",
})  # fmt: skip
"""Arguments of a table's page that bring no expression, pattern or words to search for."""
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

_strangers: ContextVar[bool] = ContextVar("strangers", default=False)


@contextmanager
def strangers_lane() -> Iterator[None]:
    """Have every release asked in the sandbox meanwhile, by this task."""
    token = _strangers.set(True)
    try:
        yield
    finally:
        _strangers.reset(token)


def in_sandbox(statement: str) -> bool:
    """Whether a statement is to be asked in the sandbox now."""
    return _strangers.get() and SPACE.sub(" ", statement.strip()) not in DATASETTE_ASKS


class Lanes:
    """Chooses the lane of each request before `explorer`, and says with 503 when to come again."""

    def __init__(self, explorer: ASGIApp, queries: Mapping[str, Collection[str]]) -> None:
        """Know the named queries of each database."""
        self.explorer = explorer
        self.queries = queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Datasette answer in the right lane."""

        async def send_with_retry(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == UNAVAILABLE:
                message = {**message, "headers": [*message.get("headers", ()), RETRY]}
            await send(message)

        if is_strangers(scope, self.queries):
            with strangers_lane():
                await self.explorer(scope, receive, send_with_retry)
        else:
            await self.explorer(scope, receive, send_with_retry)


def is_strangers(scope: Scope, queries: Mapping[str, Collection[str]]) -> bool:
    """Whether a request brings SQL, or values for it, of somebody we do not know."""
    given = {
        name
        for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    }
    _, database, *rest = written_path(scope).split("/")
    if not rest:
        return "sql" in given
    if len(rest) > 1:
        return False
    # Datasette takes what follows the first point for the form of the answer.
    table = tilde_decode(rest[0].partition(".")[0])
    return table in queries.get(database.partition(".")[0], ()) or not given <= PLAIN


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
        answer = await sandbox.ask(database, statement, given, rows=rows, seconds=seconds)
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

"""Lanes: what costs or brings SQL is asked in sandboxes, our pages' own SQL in this process.

Named queries have a sandbox of their own, so that nobody's load stands before them; so have views
and every table page with an argument that is no plain one (a part of a text, `_search`, `_facet`,
`_sort` …), and so has SQL that a visitor writes (`?sql=`, `_where`). A table as it stands or
compared with a value, its next pages, a record and a database's own page are answered here. What
Datasette asks for itself on each page, word for word one of `DATASETTE_ASKS`, is answered here as
well.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted, Results
from datasette.utils import tilde_decode
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark import sql
from pressmark.sandbox import Answer, Busy, Refused, Stopped
from pressmark.site.downloads.served_release import ServedRelease, list_questions
from pressmark.site.downloads.watched import Watched
from pressmark.site.overload import RETRY_AFTER, UNAVAILABLE, TryAgainError, tell_why
from pressmark.site.request import (
    QUESTIONS,
    STRANGERS,
    Lane,
    choose_lane,
    is_at_most,
    is_data,
    read_arguments,
    read_raw_path,
)
from pressmark.site.tables.page_size import DEFAULT_RECORDS, Shape, measure_shapes
from pressmark.site.tables.sandboxes import Sandboxes

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


@dataclass
class Turn:
    """One request: its lane, whether anything of it was told to come again or is left out."""

    lane: Lane
    is_overloaded: bool = False
    is_partial: bool = False


_turn: ContextVar[Turn] = ContextVar("turn")
OURS = Turn(Lane())


@contextmanager
def use_lane(chosen: Lane) -> Iterator[Turn]:
    """Have every release asked in this lane meanwhile, by this task."""
    turn = Turn(chosen)
    token = _turn.set(turn)
    try:
        yield turn
    finally:
        _turn.reset(token)


def is_for_sandbox(statement: str) -> bool:
    """Whether a statement is to be asked in a sandbox now."""
    is_ours = _turn.get(OURS).lane.sandbox is None
    return not is_ours and SPACE.sub(" ", statement.strip()) not in DATASETTE_ASKS


def note_overload(sentence: str) -> None:
    """Note that the request of this task cannot be answered now, whatever its page says."""
    tell_why(sentence)
    _turn.get(Turn(Lane())).is_overloaded = True


def note_partial() -> None:
    """Note that the answer to the request of this task lacks something that it has another time."""
    _turn.get(Turn(Lane())).is_partial = True


class Lanes:
    """Chooses the lane of each request before `datasette`.

    What could not be answered now is told with 503 and when to come again, in whatever form it is
    told: Datasette has 400 for every page of a question with an error.
    """

    def __init__(self, datasette: ASGIApp, releases: Sequence[ServedRelease]) -> None:
        """Know the tables and named queries of each release."""
        self.datasette = datasette
        self.tables = {each.database_name: each.records.keys() for each in releases}
        self.queries = {each.database_name: name_queries(each) for each in releases}
        self.files = {each.database_name: Watched(each.database) for each in releases}
        self.shapes = {each.database_name: measure_shapes(each) for each in releases}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Datasette answer in the right lane; ChangedError where the database changed."""
        database = read_raw_path(scope).split("/")[1].partition(".")[0]
        self.files[database].unchanged()
        with use_lane(choose_lane(scope, self.queries, self.tables)) as turn:

            async def send_in_time(message: Message) -> None:
                if message["type"] == "http.response.start":
                    message = add_retry_time(message, is_overloaded=turn.is_overloaded)
                    message = forbid_keeping(message) if turn.is_partial else message
                    message = with_whole_links(message)
                await send(message)

            await self.datasette(
                with_small_page(scope, self.shapes[database]), receive, send_in_time
            )


def add_retry_time(message: Message, *, is_overloaded: bool) -> Message:
    """Give the beginning of an answer with the time to come again, where it is no answer now."""
    if not is_overloaded and message["status"] != UNAVAILABLE:
        return message
    status = message["status"] if message["status"] < 400 else UNAVAILABLE  # noqa: PLR2004
    given = list(message.get("headers", ()))
    if status == UNAVAILABLE and RETRY_AFTER[0] not in {name.lower() for name, _ in given}:
        given.append(RETRY_AFTER)
    return {**message, "status": status, "headers": given}


def forbid_keeping(message: Message) -> Message:
    """Give the beginning of an answer that nobody is to keep."""
    given = [each for each in message.get("headers", ()) if each[0].lower() != b"cache-control"]
    return {**message, "headers": [*given, (b"cache-control", b"no-store")]}


def with_whole_links(message: Message) -> Message:
    """Put the address of each link between angle brackets, which Datasette forgets (RFC 8288)."""
    headers = [
        (name, re.sub(rb"\A[^<;]++", rb"<\g<0>>", value) if name.lower() == b"link" else value)
        for name, value in message.get("headers", ())
    ]
    return {**message, "headers": headers}


def name_queries(release: ServedRelease) -> frozenset[str]:
    """Name the questions of a release."""
    return frozenset(query.name for query in list_questions(release))


def with_small_page(scope: Scope, shapes: Mapping[str, Shape]) -> Scope:
    """Ask for a page of HTML that is drawn in a moment; its link to the next page stays.

    `shapes` are those of the tables and views, by name.
    """
    _, _database, *rest = read_raw_path(scope).split("/")
    shape = shapes.get(tilde_decode(rest[0])) if len(rest) == 1 else None
    most = (shape or Shape()).on_a_page()
    asked = [value for name, value in read_arguments(scope) if name == "_size"]
    is_small = asked or shape is None
    if is_data(scope) or (is_small and all(is_at_most(each, most) for each in asked)):
        return scope
    most = most if asked else min(most, DEFAULT_RECORDS)
    kept = [(name, value) for name, value in read_arguments(scope) if name != "_size"]
    query = urlencode([*kept, ("_size", str(most))])
    return {**scope, "query_string": query.encode("ascii")}


async def ask_sandbox(  # noqa: PLR0913 - as Datasette asks
    sandboxes: Sandboxes,
    database: Path,
    statement: str,
    parameters: Any,
    *,
    rows: int,
    seconds: float,
) -> Results:
    """Ask a sandbox what Datasette would ask SQLite: at most so many rows, in so many seconds.

    Raises what Datasette knows how to show: QueryInterrupted, sqlite3.OperationalError, and
    TryAgainError where there is no answer now.
    """
    chosen = _turn.get(OURS).lane
    if chosen.missing:
        names = " and ".join(f":{each}" for each in chosen.missing)
        message = f"There is no value for {names}. Write one, empty if it is to be empty."
        raise sqlite3.OperationalError(message)
    given = parameters if isinstance(parameters, Mapping) else tuple(parameters or ())
    is_kept = chosen.sandbox == QUESTIONS and (isinstance(given, Mapping) or not given)
    try:
        if is_kept:
            answer = await sandboxes.questions.ask(
                database, statement, dict(given), rows=rows, cells=chosen.cells, seconds=seconds
            )
        else:
            answer = await sandboxes.of(chosen.sandbox or STRANGERS).ask(
                database, statement, given, rows=rows, cells=chosen.cells, seconds=seconds
            )
    except Busy as busy:
        raise TryAgainError(str(busy)) from None
    except Stopped as stopped:
        raise QueryInterrupted(stopped, statement, parameters) from None
    except Refused as refused:
        raise sqlite3.OperationalError(str(refused)) from None
    return as_results(answer)


def as_results(answer: Answer) -> Results:
    """Give an answer as Datasette has it from SQLite: rows that are read by position and name."""
    names = ", ".join(f"null as {sql.quote(column)}" for column in answer.columns)
    connection = sqlite3.connect(":memory:")
    try:
        cursor = connection.execute(f"select {names}")
        rows = [sqlite3.Row(cursor, row) for row in answer.rows]
        return Results(rows, answer.truncated, cursor.description)
    finally:
        connection.close()

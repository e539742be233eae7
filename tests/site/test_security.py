"""Nothing is written, nothing is attached, nothing of the machine is told."""

import hashlib
import sqlite3
from typing import Any
from urllib.parse import quote_plus

import pytest
import rich
from datasette import handle_exception
from datasette.plugins import pm

from pressmark.site import ServedRelease
from pressmark.site.middleware.security import HEADERS
from pressmark.site.tables.database import HEAP, ReleaseDatabase
from pressmark.site.tables.datasette_app import build_datasette
from pressmark.site.tables.failure import take_over
from pressmark.site.tables.sandboxes import Sandboxes
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"


@pytest.fixture
def newest(releases: tuple[ServedRelease, ...]) -> ServedRelease:
    """Give the release that the addresses name."""
    return next(each for each in releases if each.version == "1.10.0")


def digest(release: ServedRelease) -> str:
    """Give the digest of the served database."""
    return hashlib.sha256(release.database.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "statement",
    [
        "attach database '/tmp/other.sqlite' as other",
        "attach ':memory:' as other",
        "insert into towns values ('x', 'y', null)",
        "update towns set name = 'x'",
        "delete from towns",
        "drop table towns",
        "create table x (y)",
        "pragma writable_schema = 1",
        "pragma query_only = 0",
        "vacuum into '/tmp/other.sqlite'",
        "reindex",
        "select load_extension('/tmp/x.so')",
        "with x as (select 1) insert into towns select 'x', 'y', null",
        "with x as (select 1) delete from towns",
        "select 1; attach ':memory:' as other",
        "select * from pragma_journal_mode",
        "explain attach ':memory:' as other",
        "/* select */ attach ':memory:' as other",
        "select writefile('/tmp/x', 'y')",
        "select readfile('/etc/passwd')",
    ],
)
def test_statements_that_are_no_question_are_refused(
    visitor: Visitor, newest: ServedRelease, statement: str
) -> None:
    """As a page, as JSON and as CSV; the file stays as it is."""
    before = digest(newest)
    for form in ("", ".json", ".csv"):
        answer = visitor.get(f"{HERE}{form}?sql={quote_plus(statement)}")
        assert 400 <= answer.status_code < 500, (form, answer.status_code, answer.text)
    assert digest(newest) == before


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    "address",
    [
        HERE,
        f"{HERE}/towns",
        f"{HERE}/towns/ber",
        f"{HERE}/everyone",
        f"{HERE}/everyone.json",
        "/",
        "/latest/towns",
        "/releases/1.0.0/data/0.csv",
    ],
)
def test_only_reading_is_answered(
    visitor: Visitor, newest: ServedRelease, method: str, address: str
) -> None:
    """405, and the file stays as it is."""
    before = digest(newest)
    answer = visitor.ask(method, address, data={"code": "x", "name": "y"})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert digest(newest) == before


@pytest.mark.parametrize(
    "address",
    [
        "/-/databases.json",
        "/-/settings.json",
        "/-/metadata.json",
        "/-/versions",
        "/-/plugins",
        "/-/threads",
        "/-/actor",
        "/-/permissions",
        "/-/allow-debug",
        "/-/messages",
        "/-/patterns",
        "/-/auth-token",
        "/-/logout",
        "/_internal",
        "/_internal/databases.json",
        "/_memory?sql=select+1",
        "/:memory:",
        "//example.org/",
        "/%2Fexample.org/",
        f"{HERE}x",
    ],
)
def test_pages_for_operators_are_closed(visitor: Visitor, address: str) -> None:
    """They tell of the machine, and one led to other hosts."""
    assert visitor.get(f"http://site{address}").status_code == 404


def test_the_database_is_no_download_of_datasette(visitor: Visitor) -> None:
    """Downloads come from the release, with digest and ranges."""
    answer = visitor.get(f"{HERE}.db")
    assert answer.status_code == 404


def test_the_connection_itself_refuses(newest: ServedRelease) -> None:
    """Should Datasette let a statement through, SQLite does not."""
    sandboxes = Sandboxes()
    datasette = build_datasette([newest], sandboxes)
    database = ReleaseDatabase(datasette, newest, sandboxes)
    connection = database.connect()
    try:
        for statement in (
            "attach ':memory:' as other",
            "delete from towns",
            "vacuum into '/tmp/never-written.sqlite'",
            "select load_extension('x')",
            "select fts3_tokenizer('simple')",
            "select * from dbstat",
            "pragma trusted_schema = 1",
        ):
            with pytest.raises(sqlite3.Error):
                connection.execute(statement)
        connection.set_authorizer(None)
        for pragma, value in (("trusted_schema", 0), ("query_only", 1), ("hard_heap_limit", HEAP)):
            assert connection.execute(f"pragma {pragma}").fetchone() == (value,)
    finally:
        database.close()
    with pytest.raises(PermissionError):
        database.connect(write=True)


@pytest.mark.parametrize(
    "address", ["/", "/nope", HERE, f"{HERE}/towns.json", "/releases/1.0.0/data/0.csv", "/latest"]
)
def test_headers_stand_on_every_response(visitor: Visitor, address: str) -> None:
    """Whoever made it."""
    answer = visitor.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_a_question_that_takes_too_long_is_ended(visitor: Visitor) -> None:
    """With a sentence, not with a crash."""
    endless = "with recursive c(n) as (select 1 union all select n+1 from c) select count(*) from c"
    answer = visitor.get(f"{HERE}?sql={quote_plus(endless)}&_timelimit=50")
    assert answer.status_code == 400
    assert "took too long" in answer.text


def test_missing_pages_are_not_printed(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Datasette would print each with all its variables, which holds up everybody else."""
    printed: list[object] = []

    class Console:
        def print_exception(self, **_options: object) -> None:
            printed.append(self)

    monkeypatch.setattr(rich, "get_console", Console)
    for number in range(200):
        assert visitor.get(f"{HERE}/missing-{number}").status_code == 404
    assert printed == []
    # The same page with Datasette's own way shows that this test would see it.
    pm.register(handle_exception, "datasette.handle_exception")
    try:
        visitor.get(f"{HERE}/missing")
    finally:
        take_over()
    assert len(printed) == 1


def test_no_plugin_of_our_own_is_loaded(newest: ServedRelease) -> None:
    """Nor templates or metadata from elsewhere."""
    datasette: Any = build_datasette([newest], Sandboxes())
    assert datasette.plugins_dir is None
    assert list(datasette.databases) == ["_internal", newest.database_name]
    assert datasette.databases[newest.database_name].is_mutable is False


async def test_a_websocket_is_closed(visitor: Visitor) -> None:
    """There is nothing here that talks so."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await visitor.app({"type": "websocket", "path": "/", "headers": []}, receive, send)
    assert sent == ["websocket.close"]


async def test_datasette_lets_everybody_read_and_no_more(
    releases: tuple[ServedRelease, ...],
) -> None:
    """Its own way to find that out costs more with each table of each release."""
    datasette = build_datasette(releases[:1], Sandboxes())
    asked = ("view-table", "view-query", "execute-sql", "debug-menu", "insert-row")
    allowed = [
        action
        for action in asked
        if await datasette.permission_allowed(None, action, ("a", "b"), default=True)
    ]
    assert allowed == ["view-table", "view-query", "execute-sql"]

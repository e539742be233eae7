"""Nobody's load makes the product's own questions and pages fail; what waits is told so."""

import asyncio
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from pressmark.sandbox import Answer, Busy, Refused, Sandbox, Stopped
from pressmark.site import ServedRelease, build_app
from pressmark.site.content import search_index
from pressmark.site.downloads.served_release import list_questions
from pressmark.site.downloads.watched import Watched
from pressmark.site.measures import SiteCounts
from pressmark.site.middleware.busy import AskedPage, find_asked_page, render_busy_page
from pressmark.site.middleware.witness import Witness
from pressmark.site.overload import TryAgainError
from pressmark.site.tables import time_limit
from pressmark.site.tables.kept_answers import KeptAnswers, cut_answer, estimate_size
from pressmark.site.tables.time_limit import limit_cpu
from tests.processes import wait_until
from tests.sandbox.test_sandbox import ENDLESS
from tests.site.server_process import running
from tests.site.test_bombs import children_of
from tests.site.test_log import read_line
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"
LATER = "Ask again in a moment."


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no sandbox answer."""

    async def ask(*_arguments: Any, **_options: Any) -> None:
        raise Busy(LATER)

    monkeypatch.setattr(Sandbox, "ask", ask)


PAGES = [
    (f"{HERE}/living_in?town=no'where", ["<title>", 'name="town"', "no&#39;where"]),
    (f"{HERE}?sql=select+:a+<+1&a=2", ["Ask in SQL", "select :a &lt; 1</textarea>", 'name="a"']),
    (f"{HERE}/towns?_where=1&name=B%22", ["Towns", 'name="_where" value="1"', "B&#34;"]),
    (f"{HERE}/towns?name__contains=B", ['name="name__contains" value="B"']),
    ("/search?q=a%3Cb", ["Search", 'name="q" value="a&lt;b"']),
    (f"/cite?db={HERE[1:]}&sql=select+1", ["Cite a query", "select 1</textarea>", 'name="db"']),
]

DATA = (
    f"{HERE}/living_in.json?town=x",
    f"{HERE}/living_in.csv?town=x",
    f"{HERE}.json?sql=select+1",
    f"{HERE}/towns.json?_where=1",
    f"{HERE}/towns.csv?_where=1",
    f"/cite.json?db={HERE[1:]}&sql=select+1",
    f"/cite.json?db={HERE[1:]}&query=everyone",
)


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(("address", "kept"), PAGES)
def test_a_page_that_must_wait_keeps_what_was_asked(
    releases: tuple[ServedRelease, ...],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    kept: list[str],
) -> None:
    """Title, form and what was typed, with 503 and the time to come again.

    No table is small enough for the site's own index, so a search waits for a sandbox too.
    """
    monkeypatch.setattr("pressmark.site.content.search_index.MOST_CHARACTERS", 0)
    answer = Visitor(build_app(releases)).get(address)
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert "no-store" in answer.headers.get("cache-control", "no-store")
    assert LATER in answer.text
    for each in kept:
        assert each in answer.text.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
    assert "<form" in answer.text


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_search_that_must_wait_for_its_index_keeps_what_was_asked(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch, *, is_taken: bool
) -> None:
    """Whether those before it take too long, or it does itself."""
    monkeypatch.setattr(search_index, "PATIENCE" if is_taken else "SECONDS", 0.0)
    monkeypatch.setattr(search_index, "STEPS", 1)
    site = Visitor(build_app(releases))
    answer = site.get("/search?q=a%3Cb")
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) > 0
    told = search_index.TOO_BUSY if is_taken else search_index.TOO_LONG
    assert told in answer.text and 'name="q" value="a&lt;b"' in answer.text


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("address", DATA)
def test_data_that_must_wait_says_so(releases: tuple[ServedRelease, ...], address: str) -> None:
    answer = Visitor(build_app(releases)).get(address)
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert LATER in answer.text


@pytest.mark.usefixtures("busy")
def test_the_log_says_why_of_each(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every page, of data, and of what waits for more than a sandbox."""
    monkeypatch.setattr("pressmark.site.content.search_index.MOST_CHARACTERS", 0)
    monkeypatch.setattr("pressmark.site.tables.export.PATIENCE", 0.0)
    monkeypatch.setattr("pressmark.site.tables.export.AT_ONCE", 0)
    lines: list[str] = []
    witness = Witness(SiteCounts(), write=lines.append)
    visitor = Visitor(witness.watch(build_app(releases)))
    exports = [f"{HERE}/towns.csv?name=Berlin"]
    for address in (*(each for each, _ in PAGES), *DATA, *exports):
        assert visitor.get(address).status_code == 503, address
        read = read_line(lines[-1])
        assert read["status"] == "503" and len(read["why"]) > 10, address
    assert "exporting" in lines[-1] and LATER in lines[0]


def test_a_page_for_an_address_that_nobody_knows() -> None:
    """It is made for any address, and trusts none."""
    scope = {
        "type": "http",
        "raw_path": b"/%3Cx%3E/~3Cy~3E.html",
        "query_string": b"a=%3Cscript%3E&%22=1&_b=2&sql=%3C/textarea%3E",
    }
    page = render_busy_page(scope, "<i>", find_asked_page(scope, {}))
    assert re.findall(r"<(?:script|i>|/textarea><)", page) == []
    assert 'value="&lt;script&gt;"' in page
    assert 'type="hidden" name="_b" value="2"' in page
    title = render_busy_page(scope, "", AskedPage("A & B", ("a", "c")))
    assert "<h1>A &amp; B</h1>" in title
    assert 'name="c" value=""' in title


@pytest.mark.parametrize("address", ["/", HERE, f"{HERE}/towns", f"{HERE}/towns/ber", "/releases"])
def test_a_machine_that_is_busy_draws_our_pages(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """The clock by which Datasette counts runs a million times too fast."""
    begun = time.perf_counter()
    ahead = lambda: begun + (time.monotonic() - begun) * 1e6  # noqa: E731
    monkeypatch.setattr("datasette.utils.time.perf_counter", ahead)
    assert visitor.get(f"{address}?_nl=1" if "?" in address else address).status_code == 200


def endless() -> None:
    """Ask SQLite what has no end, as Datasette asks."""
    with closing(sqlite3.connect(":memory:")) as connection, limit_cpu(connection, 50):
        try:
            connection.execute(ENDLESS).fetchall()
        except sqlite3.OperationalError as error:
            raise QueryInterrupted(error, ENDLESS, ()) from None


def test_what_computes_too_long_is_ended() -> None:
    with pytest.raises(QueryInterrupted):
        endless()


def test_what_lasts_too_long_may_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine gave it no time to compute."""
    monkeypatch.setattr(time_limit, "BY_THE_CLOCK", 0.0)
    with pytest.raises(TryAgainError, match="Ask again"):
        endless()


def test_time_that_others_compute_does_not_count() -> None:
    """The thread waits for longer than it may compute."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.create_function("wait", 1, lambda _: time.sleep(0.01))
        with limit_cpu(connection, 50):
            many = "with recursive c(n) as (select 1 union all select n + 1 from c where n < 30)"
            assert len(connection.execute(f"{many} select wait(n) from c").fetchall()) == 30


@contextmanager
def overloaded(_connection: Any, _milliseconds: float) -> Iterator[None]:
    """Give a question no time."""
    raise TryAgainError(LATER)
    yield


@pytest.mark.parametrize(
    ("known", "address"),
    [
        (f"{HERE}/towns", f"{HERE}/towns?_size=2"),
        (f"{HERE}/towns.json", f"{HERE}/towns.json?_size=2"),
        ("/record/1.10.0/towns/ber", "/record/1.10.0/towns/kre"),
    ],
)
def test_our_own_pages_may_have_to_wait_too(
    releases: tuple[ServedRelease, ...],
    monkeypatch: pytest.MonkeyPatch,
    known: str,
    address: str,
) -> None:
    visitor = Visitor(build_app(releases))
    visitor.text(known)
    monkeypatch.setattr("datasette.database.sqlite_timelimit", overloaded)
    answer = visitor.get(address)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert LATER in answer.text


@pytest.fixture
async def kept() -> AsyncIterator[KeptAnswers]:
    """Give kept answers over a sandbox, whose processes end afterwards."""
    made = KeptAnswers(Sandbox(nice=0))
    yield made
    await made.sandbox.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every SELECT that a sandbox is asked."""
    noted: list[str] = []
    ask = Sandbox.ask

    async def note(self: Sandbox, database: Path, select: str, *more: Any, **named: Any) -> Answer:
        noted.append(select)
        return await ask(self, database, select, *more, **named)

    monkeypatch.setattr(Sandbox, "ask", note)
    return noted


async def test_a_question_is_asked_once(
    kept: KeptAnswers, releases: tuple[ServedRelease, ...], asked: list[str]
) -> None:
    """For each value of its parameters, by however many at once, and whatever else is given."""
    file, select = releases[0].database, "select :a as a, ':b' as b from numbers"
    answers = await asyncio.gather(
        *(kept.ask(file, select, {"a": "1", "_x": str(number)}) for number in range(5))
    )
    assert len({*answers}) == 1
    assert answers[0].truncated
    assert len(asked) == 1
    few = await kept.ask(file, select, {"a": "1"}, rows=10)
    page = await kept.ask(file, select, {"a": "1"}, cells=40)
    assert (few.rows, few.truncated) == (answers[0].rows[:10], True)
    assert (page.rows, page.truncated) == (answers[0].rows[:20], True)
    assert len(asked) == 1
    for other in ({"a": 1}, {"a": "2"}, {"a": ""}):
        await kept.ask(file, select, other)
    await kept.ask(releases[1].database, select, {"a": "1"})
    assert len(asked) == 5


async def test_what_changes_with_the_time_is_not_kept(
    kept: KeptAnswers, releases: tuple[ServedRelease, ...], asked: list[str]
) -> None:
    select = "select datetime('now', 'subsec') as now, random() as r"
    first = await kept.ask(releases[0].database, select, {})
    assert await kept.ask(releases[0].database, select, {}) != first
    assert len(asked) == 3
    assert not kept.kept


async def test_errors_are_told_and_not_kept(
    kept: KeptAnswers, releases: tuple[ServedRelease, ...]
) -> None:
    with pytest.raises(Refused, match="no such column"):
        await kept.ask(releases[0].database, "select absent from towns", {})
    with pytest.raises(Stopped):
        await kept.ask(releases[0].database, ENDLESS, {}, seconds=0.05)
    assert not kept.kept
    assert not kept.asking


async def test_answers_are_kept_within_a_bound(
    kept: KeptAnswers, releases: tuple[ServedRelease, ...]
) -> None:
    """What was asked for longest ago goes first."""
    kept.budget = 3 * estimate_size(Answer(("a",), (("00",),), truncated=False))
    for value in ("01", "02", "03", "01", "04"):
        await kept.ask(releases[0].database, "select :a as a", {"a": value})
    assert [answer.rows[0][0] for _, answer in kept.kept.values()] == ["03", "01", "04"]
    assert kept.used == kept.budget


def test_an_answer_is_cut_as_the_sandbox_cuts() -> None:
    answer = Answer(("a", "b"), ((1, 2), (3, 4)), truncated=False)
    assert cut_answer(answer, 2, 4) is answer
    assert cut_answer(answer, 5, 3) == Answer(("a", "b"), ((1, 2),), truncated=True)
    assert cut_answer(answer, 1, None).truncated


async def test_every_question_is_warmed(
    kept: KeptAnswers, releases: tuple[ServedRelease, ...], asked: list[str]
) -> None:
    """With its example; one that fails keeps no other from it."""
    questions = list_questions(releases[0])
    await kept.warm(Watched(releases[0].database), questions)
    warmed = len(asked)
    assert {each.select for each in questions} <= {*asked}
    for each in questions:
        await kept.ask(releases[0].database, each.select, each.example)
    assert len(asked) == warmed


def test_a_server_warms_its_questions(tmp_path: Path) -> None:
    """Without being asked: their process is there, and nothing keeps the first answer waiting."""
    with running(tmp_path) as server:
        first = server.send(b"GET /-/health HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n")
        assert first.startswith(b"HTTP/1.1 200 ")
        wait_until(lambda: bool(children_of(server.process.pid)), "no question was asked")

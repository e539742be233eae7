"""The examples of all questions are answered from memory, as they were sent before."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.database import QueryInterrupted
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pressmark.public_address import parse_public_address
from pressmark.sandbox import Sandbox
from pressmark.site import ServedRelease, build_app
from pressmark.site.app import App
from pressmark.site.downloads.served_release import list_questions
from pressmark.site.middleware.cache import Answers, Finished, ReadyAnswers
from pressmark.site.middleware.ready import NO_HOST, READY, make_ready
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"
EXAMPLES = ("everyone", "living_in?town=ber", "all+numbers")
KEPT = b"max-age=300"


async def warmed() -> None:
    """Wait until every question was asked."""
    warming = [each for each in asyncio.all_tasks() if "warm" in repr(each.get_coro())]
    assert warming, "no question is asked before visitors ask"
    await asyncio.gather(*warming)


def with_ready_answers(
    app: App, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> list[httpx.Response]:
    """Ask for addresses once the questions are answered, and nothing can be asked any more."""

    async def ask(*_given: Any, **_options: Any) -> None:
        pytest.fail("a question was asked")

    async def run() -> list[httpx.Response]:
        async with app.router.lifespan_context(app):
            await warmed()
            monkeypatch.setattr(Sandbox, "ask", ask)
            monkeypatch.setattr("datasette.app.Datasette.render_template", ask)
            return [await Visitor(app).ask_here("GET", each) for each in addresses]

    return asyncio.run(run())


def test_an_example_is_sent_as_it_was_made(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page and JSON, with the bytes and the digest that a reader gets who asks afresh."""
    pages = [f"{HERE}/{each}" for each in EXAMPLES]
    data = [each.replace("?", ".json?") if "?" in each else f"{each}.json" for each in pages]
    fresh = [Visitor(build_app(releases)).get(each) for each in (*pages, *data)]
    # That of the numbers would be cut, and is refused each time.
    assert [each.status_code for each in fresh] == [200, 200, 200, 200, 200, 400]
    given = with_ready_answers(build_app(releases), monkeypatch, [*pages, *data])
    for each, expected in zip(given, fresh, strict=True):
        assert (each.status_code, each.content) == (expected.status_code, expected.content)
        assert each.headers.get("etag") == expected.headers.get("etag")
        assert NO_HOST.decode() not in each.text + str(each.headers)


def test_an_example_is_ready_under_a_public_address(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below its path, whether or not a proxy takes that away, and from whatever starts the app."""
    public = parse_public_address("https://data.example.org/odd")
    app = build_app(releases, public=public)
    asked = [f"/odd{HERE}/everyone", f"{HERE}/everyone", f"/odd{HERE}/living_in.json?town=ber"]
    page, stripped, data = with_ready_answers(app, monkeypatch, asked)
    assert [each.status_code for each in (page, stripped, data)] == [200, 200, 200]
    assert page.content == stripped.content
    assert f'href="https://data.example.org/odd{HERE}/everyone.json"' in page.text


def test_a_page_names_no_host(releases: tuple[ServedRelease, ...]) -> None:
    """But JSON has whole addresses, for programs."""
    visitor = Visitor(build_app(releases))
    for address in (f"{HERE}/everyone", f"{HERE}/numbers", f"{HERE}/numbers?_facet=n", HERE):
        page = visitor.get(address)
        assert "http://site" not in page.text + str(page.headers), address
        assert page.headers["link"].startswith(f"<{address.partition('?')[0]}.json"), address
    assert visitor.get(f"{HERE}/numbers.json").json()["next_url"].startswith(f"http://site{HERE}")


def replace_database(release: ServedRelease) -> None:
    """Put another file under the name of a release's database."""
    with sqlite3.connect(release.database) as connection:
        connection.execute("delete from people")


def test_what_is_ready_holds_as_long_as_its_file(tmp_path: Path) -> None:
    release = publish(tmp_path, descriptor("1.10.0"))
    app = build_app([release])

    async def run() -> list[int]:
        async with app.router.lifespan_context(app):
            await warmed()
            before = await Visitor(app).ask_here("GET", f"{HERE}/everyone")
            replace_database(release)
            after = await Visitor(app).ask_here("GET", f"{HERE}/everyone")
            return [before.status_code, after.status_code]

    assert asyncio.run(run()) == [200, 503]


def test_what_reads_the_clock_is_not_made_ready(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers something else another time."""
    made: list[str] = []

    async def make(_app: object, address: str, _holds: object) -> int:
        made.append(address)
        return 200

    def is_kept(_kept: object, _database: Path, select: str) -> bool:
        return "people" not in select

    monkeypatch.setattr("pressmark.site.app.make_ready", make)
    monkeypatch.setattr("pressmark.site.tables.kept_answers.KeptAnswers.is_kept", is_kept)
    with_ready_answers(build_app(releases[2:]), monkeypatch, [])
    assert made == [f"{HERE}/all+numbers", f"{HERE}/all+numbers.json"]
    assert len(list_questions(releases[2])) == len(EXAMPLES)


def finished(body: bytes, *headers: tuple[bytes, bytes]) -> Finished:
    """Make an answer."""
    return Finished([(b"cache-control", KEPT), *headers], body)


@pytest.mark.parametrize(
    ("answer", "is_kept"),
    [
        (finished(b"x"), True),
        (Finished([], b"x"), False),
        (finished(b"http://NO-host.invalid/x"), False),
        (finished(b"x", (b"link", b"<http://no-host.invalid/>")), False),
        (finished(b"x" * (1 << 20)), False),
    ],
)
def test_what_is_kept_ready(answer: Finished, is_kept: bool) -> None:
    """What may be kept, is not large, and is the same at every host."""
    ready = ReadyAnswers()
    scope: Scope = {"path": "/x", "query_string": b"", READY: lambda: True}
    ready.keep(scope, answer)
    ready.keep(scope, answer)
    assert (ready.find(scope) is answer) == is_kept
    assert ready.used == (answer.size if is_kept else 0)


def test_what_is_ready_has_a_bound() -> None:
    """What is there first stays: it is of the newest release."""
    answer = finished(b"x")
    ready = ReadyAnswers(budget=3 * answer.size)
    for number in range(5):
        ready.keep({"path": f"/{number}", "query_string": b"", READY: lambda: True}, answer)
    assert [*ready.kept] == [b"/0?", b"/1?", b"/2?"]


async def test_an_answer_that_fails_is_not_ready() -> None:
    """Whoever asks next asks the app."""
    statuses = [503, 200, 200]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        answer = Response("x", statuses.pop(0), {"Cache-Control": KEPT.decode()})
        await answer(scope, receive, send)

    answers = Answers(app)
    holds: Callable[[], bool] = lambda: True  # noqa: E731
    assert [await make_ready(answers, "/x?a=%20", holds) for _ in range(2)] == [503, 200]
    assert await make_ready(answers, "/x?a=%20", holds) == 200
    assert len(statuses) == 1


def test_a_form_without_suggestions_is_not_kept(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lacks them for the moment only."""

    async def suggested(*_given: object) -> None:
        raise QueryInterrupted(Exception(), "", ())

    address = f"{HERE}/living_in?town=ber"
    assert "max-age" in Visitor(build_app(releases)).get(address).headers["cache-control"]
    monkeypatch.setattr("pressmark.site.tables.question_form.list_suggested", suggested)
    answer = Visitor(build_app(releases)).get(address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")

"""Pages with a digest, packed, and kept for as long as they say."""

import gzip
from typing import Any

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pressmark.site.middleware.cache import OVERHEAD, Answers, accepts_gzip
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"
PAGES = (
    "/",
    "/releases/1.10.0/",
    HERE,
    f"{HERE}/people",
    f"{HERE}/people.json",
    f"{HERE}/people/1",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_the_reader_has_is_not_sent_again(visitor: Visitor, address: str) -> None:
    """By its digest, packed or not; with the headers that a cache needs."""
    whole = visitor.get(address, Accept_Encoding="identity")
    packed = visitor.get(address, Accept_Encoding="gzip")
    assert "content-encoding" not in whole.headers
    if "content-encoding" in packed.headers:
        assert whole.headers["etag"] != packed.headers["etag"]
    assert whole.content == packed.content
    assert int(whole.headers["content-length"]) == len(whole.content)
    for tag in (
        whole.headers["etag"],
        packed.headers["etag"],
        f'"x", W/{whole.headers["etag"]}',
        "*",
    ):
        answer = visitor.get(address, If_None_Match=tag)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["cache-control"] == whole.headers["cache-control"]
    assert visitor.get(address, If_None_Match='"x"').status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_head_has_the_headers_of_the_page(visitor: Visitor, address: str) -> None:
    """And nothing else."""
    page = visitor.get(address, Accept_Encoding="identity")
    head = visitor.ask("HEAD", address, headers={"Accept-Encoding": "identity"})
    assert head.content == b""
    for name in ("etag", "content-length", "content-type"):
        assert head.headers[name] == page.headers[name]


def test_long_pages_are_packed(visitor: Visitor) -> None:
    """Where the reader takes it; files keep their own bytes, digest and ranges."""
    answer = visitor.get(f"{HERE}/people", Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) < len(answer.content)
    file = visitor.get("/releases/1.10.0/data/0.csv", Accept_Encoding="gzip")
    assert "content-encoding" not in file.headers


@pytest.mark.parametrize(
    ("accepted", "is_taken"),
    [
        (b"gzip", True), (b"br, gzip;q=0.5", True), (b"*", True), (b"GZIP", True), (b"", False),
        (b"gzip;q=0", False), (b"gzip; q=0.000", False), (b"*;q=0", False), (b"br", False),
        (b"gzip;q=0, *", False),
    ],
)  # fmt: skip
def test_what_a_reader_takes(accepted: bytes, is_taken: bool) -> None:
    """By RFC 9110, section 12.5.3."""
    assert accepts_gzip(accepted) is is_taken


class Counted:
    """An app that counts how often it was asked."""

    def __init__(self, **headers: str) -> None:
        """Answer with these headers."""
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.asked = 0
        self.size = 10

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the number."""
        self.asked += 1
        body = f"{self.asked} {scope['path']} ".ljust(self.size, "x")
        await Response(body, media_type="text/plain", headers=self.headers)(scope, receive, send)


def test_what_may_be_kept_is_made_once() -> None:
    """For each host, path and query."""
    app = Counted(Cache_Control="public, max-age=60")
    visitor = Visitor(Answers(app))
    assert [visitor.get("/a").text for _ in range(3)] == ["1 /a xxxxx"] * 3
    assert visitor.ask("HEAD", "/a").status_code == 200
    assert app.asked == 1
    visitor.get("/a?b")
    visitor.get("/a", Host="other")
    visitor.get("https://site/a")
    assert app.asked == 4


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache_Control": "no-store"},
        {"Cache_Control": "no-cache"},
        {"Cache_Control": "max-age=0"},
        {"Cache_Control": "max-age=60", "Vary": "Accept"},
        {"Cache_Control": "max-age=60", "Set_Cookie": "a=b"},
        {"Cache_Control": "max-age=60", "ETag": '"own"'},
    ],
)
def test_what_may_not_be_kept_is_made_again(headers: dict[str, str]) -> None:
    """It says so, or depends on more than its address."""
    app = Counted(**headers)
    visitor = Visitor(Answers(app))
    assert [visitor.get("/a").text[0] for _ in range(3)] == ["1", "2", "3"]


def test_what_is_kept_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time that the answer gave itself, and never after more than a few minutes."""
    now = [0.0]
    monkeypatch.setattr("pressmark.site.middleware.cache.time.monotonic", lambda: now[0])
    for age, until in ((60, 60), (99_999, 300)):
        visitor = Visitor(Answers(Counted(Cache_Control=f"max-age={age}")))
        answers = []
        for now[0] in (1.0, until + 0.5, until + 1.5):
            answers.append(visitor.get("/a").text[0])
        assert answers == ["1", "1", "2"]


def test_memory_is_bounded() -> None:
    """What was asked for longest ago goes first; what is very large is not kept."""
    app = Counted(Cache_Control="max-age=60")
    answers = Answers(app, budget=3 * (OVERHEAD + 100))
    visitor = Visitor(answers)
    for number in range(20):
        visitor.get(f"/{number}")
        visitor.get("/0")
        assert answers.used <= answers.budget
    assert app.asked == 20
    app.size = 2_000_000
    for _ in range(2):
        visitor.get("/large")
    assert app.asked == 22


def test_packed_pages_are_packed_alike() -> None:
    """So that a digest names the same bytes each time."""
    app = Counted(Cache_Control="max-age=60")
    app.size = 100_000
    visitor: Any = Visitor(Answers(app))
    first = visitor.get("/a", Accept_Encoding="gzip")
    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) == len(gzip.compress(first.content, 5, mtime=0))

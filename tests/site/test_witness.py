"""The layer in front of all: the name of a request, its line in the log, and what is counted."""

from contextlib import suppress
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from pressmark.sandbox import WITNESS, Incident
from pressmark.site.measures import SiteCounts, render
from pressmark.site.middleware.witness import Witness, choose_name
from pressmark.site.overload import tell_why
from pressmark.site.proxies import NOBODY, Proxies, read_proxies
from tests.site.prometheus import read_metrics
from tests.site.test_log import read_line
from tests.site.visitor import Visitor

PROXY = read_proxies(["127.0.0.1"])
OWN = 16
"""The letters of a name that is our own."""


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer by the path."""
    if scope["path"] == "/broken":
        raise RuntimeError
    if scope["path"] == "/left":
        return
    status = 503 if scope["path"] == "/busy" else 200
    if status != 200:
        tell_why('Too many "people".\nReally.')
    if scope["path"] == "/ask":
        tell = WITNESS.get()
        tell(Incident("stopped", 1.5, is_killed=True))
        tell(Incident("lost", 0.2, is_killed=True))
        tell(Incident("answered", 3.0, is_killed=False))
    await PlainTextResponse("hello", status)(scope, receive, send)


class Watched:
    """An app that is watched, and its log."""

    def __init__(self, **options: Any) -> None:
        """Watch it."""
        self.lines: list[str] = []
        self.measures = SiteCounts()
        self.witness = Witness(self.measures, write=self.lines.append, **options)
        self.visitor = Visitor(self.witness.watch(answer))

    def read(self) -> list[dict[str, str]]:
        """Read the log."""
        return [read_line(each) for each in self.lines]

    def count(self, name: str) -> dict[str, float]:
        """Read what is counted under a name, by label."""
        found = read_metrics(render(self.measures.tell()))[name].samples
        return {"".join(labels.values()): value for _, labels, value in found}


def test_a_request_is_one_line_that_names_nobody() -> None:
    site = Watched(proxies=PROXY)
    asked = site.visitor.get(
        "/a%0Ab?q=%22&_x=1", Referer="https://a.example/?q=secret", User_Agent="curl",
        X_Forwarded_For="203.0.113.7",
    )  # fmt: skip
    (line,) = site.read()
    name = asked.headers["x-request-id"]
    assert len(name) == OWN and line["id"] == name
    assert line["event"] == "request" and float(line["seconds"]) >= 0
    assert (line["status"], line["bytes"], line["method"]) == ("200", "5", "GET")
    assert (line["client"], line["agent"]) == ("-", "-")
    assert line["address"] == "/a%0Ab?q=%22&_x=1" and line["referer"] == "https://a.example/"
    assert "why" not in line


def test_clients_are_named_where_that_is_asked_for() -> None:
    """As the named proxy tells."""
    site = Watched(proxies=PROXY, names_clients=True)
    site.visitor.get("/", X_Forwarded_For="203.0.113.7", User_Agent="curl/8\x01")
    site.visitor.ask("GET", "/", headers={"User-Agent": ""})
    first, second = site.read()
    assert (first["client"], first["agent"]) == ("203.0.113.7", "curl/8\x01")
    assert (second["client"], second["agent"]) == ("127.0.0.1", "-")


def test_every_503_says_why() -> None:
    site = Watched()
    assert site.visitor.get("/busy").status_code == 503
    (line,) = site.read()
    assert (line["status"], line["why"]) == ("503", 'Too many "people".\nReally.')
    assert len(site.lines[0].splitlines()) == 1
    assert site.count("pressmark_requests_total") == {"503": 1}


def test_what_fails_and_who_leaves_is_written_too() -> None:
    site = Watched()
    for address in ("/broken", "/left"):
        with suppress(Exception):
            site.visitor.get(address)
    assert [each["status"] for each in site.read()] == ["500", "-"]
    assert site.count("pressmark_requests_total") == {"500": 1, "none": 1}
    assert site.count("pressmark_requests_in_progress") == {"": 0}


def test_an_answer_to_head_has_no_bytes() -> None:
    site = Watched()
    site.visitor.ask("HEAD", "/")
    (line,) = site.read()
    assert (line["method"], line["bytes"]) == ("HEAD", "0")


def test_killed_children_and_slow_questions_are_lines_with_the_name_of_the_request() -> None:
    site = Watched()
    name = site.visitor.get("/ask").headers["x-request-id"]
    lines = site.read()
    assert [(each["event"], each.get("end")) for each in lines] == [
        ("killed", "stopped"), ("slow", "stopped"), ("killed", "lost"), ("slow", "answered"),
        ("request", None),
    ]  # fmt: skip
    assert {each["id"] for each in lines} == {name}
    assert site.count("pressmark_children_killed_total") == {"lost": 1, "stopped": 1}
    assert site.count("pressmark_slow_questions_total") == {"": 2}
    WITNESS.get()(Incident("lost", 9.0, is_killed=True))
    assert len(site.lines) == len(lines)


def test_a_connection_that_is_turned_away_is_a_line() -> None:
    for options, client in (({}, "-"), ({"names_clients": True}, "203.0.113.7")):
        site = Watched(**options)
        site.witness.turn_away("203.0.113.7", 503, "too many connections")
        (line,) = site.read()
        assert (line["event"], line["status"], line["client"]) == ("turned_away", "503", client)
        assert site.count("pressmark_turned_away_total") == {"": 1}


def test_without_a_log_everything_is_counted() -> None:
    witness = Witness(SiteCounts())
    visitor = Visitor(witness.watch(answer))
    assert visitor.get("/ask").headers["x-request-id"]
    read = read_metrics(render(witness.measures.tell()))
    assert read["pressmark_slow_questions_total"].value == 2


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (PROXY, [b"0123456789abcdef0123456789abcdef"], True),
        (PROXY, [b"4f5c1c1e-8f7e-4b1c-9d43-0c1a2b3c4d5e"], True),
        (PROXY, [b"abcdefgh"], True),
        (PROXY, [b"x" * 64], True),
        (PROXY, [b"short"], False),
        (PROXY, [b"x" * 65], False),
        (PROXY, [b"a b c d e f g h"], False),
        (PROXY, [b"abcdefgh\n"], False),
        (PROXY, [b"abcdefgh\x1b[0m"], False),
        (PROXY, [b"caf\xe9caf\xe9"], False),
        (PROXY, [b"-abcdefgh"], False),
        (PROXY, [b"abcdefgh", b"abcdefgi"], False),
        (PROXY, [], False),
        (NOBODY, [b"0123456789abcdef"], False),
        (read_proxies(["10.0.0.0/8"]), [b"0123456789abcdef"], False),
    ],
)
def test_a_name_is_taken_of_a_named_proxy_if_it_can_stand_in_a_log(
    proxies: Proxies, given: list[bytes], *, is_taken: bool
) -> None:
    headers = [(b"x-request-id", each) for each in given]
    scope = {"type": "http", "headers": headers, "client": ("127.0.0.1", 5)}
    name = choose_name(scope, proxies)
    assert (name.encode() in given) is is_taken
    assert is_taken or (len(name) == OWN and name != choose_name(scope, proxies))

"""Whose word counts for who asks: of named proxies the last hop that is none of them."""

from typing import Any

import pytest
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from pressmark.errors import ProjectError
from pressmark.public_address import PublicAddress
from pressmark.site.address import serve_at
from pressmark.site.middleware.arrival import Arrival
from pressmark.site.proxies import NOBODY, Proxies, read_proxies
from tests.site.visitor import Visitor

NAMED = read_proxies(["10.0.0.0/8", "127.0.0.1", "fd00::/8"])


def asked(client: str | None, *headers: tuple[str, str], scheme: str = "http") -> Scope:
    """Give a request that comes from an address."""
    written = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    return {
        "type": "http", "scheme": scheme, "client": (client, 5) if client else None,
        "headers": [(b"host", b"inside:8001"), *written],
    }  # fmt: skip


def client_of(proxies: Proxies, client: str | None, *hops: str) -> str | None:
    """Give who asks, by the values of the header."""
    sent = proxies.as_sent(asked(client, *(("X-Forwarded-For", each) for each in hops)))
    return sent["client"][0] if sent["client"] else None


@pytest.mark.parametrize(
    ("peer", "hops", "client"),
    [
        ("10.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("10.0.0.1", ["6.6.6.6, 203.0.113.7"], "203.0.113.7"),
        ("10.0.0.1", ["6.6.6.6, 203.0.113.7, 10.9.9.9"], "203.0.113.7"),
        ("10.0.0.1", ["6.6.6.6", "203.0.113.7, 127.0.0.1"], "203.0.113.7"),
        ("10.0.0.1", ["10.1.1.1, 10.2.2.2"], "10.1.1.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["6.6.6.6, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["6.6.6.6, <script>, 10.3.3.3"], "10.3.3.3"),
        ("10.0.0.1", ["203.0.113.7:4711"], "203.0.113.7"),
        ("10.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7"),
        ("10.0.0.1", ["2001:DB8:0::7"], "2001:db8::7"),
        ("::ffff:10.0.0.1", ["::ffff:203.0.113.7"], "203.0.113.7"),
        ("fd00::1", ["2001:db8::7"], "2001:db8::7"),
        ("203.0.113.9", ["10.0.0.1", "6.6.6.6"], "203.0.113.9"),
        (None, ["6.6.6.6"], None),
        ("testclient", ["6.6.6.6"], "testclient"),
    ],
)
def test_the_last_hop_that_is_no_named_proxy_asks(
    peer: str | None, hops: list[str], client: str | None
) -> None:
    """What stands before it may be written by the client itself."""
    assert client_of(NAMED, peer, *hops) == client


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.1", "203.0.113.9", None])
def test_nobody_is_trusted_who_is_not_named(peer: str | None) -> None:
    scope = asked(
        peer,
        ("X-Forwarded-For", "6.6.6.6"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "evil.example"),
    )
    assert NOBODY.as_sent(scope) == scope


@pytest.mark.parametrize(
    ("headers", "scheme", "host"),
    [
        ([("X-Forwarded-Proto", "https")], "https", b"inside:8001"),
        ([("X-Forwarded-Proto", "HTTPS"), ("X-Forwarded-Host", "a.b")], "https", b"a.b"),
        ([("X-Forwarded-Proto", "javascript")], "http", b"inside:8001"),
        ([("X-Forwarded-Host", "a.example/x")], "http", b"inside:8001"),
        ([("X-Forwarded-Host", "evil.example, a.example")], "http", b"a.example"),
        (
            [
                ("X-Forwarded-For", "6.6.6.6, 10.3.3.3"),
                ("X-Forwarded-Host", "evil.example, a.example, inner.example"),
                ("X-Forwarded-Proto", "http, https, http"),
            ],
            "https",
            b"a.example",
        ),
        ([("X-Forwarded-For", "6.6.6.6, 10.3.3.3"), ("X-Forwarded-Proto", "https")], "https",
         b"inside:8001"),
    ],
)  # fmt: skip
def test_scheme_and_host_are_those_that_the_first_named_proxy_told(
    headers: list[tuple[str, str]], scheme: str, host: bytes
) -> None:
    sent = NAMED.as_sent(asked("10.0.0.1", *headers))
    assert sent["scheme"] == scheme
    assert [value for name, value in sent["headers"] if name == b"host"] == [host]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("10.0.0.1/8", "write 10.0.0.0/8, or 10.0.0.1 alone"),
        ("localhost", "write one such as 127.0.0.1"),
        ("*", "write one such as 127.0.0.1"),
        ("", "write one such as 127.0.0.1"),
        ("10.0.0.0/33", "write one such as 127.0.0.1"),
        ("10.0.0", "write one such as 127.0.0.1"),
        ("127.0.0.1:8080", "write one such as 127.0.0.1"),
    ],
)
def test_what_is_no_address_is_refused(written: str, right: str) -> None:
    with pytest.raises(ProjectError) as refused:
        read_proxies(["127.0.0.1", written])
    assert refused.value.place == "--trusted-proxy"
    assert repr(written) in refused.value.wrong and refused.value.right.startswith(right)


async def told(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with what is asked."""
    said: dict[str, Any] = {
        "client": scope["client"][0], "scheme": scope["scheme"], "path": scope["path"],
        "host": [value.decode() for name, value in scope["headers"] if name == b"host"],
    }  # fmt: skip
    await JSONResponse(said)(scope, receive, send)


def test_the_public_address_counts_and_no_host() -> None:
    """Whoever asks through whichever name; the client is still who it is."""
    visitor = Visitor(Arrival(told, NAMED))
    headers = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Host": "other.example"}
    with serve_at(PublicAddress("https://data.example.org:8443", "/faces")):
        said = visitor.ask("GET", "/faces/a%20b", headers=headers).json()
    assert said == {
        "client": "203.0.113.7",
        "scheme": "https",
        "path": "/a b",
        "host": ["data.example.org:8443"],
    }
    said = visitor.ask("GET", "/faces/a", headers=headers).json()
    assert said["host"] == ["other.example"] and said["path"] == "/faces/a"

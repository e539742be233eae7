"""Request lines as proxies and their clients write them, to the real server."""

import json
from collections.abc import Iterator

import pytest

from tests.site.server_process import Server, running

HERE = "/odd-things-1-10-0"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server."""
    with running(tmp_path_factory.mktemp("target")) as started:
        yield started


def ask(server: Server, line: str, *headers: str) -> tuple[int, dict[str, str], bytes]:
    """Send a request line and give status, headers and body."""
    lines = [f"{line} HTTP/1.1", *(headers or ("Host: other.example",)), "Connection: close"]
    answer = server.send("\r\n".join([*lines, "", ""]).encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    named = dict(each.lower().split(": ", 1) for each in rest)
    return int(first.split()[1]), named, body


@pytest.mark.parametrize("scheme", ["http", "https", "HTTP"])
@pytest.mark.parametrize(
    "path",
    ["/", "", "/releases", f"{HERE}/people.json?id=1", f"{HERE}/towns/ber.json", "?utm_source=a",
     f"{HERE}/stra~C3~9Fe+und+platz.json", f"{HERE}/people.json?link=http://a.example/b"],
)  # fmt: skip
def test_a_whole_address_is_its_path(server: Server, scheme: str, path: str) -> None:
    """The same answer as that of the path alone, whatever the header says."""
    plain = ask(server, f"GET {path if path.startswith('/') else '/' + path}", "Host: one.example")
    for header in ("Host: one.example", "Host: two.example"):
        whole = ask(server, f"GET {scheme}://one.example{path}", header)
        assert whole[0] == plain[0] == (307 if path.startswith("?") else 200)
        assert whole[2] == plain[2]


def test_the_host_of_the_line_counts(server: Server) -> None:
    """In every address that names one."""
    asked = f"GET http://one.example:8080{HERE}/numbers.json?_size=1"
    status, _, body = ask(server, asked, "Host: two.example")
    assert status == 200
    assert json.loads(body)["next_url"].startswith(f"http://one.example:8080{HERE}/numbers.json?")


@pytest.mark.parametrize(
    ("line", "headers", "status"),
    [
        ("GET http://one.example/nope", (), 404),
        ("GET http:///releases", (), 400),
        ("GET http://a%00b/releases", (), 400),
        ("GET http://user@one.example/releases", (), 400),
        ("GET ftp://one.example/releases", (), 404),
        ("GET http://one.example/releases", ("Host: a.example", "Host: b.example"), 400),
        ("POST http://one.example/releases", (), 405),
        ("GET releases", (), 404),
        ("OPTIONS *", (), 404),
        ("CONNECT one.example:443", (), 404),
    ],
)
def test_what_names_nothing_is_refused(
    server: Server, line: str, headers: tuple[str, ...], status: int
) -> None:
    """In a sentence, and the server goes on."""
    assert ask(server, line, *headers)[0] == status
    assert ask(server, "GET /-/health")[0] == 200
    assert "Traceback" not in server.complaints


@pytest.mark.parametrize("path", ["/", f"{HERE}/people.json", "/releases/1.10.0/data/0.csv"])
def test_head_is_answered_for_a_whole_address(server: Server, path: str) -> None:
    """With the length and no body."""
    status, headers, body = ask(server, f"HEAD http://one.example{path}")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0

"""What every response carries, and that no redirect leaves the host."""

from urllib.parse import urljoin, urlsplit

import pytest
from starlette.types import Receive, Scope, Send

from pressmark.site.address import HERE
from pressmark.site.middleware.security import HEADERS, SecurityLayer
from tests.site.visitor import Visitor

DATABASE = "/odd-things-1-10-0"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/nope", 404),
        ("GET", "/nope.json", 404),
        ("POST", "/", 405),
        ("POST", DATABASE, 405),
        ("GET", "/static/site.css", 200),
        ("GET", "/static/nope.css", 404),
        ("GET", "/static/%00", 404),
        ("GET", "/feed.atom", 404),
        ("GET", "/-/health", 200),
        ("GET", "/releases/1.10.0", 308),
        ("GET", "/latest", 307),
        ("GET", "/releases/1.10.0/data/0.csv", 200),
        ("GET", "/releases/1.10.0/data/0.spreadsheet-safe.csv", 200),
        ("GET", f"{DATABASE}/towns", 200),
        ("GET", f"{DATABASE}/towns.json", 200),
        ("GET", f"{DATABASE}/towns.csv", 307),
        ("GET", f"{DATABASE}/numbers.csv", 200),
        ("GET", f"{DATABASE}/towns?_filter_column=code&_filter_op=exact&_filter_value=ber", 307),
        ("GET", f"{DATABASE}/towns?_sort=nope", 400),
        ("GET", f"{DATABASE}/towns/nobody", 404),
        ("GET", "/" + "x" * 20_000, 414),
    ],
)
def test_headers_stand_on_every_response(
    visitor: Visitor, method: str, address: str, status: int
) -> None:
    """Whoever made it: our pages, starlette's files, Datasette, an error."""
    answer = visitor.ask(method, f"http://site{address}")
    assert answer.status_code == status, answer.text[:300]
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name


def test_answers_that_hold_nothing_carry_them_too(visitor: Visitor) -> None:
    """304 of a file."""
    first = visitor.get("/releases/1.10.0/data/0.csv")
    again = visitor.get("/releases/1.10.0/data/0.csv", If_None_Match=first.headers["etag"])
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_no_inline_script_or_style_is_allowed() -> None:
    """Of the policy itself."""
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "unsafe" not in policy
    for word in ("base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"):
        assert word in policy


REDIRECTED = [
    *(f"/latest{rest}" for rest in ("", "/", "//evil.example", "/..", "/%2e%2e/x", "/%5Cevil")),
    *(f"/latest{rest}" for rest in ("/\\evil.example", "/%2F%2Fevil", "?x=//evil", "/@evil")),
    *(f"/latest{rest}" for rest in ("/%0d%0aLocation:%20//evil", "/towns?a=%0d%0ab")),
    *("//evil.example", "///evil.example", "/\\evil.example", "/%5Cevil.example"),
    *("/%2F%2Fevil.example", "/%2Fevil.example/", "//evil.example/..;/", "/.//evil.example/"),
    *("/releases/1.10.0", "/releases//evil.example", "/releases/1.10.0//evil.example/"),
    *(f"{DATABASE}{rest}" for rest in ("/", "//", "//evil.example/", "/towns/", "/towns//evil/")),
    *(f"{DATABASE}{rest}" for rest in ("/%2F%2Fevil.example", "/%5Cevil", "/towns%2F", "/%0d%0a")),
    f"{DATABASE}/towns?_filter_column=code&_filter_op=exact&_filter_value=//evil.example",
    f"{DATABASE}/towns?_filter_column=//evil&_filter_op=exact&_filter_value=1&_redirect=//evil",
    f"{DATABASE}/towns?_sort=name&_sort_by_desc=on&_next=//evil.example",
    f"{DATABASE}/towns.jsono?x=//evil.example",
    f"{DATABASE}-abcdef1/towns",
    f"{DATABASE}/towns.csv",
]


@pytest.mark.parametrize("address", REDIRECTED)
def test_no_redirect_leaves_the_host(visitor: Visitor, address: str) -> None:
    """However its address is written; a browser takes a backslash for a slash."""
    answer = visitor.get(f"http://site{address}")
    assert answer.status_code < 500
    location = answer.headers.get("location")
    if location is not None:
        assert 300 <= answer.status_code < 400
        assert HERE.fullmatch(location.encode())
        read = urljoin("http://site/x", location.replace("\\", "/"))
        assert urlsplit(read).netloc == "site"


def test_some_of_these_do_redirect(visitor: Visitor) -> None:
    """Else the test above would hold of a site that answers nothing."""
    assert visitor.get("/latest//evil.example").headers["location"] == f"{DATABASE}//evil.example"
    answers = [visitor.get(f"http://site{address}") for address in REDIRECTED]
    assert [answer for answer in answers if "location" in answer.headers][8:]


@pytest.mark.parametrize(
    "location", ["//evil", "/\\evil", "https://evil/", "\\\\evil", "", "x", "/\t/evil"]
)
async def test_an_address_elsewhere_becomes_the_front_page(location: str) -> None:
    """Should any page ever answer with one."""

    async def elsewhere(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"Location", location.encode())]
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    answer = await Visitor(SecurityLayer(elsewhere)).ask_here("GET", "/")
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "host", ["evil.example/x", 'a"b', "a b", "<script>", "evil\\x", "a@b", "", "x" * 300, "a:b"]
)
def test_a_host_that_is_none_is_refused(visitor: Visitor, host: str) -> None:
    """It would stand in citations and links."""
    answer = visitor.get("/", Host=host)
    assert answer.status_code == 400
    assert host == "" or host not in answer.text
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["example.org", "example.org:8443", "[::1]:8001", "127.0.0.1"])
def test_a_host_that_is_one_is_answered(visitor: Visitor, host: str) -> None:
    """It stands on no page that is not asked for lines to run; what is cited never holds it."""
    answer = visitor.get("/", Host=host)
    assert answer.status_code == 200 and f"http://{host}" not in answer.text


DEBUG = [
    "settings", "plugins", "versions", "threads", "databases", "metadata", "actor", "permissions",
    "allow-debug", "patterns", "messages", "logout", "auth-token", "config", "static/app.css",
]  # fmt: skip


@pytest.mark.parametrize("name", DEBUG)
@pytest.mark.parametrize(
    "written",
    [
        "/-/{}", "/-/{}.json", "//-/{}", "/-//{}", "/%2D/{}", "/%2d%2f{}", "/.//-/{}", "/-/{}/",
        DATABASE + "/-/{}", DATABASE + "/../-/{}", DATABASE + "/..%2f-/{}", DATABASE + "/~2D/{}",
        "/latest/../-/{}", "/-/{}?_format=json",
    ],
)  # fmt: skip
def test_pages_for_operators_are_closed(visitor: Visitor, name: str, written: str) -> None:
    """However their addresses are written."""
    answer = visitor.get(f"http://site{written.format(name)}")
    assert answer.status_code in (302, 307, 404), answer.status_code
    if answer.status_code != 404:
        followed = visitor.get(f"http://site{answer.headers['location']}")
        assert followed.status_code in (302, 404)

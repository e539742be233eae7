"""Below a path of a public address every page leads to pages below it, behind any proxy."""

import dataclasses
import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urldefrag, urljoin, urlsplit

import httpx
import pytest
from datasette.app import Datasette

from pressmark.errors import ProjectError
from pressmark.package.project import read_project
from pressmark.public_address import PublicAddress, parse_public_address
from pressmark.publish.release import release
from pressmark.site import ServedRelease, build_app
from pressmark.site.served import read_served_releases
from tests.packages import write_project
from tests.site.proxying import proxied
from tests.site.server_process import running
from tests.site.test_crawl import Page
from tests.site.visitor import Visitor

PUBLIC = "https://data.example.org/faces"
ORIGIN, PREFIX = "https://data.example.org", "/faces"
MOST_PAGES = 500
MOST_OF_A_PATH = 4
MOST_OF_A_FOLDER = 12
"""How many addresses of one folder are followed, as are the records of a table."""
DATABASE = "/odd-things-1-10-0"
STARTS = (
    "/", "/search?q=berlin", "/releases", "/feed.atom", "/latest", "/latest/people", "/method",
    "/dictionary", "/record/latest/towns/ber", "/record/1.10.0/towns/ber.json", "/nope",
    "/record/1.10.0/towns/nowhere", "/record/1.10.0/towns/a%2Fb",
    "/filter/odd-things-1-10-0/people?kind=a&town=", f"{DATABASE}.json", f"{DATABASE}/",
    f"{DATABASE}/people/", f"{DATABASE}/people.json?_size=1&_facet=kind",
    f"{DATABASE}/people.json?_size=1&_shape=array", f"{DATABASE}/people.json?_labels=on",
    f"{DATABASE}/people.csv", f"{DATABASE}/people.csv?kind=a&_size=1", f"{DATABASE}/people/1.json",
    f"{DATABASE}/people.spreadsheet-safe.csv", f"{DATABASE}/people?_facet=kind&_facet=town",
    f"{DATABASE}/people?kind=a&_sort=id",
    f"{DATABASE}/people?_filter_column=id&_filter_op=exact&_filter_value=1",
    f"{DATABASE}/numbers?_size=50", f"{DATABASE}/living_in?town=ber",
    f"{DATABASE}?sql={quote_plus('select * from towns')}", f"{DATABASE}/people?_sort=nope",
    f"/cite?db={DATABASE[1:]}&sql={quote_plus('select * from towns order by code')}",
)  # fmt: skip
WEB = re.compile(r"https?://(?:data\.example\.org|127\.0\.0\.1|localhost|site)[^\"'<>\s]*")
REFUSALS = {
    # These releases have no manifest, by which alone a query can be cited.
    "/cite": 422, "/cite.json": 422, "/cite.csv": 422,
    # More rows than an answer has, and no export is cut.
    f"{DATABASE}/all+numbers.json": 400, f"{DATABASE}/all+numbers.csv": 400,
    # Files of them are not there, so that they cannot be compared.
    **{f"/compare/{two}": 404 for two in ("1.0.0/1.9.0", "1.9.0/1.10.0", "1.0.0/1.10.0")},
}  # fmt: skip
"""Pages that are there, and what they answer to the links of these releases."""
ANSWERS = (200, 300, 301, 302, 303, 307, 308)


def addresses_in(document: Any) -> Iterator[str]:
    """Give every text of a JSON document that is an address."""
    if isinstance(document, dict):
        document = list(document.values())
    if isinstance(document, list):
        for each in document:
            yield from addresses_in(each)
    elif isinstance(document, str) and re.match(r"/[a-z]|https?://(?!x\.)", document):
        yield document


def links_of(answer: httpx.Response) -> list[str]:
    """Give every address that an answer leads to: of its headers, and of its text by its kind."""
    found = [answer.headers["location"]] if "location" in answer.headers else []
    found += re.findall(r"<([^>]*)>", answer.headers.get("link", ""))
    kind = answer.headers.get("content-type", "").partition(";")[0]
    is_file = "/releases/" in str(answer.url) and not str(answer.url).endswith("/")
    if is_file:
        return found
    if kind == "text/html":
        # Whole addresses in lines to copy and in linked data count as those of links do.
        text = answer.text.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")
        return found + Page(answer.text).links + WEB.findall(text)
    if kind == "application/json":
        return found + list(addresses_in(json.loads(answer.text)))
    if kind == "application/atom+xml":
        return found + re.findall(r'href="([^"]*)"', answer.text)
    return found


def walk(
    get: Any, origin: str, starts: tuple[str, ...] = STARTS, most: int = MOST_OF_A_FOLDER
) -> dict[str, int]:
    """Follow every link of every kind of page, below the prefix; give the statuses by address.

    Each address has to be one of another site, or below the prefix at `origin`.
    """
    waiting, statuses = deque(PREFIX + each for each in starts), dict[str, int]()
    of_path, of_folder, given = Counter[str](), Counter[str](), frozenset(waiting)
    while waiting and len(statuses) < MOST_PAGES:
        address = waiting.popleft()
        answer = get(address)
        statuses[address] = answer.status_code
        path = address.removeprefix(PREFIX).partition("?")[0]
        is_answer = answer.status_code in (*ANSWERS, REFUSALS.get(path, 200))
        assert is_answer or address in given, (address, answer.status_code)
        for link in links_of(answer):
            target = urlsplit(urljoin(f"{origin}{address}", link))
            there = f"{target.scheme}://{target.netloc}"
            if there in {"https://example.org", "https://datasette.io", "https://doi.org"}:
                continue
            if target.scheme == "mailto" or there not in {origin, ORIGIN, "http://127.0.0.1"}:
                assert there not in {"http://site", "http://localhost"}, (address, link)
                continue
            assert there in {origin, ORIGIN}, (address, link)
            assert f"{target.path}/".startswith(f"{PREFIX}/"), (address, link)
            written = urldefrag(target._replace(scheme="", netloc="").geturl()).url
            is_known = written in statuses or written in waiting
            folder = target.path.rpartition("/")[0]
            if is_known or of_path[target.path] == MOST_OF_A_PATH or of_folder[folder] == most:
                continue
            of_path[target.path] += 1
            of_folder[folder] += 1
            waiting.append(written)
    return statuses


@pytest.fixture(scope="module")
def told(releases: tuple[ServedRelease, ...]) -> Visitor:
    """Visit the site that was told its public address."""
    dated = [dataclasses.replace(each, days=("2026-01-02",)) for each in releases]
    return Visitor(build_app(dated, public=parse_public_address(f"{PUBLIC}/")))


@pytest.mark.parametrize(
    ("host", "most"),
    [
        ("127.0.0.1:8001", MOST_OF_A_FOLDER),
        pytest.param("other.example", MOST_PAGES, marks=pytest.mark.thorough),
    ],
)
def test_every_link_stays_below_the_prefix(told: Visitor, host: str, most: int) -> None:
    """Whatever the proxy calls this machine."""
    statuses = walk(lambda address: told.get(address, Host=host), ORIGIN, most=most)
    kinds = {address.removeprefix(PREFIX).split("?")[0] for address in statuses}
    for address in (
        "/", "/search", "/releases", "/releases/1.10.0/", DATABASE, f"{DATABASE}/people",
        "/record/1.10.0/people/2", "/record/1.10.0/people/2.json", f"{DATABASE}/everyone",
        "/dictionary/1.10.0/people", "/method/1.10.0", "/cite",
    ):  # fmt: skip
        assert address in kinds
    assert any(address.startswith("/static/site.css") for address in kinds)


def test_with_the_prefix_and_without_are_the_same_page(told: Visitor) -> None:
    """Proxies take it off, or do not."""
    for address in STARTS:
        one, other = told.get(address), told.get(PREFIX + address)
        assert (one.status_code, one.content) == (other.status_code, other.content), address
        assert one.headers.get("location") == other.headers.get("location")
    assert told.get(PREFIX).text == told.get("/").text
    assert told.get("/%66aces/releases").status_code == 200
    assert told.get("/facesx/releases").status_code == 404
    assert told.get("/faces/faces/releases").status_code == 404


def test_json_names_whole_public_addresses(told: Visitor) -> None:
    answer = told.get(f"{DATABASE}/people.json?_size=1&_facet=kind", Host="127.0.0.1:8001")
    page = json.loads(answer.text)
    assert page["next_url"].startswith(f"{PUBLIC}{DATABASE}/people.json?")
    for value in page["facet_results"]["kind"]["results"]:
        assert value["toggle_url"].startswith(f"{PUBLIC}{DATABASE}/people.json?")
    link = told.get(f"{DATABASE}/people.csv?kind=b&_size=1").headers["link"]
    assert link.startswith(f"<{PUBLIC}{DATABASE}/people.csv?") and 'rel="next"' in link
    link = told.get(f"{DATABASE}/people.json?_size=1&_shape=array").headers["link"]
    assert link.startswith(f"<{PUBLIC}{DATABASE}/people.json?")


def test_citation_linked_data_feed_and_lines_name_the_same_page(told: Visitor) -> None:
    page = told.text("/releases/1.10.0/")
    whole = f"{PUBLIC}/releases/1.10.0/"
    assert f"(Dataset). {whole}</blockquote>" in page
    assert f"url = &#34;{whole}&#34;" in page
    assert f'"url": "{whole}"' in page
    assert f'<link rel="canonical" href="{whole}">' in page
    assert f"{whole}data/" in page
    assert set(WEB.findall(page.replace("&#34;", " ").replace("&#39;", " "))) >= {whole}
    assert "http://site" not in page


@pytest.mark.parametrize("host", ["site", "127.0.0.1:8001", "localhost", "other.example"])
def test_without_an_address_no_host_stands_in_what_is_kept(visitor: Visitor, host: str) -> None:
    """The digest does, and the page says how to tell the site."""
    for address in ("/", "/releases/1.10.0/", "/record/1.10.0/people/1"):
        page = visitor.get(address, Host=host).text
        assert "pressmark serve --public-address ADDRESS" in page
        (citation,) = re.findall(r"<blockquote>(.*?)</blockquote>", page)
        assert host not in citation and "http" not in citation
        assert page.count("has not been told its public address") == 1
        if host == "other.example":
            assert host not in page


PROJECT = """
name: small
version: "1.0.0"
title: Small things
homepage: https://forge.example/somebody/small
contributors:
  - {title: Ada, roles: [creator, publisher]}
resources:
  - name: things
"""
THINGS = "fields:\n  - {name: key, type: string}\nprimaryKey: [key]\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[ServedRelease, ...]:
    """Publish a project that says nothing of where its site is."""
    folder = write_project(
        tmp_path_factory.mktemp("small") / "project",
        {"things": (THINGS, "key\na\n")},
        {"datapackage/datapackage.yaml": PROJECT},
    )
    release(read_project(folder), date="2026-11-20")
    return read_served_releases(read_project(folder), None)[1]


CITED = "/cite.json?db=small-1-0-0&sql=select+1"


def test_a_query_is_cited_at_the_public_address(published: tuple[ServedRelease, ...]) -> None:
    visitor = Visitor(build_app(published, public=parse_public_address(PUBLIC)))
    cited = json.loads(visitor.text(CITED))
    assert cited["address"] == f"{PUBLIC}/cite?db=small-1-0-0&sql=select+1"
    assert cited["address"] in cited["text"] and cited["address"] in cited["bibtex"]
    assert f"Part of: {PUBLIC}/releases/1.0.0/" in cited["text"]
    assert 'href="https://data.example.org/faces/releases/1.0.0/"' in visitor.text("/feed.atom")
    cite = CITED.replace(".json", "")
    statuses = walk(visitor.get, ORIGIN, ("/", "/feed.atom", cite, "/small-1-0-0?sql=select+1"))
    assert {200, 307} <= set(statuses.values()) <= {200, 302, 303, 307, 308}
    assert any(address.startswith("/faces/cite.csv?") for address in statuses)


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost", "other.example"])
def test_without_an_address_the_digest_is_cited(
    published: tuple[ServedRelease, ...], host: str
) -> None:
    visitor = Visitor(build_app(published))
    asked = visitor.get(CITED, Host=host)
    cited = json.loads(asked.text)
    assert cited["address"] is None and host not in asked.text
    assert f"(Dataset). {cited['result']['sha256']}\n" in cited["text"]
    for address in ("/releases/1.0.0/", "/record/1.0.0/things/a", "/"):
        page = visitor.get(address, Host=host).text
        assert re.search(r"<blockquote>[^<]*\(Dataset\)\. sha256:[0-9a-f]{64}</blockquote>", page)
        assert host not in page.replace(f"http://{host}/releases/1.0.0/data/", "").replace(
            f"http://{host}/releases/1.0.0/small", ""
        )
    assert host not in visitor.get("/feed.atom", Host=host).text
    assert "forge.example/somebody/small/" not in visitor.text("/releases/1.0.0/")


def test_lines_to_run_name_this_machine_only(visitor: Visitor) -> None:
    """They are kept and sent on: no host of a request stands in them but this machine's."""
    local = visitor.get("/releases/1.10.0/", Host="127.0.0.1:8001").text
    assert "http://127.0.0.1:8001/releases/1.10.0/data/" in local
    other = visitor.get("/releases/1.10.0/", Host="other.example").text
    assert "https://ADDRESS/releases/1.10.0/data/" in other


@pytest.mark.parametrize("path", ["/releases", "/record/x", "/-", "/static", "/odd-things-1-10-0"])
def test_a_prefix_that_a_page_has_is_refused(
    releases: tuple[ServedRelease, ...], path: str
) -> None:
    with pytest.raises(ProjectError, match="could not be told apart"):
        build_app(releases, public=PublicAddress("https://a.example", path))


def test_few_names_are_given_to_every_template(releases: tuple[ServedRelease, ...]) -> None:
    """What a page needs beyond the frame it passes itself."""
    shared = {
        "site", "releases_by_database", "to", "list_questions", "check_link", "number",
        "find_contact", "render_date", "makers_of", "render_plain_line", "find_day", "all_marks",
        "statuses_of", "citation_of", "is_served", "policy_of_files", "phrase_loaded",
        "pager_of_files",
    }  # fmt: skip
    app = build_app(releases)
    page = app.router.routes[0].endpoint  # type: ignore[attr-defined]
    names = set(page.args[0].datasette.jinja_env.globals)
    assert names >= shared
    assert names - shared == set(Datasette().jinja_env.globals)


def test_a_prefix_of_several_steps(releases: tuple[ServedRelease, ...]) -> None:
    """A tilde in it may come encoded (RFC 3986, section 6.2.2.2)."""
    public = parse_public_address("https://a.example/~jane/d")
    visitor = Visitor(build_app(releases, public=public))
    for address in ("/~jane/d/releases", "/%7Ejane/d/releases", "/%7ejane/d/", "/releases"):
        assert visitor.get(address).status_code == 200, address
    assert 'href="/~jane/d/releases"' in visitor.text("/")
    assert visitor.get("/~jane/releases").status_code == 404


PROGRAM = """
import sys
from pathlib import Path
from pressmark.public_address import parse_public_address
from pressmark.site import serve
from tests.site.packages import descriptor, publish
releases = [publish(Path(sys.argv[1]), descriptor("1.10.0"))]
told = parse_public_address("https://data.example.org/faces")
serve(releases, "127.0.0.1", 0, lambda address: print(address, flush=True), public=told)
"""


@pytest.mark.parametrize(
    ("strips", "most"),
    [
        (True, MOST_OF_A_FOLDER),
        pytest.param(False, MOST_PAGES, marks=pytest.mark.thorough),
    ],
)
def test_behind_a_proxy_every_link_is_answered(tmp_path: Path, strips: bool, most: int) -> None:
    """The real server behind a real proxy that gives it the Host that nginx gives."""
    with (
        running(tmp_path, PROGRAM) as server,
        proxied(server.port, PREFIX, strips=strips) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        statuses = walk(client.get, ORIGIN, most=most)
        assert client.get("/releases").status_code == 404
        assert server.complaints == ""
    assert len(statuses) > 100

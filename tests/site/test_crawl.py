"""Every page that a reader can reach holds nothing that would run, whatever a package says."""

import copy
from collections import Counter, deque
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote_plus, urldefrag, urljoin, urlsplit

import pytest

from pressmark.site import ServedRelease, build_app
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor

DATA = "application/ld+json"
MOST_PAGES = 400
MOST_OF_A_PATH = 5
ENDLESS = "with recursive c(n) as (select 1 union all select n+1 from c) select count(*) from c"
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"
LINKS = ("javascript:alert(3)", "data:text/html,<script>alert(4)</script>", "//evil.example")


class Page(HTMLParser):
    """A page read by a real parser: its links, and what would run or style in it."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.links: list[str] = []
        self.found: list[str] = []
        self.script_type: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at every attribute."""
        given = dict(attrs)
        if tag in {"style", "iframe", "object", "embed", "base"}:
            self.found.append(f"<{tag}>")
        if tag == "script":
            self.script_type = given.get("type") or "text/javascript"
            if self.script_type != DATA and not (given.get("src") or "").startswith("/static/"):
                self.found.append(f"<script {given}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on") or name == "srcdoc":
                self.found.append(f"{tag} {name}={value}")
            if name in {"href", "src", "action", "formaction", "xlink:href"}:
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        if tag == "script":
            self.script_type = None

    def handle_data(self, data: str) -> None:
        """Find code inside a script."""
        if self.script_type not in {None, DATA} and data.strip():
            self.found.append(f"script: {data[:40]}")


def test_the_parser_sees_what_it_looks_for() -> None:
    """Else the crawl would find nothing anywhere."""
    text = '<p style="x" onclick="y">&lt;script&gt;</p><script>1</script><style>a</style>'
    assert len(Page(text).found) == 5
    assert Page('<script src="/static/a.js"></script><a href="/x">').found == []


def crawl(visitor: Visitor, starts: tuple[str, ...]) -> dict[str, Page]:
    """Visit every page that is reached from `starts`; every link of every page is judged."""
    waiting, seen, pages = deque(starts), set(starts), dict[str, Page]()
    of_path = Counter[str]()
    while waiting and len(pages) < MOST_PAGES:
        address = waiting.popleft()
        answer = visitor.get(f"http://site{address}")
        assert answer.status_code < 500, address
        links = [answer.headers["location"]] if "location" in answer.headers else []
        is_report = "sandbox" in answer.headers["content-security-policy"]
        if answer.headers.get("content-type", "").startswith("text/html") and not is_report:
            pages[address] = page = Page(answer.text)
            assert page.found == [], address
            links = page.links
        for link in links:
            target = urlsplit(urljoin(f"http://site{address}", link))
            assert target.scheme in {"http", "https", "mailto"}, (address, link)
            written = urldefrag(target._replace(scheme="", netloc="").geturl()).url
            if (
                target.netloc == "site"
                and written not in seen
                and of_path[target.path] < MOST_OF_A_PATH
            ):
                of_path[target.path] += 1
                seen.add(written)
                waiting.append(written)
    return pages


ERRORS = (
    "/nope",
    "/odd-things-1-10-0/nope",
    "/odd-things-1-10-0/people/2",
    "/odd-things-1-10-0?sql=select+absent",
    "/odd-things-1-10-0?sql=delete+from+towns",
    "/odd-things-1-10-0/people?_sort=nope",
    f"/odd-things-1-10-0?_timelimit=20&sql={quote_plus(ENDLESS)}",
    "/odd-things-1-10-0/numbers?_next=200",
    "/odd-things-1-10-0/people?_facet=town&_search=ada&town=ber&_where=id<9",
    "/odd-things-1-10-0?sql=select+x'00ff',+'<script>1</script>',+'javascript:1'",
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
)


@pytest.mark.thorough
def test_no_page_holds_what_would_run(visitor: Visitor) -> None:
    """From the front page over every link on this site, errors too."""
    pages = crawl(visitor, ("/", *ERRORS))
    kinds = {address.split("?")[0] for address in pages}
    for address in (
        "/", "/search", "/releases", "/releases/1.10.0/", "/odd-things-1-10-0",
        "/odd-things-1-10-0/people", "/record/1.10.0/people/2", "/odd-things-1-10-0/everyone",
        "/odd-things-1-10-0/in_towns", "/odd-things-1-10-0/people/2", "/cite", "/nope",
    ):  # fmt: skip
        assert address in kinds


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> ServedRelease:
    """Publish it once."""
    return publish_hostile(tmp_path_factory.mktemp("hostile"))


def publish_hostile(folder: Path) -> ServedRelease:
    """Publish a package whose every text is written by somebody with bad intentions."""
    document = copy.deepcopy(descriptor("6.6.6"))
    document |= {
        "title": f"T {EVIL}",
        "description": f"D {EVIL}\n\n[x](javascript:alert(5)) {EVIL}",
        "licenses": [{"name": "X", "title": f"L {EVIL}", "path": LINKS[0]}],
        "sources": [{"title": f"S {EVIL}", "path": link} for link in LINKS],
        "contributors": [{"title": f"C {EVIL}", "path": LINKS[0], "roles": ["creator"]}],
        "keywords": [EVIL],
    }
    for resource in document["resources"]:
        resource |= {
            "title": f"R {EVIL}",
            "description": f"RD {EVIL}",
            "sources": [{"title": EVIL, "path": LINKS[1]}],
        }
        for field in resource["schema"]["fields"]:
            field |= {"title": f"F {EVIL}", "description": f"FD {EVIL}"}
    cells = EVIL.replace("'", "''")
    script = f"""
create table towns (code text primary key, name text, part_of text references towns(code)) strict;
insert into towns values ('{cells}', '{cells}', null), ('b', '{LINKS[0]}', '{cells}');
create table people (id integer primary key, full_name text, active integer, kind text,
  town text references towns(code), link text) strict;
insert into people values (1, '{cells}', 1, '{cells}', '{cells}', '{LINKS[0]}'),
  (2, '{LINKS[1].replace("'", "''")}', 0, 'b', 'b', '{LINKS[2]}'),
  (3, 'http://x.example/"onmouseover=alert(6)//', 0, 'b', 'b', 'https://x.example/''<b>');
create table "straße und platz" (town text, "nr. %" integer, note text,
  primary key (town, "nr. %")) strict;
insert into "straße und platz" values ('{cells}', 1, '{cells}');
create table numbers (n integer primary key) strict;
create view in_towns as select people.id, full_name, town as town_name from people;
create virtual table people_fts using fts5(full_name, content="people");
insert into people_fts(people_fts) values ('rebuild');
"""
    return publish(folder, document, script=script)


def test_nothing_of_a_hostile_package_runs(hostile: ServedRelease) -> None:
    """Titles, descriptions, labels, sources, licences and cells are text; links lead to the web."""
    visitor = Visitor(build_app([hostile]))
    starts = ("/", "/search?q=alert", "/odd-things-6-6-6/people?_facet=kind&_labels=on")
    pages = crawl(visitor, (*starts, "/odd-things-6-6-6/people/3"))
    assert "/odd-things-6-6-6/people" in {address.split("?")[0] for address in pages}
    assert "/releases/6.6.6/" in pages
    shown = visitor.text("/odd-things-6-6-6/people")
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert "<img" not in shown

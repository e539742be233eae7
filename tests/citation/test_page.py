"""The page of a cited query: links that lead to it, what it pins, and what it refuses."""

import hashlib
import html
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from pybtex.database import parse_string

from pressmark.releases.later_entries import withdraw
from pressmark.releases.ledger import read_ledger
from tests.citation.conftest import FILES, visited
from tests.site.visitor import Visitor

MANY = "with recursive n(i) as (select 1 union select i + 1 from n limit 5001) select * from n"
ALL = "select * from towns order by code"


def address(statement: str, form: str = "", db: str = "small-1-1-0", **given: str) -> str:
    """Give the address of a citation."""
    return f"/cite{form}?{urlencode({'db': db, 'sql': statement, **given})}"


def document(visitor: Visitor, statement: str, **given: str) -> dict[str, Any]:
    """Cite a query as JSON."""
    answer = visitor.get(address(statement, ".json", **given))
    assert answer.status_code == 200, answer.text
    cited: dict[str, Any] = answer.json()
    return cited


def link(visitor: Visitor, page: str) -> str:
    """Follow “Cite this query” on a page: give its address."""
    found = re.search(r'<a href="([^"]+)" rel="nofollow">Cite this query</a>', visitor.text(page))
    assert found, page
    return html.unescape(found[1])


def asked(address: str) -> Mapping[str, str]:
    """Read the arguments of an address."""
    return dict(parse_qsl(urlsplit(address).query))


def test_a_citation_pins_release_query_and_result(visitor: Visitor, project: Path) -> None:
    cited = document(visitor, "-- all\nselect  * from towns\norder by code;")
    entry = read_ledger(project / "datapackage/releases").published[-1]
    assert (cited["format"], cited["formatVersion"]) == ("pressmark-citation", 1)
    assert cited["release"]["manifest"] == entry.manifest
    data = project / "datapackage/releases/1.1.0/data/towns.csv"
    digest = f"sha256:{hashlib.sha256(data.read_bytes()).hexdigest()}"
    assert cited["release"]["tables"] == {"towns": digest}
    assert (cited["release"]["name"], cited["release"]["version"]) == ("small", "1.1.0")
    assert cited["release"]["published"] == "2026-11-21"
    assert cited["query"] == {"sql": ALL, "parameters": {}}
    result = cited["result"]
    assert result["columns"] == ["code", "name", "country", "size"]
    assert (result["rows"], result["order"]) == (5, "stated")
    # Its values are such that a query of the whole table has the bytes of the table.
    assert result["sha256"] == digest
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", cited["cited"])
    assert cited["address"] == f"http://site{address(ALL)}"


def test_the_digest_is_that_of_the_file_beside_it(visitor: Visitor) -> None:
    statement = "select name, size / 2.0 as half, null as none from towns where country = :c"
    cited = document(visitor, statement, c="ch")
    answer = visitor.get(address(statement, ".csv", c="ch"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.decode() == "name,half,none\nBern,0.5,\nZürich,2.5,\n"
    digest = hashlib.sha256(answer.content).hexdigest()
    assert cited["result"]["sha256"] == f"sha256:{digest}"
    assert cited["result"]["order"] == "columns"


def test_the_address_in_a_citation_leads_to_the_same_citation(visitor: Visitor) -> None:
    first = document(
        visitor, "select code from towns where country=:a or name=:b", a="", b="Ümlaut &"
    )
    again = visitor.get(first["address"], accept="application/json").json()
    assert {**again, "cited": ""} == {**first, "cited": "", "text": again["text"],
                                     "bibtex": again["bibtex"]}  # fmt: skip
    assert first["query"]["parameters"] == {"a": "", "b": "Ümlaut &"}


def test_spellings_of_one_query_are_cited_alike(visitor: Visitor) -> None:
    one, other = (
        document(visitor, each)
        for each in ("select code\nfrom towns;", " select  code /* x */ from towns -- y")
    )
    assert (one["query"], one["result"], one["address"]) == (
        other["query"], other["result"], other["address"]
    )  # fmt: skip


def test_the_citation_reads_as_one(visitor: Visitor) -> None:
    cited = document(visitor, ALL)
    assert cited["text"].startswith(
        "Ada Lovelace (2026): Query result (5 rows). In: Towns <b>. Version 1.1.0. (Dataset). "
        f"{cited['address']}\n"
    )
    assert f"Content digest: {cited['result']['sha256']}" in cited["text"]
    assert "Part of: http://site/releases/1.1.0/" in cited["text"]
    assert f"Query asked: {cited['cited']}" in cited["text"]
    ((key, entry),) = parse_string(cited["bibtex"], "bibtex").entries.items()
    assert key == f"small-1.1.0-query-{cited['result']['sha256'][7:19]}"
    assert "Ada Lovelace" in str(entry.persons["author"][0])
    assert entry.fields["url"] == cited["address"]
    assert entry.fields["version"] == "1.1.0"


def test_the_page_shows_all_of_it_and_runs_no_markup(visitor: Visitor) -> None:
    page = visitor.text(address("select name as '<script>x' from towns where name <> :n", n="<i>"))
    cited = document(visitor, "select name as '<script>x' from towns where name <> :n", n="<i>")
    assert "<h1>Cite this query</h1>" in page
    for each in (cited["result"]["sha256"], cited["release"]["manifest"], "&lt;script&gt;x"):
        assert each in page
    assert "<script" not in page and "<i>" not in page and "Towns <b>" not in page
    found = re.search(r'href="(/cite\.json[^"]+)"', page)
    assert found
    linked = visitor.get(html.unescape(found[1])).json()
    assert linked["result"] == cited["result"]


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ("application/json", True),
        ("application/json;q=0.9, */*", True),
        ("text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("text/html, application/json", False),
        ("*/*", False),
    ],
)
def test_the_form_is_by_content_type(visitor: Visitor, accept: str, is_json: bool) -> None:
    answer = visitor.get(address(ALL), accept=accept)
    assert answer.headers["content-type"].startswith("application/json") == is_json
    assert "Accept" in answer.headers["vary"].split(", ")


def test_a_named_question_leads_to_its_citation(visitor: Visitor) -> None:
    found = link(visitor, "/small-1-1-0/in_country?country=uk")
    written = "select code, name from towns where country = :country order by code"
    assert written in FILES["datapackage/queries/in_country.sql"]
    assert asked(found) == {"db": "small-1-1-0", "query": "in_country", "country": "uk"}
    cited = visitor.get(found, accept="application/json").json()
    assert cited["query"] == {"sql": written, "parameters": {"country": "uk"}}
    assert cited["result"]["rows"] == 2
    # Asked in its own words it is the same query, and cited by the same address.
    same = document(visitor, f"{written} -- !", country="uk")
    assert same["address"] == cited["address"] == f"http://site{found}"


def test_sql_of_ones_own_leads_to_its_citation(visitor: Visitor) -> None:
    given = urlencode({"sql": "select code from towns where size > :s -- !", "s": "2"})
    found = link(visitor, f"/small-1-0-0?{given}")
    wanted = {"db": "small-1-0-0", "sql": "select code from towns where size > :s", "s": "2"}
    assert asked(found) == wanted


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        ("", 5),
        ("?country=uk", 2),
        ("?size__gt=2", 3),
        ("?size__gt=2&_sort_desc=name", 3),
        ("?name__contains=or", 2),
        ("?_size=2", 5),
        ("?_search=york", 1),
        ("?_search=york+-x", 0),
    ],
)
def test_a_table_leads_to_the_citation_of_all_rows_that_fit(
    visitor: Visitor, filters: str, rows: int
) -> None:
    """Of all of them, whatever the page shows; that none fits can be cited too."""
    found = link(visitor, f"/small-1-1-0/towns{filters}")
    cited = visitor.get(found, accept="application/json").json()
    assert cited["result"]["rows"] == rows
    assert "limit" not in cited["query"]["sql"]


@pytest.mark.parametrize(
    ("statement", "status", "why"),
    [
        ("select random()", 422, "random()"),
        ("select datetime('now')", 422, "time at which"),
        ("select current_date", 422, "time at which"),
        ("select code from towns limit 2", 422, "ORDER BY"),
        ("select code from towns order by country limit 1", 422, "ORDER BY"),
        (MANY, 422, "5,000 rows"),
        ("select missing from towns", 400, "no such column"),
        ("select fts3_tokenizer('simple')", 400, "fts3_tokenizer"),
        ("attach 'x' as y", 400, "SELECT"),
        ("select 1; select 2", 400, "one statement"),
        ("", 400, "no query"),
        (" ", 400, "no query"),
    ],
)
def test_what_is_not_citable_says_why(
    visitor: Visitor, statement: str, status: int, why: str
) -> None:
    page = visitor.get(address(statement))
    assert page.status_code == status
    assert "<h1>This query cannot be cited</h1>" in page.text and why in html.unescape(page.text)
    for answer in (
        visitor.get(address(statement, ".json")),
        visitor.get(address(statement), accept="application/json"),
        visitor.get(address(statement, ".csv")),
    ):
        assert answer.status_code == status
        assert why in answer.json()["error"]


def test_an_unknown_release_and_a_long_address_say_so(visitor: Visitor) -> None:
    answer = visitor.get(address(ALL, db="other-1-0-0"))
    assert answer.status_code == 404 and "small-1-1-0" in answer.text
    answer = visitor.get(address(f"select '{'x' * 8_000}'"))
    assert answer.status_code == 414 and "8,000 bytes" in answer.text
    answer = visitor.get("/cite?db=small-1-1-0&query=other")
    assert answer.status_code == 400 and "There is no question other" in answer.text
    answer = visitor.ask("POST", address(ALL))
    assert answer.status_code == 405


def test_a_withdrawn_release_says_so(project: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(project, tmp_path / "project"))
    withdraw(folder / "datapackage/releases", "1.0.0", reason="Cork is gone.", date="2026-11-22")
    with visited(folder) as visitor:
        page = visitor.text(address(ALL, db="small-1-0-0"))
        cited = visitor.get(address(ALL, ".json", db="small-1-0-0")).json()
    assert "Version 1.0.0 is withdrawn" in page
    assert cited["release"]["withdrawn"] == "Cork is gone."
    assert "Version 1.0.0 (withdrawn)." in cited["text"]
    assert "Withdrawn: Cork is gone." in cited["text"] and "Withdrawn" in cited["bibtex"]

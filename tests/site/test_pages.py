"""The site's own pages: what they say, and that nothing a package says becomes markup."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.site import ServedRelease, build_app
from pressmark.words import phrase_size
from tests.site.packages import MANY, STREETS, publish
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"


def test_front_page_answers_what_a_visitor_asks(visitor: Visitor) -> None:
    """What it is, version, date, licence, questions, tables with counts, downloads, citation."""
    page = visitor.text("/")
    assert "<h1>Odd &amp; things</h1>" in page
    assert "What it is &lt;b&gt;about&lt;/b&gt;." in page
    assert "Version 1.10.0" in page
    assert "4 March 2026" in page
    assert '<a href="https://example.org/terms" rel="license">CC-BY-4.0</a>' in page
    assert '<a href="/odd-things-1-10-0/everyone">Who is there?</a>' in page
    assert "All &lt;b&gt;people&lt;/b&gt;." in page
    assert '<a href="/odd-things-1-10-0/living_in?town=ber">Who lives in a town?</a>' in page
    assert f'class="number">{MANY:,}</td>' in page
    assert 'href="/releases/1.10.0/odd-things.zip" download' in page
    assert "Ada Lovelace (2026): Odd &amp; things. Version 1.10.0. (Dataset)." in page
    assert "http://site" not in page
    assert '<input type="search" name="q"' in page


def test_questions_that_ask_back_come_last(visitor: Visitor) -> None:
    """The first click should give an answer."""
    page = visitor.text("/")
    assert page.index(f"{HERE}/all+numbers") < page.index(f"{HERE}/living_in")


def test_releases_are_listed_newest_first(visitor: Visitor) -> None:
    """With and without a slash at the end."""
    for address in ("/releases", "/releases/"):
        page = visitor.text(address)
        places = [
            page.index(f'<a href="/releases/{each}/">') for each in ("1.10.0", "1.9.0", "1.0.0")
        ]
        assert places == sorted(places)


def test_landing_page_names_every_file(
    visitor: Visitor, releases: tuple[ServedRelease, ...]
) -> None:
    """With size and digest, and a link that works."""
    old = next(each for each in releases if each.version == "1.0.0")
    page = visitor.text("/releases/1.0.0/")
    assert 'The newest version is <a href="/releases/1.10.0/">1.10.0</a>' in page
    assert '<a href="/odd-things-1-0-0">' in page
    assert "Hearsay" in page
    assert "javascript:" not in page
    for file in old.files:
        assert file.sha256 in page
        assert f'href="{old.file_address(file)}"' in page
        assert visitor.get(old.file_address(file)).status_code == 200


def test_landing_page_has_one_address(visitor: Visitor) -> None:
    """The one with a slash, so that file names follow it."""
    answer = visitor.get("/releases/1.0.0")
    assert (answer.status_code, answer.headers["location"]) == (308, "/releases/1.0.0/")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/latest", "/odd-things-1-10-0"),
        ("/latest/", "/odd-things-1-10-0"),
        ("/latest/people?_sort=id", "/odd-things-1-10-0/people?_sort=id"),
        ("/latest/everyone.json?_shape=objects", "/odd-things-1-10-0/everyone.json?_shape=objects"),
        ("/latest/stra~C3~9Fe+und+platz", "/odd-things-1-10-0/stra~C3~9Fe+und+platz"),
        ("/latest//example.org/x", "/odd-things-1-10-0//example.org/x"),
        ("/%6Catest/people", "/odd-things-1-10-0/people"),
    ],
)
def test_latest_leads_to_the_newest_release(visitor: Visitor, asked: str, given: str) -> None:
    """Under its own address, which does not change; never to another host."""
    answer = visitor.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (307, given)
    assert answer.headers["cache-control"] == "no-cache"


def test_health_is_for_machines(visitor: Visitor) -> None:
    """It names what is served."""
    answer = visitor.get("/-/health")
    assert answer.json() == {"status": "ok", "releases": ["1.10.0", "1.9.0", "1.0.0"]}


@pytest.mark.parametrize(
    "address",
    ["/nope", "/releases/9.9.9/", "/odd-things-1-10-0/nope", "/odd-things-1-10-0/people/99"],
)
def test_missing_pages_are_friendly(visitor: Visitor, address: str) -> None:
    """They say so and lead on."""
    answer = visitor.get(address)
    assert answer.status_code == 404
    assert "<h1>There is no such page</h1>" in answer.text
    assert '<a href="/releases">' in answer.text


@pytest.mark.parametrize("address", ["/nope.json", "/odd-things-1-10-0/nope.json"])
def test_missing_data_is_json(visitor: Visitor, address: str) -> None:
    """A program that asks for JSON is told in JSON."""
    answer = visitor.get(address)
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_every_page_is_whole_without_scripts(visitor: Visitor) -> None:
    """Language, title, landmarks, a way past the header, and no script at all."""
    for address in (
        "/",
        "/search?q=berlin",
        "/releases",
        "/releases/1.0.0/",
        "/odd-things-1-10-0",
        "/odd-things-1-10-0/people",
        "/odd-things-1-10-0/people/1",
        "/record/1.10.0/people/1",
        "/odd-things-1-10-0/living_in?town=ber",
        "/odd-things-1-10-0?sql=select+1",
    ):
        page = visitor.text(address)
        assert '<html lang="en">' in page, address
        assert re.search(r"<title>[^<]+</title>", page), address
        for landmark in ("<header", "<main", "<footer", "<nav", 'class="skip"', "<h1>"):
            assert landmark in page, (address, landmark)
        ours = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", page)
        assert "<script" not in ours, address
        assert not re.search(r"<[^>]*\son[a-z]+=", page), address
        assert "style=" not in page, address
        assert not re.search(r'(?:src|rel="stylesheet" href)="(?!/static/)', page), address


def test_the_stylesheet_is_ours(visitor: Visitor) -> None:
    """Its address changes with its content."""
    found = re.search(
        r'rel="stylesheet" href="(/static/site\.css\?[0-9a-f]{8})"', visitor.text("/")
    )
    assert found
    answer = visitor.get(found[1])
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/css")


def test_a_package_that_says_nothing_gets_the_same_pages(tmp_path: Path) -> None:
    """No name, title, description, licence, version, query, title of a table, full text.

    The site's own index needs none.
    """
    document = {
        "resources": [
            {"name": STREETS, "path": "data/0.csv", "schema": {"fields": [{"name": "town"}]}}
        ]
    }
    script = f'create table "{STREETS}" (town text); insert into "{STREETS}" values (1)'
    release = publish(tmp_path, document, script=script, trusted=False)
    visitor = Visitor(build_app([release]))
    front = visitor.text("/")
    assert "Questions people ask" not in front
    assert 'type="search"' in front and "Search, for example" not in front
    assert "License: not stated" in front
    assert "Nothing holds “x”" in visitor.text("/search?q=x")
    assert "1 result for" in visitor.text("/search?q=1")
    database = release.database_name
    assert database.endswith("-0-0-0")
    assert "1 record" in visitor.text(f"/{database}/stra~C3~9Fe+und+platz")
    assert visitor.text("/releases/0.0.0/")
    assert visitor.text(f"/{database}")
    assert visitor.text(f"/{database}/stra~C3~9Fe+und+platz/1")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (48_211, "48 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (12_000_000_000, "12 GB"),
        (12_000_000_000_000, "12000 GB"),
    ],
)
def test_sizes_in_words(size: int, words: str) -> None:
    """Two or three digits are enough for people."""
    assert phrase_size(size) == words


def test_a_withdrawn_version_says_why_on_its_pages_and_is_not_the_latest(
    releases: tuple[ServedRelease, ...],
) -> None:
    """Its files are still there; `/latest` leads to the newest of the others."""
    newest = next(each for each in releases if each.version == "1.10.0")
    gone = replace(newest, withdrawn="Sizes <were> wrong.", doi="10.1234/abc")
    marked = [gone if each is newest else each for each in releases]
    visitor = Visitor(build_app(marked))
    notice = "<strong>Version 1.10.0 is withdrawn</strong>"
    for address in ("/releases/1.10.0/", HERE, f"{HERE}/people"):
        assert notice in visitor.text(address), address
    page = visitor.text("/releases/1.10.0/")
    assert "Sizes &lt;were&gt; wrong." in page
    assert 'Use version <a href="/releases/1.9.0/">1.9.0</a> in its place.' in page
    assert 'href="https://doi.org/10.1234/abc"' in page
    assert "withdrawn</strong>" in visitor.text("/releases")
    assert notice not in visitor.text("/")
    answer = visitor.get("/latest/people")
    assert answer.headers["location"] == "/odd-things-1-9-0/people"
    assert visitor.get("/releases/1.10.0/datapackage.json").status_code == 200


def test_where_every_version_is_withdrawn_the_newest_is_the_latest(
    releases: tuple[ServedRelease, ...],
) -> None:
    """There is nothing better to lead to, and its pages say what it is."""
    visitor = Visitor(build_app([replace(each, withdrawn="Wrong.") for each in releases]))
    assert visitor.get("/latest").headers["location"] == HERE
    assert "<strong>Version 1.10.0 is withdrawn</strong>" in visitor.text("/")

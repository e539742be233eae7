"""The front page, the dictionary and the method: from a package's own metadata, and by sections."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.errors import ProjectError
from pressmark.package.statement import Statement, read_statement
from pressmark.site import ServedRelease, build_app
from tests.site.packages import descriptor, publish
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"


def section(name: str, shape: str, select: str, page: str = "front") -> Statement:
    """Write a section as a project does."""
    headings = f"-- title: The {name}\n-- page: {page}\n-- shape: {shape}\n"
    return read_statement(name, f"pages/{name}.sql", headings + select)


MAP = section(
    "map",
    "map",
    "select 'Oakland' as label, 'open' as status, null as area, 37.8 as latitude,"
    " -122.3 as longitude, 'since ' || :day || ' <b>' as words, 'towns' as record_table,"
    " 'ber' as record_key union all select 'Here', 'shut', null, null, null, 'x', null, null",
)
TIMELINE = section(
    "timeline",
    "timeline",
    "select '2020' as date, 'Ada came' as words union all select '2021-03', 'Bo came'",
)
FIGURES = section("figures", "figures", "select 5300 as number, 'numbers' as label")
EXAMPLES = section("examples", "examples", "select 'wall & roof' as words")
GAPS = section("gaps", "table", "select 'the mayor' as looked_for, null as found_in", "front")
METHOD = section("ways", "table", "select 'by hand' as how, 3 as times", "method")
MEANINGS = section(
    "meanings",
    "definitions",
    "select 'kind' as field, 'a' as value, 'the first <kind>' as definition",
    "record people",
)


@pytest.fixture(scope="module")
def released(releases: tuple[ServedRelease, ...]) -> tuple[ServedRelease, ...]:
    """The three releases, with sections on the newest."""
    pages = (MAP, TIMELINE, FIGURES, EXAMPLES, GAPS, METHOD, MEANINGS)
    return tuple(
        replace(each, pages=pages) if each.version == "1.10.0" else each for each in releases
    )


@pytest.fixture(scope="module")
def reader(released: tuple[ServedRelease, ...]) -> Visitor:
    """Visit the site that shows the sections."""
    return Visitor(build_app(released))


def test_a_package_without_sections_has_a_front_page_of_its_own_metadata(visitor: Visitor) -> None:
    """Counts of its tables, words to search for, what is missing; no map."""
    page = visitor.text("/")
    assert f'<dt>Towns</dt><dd><a href="{HERE}/towns">2</a></dd>' in page
    assert '<a href="/search?q=Berlin">Berlin</a>' in page
    assert "does not mean “none”" in page
    assert "chart broad" not in page
    assert 'href="/dictionary/1.10.0"' in page and 'href="/method/1.10.0"' in page


def test_sections_stand_on_the_front_page(reader: Visitor) -> None:
    page = reader.text("/")
    assert "<dt>numbers</dt><dd>5,300</dd>" in page
    assert '<a href="/search?q=wall+%26+roof">wall &amp; roof</a>' in page
    assert page.count('class="chart broad"') == 1 == page.count('class="chart narrow"')
    assert "Not on the map: Here." in page
    assert "since 4 March 2026 &lt;b&gt;" in page
    assert '<a href="/record/1.10.0/towns/ber">Oakland</a>' in page
    assert "Ada came" in page
    places = [
        page.index(each) for each in ('id="tables"', 'id="missing"', "the mayor", 'id="download"')
    ]
    assert places == sorted(places)
    assert "by hand" not in page
    assert "style=" not in page


def test_coordinates_that_are_no_numbers_are_refused(releases: tuple[ServedRelease, ...]) -> None:
    wrong = section("map", "map", MAP.select.replace("37.8", "'north'"))
    with pytest.raises(ProjectError, match=r"pages/map\.sql.*north"):
        build_app([replace(releases[2], pages=(wrong,))])


def test_the_dictionary_lists_every_column(visitor: Visitor) -> None:
    page = visitor.text("/dictionary/1.10.0")
    assert (
        'id="people.full_name"><a class="quiet" href="/dictionary/1.10.0/people#full_name">' in page
    )
    assert "People &lt;em&gt;" in page
    assert "3 records, 6 columns" in page
    assert visitor.get("/dictionary").headers["location"] == "/dictionary/1.10.0"
    assert "Older version" in visitor.text("/dictionary/1.0.0")
    assert visitor.get("/dictionary/9.9.9").status_code == 404
    assert visitor.get("/dictionary/1.10.0/nope").status_code == 404


def test_the_dictionary_tells_of_a_table(visitor: Visitor) -> None:
    """Meaning, kind of value, how it is written, what empty means, where it points."""
    page = visitor.text("/dictionary/1.10.0/people")
    assert '<h2 id="town">Town <code class="count">town</code></h2>' in page
    assert "<p>Home.</p>" in page
    assert "a whole number; the key of a record: never empty, never twice" in page
    assert '<a href="/dictionary/1.10.0/towns#code">towns.code</a>' in page
    assert "<code>a</code>" in page and "<code>b</code>" in page
    assert "No value is written as an empty cell." in page
    assert "to fit the pattern [a-z]+" in visitor.text("/dictionary/1.10.0/towns")
    streets = visitor.text("/dictionary/1.10.0/stra%C3%9Fe%20und%20platz")
    assert "part of the key of a record, together with nr. %" in streets


def test_definitions_of_values_come_from_the_project(reader: Visitor) -> None:
    assert "the first &lt;kind&gt;</span></dd>" in reader.text("/dictionary/1.10.0/people")
    assert "the first" not in reader.text("/dictionary/1.10.0/towns")


def test_the_method_is_told_from_metadata(visitor: Visitor) -> None:
    page = visitor.text("/method/1.10.0")
    assert "What it is not." in page
    assert "<dt>creator</dt><dd>Ada Lovelace</dd>" in page
    assert "Hearsay" in page and "javascript:" not in page
    assert "This version holds no report of that." in page
    assert "The package names no address to write to." in page
    assert visitor.get("/method").headers["location"] == "/method/1.10.0"
    assert visitor.get("/method/9.9.9").status_code == 404


def test_the_method_shows_sections_and_the_report(
    released: tuple[ServedRelease, ...], tmp_path: Path
) -> None:
    report = {
        "tables": [{"records": 5300}, {"records": 2}],
        "counts": {"cell.formula": 2},
        "not_checked": ["own <rule>"],
        "passages": {"recorded": 7, "checked": 0},
    }
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    newest = released[2]
    files = (*newest.files, replace(newest.files[0], name="report.json", path=path))
    visitor = Visitor(build_app([replace(newest, files=files)]))
    page = visitor.text("/method/1.10.0")
    assert "by hand" in page and "the mayor" not in page
    assert "5,302 in 2 tables" in page
    assert 'as a formula: 2 times <code class="muted">cell.formula</code>' in page
    assert "own &lt;rule&gt;" in page
    assert "7 passages of sources" in page and "none of them" in page
    path.write_text("[]", encoding="utf-8")
    files = (*files[:-1], replace(files[-1], path=path))
    visitor = Visitor(build_app([replace(newest, files=files)]))
    assert "holds no report" in visitor.text("/method/1.10.0")


def test_what_changed_is_told_from_the_releases_own_file(tmp_path: Path) -> None:
    release = replace(publish(tmp_path, descriptor("1.0.0")), days=("2026-03-05",))
    (tmp_path / "CHANGES.md").write_text(
        "# Odd things 1.0.0: since 0.9.0\n\nAll is **new** <i>.\n\n## For readers\n\n- a point\n\n"
        "## Why this version\n\nBecause.\n\n## Records\n\n- Towns (`towns`): 2 records added\n"
        "- `roads`: 1 record removed\n",
        encoding="utf-8",
    )
    (described,) = (each for each in release.files if each.name == "CHANGES.md")
    files = [replace(each) if each is described else each for each in release.files]
    visitor = Visitor(build_app([replace(release, files=tuple(files))]))
    front, landing = visitor.text("/"), visitor.text("/releases/1.0.0/")
    for page in (front, landing):
        assert "All is <strong>new</strong> &lt;i&gt;." in page
        assert "<dt>Towns</dt><dd>2 records added</dd>" in page
        assert "<dt>roads</dt><dd>1 record removed</dd>" in page
        assert "Because." not in page
    assert "a point" not in front
    assert "<h3>For readers</h3>" in landing and "a point" in landing


def test_a_withdrawn_release_names_the_reason_and_what_to_use(
    releases: tuple[ServedRelease, ...],
) -> None:
    marked = [
        replace(each, withdrawn="Sizes were wrong.") if each.version == "1.10.0" else each
        for each in releases
    ]
    page = Visitor(build_app(marked)).text("/releases/1.10.0/")
    assert "Sizes were wrong." in page
    assert 'Use version <a href="/releases/1.9.0/">1.9.0</a> in its place.' in page

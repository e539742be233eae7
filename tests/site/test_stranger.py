"""A package of somebody else's: the pages say what it has, and nothing that it has not."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from pressmark.package.project import read_project
from pressmark.site import build_app
from pressmark.site.served import read_served_releases
from tests.browser import WIDTHS, find_violations, served, window
from tests.packages import field, fields, read, write_package
from tests.site.visitor import Visitor

CLASSES = fields(
    field("school"),
    field("year", "integer"),
    field("class"),
    field("follows_year", "integer"),
    field("follows_class"),
    primaryKey=["school", "year", "class"],
    foreignKeys=[
        {
            "fields": ["school", "follows_year", "follows_class"],
            "reference": {"fields": ["school", "year", "class"]},
        }
    ],
)
CLASS_ROWS = """school,year,class,follows_year,follows_class
s1,2019,"1,a",,
s1,2020,a/b,2019,"1,a"
../x,2020,?#,,
"""
PUPILS = fields(
    field("name"),
    field("school"),
    field("year", "integer"),
    field("class"),
    foreignKeys=[
        {
            "fields": ["school", "year", "class"],
            "reference": {"resource": "classes", "fields": ["school", "year", "class"]},
        }
    ],
)
TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "classes": (
        CLASSES,
        CLASS_ROWS,
    ),
    "pupils": (PUPILS, "name,school,year,class\nAda,s1,2020,a/b\nBo,s1,2020,a/b\n"),
}

CLAIMS = ("ersion 0.0.0", "uestions", "ever changes", "All versions", "What changed in")
PAGES = (
    "/",
    "/releases",
    "/releases/0.0.0/",
    "/dictionary/0.0.0",
    "/dictionary/0.0.0/classes",
    "/method/0.0.0",
    "/small-0-0-0",
    "/small-0-0-0/classes",
    "/small-0-0-0/pupils",
    "/small-0-0-0/pupils/1",
    "/record/0.0.0/classes/s1,2020,a~2Fb",
    "/search?q=ada",
    "/small-0-0-0?sql=select+*+from+pupils",
    "/cite?db=small-0-0-0&sql=select+*+from+pupils",
)


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Visit a package of a name, two tables and no word about itself."""
    folder = tmp_path_factory.mktemp("stranger")
    return visit(write_package(folder, TABLES, version=None))


def visit(descriptor: Path) -> Visitor:
    """Build a package as `pressmark serve` does, and visit its site."""
    report, releases = read_served_releases(read(descriptor), descriptor.parent / "out")
    assert report
    assert report.valid
    return Visitor(build_app(releases))


def test_rows_lead_to_records_whatever_characters_their_keys_have(stranger: Visitor) -> None:
    """A slash, a comma, dots, a question mark."""
    page = stranger.text("/small-0-0-0/classes")
    for key in ("s1,2019,1~2Ca", "s1,2020,a~2Fb", "~2E~2E~2Fx,2020,~3F~23"):
        address = f"/record/0.0.0/classes/{key}"
        assert f'<a href="{address}">' in page
        assert stranger.get(address).status_code == 200


def test_what_is_not_stated_or_published_is_not_claimed(stranger: Visitor) -> None:
    """No version, no questions, no earlier release, nothing that never changes."""
    for address in PAGES:
        page = stranger.text(address)
        for claim in (
            "ersion 0.0.0",
            "uestions",
            "ever changes",
            "All versions",
            "What changed in",
        ):
            assert claim not in page, (claim, address)
    assert "Not published" in stranger.text("/")
    assert "Nothing is published yet" in stranger.text("/releases")
    assert "None" in stranger.text("/method/0.0.0")
    assert stranger.get("/releases/0.0.0/datapackage.json").headers["cache-control"] == "no-cache"


def test_a_table_without_records_says_so_and_not_that_none_fits(tmp_path: Path) -> None:
    tables = {"empty": (fields(field("name")), "name\n")}
    visitor = visit(write_package(tmp_path, tables, version=None))
    assert "This table holds no records. That" in visitor.text("/small-0-0-0/empty")
    assert "Nothing holds “ada”. Try another word" in visitor.text("/search?q=ada")
    assert "Nothing holds all of the words “ada bo”" in visitor.text("/search?q=ada+bo")


def test_rows_without_a_key_are_called_rows(stranger: Visitor) -> None:
    """What numbers them is no column of the table."""
    page = stranger.text("/small-0-0-0/pupils")
    assert '?_sort_desc=pressmark_order" rel="nofollow">Row ▲</a></th>' in page
    assert "order of the file" in page
    assert '<table class="table even rows">' in page  # a number takes less room than a name
    row = stranger.text("/small-0-0-0/pupils/1")
    assert "<h1>Row 1</h1>" in row
    cited = row.partition("none has a citation of its own")[2]
    assert "<blockquote>" in cited and "http://site" not in cited and "sha256:" in cited
    for address in ("/small-0-0-0/pupils", "/small-0-0-0/pupils/1"):
        page = stranger.text(address).partition("What the columns mean")[0]
        assert ">rowid" not in page and ">pressmark_order" not in page


def test_a_record_leads_on_by_several_fields(stranger: Visitor) -> None:
    """Both ways; records without pages of their own are counted."""
    page = stranger.text("/record/0.0.0/classes/s1,2020,a~2Fb")
    assert '<a href="/record/0.0.0/classes/s1,2019,1~2Ca">classes: s1 · 2019 · 1,a</a>' in page
    assert "by school, follows_year, follows_class" in page
    followed = stranger.text("/record/0.0.0/classes/s1,2019,1~2Ca")
    assert '<a href="/record/0.0.0/classes/s1,2020,a~2Fb">' in followed
    assert "All 2 records in the table</a>" in page
    address = "/small-0-0-0/pupils?school__exact=s1&year__exact=2020&class__exact=a%2Fb"
    assert address.replace("&", "&amp;") in page
    assert "2 records" in stranger.text(address)


def test_a_record_is_called_by_a_field_named_like_a_name(tmp_path: Path) -> None:
    """Where the schema says none, as other people's schemas do; never by a part of its key."""
    schema = fields(field("id"), field("Name"), field("of"), primaryKey="id")
    schema["foreignKeys"] = [{"fields": ["of"], "reference": {"fields": ["id"]}}]
    rows = "id,Name,of\na1,Ada,\na2,,a1\n"
    keyed = fields(field("name"), field("size", "integer"), primaryKey="name")
    tables = {"people": (schema, rows), "sizes": (keyed, "name,size\nsmall,1\n")}
    visitor = visit(write_package(tmp_path, tables))
    assert "<h1>Ada</h1>" in visitor.text("/record/1.0.0/people/a1")
    page = visitor.text("/record/1.0.0/people/a2")
    assert "<h1>a2</h1>" in page
    assert '<a href="/record/1.0.0/people/a1">Ada</a>' in page
    assert "<h1>small</h1>" in visitor.text("/record/1.0.0/sizes/small")


def test_whole_numbers_have_no_point(tmp_path: Path) -> None:
    """In a field of numbers, as in the CSV."""
    schema = fields(field("id"), field("size", "number"), primaryKey="id")
    rows = "id,size\na,30\nb,0.5\nc,123456789012345678\n"
    visitor = visit(write_package(tmp_path, {"sizes": (schema, rows)}))
    page = visitor.text("/small-1-0-0/sizes")
    assert "<div>30</div>" in page
    assert "<div>0.5</div>" in page
    assert "<dd>30</dd>" in visitor.text("/record/1.0.0/sizes/a")


def test_rules_that_were_not_run_are_not_counted_as_run(tmp_path: Path) -> None:
    """And what they are for is told without the marks of their fields."""
    headings = "-- table: pupils\n-- key: name\n-- message: {name} is too short\n"
    (tmp_path / "short.sql").write_text(f"{headings}select name from pupils where false")
    path = write_package(tmp_path, TABLES, **{"pressmark:rules": ["short.sql"]})
    for trusted, words in ((True, "1, beside those of the columns"), (False, "1, not run here")):
        _, releases = read_served_releases(
            read_project(path, trust_rules=trusted), tmp_path / "out"
        )
        page = Visitor(build_app(releases)).text("/method/1.0.0")
        assert words in page
        assert "The name is too short" in page


def test_no_page_of_a_strangers_keeps_anyone_out(stranger: Visitor, browser: Browser) -> None:
    """Every page fits; axe-core finds nothing, by turns on a phone and on a desk."""
    with (
        served(stranger.app) as address,
        window(browser, scripts=True, base_url=address) as page,
    ):
        for position, path in enumerate(PAGES):
            page.goto(path)
            for width in WIDTHS if position % 2 else reversed(WIDTHS):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert find_violations(page) == [], path

"""The register's parts of the front page and of the page on its method."""

import html
import re
import sqlite3

import pytest

from pressmark.site import ServedRelease
from pressmark.site.content.answered_section import declared_statuses, parts_of
from pressmark.site.content.section import sections_of
from tests.site.visitor import Visitor


@pytest.fixture(scope="module")
def parts(newest: ServedRelease) -> dict[str, list[dict[str, object]]]:
    """The rows of every part of the front page and of the method, by name."""
    sections = sections_of(newest, newest=True)
    pages = parts_of(newest, sections, declared_statuses(newest, sections))
    return {
        part.section.statement.name: [dict(row) for row in part.rows]
        for page in pages.values()
        for part in page
    }


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("Virginia", "Not known whether it holds"),
        ("Vermont", "Police use halted for now"),
        ("New Orleans, Louisiana", "Police use barred in part"),
        ("Springfield, Massachusetts", "Police use halted for now"),
        ("Portland, Maine", "Police use barred"),
        ("Portland, Oregon", "Police use barred"),
        ("New York", "Other rule: not a bar on police use"),
        ("Massachusetts", "Other rule: not a bar on police use"),
        ("California", "Ended"),
        ("Jackson, Mississippi", "Ended"),
        ("Baltimore, Maryland", "Other rule: not a bar on police use"),
    ],
)
def test_the_map_says_how_a_place_stands(
    parts: dict[str, list[dict[str, object]]], place: str, status: str
) -> None:
    assert [row["status"] for row in parts["front_map"] if row["name"] == place] == [status]


def test_the_map_holds_every_place_with_a_rule_once(
    parts: dict[str, list[dict[str, object]]], database: sqlite3.Connection
) -> None:
    rows = database.execute(
        "select distinct jurisdiction_place_id from instruments"
        " where instrument_type <> 'corporate_policy'"
    )
    places = [row["record_key"] for row in parts["front_map"]]
    assert sorted(map(str, places)) == sorted(row[0] for row in rows)
    assert all(str(row["words"]).endswith(".") for row in parts["front_map"])


def test_what_is_shown_as_barred_says_how_old_that_is(
    parts: dict[str, list[dict[str, object]]],
) -> None:
    for row in parts["front_map"]:
        if str(row["status"]).startswith(("Police", "Other")):
            words = str(row["words"])
            assert re.search(
                "Nothing later than 20|No source speaks for a later day|sources disagree", words
            )


def test_a_place_without_coordinates_is_named_below_the_map(
    newest: ServedRelease, database: sqlite3.Connection
) -> None:
    chart = newest.charts["front_map"]
    assert chart.problem is None
    without = database.execute("select name from places where latitude is null").fetchall()
    assert "King County, WA" in chart.left_out
    assert all(name.startswith(tuple(row["name"] for row in without)) for name in chart.left_out)
    assert newest.charts["front_timeline"].left_out == ()


def test_places_that_crowd_are_enlarged(newest: ServedRelease) -> None:
    titles = [each.picture.title for each in newest.charts["front_map"].of_form("inset")]
    assert titles == [
        "A, enlarged: Alameda, CA, Berkeley, CA, Oakland, CA, San Francisco, CA, Santa Cruz, CA",
        (
            "B, enlarged: Hamden, CT, Teaneck, NJ, Easthampton, MA, Northampton, MA, Boston, MA,"
            " Brookline, MA, Cambridge, MA, Somerville, MA, Worcester, MA, Springfield, MA,"
            " New York City, NY"
        ),
    ]


def test_the_wide_map_names_every_place(newest: ServedRelease) -> None:
    """No label was left out for want of room."""
    chart = newest.charts["front_map"]
    (whole,) = chart.of_form("wide")
    drawn = whole.svg + "".join(each.svg for each in chart.of_form("inset"))
    for label in ("Portland, ME", "Portland, OR", "Massachusetts", "Boston, MA", "Virginia"):
        assert f">{label}</text>" in drawn, label
    assert len(re.findall("</text>", drawn)) == 47


def test_the_narrow_map_names_only_beside_the_mark(newest: ServedRelease) -> None:
    """A line across small states would look like a border; the table names every place."""
    (whole,) = newest.charts["front_map"].of_form("narrow")
    assert "<line" not in whole.svg
    for label in ("Vermont", "Minneapolis, MN", r"A \(\d+\)", r"B \(\d+\)"):
        assert re.search(f">{label}</text>", whole.svg), label


def test_the_front_page_counts_and_links(visitor: Visitor) -> None:
    page = visitor.text("/")
    for words in ("places recorded", "What companies said", "Where sources disagree"):
        assert words in page
    for word in ("Portland", "Amazon", "Virginia"):
        assert f'href="/search?q={word}"' in page
    assert re.search(r'href="/record/[^/]+/places/us-va">Virginia</a>', page)
    assert re.search(r'<a href="/record/[^/]+/events/event-007">Amazon extends', page)
    assert "not looked for" in page
    assert html.escape("does not mean “none”") in page


def test_the_first_release_has_a_method_too(visitor: Visitor) -> None:
    """Its tables answer what they can; what they lack is left out."""
    page = visitor.text("/method/1.0.0")
    assert "Sources by kind" in page and "What was looked for" not in page
    page = visitor.text("/method/2.0.0")
    assert "Sources by kind" in page and "What was looked for" in page and "Read in full" in page

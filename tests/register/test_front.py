"""The register's parts of the front page and of the page on its method."""

import html
import re
import sqlite3

import pytest

from pressmark.site import ServedRelease
from pressmark.site.charts import Map
from pressmark.site.content.answered_section import (
    AnsweredSection,
    answer_parts,
    read_declared_statuses,
)
from pressmark.site.content.charts_of_sections import Chart
from pressmark.site.content.tried_sections import list_sections
from tests.site.visitor import Visitor


def drawn_parts(release: ServedRelease) -> dict[str, AnsweredSection]:
    """Answer every part of the front page and of the method, by name."""
    sections = list_sections(release, newest=False)
    pages = answer_parts(release, sections, read_declared_statuses(release, sections))
    return {part.section.name: part for page in pages.values() for part in page}


@pytest.fixture(scope="module")
def drawn(newest: ServedRelease) -> dict[str, AnsweredSection]:
    """The parts of the release that is being made."""
    return drawn_parts(newest)


@pytest.fixture(scope="module")
def parts(drawn: dict[str, AnsweredSection]) -> dict[str, list[dict[str, object]]]:
    """Their rows."""
    return {name: [dict(row) for row in part.rows] for name, part in drawn.items()}


@pytest.fixture(scope="module")
def charts(drawn: dict[str, AnsweredSection]) -> dict[str, Chart]:
    """Their charts."""
    return {name: part.chart for name, part in drawn.items() if part.chart}


def on(rows: list[dict[str, object]], place: str) -> list[dict[str, object]]:
    """Give the rows of a place on the map or in the lanes."""
    return [row for row in rows if place in (row.get("name"), row.get("lane"))]


def test_the_map_says_of_each_place_what_the_one_table_says(
    parts: dict[str, list[dict[str, object]]], database: sqlite3.Connection, newest: ServedRelease
) -> None:
    """Status and sentence of the day of the version; a place without a rule is not on it."""
    day = newest.package.descriptor.created
    told = database.execute(
        "select place_id, place_status, sentence from place_statuses"
        " where coalesce(since, '') <= :day and (until is null or until > :day)"
        " and place_status <> 'none_recorded'",
        {"day": str(day)[:10]},
    )
    shown = {(row["record_key"], row["status"], row["words"]) for row in parts["front_map"]}
    assert shown == {tuple(row) for row in told}
    assert len(shown) == len(parts["front_map"])


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("Virginia", "disputed"),
        ("Portland, Maine", "barred"),
        ("Portland, Oregon", "barred"),
        ("California", "ended"),
        ("Jackson, Mississippi", "ended"),
        ("Springfield, Massachusetts", "halted"),
        ("New York", "others_only"),
    ],
)
def test_the_map_says_how_a_place_stands(
    parts: dict[str, list[dict[str, object]]], place: str, status: str
) -> None:
    assert [row["status"] for row in on(parts["front_map"], place)] == [status]


def test_lanes_tell_the_same_as_the_map_for_the_day_of_the_version(
    parts: dict[str, list[dict[str, object]]],
) -> None:
    for row in parts["front_map"]:
        last = on(parts["front_timeline"], str(row["name"]))[-1]
        assert (last["status"], last["words"], last["until"]) == (row["status"], row["words"], None)


def test_a_lane_is_cut_where_the_status_changes_and_nowhere_else(
    parts: dict[str, list[dict[str, object]]],
) -> None:
    rows = on(parts["front_timeline"], "Portland, Maine")
    assert [(row["status"], row["since"], row["until"], row["confirmed"]) for row in rows] == [
        ("not_yet_in_force", "2020-08-03", "2020-09-02", None),
        ("barred", "2020-09-02", None, "2021-05-18"),
    ]


def test_a_place_without_coordinates_is_named_below_the_map(
    charts: dict[str, Chart], database: sqlite3.Connection
) -> None:
    without = [
        row["name"] for row in database.execute("select name from places where latitude is null")
    ]
    chart = charts["front_map"]
    assert "King County, WA" in chart.left_out
    assert all(each.rpartition(", ")[0] in without for each in chart.left_out)
    assert charts["front_timeline"].left_out == ()


def test_the_map_of_a_desk_names_every_place(charts: dict[str, Chart]) -> None:
    """No label was left out for want of room, and the layers are states and others."""
    chart = charts["front_map"]
    assert isinstance(chart, Map)
    assert chart.layers == ("States", "Cities and counties")
    for label in ("Portland, ME", "Portland, OR", "Massachusetts", "Boston, MA", "Virginia"):
        assert f">{label}</text>" in chart.wide, label
    assert chart.wide.count("</text>") == chart.wide.count("<title>") + len(("Alaska", "Hawaii"))
    assert "</text>" not in chart.narrow
    assert chart.wide.count("<title>") == chart.narrow.count("<title>")


def test_the_older_release_keeps_its_map(published: tuple[ServedRelease, ...]) -> None:
    """It has no table of statuses, and its map is drawn from its rules, in the same marks."""
    release = next(each for each in published if each.version == "2.0.0")
    drawn = drawn_parts(release)
    assert "front_map" not in drawn
    chart = drawn["front_map_as_stated"].chart
    assert isinstance(chart, Map) and "Vermont" in chart.wide


def test_pictures_of_the_register_are_sent(visitor: Visitor) -> None:
    for name in ("front_map", "front_timeline"):
        for ending in (".svg", ".csv", ".png"):
            assert visitor.get(f"/picture/3.0.0/{name}{ending}").status_code == 200
        assert visitor.get(f"/embed/3.0.0/{name}").status_code == 200
    assert visitor.get("/share/3.0.0/places/us-me-portland.png").status_code == 200
    page = visitor.text("/record/3.0.0/places/us-me-portland")
    assert 'class="lane"' in page


def test_the_front_page_is_light(visitor: Visitor) -> None:
    """With stylesheet and fonts at most 80 kB are sent, in three requests and the icon."""
    page = visitor.get("/", accept_encoding="gzip")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
    sent = [page, *(visitor.get(each, accept_encoding="gzip") for each in sheets)]
    assert len(sent) <= 3
    assert sum(int(each.headers["content-length"]) for each in sent) <= 80_000


def test_the_front_page_counts_and_links(visitor: Visitor) -> None:
    page = visitor.text("/")
    for words in ("places recorded", "What companies said", "Where sources disagree"):
        assert words in page
    for word in ("Portland", "Amazon", "Virginia"):
        assert f'href="/search?q={word}"' in page
    assert re.search(r'href="/record/[^/]+/places/us-va">Virginia</a>', page)
    assert "not looked for" in page
    assert html.escape("does not mean “none”") in page


def test_the_first_release_has_a_method_too(visitor: Visitor) -> None:
    """Its tables answer what they can; what they lack is left out."""
    page = visitor.text("/method/1.0.0")
    assert "Sources by kind" in page and "What was looked for" not in page
    page = visitor.text("/method/2.0.0")
    assert "Sources by kind" in page and "What was looked for" in page and "Read in full" in page

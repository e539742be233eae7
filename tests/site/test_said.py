"""What stands beside and below an answer: where it is, and what each source says."""

import json
from dataclasses import replace

import pytest

from pressmark.errors import ProjectError
from pressmark.package.statement import Statement
from pressmark.site import ServedRelease, build_app
from pressmark.site.charts import MARKS, MapRow, draw_locator
from tests.site.test_answer_first import ANSWER, HOSTILE, SOURCES, STATUSES, TOWN, section, words
from tests.site.visitor import Visitor

SQUARE = [[0.0, 0.0], [0.0, 2.0], [4.0, 2.0], [4.0, 0.0], [0.0, 0.0]]
ISLET = [[5.0, 0.0], [5.0, 0.001], [5.001, 0.001], [5.0, 0.0]]
LAND = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "north",
                "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE], [ISLET]]},
            }
        ],
    }
)
SAID = section(
    "said",
    "-- page: record towns\n-- shape: said",
    "select 'herald' as source, column1 as words from (values"
    " ('It opened on 2020-05-06'), ('"
    + HOSTILE.replace("'", "''")
    + "'), ('It opened on 2020-05-06'),"
    " ('third'), ('fourth'), (null)) where :key = 'ber'",
)
WHERE = section(
    "where",
    "-- page: record towns\n-- shape: locator\n-- shapes: land.json",
    "select name as label, 'open' as status, 'north' as area, 1 as latitude, 2 as longitude"
    " from towns where code = :key",
)


def visit(releases: tuple[ServedRelease, ...], *pages: Statement, land: str = LAND) -> Visitor:
    """Visit a site of the newest release with some sections and a file of shapes."""
    newest = next(each for each in releases if each.version == "1.10.0")
    shown = replace(newest, pages=pages, shapes=(("land.json", land),))
    return Visitor(build_app([shown]))


def test_a_source_says_what_it_says_on_this_record(releases: tuple[ServedRelease, ...]) -> None:
    """Each once, the first three, dates in words, escaped; another source says nothing."""
    page = visit(releases, STATUSES, SOURCES, ANSWER, SAID).text(TOWN)
    assert "<script>alert(1)" not in page
    said = words(page[page.index('<ol class="sources">') :])
    assert f"Says: It opened on 6 May 2020. {HOSTILE}. third. And 1 more." in said
    assert said.count("Says:") == 1


def test_where_a_place_is_stands_beside_its_answer(releases: tuple[ServedRelease, ...]) -> None:
    """As a picture with a name, and not among the sections."""
    page = visit(releases, STATUSES, SOURCES, ANSWER, WHERE).text(TOWN)
    band = page[page.index('class="band"') : page.index("<footer")]
    assert 'aria-label="Where it is: Berlin"' in band[: band.index("with-side", band.index("<h1"))]
    assert "The where" not in page
    nowhere = section("where", "-- page: record towns\n-- shape: locator\n-- shapes: land.json",
                      "select '' as label, 'open' as status, 'south' as area")  # fmt: skip
    assert 'class="locator"' not in visit(releases, STATUSES, ANSWER, nowhere).text(TOWN)


def test_an_area_is_drawn_filled_or_with_a_mark() -> None:
    """In the room that there is; an island too small to be seen is left out."""
    filled = draw_locator(LAND, "", MapRow("North", MARKS[0], "", area="north"))
    marked = draw_locator(
        LAND, "", MapRow("N", MARKS[0], "", area="north", latitude=1, longitude=2)
    )
    assert filled and marked
    assert f'class="shaded {MARKS[0].name}"' in filled and "fill-land" not in filled
    assert 'class="fill-land"' in marked and 'class="halo"' in marked
    assert filled.count("M") == 1
    assert draw_locator(LAND, "", MapRow("South", MARKS[0], "", area="south")) is None
    assert draw_locator(LAND, "", MapRow("Nowhere", MARKS[0], "")) is None


@pytest.mark.parametrize("shape", ["locator", "said"])
def test_what_is_of_a_record_stands_on_no_other_page(
    releases: tuple[ServedRelease, ...], shape: str
) -> None:
    wrongly = section("wrong", f"-- page: front\n-- shape: {shape}", "select 1 as words")
    with pytest.raises(ProjectError, match="stands on no such page"):
        visit(releases, wrongly)


@pytest.mark.parametrize(
    ("headings", "land", "wrong"),
    [
        ("", LAND, "names no file of areas"),
        ("-- shapes: land.json", "{}", "land.json cannot be drawn"),
        ("-- shapes: land.json\n-- area: name", LAND, "no area has a property 'name'"),
    ],
)
def test_a_locator_without_areas_stops_the_start(
    releases: tuple[ServedRelease, ...], headings: str, land: str, wrong: str
) -> None:
    select = "select '' as label, 'open' as status, 'north' as area where :key = 1"
    wrongly = section("where", f"-- page: record towns\n-- shape: locator\n{headings}", select)
    with pytest.raises(ProjectError, match=wrong):
        visit(releases, STATUSES, wrongly, land=land)


def test_a_hit_without_an_answer_is_told_by_its_summary(
    releases: tuple[ServedRelease, ...],
) -> None:
    """Also one of a table in which others are answered; its date stands below, in words."""
    summary = section(
        "summary",
        "-- page: record towns, straße und platz\n-- shape: summary",
        "select 'About ' || :key || '.' as words, '2020-05-06' as date",
    )
    other = section(
        "other",
        "-- page: record towns\n-- shape: answer",
        "select 'Never said' as sentence, 'open' as status where :key = 'nobody'",
    )
    page = visit(releases, STATUSES, summary, other).text("/search?q=berlin")
    assert "<p>About ber.</p>" in page and "<p>About ber,1.</p>" in page
    assert '<p class="small">6 May 2020</p>' in page
    assert "Never said" not in page


def test_a_section_of_a_release_compares_it_with_the_one_before(
    releases: tuple[ServedRelease, ...],
) -> None:
    """The first version has none before it, and shows no such section."""
    compared = section(
        "compared",
        "-- page: release\n-- shape: table",
        "select (select count(*) from towns) as now, count(*) as before from earlier.towns",
    )
    site = Visitor(build_app([replace(each, pages=(compared,)) for each in releases]))
    ordered = sorted(releases, key=lambda each: [int(part) for part in each.version.split(".")])
    assert "The compared" in words(site.text(ordered[-1].landing))
    assert "The compared" not in words(site.text(ordered[0].landing))

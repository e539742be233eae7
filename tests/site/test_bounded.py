"""Sections whose SQL answers thousands of rows: the page stays small, and says what it left out."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from pressmark.site import ServedRelease
from pressmark.site.content.answered_section import AnsweredSection, add_chart, limit_parts
from pressmark.site.content.bounded import OF_A_PAGE, keep_what_fits, share_room, weigh_rows
from pressmark.site.content.charts_of_sections import list_legend
from pressmark.site.content.footnotes import Footnotes, name_cited, number_sources, shorten_value
from pressmark.site.content.section import read_section
from pressmark.site.content.shape import OF_RECORDS, OF_THE_SITE, SHAPES
from pressmark.site.content.statuses import Status
from pressmark.site.site import Site
from pressmark.site.writing import PARTS, PICTURES
from tests.site.test_answer_first import FRONT, STATUSES, section, site_with
from tests.site.visitor import Visitor

MANY = 10_000
MOST = 70_000
"""Bytes of a part, so that its page has at most 80,000."""
UNDRAWN = ("examples", "definitions", *OF_RECORDS, *OF_THE_SITE)
VALUES: Mapping[str, Any] = {
    "status": "open", "number": 7, "latitude": 1, "longitude": 2, "since": "2020-01-01",
    "until": None, "bears": "for", "stance": "supports", "date": "2020-05-06", "source": "herald",
    "record_table": "towns", "record_key": "ber",
}  # fmt: skip
DRAWN = (
    '{% import "_sections.html" as sections with context %}'
    '{{ sections.draw(release, part, "towns", notes) }}{{ sections.unshown(part, "/all", "CSV") }}'
)
TABLES = (
    '{% import "_front.html" as front with context %}{{ front.draw(release, part, "h2", false) }}'
)


def answered(shape: str, rows: int = MANY, text: str = "some <words> & more") -> AnsweredSection:
    """Answer a section of a shape with so many rows, each with all of the shape's columns."""
    columns = {*SHAPES[shape], "source", "record_table", "record_key", "words"}
    row = {each: VALUES.get(each, text) for each in sorted(columns)}
    found = [{**row, **({"lane": n} if shape == "lanes" else {})} for n in range(rows)]
    page = "record towns" if shape in ("evidence", "status") else "front"
    headings = f"-- page: {page}\n-- shape: {shape}"
    return AnsweredSection(read_section(section(shape, headings, "select 1")), found)


@pytest.fixture(scope="module")
def site(releases: tuple[ServedRelease, ...]) -> Site:
    """What pages are made of."""
    reader = site_with(releases, STATUSES)
    found = reader.app.routes[0].endpoint.args[0]  # type: ignore[attr-defined]
    assert isinstance(found, Site)
    return found


def drawn(site: Site, template: str, part: AnsweredSection) -> str:
    """Draw a part of a page."""
    page = site.datasette.jinja_env.from_string(template)
    words = {**PARTS, **PICTURES, "release": site.latest, "part": part, "notes": Footnotes({})}
    rendered = page.render_async(**words, footnotes=Footnotes({}), passages={})
    return str(asyncio.run(rendered))


@pytest.mark.parametrize("shape", [each for each in SHAPES if each not in (*UNDRAWN, "map")])
def test_a_shape_is_bounded_and_says_where_the_rest_is(site: Site, shape: str) -> None:
    part = answered(shape)
    if shape == "lanes":
        part = add_chart(site.latest, part.section, part.rows, {}, "2026-03-04")
    (shown,) = limit_parts([part])
    assert 0 < len(shown.rows) < MANY == len(shown.whole)
    for template in (DRAWN, TABLES) if shape == "lanes" else (DRAWN,):
        page = drawn(site, template, shown)
        assert 5_000 < len(page.encode()) < MOST
    assert f"{shown.left_out:,} more rows of “The {shape}” have no room on this page." in page
    assert f">All {MANY:,} as CSV</a>" in page


@pytest.mark.parametrize("shape", [each for each in SHAPES if each not in UNDRAWN])
def test_what_is_short_is_shown_whole(shape: str) -> None:
    part = answered(shape, 20)
    assert limit_parts([part]) == (part,)


@pytest.mark.parametrize("shape", ["summary", "answer", "table", "list"])
def test_a_row_that_is_too_long_alone_is_left_out_and_said(site: Site, shape: str) -> None:
    (shown,) = limit_parts([answered(shape, 1, "x" * 200_000)])
    assert not shown.rows and shown.left_out == 1
    assert "1 more row of" in drawn(site, DRAWN, shown)


def test_a_map_counts_what_it_does_not_draw(site: Site) -> None:
    part = answered("map")
    part = add_chart(site.latest, part.section, part.rows, {}, "")
    assert part.undrawn > 0 and part.chart is not None
    page = drawn(site, TABLES, *limit_parts([part]))
    assert f"{part.undrawn:,} more have no room here; all of them stand in the CSV." in page


def test_sections_share_the_room_of_their_page() -> None:
    assert share_room([]) == share_room([10, 20]) == OF_A_PAGE
    assert share_room([10, OF_A_PAGE, OF_A_PAGE]) == (OF_A_PAGE - 10) // 2
    parts = limit_parts(
        [answered(shape) for shape in ("events", "list", "strip", "table", "summary")]
    )
    assert sum(weigh_rows(each.section.shape, each.rows) for each in parts) <= OF_A_PAGE
    assert all(each.rows for each in parts)


def test_a_list_keeps_the_first_of_each_status_and_counts_all(site: Site) -> None:
    rows = [{"label": f"a{n}", "status": "open" if n < MANY - 5 else "shut"} for n in range(MANY)]
    part = AnsweredSection(answered("list", 0).section, rows)
    (shown,) = limit_parts([part])
    assert [each for each in shown.rows if each["status"] == "shut"] == rows[-5:]
    assert shown.rows[:3] == rows[:3]
    assert '<span class="count">9,995</span>' in drawn(site, DRAWN, shown)


def test_evidence_in_dispute_is_kept_and_all_is_counted(site: Site) -> None:
    part = answered("evidence")
    rows = [*part.rows, {**part.rows[0], "field": "size", "bears": "against"}]
    (shown,) = limit_parts([AnsweredSection(part.section, rows)])
    assert rows[-1] in shown.rows
    assert f"{MANY + 1:,} pieces of evidence" in drawn(site, DRAWN, shown)


def test_footnotes_are_those_of_the_rows_shown() -> None:
    rows = [{"sentence": "x", "date": "2020", "source": f"s{n}"} for n in range(MANY)]
    (shown,) = limit_parts([AnsweredSection(answered("events", 0).section, rows)])
    keys = name_cited([("events", shown.rows)])
    assert len(keys) == len(shown.rows) < 200
    assert not keep_what_fits(
        "events", [{"source": ",".join(f"s{n}" for n in range(MANY))}], 48_000
    )
    note = number_sources(["a"], [{"key": "a", "title": "t" * 9_000, "year": 2020}]).notes["a"]
    assert len(str(note.told["title"])) <= 600 and note.told["year"] == 2020
    assert shorten_value(None) is None


def test_a_legend_names_the_first_of_many_statuses() -> None:
    rows = [{"status": f"s{n}"} for n in range(MANY)]
    statuses = {f"s{n}": Status(f"Status {n}", "cond") for n in range(MANY)}
    ((_, said),) = list_legend(rows, statuses)
    assert said.startswith("Status 0 · Status 1") and said.endswith("and 9,988 more")


def test_the_front_page_leads_to_all_rows(releases: tuple[ServedRelease, ...]) -> None:
    """Their CSV is that of any section, drawn or not; a name box suggests all names or none."""
    many = (
        f"with recursive n(i) as (select 1 union all select i + 1 from n where i < {MANY})"
        " select 'Town ' || i as label, 'open' as status, 'towns' as record_table,"
        " 'ber' as record_key from n"
    )
    listed = section("list", "-- page: front\n-- shape: list\n-- find: Find a town", many)
    reader: Visitor = site_with(releases, STATUSES, listed, FRONT[2])
    page = reader.text("/")
    assert 'href="/picture/1.10.0/list.csv">All 10,000 as CSV</a>' in page
    assert len(page.encode()) < 80_000
    assert "<h2>Find a town</h2>" in page and "<datalist" not in page
    assert reader.text("/picture/1.10.0/list.csv").count("\n") == MANY + 1
    assert reader.get("/picture/1.10.0/list.svg").status_code == 404

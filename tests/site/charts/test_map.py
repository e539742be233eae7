"""A map of places: each mark a link with its sentence, no words over others."""

import re
from itertools import combinations

import pytest

from pressmark.site.charts import Map, MapRow, choose_marks_in_turn, draw_map, find_mark, read_land
from pressmark.site.charts.marks import BY_NAME, MARKS
from pressmark.site.charts.placement import (
    LEADING,
    LETTER,
    Box,
    Spot,
    lay_out,
    push_apart,
    stack_blocks,
)
from tests.site.charts.drawings import SVG, TWO, elements
from tests.site.charts.test_land import STATES

BARRED, ENDED = BY_NAME["barred"], BY_NAME["ended"]
HOSTILE = '<script>alert("x")</script> & \x01'
ROWS = [
    MapRow("A", BARRED, HOSTILE, "/record/a?x=1&y=<2>", area="a", layer="Areas"),
    MapRow(HOSTILE, ENDED, "Ended.", "/record/t", latitude=51, longitude=13, layer="Towns"),
    MapRow("Not there", ENDED, "x", area="zz"),
    MapRow("Paris", ENDED, "x", latitude=2.35, longitude=48.85),
    MapRow("Without", ENDED, "x"),
    MapRow("No page", ENDED, "Quiet.", latitude=50.5, longitude=10.5, layer="Towns"),
]


@pytest.fixture(scope="module")
def drawn() -> Map:
    """Draw the places."""
    found = draw_map("where", "Where <it> is", ROWS, read_land(TWO, "", ""))
    assert found is not None
    return found


def test_each_mark_is_a_link_with_its_sentence(drawn: Map) -> None:
    for svg in (drawn.wide, drawn.narrow):
        links = elements(svg, "a")
        assert [each.get("href") for each in links] == ["/record/a?x=1&y=<2>", "/record/t"]
        titles = [each.findtext(f"{SVG}title") for each in links]
        assert titles[0] == 'A: <script>alert("x")</script> & \ufffd'
        assert "<script" not in svg and "style=" not in svg
        assert len(elements(svg, "circle")) >= 3


def test_what_the_map_does_not_show_is_named(drawn: Map) -> None:
    assert drawn.left_out == ("Not there", "Paris", "Without")


def test_an_area_is_filled_in_the_color_of_its_mark(drawn: Map) -> None:
    (shaded,) = [each for each in elements(drawn.wide, "path") if "shaded" in each.get("class", "")]
    assert shaded.get("class") == "shaded barred"
    uses = [each.get("href") for each in elements(drawn.narrow, "use")]
    assert uses == ["#where-land", "#where-land-0"]
    assert all(f'id="{use[1:]}"' in drawn.wide for use in uses if use)


def test_layers_can_be_looked_at_alone(drawn: Map) -> None:
    assert drawn.layers == ("Areas", "Towns")
    assert [each.get("class") for each in elements(drawn.wide, "a")] == ["layer-1", "layer-2"]
    one = draw_map("where", "W", [row for row in ROWS if row.layer == "Towns"], None)
    assert one is not None and one.layers == ()


def test_without_land_places_stand_as_they_lie() -> None:
    found = draw_map("where", "W", ROWS, None)
    assert found is not None and found.left_out == ("A", "Not there", "Without")
    assert "fill-land" not in found.wide
    assert draw_map("where", "W", [ROWS[0], ROWS[4]], None) is None
    alone = draw_map("where", "W", [ROWS[1]], None)
    assert alone is not None and len(elements(alone.wide, "a")) == 1


def box_of(text: object) -> Box:
    """Give the box of a text of a drawing."""
    get = text.get  # type: ignore[attr-defined]
    x, y, letters = float(get("x")), float(get("y")), 15
    wide = len(text.text) * letters * LETTER * 0.8  # type: ignore[attr-defined]
    left = {"end": x - wide, "middle": x - wide / 2, None: x}[get("text-anchor")]
    return Box(left, y - letters * 0.6, left + wide, y + letters * 0.1)


def sixty() -> list[MapRow]:
    """Sixty places: half of them crowd in three cities, the others are spread."""
    crowds = [(42.4, -71.1), (37.8, -122.3), (41.9, -87.7)]
    rows = [
        MapRow(
            f"Town {n}, MA", MARKS[n % 7], "x", f"/t/{n}",
            latitude=crowds[n % 3][0] + n / 200, longitude=crowds[n % 3][1] - n / 300,
        )
        for n in range(36)
    ]  # fmt: skip
    return rows + [
        MapRow(f"Place {n}", MARKS[n % 7], "x", f"/p/{n}", latitude=31 + n % 5 * 3.3,
               longitude=-118 + n * 1.7)
        for n in range(24)
    ]  # fmt: skip


def test_sixty_places_are_named_and_no_words_lie_on_others() -> None:
    land = read_land(STATES.read_text("utf-8"), "", "albers-usa")
    found = draw_map("us", "Sixty", sixty(), land)
    assert found is not None and found.left_out == ()
    texts = [
        each for each in elements(found.wide, "text") if "fill-quiet" not in each.get("class", "")
    ]
    assert len(texts) >= 54
    left, top, wide, high = found.box
    boxes = [box_of(each) for each in texts]
    assert not [1 for one, other in combinations(boxes, 2) if one.meets(other)]
    assert all(Box(left, top, left + wide, top + high).holds(each) for each in boxes)
    assert len(elements(found.wide, "a")) == len(elements(found.narrow, "a")) == 60
    assert len(found.wide) < 60_000


def test_marks_of_a_phone_are_pushed_apart() -> None:
    spots = [Spot("", (100 + n % 3, 100), 20) for n in range(12)]
    at = push_apart(spots, 400, 300)
    near = [1 for (a, b), (c, d) in combinations(at, 2) if (a - c) ** 2 + (b - d) ** 2 < 19**2]
    assert not near
    assert all(10 <= x <= 390 and 10 <= y <= 290 for x, y in at)


def test_words_for_which_there_is_no_room_are_left_out_and_the_mark_stays() -> None:
    spots = [Spot(f"Town {n}", (50, 50 + n / 10), 13) for n in range(40)]
    layout = lay_out(spots, 200, 100, 12)
    named = [each for each in layout.shown if each.side is not None]
    assert len(layout.shown) == 40 and len(named) <= 100 / (12 * LEADING)
    assert all(each.mark == each.spot.at for each in layout.shown if each.side is None)


def test_blocks_are_stacked_near_their_middles_within_their_room() -> None:
    assert stack_blocks([50, 50], [10, 10], 100) == [40, 50]
    assert stack_blocks([2, 98], [10, 10], 100) == [0, 90]
    assert stack_blocks([50, 51, 52], [40, 40, 20], 100) == [0, 40, 80]


def test_marks_are_seven_and_known_by_name() -> None:
    assert [each.name for each in MARKS] == [
        "barred",
        "excp",
        "cond",
        "halt",
        "ended",
        "disp",
        "none",
    ]
    assert find_mark("halt") is BY_NAME["halt"]
    with pytest.raises(ValueError, match=r"no mark 'bared'; did you mean barred\?"):
        find_mark("bared")
    turns = choose_marks_in_turn([*"abcdefgh", "a"])
    assert len(turns) == 8 and turns["h"] is turns["a"]


@pytest.mark.search
def test_a_map_has_no_more_places_than_can_be_seen() -> None:
    many = [MapRow(f"T{n}", BARRED, "x", latitude=n / 100, longitude=n / 90) for n in range(500)]
    found = draw_map("m", "Many", many, None)
    assert found is not None and len(re.findall("<title>", found.narrow)) == 400

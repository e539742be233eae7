"""Statuses over time: bars in per cent, solid, hatched or outlined, each with its sentence."""

import datetime

import pytest

from pressmark.site.charts import LaneRow, Timeline, lay_out_lanes
from pressmark.site.charts.days import read_days
from pressmark.site.charts.marks import BY_NAME
from tests.site.charts.drawings import SVG, elements

BARRED, ENDED = BY_NAME["barred"], BY_NAME["ended"]
TODAY = datetime.date(2026, 11, 28)
ROWS = [
    LaneRow("A <town>", "2020-09-02", "2021-10-01", BARRED, "Barred & <so>.", "2021-05-18", "/a"),
    LaneRow("A <town>", "2021-10-01", "", ENDED, "Ended.", "", "/a", "since 2021"),
    LaneRow("Another", "2026-12-31", "", BARRED, "Foretold."),
    LaneRow("Another", "", "2019", ENDED, "Long ago."),
    LaneRow("Another", "2024", "2025-06", BARRED, "Adopted.", is_outlined=True),
    LaneRow("Odd", "sometime", "", BARRED, "When?"),
    LaneRow("Odd", "2022", "2020", BARRED, "Backwards."),
]


@pytest.fixture(scope="module")
def drawn() -> Timeline:
    """Lay the periods out."""
    found = lay_out_lanes(ROWS, TODAY)
    assert found is not None
    return found


def test_a_period_is_cut_where_a_source_last_spoke(drawn: Timeline) -> None:
    first, second = drawn.lanes[0].periods
    assert [each.certainty for each in first.bars] == ["solid", "hatched"]
    assert first.bars[0].start + first.bars[0].width == pytest.approx(first.bars[1].start)
    assert [each.certainty for each in second.bars] == ["hatched"]
    assert second.bars[0].start + second.bars[0].width == pytest.approx(drawn.today)
    assert drawn.certainties == ("solid", "hatched", "outlined")


def test_what_is_adopted_or_still_to_come_is_outlined(drawn: Timeline) -> None:
    foretold, past, adopted = drawn.lanes[1].periods
    assert [each.certainty for each in foretold.bars] == ["outlined"]
    assert [each.certainty for each in adopted.bars] == ["outlined"]
    assert past.bars[0].start == 0
    assert foretold.bars[0].start > drawn.today


def test_what_has_no_days_is_left_out_by_name(drawn: Timeline) -> None:
    assert drawn.left_out == ("Odd: When?", "Odd: Backwards.")
    assert lay_out_lanes(ROWS[5:], TODAY) is None


def test_a_lane_is_drawn_without_a_size(drawn: Timeline) -> None:
    """So its letters and its height stay, whatever the width; each bar is a link."""
    svg = drawn.drawn(drawn.lanes[0])
    assert "viewBox" not in svg and "style=" not in svg
    links = elements(svg, "a")
    assert [each.findtext(f"{SVG}title") for each in links] == [
        "A <town>: Barred & <so>.", "A <town>: Ended.",
    ]  # fmt: skip
    assert all(str(each.get("width")).endswith("%") for each in elements(svg, "rect"))
    assert {each.get("height") for each in elements(svg, "rect")} == {"14"}
    assert 'id="hatched-barred"' in drawn.patterns
    assert drawn.lanes[0].note == "since 2021"
    assert "<g" in drawn.drawn(drawn.lanes[1]) and "<a" not in drawn.drawn(drawn.lanes[1])


def test_the_axis_names_some_years_and_today(drawn: Timeline) -> None:
    texts = [each.text for each in elements(drawn.axis, "text")]
    assert texts[0] == "2019" and texts[-1] == "today"
    assert "2027" not in texts
    ages = lay_out_lanes([LaneRow("Old", "1215-06-15", "", BARRED, "x")], TODAY)
    assert ages is not None and 2 <= len(ages.years) <= 9
    new = lay_out_lanes([LaneRow("New", "2026-11-28", "", BARRED, "x")], TODAY)
    assert new is not None and new.lanes[0].periods[0].bars


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2021", ("2021-01-01", "2021-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2021-05-10~", ("2021-05-10", "2021-05-10")),
        ("2021-05-10/2021-06", ("2021-05-10", "2021-06-30")),
        ("../2021", None),
        ("2021-13", None),
        ("2021/2022/2023", None),
        ("<b>", None),
    ],
)
def test_dates_are_read_as_they_are_written(written: str, days: tuple[str, str] | None) -> None:
    found = read_days(written)
    assert (None if found is None else tuple(map(str, found))) == days

"""Pictures that stand alone: nothing is lost in silence, none is larger than it may be."""

import datetime

import pytest

from pressmark.site.charts import (
    DrawingError,
    Drawn,
    LaneRow,
    Share,
    Told,
    draw_picture,
    draw_png,
    draw_share,
    lay_out_lanes,
    read_land,
)
from pressmark.site.charts.marks import BY_NAME
from pressmark.site.charts.picture import MOST_LANES, WIDTH
from tests.site.charts.drawings import TWO, elements

TODAY = datetime.date(2026, 11, 28)


def test_lanes_for_which_there_is_no_room_are_counted() -> None:
    rows = [LaneRow(f"L{n}", "2020", "", BY_NAME["barred"], "x") for n in range(MOST_LANES + 7)]
    chart = lay_out_lanes(rows, TODAY)
    assert chart is not None
    drawn = draw_picture(chart, Told("T", (), ()))
    texts = [each.text for each in elements(drawn.svg, "text")]
    assert "7 more stand in the data." in texts
    assert texts.count("L99") == 1 and "L100" not in texts


def test_a_legend_breaks_into_lines_within_the_picture() -> None:
    chart = lay_out_lanes([LaneRow("L", "2020", "", BY_NAME["barred"], "x")], TODAY)
    assert chart is not None
    legend = tuple((BY_NAME["halt"], "word " * 20) for _ in range(9))
    drawn = draw_picture(chart, Told("long title " * 40, legend, ("line " * 90,)))
    assert all(float(each.get("x", 0)) < WIDTH for each in elements(drawn.svg, "text"))
    assert len({each.get("y") for each in elements(drawn.svg, "text")}) > 4


def test_what_is_too_large_is_not_drawn() -> None:
    with pytest.raises(DrawingError, match="too large"):
        draw_png(Drawn("<svg/>", 10_000, 10_000))
    with pytest.raises(DrawingError):
        draw_png(Drawn("no drawing", 10, 10))


@pytest.mark.parametrize(
    "sentence",
    ["Short.", "Police may not use face recognition here.", "A word " * 40, "x" * 300, "<b>&" * 9],
)
def test_a_shared_answer_fits_its_picture(sentence: str) -> None:
    land = read_land(TWO, "", "")
    share = Share(sentence, "Sure " * 30, "Name " * 30, "By " * 60, BY_NAME["cond"], land, "a")
    drawn = draw_share(share)
    assert (drawn.width, drawn.height) == (1200, 630)
    for each in elements(drawn.svg, "text"):
        assert 0 < float(each.get("y", 0)) < 630
        wide = len(each.text or "") * float(each.get("font-size", 0)) * 0.5
        assert float(each.get("x", 0)) + wide <= 1200
    assert draw_png(drawn).startswith(b"\x89PNG")
    assert "fill-land" not in drawn.svg and "<path" in drawn.svg

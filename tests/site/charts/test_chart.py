"""A chart of rows: what is drawn, what is left to the table, and what becomes of a failure."""

import re
from importlib import metadata
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from pressmark.site.charts import Chart, MapRow, TimelineRow, drawing, map_chart, timeline_chart
from pressmark.site.charts.marks import MARKS, marks_of
from pressmark.site.charts.timeline import days_of

PLACES = [
    MapRow("Maine", "open", fips="23"),
    MapRow("Oakland", "open", latitude=37.80437, longitude=-122.2708),
    MapRow("Berkeley", "shut & <locked>", latitude=37.87159, longitude=-122.27275),
    MapRow("Minneapolis", "open", latitude=44.97997, longitude=-93.26384),
    MapRow("A county", "open"),
    MapRow("Paris", "shut & <locked>", latitude=48.85, longitude=2.35),
]
EVENTS = [
    TimelineRow("2020-06-10", "said", "Ada"),
    TimelineRow("2021", "done", "Bo"),
    TimelineRow("2021-05-10/2021-05-16", "said", "Cy"),
    TimelineRow("../2020-06", "said", "Di"),
    TimelineRow("long ago", "said", "Ed"),
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep what Vega drew for the tests of this file."""
    return tmp_path_factory.mktemp("charts")


@pytest.fixture(scope="module")
def mapped(kept: Path) -> Chart:
    """Draw the places."""
    return map_chart("where", "Where it is", PLACES, kept)


def texts(svg: str) -> set[str]:
    """List the words that stand in a drawing."""
    root = Xml.fromstring(svg)  # noqa: S314 - drawn here
    return {each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")}


def test_a_crowd_becomes_an_inset_with_a_letter(mapped: Chart) -> None:
    """Oakland and Berkeley would lie on each other; every other place is named on the map."""
    (wide,), (narrow,), (inset,) = (mapped.of_form(form) for form in ("wide", "narrow", "inset"))
    assert texts(wide.svg) == texts(narrow.svg) == {"Maine", "Minneapolis", "A (2)"}
    assert texts(inset.svg) == {"Oakland", "Berkeley"}
    assert inset.picture.title == "A, enlarged: Oakland, Berkeley"


def test_what_has_no_place_on_the_map_is_named(mapped: Chart) -> None:
    assert mapped.left_out == ("A county", "Paris")


def test_each_meaning_has_a_colour_and_a_shape_of_its_own(mapped: Chart) -> None:
    assert mapped.marks == {"open": MARKS[0], "shut & <locked>": MARKS[1]}
    for one in MARKS:
        assert [each for each in MARKS if each.colour == one.colour or each.path == one.path] == [
            one
        ]
    (inset,) = mapped.of_form("inset")
    assert 'class="fill-mark-1"' in inset.svg and 'class="fill-mark-2"' in inset.svg


def test_marks_begin_again_after_the_last() -> None:
    marks = marks_of(tuple("abcdefga"))
    assert list(marks) == list("abcdefg")
    assert marks["g"] == marks["a"]


def test_a_drawing_says_what_it_shows_and_brings_no_style(mapped: Chart) -> None:
    """Nothing that a strict content policy would refuse, no identifier twice, no network."""
    seen: list[str] = []
    for each in mapped.drawings:
        root = Xml.fromstring(each.svg)  # noqa: S314 - drawn here
        assert root.get("role") == "img"
        identifiers = [found for node in root.iter() if (found := node.get("id"))]
        assert root.get("aria-labelledby") in identifiers
        assert root.get("aria-describedby") in identifiers
        seen += identifiers
        for node in root.iter():
            assert node.tag.rpartition("}")[2] not in ("script", "style", "image", "a", "use")
            assert not [name for name in node.attrib if name == "style" or name.startswith("on")]
        assert not re.search(r"\d\.\d\d", each.svg)
    assert len(seen) == len(set(seen))
    assert "shut &amp; &lt;locked&gt;: Berkeley, Paris" in mapped.of_form("wide")[0].svg


def test_what_was_drawn_is_kept_and_is_the_same_again(
    mapped: Chart, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert map_chart("where", "Where it is", PLACES, tmp_path).drawings == mapped.drawings

    def refuse(specification: str) -> str:
        raise AssertionError(specification)

    monkeypatch.setattr(drawing, "vega", refuse)
    assert map_chart("where", "Where it is", PLACES, kept).drawings == mapped.drawings


def test_rows_without_places_give_no_map(kept: Path) -> None:
    chart = map_chart("where", "Where it is", PLACES[4:], kept)
    assert (chart.drawings, chart.left_out, chart.problem) == ((), ("A county", "Paris"), None)


def test_a_timeline_shows_every_date_that_it_can_place(kept: Path) -> None:
    chart = timeline_chart("when", "When it was", EVENTS, kept)
    assert chart.left_out == ("Di", "Ed")
    for each in chart.drawings:
        assert {"Ada", "Bo", "Cy", "2020", "2021"} <= texts(each.svg)
    assert [each.picture.form for each in chart.drawings] == ["wide", "narrow"]


def test_one_date_is_no_timeline(kept: Path) -> None:
    assert timeline_chart("when", "When it was", EVENTS[:1], kept).drawings == ()


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2019-09-17?", ("2019-09-17", "2019-09-17")),
        ("2025~", ("2025-01-01", "2025-12-31")),
        ("2025-02-30", None),
        ("2025-13", None),
        ("..", None),
    ],
)
def test_dates_are_read_as_far_as_they_are_known(
    written: str, days: tuple[str, str] | None
) -> None:
    found = days_of(written)
    assert (found and tuple(day.isoformat() for day in found)) == days


def test_a_chart_that_cannot_be_drawn_says_why(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    chart = map_chart("where", "Where it is", PLACES, kept)
    assert chart.drawings == ()
    assert chart.problem == "vl-convert-python is not installed"


def test_what_the_library_refuses_is_told(tmp_path: Path) -> None:
    picture = drawing.Picture("x", "wide", "X", "x", {"mark": "no such mark"})
    with pytest.raises(drawing.DrawingError):
        drawing.drawn(picture, tmp_path)
    assert list(tmp_path.iterdir()) == []

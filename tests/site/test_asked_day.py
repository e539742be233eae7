"""A day after all that is recorded: what was last known is not said as if it held then."""

import datetime
from dataclasses import replace

import pytest

from pressmark.package.statement import read_statement
from pressmark.site import ServedRelease
from pressmark.site.charts import Timeline
from pressmark.site.content.asked_day import choose_day, warn_of_later_day, warn_of_later_values
from pressmark.site.content.charts_of_sections import choose_last_day, draw_chart
from pressmark.site.content.section import read_section
from tests.site.test_answer_first import TOWN, reader, words  # noqa: F401 - a fixture
from tests.site.visitor import Visitor

SAID = "lies after 4 March 2026, when version 1.10.0 was made"


@pytest.fixture
def release(releases: tuple[ServedRelease, ...]) -> ServedRelease:
    """The newest release, made on 4 March 2026."""
    return next(each for each in releases if each.version == "1.10.0")


@pytest.mark.parametrize("day", ["2026-03-05", "2030-01-01", "9999-12-31"])
def test_a_day_after_the_release_is_said_to_be_one(release: ServedRelease, day: str) -> None:
    assert SAID in warn_of_later_day(release, day)


@pytest.mark.parametrize("day", ["2026-03-04", "2021-05-18", "0001-01-01", "", "soon", None])
def test_of_any_other_nothing_is_said(release: ServedRelease, day: str | None) -> None:
    assert not warn_of_later_day(release, day)


def test_nothing_is_said_where_nobody_knows_when_it_was_made(release: ServedRelease) -> None:
    descriptor = release.package.descriptor.model_copy(update={"created": None})
    undated = replace(release, package=replace(release.package, descriptor=descriptor))
    assert not choose_day(undated) and not warn_of_later_day(undated, "9999-12-31")


def test_a_question_says_it_of_its_latest_day(release: ServedRelease) -> None:
    query = read_statement(
        "between",
        "queries/between.sql",
        "-- parameter: first: date = 2021-01-01\n-- parameter: last: date or empty = 2021-02-02\n"
        "-- parameter: word: text = x\nselect :first, :last, :word",
    )
    asking = replace(release, package=replace(release.package, queries=(query,)))
    given = {"first": "2020-01-01", "last": "2030-01-01", "word": "2031-01-01"}
    assert "1 January 2030" in warn_of_later_values(asking, "between", given)
    assert not warn_of_later_values(asking, "between", {**given, "last": ""})
    assert not warn_of_later_values(asking, "between", {**given, "last": "soon"})
    assert not warn_of_later_values(asking, None, given) and not warn_of_later_values(
        asking, "other", given
    )


def test_a_page_says_it_beside_the_answer_and_where_it_is_copied(reader: Visitor) -> None:  # noqa: F811
    page = reader.text(f"{TOWN}?day=2030-01-01")
    told = words(page)
    assert f"As last confirmed on 6 May 2020. 1 January 2030 {SAID}" in told
    copied = page[page.index('<span class="copied">') :].partition("</span>")[0]
    assert SAID in copied and SAID in page[: page.index("<body")]
    assert reader.get(f"{TOWN}.json?day=2030-01-01").json()["note"].startswith("1 January 2030")
    assert "note" not in reader.get(f"{TOWN}.json?day=2021-01-01").json()


def test_a_page_of_another_day_is_not_shared_as_that_of_the_version(reader: Visitor) -> None:  # noqa: F811
    assert "og:image" not in reader.text(f"{TOWN}?day=2021-01-01")


@pytest.mark.parametrize(
    "address",
    ["/", "/method/1.10.0", "/picture/1.10.0/map.svg", "/embed/1.10.0/map", "/share/1.10.0.png"],
)
def test_what_is_the_same_for_all_takes_no_day(visitor: Visitor, address: str) -> None:
    """It is refused, for the answer would look like one for that day."""
    answer = visitor.get(f"{address}?day=2030-01-01")
    assert answer.status_code == 400
    assert "it shows what its version says of the day on which it was made" in answer.text


@pytest.mark.parametrize(
    ("asked", "until", "called"),
    [
        ("2026-03-04", "2026-03-04", "today"),
        ("9999-12-31", "2026-03-04", "today"),
        ("", "2026-03-04", "today"),
        ("2021-05-18", "2021-05-18", "18 May 2021"),
    ],
)
def test_lanes_end_with_what_is_known(
    release: ServedRelease, asked: str, until: str, called: str
) -> None:
    day, named = choose_last_day(release, asked)
    assert (day, " ".join(named.split())) == (datetime.date.fromisoformat(until), called)
    headings = "-- title: L\n-- page: front\n-- shape: lanes\n"
    section = read_section(read_statement("lanes", "pages/lanes.sql", headings + "select 1"))
    row = {"lane": "a", "status": "b", "since": "2020", "until": None, "words": "c"}
    chart = draw_chart(release, section, [row], {}, asked)
    assert isinstance(chart, Timeline)
    assert f">{named}</text>" in chart.axis
    (bar,) = chart.lanes[0].periods[0].bars
    assert bar.certainty == "hatched" and bar.start + bar.width < 100

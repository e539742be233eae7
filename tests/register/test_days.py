"""No question shows a day that no source gives; what it can mean stands in columns that say so."""

import re
import sqlite3

import pytest

from pressmark.site import ServedRelease
from tests.register.conftest import Ask
from tests.register.test_records import records

ASKED_FOR = ("2020-12-31", "2021-05-18", "2022-12-31", "2023-01-01", "2025-06-01", "2026-11-28")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture(scope="module")
def written() -> set[str]:
    """Give every date that a cell of the records holds, other than what is computed of them."""
    tables = ("events", "evidence", "incidents", "instrument_scopes", "sources", "statement_claims",
              "checks", "coverage", "votes", "releases", "earlier_values")  # fmt: skip
    return {cell for table in tables for row in records(table) for cell in row.values()}


def shown(rows: list[dict[str, object]]) -> set[tuple[str, str]]:
    """Give each day that an answer shows, with its column; not the days that a date can mean."""
    return {
        (column, str(value))
        for row in rows
        for column, value in row.items()
        if not column.endswith(("earliest", "latest")) and DAY.fullmatch(str(value))
    }


def test_no_question_shows_a_day_that_no_source_gives(
    ask: Ask, newest: ServedRelease, written: set[str]
) -> None:
    for query in newest.package.queries:
        days = ASKED_FOR if "date" in query.example else ("",)
        for day in days:
            given = {"date": day} if day else {}
            empty = {"place": ""} if query.name in ("status_on", "in_force_on") else {}
            told = shown(ask(query.name, **given, **empty))
            assert {each for each in told if each[1] not in written} == set(), (query.name, day)


def test_the_answer_for_a_place_shows_no_such_day(
    ask: Ask, database: sqlite3.Connection, written: set[str]
) -> None:
    places = [row[0] for row in database.execute("select distinct place_id from place_statuses")]
    for place in places:
        for day in ASKED_FOR:
            told = shown(ask("may_police_use", place=place, date=day))
            assert {each for each in told if each[1] not in written} == set(), (place, day)


@pytest.mark.parametrize(
    ("place", "day", "since", "until"),
    [
        ("us-ms-jackson", "2025-06-01", "2025?", "2025?"),
        ("us-ms-jackson", "2026-11-28", "2025?", None),
        ("us-ca-oakland", "2020-06-01", "2020-01-01", "2021-01"),
    ],
)
def test_a_vague_date_stays_as_it_is_written(
    place: str, day: str, since: str, until: str | None, ask: Ask
) -> None:
    (row,) = ask("may_police_use", place=place, date=day)
    assert (row["since"], row["until"]) == (since, until)

"""The register's pages say one answer: page, list, strip, table, question and JSON, on any day."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice
from typing import Any

import pytest

from pressmark.site import ServedRelease
from pressmark.site.content.dates import phrase_on_date
from tests.register.conftest import Ask
from tests.site.visitor import Visitor

DAYS = ("2021-05-18", "2023-06-01", "2026-11-28")
EACH_DAY = [
    *(
        pytest.param((day, step), marks=pytest.mark.thorough)
        for day, step in zip(DAYS, (4, 3, 1), strict=True)
    ),
    (DAYS[-1], 8),
]
"""A day, and of how many pages one is asked for; `make thorough` asks for every page of one day."""
SAID = {
    "in_force": "is in force.",
    "amended": "is in force, as changed.",
    "superseded_in_part": "is in force in part.",
    "superseded": "was replaced.",
    "expired": "has ended.",
    "repealed": "was repealed.",
    "failed": "was never adopted.",
    "proposed": "is proposed.",
    "not_yet_in_force": "is adopted and not yet in force.",
    "date_uncertain": "may have begun.",
    "disputed": "Sources disagree whether this rule is in force.",
    "unknown": "is not known.",
}
"""What the page of a rule says first of each status of a rule."""


def words(page: str) -> str:
    """Give the text of a page, or of a part of it."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def answer_on(visitor: Visitor, path: str, day: str) -> tuple[str, Mapping[str, Any]]:
    """Give the answer of a record's page as its text, and the first row of that of its JSON."""
    page = visitor.text(f"{path}?day={day}")
    told = visitor.get(f"{path}.json?day={day}").json()
    name = next(each for each in told["sections"] if each.startswith("answer_of"))
    band = page[page.index('<div class="answer">') :]
    return words(band[: band.index("<details")]), told["sections"][name]["rows"][0]


def keys(database: sqlite3.Connection, table: str, key: str) -> Iterator[str]:
    """List the keys of a table that has an answer on the page of each record."""
    for row in database.execute(f"select {key} from {table} order by 1"):
        yield str(row[0])


def confirmation(confirmed: str | None, day: str) -> str:
    """Say when a source last spoke, as pages do; nothing where none did."""
    begin = "Confirmed" if confirmed == day else "As last confirmed"
    return f"{begin} {phrase_on_date(confirmed)}." if confirmed else ""


@pytest.mark.parametrize("on", EACH_DAY, ids=str)
def test_the_page_of_every_place_says_what_the_table_and_the_question_say(
    visitor: Visitor,
    newest: ServedRelease,
    database: sqlite3.Connection,
    ask: Ask,
    on: tuple[str, int],
) -> None:
    day, step = on
    labels = statuses(visitor, newest)
    asked = 0
    for place in islice(keys(database, "place_statuses", "distinct place_id"), 0, None, step):
        (row,) = ask("may_police_use", place=place, date=day)
        text, told = answer_on(visitor, f"/record/{newest.version}/places/{place}", day)
        assert (told["status"], told["confirmed"]) == (row["status"], row["last_confirmed"]), place
        assert f"{labels[row['status']]}." in text, place
        assert confirmation(row["last_confirmed"], day) in text, place
        assert ("onfirmed" in text) >= bool(row["last_confirmed"])
        asked += 1
    assert asked > 80 // step


@pytest.mark.parametrize("on", EACH_DAY, ids=str)
def test_the_page_of_every_rule_says_what_the_view_and_the_question_say(
    visitor: Visitor,
    newest: ServedRelease,
    database: sqlite3.Connection,
    ask: Ask,
    on: tuple[str, int],
) -> None:
    day, step = on
    rows = ask("status_on", date=day, place="", actor="", activity="")
    known = {row["instrument"]: row for row in rows}
    for rule in islice(keys(database, "instruments", "instrument_id"), 0, None, step):
        path = f"/record/{newest.version}/instruments/{rule}"
        if rule not in known:
            assert 'class="answer"' not in visitor.text(f"{path}?day={day}"), rule
            continue
        row = known[rule]
        text, told = answer_on(visitor, path, day)
        assert SAID[row["last_known_status"]].rstrip(".") in text, rule
        assert told["confirmed"] == row["status_as_of"], rule
        assert confirmation(row["status_as_of"], day) in text, rule
    assert len(known) > 30


def statuses(visitor: Visitor, release: ServedRelease) -> Mapping[str, str]:
    """Give what the register calls each of its statuses."""
    site = next(iter(visitor.app.routes[0].endpoint.args))  # type: ignore[attr-defined]
    return {name: each.words for name, each in site.statuses[release.database_name].items()}


def test_the_front_page_counts_what_the_table_holds(
    visitor: Visitor, newest: ServedRelease, database: sqlite3.Connection
) -> None:
    """Title, strip and list are one count; every place stands in the list with its status."""
    day = str(newest.package.descriptor.created)[:10]
    now = {
        str(row["place_id"]): str(row["place_status"])
        for row in database.execute(
            "select place_id, place_status from place_statuses"
            " where coalesce(since, '') <= :day and coalesce(until, '9') > :day",
            {"day": day},
        )
    }
    page = visitor.text("/")
    bars = sum(each in ("barred", "barred_with_exceptions") for each in now.values())
    places = sum(each != "none_recorded" for each in now.values())
    assert f"in {bars} of the {places} places recorded" in words(page[page.index("<h1") :])
    strip = page[page.index('<ul class="strip"') :]
    counts = re.findall(
        r'href="#status-(\w+)".*?<b>(\d+)</b>', strip[: strip.index("</ul>")], re.DOTALL
    )
    assert sum(int(number) for _, number in counts) == places
    for status, number in counts:
        assert int(number) == sum(each == status for each in now.values())
    listed = {}
    for status, group in re.findall(
        r'<h3 id="status-(\w+)".*?<ul class="names">(.*?)</ul>', page, re.DOTALL
    ):
        for place in re.findall(rf'href="/record/{newest.version}/places/([^"]+)"', group):
            listed[place] = status
    assert listed == now


def test_a_reporter_reads_a_true_sentence_on_portland(
    visitor: Visitor, newest: ServedRelease
) -> None:
    page = visitor.text(f"/record/{newest.version}/places/us-me-portland")
    text = words(page[page.index('<div class="answer">') :])
    order = [
        "Police may not use face recognition here",
        "Barred. As last confirmed on 18 May 2021.",
        "Maine's LD 1585",
        "Sources disagree",
        "Who may, and who may not",
        "Sources ACLU Statement",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    quoted = words(re.search(r'<span class="copied">(.*?)</span>', page, re.DOTALL)[1])  # type: ignore[index]
    assert quoted.startswith(
        "Portland, Maine: Police may not use face recognition here."
        " As last confirmed on 18 May 2021. The Pressmark maintainers (2026)"
    )


def test_a_lawyer_reads_virginia_on_a_day_of_2021(visitor: Visitor, newest: ServedRelease) -> None:
    page = visitor.text(f"/record/{newest.version}/instruments/us-va-1?day=2021-08-15")
    text = words(page)
    assert "This rule is in force" in text
    assert "Bars, with exceptions." in text
    assert "unless a statute allows it" in text
    assert "airport police" in text and "the state police" in text
    assert "section 23.1-815.1 B" in text
    assert "99 to 1" in text


def test_no_key_or_code_stands_before_the_fold(visitor: Visitor, newest: ServedRelease) -> None:
    """What readers meet first has no raw keys, and none of the words that say nothing to them."""
    for path in ("places/us-me-portland", "instruments/us-va-1", "organizations/amazon"):
        page = visitor.text(f"/record/{newest.version}/{path}")
        shown = page[page.index("<main") : page.index('id="what-is-recorded"')]
        text = words(re.sub(r'<span class="copied">.*?</span>', "", shown, flags=re.DOTALL))
        for raw in ("us-me-portland", "us-va-1", "scope-", "no_later_event_found", "_in_force"):
            assert raw not in text, (path, raw)


def test_both_portlands_are_named_where_one_is_meant(
    visitor: Visitor, newest: ServedRelease
) -> None:
    answer = visitor.get(f"/find/{newest.version}/places?name=portland")
    assert answer.status_code == 400
    text = unescape(answer.text)
    assert "Portland, Maine" in text and "Portland, Oregon" in text
    assert "Write the name in full." in text

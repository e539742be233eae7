"""Status and last confirmation are equal wherever they stand: of every place and rule, on any day.

What the pages, their JSON and the questions say on three days is held by test_answer_pages.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

import pytest

from pressmark.site import ServedRelease
from pressmark.site.content.answered_hits import choose_answering, render_statement_for_all
from pressmark.site.content.dates import phrase_on_date
from pressmark.site.content.section import Section
from pressmark.site.site import Site
from tests.register.conftest import Ask
from tests.register.test_answer_pages import DAYS, confirmation, words
from tests.site.visitor import Visitor

HEADED = {
    "expired": "rule_ended",
    "repealed": "rule_ended",
    "superseded": "rule_ended",
    "failed": "rule_never",
    "proposed": "rule_proposed",
    "not_yet_in_force": "rule_pending",
    "date_uncertain": "rule_may_have_begun",
    "disputed": "rule_disputed",
    "unknown": "rule_not_known",
    "superseded_in_part": "rule_in_part",
}
"""The status that heads the page of a rule, by that of the view; of others what the rule does."""
HOLDING = (
    "rule_bars", "rule_bars_with_exceptions", "rule_halts", "rule_conditions", "rule_other",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(visitor: Visitor) -> Site:
    """What the visited pages are made of."""
    found = next(iter(visitor.app.routes[0].endpoint.args))  # type: ignore[attr-defined]
    assert isinstance(found, Site)
    return found


def of_the_table(database: sqlite3.Connection, day: str) -> dict[str, tuple[str | None, Any]]:
    """Read what the table of statuses says of every place on a day: one period each."""
    rows = database.execute(
        "select place_id, place_status, last_confirmed from place_statuses"
        " where coalesce(since, '') <= :day and coalesce(until, '9') > :day",
        {"day": day},
    ).fetchall()
    found = {str(row[0]): (row[1], row[2]) for row in rows}
    assert len(found) == len(rows) > 80
    return found


def in_hits(
    database: sqlite3.Connection, section: Section, keys: Sequence[str], day: str
) -> dict[str, tuple[str | None, Any]]:
    """Ask what a search shows of records, as it asks it, on a day."""
    values = {"keys": json.dumps(keys), "day": day}
    rows = database.execute(render_statement_for_all(section), values).fetchall()
    told = {row[0]: json.loads(row[1]) for row in rows if row[1]}
    return {key: (each["status"], each["confirmed"]) for key, each in told.items()}


def head(site: Site, release: ServedRelease, table: str) -> Section:
    """Give the section that heads the pages of a table's records."""
    section = choose_answering(site.sections[release.database_name], table)[0]
    assert section.shape == "answer", "what a summary says is asked of no record before its answer"
    return section


def drawn(site: Site, release: ServedRelease, shape: str) -> Sequence[Mapping[str, Any]]:
    """Give what a map, a chart or a list of the front page draws."""
    parts = site.parts[release.database_name]["front"]
    (rows,) = [each.rows for each in parts if each.section.shape == shape]
    return rows


@pytest.mark.parametrize("day", DAYS)
def test_places_are_the_same_in_table_question_and_hits(
    site: Site, newest: ServedRelease, database: sqlite3.Connection, ask: Ask, day: str
) -> None:
    table = of_the_table(database, day)
    asked = {}
    for place in table:
        (row,) = ask("may_police_use", place=place, date=day)
        asked[place] = (row["status"], row["last_confirmed"])
    assert asked == table
    assert in_hits(database, head(site, newest, "places"), list(table), day) == table


@pytest.mark.parametrize("day", DAYS)
def test_rules_are_confirmed_alike_in_question_and_hits(
    site: Site, newest: ServedRelease, database: sqlite3.Connection, ask: Ask, day: str
) -> None:
    rows = ask("status_on", date=day, place="", actor="", activity="")
    asked = {str(row["instrument"]): row["status_as_of"] for row in rows}
    keys = [row[0] for row in database.execute("select instrument_id from instruments")]
    hits = in_hits(database, head(site, newest, "instruments"), keys, day)
    assert {key: confirmed for key, (_, confirmed) in hits.items()} == asked
    assert len(asked) > 30


@pytest.mark.parametrize("day", DAYS)
def test_rules_have_one_status_in_view_question_and_hits(
    site: Site, newest: ServedRelease, database: sqlite3.Connection, ask: Ask, day: str
) -> None:
    """What heads the page of a rule follows from the status of the view, in declared words."""
    held = database.execute(
        "select instrument_id, status from status_periods"
        " where since <= :day and coalesce(until, '9') > :day",
        {"day": day},
    ).fetchall()
    view = {str(row[0]): str(row[1]) for row in held}
    rows = ask("status_on", date=day, place="", actor="", activity="")
    assert {str(row["instrument"]): row["last_known_status"] for row in rows} == view
    hits = in_hits(database, head(site, newest, "instruments"), list(view), day)
    assert hits.keys() == view.keys() and len(view) == len(held) > 30
    for key, (status, _) in hits.items():
        assert status == HEADED.get(view[key], status), key
        assert (status in HOLDING) is (view[key] in ("in_force", "amended")), key
        assert status in site.statuses[newest.database_name]


def test_the_front_page_draws_what_the_table_holds(
    site: Site, newest: ServedRelease, database: sqlite3.Connection
) -> None:
    """Map, list and lanes of the newest day."""
    day = str(newest.package.descriptor.created)[:10]
    table = of_the_table(database, day)
    marks = drawn(site, newest, "map")
    assert {row["record_key"]: (row["status"], row["confirmed"]) for row in marks} == {
        place: told for place, told in table.items() if told[0] != "none_recorded"
    }
    listed = {row["record_key"]: row for row in drawn(site, newest, "list")}
    assert {place: row["status"] for place, row in listed.items()} == {
        place: status for place, (status, _) in table.items()
    }
    for place, (_, confirmed) in table.items():
        said = str(listed[place]["words"] or "")
        assert ("confirmed" in said) == bool(confirmed), place
        assert not confirmed or said.endswith(phrase_on_date(confirmed).removeprefix("on ")), place


@pytest.mark.parametrize("day", DAYS)
def test_the_bars_of_places_are_the_periods_of_the_table(
    site: Site, newest: ServedRelease, database: sqlite3.Connection, day: str
) -> None:
    """One bar at most stands on a day, of the same status, confirmed on that day or otherwise."""
    table = of_the_table(database, day)
    rows = [
        row
        for row in drawn(site, newest, "lanes")
        if (row["since"] or "") <= day and (row["until"] or "9") > day
    ]
    now = {row["record_key"]: row["status"] for row in rows}
    assert len(now) == len(rows)
    assert now == {key: told[0] for key, told in table.items() if told[0] != "none_recorded"}
    for row in rows:
        # A bar is one status: it is solid for as long as any of its periods is confirmed.
        assert (row["confirmed"] or "") >= (table[row["record_key"]][1] or ""), row["lane"]
        if row["until"] is None:
            last = latest(database, row["record_key"], row["since"])
            assert row["confirmed"] == last, row["lane"]


def latest(database: sqlite3.Connection, place: str, since: str | None) -> str | None:
    """Give the last confirmation of a place's periods since a day."""
    (found,) = database.execute(
        "select max(last_confirmed) from place_statuses"
        " where place_id = ? and coalesce(since, '') >= coalesce(?, '')",
        (place, since),
    ).fetchone()
    return str(found) if found else None


def test_a_search_shows_what_the_pages_say(
    visitor: Visitor, site: Site, newest: ServedRelease, database: sqlite3.Connection
) -> None:
    """Title, sentence, word of the status, last confirmation; places and rules come first."""
    day = str(newest.package.descriptor.created)[:10]
    page = visitor.text("/search?q=Portland")
    said = words(page[page.index("<main") :])
    labels = site.statuses[newest.database_name]
    for place, name in (("us-me-portland", "Portland, Maine"), ("us-or-portland", "Oregon")):
        status, confirmed = of_the_table(database, day)[place]
        told = f"{labels[str(status)].words}. {confirmation(confirmed, day)}"
        assert f'href="/record/{newest.version}/places/{place}"' in page
        assert name in said and told in said
    order = [
        unescape(page).index(f">{each}</a></h2>")
        for each in ("Places", "Rules and policies", "Organizations")
    ]
    assert order == sorted(order) and order[-1] < page.index(">Events</a></h2>")
    assert "Date: 3 November 2020" in said


def test_a_question_for_a_day_after_all_that_is_recorded_says_so(
    visitor: Visitor, newest: ServedRelease
) -> None:
    """On its page and in its JSON."""
    address = f"/{newest.database_name}/may_police_use"
    for day, is_ahead in (("2030-01-01", True), ("2021-05-18", False)):
        asked = f"?place=us-me-portland&date={day}"
        said = words(visitor.text(address + asked))
        assert ("1 January 2030 lies after" in said) is is_ahead
        assert ("note" in visitor.get(f"{address}.json{asked}").json()) is is_ahead

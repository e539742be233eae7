"""What release 2.0.0 answered wrongly or misleadingly, and 3.0.0 answers right."""

import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from pressmark.formats.asked_sqlite import NewestSqlite
from pressmark.site import ServedRelease
from tests.register.conftest import Ask

TODAY = "2026-11-28"
DAY = "2021-05-18"
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def of_rule(rows: list[dict[str, Any]], rule: str) -> dict[str, Any]:
    """Give the one row of a rule."""
    (row,) = [row for row in rows if row["instrument"] == rule]
    return row


def statuses(ask: Ask, day: str, place: str, rule: str) -> set[str]:
    """Give the statuses of the scopes of a rule on a day."""
    rows = ask("status_on", date=day, place=place)
    return {row["status"] for row in rows if row["instrument"] == rule}


@pytest.mark.parametrize(
    ("rule", "since", "between", "until"),
    [
        ("us-ms-jackson-1", "2020-08", ("2020-08-01", "2020-08-31"), "2025?"),
        ("us-ca-oakland-1", "2019-09-17?", ("2019-09-17", "2019-09-17"), None),
        ("us-me-portland-1", "2020-09-02~", ("2020-09-02", "2020-09-02"), None),
        ("us-ca-oakland-2", "2021-01", ("2021-01-01", "2021-01-31"), None),
    ],
)
def test_prohibitions_keep_uncertainty(
    rule: str, since: str, between: tuple[str, str], until: str | None, ask: Ask
) -> None:
    row = of_rule(ask("prohibitions"), rule)
    assert (row["since"], row["until"]) == (since, until)
    assert (row["since_earliest"], row["since_latest"]) == between
    if until:
        assert (row["until_earliest"], row["until_latest"]) == ("2025-01-01", "2025-12-31")
        assert row["what_ended_it"] == "repealed in or about 2025; the day is not known"


def test_no_question_shows_a_day_that_no_source_gives(
    ask: Ask, database: sqlite3.Connection
) -> None:
    """A vague date gives no day, except as the earliest or latest that it can mean."""
    written = {row[0] for row in database.execute("select edtf from dates")}
    vague = {
        day
        for row in database.execute("select edtf, earliest, latest from dates")
        for day in (row["earliest"], row["latest"])
        if day and row["edtf"] != day
    } - {day for date in written for day in DATE.findall(date)}
    assert {"2025-01-01", "2025-12-31", "2020-08-31"} <= vague
    dated: list[tuple[str, dict[str, str]]] = [("prohibitions", {}), ("suspensions", {})]
    dated += [(query, {"date": day, "place": ""}) for day in (DAY, "2025-06-01", TODAY)
              for query in ("status_on", "in_force_on", "places_of_the_statement")]  # fmt: skip
    rules = ("us-ms-jackson-1", "amazon-1", "us-ca-santa-cruz-1", "us-me-1")
    dated += [("covered_over_time", {"instrument": rule}) for rule in rules]
    dated += [("history", {"about": place}) for place in ("us-ms-jackson", "us-ca-oakland")]
    for query, values in dated:
        for row in ask(query, **values):
            for column, value in row.items():
                if not column.endswith(("_earliest", "_latest")) and isinstance(value, str):
                    assert not vague & set(DATE.findall(value)), (query, column, value)


def test_new_orleans_and_vermont_show_what_is_allowed(ask: Ask) -> None:
    rows = ask("prohibitions")
    orleans = of_rule(rows, "us-la-new-orleans-1")
    assert orleans["how"] == "barred, with exceptions; allowed under conditions since 28 July 2022"
    assert orleans["until"] == "2022-07-28"
    assert "only under conditions" in orleans["exceptions"]
    vermont = of_rule(rows, "us-vt-1")
    assert vermont["how"] == "barred, with exceptions"
    assert "sexual exploitation of children (H.195" in vermont["exceptions"]
    virginia = of_rule(rows, "us-va-1")
    assert virginia["exceptions"] is None, "the state police are not among those whom it binds"
    assert "the state police" in virginia["not_bound"]
    listed = {row["instrument"] for row in rows}
    assert "us-ct-hamden-1" not in listed, "sources disagree whether it became law"


def test_massachusetts_is_disputed_until_the_section_is_said_to_work(ask: Ask) -> None:
    assert statuses(ask, DAY, "us-ma", "us-ma-1") == {"disputed"}
    assert statuses(ask, "2021-06-30", "us-ma", "us-ma-1") == {"disputed"}
    assert statuses(ask, "2021-07-01", "us-ma", "us-ma-1") == {"in_force"}
    (row,) = ask("in_force_on", date="2021-07-01", place="us-ma", actor="state_police")
    assert row["covers"] == (
        "Law enforcement agencies in the state may ask others to use face recognition,"
        " but only under conditions"
    )


def test_the_text_of_a_rule_is_its_first_source(ask: Ask, database: sqlite3.Connection) -> None:
    rows = [*ask("prohibitions"), *ask("suspensions")]
    statement = "ACLU Statement"
    assert not [row for row in rows if (row["source"] or "").startswith(statement)]
    texts = {row["instrument"]: row["source"] for row in rows
             if row["source_kind"].startswith("the text of the rule")}  # fmt: skip
    assert texts["us-ma-boston-1"] == "City of Boston Code 16-62"
    assert texts["us-ma-springfield-1"].startswith("Code of the City of Springfield")
    held = {row[0] for row in database.execute(
        "select instrument_id from instrument_scopes join sources using (source_id)"
        " where source_type = 'legislation_text' and tier = 'primary_official'"
    )}  # fmt: skip
    for row in rows:
        if row["instrument"] in held and row["instrument"] not in texts:
            raise AssertionError(row["instrument"])
        assert (row["as_stated"] == "not_mentioned") == (row["as_stated_locator"] is None)


def test_a_day_of_confirmation_has_the_source_that_speaks_for_it(
    ask: Ask, database: sqlite3.Connection
) -> None:
    published = {row["source_id"]: row["published_edtf"] for row in
                 database.execute("select source_id, published_edtf from sources")}  # fmt: skip
    days = {row[0] for row in database.execute("select date_edtf from events")}
    days |= {row[0] for row in database.execute("select current_through_edtf from checks")}
    latest = dict(database.execute("select edtf, latest from dates").fetchall())
    for row in database.execute("select * from status_periods"):
        day, source = row["evidence_date"], row["evidence_source_id"]
        assert (day is None) == (source is None)
        if day:
            assert row["since"] <= latest[day]
            assert row["until"] is None or latest[day] < row["until"]
            assert published[source] == day or day in days, (row["instrument_id"], day, source)
            told = published[source]
            assert told is None or told[:10] >= day[: len(told[:10])], "nothing is foretold"
    failed = database.execute(
        "select evidence_date from status_periods"
        " where instrument_id = 'us-la-new-orleans-4' and status = 'failed'"
    ).fetchone()
    assert failed[0] == "2025-08-21", "that it was brought in, in 2025, confirms no failure"
    rows = ask("status_on", date=TODAY, place="us-ms-jackson")
    assert {row["status_as_of"] for row in rows} == {None}, "no source gives 2025-12-31"
    rows = ask("status_on", date=TODAY, place="us-va")
    assert {(row["status_as_of"], row["confirmed_by"]) for row in rows} == {(None, None)}


def test_virginia_is_disputed_with_both_sides(ask: Ask) -> None:
    for rule in ("us-va-1", "us-va-2"):
        assert statuses(ask, TODAY, "us-va", rule) == {"disputed"}
        assert statuses(ask, "2026-06-30", "us-va", rule) == {
            "superseded" if rule == "us-va-1" else "in_force"
        }
    (event,) = {row["record_key"] for row in ask("disagreements")
                if "Virginia: the text of 2022" in row["record"]}  # fmt: skip
    said = [row for row in ask("evidence_for", table="events", key=event)
            if row["field"] == "status"]  # fmt: skip
    assert [row["stance"] for row in said].count("contradicts") == 2
    assert "supports" in {row["stance"] for row in said}


def test_places_and_rules_are_counted_apart(ask: Ask) -> None:
    for query in ("prohibitions", "suspensions"):
        rows = ask(query)
        assert len({row["instrument"] for row in rows}) == len(rows)
        places = {row["place_key"] for row in rows}
        assert sum(row["rule_here"] == 1 for row in rows) == len(places)
    portland = [row for row in ask("prohibitions") if row["place_key"] == "us-me-portland"]
    assert [(row["rule_here"], row["rules_here"]) for row in portland] == [(1, 2), (2, 2)]


def test_the_places_of_the_statement_say_since_when_the_act_applies(ask: Ask) -> None:
    rows = {row["place_key"]: row for row in ask("places_of_the_statement", date=DAY)}
    told = {key: (rows[key]["applies_since"], rows[key]["since"]) for key in
            ("us-vt", "us-me-portland", "us-ny")}  # fmt: skip
    assert told == {
        "us-vt": ("2020-10-07", "2021-05-04"),
        "us-me-portland": ("2020-09-02~", "2020-11-03"),
        "us-ny": ("2020-12-22", "2021-01-28"),
    }


def test_baltimore(ask: Ask) -> None:
    assert statuses(ask, "2022-12-31", "us-md-baltimore", "us-md-baltimore-1") == {"in_force"}
    assert statuses(ask, "2023-01-01", "us-md-baltimore", "us-md-baltimore-1") == {"disputed"}
    row = of_rule(ask("suspensions"), "us-md-baltimore-1")
    assert row["until"] == "2022-12-31" and "Baltimore police" in row["not_bound"]
    rows = ask("status_on", date="2022-01-01", place="us-md-baltimore", actor="baltimore_police")
    assert {row["modality"] for row in rows if row["rule_of"] == "the place"} == {"not_covered"}


def test_each_modality_stands_in_one_list(database: sqlite3.Connection) -> None:
    rows = database.execute("select * from modalities").fetchall()
    lists = {row["modality"]: (row["list"], row["outcome"]) for row in rows}
    terms = {row[0] for row in database.execute(
        "select term from vocabularies where vocabulary = 'modality'"
    )}  # fmt: skip
    assert set(lists) == terms and len(rows) == len(terms)
    assert all(outcome for _, outcome in lists.values())
    assert (
        lists["prohibited_unless_authorised_by_statute"]
        == lists["suspended_until_authorised"]
        == ("prohibitions", "barred")
    )


def test_the_17_and_the_2_are_found_whole_in_both_lists(ask: Ask) -> None:
    stated: dict[str, set[str]] = {"prohibited": set(), "suspended": set()}
    for row in ask("places_of_the_statement", date=DAY):
        stated[row["as_stated"]].add(row["place_key"])
    assert {word: len(places) for word, places in stated.items()} == {
        "prohibited": 17, "suspended": 2,
    }  # fmt: skip
    for query in ("prohibitions", "suspensions"):
        for word, places in stated.items():
            rows = ask(query, as_stated=word)
            assert len(rows) == len(places)
            assert {row["place_key"] for row in rows} == places
    both = [row for query in ("prohibitions", "suspensions") for row in ask(query)]
    assert len({row["instrument"] for row in both}) == len(both), "a rule is in one list"
    assert {"us-ca-1"} == {row["instrument"] for row in ask("suspensions")
                           if row["place_key"] == "us-ca"}  # fmt: skip


def test_a_number_is_that_of_an_act_or_a_bill(ask: Ask, database: sqlite3.Connection) -> None:
    others = {row[0] for row in database.execute(
        "select value from identifiers where scheme in ('agenda_item', 'calendar_number',"
        " 'docket', 'file', 'policy_order', 'warrant_article', 'code_section')"
    )}  # fmt: skip
    columns = ("official_number", "bill_number")
    for row in database.execute("select * from instruments"):
        for column in columns:
            assert not any(other in (row[column] or "") for other in others), row["title"]
        assert "not " not in (row["code_citation"] or "")
    for query, values in (("prohibitions", {}), ("status_on", {"date": TODAY, "place": ""})):
        assert not {row["number"] for row in ask(query, **values)} & others


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ("us-me-portland", "us-me-1"),
        ("us-ma-boston", "us-ma-1"),
        ("us-wa-bellingham", "us-wa-1"),
    ],
)
@pytest.mark.parametrize("query", ["status_on", "in_force_on"])
def test_a_city_shows_what_its_state_rules(query: str, place: str, rule: str, ask: Ask) -> None:
    rows = ask(query, date=TODAY, place=place)
    state = place[:5]
    assert rule in {row["instrument"] for row in rows if row["rule_of"] == "its state"}
    assert {row["place_key"] for row in rows if row["rule_of"] == "the place"} == {place}
    assert {row["place_key"] for row in rows} == {place, state}, "no neighbor's rules"
    whole = ask(query, date=TODAY, place=state)
    assert {"the place", "a place within it"} == {row["rule_of"] for row in whole}
    if place == "us-wa-bellingham":
        assert "us-wa-king-county" not in {row["place_key"] for row in rows}


def test_what_binds_bodies_of_a_state_alone_is_not_shown_for_its_cities(ask: Ask) -> None:
    rows = ask("status_on", date="2023-06-01", place="us-la-new-orleans")
    assert "its state" not in {row["rule_of"] for row in rows}
    rows = ask("status_on", date=TODAY, place="us-nh", actor="state_agencies")
    assert rows, "New Hampshire binds its agencies"


def test_what_was_passed_and_not_signed_is_seen(ask: Ask) -> None:
    for day in ("2022-07-21", "2022-07-27"):
        assert statuses(ask, day, "us-la-new-orleans", "us-la-new-orleans-2") == {
            "not_yet_in_force"
        }
    assert statuses(ask, "2022-07-28", "us-la-new-orleans", "us-la-new-orleans-2") == {"in_force"}
    rows = ask("status_on", date="2019-06-27", place="us-ma-somerville")
    assert {row["in_words"] for row in rows} == {
        "passed on 27 June 2019, signed only on 28 June 2019"
    }


def test_evidence_on_a_rule_counts_for_what_amends_it(ask: Ask) -> None:
    assert statuses(ask, DAY, "us-vt", "us-vt-2") == {"in_force"}
    assert statuses(ask, "2021-05-19", "us-vt", "us-vt-2") == {"no_later_event_found"}


def test_not_before_is_said_right(ask: Ask, database: sqlite3.Connection) -> None:
    row = database.execute("select * from dates where edtf = '[2022-07-01..]'").fetchone()
    assert (row["earliest"], row["latest"]) == ("2022-07-01", None)
    assert row["on_words"] == "on or after 1 July 2022"
    assert statuses(ask, "2023-01-01", "us-ny", "us-ny-1") == {"amended"}, "it did not lapse then"


def test_sentences_have_no_codes(ask: Ask, database: sqlite3.Connection) -> None:
    told = {row[0] for row in database.execute("select covers from scopes_in_words")}
    told |= {row["in_words"] for row in ask("status_on", date=TODAY, place="")}
    told |= {row["how"] for row in ask("prohibitions")}
    assert not [words for words in told if "_" in words]
    assert not [words for words in told if re.search(r"\b(acquire|use|deploy) of\b", words)]
    assert not [words for words in told if re.search(r"\b(on on|in in|the the)\b", words)]
    (without,) = database.execute(
        "select count(*) from uses_in_words where scope is not null and covers is null"
    ).fetchone()
    assert without == 0, "every scope has its sentence"


@pytest.mark.parametrize("query", ["prohibitions", "suspensions", "status_on"])
def test_the_newest_sqlite_answers_the_lists(query: str, newest: ServedRelease) -> None:
    statement = next(each for each in newest.package.queries if each.name == query)
    with closing(NewestSqlite(newest.database)) as asked:
        assert asked.answer(statement, statement.select, statement.example)[1]

"""The questions that the register was made for, and their right answers."""

import html
import sqlite3
import urllib.parse
from contextlib import closing
from typing import Any

import pytest

from pressmark.engine.connection import Engine
from pressmark.formats.agreement import choose_sqlites, refuse_difference
from pressmark.formats.asked_duckdb import ask_duckdb
from pressmark.site import ServedRelease
from tests.register.conftest import Ask
from tests.site.visitor import Visitor

DAY = "2021-05-18"
LATER = "2023-06-01"


def by_place(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give the rows by the key of their place, which no two share."""
    found = {row["place_key"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def test_on_the_day_of_the_statement_16_of_17_places_barred_police_use(ask: Ask) -> None:
    rows = ask("places_of_the_statement", date=DAY)
    police = by_place([row for row in rows if row["locator"].startswith("p7s2#")])
    assert len(police) == 17
    assert {key for key, row in police.items() if row["answer"] != "yes"} == {"us-va"}
    virginia = police["us-va"]
    assert virginia["answer"] == "not yet"
    assert virginia["because"] == "adopted on 7 April 2021, in force only from 1 July 2021"
    suspended = {key for key, row in police.items() if row["how"].startswith("suspended")}
    assert suspended == {"us-ma-springfield", "us-vt"}
    assert "H.195" in police["us-vt"]["because"]
    parts = by_place([row for row in rows if row["locator"].startswith("p7s3#")])
    assert {key: row["answer"] for key, row in parts.items()} == {"us-ca": "yes", "us-ny": "yes"}


def test_two_years_later_the_answers_differ(ask: Ask) -> None:
    places = by_place(ask("places_of_the_statement", date=LATER))
    assert places["us-ca"]["answer"] == "no"
    assert places["us-ca"]["because"] == "expired on 1 January 2023"
    assert places["us-la-new-orleans"]["answer"] == "partly"
    assert places["us-la-new-orleans"]["since"] == "2022-07-28"
    assert places["us-va"]["answer"] == "no"
    assert "replaced on 1 July 2022 by: SB 741" in places["us-va"]["because"]
    assert places["us-ms-jackson"]["answer"] == "yes", "lifted only later, so it still held"
    assert places["us-ny"]["answer"] == "yes"
    quiet = {key for key, row in places.items() if row["answer"] == "no later event found"}
    assert {"us-ca-berkeley", "us-ma-boston", "us-me-portland", "us-or-portland"} <= quiet
    assert "us-ca-san-francisco" not in quiet, "the press called it a ban in November 2023"


def test_before_and_long_after(ask: Ask) -> None:
    before = by_place(ask("places_of_the_statement", date="2019-01-01"))
    assert {row["answer"] for row in before.values()} == {"not yet"}
    after = by_place(ask("places_of_the_statement", date="2026-11-23"))
    assert after["us-va"]["answer"] == "disputed"
    assert after["us-ms-jackson"]["because"].startswith("repealed")
    during = by_place(ask("places_of_the_statement", date="2025-06-01"))
    assert during["us-ms-jackson"]["answer"] == "unknown"


def test_virginia_in_august_2021(ask: Ask) -> None:
    rows = ask("who_may_use", place="us-va", date="2021-08-15")
    assert {(row["actor"], row["modality"]) for row in rows} == {
        ("state_police", "not_covered"),
        ("airport_police", "not_covered"),
    }
    assert all(row["source"] for row in rows)
    bound = ask("in_force_on", place="us-va", date="2021-08-15")
    barred = {row["actor"] for row in bound if row["modality"].startswith("prohibited")}
    assert barred == {"local_law_enforcement", "campus_police"}
    assert not ask("who_may_use", place="us-va", date=DAY), "nothing was in force yet"
    later = ask("who_may_use", place="us-va", date=LATER)
    assert {(row["actor"], row["instrument"]) for row in later} == {
        ("local_law_enforcement", "us-va-2"),
        ("campus_police", "us-va-2"),
        ("state_police", "us-va-2"),
    }


def test_amazon_at_each_date(ask: Ask) -> None:
    rows = ask("covered_over_time", instrument="amazon-1")
    events = [(row["since"], row["status"]) for row in rows if row["kind"] == "event"]
    assert events == [
        ("2020-06-10", "announced"),
        ("2021-05-18", "extended"),
        ("2021-06-10", "scheduled_expiry"),
        ("2024-01", "clarified"),
    ]
    covers = {
        (row["since"], row["use"], row["technology"], row["context"], row["modality"])
        for row in rows
        if row["kind"] == "covers"
    }
    feature = "face_comparison_feature"
    assert covers == {
        ("2020-06-10", "sell", "face_recognition", "law_enforcement_customer", "suspended"),
        ("2022", "use", feature, "criminal_investigation", "suspended"),
        ("2024-01", "use", feature, "missing_persons", "permitted"),
    }
    assert {row["status"] for row in rows if row["kind"] == "covers"} == {"in_force"}
    assert [row["use"] for row in ask("in_force_on", place="us", actor="vendor", date="2021-06-11")
            if row["instrument"] == "amazon-1"] == ["sell"]  # fmt: skip


ASKED = [
    ("status_on", {"date": date, "place": place, "actor": actor, "activity": activity})
    for date, place, actor, activity in (
        ("2019-06-01", "", "", ""),
        ("2020-08-15", "us-ms", "", ""),
        ("2023-06-01", "", "local_law_enforcement", "use"),
        ("2026-11-23", "", "", "sell"),
    )
] + [
    ("in_force_on", {"date": "2021-05-18", "place": "", "actor": "", "activity": ""}),
    ("places_of_the_statement", {"date": "2025-06-01"}),
    ("who_may_use", {"place": "us-md-baltimore", "date": "2022-01-01"}),
    ("covered_over_time", {"instrument": "us-ny-1"}),
    ("history", {"about": "amazon"}),
    ("record_history", {"table": "events", "key": "event-004"}),
    ("evidence_for", {"table": "statement_claims", "key": "c023"}),
    ("evidence_for", {"table": "event_participants", "key": "event-003,google,target"}),
]


@pytest.mark.parametrize(("query", "values"), ASKED)
def test_both_engines_answer_the_same(
    query: str, values: dict[str, str], newest: ServedRelease
) -> None:
    statement = next(each for each in newest.package.queries if each.name == query)
    asked, answers = statement.select, []
    for kind in choose_sqlites(newest.package):
        with closing(kind(newest.database)) as each:
            answers.append(each.answer(statement, asked, values))
    with Engine(newest.database.with_suffix(".duckdb"), read_only=True) as engine:
        theirs = ask_duckdb(statement, asked, values, engine)
    assert theirs[1]
    for ours in answers:
        refuse_difference(statement, ours, theirs)


def test_every_row_says_what_the_reader_needs(ask: Ask) -> None:
    rows = ask("in_force_on", date=LATER, place="", actor="local_law_enforcement", activity="use")
    for row in rows:
        assert row["instrument"] and row["title"] and row["place"] and row["modality"]
        assert row["applies_since_earliest"] <= row["applies_since_latest"] <= LATER
        assert row["until"] is None or row["until_latest"] > LATER
        assert (row["status_as_of"] is None) == (row["confirmed_by"] is None)
        as_of = row["status_as_of"]
        assert as_of is None or as_of >= row["since_earliest"][: len(as_of)]
    jackson = next(row for row in rows if row["place_key"] == "us-ms-jackson")
    assert jackson["status"] == "in_force" and jackson["until"] == "2025?"
    assert (jackson["until_earliest"], jackson["until_latest"]) == ("2025-01-01", "2025-12-31")
    boston = next(row for row in rows if row["place_key"] == "us-ma-boston")
    assert boston["status"] == "no_later_event_found"
    assert boston["last_known_status"] == "in_force" and boston["status_as_of"] == DAY
    assert boston["number"] is None, "a docket is no number of an ordinance"
    statuses = [row["status"] == "no_later_event_found" for row in rows]
    assert statuses == sorted(statuses), "what is less sure stands apart, at the end"
    portland = next(row for row in rows if row["instrument"] == "us-me-portland-1")
    assert (portland["applies_since"], portland["since"]) == ("2020-09-02~", "2020-11-03")


def test_a_question_can_be_asked_of_a_place_an_actor_or_a_use(ask: Ask) -> None:
    everywhere = ask("status_on", date=DAY, place="")
    massachusetts = ask("status_on", date=DAY, place="us-ma")
    assert {row["place_key"] for row in massachusetts} > {"us-ma", "us-ma-boston"}
    assert len(massachusetts) < len(everywhere)
    schools = ask("status_on", date=DAY, place="", actor="schools_public")
    about_schools = {"us-ny-1", "us-wa-1", "us-ny-new-york-1", "us-ut-1"}
    assert {row["instrument"] for row in schools} == about_schools
    assert {row["status"] for row in schools if row["instrument"] == "us-wa-1"} == {
        "not_yet_in_force"
    }, "adopted for all public bodies of the state"
    sales = ask("status_on", date=DAY, place="", activity="sell")
    assert {row["instrument"] for row in sales} == {"amazon-1", "axon-1", "microsoft-1"}
    assert ask("status_on", date=DAY, place="us-me-portland") != ask(
        "status_on", date=DAY, place="us-or-portland"
    )


def test_changes_by_state_and_year(ask: Ask) -> None:
    rows = ask("changes_by_state_and_year")
    told = {(row["state_code"], row["year"], row["event_type"]) for row in rows}
    assert {
        ("VA", "2021", "enacted"), ("VA", "2021", "effective"), ("VA", "2022", "effective"),
        ("LA", "2020", "enacted"), ("LA", "2022", "signed"), ("CA", "2023", "expired"),
        ("MD", "2022", "expired"), ("MS", "2025", "repealed"), ("NY", "2023", "enacted"),
    } <= told  # fmt: skip
    assert not {row["event_type"] for row in rows} & {"vote", "introduced", "scheduled_expiry"}
    portlands = {row["state_code"] for row in rows if row["place"].startswith("Portland")}
    assert portlands == {"ME", "OR"}


def test_disagreements_show_both_sides_and_one_choice(
    ask: Ask, database: sqlite3.Connection
) -> None:
    rows = ask("disagreements")
    disputed = database.execute(
        "select event_id from events join disputes using (instrument_id) where not decided"
    )
    undecided = {row[0] for row in disputed}
    contested: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        contested.setdefault((row["record_key"], row["field"]), []).append(row)
    for said in contested.values():
        assert {"contradicts"} < {row["stance"] for row in said}
        assert all(row["record"] and row["source"] for row in said)
        preferred = [row for row in said if row["preferred"] == "yes"]
        if said[0]["record_key"] in undecided and said[0]["field"] == "status":
            assert not preferred and "supports" in {row["stance"] for row in said}
        else:
            (decides,) = preferred
            assert decides["why"] and decides["stance"] != "contradicts"
    assert len(undecided & {record for record, field in contested if field == "status"}) == 3
    values = {row["source_says"] for row in rows}
    assert {"nearly 100", "about 40", "over 85", "90"} <= values
    assert {"120529-102288", "59.9 percent yes"} <= values


def test_history_tells_two_times(ask: Ask) -> None:
    rows = ask("history", about="us-la-new-orleans")
    first = [row for row in rows if row["version"] == "1.0.0"]
    assert [row["statement"] for row in first if row["kind"] == "what it covers"] == [
        "Law enforcement agencies may not use face recognition"
    ]
    assert all(row["valid_from"] is None for row in first), "1.0.0 gives no time"
    now = [row for row in rows if row["version"] != "1.0.0" and row["kind"] == "a rule or policy"]
    assert ("in_force", "2020-12-17", "2022-07-28") in {
        (row["status"], row["valid_from"], row["valid_until"]) for row in now
    }
    assert {row["record"] for row in now} == {f"us-la-new-orleans-{n}" for n in (1, 2, 3, 4)}
    amazon = ask("history", about="amazon")
    assert ("1.0.0", "2020-06") in {(row["version"], row["valid_from"]) for row in amazon}
    assert ("2.0.0", "2020-06-10") in {(row["version"], row["valid_from"]) for row in amazon}


def test_a_value_is_known_since_a_release(ask: Ask) -> None:
    rows = ask("record_history", table="instruments", key="us-va-1")
    told = {(row["field"], row["version"]): (row["value"], row["change"]) for row in rows}
    assert told["effect", "1.0.0"] == ("prohibition", "first said")
    assert told["effect", "2.0.0"] == ("conditional_prohibition", "changed")
    assert told["bill_number", "2.0.0"] == ("HB 2031", "first said")
    assert ("bill_number", "1.0.0") not in told
    assert told["jurisdiction_place_id", "2.0.0"] == ("us-va", "said again")


TABLES = (
    ("places", "place_id"),
    ("organizations", "org_id"),
    ("instruments", "instrument_id"),
    ("instrument_scopes", "scope_id"),
    ("instrument_relations", "relation_id"),
    ("events", "event_id"),
    ("incidents", "incident_id"),
)


@pytest.mark.parametrize(("table", "key"), TABLES)
def test_every_value_leads_to_a_source(
    table: str, key: str, ask: Ask, database: sqlite3.Connection
) -> None:
    values: dict[str, set[str]] = {}
    for row in database.execute("select * from record_values where record_table = ?", (table,)):
        values.setdefault(row["record_key"], set()).add(row["field"])
    (count,) = database.execute(f"select count(distinct {key}) from {table}").fetchone()
    assert len(values) == count
    for record, filled in values.items():
        rows = ask("evidence_for", table=table, key=record)
        assert all(row["source"] for row in rows), record
        told = {row["field"] for row in rows}
        if "census_geoid" in told:
            told |= {"census_geoid_type", "census_geoid_vintage"}
        assert filled <= told, record
        own = [row for row in rows if row["rests_on"] == "its own evidence"]
        assert all(row["stance"] for row in own)


def test_a_value_without_evidence_comes_from_the_records_source(ask: Ask) -> None:
    rows = ask("evidence_for", table="instruments", key="us-ma-springfield-1")
    by_field = {row["field"]: row for row in rows}
    assert by_field["instrument_type"]["rests_on"] == "from the record's source"
    assert by_field["instrument_type"]["source"].startswith("Code of the City of Springfield")
    effects = [row for row in rows if row["field"] == "effect"]
    assert {row["stance"] for row in effects} == {"supports", "qualifies"}


def test_the_share_is_a_number(ask: Ask, database: sqlite3.Connection) -> None:
    shares = {row["record_table"]: row for row in ask("evidence_share")}
    assert set(shares) == {table for table, _ in TABLES} | {"all tables"}
    whole = shares["all tables"]
    assert whole["with_own_evidence"] + whole["from_the_source"] == whole["field_values"]
    share = whole["with_own_evidence"] / whole["field_values"]
    assert whole["share_with_own_evidence"] == round(share, 3)
    (counted,) = database.execute("select count(*) from record_values").fetchone()
    assert whole["field_values"] == counted


def test_the_gaps_are_published(ask: Ask) -> None:
    told = {(row["looked_for"], row["rule"] and row["rule"].split("(")[-1], row["result"])
            for row in ask("searches")}  # fmt: skip
    assert ("the day on which the mayor signed", "Boston)", "not_found") in told
    assert (
        "the company's own announcement",
        "Amazon's pause on police use of its face recognition, Rekognition",
        "not_found",
    ) in told
    assert {row[1] for row in told if row[0] == "the number of the ordinance"} == {
        "Berkeley)", "Oakland)", "Somerville)", "Easthampton)", "Northampton)"
    }  # fmt: skip
    assert any(result == "not_looked_for" for _, _, result in told)


@pytest.mark.parametrize(
    ("address", "place", "answer"),
    [
        ("places_of_the_statement.json?date=2021-05-18", "Virginia", "not yet"),
        ("places_of_the_statement.json?date=2023-06-01", "New Orleans, Louisiana", "partly"),
        ("places_of_the_statement.json?date=2023-06-01", "California", "no"),
        ("places_of_the_statement.json?date=2023-06-01", "Virginia", "no"),
    ],
)
def test_the_site_answers(
    address: str, place: str, answer: str, visitor: Visitor, newest: ServedRelease
) -> None:
    page = f"/{newest.package.name}-{newest.package.version.replace('.', '-')}/{address}"
    rows = visitor.get(f"{page}&_shape=objects").json()["rows"]
    assert [row["answer"] for row in rows if row["place"] == place] == [answer]


def test_every_question_has_a_page(visitor: Visitor, newest: ServedRelease) -> None:
    folder = f"/{newest.package.name}-{newest.package.version.replace('.', '-')}"
    for query in newest.package.queries:
        page = visitor.text(f"{folder}/{query.name}?{urllib.parse.urlencode(query.example)}")
        assert query.heading("title") in html.unescape(page), query.name


def test_the_site_takes_a_date_alone(visitor: Visitor, newest: ServedRelease, ask: Ask) -> None:
    folder = f"/{newest.package.name}-{newest.package.version.replace('.', '-')}"
    for query in ("status_on", "in_force_on"):
        page = f"{folder}/{query}.json?date={DAY}&_shape=objects&_size=max"
        rows = visitor.get(page).json()["rows"]
        assert len(rows) == len(ask(query, date=DAY, place=""))

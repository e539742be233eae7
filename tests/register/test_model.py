"""What the checks, provisions, votes and identifiers of the register must hold."""

import re
import sqlite3
from collections import Counter

import pytest

from tests.earlier_values import read_table
from tests.register.test_records import ROOT, SCHEMAS, keyed, records

PROSE = {
    ("amazon-1", "AWS service terms, section not checked"),
    ("microsoft-2", "Azure OpenAI code of conduct"),
    ("us-ma-springfield-1", "Code of the City of Springfield, chapter number not shown"),
}
"""What stood in cells for numbers in release 2.0.0 and is no identifier."""


def numbers(instrument: str) -> dict[str, set[str]]:
    """Give the identifiers of a rule, by scheme."""
    found: dict[str, set[str]] = {}
    for row in records("identifiers"):
        if row["instrument_id"] == instrument:
            found.setdefault(row["scheme"], set()).add(row["value"])
    return found


@pytest.mark.parametrize("field", ["official_number", "bill_number", "code_citation"])
def test_no_number_of_release_2_is_lost(field: str) -> None:
    """Every figure of a number is in an identifier of the rule."""
    for row in read_table(ROOT / "datapackage/releases/2.0.0/data/instruments.csv"):
        if row[field] and (row["instrument_id"], row[field]) not in PROSE:
            ours = {value for values in numbers(row["instrument_id"]).values() for value in values}
            figures = set(re.findall(r"[\d.,-]*\d", " ".join(ours)))
            said = set(re.findall(r"[\d.,-]*\d", row[field]))
            if row["instrument_id"] == "us-me-1":
                said -= {"14", "701"}  # the part and chapter in which the section stands
            assert said <= figures, (row["instrument_id"], row[field], ours)
            assert said or row[field] in {"Prop E", "Question B"}


def test_an_order_an_item_and_a_docket_are_no_ordinance_numbers() -> None:
    assert numbers("us-ma-cambridge-1")["policy_order"] == {"POR 2019 #255"}
    assert numbers("us-ma-somerville-1") == {"agenda_item": {"208142"}}
    assert numbers("us-ma-boston-1")["docket"] == {"0683"}
    assert numbers("us-la-new-orleans-2")["calendar_number"] == {"33,808"}
    with_number = {row["instrument_id"] for row in records("identifiers")
                   if row["scheme"] == "ordinance_number"}  # fmt: skip
    assert {"us-ca-san-francisco-1", "us-or-portland-2", "us-wa-king-county-1"} <= with_number
    others = ("us-ma-boston-1", "us-ma-cambridge-1", "us-ma-somerville-1", "us-la-new-orleans-2")
    assert not with_number & set(others)
    assert numbers("us-ny-1")["bill"] == {"A6787-D", "S5140-B"}


def test_every_rule_is_asked_every_question(database: sqlite3.Connection) -> None:
    rows = database.execute("select * from provisions_coded").fetchall()
    asked = {(row["instrument_id"], row["question"]) for row in rows}
    questions = {row["term"] for row in records("vocabularies") if row["vocabulary"] == "question"}
    assert asked == {(rule, question) for rule in keyed("instruments") for question in questions}
    answered = [row for row in rows if row["answer"] != "not_coded"]
    assert len(answered) == len(records("provisions"))
    assert all(row["source"] for row in answered)
    assert all(row["source"] is None for row in rows if row["answer"] == "not_coded")


def test_sums_are_numbers(database: sqlite3.Connection) -> None:
    rows = database.execute("select * from provisions_coded where amount is not null")
    sums = {(row["instrument_id"], row["amount"], row["amount_per"], row["amount_bound"])
            for row in rows}  # fmt: skip
    assert {
        ("us-me-portland-2", 100, "violation", "at_least"),
        ("us-me-portland-2", 1000, "action", "at_least"),
        ("us-or-portland-2", 1000, "day", "at_least"),
        ("us-ma-springfield-1", 300, "violation", "exact"),
    } <= sums


def test_each_house_has_its_vote() -> None:
    title = "Virginia: both chambers accept the governor's recommendation on HB 2031"
    (event,) = [row["event_id"] for row in records("events") if row["title"] == title]
    counts = {row["chamber"]: (row["votes_for"], row["votes_against"])
              for row in records("votes") if row["event_id"] == event}  # fmt: skip
    assert counts == {"lower_house": ("99", "1"), "upper_house": ("40", "0")}


def test_no_count_of_release_2_is_lost() -> None:
    ours = Counter((row["event_id"], row["votes_for"], row["votes_against"])
                   for row in records("votes"))  # fmt: skip
    for row in read_table(ROOT / "datapackage/releases/2.0.0/data/events.csv"):
        if row["votes_for"]:
            assert ours[row["event_id"], row["votes_for"], row["votes_against"]] == 1, row
        if "unanimous" in row["title"]:
            (vote,) = [each for each in records("votes") if each["event_id"] == row["event_id"]]
            assert vote["unanimous"] == "true"


def test_a_look_at_a_stored_copy_says_so() -> None:
    looks = records("checks")
    assert {row["seen_as"] for row in looks} == {"stored_copy"}
    words = {(row["vocabulary"], row["term"]): row["definition"] for row in records("vocabularies")}
    assert "not the live page" in words["seen_as", "stored_copy"]
    assert {row["check_result"] for row in looks} == {"same", "changed"}
    note = (ROOT / "datapackage/notes/3.0.0.md").read_text("utf-8")
    assert f"All {len(looks)} looks of `checks` are at stored copies" in note


def test_a_column_that_holds_nothing_of_its_own_says_why() -> None:
    """No column is empty, and one that says the same in every record gives the reason."""
    for table, schema in SCHEMAS.items():
        rows = records(table)
        for field in schema["fields"]:
            values = {row[field["name"]] for row in rows}
            assert values != {""}, (table, field["name"], "is empty in every record")
            if len(values) == 1 and len(rows) > 1:
                assert "So far" in field["description"], (table, field["name"], values)

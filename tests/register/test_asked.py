"""The questions that readers ask: their answers, written by hand, and their pages."""

import re
import sqlite3
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest

from pressmark.package.shown_columns import MOST_COLUMNS, read_shown_columns
from pressmark.site import ServedRelease
from pressmark.site.downloads.served_release import list_questions
from tests.register.conftest import Ask
from tests.site.visitor import Visitor

HERE = "/face-recognition-governance-3-0-0"
TODAY = "2026-11-28"
CODED = ("warrants", "match_alone", "suits", "duties")
OF_RECORDS = ("disagreements", "evidence_for", "history", "record_history")
"""Questions about values as they are recorded, which may be keys and codes."""


def by_rule(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give the rows by the key of their rule; of several the first."""
    return {row["instrument"]: row for row in reversed(rows)}


def test_every_parameter_of_every_question_has_a_type(newest: ServedRelease) -> None:
    untyped = [
        (query.name, each.name)
        for query in newest.package.queries
        for each in query.parameters
        if each.type in {None, "text"}
    ]
    assert untyped == []


def test_every_question_says_what_a_reader_needs(newest: ServedRelease) -> None:
    """A title that asks, a description, its place among the others, and at most six columns."""
    orders = [query.heading("order") for query in newest.package.queries]
    assert all(each.isdigit() for each in orders)
    assert len(set(orders)) == len(orders)
    assert list_questions(newest)[0].name == "may_police_use"
    for query in newest.package.queries:
        assert query.heading("title").endswith("?"), query.name
        assert len(query.heading("description").split()) > 12, query.name
        assert 0 < len(read_shown_columns(query)) <= MOST_COLUMNS, query.name


def test_the_old_names_keep_answering(
    published: tuple[ServedRelease, ...], newest: ServedRelease, ask: Ask
) -> None:
    old = next(each for each in published if each.version == "2.0.0")
    names = {query.name for query in old.package.queries}
    assert names <= {query.name for query in newest.package.queries}
    for name in names:
        assert ask(name), name


def test_bans_by_year(ask: Ask) -> None:
    rows = ask("bans_by_year")
    rules = by_rule(rows)
    assert [row["year"] for row in rows] == sorted(row["year"] for row in rows)
    first = rows[0]
    assert (first["place"], first["adopted"]) == ("San Francisco, California", "2019-05-21")
    assert first["how"] == "passed by the San Francisco Board of Supervisors"
    jackson = rules["us-ms-jackson-1"]
    assert (jackson["year"], jackson["adopted"]) == ("2020", "2020-08")
    assert (jackson["adopted_earliest"], jackson["adopted_latest"]) == ("2020-08-01", "2020-08-31")
    assert jackson["since_then"] == "In or about 2025: It was repealed."
    assert rules["us-wa-bellingham-1"]["how"] == "adopted by Bellingham voters"
    assert rules["us-ca-1"]["bars_or_halts"] == "halts"
    assert "It ended by its own terms." in rules["us-ca-1"]["since_then"]
    assert rules["us-ma-boston-1"]["since_then"] == "No later turn is recorded."


def test_weakened_or_ended(ask: Ask) -> None:
    turns = {(row["instrument"], row["kind"], row["happened"]) for row in ask("weakened_or_ended")}
    assert {
        ("us-ca-1", "ended", "2023-01-01"),
        ("us-ca-san-francisco-1", "weakened", "2019-12-20"),
        ("us-la-new-orleans-1", "weakened", "2022-07-28"),
        ("us-ms-jackson-1", "ended", "2025?"),
        ("us-ny-1", "ended", "2023-09-27"),
        ("us-va-1", "ended", "2022-07-01"),
        ("us-vt-1", "weakened", "2021-05-04"),
    } <= turns
    assert {"us-va-1", "us-va-2"} <= {rule for rule, kind, _ in turns if kind == "disputed"}
    rules = {rule for rule, _, _ in turns}
    assert "us-me-portland-1" not in rules, "Question B made it stronger"
    assert "us-co-1" not in rules, "what changed it bars something, too"
    (part,) = [
        row for row in ask("weakened_or_ended") if row["instrument"] == "us-la-new-orleans-1"
    ]
    assert part["by_whom"] == "New Orleans City Council"
    assert part["by_instrument"] == "us-la-new-orleans-2"


@pytest.mark.parametrize("query", CODED)
def test_what_nobody_coded_is_said_of_each_rule(
    query: str, ask: Ask, database: sqlite3.Connection
) -> None:
    rules = {
        key
        for (key,) in database.execute(
            "select instrument_id from instruments where instrument_type <> 'corporate_policy'"
        )
    }
    rows = ask(query)
    assert {row["instrument"] for row in rows} == rules
    answers = [row.get("answer", row.get("may_sue")) for row in rows]
    assert "not_coded" in answers
    assert None not in answers


def test_warrants(ask: Ask) -> None:
    rules = by_rule(ask("warrants"))
    found = {key: rules[key]["answer"] for key in ("us-wa-1", "us-la-new-orleans-3",
             "us-ma-springfield-1", "us-ma-boston-1")}  # fmt: skip
    assert found == {
        "us-wa-1": "conditional",
        "us-la-new-orleans-3": "no",
        "us-ma-springfield-1": "not_in_text",
        "us-ma-boston-1": "not_coded",
    }
    assert rules["us-wa-1"]["section"] == "section 43.386.080(1)"
    assert rules["us-ma-boston-1"]["standing"].startswith("in force since ")
    assert "; last confirmed on " in rules["us-ma-boston-1"]["standing"]


def test_suits_and_sums(ask: Ask) -> None:
    rows = ask("suits")
    rules = by_rule(rows)
    assert rules["us-or-portland-2"]["may_sue"] == "yes"
    assert rules["us-or-portland-2"]["how_much"] == (
        "at least 1000 dollars for each day of a breach, paid to the person who sues"
    )
    assert rules["us-ma-springfield-1"]["how_much"] == "300 dollars for each breach, as a fine"
    portland = {row["amount"] for row in rows if row["instrument"] == "us-me-portland-2"}
    assert portland == {100, 1000}
    assert rules["us-wa-king-county-1"]["how_much"] == "not coded"
    assert rules["us-ca-1"]["how_much"] == "no sum"


def test_duties(ask: Ask) -> None:
    rows = ask("duties", duty="review")
    assert {row["duty"] for row in rows} == {"review of the rule or the technology"}
    assert by_rule(rows)["us-ma-northampton-1"]["answer"] == "yes"
    assert len(ask("duties")) > len(rows)


def test_votes(ask: Ask) -> None:
    votes = {row["vote"]: row for row in ask("votes_on_rules")}
    assert votes["vote-001"]["count"] == "8 for, 1 against, 2 absent"
    assert votes["vote-001"]["who_voted"] == "the San Francisco Board of Supervisors"
    assert votes["vote-002"]["who_voted"] == "the voters"
    assert votes["vote-002"]["count"] == "120529 for, 102288 against"
    assert votes["vote-003"]["count"] == "unanimous; no count is recorded"
    assert votes["vote-021"]["count"] == "54 for, an unknown number against"
    assert votes["vote-021"]["voted"] == "../2022-04-27"
    assert votes["vote-102"]["count"] == "8 for, 0 against, 1 abstained; unanimous"


def test_definitions_are_not_made_up(ask: Ask) -> None:
    rows = ask("definitions")
    told = {row["instrument"] for row in rows if not row["text_says"].startswith("not coded")}
    assert told == {"amazon-1"}
    boston = by_rule(rows)["us-ma-boston-1"]
    assert boston["statement_says"] == "has prohibited law-enforcement use of face recognition"


def test_company_pauses(ask: Ask) -> None:
    rules = by_rule(ask("company_pauses"))
    amazon = rules["amazon-1"]
    assert amazon["last_confirmed"] == "2024-01"
    assert amazon["source_key"] == "fedscoop-202401"
    assert "Amazon extends its pause without an end date." in amazon["since_then"]
    assert rules["ibm-1"]["what_is_left"] == "What it covers is not coded."
    assert "until there is a national law" in rules["microsoft-1"]["what_is_left"]


@pytest.mark.parametrize("day", [TODAY, "2024-02-29", "2020-03-01"])
def test_days_since_the_last_confirmation(day: str, ask: Ask) -> None:
    """Counted by the calendar, of a month or a year from its last day; longest first."""
    rows = ask("not_confirmed_since", date=day)
    whole = [
        row
        for row in rows
        if len(row["last_confirmed"]) == 10 and row["last_confirmed"][:2] == "20"
    ]
    assert whole
    for row in whole:
        between = date.fromisoformat(day) - date.fromisoformat(row["last_confirmed"])
        assert row["days_since"] == between.days, row
    counted = [row["days_since"] for row in rows if row["days_since"] is not None]
    assert counted == sorted(counted, reverse=True)
    assert min(counted) >= 0
    assert {row["last_confirmed"] for row in rows if row["days_since"] is None} <= {"by no source"}


def test_not_confirmed_since(ask: Ask) -> None:
    rules = by_rule(ask("not_confirmed_since", date=TODAY))
    alameda = rules["us-ca-alameda-1"]
    assert (alameda["last_confirmed"], alameda["days_since"]) == ("2019-12-23", 2532)
    assert alameda["source_key"] == "ebcitizen-20191223"
    assert not {"us-ca-1", "us-ms-jackson-1", "us-va-1"} & set(rules), "no longer in force"


def test_asking_another_agency(ask: Ask) -> None:
    rows = ask("asking_others")
    rules = by_rule(rows)
    assert rules["us-la-new-orleans-2"]["answer"] == "only under conditions"
    assert rules["us-wi-milwaukee-1"]["answer"] == "halted for a time"
    assert rules["us-ma-boston-1"]["answer"] == "allowed"
    assert rules["us-va-1"]["answer"] == "not coded"
    assert rules["us-va-1"]["covers"] is None
    assert "us-or-portland-2" not in rules, "it binds private bodies"


def test_official_texts(ask: Ask) -> None:
    rules = by_rule(ask("official_texts"))
    springfield = rules["us-ma-springfield-1"]
    assert springfield["text_url"] == "http://ecode360.com/37249060"
    assert springfield["last_look"] == (
        "agrees with the register, on 2026-11-28; the whole text, in a stored copy"
    )
    assert rules["us-ma-brookline-1"]["text_url"] is None
    assert rules["us-ma-brookline-1"]["last_look"] == "nobody looked"
    assert rules["us-ny-1"]["current_through"] == "2021-01-29"


def test_sponsors_are_said_not_to_be_coded(ask: Ask) -> None:
    rows = ask("sponsors")
    assert {row["sponsor"] for row in rows} == {"not coded"}
    assert by_rule(rows)["us-ma-cambridge-1"]["brought_forward"] == "2019-07-30"
    assert "who sponsored each rule" in {
        row["looked_for"] for row in ask("searches") if row["result"] == "not_looked_for"
    }


def test_core_cells(ask: Ask) -> None:
    """The cells without evidence are as many as the counts say, kind by kind."""
    counts = {row["kind_key"]: row for row in ask("core_evidence")}
    without = ask("core_cells_without_evidence")
    whole = counts.pop("all")
    for kind, row in counts.items():
        named = ask("core_cells_without_evidence", kind=kind)
        assert len(named) == row["without_evidence"], kind
        assert row["with_evidence"] + row["without_evidence"] == row["cells"]
        assert row["share"] == pytest.approx(row["with_evidence"] / row["cells"], abs=0.001)
    assert len(without) == whole["without_evidence"]
    assert whole["cells"] == sum(row["cells"] for row in counts.values())
    cells = {(row["instrument"], row["kind_key"], row["cell"]) for row in without}
    assert ("us-ca-alameda-1", "identifier", "a number: none is recorded") in cells
    assert ("us-ca-alameda-1", "effective", "the date of effect: none is recorded") in cells
    assert not [each for each in cells if each[0] == "us-ca-berkeley-1" and each[1] == "last_check"]


def test_fifty_states(ask: Ask) -> None:
    rows = {row["place_key"]: row for row in ask("states_looked_at")}
    assert len(rows) == 50
    assert {row["answer"] for row in rows.values()} <= {
        "found", "looked for and not found", "not looked for"
    }  # fmt: skip
    assert rows["us-ak"]["answer"] == "looked for and not found"
    assert rows["us-or"]["answer"] == "found"
    assert rows["us-or"]["statutes_recorded"] == "seen, and not recorded"
    assert "SB 6280" in rows["us-wa"]["statutes_recorded"]
    for row in rows.values():
        assert row["looked_for"] and row["looked_in"] and row["looked_on"] and row["method"], row


DATED = (
    ("bans_by_year", "adopted"),
    ("weakened_or_ended", "happened"),
    ("votes_on_rules", "voted"),
    ("company_pauses", "last_confirmed"),
    ("not_confirmed_since", "last_confirmed"),
    ("official_texts", "current_through"),
    ("sponsors", "brought_forward"),
)


@pytest.mark.parametrize(("query", "column"), DATED)
def test_no_day_is_shown_that_no_source_gives(
    query: str, column: str, ask: Ask, database: sqlite3.Connection
) -> None:
    written = {key for (key,) in database.execute("select edtf from dates")}
    written |= {key for (key,) in database.execute("select looked_on from checks")}
    written |= {key for (key,) in database.execute("select voted_edtf from votes")}
    found = {row[column] for row in ask(query)} - {None, "by no source"}
    assert found <= written


WRONG = (
    ("prohibitions", "as_stated=prohibitd", "did you mean prohibited, says the statement"),
    ("suspensions", "as_stated=suspendid", "did you mean suspended in part, says the statement"),
    ("in_force_on", "date=2023-06-01&actor=locl_law_enforcement", "did you mean local law enf"),
    ("status_on", "date=2023-06-01&activity=aquire", "“aquire” is none of the choices"),
    ("who_may_use", "date=2023-06-01&place=us-vx", "did you mean"),
    ("duties", "duty=reviews", "“reviews” is none of the choices"),
    ("core_cells_without_evidence", "kind=titel", "did you mean title"),
    ("evidence_for", "table=instrments&key=us-va-1", "(instruments)?"),
    ("record_history", "table=places&key=amazon-1", "“amazon-1” is none of Places"),
    ("history", "about=nothing", "“nothing” is none of Places, Rules and policies"),
)


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
@pytest.mark.parametrize(("query", "values", "said"), WRONG)
def test_a_mistyped_word_is_refused_with_the_nearest(
    query: str, values: str, said: str, ending: str, visitor: Visitor
) -> None:
    for address in (f"{HERE}/{query}{ending}?", f"/cite{ending}?db={HERE[1:]}&query={query}&"):
        answer = visitor.get(f"{address}{values}")
        assert answer.status_code == 400, address
        assert said in answer.text


def test_what_may_be_left_empty_is_asked(visitor: Visitor) -> None:
    page = visitor.text(f"{HERE}/in_force_on?date=2023-06-01&place=&actor=&activity=")
    assert '<option value="">any</option>' in page
    assert '<option value="local_law_enforcement">local law enforcement</option>' in page
    assert '<option value="use">using the technology</option>' in page
    rows = visitor.get(f"{HERE}/prohibitions.json?as_stated=").json()["rows"]
    assert rows == visitor.get(f"{HERE}/prohibitions.json").json()["rows"]
    of = visitor.get(f"{HERE}/in_force_on.json?date=2023-06-01&actor=State Police")
    assert "actor=state_police" in of.headers["location"]


RAW = re.compile(r"\bus-[a-z]{2}\b|\b[a-z]+_[a-z]+\b|\b[a-z]+-[0-9]{3,4}\b")
"""Keys and codes as the records have them."""


def heads_of(page: str) -> list[str]:
    """List the columns of the first table: rows that are folded have the same heads again."""
    return re.findall(r'<th scope="col" title="([^"]+)"', page[: page.index("<tbody>")])


def test_pages_show_few_columns_in_words(newest: ServedRelease, visitor: Visitor) -> None:
    for query in newest.package.queries:
        page = visitor.text(f"{HERE}/{query.name}?{urlencode(query.example)}")
        heads = heads_of(page)
        assert heads == [each.name for each in read_shown_columns(query)], query.name
        cells = re.sub(r"<[^>]*>", " ", page[page.index("<tbody>") : page.index("</tbody>")])
        if query.name not in OF_RECORDS:
            assert not RAW.search(cells), (query.name, RAW.search(cells))


def test_all_columns_are_one_link_away(visitor: Visitor) -> None:
    page = visitor.text(f"{HERE}/warrants?_all=on")
    heads = heads_of(page)
    assert heads == visitor.get(f"{HERE}/warrants.json").json()["columns"]
    assert {"instrument", "place_key", "confidence"} <= set(heads)

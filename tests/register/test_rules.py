"""Every rule of the register is broken once, in a copy of its records, and must say so.

All mistakes are made in one copy, each in a record of its own, and the copy is judged once.
"""

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.package.project import read_project
from pressmark.report import Report
from pressmark.report.finding import Finding
from pressmark.validate import judge

ROOT = Path(__file__).parent.parent.parent
KEYS = {
    "places": "place_id", "organizations": "org_id", "instruments": "instrument_id",
    "instrument_scopes": "scope_id", "instrument_relations": "relation_id", "events": "event_id",
    "incidents": "incident_id", "sources": "source_id", "statement_claims": "claim_id",
    "evidence": "evidence_id", "actor_parts": "regulated_actor", "checks": "check_id",
    "provisions": "provision_id", "votes": "vote_id", "identifiers": "identifier_id",
    "disputes": "dispute_id", "place_statuses": "place_id",
}  # fmt: skip


class Records:
    """The records of a copy of the register, to be spoilt."""

    def __init__(self, folder: Path) -> None:
        """Read the tables that have rules."""
        self.folder = folder
        self.tables = {}
        for name in KEYS:
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                self.tables[name] = list(csv.DictReader(file))

    def change(self, table: str, key: str, **cells: str) -> None:
        """Write cells of one record."""
        (row,) = [row for row in self.tables[table] if row[KEYS[table]] == key]
        assert set(cells) <= set(row)
        row.update(cells)

    def change_evidence(self, field: str, key: str, **cells: str) -> None:
        """Write cells of all evidence about one record."""
        found = [row for row in self.tables["evidence"] if row[field] == key]
        assert found
        for row in found:
            row.update(cells)

    def remove(self, table: str, field: str, key: str) -> None:
        """Take out records."""
        before = len(self.tables[table])
        self.tables[table] = [row for row in self.tables[table] if row[field] != key]
        assert len(self.tables[table]) < before

    def add(self, table: str, **cells: str) -> None:
        """Add a record."""
        blank = dict.fromkeys(self.tables[table][0], "")
        assert set(cells) <= set(blank)
        self.tables[table].append({**blank, **cells})

    def event(self, title: str) -> str:
        """Give the key of the event of a title."""
        (key,) = [row["event_id"] for row in self.tables["events"] if row["title"] == title]
        return key

    def evidence(self, value: str) -> str:
        """Give the key of the evidence that says a value."""
        said = [row for row in self.tables["evidence"] if row["asserted_value"] == value]
        return said[0]["evidence_id"]

    def provision(self, rule: str, question: str) -> str:
        """Give the key of the first answer of a rule to a question."""
        return next(row["provision_id"] for row in self.tables["provisions"]
                    if (row["instrument_id"], row["question"]) == (rule, question))  # fmt: skip

    def vote(self, title: str) -> str:
        """Give the key of the vote of the event of a title."""
        (key,) = [row["vote_id"] for row in self.tables["votes"]
                  if row["event_id"] == self.event(title)]  # fmt: skip
        return key

    def identifier(self, value: str) -> str:
        """Give the key of the identifier of a value."""
        (key,) = [row["identifier_id"] for row in self.tables["identifiers"]
                  if row["value"] == value]  # fmt: skip
        return key

    def write(self) -> None:
        """Write every table."""
        for name, rows in self.tables.items():
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)

    def key(self, finding: Finding) -> str:
        """Give the key of the record that a finding is about."""
        assert finding.table and finding.record
        return self.tables[finding.table][finding.record - 1][KEYS[finding.table]]


@dataclass(frozen=True)
class Mistake:
    """A rule, the record in which it must be found, and how it is broken."""

    rule: str
    key: str | Callable[[Records], str]
    make: Callable[[Records], None]


def cell(rule: str, table: str, key: str, **cells: str) -> Mistake:
    """Break a rule by writing cells of one record."""
    return Mistake(rule, key, lambda records: records.change(table, key, **cells))


def event(rule: str, title: str, **cells: str) -> Mistake:
    """Break a rule by writing cells of the event of a title."""
    return Mistake(
        rule,
        lambda records: records.event(title),
        lambda records: records.change("events", records.event(title), **cells),
    )


def only_from(rule: str, field: str, key: str, source: str) -> Mistake:
    """Break a rule by letting all evidence about one record come from one source."""
    return Mistake(rule, key, lambda records: records.change_evidence(field, key, source_id=source))


def event_only_from(rule: str, title: str, source: str) -> Mistake:
    """Break a rule by letting all evidence about one event come from one source."""
    return Mistake(
        rule,
        lambda records: records.event(title),
        lambda records: records.change_evidence("event_id", records.event(title), source_id=source),
    )


def without_evidence(rule: str, field: str, key: str, table: str | None = None) -> Mistake:
    """Break a rule by taking all evidence for a record away, and its source."""

    def make(records: Records) -> None:
        records.remove("evidence", field, key)
        if table:
            records.change(table, key, source_id="")

    return Mistake(rule, key, make)


def half_undecided(records: Records) -> None:
    """Take the choice between two counts away."""
    records.change("evidence", records.evidence("12-2"), preferred="", preference_reason="")


def event_without_evidence(records: Records) -> None:
    """Take all evidence for an event away."""
    records.remove("evidence", "event_id", records.event(INTRODUCED))


def actor_without_itself(records: Records) -> None:
    """Let an actor include another, but not itself."""
    records.remove("actor_parts", "regulated_actor", "individual")
    records.add("actor_parts", regulated_actor="individual", part="local_law_enforcement")


def forgotten_expiry(records: Records) -> None:
    """Let a rule be due to end, and say no more."""
    records.add(
        "events",
        event_id="event-900", event_type="scheduled_expiry", instrument_id="us-ma-boston-1",
        date_edtf="2021-01-01", title="Due to end", confidence="low",
        source_id="boston-code-16-62", basis="public_source",
    )  # fmt: skip


def actor_without_parts(records: Records) -> None:
    """Let a scope bind an actor of whom nobody says whom it includes."""
    records.change("instrument_scopes", "scope-039", regulated_actor="vendor")
    records.remove("actor_parts", "regulated_actor", "vendor")


def never_announced(records: Records) -> None:
    """Let a policy exist that nobody announced."""
    title = "Google says that it will not sell a face recognition product for now"
    records.change("events", records.event(title), event_type="statement")


def only_the_press(records: Records) -> None:
    """Let a rule and its events be known from the press alone."""
    key = "us-ma-springfield-1"
    records.change_evidence("instrument_id", key, source_id="masslive-springfield")
    for row in records.tables["events"]:
        if row["instrument_id"] == key:
            records.change_evidence("event_id", row["event_id"], source_id="masslive-springfield")


def unused_source(records: Records) -> None:
    """Add a source from which nothing comes."""
    (row,) = [r for r in records.tables["sources"] if r["source_id"] == "kqed-oakland"]
    records.tables["sources"].append({**row, "source_id": "nobody-uses-it"})


def provision(rule: str, instrument: str, question: str, **cells: str) -> Mistake:
    """Break a rule by writing cells of the answer of an instrument to a question."""
    return Mistake(
        rule,
        lambda records: records.provision(instrument, question),
        lambda records: records.change(
            "provisions", records.provision(instrument, question), **cells
        ),
    )


def vote(rule: str, title: str, **cells: str) -> Mistake:
    """Break a rule by writing cells of the vote of the event of a title."""
    return Mistake(
        rule,
        lambda records: records.vote(title),
        lambda records: records.change("votes", records.vote(title), **cells),
    )


def identifier(rule: str, value: str, /, **cells: str) -> Mistake:
    """Break a rule by writing cells of the identifier of a value."""
    written = cells.get("value", value)
    return Mistake(
        rule,
        lambda records: records.identifier(written),
        lambda records: records.change("identifiers", records.identifier(value), **cells),
    )


def answered_twice(records: Records) -> None:
    """Answer a question of a rule a second time."""
    key = records.provision("us-wa-1", "audit")
    (row,) = [row for row in records.tables["provisions"] if row["provision_id"] == key]
    records.tables["provisions"].append({**row, "provision_id": "provision-900", "answer": "yes"})


def borne_twice(records: Records) -> None:
    """Let a rule bear an identifier a second time."""
    key = records.identifier("0683")
    (row,) = [row for row in records.tables["identifiers"] if row["identifier_id"] == key]
    records.tables["identifiers"].append({**row, "identifier_id": "identifier-900"})


def looked_at_a_copy(records: Records) -> None:
    """Let a look be at a copy of a code."""
    (row,) = [r for r in records.tables["sources"] if r["source_id"] == "lawserver-me-25-14"]
    records.add("checks", check_id="check-900", instrument_id="us-me-1", url=row["url"],
                seen_as="stored_copy", looked_on="2026-11-28", extent="part",
                check_result="same", source_id="lawserver-me-25-14")  # fmt: skip


def preempted_elsewhere(records: Records) -> None:
    """Let a rule of a state leave no room for one of another state."""
    records.change("instrument_relations", "relation-004", from_instrument_id="us-wa-1",
                   relation="preempts", to_instrument_id="us-ma-boston-1")  # fmt: skip


INTRODUCED = "New Orleans: the surveillance ordinance is introduced"
HASH = "0" * 64
MISTAKES = (
    Mistake("actors_include_themselves", "individual", actor_without_itself),
    cell("disputes_run_forward", "disputes", "dispute-002", until="2020-12-31"),
    cell("disputes_begin_and_end_with_a_status", "disputes", "dispute-001", since="2026-07-02"),
    cell("disputes_rest_on_evidence", "disputes", "dispute-006", one_source_id="kqed-oakland"),
    cell("disputes_have_two_sides", "disputes", "dispute-004", other_source_id="bdn-20201013"),
    cell("place_statuses_follow_the_rules", "place_statuses", "us-ak", place_status="barred"),
    cell("checks_current_through_dates_exist", "checks", "check-001",
         current_through_edtf="2021-02-30"),
    Mistake("checks_look_at_official_texts", "check-900", looked_at_a_copy),
    cell("checks_not_current_past_the_look", "checks", "check-005",
         current_through_edtf="2027-01"),
    cell("checks_say_how_much", "checks", "check-002", extent=""),
    cell("checks_say_how_much", "checks", "check-003", check_result="gone"),
    cell("checks_show_their_source", "checks", "check-004", url="https://www.portland.gov/code"),
    cell("claim_offsets_in_order", "statement_claims", "c044", char_end="2624"),
    without_evidence("claims_have_evidence", "claim_id", "c045"),
    cell("claims_share_passages", "statement_claims", "c009", char_end="631"),
    Mistake("contradictions_are_decided", lambda r: r.evidence("13-2"), half_undecided),
    Mistake("contradictions_are_decided", "evidence-4107",
            lambda r: r.change("disputes", "dispute-005", decided="true")),
    cell("coordinates_are_complete", "places", "us-ma-boston", latitude=""),
    event("effective_after_adoption", "Virginia: HB 2031 takes effect", date_edtf="2021-01-01"),
    event("events_date_dates_exist", "Virginia: HB 2031 is offered", date_edtf="2021-02-30"),
    event("events_date_dates_exist", "Baltimore: the council passes Bill 21-0001",
          date_edtf="[2022-02-30..]"),
    event("events_date_dates_exist", "The ACLU joins MediaJustice in mobilizing activists",
          date_edtf="2021-05-16/2021-05-10"),
    Mistake("events_have_evidence", lambda r: r.event(INTRODUCED), event_without_evidence),
    event("events_name_no_person", "Detroit: an arrest on a false match", note="John Q. Public"),
    event_only_from("events_not_from_aggregators_alone", "A week of action against Amazon",
                    "aiid-288"),
    event_only_from("events_not_from_copies_alone", "King County: Ordinance 19296 is enacted",
                    "docslib-20180618"),
    event("events_were_seen", "Over 60 groups ask a House committee for a federal moratorium",
          date_edtf="2019-06-05"),
    cell("evidence_matches_its_claim", "evidence", "evidence-0244", locator="p2"),
    Mistake("evidence_names_one_record", "evidence-0173",
            lambda r: r.change("evidence", "evidence-0173", org_id="amazon")),
    cell("evidence_offsets_in_order", "evidence", "evidence-0257", char_end=""),
    cell("evidence_passages_complete", "evidence", "evidence-0256", normalisation=""),
    cell("evidence_passages_complete", "evidence", "evidence-0255", locator="page 13"),
    cell("evidence_passages_complete", "evidence", "evidence-0300", locator="at the end"),
    cell("evidence_shares_passages", "evidence", "evidence-0179", selector_sha256=HASH),
    Mistake("expiry_has_an_event", "event-900", forgotten_expiry),
    cell("geoid_fits_its_type", "places", "us-ma-cambridge", census_geoid="25110"),
    identifier("identifiers_agree_with_codes", "Q3884", value="Q3885"),
    identifier("identifiers_fit_their_scheme", "19296", scheme="census_geoid"),
    identifier("identifiers_fit_their_scheme", "Q95", scheme="docket"),
    identifier("identifiers_name_one_record", "190114", org_id="amazon"),
    identifier("identifiers_name_one_record", "Question B", instrument_id=""),
    Mistake("identifiers_stand_once", "identifier-900", borne_twice),
    cell("incidents_date_dates_exist", "incidents", "incident-005", date_edtf="2019-02-30"),
    without_evidence("incidents_have_evidence", "incident_id", "incident-001"),
    cell("incidents_name_no_person", "incidents", "incident-003", note="Doe v. Roe"),
    only_from("incidents_not_from_aggregators_alone", "incident_id", "incident-004", "aiid-288"),
    only_from("incidents_not_from_copies_alone", "incident_id", "incident-003",
              "beforeits-woodbridge"),
    cell("instrument_cells_hold_one_value", "instruments", "us-ny-1", bill_number="A; B"),
    cell("instrument_relations_have_evidence", "instrument_relations", "relation-001",
         source_id=""),
    cell("instrument_scopes_have_evidence", "instrument_scopes", "scope-021", source_id=""),
    cell("instrument_scopes_valid_from_dates_exist", "instrument_scopes", "scope-022",
         valid_from_edtf="2021-02-30"),
    Mistake("instruments_are_adopted", "google-1", never_announced),
    without_evidence("instruments_have_evidence", "instrument_id", "us-ma-1", "instruments"),
    only_from("instruments_not_from_aggregators_alone", "instrument_id", "us-wa-bellingham-1",
              "aiid-288"),
    only_from("instruments_not_from_copies_alone", "instrument_id", "us-ca-2",
              "docslib-20180618"),
    Mistake("instruments_rest_on_a_record", "us-ma-springfield-1", only_the_press),
    event("last_days_are_of_endings", "Virginia: SB 741 takes effect", last_day="true"),
    cell("organizations_have_evidence", "organizations", "fbi", source_id=""),
    cell("place_codes_agree_with_parent", "places", "us-ma-springfield", iso_3166_2="US-IL"),
    cell("place_names_unambiguous", "places", "us-me-portland", display_name="Portland, oregon"),
    without_evidence("places_have_evidence", "place_id", "us-nj"),
    Mistake("preferences_have_reasons", lambda r: r.evidence("178-8"),
            lambda r: r.change("evidence", r.evidence("178-8"), preferred="true",
                               preference_reason="it is rounder")),
    provision("provisions_amounts_complete", "us-or-portland-2", "amount", currency=""),
    provision("provisions_amounts_complete", "us-wa-1", "disclosure", amount="5"),
    Mistake("provisions_answer_once", "provision-900", answered_twice),
    provision("provisions_conditions_are_told", "us-wa-1", "warrant", note=""),
    provision("provisions_silence_needs_the_text", "us-va-1", "warrant", answer="not_in_text"),
    cell("relations_join_two_rules", "instrument_relations", "relation-002",
         to_instrument_id="us-ma-boston-1"),
    Mistake("relations_join_two_rules", "relation-004", preempted_elsewhere),
    Mistake("scope_actors_have_parts", "scope-039", actor_without_parts),
    Mistake("sources_are_used", "nobody-uses-it", unused_source),
    cell("sources_published_dates_exist", "sources", "dwt-202109", published_edtf="2021-02-30"),
    vote("votes_say_something", "Oakland: the council passes the ban at first vote, unanimously",
         unanimous=""),
    vote("votes_unanimous_fit", "Springfield: preliminary approval by the council",
         unanimous="true"),
    cell("votes_voted_dates_exist", "votes", "vote-001", voted_edtf="2019-02-30"),
    cell("whole_records_name_their_section", "evidence", "evidence-4003",
         locator_scheme="excerpt", locator=""),
)  # fmt: skip


def judged(root: Path) -> Report:
    """Judge a copy of the register."""
    with Engine() as engine:
        return judge(read_project(root), engine, limit=10_000).report


@pytest.fixture(scope="module")
def sound() -> Report:
    """Judge the register as it is."""
    return judged(ROOT)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Records, Report]:
    """Make every mistake in one copy, and judge it."""
    root = tmp_path_factory.mktemp("spoilt")
    for name in ("datapackage", "schemas"):
        shutil.copytree(ROOT / name, root / name)
    records = Records(root / "datapackage/records")
    for mistake in MISTAKES:
        mistake.make(records)
    records.write()
    report = judged(root)
    assert not report.not_checked, report.counts
    return records, report


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.rule)
def test_a_broken_rule_says_so(
    mistake: Mistake, spoilt: tuple[Records, Report], sound: Report
) -> None:
    records, report = spoilt
    key = mistake.key if isinstance(mistake.key, str) else mistake.key(records)
    rule = f"rule.{mistake.rule}"
    # A period that the table lacks is no record of it.
    found = [each for each in report.findings if each.rule == rule and each.record]
    assert key in {records.key(each) for each in found}
    assert all(each.hint for each in found)
    as_it_is = Records(ROOT / "datapackage/records")
    before = {as_it_is.key(each) for each in sound.findings if each.rule == rule}
    assert key not in before


def test_every_rule_is_broken_by_a_test() -> None:
    rules = {path.stem for path in (ROOT / "schemas/rules").glob("*.sql")}
    assert {mistake.rule for mistake in MISTAKES} == rules


def test_the_register_has_warnings_and_no_errors(sound: Report) -> None:
    assert sound.valid and not sound.not_checked
    note = (ROOT / "datapackage/notes/2.0.0.md").read_text("utf-8")
    assert "Twelve rules rest on the press alone" in note
    note = (ROOT / "datapackage/notes/3.0.0.md").read_text("utf-8")
    assert sound.counts["rule.instruments_rest_on_a_record"] == 15
    assert "Fifteen rules" in note
    assert set(sound.counts) == {
        "rule.events_not_from_copies_alone",
        "rule.expiry_has_an_event",
        "rule.incidents_not_from_copies_alone",
        "rule.instruments_rest_on_a_record",
    }


def test_what_a_schema_refuses(tmp_path: Path) -> None:
    for name in ("datapackage", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("releases"))
    records = Records(tmp_path / "datapackage/records")
    mistakes = (
        ("instrument_scopes", "scope-001", {"activity": "acquire;use"}, "cell.enum"),
        ("events", "event-012", {"date_edtf": "June 2020"}, "cell.pattern"),
        ("events", "event-013", {"date_edtf": "2020-13"}, "cell.pattern"),
        ("events", "event-014", {"instrument_id": "us-va-99"}, "key.foreign"),
    )
    for table, key, cells, _ in mistakes:
        records.change(table, key, **cells)
    records.write()
    found = {(each.rule, records.key(each)) for each in judged(tmp_path).findings if each.record}
    assert {(rule, key) for _, key, _, rule in mistakes} <= found

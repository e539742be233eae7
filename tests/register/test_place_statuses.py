"""May police use it: places and days, decided by hand from the records and their sources."""

import csv
import shutil
import sqlite3
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.package.project import read_project
from pressmark.report import Report
from pressmark.validate import judge
from tests.place_statuses import PATH, write, written
from tests.register.conftest import Ask
from tests.register.test_records import ROOT, keyed, records

DAYS = ("2021-05-18", "2023-01-15", "2026-11-28")
BARRED = "barred"
EXCEPTIONS = "barred_with_exceptions"
NONE = "none_recorded"
LATER = "not_yet_in_force"

STATUSES = {
    # The council's ordinance since September 2020, Question B since November; neither has ended,
    # and Maine's act, which has exceptions, is milder.
    "us-me-portland": (BARRED, BARRED, BARRED),
    # The ordinance on bureaus of September 2020; nothing later was found.
    "us-or-portland": (BARRED, BARRED, BARRED),
    # Code 16-62 bars use, and lets officers use evidence that others made.
    "us-ma-boston": (EXCEPTIONS, EXCEPTIONS, EXCEPTIONS),
    # A moratorium until the council approves rules; the state's act is not coded.
    "us-ma-springfield": ("halted", "halted", "halted"),
    # 107-19, and since December 2019 what others send unasked. Proposition E: the source that
    # says the ban remains is preferred.
    "us-ca-san-francisco": (EXCEPTIONS, EXCEPTIONS, EXCEPTIONS),
    # 2019, widened in January 2021; no exception is recorded.
    "us-ca-oakland": (BARRED, BARRED, BARRED),
    # The city's moratorium (2021-09 to 2022-12-31) never covered its police; Maryland's act
    # applies since 2024-10-01.
    # From 2023-01-01 sources disagree whether the moratorium, which left them out, still stands.
    "us-md-baltimore": (NONE, "not_covered", "conditions"),
    # The ban of December 2020; since 2022-07-28 police may ask for searches for listed crimes.
    "us-la-new-orleans": (BARRED, "conditions", "conditions"),
    # Lifted on a day that no source gives, "2025?".
    "us-ms-jackson": (BARRED, BARRED, "ended"),
    # HB 2031 from 2021-07-01, SB 741 from 2022-07-01, and since 2026-07-01 two texts disagree.
    "us-va": (LATER, "conditions", "disputed"),
    # S.124, with the exception of H.195 since two weeks before the first day.
    "us-vt": (EXCEPTIONS, EXCEPTIONS, EXCEPTIONS),
    # Signed 2020-12-31; one source lets the section begin on 2021-07-01: searches by request alone.
    "us-ma": ("disputed", "conditions", "conditions"),
    # AB 1215: body cameras, from 2020 to the end of 2022.
    "us-ca": ("halted_in_part", "ended", "ended"),
    # Schools, first halted, then barred; never police.
    "us-ny": ("others_only", "others_only", "others_only"),
    # Enacted 2021-06-17, with two exceptions; on the first day only the state's act was adopted.
    "us-wa-king-county": (LATER, EXCEPTIONS, EXCEPTIONS),
    # Initiative of 2021-11-02; before, only the state's act, from 2021-07-01.
    "us-wa-bellingham": (LATER, BARRED, BARRED),
    # A city in King County, whose rule does not bind it; the state's act does.
    "us-wa-seattle": (LATER, "conditions", "conditions"),
    # A bar, with work on what an outside agency sends.
    "us-ca-alameda": (EXCEPTIONS, EXCEPTIONS, EXCEPTIONS),
    # Barred with four exceptions since 2020-12-01.
    "us-wi-madison": (EXCEPTIONS, EXCEPTIONS, EXCEPTIONS),
    # Called a ban; the council may approve.
    "us-pa-pittsburgh": ("conditions", "conditions", "conditions"),
    # 2025-03-18, and on one network of cameras only.
    "us-tn-nashville": (NONE, NONE, "barred_in_part"),
    # 2021-02-12; Minnesota's rule on drones is milder.
    "us-mn-minneapolis": (BARRED, BARRED, BARRED),
    # LD 1585 became law in June 2021, in force from 2021-10-01, with requests that it allows.
    "us-me": (NONE, EXCEPTIONS, EXCEPTIONS),
    # The ordinance of 2020 lets the council approve; California's halt was stricter while it held.
    "us-ca-santa-cruz": ("halted_in_part", "conditions", "conditions"),
    # The department's own order of 2026-02-06.
    "us-wi-milwaukee": (NONE, NONE, "halted"),
    # SB 34 since 2021-05-05: a bar with requests and uses that it lists.
    "us-ut": (EXCEPTIONS, EXCEPTIONS, EXCEPTIONS),
    # Passed on 2021-09-20; one report calls it ready, another sends it to the mayor to be signed.
    "us-ct-hamden": (NONE, "disputed", "disputed"),
    # The act of 2025 leaves out data made from photographs: how far it reaches is open.
    "us-tx": (NONE, NONE, "disputed"),
}

ANSWERS = {
    ("us-me-portland", "2021-05-18"): (
        "Police may not use face recognition here, as last confirmed on 18 May 2021.",
        "us-me-portland-1; us-me-portland-2", "2021-05-18", "aclu-20210518",
    ),
    ("us-me-portland", "2026-11-28"): (
        "Police may not use face recognition here, as last confirmed on 18 May 2021.",
        "us-me-portland-1; us-me-portland-2; us-me-1", "2021-05-18", "aclu-20210518",
    ),
    ("us-ms-jackson", "2026-11-28"): (
        "A bar on use of face recognition by police ended here in or about 2025.",
        "us-ms-jackson-1", None, None,
    ),
    ("us-la-new-orleans", "2026-11-28"): (
        ("Police may use face recognition here only under conditions, "
        "as last confirmed on 31 July 2025."),
        "us-la-new-orleans-1; us-la-new-orleans-2", "2025-07-31", "epic-20250731",
    ),
    ("us-md-baltimore", "2026-11-28"): (
        ("Police may use face recognition here only under conditions (a rule of Maryland), "
        "as last confirmed on 1 October 2024."),
        "us-md-1", "2024-10-01", "mdcode-2-503-copy",
    ),
    ("us-ca", "2021-05-18"): (
        ("Use of face recognition by police with body cameras is halted here, "
        "as last confirmed on 18 May 2021."),
        "us-ca-1", "2021-05-18", "aclu-20210518",
    ),
    ("us-ca", "2023-01-15"): (
        ("A halt on use of face recognition by police with body cameras ended here "
        "on 1 January 2023."),
        "us-ca-1", None, None,
    ),
    ("us-pa-pittsburgh", "2026-11-28"): (
        ("Police may use face recognition here only if the council has approved it, "
        "as last confirmed on 25 September 2020."),
        "us-pa-pittsburgh-1", "2020-09-25", "courier-pittsburgh-20200925",
    ),
    ("us-vt", "2021-05-18"): (
        ("Police may not use face recognition here, except for use in investigations of sexual "
        "exploitation of children, as last confirmed on 18 May 2021."),
        "us-vt-1; us-vt-2", "2021-05-18", "aclu-20210518",
    ),
    ("us-va", "2021-05-18"): (
        ("A rule on use of face recognition by local police is adopted here and takes effect "
        "on 1 July 2021."),
        "us-va-1", None, None,
    ),
    ("us-ca-santa-cruz", "2026-11-28"): (
        ("Police may use face recognition here only if the council has approved it, by a rule "
        "that began between 23 June 2020 and 31 December 2020; no source was found that speaks for "
        "a day since."),
        "us-ca-santa-cruz-1", None, None,
    ),
    ("us-wa-king-county", "2026-11-28"): (
        ("Police may not use face recognition here, except for use in a federal program that looks "
        "for missing children and for results that others obtained without being asked, "
        "as last confirmed on 5 November 2024."),
        "us-wa-king-county-1; us-wa-1", "2024-11-05", "kcc-title-2",
    ),
}  # fmt: skip
"""Sentence, rules, last confirmation and its source."""

MORE = {
    ("us-va", "2021-08-15"): "The rule does not cover state police or airport police.",
    ("us-wa-bellingham", "2023-01-15"): "A rule of Washington sets conditions, too.",
    ("us-ca-san-francisco", "2026-11-28"):
        "Sources disagree whether Proposition E of 2024 touches the bar.",
    ("us-md-baltimore", "2023-01-15"): "Sources disagree whether the city's moratorium has ended.",
    ("us-ma-boston", "2021-05-18"): "Whether a rule of Massachusetts applies too is disputed.",
    ("us-or-portland", "2026-11-28"): None,
}  # fmt: skip


@pytest.mark.parametrize("place", STATUSES)
def test_status_on_three_days(ask: Ask, place: str) -> None:
    rows = [ask("may_police_use", place=place, date=day) for day in DAYS]
    assert [len(found) for found in rows] == [1, 1, 1]
    assert tuple(found[0]["status"] for found in rows) == STATUSES[place]


@pytest.mark.parametrize(("place", "day"), ANSWERS)
def test_the_sentence_and_what_stands_behind_it(ask: Ask, place: str, day: str) -> None:
    (row,) = ask("may_police_use", place=place, date=day)
    found = row["sentence"], row["rules"], row["last_confirmed"], row["source_key"]
    assert found == ANSWERS[place, day]


@pytest.mark.parametrize(("place", "day"), MORE)
def test_what_else_a_reader_must_know(ask: Ask, place: str, day: str) -> None:
    (row,) = ask("may_police_use", place=place, date=day)
    assert row["more"] == MORE[place, day]


def test_only_a_day_that_a_source_speaks_for_is_confirmed(ask: Ask) -> None:
    for day, sure in (("2021-05-17", "no"), ("2021-05-18", "yes"), ("2021-05-19", "no")):
        (row,) = ask("may_police_use", place="us-or-portland", date=day)
        assert row["confirmed_for_the_day"] == sure
    (row,) = ask("may_police_use", place="us", date="2021-05-18")
    assert row["status"] is None
    assert "states, counties and municipalities" in row["sentence"]


def test_periods_meet_and_a_confirmation_has_its_source(database: sqlite3.Connection) -> None:
    rows = database.execute("select * from place_statuses order by place_id, period").fetchall()
    places = keyed("places")
    assert {row["place_id"] for row in rows} == set(places) - {"us"}
    for before, row in zip([None, *rows], rows, strict=False):
        if row["period"] == 1:
            assert row["since"] is None
        else:
            assert before is not None
            assert before["until"] == row["since"]
        assert (row["last_confirmed"] is None) == (row["source_id"] is None)
        assert row["sentence"].endswith(".")
        assert "_" not in row["sentence"] + (row["more"] or "")
    in_force = {"barred", "barred_with_exceptions", "barred_in_part", "halted",
                "halted_with_exceptions", "halted_in_part", "conditions"}  # fmt: skip
    assert {row["place_status"] for row in rows if row["last_confirmed"]} <= in_force


def test_every_term_has_its_meaning() -> None:
    terms: dict[str, set[str]] = {}
    for row in records("vocabularies"):
        terms.setdefault(row["vocabulary"], set()).add(row["term"])
    assert {row["modality"] for row in records("modalities")} == terms["modality"]
    lists = {row["modality"]: row["list"] for row in records("modalities")}
    assert lists["prohibited_unless_authorised_by_statute"] == "prohibitions"
    assert lists["suspended_until_authorised"] == "prohibitions", "of one form with Virginia's"
    assert lists["prohibited_unless_approved_by_council"] == ""


def test_the_table_is_what_the_view_says() -> None:
    assert (ROOT / PATH).read_text("utf-8") == written(ROOT), "run python -m tests.place_statuses"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the records of the register, to be changed."""
    for name in ("datapackage", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("releases"))
    return tmp_path


def judged(root: Path) -> Report:
    """Judge a copy of the register."""
    with Engine() as engine:
        return judge(read_project(root), engine).report


def test_the_rule_says_where_the_table_differs(copy: Path) -> None:
    path = copy / PATH
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    of_portland = next(row for row in rows if row[0] == "us-or-portland" and row[1] == "2")
    of_portland[header.index("place_status")] = "conditions"
    of_utah = [row for row in rows if row[0] == "us-ut"]
    rows = [row for row in rows if row[0] != "us-ut"]
    rows.append(["us-ut", "9", *[""] * 3, "barred", "Barred.", *[""] * 4])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    messages = [each.message for each in judged(copy).findings
                if each.rule == "rule.place_statuses_follow_the_rules"]  # fmt: skip
    assert len(messages) == len(of_utah) + 2
    assert any("us-or-portland, period 2: it differs in place_status" in each for each in messages)
    assert any("us-ut, period 1: the table has no such period" in each for each in messages)
    assert any("us-ut, period 9: the other tables make no such" in each for each in messages)


def test_a_state_that_preempts_leaves_the_city_no_rule(copy: Path) -> None:
    path = copy / "datapackage/records/instrument_relations.csv"
    for number, rule in ((901, "us-me-portland-1"), (902, "us-me-portland-2")):
        path.write_text(
            path.read_text("utf-8") + f"relation-{number},us-me-1,preempts,{rule},cnet-maine,\n",
            "utf-8",
        )
    write(copy)
    with (copy / PATH).open(encoding="utf-8", newline="") as file:
        last = [row for row in csv.DictReader(file) if row["place_id"] == "us-me-portland"][-1]
    assert (last["place_status"], last["rules"]) == ("barred_with_exceptions", "us-me-1")
    assert "a rule of Maine" in last["sentence"]
    report = judged(copy)
    assert "rule.place_statuses_follow_the_rules" not in report.counts


@pytest.mark.parametrize("day", ["2021-05-18", "2023-06-01", "2026-11-28"])
def test_the_questions_agree_on_every_place(
    ask: Ask, database: sqlite3.Connection, day: str
) -> None:
    """A bar or a halt of a place stands in a list and applies, and so the other way."""
    listed = {row["instrument"]: row for row in ask("prohibitions") + ask("suspensions")}
    on_the_day = {
        key
        for key, row in listed.items()
        if row["since_latest"] <= day and (row["until_earliest"] or "9999") > day
    }
    police = {
        actor
        for (actor,) in database.execute(
            "select regulated_actor from actor_parts where part = 'local_law_enforcement'"
        )
    }
    rows = ask("status_on", date=day, place="")
    stated = {row["instrument"] for row in rows}
    confirmed = {(row["instrument"], row["status_as_of"]) for row in rows if row["status_as_of"]}
    applied = {row["instrument"] for row in ask("in_force_on", date=day, place="")}
    kinds = "place_type in ('state', 'county', 'municipality')"
    for (place,) in database.execute(f"select place_id from places where {kinds}").fetchall():
        (answer,) = ask("may_police_use", place=place, date=day)
        rules = set((answer["rules"] or "").split("; ")) - {""}
        assert rules <= stated, (place, rules - stated)
        strict = answer["status"].startswith(("barred", "halted"))
        if strict:
            assert rules & on_the_day & applied, (place, answer["sentence"])
        own = {
            key
            for key in on_the_day
            if listed[key]["place_key"] == place and listed[key]["actor"] in police
        }
        # A bar on a purpose leaves other purposes open, often under conditions: Maryland's.
        of_all = {key for key in own if "for some purposes" not in listed[key]["how"]}
        assert strict or not of_all, (place, of_all, answer["sentence"])
        if len(rules) == 1 and answer["last_confirmed"]:
            (rule,) = rules
            known = {when for key, when in confirmed if key == rule}
            latest = max(known, default=None)
            assert latest is None or latest >= answer["last_confirmed"], (place, latest)

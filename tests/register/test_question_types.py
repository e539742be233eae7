"""What the parameters of the published questions may be, of which no heading says it."""

from pathlib import Path

import pytest

from pressmark.package.parameter import ParameterType, list_types
from pressmark.package.project import read_package
from pressmark.site import ServedRelease
from pressmark.site.tables.typed_question import list_typed_questions
from tests.site.visitor import Visitor

HERE = "/face-recognition-governance-2-0-0"
DATE = ParameterType("date")
PLACE = ParameterType("key", ("places",))
A_PLACE = ParameterType("key", ("places",), may_be_empty=True)
A_CODE = ParameterType("code", (), may_be_empty=True)
TABLE = ParameterType("table")
KEY = ParameterType("key beside", ("table",))

TYPES = (
    ("1.0.0", "evidence_for", "table", TABLE),
    ("1.0.0", "evidence_for", "key", KEY),
    ("2.0.0", "covered_over_time", "instrument", ParameterType("key", ("instruments",))),
    ("2.0.0", "evidence_for", "table", TABLE),
    ("2.0.0", "evidence_for", "key", KEY),
    ("2.0.0", "history", "about", ParameterType("any key", ("places",))),
    ("2.0.0", "in_force_on", "date", DATE),
    ("2.0.0", "in_force_on", "place", A_PLACE),
    ("2.0.0", "in_force_on", "activity", A_CODE),
    ("2.0.0", "in_force_on", "actor", A_CODE),
    ("2.0.0", "places_of_the_statement", "date", DATE),
    ("2.0.0", "record_history", "table", TABLE),
    ("2.0.0", "record_history", "key", KEY),
    ("2.0.0", "status_on", "date", DATE),
    ("2.0.0", "status_on", "place", A_PLACE),
    ("2.0.0", "status_on", "activity", A_CODE),
    ("2.0.0", "status_on", "actor", A_CODE),
    ("2.0.0", "who_may_use", "place", PLACE),
    ("2.0.0", "who_may_use", "date", DATE),
)
"""Every parameter of every question of both releases."""


def test_every_parameter_has_its_type_by_the_rule(published: tuple[ServedRelease, ...]) -> None:
    found = {
        (release.version, question.query.name, name, kind)
        for release in published
        for question in list_typed_questions(release).values()
        for name, kind in question.types.items()
        if release.version in {"1.0.0", "2.0.0"}
    }
    assert found == set(TYPES)


ASKED = (
    ("in_force_on", "date=2023-06-01", 64),
    ("in_force_on", "date=2023-06-01&place=&actor=&activity=", 64),
    ("history", "about=amazon-1", None),
    ("history", "about=us-va", None),
    ("evidence_for", "table=places&key=us-or-portland", None),
    ("evidence_for", "table=instruments&key=us-or-portland-1", None),
    ("record_history", "table=instruments&key=us-va-1", None),
)
WRONG = (
    ("in_force_on", "date=06/01/2023", "write 2023-06-01"),
    ("in_force_on", "date=2023-13-45", "is no day"),
    ("in_force_on", "dat=2023-06-01", "There is no argument dat here: did you mean date?"),
    ("in_force_on", "date=", "date: it is empty"),
    ("in_force_on", "date=2023-06-01&place=us-xx", "“us-xx” is none of Places; did you mean"),
    ("in_force_on", "date=2023-06-01&place=us-me-portlnd",
     "did you mean Portland, Maine (us-me-portland)?"),
    ("in_force_on", "date=2023-06-01&actor=sheriffs", "“sheriffs” is none of"),
    ("in_force_on", "date=2023-06-01&activity=using", "choose one of "),
    ("status_on", "date=2021-05-18&place=Portland",
     "“Portland” fits 2 of Places; choose one"),
    ("who_may_use", "place=&date=2021-08-15", "place: it is empty; write place=us-va"),
    ("evidence_for", "table=instrments&key=us-or-portland-1", "(instruments)?"),
    ("evidence_for", "table=places&key=amazon-1", "“amazon-1” is none of Places"),
    ("history", "about=nothing", "“nothing” is none of Places, or of another table"),
    ("covered_over_time", "instrument=us-va", "is none of Rules and policies"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "values", "rows"), ASKED)
def test_what_can_be_asked_is_answered(
    visitor: Visitor, name: str, values: str, rows: int | None
) -> None:
    answer = visitor.get(f"{HERE}/{name}.json?{values}")
    assert answer.status_code == 200, answer.text
    found = len(answer.json()["rows"])
    assert found > 0 if rows is None else found == rows


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
@pytest.mark.parametrize(("name", "values", "said"), WRONG)
def test_what_cannot_is_refused_with_what_would_be_right(
    visitor: Visitor, name: str, values: str, said: str, ending: str
) -> None:
    answer = visitor.get(f"{HERE}/{name}{ending}?{values}")
    assert answer.status_code == 400
    assert said in answer.text
    assert visitor.get(f"/cite{ending}?db={HERE[1:]}&query={name}&{values}").status_code == 400


@pytest.mark.parametrize(
    ("name", "values", "key"),
    [
        ("in_force_on", "date=2023-06-01&place=Portland, Oregon", "place=us-or-portland"),
        ("status_on", "date=2021-05-18&place=virginia", "place=us-va"),
        ("who_may_use", "place=New Orl&date=2021-08-15", "place=us-la-new-orleans"),
        ("in_force_on", "date=2023-06-01&actor=State  POLICE", "actor=state_police"),
        ("covered_over_time", "instrument=AMAZON 1", "instrument=amazon-1"),
        ("evidence_for", "table=Places&key=Boston", "table=places&key=us-ma-boston"),
    ],
)
def test_a_name_leads_to_the_key(visitor: Visitor, name: str, values: str, key: str) -> None:
    answer = visitor.get(f"{HERE}/{name}.json?{values}")
    assert answer.status_code == 303
    assert key in answer.headers["location"]
    assert visitor.get(answer.headers["location"]).status_code == 200


def test_the_sql_of_published_questions_is_what_it_was() -> None:
    """A release says no type, and so nothing of its SQL is read in another way."""
    releases = Path(__file__).parents[2] / "datapackage" / "releases"
    for version in ("1.0.0", "2.0.0"):
        package = read_package(releases / version / "datapackage.json", trusted=True)
        for query in package.queries:
            assert query.select in query.text
            assert set(list_types(query, package, lambda _table, _text: True)) <= set(query.example)

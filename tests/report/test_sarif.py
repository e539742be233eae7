"""The report as SARIF 2.1.0: every property that its schema requires, and no other."""

import json
from typing import Any

import pytest

from pressmark.report import Report, sarif
from tests.report.reports import HOSTILE, found, hostile, ordinary, report

ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool"}, {"invocations", "columnKind", "results", "properties"}),
    "driver": ({"name"}, {"version", "rules"}),
    "rule": ({"id"}, {"shortDescription", "fullDescription", "defaultConfiguration"}),
    "result": (
        {"message"},
        {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "properties"},
    ),
    "location": (set(), {"physicalLocation", "logicalLocations"}),
    "physicalLocation": ({"artifactLocation"}, {"region"}),
    "logicalLocation": (set(), {"name", "fullyQualifiedName", "kind"}),
}
"""Of each object what the standard's schema requires, and what else of it we write."""


def log(one: Report) -> dict[str, Any]:
    """Render, read back and hold against the schema by hand."""
    written: dict[str, Any] = json.loads(sarif.render(one))
    check("log", written)
    assert written["version"] == "2.1.0"
    (run,) = written["runs"]
    check("run", run)
    check("driver", run["tool"]["driver"])
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        check("rule", rule)
        assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"]
    for result in run["results"]:
        check("result", result)
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        for where in result.get("locations", ()):
            check_location(where)
    prints = [each["partialFingerprints"]["pressmark/v1"] for each in run["results"]]
    assert len(set(prints)) == len(prints)
    return written


def check_location(where: dict[str, Any]) -> None:
    """Hold a location against the schema."""
    check("location", where)
    for logical in where.get("logicalLocations", ()):
        check("logicalLocation", logical)
    if physical := where.get("physicalLocation"):
        check("physicalLocation", physical)
        assert not physical["artifactLocation"]["uri"].startswith("/")
        assert physical.get("region", {"startLine": 1})["startLine"] >= 1


def check(kind: str, value: dict[str, Any]) -> None:
    """Hold the names of an object's properties against the schema."""
    needed, other = ALLOWED[kind]
    assert needed <= set(value) <= needed | other, kind


def test_results_name_rule_place_and_field() -> None:
    (run,) = log(ordinary())["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "file.hash", "cell.enum", "schema.pattern"]  # fmt: skip
    second = run["results"][1]
    print_ = second.pop("partialFingerprints")["pressmark/v1"]
    assert len(print_) == 64
    assert second == {
        "ruleId": "cell.enum",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": '"bann" in effect is not allowed. Did you mean "ban"?'},
        "properties": {"record": 1, "value": "bann", "hint": 'Did you mean "ban"?'},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "records/laws.csv"},
                    "region": {"startLine": 2},
                },
                "logicalLocations": [
                    {"fullyQualifiedName": "laws.effect", "name": "effect", "kind": "member"}
                ],
            }
        ],
    }
    assert run["results"][2]["level"] == "warning"
    assert run["properties"] == {"counts": {"cell.enum": 2, "file.hash": 1, "schema.pattern": 1}}


def test_rules_are_described_as_the_list_has_them() -> None:
    (run,) = log(ordinary())["runs"]
    assert run["tool"]["driver"]["rules"][1] == {
        "id": "cell.enum",
        "shortDescription": {"text": "A value is not one of those allowed."},
        "fullDescription": {
            "text": "It is broken by a value that enum does not list (Field Constraints: enum)."
        },
        "defaultConfiguration": {"level": "error"},
    }


def test_nothing_found_is_a_run_without_results() -> None:
    (run,) = log(report())["runs"]
    assert run["results"] == [] and run["tool"]["driver"]["rules"] == []


def test_fingerprints_stay_when_records_before_come_and_go() -> None:
    def prints(*findings: Any) -> list[str]:
        results = log(report(*findings))["runs"][0]["results"]
        return [each["partialFingerprints"]["pressmark/v1"] for each in results]

    assert prints(found(record=1), found(record=9)) == prints(found(record=4), found(record=5))
    assert prints(found(value="x")) != prints(found(value="y"))


@pytest.mark.parametrize(
    ("place", "path", "uri"),
    [
        (".", "records/a b.csv", "records/a%20b.csv"),
        ("data", "x.csv", "data/x.csv"),
        ("/somewhere/data", "x.csv", "x.csv"),
        (".", "münchen#1.csv", "m%C3%BCnchen%231.csv"),
    ],
)
def test_addresses_are_relative_and_encoded(place: str, path: str, uri: str) -> None:
    (run,) = log(report(found(path=path), place=place))["runs"]
    where = run["results"][0]["locations"][0]["physicalLocation"]
    assert where["artifactLocation"] == {"uri": uri}


def test_a_finding_of_no_file_has_its_table_or_no_place() -> None:
    (run,) = log(report(found(path=None, field=None), found(path=None, table=None)))["runs"]
    assert [each.get("locations") for each in run["results"]] == [
        None,
        [{"logicalLocations": [{"name": "laws", "kind": "resource"}]}],
    ]


def test_a_hostile_text_is_a_text() -> None:
    (run,) = log(hostile())["runs"]
    assert run["results"][0]["properties"]["value"] == HOSTILE
    assert sarif.render(hostile()).isascii()

"""Schemas that cannot be judged as written, and patterns that cannot be checked."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ProjectError
from tests.packages import field, fields, judged_cells, report_of, write_package


def refusal(folder: Path, held: dict[str, Any]) -> ProjectError:
    path = write_package(folder, {"t": (fields(held), "a\n")})
    with pytest.raises(ProjectError) as caught:
        report_of(path)
    assert caught.value.place == f"{folder}, table 't', field 'a'"
    assert caught.value.exit_code == 2
    return caught.value


@pytest.mark.parametrize("type_", ["array", "duration", "geojson", "geopoint", "list", "object"])
def test_a_type_that_is_not_judged_is_refused_by_name(type_: str, tmp_path: Path) -> None:
    refused = refusal(tmp_path, field("a", type_))
    assert refused.wrong == f"the type {type_} is not judged yet"
    assert refused.right == "use a type or format that is, such as string"


@pytest.mark.parametrize(
    ("type_", "format_"),
    [("string", "ipv4"), ("date", "%d/%m/%Y"), ("date", "any"), ("time", "%H"), ("number", "x")],
)
def test_a_format_that_is_not_judged_is_refused_by_name(
    type_: str, format_: str, tmp_path: Path
) -> None:
    wrong = f"the format {format_!r} of type {type_} is not judged yet"
    assert refusal(tmp_path, field("a", type_, format=format_)).wrong == wrong


@pytest.mark.parametrize(
    ("type_", "constraints", "wrong", "right"),
    [
        ("integer", {"minimum": "x"}, "minimum 'x' does not read as type integer",
         "write a whole number, such as 42"),
        ("integer", {"minimum": "0x10"}, "minimum '0x10' does not read as type integer",
         "write a whole number, such as 42"),
        ("integer", {"maximum": 1.5}, "maximum '1.5' does not read as type integer",
         "write a whole number, such as 42"),
        ("integer", {"exclusiveMinimum": "1,000"},
         "exclusiveMinimum '1,000' does not read as type integer",
         "write a whole number, such as 42"),
        ("integer", {"minimum": True}, "minimum 'true' does not read as type integer",
         "write a whole number, such as 42; a word such as true stands in quotes"),
        ("number", {"exclusiveMaximum": "infinity"},
         "exclusiveMaximum 'infinity' does not read as type number", "write a number, such as 3.5"),
        ("number", {"maximum": "1,5"}, "maximum '1,5' does not read as type number",
         "write a number, such as 3.5"),
        ("date", {"minimum": "epoch"}, "minimum 'epoch' does not read as type date",
         "write a date as YYYY-MM-DD"),
        ("date", {"minimum": 2021}, "minimum '2021' does not read as type date",
         "write a date as YYYY-MM-DD"),
        ("date", {"enum": ["2021-01-01", "2021-02-30"]},
         "an allowed value '2021-02-30' does not read as type date", "write a date as YYYY-MM-DD"),
        ("datetime", {"maximum": "2021-01-01"},
         "maximum '2021-01-01' does not read as type datetime",
         "write a date and time as YYYY-MM-DDThh:mm:ss"),
        ("time", {"minimum": "9:00"}, "minimum '9:00' does not read as type time",
         "write a time as hh:mm:ss"),
        ("year", {"minimum": "21"}, "minimum '21' does not read as type year",
         "write a year of four digits"),
        ("boolean", {"enum": ["t"]}, "an allowed value 't' does not read as type boolean",
         "write true or false"),
        ("string", {"enum": ["yes", True]}, "an allowed value 'true' does not read as type string",
         "write text; a word such as true stands in quotes"),
    ],
)  # fmt: skip
def test_a_bound_or_an_allowed_value_is_of_its_fields_type(
    type_: str, constraints: dict[str, Any], wrong: str, right: str, tmp_path: Path
) -> None:
    refused = refusal(tmp_path, field("a", type_, constraints=constraints))
    assert (refused.wrong, refused.right) == (wrong, right)


def test_a_category_is_of_its_fields_type(tmp_path: Path) -> None:
    refused = refusal(tmp_path, field("a", "integer", categories=[1, "x"]))
    assert refused.wrong == "an allowed value 'x' does not read as type integer"


@pytest.mark.parametrize(
    "constraints",
    [
        {"minimum": 1, "maximum": "2"},
        {"minimum": 1.0},
        {"minimum": "-" + "9" * 100},
        {"enum": ["01", 2, "+3"]},
    ],
)
def test_a_bound_may_be_written_as_a_number_or_as_a_text(
    constraints: dict[str, Any], tmp_path: Path
) -> None:
    held = field("a", "integer", constraints=constraints)
    assert judged_cells(tmp_path, fields(held), "a\n1\n") == []


@pytest.mark.parametrize("given", [5, "control", {"control": 1}, ["contrl"], [["bidi"]]])
def test_only_known_characters_can_be_allowed(given: object, tmp_path: Path) -> None:
    own: dict[str, Any] = {"pressmark:allow": given}
    refused = refusal(tmp_path, field("a", **own))
    assert refused.wrong == f"pressmark:allow {given!r} says nothing known"
    assert refused.right == "write a list of some of control, bidi"


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(?=x)y", "the engine does not know its syntax"),
        (r"(a)\1", "the engine does not know its syntax"),
        (r"\i\c*", "the engine does not know its syntax"),
        ("(", "the engine does not know its syntax"),
        ("[a-z-[aeiou]]", "it subtracts one class of characters from another"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_a_warning(pattern: str, why: str, tmp_path: Path) -> None:
    schema = fields(
        field("a", constraints={"pattern": pattern, "maxLength": 1}),
        field("b", constraints={"pattern": "[0-9]"}),
    )
    report = report_of(write_package(tmp_path, {"t": (schema, "a,b\nxyz,1\nx,y\n")}))
    assert [(each.rule, each.field) for each in report.findings] == [
        ("cell.max_length", "a"),
        ("cell.pattern", "b"),
        ("schema.pattern", "a"),
    ]
    assert report.findings[2].written() == {
        "rule": "schema.pattern",
        "severity": "warning",
        "table": "t",
        "path": "t.csv",
        "record": None,
        "line": None,
        "field": "a",
        "value": pattern,
        "message": f"the pattern of a is not checked: {why}",
        "hint": "write it without look-ahead, back references and class subtraction",
    }
    assert (report.errors, report.warnings) == (2, 1)


def test_a_pattern_with_quotes_is_checked(tmp_path: Path) -> None:
    held = field("a", constraints={"pattern": "it's"})
    assert judged_cells(tmp_path, fields(held), "a\nit's\nits\n") == [
        ("cell.pattern", 2, "a", "its")
    ]


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ({"bytes": 4}, []),
        ({"bytes": 0}, ["file.bytes"]),
        ({"hash": "sha256:9d78d5be3a75dd36b84c5e3d31a3a4dd4f8d9e4f7d2f3f6b8f0d7d5c4b3a2910"},
         ["file.hash"]),
        ({"hash": "0f6ab5e60a5a7f3fd4b2f2b6b5dd8d7e"}, ["file.hash"]),
        ({"hash": ""}, ["file.hash"]),
        ({"bytes": 5, "hash": "sha1:x"}, ["file.bytes", "file.hash"]),
    ],
)  # fmt: skip
def test_a_file_is_the_one_that_was_measured(
    properties: dict[str, Any], found: list[str], tmp_path: Path
) -> None:
    report = report_of(measured(tmp_path, properties))
    assert [each.rule for each in report.findings] == found
    assert {(each.table, each.path, each.record) for each in report.findings} <= {
        ("t", "t.csv", None)
    }


def measured(folder: Path, properties: dict[str, Any]) -> Path:
    path = write_package(folder, {"t": (fields(field("a")), "a\nx\n")})
    document = json.loads(path.read_text("utf-8"))
    document["resources"][0].update(properties)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512", "SHA-256", "blake2b"])
def test_a_hash_may_be_of_any_algorithm(algorithm: str, tmp_path: Path) -> None:
    digest = hashlib.new(algorithm.replace("-", ""), b"a\nx\n").hexdigest()
    assert report_of(measured(tmp_path, {"hash": f"{algorithm}:{digest.upper()}"})).valid
    if algorithm == "md5":
        assert report_of(measured(tmp_path, {"hash": digest})).valid


@pytest.mark.parametrize("algorithm", ["none", "shake_128"])
def test_an_unknown_algorithm_is_refused(algorithm: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        report_of(measured(tmp_path, {"hash": f"{algorithm}:00"}))
    assert caught.value.wrong == (f"its hash names the algorithm {algorithm!r}, which is not known")


def test_a_file_that_is_not_there_is_missing_and_not_measured(tmp_path: Path) -> None:
    path = measured(tmp_path, {"bytes": 1, "hash": "none:00"})
    (tmp_path / "t.csv").unlink()
    assert [each.rule for each in report_of(path).findings] == ["file.missing"]

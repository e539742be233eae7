"""Schemas that cannot be judged as written, and patterns that cannot be checked."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pressmark.errors import ProjectError
from pressmark.report.finding import Finding
from tests.packages import field, fields, judged_cells, report_of, write_package


def fault(folder: Path, held: dict[str, Any]) -> Finding:
    """Give the one finding about the schema; a cell that is wrong by all the rest is found too."""
    schema = fields(held, field("b", "integer"))
    report = report_of(write_package(folder, {"t": (schema, "a,b\n,x\n")}))
    one, other = report.findings
    assert (one.rule, one.field, one.value) == ("cell.type", "b", "x")
    assert (other.rule, other.table, other.field) == ("descriptor.value", "t", "a")
    assert (other.severity, other.path) == ("error", f"{folder}/datapackage.json")
    return other


@pytest.mark.parametrize(
    ("type_", "format_", "wrong"),
    [
        ("string", "ipv4", "the format 'ipv4' is not defined for type string"),
        ("number", "x", "the format 'x' is not defined for type number"),
        ("duration", "any", "the format 'any' is not defined for type duration"),
        ("geopoint", "topojson", "the format 'topojson' is not defined for type geopoint"),
        ("date", "%d/%m/%q", "the format '%d/%m/%q' holds '%q', which strptime does not know"),
        ("date", "%d%", "the format '%d%' holds '%', which strptime does not know"),
        ("date", "YYYY-MM-DD", "the format 'YYYY-MM-DD' names no part of a date, such as %Y"),
    ],
)
def test_a_format_that_nobody_defined_is_named(
    type_: str, format_: str, wrong: str, tmp_path: Path
) -> None:
    found = fault(tmp_path, field("a", type_, format=format_))
    path = "resources[0].schema.fields[0].format"
    assert found.message == f'"{path}" {wrong.removeprefix("the format ")}.'
    assert found.hint == "Write a format that the standard defines, or leave it out."


def test_a_day_whose_format_is_not_known_may_be_written_in_any_way(tmp_path: Path) -> None:
    """One finding on the schema, and none on each of a million days."""
    held = field("a", "date", format="DD.MM.YYYY", constraints={"minimum": "x", "unique": True})
    assert judged_cells(tmp_path, fields(held), "a\n31.12.2020\n31.12.2020\n") == [
        ("key.unique", 2, "a", "31.12.2020"),
        ("descriptor.value", None, "a", '"DD.MM.YYYY"'),
    ]


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ({"type": "no such type"}, "it is no JSON Schema at 'type'"),
        ({"properties": 5}, "it is no JSON Schema at 'properties'"),
        ({"$ref": "http://127.0.0.1:1/x"},
         "it refers to 'http://127.0.0.1:1/x', and nothing outside of it is read"),
        ({"properties": {"a": {"$ref": "file:///etc/passwd"}}},
         "it refers to 'file:///etc/passwd', and nothing outside of it is read"),
        ({"$ref": "#/$defs/a"}, "it refers to '#/$defs/a', which is not there"),
        ({"$ref": "#a", "$defs": {"b": {"$anchor": "b"}}}, "it refers to '#a', which is not there"),
        ({"$ref": "#"}, "it refers to itself without end"),
        ({"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"$ref": "#"}}},
         "it refers to itself without end"),
        ({"properties": {"a": {"$id": "http://example.org/a"}}},
         "a part of it has a name or a version of its own, which only the whole may"),
        ({"items": {"$schema": "http://json-schema.org/draft-07/schema#"}},
         "a part of it has a name or a version of its own, which only the whole may"),
        ({"unevaluatedProperties": False, "patternProperties": {"^(a+)+$": {}}},
         "it uses unevaluatedProperties together with patternProperties"),
        ({"$ref": "#/$defs/a0", "$defs": {
            f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)
         } | {"a40": {}}}, "it refers to itself without end"),
    ],
)  # fmt: skip
def test_a_json_schema_that_cannot_be_judged_by_is_named(
    schema: dict[str, Any], why: str, tmp_path: Path
) -> None:
    found = fault(tmp_path, field("a", "object", constraints={"jsonSchema": schema}))
    path = "resources[0].schema.fields[0].constraints.jsonSchema"
    assert found.message == f'"{path}" cannot be used: {why}.'


def test_a_pattern_of_a_json_schema_that_cannot_be_read_is_a_warning(tmp_path: Path) -> None:
    schema = {"properties": {"a": {"pattern": "(?=x)y"}}, "required": ["a"]}
    held = fields(field("a", "object", constraints={"jsonSchema": schema}))
    text = 'a\n"{""a"": ""z""}"\n{}\n'
    assert judged_cells(tmp_path, held, text) == [
        ("cell.json_schema", 2, "a", "{}"),
        ("schema.pattern", None, "a", "(?=x)y"),
    ]


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
    found = fault(tmp_path, field("a", type_, constraints=constraints))
    (name,) = constraints
    said = wrong.removeprefix("an allowed value ").removeprefix(f"{name} ")
    verb = "lists" if name == "enum" else "is"
    path = f"resources[0].schema.fields[0].constraints.{name}"
    assert found.message == f'"{path}" {verb} {said.replace(" does", ", which does")}.'
    assert found.hint == f"{right[0].upper()}{right[1:]}."


def test_a_category_is_of_its_fields_type(tmp_path: Path) -> None:
    found = fault(tmp_path, field("a", "integer", categories=[1, "x"]))
    path = "resources[0].schema.fields[0].categories"
    assert found.message == f"\"{path}\" lists 'x', which does not read as type integer."


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


@pytest.mark.parametrize("given", [5, "control", {"control": 1}, ["contrl"], [["bidi"]], None])
def test_only_known_characters_can_be_allowed(given: object, tmp_path: Path) -> None:
    own: dict[str, Any] = {"pressmark:allow": given}
    path = write_package(tmp_path, {"t": (fields(field("a", **own)), "a\n")})
    with pytest.raises(ProjectError) as caught:
        report_of(path)
    assert caught.value.place == str(path)
    assert caught.value.wrong.startswith("resources[0].schema.fields[0].pressmark:allow")
    assert caught.value.right.endswith("write a list of some of control, bidi, formula")


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(?=x)y", "the engine does not know its syntax"),
        (r"(a)\1", "the engine does not know its syntax"),
        (r"\p{IsRunic}", "it names the block of characters 'Runic'"),
        (r"[\I]", "it uses \\I inside of a class"),
        (r"[\P{IsThai}]", "it takes a block of characters out of a class"),
        ("(", "the engine does not know its syntax"),
        (r"[\w-[aeiou]]", "it subtracts one class of characters from another"),
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
        "message": f"The pattern of a is not checked: {why}.",
        "hint": "Write it without look-ahead, back references and unusual classes.",
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
def test_an_unknown_algorithm_is_named(algorithm: str, tmp_path: Path) -> None:
    (found,) = report_of(measured(tmp_path, {"hash": f"{algorithm}:00"})).findings
    assert (found.rule, found.value) == ("descriptor.value", f"{algorithm}:00")
    assert found.message == f'The hash names the algorithm "{algorithm}", which is not known.'


def test_a_file_that_is_not_there_is_missing_and_not_measured(tmp_path: Path) -> None:
    path = measured(tmp_path, {"bytes": 1, "hash": "none:00"})
    (tmp_path / "t.csv").unlink()
    assert [each.rule for each in report_of(path).findings] == ["file.missing"]

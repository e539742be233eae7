"""Where the standard decides against what others do: types and constraints, case by case."""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.packages import field, fields, judged_cells, report_of, write_package

CLOSE = '{"age": 17.99999999999999999}'
DURATION = {"minimum": "P1M", "maximum": "P1Y"}
ADULT = {"required": ["age"], "properties": {"age": {"type": "integer", "minimum": 18}}}


@pytest.mark.parametrize(
    ("held", "cells", "wrong"),
    [
        pytest.param(
            field("a", categories=["x", "y"]), ["x", "z"], [("cell.category", 2)],
            id="categories violated"),
        pytest.param(
            field("a", "integer", categories=[{"value": 1, "label": "one"}]), ["1", "01", "one"],
            [("cell.type", 3)], id="a label is no value"),
        pytest.param(
            field("a", "object", constraints={"jsonSchema": ADULT}),
            ['{"age": 18}', '{"age": 17}', "{}", "[]", '{"age": 18.0}', CLOSE],
            [("cell.type", 4), ("cell.json_schema", 2), ("cell.json_schema", 3),
             ("cell.json_schema", 6)],
            id="jsonSchema constraint"),
        pytest.param(
            field("a", "duration", constraints=DURATION),
            ["P1M", "P31D", "P30D", "P12M", "P1Y1D", "P28D", "PT8784H"],
            [("cell.minimum", 2), ("cell.minimum", 3), ("cell.minimum", 6),
             ("cell.maximum", 5), ("cell.maximum", 7)],
            id="minimum on duration"),
        pytest.param(
            field("a", "integer", groupChar=","), ["1,000", "1000", "1.000"], [("cell.type", 3)],
            id="integer groupChar"),
        pytest.param(
            field("a", constraints={"pattern": "a|b"}), ["a", "b", "ax"], [("cell.pattern", 3)],
            id="pattern a|b against ax"),
        pytest.param(
            field("a", constraints={"pattern": r"\p{Lu}\i\c*"}), ["Éa1", "éa1", "É1"],
            [("cell.pattern", 2), ("cell.pattern", 3)], id="XSD classes"),
        pytest.param(
            field("a", constraints={"pattern": "[a-z-[aeiou]]+"}), ["xyz", "xaz"],
            [("cell.pattern", 2)], id="XSD subtraction"),
        pytest.param(
            field("a", "integer"), ["1", "1_000", "٣", " 1 "],
            [("cell.type", 2), ("cell.type", 3), ("cell.type", 4)],
            id="integer 1_000, Arabic digits, spaces"),
        pytest.param(
            field("a", "number"), ["NaN", "INF", "-INF", "nan", "Infinity", "inf", "+INF"],
            [("cell.type", 4), ("cell.type", 5), ("cell.type", 6), ("cell.type", 7)],
            id="nan and Infinity"),
        pytest.param(
            field("a", "datetime"), ["2021-01-31T10:00:00", "2021-01-31 10:00:00"],
            [("cell.type", 2)], id="datetime with a space"),
        pytest.param(
            field("a"), ["x", "a\x01", "a\u202eb", "a\u200bb"],
            [("cell.control", 2), ("cell.bidi", 3), ("cell.bidi", 4)],
            id="control, bidi and zero-width characters"),
        pytest.param(
            field("a", "number", constraints={"maximum": "0.1"}), ["0.1", "0.10000000000000000001"],
            [("cell.maximum", 2)], id="numbers are not compared as doubles"),
        pytest.param(
            field("a", "number", constraints={"enum": ["9007199254740993"]}),
            ["9007199254740993", "9007199254740992", "9007199254740993.0"], [("cell.enum", 2)],
            id="numbers are not listed as doubles"),
        pytest.param(
            field("a", "time", constraints={"maximum": "10:00:00Z"}),
            ["11:30:00+01:30", "10:00:00", "10:00:00-00:01"], [("cell.maximum", 3)],
            id="times with zones compare by what they mean"),
        pytest.param(
            field("a", "list", itemType="integer", constraints={"minLength": 2, "maxLength": 3}),
            ["1,2", "1", "1,2,3,4", "1,x"],
            [("cell.type", 4), ("cell.min_length", 2), ("cell.max_length", 3)],
            id="the length of a list"),
        pytest.param(
            field("a", "array", constraints={"enum": [[1, 2]], "maxLength": 2}),
            ["[1, 2.0]", "[2, 1]", "[1, 2, 3]"],
            [("cell.max_length", 3), ("cell.enum", 2), ("cell.enum", 3)],
            id="arrays are listed by what they hold"),
        pytest.param(
            field("a", "date", format="%d/%m/%Y",
                  constraints={"minimum": "01/02/2021", "maximum": "2021-12-31"}),
            ["01/02/2021", "31/01/2021", "01/01/2022", "2021-06-01"],
            [("cell.type", 4), ("cell.minimum", 2), ("cell.maximum", 3)],
            id="bounds in the field's own format or in the default one"),
        pytest.param(
            field("a", "integer"), ["9223372036854775807", "9" * 26, "9" * 5000],
            [("cell.precision", 2), ("cell.precision", 3)], id="26-digit and 5,000-digit integers"),
        pytest.param(
            field("a", "number"), ["1" * 38, "1" * 40, "1e400", "1e3", "0." + "1" * 38],
            [("cell.precision", 2), ("cell.precision", 3), ("cell.precision", 5)],
            id="40-digit decimals and 1e400"),
        pytest.param(
            field("a", "datetime"), ["2021-01-31T10:00:00.1234560", "2021-01-31T10:00:00.1234567"],
            [("cell.precision", 2)], id="finer than a millionth of a second"),
        pytest.param(
            field("a"),
            ["-", "-5", "+49 30 123-45", "- item", "@ home", "=1+1", "@SUM(1)", "+A1", "-A1"],
            [("cell.formula", 6), ("cell.formula", 7), ("cell.formula", 8)],
            id="formula cells, of which three are listed"),
        pytest.param(field("a", "number"), ["-5", "+5"], [], id="a number is no formula"),
    ],
)  # fmt: skip
def test_the_standard_decides(
    held: dict[str, Any], cells: list[str], wrong: list[tuple[str, int]], tmp_path: Path
) -> None:
    quoted = (cell.replace('"', '""') for cell in cells)
    text = "a,b\n" + "".join(f'"{cell}",\n' for cell in quoted)
    found = judged_cells(tmp_path, fields(held, field("b")), text)
    assert sorted((rule, record) for rule, record, _, _ in found) == sorted(wrong)


@pytest.mark.parametrize(
    ("held", "wrong"),
    [
        pytest.param(
            field("a", categories=[{"value": "x", "label": "X"}, {"value": "y", "label": "X"}]),
            'categories" give the label \'X\' twice', id="duplicate labels"),
        pytest.param(
            field("a", categories=["x"], constraints={"enum": ["y"]}),
            "enum allows values that categories do not list", id="enum not within categories"),
        pytest.param(
            field("a", "list", itemType="object"), "itemType", id="an item type that is not one"),
    ],
)  # fmt: skip
def test_the_standard_refuses(held: dict[str, Any], wrong: str, tmp_path: Path) -> None:
    """One finding on the schema; the records are judged by all the rest."""
    report = report_of(write_package(tmp_path, {"t": (fields(held), "a\n")}))
    (found,) = report.findings
    assert (found.rule, found.table, found.field) == ("descriptor.value", "t", "a")
    assert wrong in found.message


def test_syntax_that_the_engine_lacks_is_a_warning(tmp_path: Path) -> None:
    held = field("a", constraints={"pattern": "(?=a).*"})
    report = report_of(write_package(tmp_path, {"t": (fields(held), "a\nb\n")}))
    assert report.valid and report.counts == {"schema.pattern": 1}


@pytest.mark.parametrize(
    "held",
    [
        field("a", constraints={"pattern": "^(a+)+$"}),
        field("a", "array", constraints={"jsonSchema": {"items": {"pattern": "^(a+)+$"}}}),
    ],
)
def test_a_pattern_takes_linear_time(held: dict[str, Any], tmp_path: Path) -> None:
    text = "a" * 29 + "!"
    cell = text if held["type"] == "string" else f'"[""{text}""]"'
    start = time.perf_counter()
    report = report_of(write_package(tmp_path, {"t": (fields(held), f"a\n{cell}\n")}))
    assert report.errors == 1
    assert time.perf_counter() - start < 10


def test_a_value_that_a_recursive_schema_cannot_end_on_is_a_finding(tmp_path: Path) -> None:
    schema = {"type": "array", "items": {"allOf": [{"$ref": "#"}, {"$ref": "#"}, {"$ref": "#"}]}}
    held = field("a", "array", constraints={"jsonSchema": schema})
    cell = "[" * 90 + "]" * 90
    report = report_of(write_package(tmp_path, {"t": (fields(held), f"a\n{cell}\n[[]]\n")}))
    assert [(each.rule, each.record) for each in report.findings] == [("cell.json_schema", 1)]
    assert "too deep" in report.findings[0].message

"""What a JSON Schema demands of a cell, judged without reaching out and in bounded time."""

import json
import resource
from decimal import Decimal
from typing import Any

import pytest

from pressmark.field_types.json_schema import (
    convert_numerals,
    explain_refusal,
    find_objection,
    list_unread_patterns,
)
from pressmark.field_types.json_texts import read_json

NAMES = {"patternProperties": {"^x-": {"type": "string"}}, "properties": {"a": {}}}
TREE = {
    "properties": {"children": {"type": "array", "items": {"$ref": "#"}}},
    "additionalProperties": False,
}
VERSION_4 = "http://json-schema.org/draft-04/schema#"


@pytest.mark.parametrize(
    ("schema", "right", "wrong", "demand"),
    [
        ({"items": {"pattern": "^a+$"}}, '["aa", 5]', '["b"]', 'at 0: {"pattern": "^a+$"}'),
        (NAMES, '{"x-a": "1", "b": 2}', '{"x-a": 1}', 'at x-a: {"type": "string"}'),
        ({**NAMES, "additionalProperties": False}, '{"x-a": "1", "a": 2}', '{"b": 1}',
         ': {"additionalProperties": false}'),
        ({**NAMES, "additionalProperties": {"type": "null"}}, '{"b": null}', '{"b": 1}',
         'at b: {"type": "null"}'),
        ({"additionalProperties": False, "patternProperties": {}, "type": "array"}, "[]", "{}",
         ': {"type": "array"}'),
        (TREE, '{"children": [{"children": []}]}', '{"children": [{"x": 1}]}',
         'at children/0: {"additionalProperties": false}'),
        ({"minimum": 0.1, "multipleOf": 0.1}, "[]", None, ""),
        ({"items": {"multipleOf": 0.01}}, "[0.07, 1e2]", "[0.075]", 'at 0: {"multipleOf": 0.01}'),
        ({"items": {"type": "integer"}}, "[1.0, 1e3]", "[1.5]", 'at 0: {"type": "integer"}'),
        ({"required": ["a" * 80]}, json.dumps({"a" * 80: 1}), "{}", "…"),
        ({"$schema": VERSION_4, "id": "http://example.org/x", "required": ["a"]}, '{"a": 1}', "{}",
         ': {"required": ["a"]}'),
        ({"$id": "http://example.org/x", "$ref": "#/$defs/a", "$defs": {"a": {"type": "array"}}},
         "[]", "{}", ': {"type": "array"}'),
        ({"$ref": "#a", "$defs": {"x": {"$anchor": "a", "type": "array"}}}, "[]", "{}",
         ': {"type": "array"}'),
        ({"items": {"pattern": "(?=x)"}}, '["y"]', None, ""),
    ],
)  # fmt: skip
def test_an_objection_names_the_place_and_the_demand(
    schema: dict[str, Any], right: str, wrong: str | None, demand: str
) -> None:
    assert explain_refusal(schema) is None
    text = json.dumps(schema)
    assert find_objection(right, text) is None
    if wrong is not None:
        said = find_objection(wrong, text)
        assert said is not None and said.startswith("does not satisfy its jsonSchema")
        assert said.endswith(demand)


def test_what_is_no_json_is_not_the_schemas_to_say() -> None:
    assert find_objection("[1", "{}") is None


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"items": {"multipleOf": 0.1}}, "[1e5000]"),
        ({"items": {"allOf": [{"$ref": "#"}] * 3}}, "[" * 60 + "]" * 60),
        ({"items": {"$ref": "#"}}, "[" * 100 + "]" * 100),
    ],
)
def test_what_cannot_be_judged_in_bounds_is_an_objection(schema: dict[str, Any], text: str) -> None:
    found = find_objection(text, json.dumps(schema))
    assert found is None or found.startswith("is too large or too deep")


MANY = 20_000
"""Comparing so many with each other would take minutes; by one text of each it takes a moment."""


@pytest.mark.parametrize(
    ("schema", "value", "right"),
    [
        ({"uniqueItems": True}, [{"a": number} for number in range(MANY)], True),
        ({"uniqueItems": True}, [*({"a": number} for number in range(MANY)), {"a": 0.0}], False),
        ({"uniqueItems": True}, [number * (2**61 - 1) for number in range(MANY)], True),
        ({"uniqueItems": True}, [1, True, "1", [1], [True], {"a": 1}, {"a": True}], True),
        ({"items": {"enum": [{"a": number} for number in range(2_000)]}},
         [{"a": number % 2_000} for number in range(MANY)], True),
        ({"items": {"enum": [1.0, None, {"b": 1, "a": 2}]}}, [1, None, {"a": 2, "b": 1}], True),
        ({"items": {"enum": [1, "x"]}}, [True], False),
        ({"items": {"const": [1] * MANY}}, [[1]] * 1_000, False),
        ({"unevaluatedProperties": False, "properties": {"p1": {}}}, {"p1": 1, "p2": 2}, False),
        ({"patternProperties": {f"^{each}": {} for each in range(20)},
          "additionalProperties": False}, {f"{each}": 1 for each in range(MANY)}, True),
    ],
)  # fmt: skip
def test_values_are_compared_by_one_text_of_each(
    schema: dict[str, Any], value: Any, *, right: bool
) -> None:
    said = find_objection(json.dumps(value), json.dumps(schema))
    assert (said is None) == right
    assert right or (said is not None and said.startswith("does not satisfy"))


@pytest.mark.search
@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"items": {"type": "string"}}, [1] * MANY),
        ({"unevaluatedItems": False, "contains": {"type": "integer"}}, [1] * 40_000),
        ({"items": {"pattern": "^a"}}, ["a"] * 60_000),
        ({"patternProperties": {f"^{each}x": {} for each in range(300)}},
         {f"{each}": 1 for each in range(MANY)}),
    ],
)  # fmt: skip
def test_what_would_take_too_long_is_said(schema: dict[str, Any], value: Any) -> None:
    said = find_objection(json.dumps(value), json.dumps(schema))
    assert said is not None and said.startswith("is too large")


def test_an_error_does_not_write_the_whole_value() -> None:
    schema: dict[str, Any] = {}
    for _ in range(90):
        schema = {"maxItems": 0, "items": schema}
    text = "[" * 90 + '"' + "x" * 1_000_000 + '"' + "]" * 90
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (
        find_objection(text, json.dumps(schema))
        == 'does not satisfy its jsonSchema: {"maxItems": 0}'
    )
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
    assert (
        repr(convert_numerals(read_json('[{"a": 1}]'))) == "[…]"
        and repr(convert_numerals({"a": 1})) == "{…}"
    )


def test_numbers_are_not_rounded() -> None:
    assert convert_numerals(read_json('{"a": [0.1, 1e2, 12345678901234567890.5, "1", true]}')) == {
        "a": [Decimal("0.1"), 100, Decimal("12345678901234567890.5"), "1", True]
    }


def test_patterns_that_cannot_be_read_are_named() -> None:
    schema = {"anyOf": [{"pattern": "(?=a)"}, {"pattern": "a"}], "patternProperties": {"(": {}}}
    assert set(list_unread_patterns(schema)) == {"(?=a)", "("}

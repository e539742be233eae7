"""The `jsonSchema` constraint: which schemas are judged by, and what they find in a text."""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pressmark.field_types.json_keywords import (
    REFERENCES,
    Items,
    Members,
    TooManyStepsError,
    finds_pattern,
)
from pressmark.field_types.json_texts import Numeral, read_json
from pressmark.field_types.validator import compile_schema, strip_names
from pressmark.words import shorten

PROBES: tuple[Any, ...] = ({}, [], "", 0, None, True)
LONGEST_INTEGER = 1_000
LONGEST_DEMAND = 60
KEPT = 10_000
"""Characters of a text of which it is remembered what was found."""


def list_parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Give every object inside a schema, the schema itself first."""
    waiting = [schema]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            yield found
            waiting.extend(found.values())
        elif isinstance(found, list | tuple):
            waiting.extend(found)


def list_unread_patterns(schema: dict[str, Any]) -> tuple[str, ...]:
    """List the regular expressions of a schema that cannot be checked."""
    found: dict[str, None] = {}
    for part in list_parts(schema):
        if isinstance(part.get("pattern"), str):
            found[part["pattern"]] = None
        if isinstance(part.get("patternProperties"), dict):
            found |= dict.fromkeys(part["patternProperties"])
    return tuple(each for each in found if finds_pattern(each, "") is None)


def explain_refusal(schema: dict[str, Any]) -> str | None:
    """Say why a schema cannot be judged by; None where it can."""
    import jsonschema
    import referencing.exceptions
    from jsonschema.validators import validator_for

    try:
        validator_for(schema, default=jsonschema.Draft202012Validator).check_schema(schema)
        why = explain_unjudged(schema)
        if why is None:
            for probe in PROBES:
                compile_schema(render_schema(schema))(probe)
    except jsonschema.SchemaError as error:
        place = "/".join(str(each) for each in error.absolute_path)
        return f"it is no JSON Schema{f' at {place!r}' if place else ''}"
    except referencing.exceptions.Unresolvable:
        return "it refers to a part of itself that is not there"
    except (RecursionError, TooManyStepsError):
        return "it refers to itself without end"
    return why


def explain_unjudged(schema: dict[str, Any]) -> str | None:
    """Name what a schema asks for that is not followed: other documents, names of its parts."""
    by_pattern = any("patternProperties" in part for part in list_parts(schema))
    for part in list_parts(schema):
        named = (part.get(name) for name in ("$schema", "$id"))
        if part is not schema and any(isinstance(each, str) for each in named):
            return "a part of it has a name or a version of its own, which only the whole may"
        if by_pattern and "unevaluatedProperties" in part:
            return "it uses unevaluatedProperties together with patternProperties"
        for target in (part.get(keyword) for keyword in REFERENCES):
            if not isinstance(target, str):
                continue
            if not target.startswith("#"):
                return f"it refers to {target!r}, and nothing outside of it is read"
            if not is_there(schema, target):
                return f"it refers to {target!r}, which is not there"
    return None


def is_there(schema: dict[str, Any], target: str) -> bool:
    """Whether a reference names a part of its schema."""
    import referencing.exceptions
    import referencing.jsonschema

    resource = referencing.jsonschema.DRAFT202012.create_resource(strip_names(schema))
    try:
        referencing.Registry().with_resource("", resource).resolver().lookup(target)
    except (referencing.exceptions.Unresolvable, ValueError, LookupError, TypeError):
        return False
    return True


def render_schema(schema: dict[str, Any]) -> str:
    """Write a schema as the text by which a function of SQL knows it."""
    return json.dumps(schema)


def convert_numerals(value: Any) -> Any:
    """Give a value that `read_json` gave with its numerals as numbers, none of them rounded."""
    if isinstance(value, Numeral):
        number = Decimal(value)
        whole_number = number == number.to_integral_value() and number.adjusted() < LONGEST_INTEGER
        return int(number) if whole_number else number
    if isinstance(value, dict):
        return Members({name: convert_numerals(each) for name, each in value.items()})
    return Items(convert_numerals(each) for each in value) if isinstance(value, list) else value


def find_objection(text: str, schema_text: str) -> str | None:
    """Say which demand of a schema a text of JSON does not meet; None where it meets all."""
    return (known if len(text) <= KEPT else find_by_reading)(text, schema_text)


def find_by_reading(text: str, schema_text: str) -> str | None:
    """Say likewise, by reading the text.

    What cannot be decided in the steps that are taken for one value is an objection as well.
    """
    from jsonschema.exceptions import relevance

    try:
        errors = compile_schema(schema_text)(convert_numerals(read_json(text)))
    except ValueError:
        return None
    except (RecursionError, TooManyStepsError, ArithmeticError):
        return "is too large or too deep, or has numbers too large, to be judged by its jsonSchema"
    if not errors:
        return None
    worst = max(errors, key=relevance)
    demand = json.dumps({worst.validator: worst.validator_value}, ensure_ascii=False, default=float)
    place = "/".join(str(each) for each in worst.absolute_path)
    where = f" at {place}" if place else ""
    return f"does not satisfy its jsonSchema{where}: {shorten(demand, LONGEST_DEMAND)}"


known = lru_cache(maxsize=1_000)(find_by_reading)


def satisfies_json_schema(text: str, schema_text: str) -> str | None:
    """Say `true` or `false`; whether a text is JSON at all is the type's to say."""
    return "false" if find_objection(text, schema_text) else "true"

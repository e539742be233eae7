"""A JSON Schema validator that cannot be made to reach out, hang or count without end.

Built on the library jsonschema: regular expressions are read by RE2, in linear time; nothing
outside of the schema is resolved; no more references are followed for one value than `MOST_STEPS`.
"""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import count
from threading import Lock
from typing import Any

MOST_STEPS = 10_000
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
Keyword = Callable[[Any, Any, Any, dict[str, Any]], Iterator[Any] | None]
"""A keyword's check: validator, the keyword's value, the instance, the schema → errors."""


class TooManyStepsError(Exception):
    """A value took more references than are followed for one value."""


def found_in(pattern: str, text: str) -> bool | None:
    """Whether RE2 finds a pattern in a text; None where RE2 cannot read the pattern."""
    import pyarrow as pa
    import pyarrow.compute

    try:
        return bool(pyarrow.compute.match_substring_regex(pa.scalar(text), pattern).as_py())
    except pa.ArrowInvalid:
        return None


def pattern(validator: Any, wanted: str, instance: Any, _: dict[str, Any]) -> Iterator[Any]:
    """Check a text by RE2; a pattern that RE2 cannot read has been reported as not checked."""
    from jsonschema import ValidationError

    if validator.is_type(instance, "string") and found_in(wanted, instance) is False:
        yield ValidationError("does not match")


def pattern_properties(
    validator: Any, schemas: dict[str, Any], instance: Any, _: dict[str, Any]
) -> Iterator[Any]:
    """Check the members whose names RE2 finds a pattern in."""
    if validator.is_type(instance, "object"):
        for wanted, schema in schemas.items():
            for name, value in instance.items():
                if found_in(wanted, name):
                    yield from validator.descend(value, schema, path=name, schema_path=wanted)


def additional_properties(
    validator: Any, schema: Any, instance: Any, around: dict[str, Any]
) -> Iterator[Any]:
    """Check the members that neither `properties` nor a pattern names."""
    from jsonschema import ValidationError

    if not validator.is_type(instance, "object"):
        return
    wanted = tuple(around.get("patternProperties", {}))
    for name, value in instance.items():
        if name in around.get("properties", {}):
            continue
        if any(found_in(each, name) is not False for each in wanted):
            continue
        if schema is False:
            yield ValidationError("has members that are not expected")
        else:
            yield from validator.descend(value, schema, path=name)


def counted(keyword: Keyword, steps: list[Iterator[int]]) -> Keyword:
    """Follow a reference, and count it."""

    def check(validator: Any, target: Any, instance: Any, schema: Any) -> Iterator[Any]:
        if next(steps[0]) > MOST_STEPS:
            raise TooManyStepsError
        yield from keyword(validator, target, instance, schema) or ()

    return check


def whole(schema: dict[str, Any]) -> dict[str, Any]:
    """Give a schema without what names it and its version."""
    return {
        name: value
        for name, value in schema.items()
        if name not in ("$schema", "$id") and not (name == "id" and isinstance(value, str))
    }


@lru_cache(maxsize=1_000)
def errors_by(schema_text: str) -> Callable[[Any], list[Any]]:
    """Give a function that lists what a schema, written as JSON, finds wrong with a value.

    It raises RecursionError or TooManyStepsError where the schema refers to itself too often.
    """
    import jsonschema
    import referencing
    from jsonschema.validators import extend, validator_for

    schema = json.loads(schema_text, parse_float=Decimal)
    version = validator_for(schema, default=jsonschema.Draft202012Validator)
    steps: list[Iterator[int]] = [count()]
    turn = Lock()
    own: dict[str, Keyword] = {
        "pattern": pattern,
        "patternProperties": pattern_properties,
        "additionalProperties": additional_properties,
    }
    for name in REFERENCES:
        if name in version.VALIDATORS:
            own[name] = counted(version.VALIDATORS[name], steps)
    validator = extend(version, own)(whole(schema), registry=referencing.Registry())

    def errors(value: Any) -> list[Any]:
        with turn:
            steps[0] = count()
            return list(validator.iter_errors(value))

    return errors

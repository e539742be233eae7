"""A JSON Schema validator that cannot be made to reach out, hang or count without end.

Built on the library jsonschema with some keywords of our own; nothing outside of the schema is
resolved.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import Any

from pressmark.field_types.json_keywords import (
    Patterns,
    Steps,
    count_demand,
    make_comparing_keywords,
)


def strip_names(schema: dict[str, Any]) -> dict[str, Any]:
    """Give a schema without what names it and its version."""
    return {
        name: value
        for name, value in schema.items()
        if name not in ("$schema", "$id") and not (name == "id" and isinstance(value, str))
    }


@lru_cache(maxsize=1_000)
def compile_schema(schema_text: str) -> Callable[[Any], list[Any]]:
    """Give a function that lists what a schema, written as JSON, finds wrong with a value.

    It raises RecursionError or TooManyStepsError where the schema refers to itself too often, or
    the value has too many parts.
    """
    import jsonschema
    import referencing
    from jsonschema.validators import extend, validator_for

    schema = json.loads(schema_text, parse_float=Decimal)
    version = validator_for(schema, default=jsonschema.Draft202012Validator)
    steps, turn = Steps(), Lock()
    own = Patterns(steps).keywords | make_comparing_keywords(steps)
    keywords = {
        name: count_demand(name, own.get(name, keyword), steps)
        for name, keyword in version.VALIDATORS.items()
    }
    validator = extend(version, keywords)(strip_names(schema), registry=referencing.Registry())

    def errors(value: Any) -> list[Any]:
        with turn:
            steps.followed = steps.asked = 0
            return list(validator.iter_errors(value))

    return errors

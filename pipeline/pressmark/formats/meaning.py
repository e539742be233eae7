"""What a field holds, in words for readers, from its schema."""

from collections.abc import Iterable
from typing import Any

from pressmark.package import Constraints, Field, Schema
from pressmark.package.own import PATTERN_HELP

TYPES = {
    "any": "anything",
    "array": "a list, written in JSON",
    "boolean": "true or false",
    "date": "a day, as 2021-05-18",
    "datetime": "a day and a time, as 2021-05-18T16:00:00Z",
    "duration": "a length of time, as P1Y2M",
    "geojson": "a shape on the map, in GeoJSON",
    "geopoint": "a point on the map: longitude, latitude",
    "integer": "a whole number",
    "list": "several values, separated by a character",
    "number": "a number",
    "object": "named values, written in JSON",
    "string": "text",
    "time": "a time of day, as 16:00:00",
    "year": "a year",
    "yearmonth": "a month of a year, as 2021-05",
}
FORMATS = {
    "email": "an e-mail address",
    "uri": "an address on the web",
    "uuid": "a UUID",
    "binary": "bytes, written in base64",
}
LIMITS = (
    ("minimum", "at least {}"),
    ("maximum", "at most {}"),
    ("exclusive_minimum", "more than {}"),
    ("exclusive_maximum", "less than {}"),
    ("min_length", "at least {} characters long"),
    ("max_length", "at most {} characters long"),
)


def phrase_type(field: Field) -> str:
    """Say what kind of value a field holds."""
    if field.type == "string" and field.format in FORMATS:
        return FORMATS[field.format]
    words = TYPES[field.type]
    if field.format not in ("default", "any"):
        words += f" (format {field.format})"
    return words


def phrase_rules(schema: Schema, field: Field) -> Iterable[str]:
    """Say in words what every value must satisfy."""
    constraints = field.constraints
    if schema.primary_key and field.name in schema.primary_key:
        alone = len(schema.primary_key) == 1
        others = ", ".join(name for name in schema.primary_key if name != field.name)
        yield (
            "the key of a record: never empty, never twice"
            if alone
            else (f"part of the key of a record, together with {others}")
        )
    elif constraints.required:
        yield "never empty"
    if constraints.unique:
        yield "no value twice"
    for key in schema.unique_keys:
        if field.name in key and len(key) > 1:
            yield f"no two records have the same {', '.join(key)}"
    yield from phrase_limits(constraints)
    if constraints.json_schema:
        yield "fits a JSON Schema, which datapackage.json holds"


def phrase_pattern(field: Field) -> str:
    """Say how a value is written where a pattern asks for it, best in its author's words."""
    pattern = field.constraints.pattern
    if not pattern:
        return ""
    return PATTERN_HELP.of(field) or f"to fit the pattern {pattern}"


def phrase_limits(constraints: Constraints) -> Iterable[str]:
    """Say between which bounds a value lies."""
    for name, words in LIMITS:
        limit: Any = getattr(constraints, name)
        if limit is not None:
            yield words.format(limit)


def phrase_missing(schema: Schema, field: Field) -> str:
    """Say what stands for "no value"."""
    if field.constraints.required or field.name in (schema.primary_key or ()):
        return ""
    given = schema.missing_values if field.missing_values is None else field.missing_values
    written = [
        (f"“{each.value}”" if each.value else "an empty cell")
        + (f" ({each.label})" if each.label else "")
        for each in given
    ]
    if not written:
        return "Every cell holds a value; an empty one is a text without letters."
    return f"No value is written as {' or '.join(written)}."

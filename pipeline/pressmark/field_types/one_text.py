"""One text judged as a field's cell would be, without an engine: for what a visitor writes.

The forms are those of this room; only what they say in SQL of a calendar is said here in Python.
"""

import datetime
import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from pressmark.field_types.column import form, in_own_format
from pressmark.field_types.durations import canonical_duration
from pressmark.field_types.json_texts import canonical_json
from pressmark.field_types.moments import LONGEST_MOMENT
from pressmark.field_types.numbers import canonical_number
from pressmark.field_types.own_formats import canonical_moment, kept_as_written
from pressmark.field_types.places import canonical_geojson, canonical_geopoint
from pressmark.package import Field

LONGEST = 1_000
"""Longer texts with a form of their own are none: a pattern may take the square of the length."""
FRACTION = re.compile(r"(\.[0-9]*?)0*(Z|[+-][0-9:]+)?")
DATE = len("0000-00-00")


def canonical_text(field: Field, text: str) -> str | None:
    """Write a text as a release publishes it in a field; None where it is no value of its type."""
    if in_own_format(field):
        found = canonical_moment(text, field.type, field.format)
        return text if found is not None and kept_as_written(field) else found
    written = form(field).pattern(field)
    if written is not None and (len(text) > LONGEST or not compiled(written).fullmatch(text)):
        return None
    return CANONICAL.get(field.type, as_it_is)(field, text)


@lru_cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of this room."""
    return re.compile(pattern, re.ASCII)


def as_it_is(_: Field, text: str) -> str:
    """Leave a text as it is."""
    return text


def truth(field: Field, text: str) -> str | None:
    """Write true or false."""
    if text in field.true_values:
        return "true"
    return "false" if text in field.false_values else None


def integer(_: Field, text: str) -> str:
    """Write a whole number without plus sign, leading zeros and negative zero."""
    digits = text.lstrip("+-").lstrip("0") or "0"
    return f"-{digits}" if text.startswith("-") and digits != "0" else digits


def moment(_: Field, text: str) -> str | None:
    """Write a day or moment whose day the calendar has, without zeros behind a fraction."""
    # Python's calendar begins with the year 1; that of the year 0 is that of 2000.
    first = f"2000{text[4:LONGEST_MOMENT]}" if text.startswith("0000") else text[:LONGEST_MOMENT]
    with suppress(ValueError):
        datetime.datetime.fromisoformat(first)
        return clock(_, text) if len(text) > DATE else text
    return None


def clock(_: Field, text: str) -> str:
    """Write a time without zeros behind the fraction of its second."""
    place = text.find(".")
    match = FRACTION.fullmatch(text[place:]) if place >= 0 else None
    if match is None:
        return text
    return text[:place] + match[1].removesuffix(".") + (match[2] or "")


def year(_: Field, text: str) -> str:
    """Write the year 0000 without a sign."""
    return text.removeprefix("-") if text.startswith("-0000") else text


CANONICAL: dict[str, Callable[[Field, str], str | None]] = {
    "boolean": truth,
    "integer": integer,
    "number": lambda _, text: canonical_number(text),
    "date": moment,
    "datetime": moment,
    "time": clock,
    "year": year,
    "yearmonth": year,
    "duration": lambda _, text: canonical_duration(text),
    "array": lambda field, text: canonical_json(text, field.type),
    "object": lambda field, text: canonical_json(text, field.type),
    "geopoint": lambda field, text: canonical_geopoint(text, field.format),
    "geojson": lambda field, text: canonical_geojson(text, field.format),
}
"""How each type is published; the others stay as they are."""

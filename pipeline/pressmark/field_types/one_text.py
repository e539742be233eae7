"""One text judged as a field's cell would be, without an engine: for what a visitor writes.

The forms are those of this room; only what they say in SQL of a calendar is said here in Python.
"""

import datetime
import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from pressmark.field_types.column import find_form, has_own_format
from pressmark.field_types.durations import render_duration
from pressmark.field_types.json_texts import render_canonical_json
from pressmark.field_types.moments import LONGEST_MOMENT
from pressmark.field_types.numbers import render_numeral
from pressmark.field_types.own_formats import is_kept_as_written, render_moment
from pressmark.field_types.places import render_geojson, render_geopoint
from pressmark.package import Field

LONGEST = 1_000
"""Longer texts with a form of their own are none: a pattern may take the square of the length."""
FRACTION = re.compile(r"(\.[0-9]*?)0*(Z|[+-][0-9:]+)?")
DATE = len("0000-00-00")


def render_canonical(field: Field, text: str) -> str | None:
    """Write a text as a release publishes it in a field; None where it is no value of its type."""
    if has_own_format(field):
        found = render_moment(text, field.type, field.format)
        return text if found is not None and is_kept_as_written(field) else found
    written = find_form(field).pattern(field)
    if written is not None and (
        len(text) > LONGEST or not compile_pattern(written).fullmatch(text)
    ):
        return None
    return CANONICAL.get(field.type, keep_text)(field, text)


@lru_cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of this room."""
    return re.compile(pattern, re.ASCII)


def keep_text(_: Field, text: str) -> str:
    """Leave a text as it is."""
    return text


def render_truth(field: Field, text: str) -> str | None:
    """Write true or false."""
    if text in field.true_values:
        return "true"
    return "false" if text in field.false_values else None


def render_integer(_: Field, text: str) -> str:
    """Write a whole number without plus sign, leading zeros and negative zero."""
    digits = text.lstrip("+-").lstrip("0") or "0"
    return f"-{digits}" if text.startswith("-") and digits != "0" else digits


def render_default_moment(_: Field, text: str) -> str | None:
    """Write a day or moment whose day the calendar has, without zeros behind a fraction."""
    # Python's calendar begins with the year 1; that of the year 0 is that of 2000.
    first = f"2000{text[4:LONGEST_MOMENT]}" if text.startswith("0000") else text[:LONGEST_MOMENT]
    with suppress(ValueError):
        datetime.datetime.fromisoformat(first)
        return render_time(_, text) if len(text) > DATE else text
    return None


def render_time(_: Field, text: str) -> str:
    """Write a time without zeros behind the fraction of its second."""
    place = text.find(".")
    match = FRACTION.fullmatch(text[place:]) if place >= 0 else None
    if match is None:
        return text
    return text[:place] + match[1].removesuffix(".") + (match[2] or "")


def render_year(_: Field, text: str) -> str:
    """Write the year 0000 without a sign."""
    return text.removeprefix("-") if text.startswith("-0000") else text


CANONICAL: dict[str, Callable[[Field, str], str | None]] = {
    "boolean": render_truth,
    "integer": render_integer,
    "number": lambda _, text: render_numeral(text),
    "date": render_default_moment,
    "datetime": render_default_moment,
    "time": render_time,
    "year": render_year,
    "yearmonth": render_year,
    "duration": lambda _, text: render_duration(text),
    "array": lambda field, text: render_canonical_json(text, field.type),
    "object": lambda field, text: render_canonical_json(text, field.type),
    "geopoint": lambda field, text: render_geopoint(text, field.format),
    "geojson": lambda field, text: render_geojson(text, field.format),
}
"""How each type is published; the others stay as they are."""

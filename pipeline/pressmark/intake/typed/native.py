"""Typed cells as text, in the lexical form that their field reads.

A cell of JSON, a spreadsheet or Parquet is a number, a truth value, a date or a list before it is
text. It is written in canonical form (numbers without exponent and trailing zeros, `true` and
`false`, ISO 8601, JSON without blanks), and where a field asks for another form, in that one, so
that it is judged by its value and not by a spelling that nobody chose.
"""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pressmark.package import Field

MOST_DIGITS = 400
"""A number whose digits would be more, as that of 1e999999999, stays as it is written."""
WHOLE = re.compile(r"0|-?[1-9][0-9]*")
CANONICAL = ("default", "any")
MIDNIGHT = time()
MICROSECOND, SECOND, DAY = timedelta(microseconds=1), 1_000_000, 86_400
"""A microsecond; how many of them are a second; how many seconds are a day."""
ITEM = Field(name="item")
SPECIAL = {"nan": "NaN", "inf": "INF", "-inf": "-INF"}


class UnwritableError(ValueError):
    """A cell that cannot be written: what it does, as the end of a sentence on it, and the hint."""

    def __init__(self, why: str, hint: str = "Write the value anew.") -> None:
        """Say what is wrong and what would be right."""
        super().__init__(why)
        self.hint = hint


class Number(str):
    """A number as it was written."""

    __slots__ = ()


def write_digits(written: str) -> str:
    """Write a number without exponent and without trailing zeros."""
    if WHOLE.fullmatch(written):
        return written
    if written in SPECIAL:
        return SPECIAL[written]
    mantissa, _, exponent = written.lower().partition("e")
    if len(mantissa) + abs(int(exponent[:10] or 0)) > MOST_DIGITS:
        return written
    text = format(Decimal(written), "f")
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text == "-0" else text


def render_cell(value: Any, field: Field) -> str | None:
    """Write a typed cell for its field; None for a null.

    RecursionError if it is too deep, UnwritableError if the field's form cannot say it.
    """
    if value is None or (isinstance(value, str) and not isinstance(value, Number)):
        return value
    if isinstance(value, bool):
        return render_truth(field, value=value)
    if isinstance(value, int | float | Number | Decimal):
        text = write_digits(str(value) if not isinstance(value, float) else repr(value))
        return text.replace(".", field.decimal_char) if field.type == "number" else text
    return render_rare_cell(value, field)


def render_rare_cell(value: Any, field: Field) -> str:
    """Write a cell of a type that JSON lacks, or a list or object."""
    if isinstance(value, date | time):
        return render_moment(value, field)
    if isinstance(value, timedelta):
        return render_duration(value // MICROSECOND, SECOND)
    if isinstance(value, list) and takes_items_in_row(field):
        return render_list([render_cell(each, ITEM) for each in value], field)
    return render_compact_json(value)


def takes_items_in_row(field: Field) -> bool:
    """Whether a field takes a list as its items in a row, not as JSON."""
    return field.type == "list" or (field.type == "geopoint" and field.format == "default")


def render_list(items: Sequence[str | None], field: Field) -> str:
    """Write items in a row, as a list or a point has them; what is null is empty.

    UnwritableError where an item holds what stands between items.
    """
    delimiter = field.delimiter if field.type == "list" else ", "
    for item in items:
        if item and delimiter in item:
            why = f"has the item {item!r}, which holds {delimiter!r}, the delimiter of the list"
            hint = "Give the field a delimiter that no item holds, or the type array."
            raise UnwritableError(why, hint)
    return delimiter.join(item or "" for item in items)


def render_truth(field: Field, *, value: bool) -> str:
    """Write a truth value in a word of its field."""
    words = field.true_values if value else field.false_values
    canonical = "true" if value else "false"
    return canonical if field.type != "boolean" or canonical in words else words[0]


def render_moment(value: date | time, field: Field) -> str:
    """Write a date or time; a spreadsheet does not tell a date from its midnight."""
    if field.type == "datetime" and isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, MIDNIGHT)
    if field.type == "date" and isinstance(value, datetime) and value.time() == MIDNIGHT:
        value = value.date()
    if field.type in ("date", "datetime", "time") and field.format not in CANONICAL:
        text = value.strftime(field.format)
        if says(text, value, field.format):
            return text
    text = value.isoformat()
    if "." in text:
        whole, _, fraction = text.partition(".")
        zone = re.search(r"[+-].*", fraction)
        zone_text = zone.group() if zone else ""
        text = f"{whole}.{fraction.removesuffix(zone_text).rstrip('0')}{zone_text}"
    return text.replace("+00:00", "Z")


def says(text: str, value: date | time, form: str) -> bool:
    """Whether a text of that form says all of a date or time: no second, zone or century is lost.

    One that is not said is written as ISO 8601, and judged as a value in another form.
    """
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is compared as well
    except (ValueError, re.error):
        return False
    if isinstance(value, time):
        return found.timetz() == value
    return (found if isinstance(value, datetime) else found.date()) == value


def render_duration(count: int, second: int) -> str:
    """Write a duration as ISO 8601 does, given in units of which so many are a second."""
    sign = "-" if count < 0 else ""
    left, fraction = divmod(abs(count), second)
    days, left = divmod(left, DAY)
    seconds = write_digits(f"{left}.{fraction:0{len(str(second)) - 1}}")
    in_days = f"{days}D" if days else ""
    return f"{sign}P{in_days}" + (f"T{seconds}S" if seconds != "0" or not days else "")


def render_compact_json(value: Any) -> str:
    """Write a value as JSON without blanks, its numbers as they were written."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(str(key), ensure_ascii=False)}:{render_compact_json(each)}"
                 for key, each in value.items())  # fmt: skip
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(render_compact_json, value)) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, Number | int | float | Decimal):
        return write_digits(str(value))
    text = value if isinstance(value, str) else render_cell(value, ITEM)
    return json.dumps(text, ensure_ascii=False)

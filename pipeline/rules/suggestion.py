"""What a cell that is not of its type was probably meant to say."""

import datetime
import re
import unicodedata
from collections.abc import Iterator

from pipeline import forms
from pipeline.descriptor import Field

PARTS_OF_A_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})[./-]([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})[./-]?([0-9]{2})[./-]?([0-9]{2})")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:([,' ])[0-9]{3})(?:\1[0-9]{3})*")
MONTHS = 12


def meant(field: Field, text: str) -> str | None:
    """Give the first reading of a text that would be of the field's type, if there is one."""
    if field.group_char or not field.bare_number:
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    found = (each for each in readings(field, plain) if each != text and fits(field, each))
    return next(found, None)


def readings(field: Field, plain: str) -> Iterator[str]:
    """Rewrite a text in the ways in which people and programs write it otherwise."""
    yield plain
    if field.type in ("date", "datetime"):
        yield from days(field, plain)
    if field.type in ("number", "integer"):
        yield from numbers(field, plain)
    if field.type == "boolean":
        yield from (plain.lower(), plain.upper(), plain.capitalize())


def days(field: Field, plain: str) -> Iterator[str]:
    """Read a day whose parts stand in another order, where it can be read in one way only."""
    moment = plain.replace(" ", "T", 1)
    yield moment
    match = PARTS_OF_A_DAY.fullmatch(plain)
    day = None
    if match:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first > MONTHS or second > MONTHS or match[2] == "." or first == second:
            swapped = second > MONTHS
            day = day_of(year, *((first, second) if swapped else (second, first)))
    match = YEAR_FIRST.fullmatch(plain)
    if match:
        year, month, number = (int(part) for part in match.groups())
        day = day_of(year, number, month) if month > MONTHS else day_of(year, month, number)
    if day:
        yield day.isoformat() if field.format == "default" else day.strftime(field.format)


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    """Give a day; None where the calendar has none."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def numbers(field: Field, plain: str) -> Iterator[str]:
    """Read a number with another decimal character, or with groups of three digits."""
    whole, point, fraction = plain.partition(".")
    match = GROUPED.fullmatch(whole)
    if match and (point or plain.count(match[1]) > 1 or match[1] != ","):
        yield whole.replace(match[1], "") + (field.decimal_char + fraction if point else "")
    yield plain.replace("." if field.decimal_char == "," else ",", field.decimal_char)


def fits(field: Field, text: str) -> bool:
    """Whether a text is of the field's type, as far as its form and the calendar say."""
    if field.type == "boolean":
        return text in (*field.true_values, *field.false_values)
    if field.type in ("date", "time", "datetime") and field.format != "default":
        return forms.canonical_moment(text, field.type, field.format) is not None
    pattern = forms.form(field).pattern(field)
    if field.type == "number" and field.decimal_char != ".":
        text = text.replace(".", " ").replace(field.decimal_char, ".")
    if pattern is None or not re.fullmatch(pattern, text):
        return False
    if field.type not in ("date", "datetime"):
        return True
    return day_of(int(text[:4]), int(text[5:7]), int(text[8:10])) is not None

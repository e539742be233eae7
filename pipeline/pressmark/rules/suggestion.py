"""What a cell that is not of its type was probably meant to say."""

import datetime
import re
import unicodedata
from collections.abc import Iterator

from pressmark import field_types
from pressmark.package import Field
from pressmark.rules.spreadsheet import MARK, find_kept_text

PARTS_OF_A_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})[./-]([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})[./-]?([0-9]{2})[./-]?([0-9]{2})")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:([,.' ])[0-9]{3})(?:\1[0-9]{3})*")
NO_FRACTION = re.compile(r"([+-]?[0-9]+)[.,]0+")
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(:[0-9]{2})?")
AT_MIDNIGHT = re.compile(r"(.+)[T ]00:00(?::00(?:[.]0+)?)?Z?")
BARE_ZONE = re.compile(r"(.+[T ][0-9:.]+[+-][0-9]{2})([0-9]{2})")
SERIAL = re.compile(r"([1-9][0-9]{4})(?:[.]0+)?")
FIRST_SERIAL = datetime.date(1899, 12, 30)
"""The day on which spreadsheets begin to count days; those of five digits are 1927 to 2173."""
MONTHS = 12
YES = ("true", "yes", "y", "t", "1", "on", "x", "ja", "oui", "si", "sí", "wahr", "vrai")
NO = ("false", "no", "n", "f", "0", "off", "nein", "non", "falsch", "faux")
"""What people and programs write for true and false."""


def guess_meant(field: Field, text: str) -> str | None:
    """Give the first reading of a text that would be of the field's type, if there is one."""
    if field.group_char or not field.bare_number:
        return None
    kept = find_kept_text(text)
    plain = unicodedata.normalize("NFKC", text if kept is None else kept).strip().strip(MARK)
    found = (each for each in list_readings(field, plain) if each != text and fits(field, each))
    return next(found, None)


def list_readings(field: Field, plain: str) -> Iterator[str]:
    """Rewrite a text in the ways in which people and programs write it otherwise."""
    yield plain
    if field.type in ("date", "datetime"):
        yield from read_days(field, plain)
    if field.type in ("number", "integer"):
        yield from read_numbers(field, plain)
    if field.type == "integer" and (match := NO_FRACTION.fullmatch(plain)):
        yield match[1]
    if field.type == "time" and (match := CLOCK.fullmatch(plain)):
        yield f"{int(match[1]):02}:{match[2]}{match[3] or ':00'}"
    if field.type == "boolean":
        yield from read_truths(field, plain.casefold())


def read_truths(field: Field, plain: str) -> Iterator[str]:
    """Find the field's own word in another case, or for what other programs write."""
    words = (*field.true_values, *field.false_values)
    yield from (word for word in words if word.casefold() == plain)
    if plain in YES:
        yield field.true_values[0]
    if plain in NO:
        yield field.false_values[0]


def read_days(field: Field, plain: str) -> Iterator[str]:
    """Read a day whose parts stand in another order, where it can be read in one way only."""
    moment = BARE_ZONE.sub(r"\1:\2", plain).replace(" ", "T", 1)
    yield moment
    if field.type == "date" and (at_midnight := AT_MIDNIGHT.fullmatch(plain)):
        yield at_midnight[1]
        plain = at_midnight[1]
    match = PARTS_OF_A_DAY.fullmatch(plain)
    day = None
    if match:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first > MONTHS or second > MONTHS or match[2] == "." or first == second:
            swapped = second > MONTHS
            day = make_day(year, *((first, second) if swapped else (second, first)))
    match = YEAR_FIRST.fullmatch(plain)
    if match:
        year, month, number = (int(part) for part in match.groups())
        day = make_day(year, number, month) if month > MONTHS else make_day(year, month, number)
    match = SERIAL.fullmatch(plain)
    if match:
        day = FIRST_SERIAL + datetime.timedelta(days=int(match[1]))
    if day:
        yield day.isoformat() if field.format == "default" else day.strftime(field.format)


def make_day(year: int, month: int, day: int) -> datetime.date | None:
    """Give a day; None where the calendar has none."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def read_numbers(field: Field, plain: str) -> Iterator[str]:
    """Read a number with another decimal character, or with groups of three digits.

    A single comma or point may be either, as in 1,234: then nothing is guessed.
    """
    for point, other in ((".", ","), (",", ".")):
        whole, fraction_begins, fraction = plain.partition(point)
        match = GROUPED.fullmatch(whole)
        sure = match and (fraction_begins or whole.count(match[1]) > 1 or match[1] in "' ")
        if match and sure and match[1] != point:
            yield whole.replace(match[1], "") + (field.decimal_char + fraction if fraction else "")
        one_mark = plain.count(other) == 1 and point not in plain
        if one_mark and field.decimal_char == point and not GROUPED.fullmatch(plain):
            yield plain.replace(other, point)


def fits(field: Field, text: str) -> bool:
    """Whether a text is of the field's type, as far as its form and the calendar say."""
    if field.type == "boolean":
        return text in (*field.true_values, *field.false_values)
    if field.type in ("date", "time", "datetime") and field.format != "default":
        return field_types.render_moment(text, field.type, field.format) is not None
    pattern = field_types.find_form(field).pattern(field)
    if field.type == "number" and field.decimal_char != ".":
        text = text.replace(".", " ").replace(field.decimal_char, ".")
    if pattern is None or not re.fullmatch(pattern, text):
        return False
    if field.type not in ("date", "datetime"):
        return True
    return make_day(int(text[:4]), int(text[5:7]), int(text[8:10])) is not None

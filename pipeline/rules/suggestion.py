"""What a cell that is not of its type was probably meant to say."""

import datetime
import re
import unicodedata
from collections.abc import Iterator

from pipeline import forms
from pipeline.descriptor import Field

DAY_AND_YEAR = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
MONTHS = 12


def meant(field: Field, text: str) -> str | None:
    """Give the first reading of a text that would be of the field's type, if there is one."""
    if field.decimal_char != "." or field.group_char or not field.bare_number:
        return None
    found = (each for each in readings(text) if each != text and fits(field, each))
    return next(found, None)


def readings(text: str) -> Iterator[str]:
    """Rewrite a text in the ways in which people and programs write it otherwise."""
    plain = unicodedata.normalize("NFKC", text).strip()
    yield plain
    match = DAY_AND_YEAR.fullmatch(plain)
    if match:
        first, second, year = (int(part) for part in match.groups())
        month, day = (second, first) if first > MONTHS else (first, second)
        yield f"{year:04}-{month:02}-{day:02}"
    yield plain.replace(",", ".")
    yield plain.replace(" ", "T", 1)
    yield plain.lower()


def fits(field: Field, text: str) -> bool:
    """Whether a text is of the field's type, as far as its form and the calendar say."""
    if field.type == "boolean":
        return text in (*field.true_values, *field.false_values)
    pattern = forms.form(field).pattern(field)
    if pattern is None or not re.fullmatch(pattern, text):
        return False
    if field.type not in ("date", "datetime"):
        return True
    try:
        datetime.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True

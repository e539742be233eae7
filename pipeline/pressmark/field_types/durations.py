"""Lengths of time as XML Schema writes them ("duration" of Table Schema v2).

A month has no fixed number of days, so durations are ordered as XML Schema 1.1, Part 2, section
3.3.6.2 says: by what they come to after each of four dates.
"""

import re
from fractions import Fraction

from pressmark import sql
from pressmark.field_types.form import Expression, Form, use_pattern
from pressmark.package import Field

SECONDS = r"[0-9]+(?:\.[0-9]+)?S"
DAYS = r"(?:[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)"
HOURS = rf"T(?:[0-9]+H(?:[0-9]+M)?(?:{SECONDS})?|[0-9]+M(?:{SECONDS})?|{SECONDS})"
DURATION = rf"-?P(?:{DAYS}(?:{HOURS})?|{HOURS})"
PARTS = re.compile(
    r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9.]+)S)?)?",
    re.ASCII,
)
LONGEST = 1_000
DAY = 24 * 60 * 60
REFERENCES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""Year and month of the four dates, each on the first of its month."""


def measure_duration(text: str) -> tuple[int, Fraction] | None:
    """Give a duration's months and seconds, both with its sign; None where it is none."""
    match = PARTS.fullmatch(text) if len(text) <= LONGEST else None
    if match is None or not any(match.groups()[1:]):
        return None
    sign = -1 if match[1] else 1
    years, months, days, hours, minutes = (int(match[n] or 0) for n in range(2, 7))
    seconds = Fraction(match[7] or 0) + 60 * minutes + 3600 * hours + DAY * days
    return sign * (12 * years + months), sign * seconds


def render_duration(text: str) -> str | None:
    """Write a duration as XML Schema's canonical mapping does; None where it is none."""
    found = measure_duration(text)
    if found is None:
        return None
    months, seconds = abs(found[0]), abs(found[1])
    years, months = divmod(months, 12)
    whole, part = divmod(seconds, 1)
    days, whole = divmod(whole, DAY)
    hours, whole = divmod(whole, 3600)
    minutes, whole = divmod(whole, 60)
    # A fraction of a second was written in decimal digits, so it ends.
    decimals = f"{int(part * 10**LONGEST):0{LONGEST}}".rstrip("0") if part else ""
    rest = f"{whole}.{decimals}" if decimals else str(whole)
    date = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (days, "D")) if n)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
    clock += f"{rest}S" if rest != "0" else ""
    sign = "-" if found[0] < 0 or found[1] < 0 else ""
    return f"{sign}P{date}" + (f"T{clock}" if clock else "") if date or clock else "PT0S"


def compare_durations(text: str, other: str) -> str | None:
    """Say whether a duration is `<`, `=` or `>` another, `?` where that depends on the month."""
    left, right = measure_duration(text), measure_duration(other)
    if left is None or right is None:
        return None
    pairs = [(count_seconds(start, left), count_seconds(start, right)) for start in REFERENCES]
    sides = {"<" if a < b else ">" if a > b else "=" for a, b in pairs}
    return sides.pop() if len(sides) == 1 else "?"


def count_seconds(start: tuple[int, int], duration: tuple[int, Fraction]) -> Fraction:
    """Count the seconds from the year 0 to the end of a duration that begins on a date."""
    months, seconds = duration
    year, month = divmod(start[0] * 12 + start[1] - 1 + months, 12)
    # Days from March 1 of the year 0, as leap days then stand at the end of a year.
    year, month = (year, month - 2) if month > 1 else (year - 1, month + 10)
    days = 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5
    return days * DAY + seconds


def make_call(function: str) -> Expression:
    """Give SQL that calls a function with a text."""
    return lambda _, text: f"{function}({text})"


def compare_by_length(_: Field, text: str, operator: str, bound: str) -> str:
    """Compare durations; one that is sometimes longer and sometimes not stands on no side."""
    wanted = {"<": ("<", "?"), "<=": ("<", "=", "?"), ">": (">", "?"), ">=": (">", "=", "?")}
    return f"compare_durations({text}, {bound}) in ({sql.quote_texts(wanted[operator])})"


DURATIONS = {
    "duration": Form(
        "a duration as P1Y2M3DT4H5M6S",
        use_pattern(DURATION),
        make_call("render_duration"),
        make_call("render_duration"),
        compare=compare_by_length,
    )
}

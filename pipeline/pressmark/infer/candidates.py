"""What a column of texts may be: each type and format that is looked for, and its SQL.

A candidate is wrong for a text that it cannot read, and for one that it would change: a number
does not keep the zeros that a code begins with. Types are those of Table Schema v2, "Field Types".
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pressmark import sql
from pressmark.field_types import DAY, express_validity
from pressmark.infer.date_shapes import (
    CLOCKS,
    DATES,
    DIRECTIVES,
    SHORT_YEARS,
    escape_text,
    render_format,
    render_sure,
)
from pressmark.infer.name_words import ADDRESS_WORDS, YEAR_WORDS
from pressmark.package import Field

NO_BREAK, NARROW = "\u00a0", "\u202f"
GROUPS = (",", ".", " ", "'", "\u2019", NO_BREAK, NARROW)
"""Characters that stand between groups of three digits."""
SWAPPED = {"%d/%m": "%m/%d", "%m/%d": "%d/%m", "%d-%m": "%m-%d", "%m-%d": "%d-%m"}
"""Formats whose day and month may be taken for each other."""


@dataclass(frozen=True)
class Candidate:
    """A type and format that a column may have.

    `pattern` is the form of its texts, and `right` gives SQL that is true for a text of it.
    """

    properties: dict[str, Any]
    pattern: str
    right: Callable[[str], str]
    reads: str
    wanted: re.Pattern[str] | None = None
    """What the column's name must say, where the values alone show too little."""
    sure: str | None = None
    """The shape of texts that are right without asking the engine: `shape`, or a narrower one."""

    @property
    def type(self) -> str:
        """The type."""
        return str(self.properties["type"])

    @property
    def exact(self) -> bool:
        """Whether every text of its shape is right."""
        return self.sure == self.pattern

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """The form of its texts, read when it is asked for: most commands describe nothing."""
        return re.compile(self.pattern, re.ASCII | re.DOTALL)


def make_candidate(
    reads_as: str,
    shape: str,
    *,
    extra: str | None = None,
    wanted: str | None = None,
    sure: str | None = None,
    **properties: Any,
) -> Candidate:
    """Make a candidate whose texts have a shape, and are of the type as the judge reads it.

    `extra` is SQL about the text `{}` that is asked in place of the judge. A text of the shape
    `sure` is right whatever the judge would say.
    """
    described = Field.model_validate({"name": "v", **properties})

    def right(text: str) -> str:
        # The shape is looked at first: it is cheap, and keeps costly judges from most texts.
        judge = extra.replace("{}", text) if extra else express_validity(described, text)
        shaped = f"regexp_full_match({text}, {sql.quote_text(f'(?s:{shape})')})"
        return f"coalesce(case when {shaped} then {judge} else false end, false)"

    name = re.compile(wanted, re.IGNORECASE) if wanted else None
    return Candidate(properties, shape, right, reads_as, name, sure)


PLAIN = r"[+-]?(?:0|[1-9][0-9]*)"
NUMBER = rf"(?:{PLAIN}(?:\.[0-9]*)?|[+-]?\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|-?INF"
DEGREES = r"[+-]?[0-9]{1,3}\.[0-9]+"
CURRENCIES = r"(?:(?:[A-Z]{2})?[$€£¥₹]|(?:EUR|USD|GBP|CHF) ?)"
UNIT = re.compile(rf"({CURRENCIES}?)([+-]?[0-9][0-9.,]*)( ?%| ?[€£]| [A-Za-z°/0-9²³]{{1,8}})?")
"""A number with what stands before and behind it: a currency, per cent, or a unit after a blank."""
MARKS: tuple[dict[str, str], ...] = (
    {},
    {"groupChar": ","},
    {"decimalChar": ","},
    {"decimalChar": ",", "groupChar": "."},
)
"""How numbers with a unit are written: a comma before three digits is a mark of thousands."""
EIGHT = "(?:1[89]|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
SURE_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
SURE_EIGHT = render_sure("%Y%m%d", zero="0", year="(?:1[89]|20)[0-9]{2}")
SURE_DAY = render_sure("%Y-%m-%d", zero="0", year="[1-9][0-9]{3}")
YEAR = "(?:1[0-9]|20)[0-9]{2}"
YEAR_MONTH = f"{YEAR}-(?:0[1-9]|1[0-2])"


def make_in_format(
    kind: str, written: str, shape: str | None = None, sure: str | None = None
) -> Candidate:
    """Make the candidate of a date or time in a format of its own."""
    shape = shape or render_format(written, DIRECTIVES)
    if "%z" not in written:
        sure = sure or render_sure(written)
    calendar = f"try_strptime({{}}, {sql.quote_text(written)}) is not null"
    said = {"date": "a date", "time": "a time", "datetime": "a date and time"}[kind]
    return make_candidate(
        said, shape, extra=calendar, sure=sure, type=kind, format=written
    )  # fmt: skip


def list_moments() -> Iterable[Candidate]:
    """Give the dates and times of other formats than the default."""
    for day in (*DATES, *SHORT_YEARS):
        yield make_in_format("date", day)
    for day in ("%Y-%m-%d", *DATES, *SHORT_YEARS):
        for clock in CLOCKS:
            yield make_in_format("datetime", f"{day} {clock}")
    for clock in ("%H:%M", "%H:%M%z", "%H:%M:%S%z", "%H:%M:%S.%f%z"):
        yield make_in_format("datetime", f"%Y-%m-%dT{clock}")
    yield make_in_format("datetime", "%Y-%m-%d %H:%M:%S%z")
    for clock in CLOCKS[1:4]:
        yield make_in_format("time", clock)


def list_numbers() -> Iterable[Candidate]:
    """Give the numbers with groups of digits, and those with a decimal comma.

    Groups come first: a comma that always stands before three digits is most often their mark.
    """
    for group in GROUPS:
        shape = render_grouped_shape(group)
        yield make_candidate(
            "a whole number with groups of digits", shape, sure=shape,
            type="integer", groupChar=group,
        )  # fmt: skip
    comma = rf"{PLAIN}(?:,[0-9]+)?"
    said = "a number with a decimal comma"
    yield make_candidate(said, comma, sure=comma, type="number", decimalChar=",")
    for group in GROUPS:
        for decimal in {".", ","} - {group}:
            mark_of = {} if decimal == "." else {"decimalChar": decimal}
            shape = rf"(?:{render_grouped_shape(group)})(?:{escape_text(decimal)}[0-9]+)?"
            yield make_candidate(
                "a number with groups of digits", shape, sure=shape,
                type="number", **mark_of, groupChar=group,
            )  # fmt: skip


def render_grouped_shape(group: str) -> str:
    """Give the shape of a whole number with a mark between groups of three digits."""
    return rf"[+-]?(?:0|[1-9][0-9]{{0,2}}(?:{escape_text(group)}[0-9]{{3}})*)"


CANDIDATES: tuple[Candidate, ...] = (
    make_candidate("a year", YEAR, wanted=YEAR_WORDS, sure=YEAR, type="year"),
    make_in_format("date", "%Y%m%d", EIGHT, SURE_EIGHT),
    make_candidate("a whole number", PLAIN, sure=PLAIN, type="integer"),
    make_candidate("a number", NUMBER, sure=NUMBER, type="number"),
    make_candidate("a date", DAY, sure=SURE_DAY, type="date"),
    make_candidate(
        "a date and time", f"{DAY}T.*", sure=f"{SURE_DAY}T{SURE_CLOCK}Z?", type="datetime"
    ),
    make_candidate("a time", "[0-9]{2}:[0-9]{2}:[0-9]{2}.*", sure=SURE_CLOCK, type="time"),
    make_candidate("a year and month", YEAR_MONTH, sure=YEAR_MONTH, type="yearmonth"),
    make_candidate("a duration", r"-?P[0-9T][0-9.A-Z]*", type="duration"),
    make_candidate(
        "a point as an object", r'\{\s*"l(?:on|at)"\s*:[^{}]*\}', type="geopoint", format="object"
    ),
    make_candidate(
        "a point as a list, longitude before latitude",
        rf"\[\s*{DEGREES}\s*,\s*{DEGREES}\s*\]",
        type="geopoint",
        format="array",
    ),
    make_candidate("GeoJSON", r'\{.*"type".*\}', type="geojson"),
    make_candidate("a JSON object", r"\{.*\}", type="object"),
    make_candidate("a JSON list", r"\[.*\]", type="array"),
    make_candidate(
        "a point, longitude before latitude",
        f"{DEGREES}, ?{DEGREES}",
        type="geopoint",
    ),
    *list_moments(),
    *list_numbers(),
    make_candidate("an email address", r"[^@\s]+@[^@\s]+\.[^@\s]+", type="string", format="email"),
    make_candidate("a UUID", "[0-9A-Fa-f-]{36}", type="string", format="uuid"),
    make_candidate(
        "an address of the web", r"[a-z]+://\S+", wanted=ADDRESS_WORDS, type="string", format="uri"
    ),
)
"""Every type and format that is looked for, the more telling first."""


def with_unit(texts: Sequence[str]) -> Iterable[Candidate]:
    """Make the candidates of numbers that all have the same unit or currency around them."""
    parts = UNIT.fullmatch(texts[0].strip()) if texts else None
    if not parts or not (parts[1] or parts[3]):
        return
    before, after = parts[1], parts[3] or ""
    unit = (before or after).strip()
    for marks in MARKS:
        point, group = escape_text(marks.get("decimalChar", ".")), marks.get("groupChar")
        digits = render_grouped_shape(group) if group else PLAIN
        around = (re.escape(before), re.escape(after))
        kinds = {"integer": digits, "number": rf"(?:{digits})(?:{point}[0-9]+)?"}
        for kind, shape in kinds.items():
            if kind == "integer" and "decimalChar" in marks:
                continue
            written: dict[str, Any] = {"type": kind, "bareNumber": False, **marks, "unit": unit}
            said = f"a number with {unit!r}"
            yield make_candidate(said, rf"{around[0]}(?:{shape}){around[1]}", **written)


def swap_days(candidate: Candidate) -> dict[str, Any] | None:
    """Give the properties with day and month exchanged, of a format that could be read so."""
    written = str(candidate.properties.get("format", ""))
    for order, other in SWAPPED.items():
        if written.startswith(order):
            return {**candidate.properties, "format": other + written.removeprefix(order)}
    return None

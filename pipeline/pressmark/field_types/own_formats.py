"""Dates and times in a field's own format: `any`, or a pattern of C's strptime (Table Schema v2).

`any` reads what a reader of one language and many habits would read in one way only: a text whose
day and month could change places names no date.
"""

import datetime
import re

from pressmark.package import Field

DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
KNOWN = frozenset("aAwdbBmyYHIMSfzZjUWGuVcxX%p")
WORDS = re.compile(
    r"(?:[0-9]+(?:st|nd|rd|th)?|[-+/.,: ]|T|Z|UTC|GMT|[ap]\.?m\.?|of|at"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)+",
    re.IGNORECASE | re.ASCII,
)
CLOCK = re.compile(r"[0-9]:[0-9]|[0-9] ?[ap]\.?m\b|T[0-9]", re.IGNORECASE)
LONGEST = 100
YEAR = re.compile(r"(?<![0-9])[1-9][0-9]{3}")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
DEFAULTS = (datetime.datetime(2001, 1, 1), datetime.datetime(2005, 2, 2))  # noqa: DTZ001
"""Two days that share no part: what reads alike on both leaves nothing out."""


def find_unknown_directive(pattern: str) -> str | None:
    """Name the first directive of a pattern that strptime does not have; None where it has all."""
    found = (letter for letter in DIRECTIVE.findall(pattern) if letter not in KNOWN)
    first = next(found, None)
    return None if first is None else f"%{first}"


def is_kept_as_written(field: Field) -> bool:
    """Whether a field's pattern leaves out what the default form of its type would have to say."""
    if field.format in ("default", "any"):
        return False
    given = set(DIRECTIVE.findall(field.format))
    day = bool(
        given & set("xc")
        or (given & set("Yy") and given & set("mbB") and "d" in given)
        or (given & set("Yy") and "j" in given)
        or (given & set("YyG") and given & set("UWV") and given & set("aAwu"))
    )
    clock = bool(given & set("XcH") or ("I" in given and "p" in given))
    needs = {"date": day, "time": clock, "datetime": day and clock}
    return not needs.get(field.type, True)


def render_moment(text: str, type_: str, pattern: str) -> str | None:
    """Write a date, time or datetime of a format in the default one; None where it names none."""
    if not text.isascii() and any(each.isdigit() and not each.isascii() for each in text):
        return None
    moment = read_any(text, type_) if pattern == "any" else read_pattern(text, pattern)
    if moment is None:
        return None
    if type_ == "date":
        return moment.date().isoformat()
    written = moment.replace(tzinfo=None).isoformat()
    if "." in written:
        written = written.rstrip("0")
    if type_ == "time":
        written = written.partition("T")[2]
    zone = render_zone(moment)
    return None if zone is None else written + zone


def read_pattern(text: str, pattern: str) -> datetime.datetime | None:
    """Read a text by a pattern of strptime."""
    try:
        return datetime.datetime.strptime(text, pattern)  # noqa: DTZ007
    except (ValueError, OverflowError):
        return None


def read_any(text: str, type_: str) -> datetime.datetime | None:
    """Read a text that says one moment, whatever day it is today and whichever part comes first."""
    if len(text) > LONGEST or not WORDS.fullmatch(text):
        return None
    if type_ != "time" and ISO.fullmatch(text):
        return read_pattern(text, "%Y-%m-%d")
    # A year of two digits would be read by the century that it is today.
    if not (CLOCK if type_ == "time" else YEAR).search(text):
        return None
    orders = (False,) if YEAR.match(text) else (False, True)
    found = {
        read_in_order(text, type_, default, day_first=day_first)
        for default in DEFAULTS
        for day_first in orders
    }
    return found.pop() if len(found) == 1 else None


def read_in_order(
    text: str, type_: str, default: datetime.datetime, *, day_first: bool
) -> datetime.datetime | None:
    """Read a text in one order of day and month; what it leaves out is taken from `default`."""
    import dateutil.parser

    try:
        moment: datetime.datetime = dateutil.parser.parse(
            text, default=default, dayfirst=day_first, tzinfos=read_zone
        )
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        return None
    return moment.replace(year=2000, month=1, day=1) if type_ == "time" else moment


def read_zone(name: str | None, ahead: int | None) -> datetime.tzinfo | None:
    """Give a zone that is so many seconds ahead of UTC, if one is named; ValueError for another.

    What a mere name means is known to some machines alone, and others would pass over it.
    """
    if name is None and ahead is None:
        return None
    if ahead is None:
        message = f"the zone {name!r} is not known"
        raise ValueError(message)
    return datetime.timezone(datetime.timedelta(seconds=ahead))


def render_zone(moment: datetime.datetime) -> str | None:
    """Write a moment's zone as XML Schema does; None where it cannot be written."""
    ahead = moment.utcoffset()
    if ahead is None:
        return ""
    minutes, rest = divmod(int(ahead.total_seconds()), 60)
    if rest or ahead.microseconds or abs(minutes) >= 15 * 60:
        return None
    if not minutes:
        return "Z"
    hours, minutes_more = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{minutes_more:02}"


def render_example(field: Field) -> str:
    """Write a moment in the pattern of a field."""
    return datetime.datetime(2021, 1, 31, 10, 0, 0, tzinfo=datetime.UTC).strftime(field.format)

"""A line of the log: names and values (logfmt), which nobody who asks can break or forge.

Every value is ASCII, and in quotation marks unless it is a plain word; what would end a line or a
value, move a cursor or hide text is written out, as in a string of Python.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

NOTHING = "-"
PLAIN = re.compile(r"[!#-<>-\[\]-~]+")
"""Printable ASCII without space, quotation mark, equals sign and backslash."""
LONGEST_PATH = 500
LONGEST_QUERY = 200
LONGEST_VALUE = 200
CUT = "..."

Value = str | int | float | None


def write_line(event: str, fields: Iterable[tuple[str, Value]]) -> str:
    """Write what happened now, without an end of the line; a value that is None is `-`."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    parts = (f"{name}={write_value(value)}" for name, value in (("event", event), *fields))
    return " ".join((f"time={now}", *parts))


def write_value(value: Value) -> str:
    """Write one value."""
    if value is None:
        return NOTHING
    text = f"{value:.3f}" if isinstance(value, float) else str(value)
    if PLAIN.fullmatch(text) and text != NOTHING:
        return text
    escaped = text.encode("unicode_escape").decode("ascii").replace('"', '\\"')
    return f'"{escaped}"'


def write_missing(number: int) -> str:
    """Write that so many lines are missing here."""
    return write_line("lost", [("lines", number)])


def write_address(path: bytes, query: bytes) -> str:
    """Give the address that was asked for, as it came, of a length that a log can take."""
    told = shorten(path.decode("latin-1"), LONGEST_PATH)
    return f"{told}?{shorten(query.decode('latin-1'), LONGEST_QUERY)}" if query else told


def write_referer(value: bytes | None) -> str | None:
    """Give from which page somebody came: what they typed there is nobody's business."""
    if value is None:
        return None
    return shorten(re.split(r"[?#]", value.decode("latin-1"), maxsplit=1)[0], LONGEST_VALUE)


def shorten(text: str, most: int) -> str:
    """Give at most so many characters of a text, and say that there were more."""
    return text if len(text) <= most else f"{text[:most]}{CUT}"

"""What the bytes of a text can show: conditions that are sufficient, so that SQL is not asked.

A proof stands beside the predicate of a rule and never judges: a text that it does not show to be
right is asked. Each is a value; `pressmark.validate.doubts` holds columns of text against it.
"""

import re
from dataclasses import dataclass
from typing import Literal

from pressmark.package import Field

DIGITS = b"0123456789"
UPPER = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOWER = UPPER.lower()
ASCII = bytes(range(0x80))
BLANK = b"\t\n\v\f\r "
MOST_SETS = 8
"""Sets of bytes that places may ask for: each is a bit of one byte."""

Kind = Literal["integer", "number", "date", "datetime"]
KINDS: dict[str, Kind] = {
    "integer": "integer", "number": "number", "date": "date", "datetime": "datetime"
}  # fmt: skip
ISO = "yyyy-mm-dd"
PARTS = {"%Y": "yyyy", "%m": "mm", "%d": "dd"}
MARKS = frozenset("-./:,_")
"""What may stand between the parts of a date that is read by its bytes."""
Operator = Literal["<", "<=", ">", ">="]
BY_UNICODE = re.compile(r"\\[pP]|\(\?[A-Za-z]*i")
"""What in a regular expression stands for characters that a version of Unicode names."""


@dataclass(frozen=True)
class Present:
    """The cell holds a value."""


@dataclass(frozen=True)
class Bytes:
    """Every byte is one of these, and there are so many."""

    of: bytes
    shortest: int = 0
    longest: int | None = None


@dataclass(frozen=True)
class Places:
    """There is a byte for each place, and it is one of those that the place may have.

    They name at most `MOST_SETS` different sets of bytes, and at least one place.
    """

    sets: tuple[bytes, ...]


@dataclass(frozen=True)
class Begun:
    """The text begins with one of these, and none of some bytes is in it."""

    by: tuple[str, ...]
    without: bytes


@dataclass(frozen=True)
class Listed:
    """The text is one of these."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """The text reads as a value of a type, plainly written.

    Where a bound is given, no value is on that side of it (`<` 5: none is below 5).
    """

    kind: Kind
    side: Operator | None = None
    bound: str = ""
    written: str = ""
    """How a date is written in another form than the standard's, such as `dd.mm.yyyy`."""


@dataclass(frozen=True)
class Moderate:
    """The text reads as a number that is not close to nothing and not huge, in few characters.

    Its digits are then few, too, when it is written without an exponent.
    """

    longest: int
    least: float
    most: float


@dataclass(frozen=True)
class Matches:
    """The text matches a regular expression, which says where it begins and ends.

    Of one that asks what a character is, as letters and cases, only text of ASCII is shown: who
    reads the expression may know another version of Unicode than the engine.
    """

    pattern: str

    @property
    def asks_unicode(self) -> bool:
        """Whether it asks what a character is."""
        return BY_UNICODE.search(self.pattern) is not None


@dataclass(frozen=True)
class Either:
    """One of several proofs shows the text to be right: the first of them most often."""

    of: "tuple[Proof, ...]"


Proof = Present | Bytes | Places | Begun | Listed | Read | Moderate | Matches | Either


def match_whole(pattern: str) -> str:
    """Write a regular expression so that it matches whole texts only."""
    return rf"\A(?:{pattern})\z"


def are_plain(field: Field) -> bool:
    """Whether a field's numbers stand without groups, units and another decimal mark."""
    return field.bare_number and field.group_char is None and field.decimal_char == "."


def read_plainly(field: Field) -> Read | None:
    """Give the proof that a text is of a type that can be read from its bytes."""
    kind = KINDS.get(field.type)
    if kind == "date" and field.format != "default":
        written = ISO if field.format == "any" else spell_out(field.format)
        return Read(kind, written=written) if written else None
    plain = are_plain(field) if kind in ("integer", "number") else field.format == "default"
    return Read(kind) if kind and plain else None


def spell_out(pattern: str) -> str | None:
    """Write a pattern of day, month and year with a letter for each digit; None for any other.

    Such a pattern reads more texts, as those without leading zeros: they are not shown.
    """
    written = pattern
    for directive, letters in PARTS.items():
        if pattern.count(directive) != 1:
            return None
        written = written.replace(directive, letters)
    marks = written.translate(str.maketrans("", "", "ymd"))
    return written if set(marks) <= MARKS and len(written) == len(marks) + 8 else None

"""The result of a cited query as bytes, and their digest (R6, result set verification).

The bytes are CSV as the canonical CSV of a table is: UTF-8, LF, a header, quotes only where they
are needed (RFC 4180 but for the line end). Different results never give the same bytes:

- null is nothing at all; empty text is `""`
- an integer is its digits: `-12`
- a real is the shortest form that reads back as the same number, as Python's `repr` writes it; it
  always has a point or an exponent, or is `inf` or `-inf`. Minus zero is zero.
- a blob is `x'00ff'`, in small letters
- text stands as it is, in quotes where CSV needs them and where it would read as one of the above

Rows stand in the order that the query states, where that is total; otherwise they are sorted by
all columns from left to right: null, then numbers by value (an integer before an equal real), then
text by code points, then blobs by bytes (R5, stable sorting).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Value = int | float | str | bytes | None
Row = tuple[Value, ...]
Order = Literal["stated", "columns"]

NO_TEXT = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?|inf)|x'[0-9a-f]*'|", re.ASCII)
NEEDS_QUOTES = re.compile(r'[",\n\r]')


@dataclass(frozen=True)
class Result:
    """The columns and rows of an answer, in the order in which they are compared."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    order: Order

    @cached_property
    def csv(self) -> bytes:
        """The canonical CSV."""
        lines = [self.columns, *self.rows]
        return "".join(",".join(map(render_cell, line)) + "\n" for line in lines).encode()

    @property
    def sha256(self) -> str:
        """The digest of the canonical CSV: `sha256:` and 64 digits in hexadecimal."""
        return f"sha256:{hashlib.sha256(self.csv).hexdigest()}"


def render_cell(value: Value) -> str:
    """Write one value so that its storage class and itself can be read back."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, float):
        return repr(value or 0.0)
    if isinstance(value, int):
        return str(value)
    if NO_TEXT.fullmatch(value) or NEEDS_QUOTES.search(value):
        return '"' + value.replace('"', '""') + '"'
    return value


def rank_value(value: Value) -> tuple[int, float | str | bytes, int]:
    """Give the place of a value among all values, in SQLite's order of storage classes."""
    if value is None:
        return 0, 0, 0
    if isinstance(value, int | float):
        return 1, value, int(isinstance(value, float))
    return (2, value, 0) if isinstance(value, str) else (3, value, 0)


def sort_by_columns(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Sort rows by all columns."""
    return tuple(sorted(rows, key=lambda row: tuple(map(rank_value, row))))

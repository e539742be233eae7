"""CSV for spreadsheet programs: the same table, with nothing in it that they would run.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line end is a formula to them; so is one
behind a semicolon where a machine's language separates cells by it. An apostrophe in front makes
it text (OWASP, "CSV Injection"); a number stays a number. The file begins with a byte order mark
and its lines end with CR LF, so that a double click opens it rightly. The canonical file is never
changed.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
STARTS = "=+\\-@\uff1d\uff0b\uff0d\uff20"  # and the same characters in full width
SEPARATOR = re.compile("[;\t\r\n]")
BEFORE = re.compile(f"(?:^|[;\t\r\n])[\\s\"']*+(?P<starts>(?=[{STARTS}]))?")
"""What a cell begins with, there or behind a separator, as far as a program would skip it."""
ROWS_AT_ONCE = 500
LONGEST_CELL = 1 << 30


def make_harmless(cell: str) -> str:
    """Give a cell's text so that no spreadsheet program runs it."""
    return cell if NUMBER.fullmatch(cell) else BEFORE.sub(with_apostrophes, cell)


def with_apostrophes(found: re.Match[str]) -> str:
    """Put an apostrophe before each place from which a program would come to a formula."""
    skipped, is_first = found[0], not found.start() and found[0][:1] != ";"
    if found["starts"] is None:
        return f"'{skipped}" if is_first and SEPARATOR.match(skipped) else skipped
    marked = SEPARATOR.sub(r"\g<0>'", skipped)
    return f"'{marked}" if is_first else marked


def render_safe_lines(rows: Iterable[Iterable[object]]) -> str:
    """Write rows for spreadsheet programs; whatever is no text stays as it is."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [make_harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return text.getvalue()


def read_safely(path: Path) -> Iterator[bytes]:
    """Give the text of a canonical CSV file for spreadsheet programs, piece by piece."""
    # The default would end in the middle of a longer cell; canonical files were judged before.
    csv.field_size_limit(LONGEST_CELL)
    yield MARK
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        while some := list(islice(rows, ROWS_AT_ONCE)):
            yield render_safe_lines(some).encode()

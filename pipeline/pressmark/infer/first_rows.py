"""What the first rows of a table show: where its header stands, and what stands above it.

Rows are lists of cells as text. Titles, notes and blank lines may stand above a header of one row
or two; a table may have no header at all.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

VALUE = re.compile(
    r"[-+]?[$€£]?\s?[0-9][0-9.,' ]*%?|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*|true|false",
    re.IGNORECASE,
)
"""A number, a date or a truth: what is seldom the name of a column."""
MOST_TITLES = 30
"""Rows above a header that are looked through."""
ENOUGH_ROWS = 2
ENOUGH_VALUES = 2

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Head:
    """Where the header stands: the numbers of its rows from 1, or none, and its width."""

    rows: tuple[int, ...]
    width: int
    begins: int
    """The row of the first record, from 1."""


def find_head(rows: Rows) -> Head:
    """Find the header among the first rows of a table."""
    width = find_common_width(rows)
    first = next(
        (at for at in range(min(len(rows), MOST_TITLES)) if may_be_header(rows, at, width)), 0
    )
    first = find_above_values(rows, first, width)
    if first and is_header_of_other_width(rows[first - 1], rows[first]):
        # Its records have a cell too few or too many, which is told of each: nothing is guessed.
        return Head((first,), len(rows[first - 1]), first + 1)
    if not rows or is_record(rows, first, width):
        return Head((), width, first + 1)
    if is_second_header(rows, first, width):
        return Head((first + 1, first + 2), width, first + 3)
    return Head((first + 1,), width, first + 2)


def find_common_width(rows: Rows) -> int:
    """Give the number of cells that most rows have, empty ones at their ends aside."""
    widths = Counter(len(row) for row in rows if count_filled(row))
    return max(widths, key=lambda width: (widths[width], width)) if widths else 0


def count_filled(row: Sequence[str]) -> int:
    """Count the cells that hold something."""
    return sum(bool(cell.strip()) for cell in row)


def is_full(row: Sequence[str], width: int) -> bool:
    """Whether a row may be a header: as wide as the table, and most of its cells are filled."""
    return len(row) == width and 2 * count_filled(row) > width


def may_be_header(rows: Rows, at: int, width: int) -> bool:
    """Whether a row may be a header: it is full, or half full right above a record.

    Columns that are empty in all rows do not count, and a title stands in the first cell alone.
    """
    row = rows[at]
    if is_full(row, width):
        return True
    if len(row) != width or at + 1 >= len(rows) or len(rows[at + 1]) != width:
        return False
    alike = [each for each in rows if len(each) == width]
    used = [column for column in range(width) if any(each[column].strip() for each in alike)]
    named = [column for column in used if row[column].strip()]
    is_title = named == [0] and len(used) > 1
    half = bool(named) and 2 * len(named) >= len(used) and not is_title
    return half and any(map(is_value, rows[at + 1]))


def find_above_values(rows: Rows, first: int, width: int) -> int:
    """Give the full row of names right above the first values, where notes stand above it.

    They are rows of words with an empty cell, the first of which was taken for the header.
    """
    if first >= len(rows) or count_filled(rows[first]) == width:
        return first
    valued = (at for at in range(first, len(rows)) if sum(map(is_value, rows[at])) >= ENOUGH_VALUES)
    header = next(valued, 0) - 1
    # A row right below is the second of two.
    is_apart = first + 1 < header < first + MOST_TITLES
    if not is_apart or count_filled(rows[header]) < width or len(rows[header]) != width:
        return first
    between = rows[first : header + 1]
    return first if any(is_value(cell) for row in between for cell in row) else header


def is_header_of_other_width(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether names stand right above a record that has a cell more or fewer than they."""
    names = [cell for cell in above if cell.strip()]
    values = [cell for cell in row if is_value(cell)]
    return (
        abs(len(above) - len(row)) == 1
        and len(names) > 1
        and not any(map(is_value, names))
        and 2 * len(values) >= len(row)
        and not all(map(looks_like_year, values))
    )


def is_value(cell: str) -> bool:
    """Whether a cell looks like a value rather than a name."""
    return bool(VALUE.fullmatch(cell.strip()))


def is_record(rows: Rows, at: int, width: int) -> bool:
    """Whether the first full row is a record: some column holds values in it as in all below.

    A row whose cells are all values of the same kind, such as years, heads a wide table where the
    rows below hold other values.
    """
    below = [row for row in rows[at + 1 :] if len(row) == width]
    if len(below) < ENOUGH_ROWS:
        return False
    cells = rows[at]
    valued = [
        column
        for column in range(width)
        if all(is_value(row[column]) for row in below if row[column].strip())
        and any(row[column].strip() for row in below)
    ]
    named = [column for column in valued if cells[column].strip() and not is_value(cells[column])]
    alike = [column for column in valued if is_value(cells[column])]
    if named or not alike:
        return False
    return not all(looks_like_year(cells[column]) for column in alike)


def looks_like_year(cell: str) -> bool:
    """Whether a cell is a year of our times."""
    return bool(re.fullmatch(r"(?:19|20)[0-9]{2}", cell.strip()))


def is_second_header(rows: Rows, at: int, width: int) -> bool:
    """Whether the row below a header belongs to it.

    It holds no value where all rows below it do, in two columns at least, or in the only one; and
    the row above it names groups: some of its cells are empty, or are there twice.
    """
    if at + ENOUGH_ROWS + 1 >= len(rows) or len(rows[at + 1]) != width:
        return False
    top, second = rows[at], rows[at + 1]
    grouped = count_filled(top) < width or len(set(top)) < width
    below = [row for row in rows[at + 2 :] if len(row) == width]
    if not grouped or not below or any(is_value(cell) for cell in second):
        return False
    return any(
        second[column].strip()
        and all(is_value(row[column]) for row in below if row[column].strip())
        and any(row[column].strip() for row in below)
        for column in range(width)
    )

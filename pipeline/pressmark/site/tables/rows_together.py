"""Rows of an answer that say the same but for one column → one line of a page, with all of that."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

Cells = Sequence[Markup]


@dataclass(frozen=True)
class RowsTogether:
    """A line of a page: of each column its values, one where it says the same in every row."""

    columns: tuple[tuple[Markup, ...], ...]
    count: int


def join_rows(rows: Sequence[Cells], *, together: bool) -> list[RowsTogether]:
    """Give the lines of an answer: a row each, or rows `together` that differ in one column alone.

    They follow each other, and the column is not the first, which says what a line is about.
    """
    found: list[RowsTogether] = []
    apart: int | None = None
    first: Cells = ()
    for row in rows:
        other = [place for place, (a, b) in enumerate(zip(first, row, strict=False)) if a != b]
        if together and len(other) == 1 and other[0] and apart in {None, other[0]}:
            apart = other[0]
            found[-1] = add_row(found[-1], apart, row[apart])
        else:
            first, apart = row, None
            found.append(RowsTogether(tuple((cell,) for cell in row), 1))
    return found


def add_row(line: RowsTogether, place: int, cell: Markup) -> RowsTogether:
    """Add a row that differs in one column to a line."""
    columns = list(line.columns)
    columns[place] = (*columns[place], cell)
    return RowsTogether(tuple(columns), line.count + 1)

"""The part of a record that a finding is about: the wrong cells and their neighbours."""

import unicodedata
from dataclasses import dataclass

from pressmark.report.finding import Finding, Line
from pressmark.report.listing import find_positions
from pressmark.report.read import Row
from pressmark.words import cut, make_visible

MOST_WRONG = 5
WIDEST_LINE = 100
LONGEST_WRONG = 60
LONGEST_OTHER = 16


@dataclass(frozen=True)
class Cell:
    """One cell of a record as written, and whether the finding is about it."""

    field: str
    text: str
    wrong: bool


def cut_excerpt(row: Row, finding: Finding, around: int) -> list[Cell | None]:
    """Give the wrong cells and so many neighbours on each side; None stands for what is left out.

    Where no cell is named the record's first cells are given.
    """
    wrong = find_positions(row.fields, finding.field)[:MOST_WRONG]
    near = {at + step for at in wrong for step in range(-around, around + 1)}
    asked = near if wrong else set(range(2 * around + 1))
    chosen = [at for at in sorted(asked) if row.cells.get(at) is not None]
    cells: list[Cell | None] = []
    before = -1
    for at in [*chosen, len(row.fields)]:
        if any(row.cells.get(between, "") is not None for between in range(before + 1, at)):
            cells.append(None)
        if at in chosen:
            cells.append(Cell(row.fields[at], row.cells[at] or "", at in wrong))
        before = at
    return cells


def point_at_cells(row: Row, finding: Finding) -> tuple[str, str]:
    """Write a record as one line of CSV, and below it a line of carets under what is wrong.

    The line is shortened around the wrong cells, and nothing in it can move a terminal's cursor.
    The second line is empty where the finding is about no one cell.
    """
    for around in range(8, -1, -1):
        cells = cut_excerpt(row, finding, around)
        texts = ["…" if cell is None else render_cell(cell) for cell in cells]
        if measure_width(",".join(texts)) <= WIDEST_LINE:
            break
    carets = "".join(
        ("^" * max(measure_width(text), 1)).ljust(measure_width(text) + 1)
        if cell and cell.wrong
        else " " * (measure_width(text) + 1)
        for cell, text in zip(cells, texts, strict=True)
    )
    return ",".join(texts), carets.rstrip()


def underline_cells(line: Line) -> tuple[str, str]:
    """Write a record as it stands in its file, and below it carets under what is wrong in it."""
    before, wrong, after = map(make_visible, line)
    return before + wrong + after, " " * measure_width(before) + "^" * max(measure_width(wrong), 1)


def render_cell(cell: Cell) -> str:
    """Write a cell as CSV does, in quotes where it needs them, cut where it is long."""
    text = cut(cell.text, LONGEST_WRONG if cell.wrong else LONGEST_OTHER)
    if any(each in cell.text for each in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def measure_width(text: str) -> int:
    """Count the columns that a text takes on a terminal: marks take none, wide letters two."""
    letters = [each for each in text if not unicodedata.combining(each)]
    return len(letters) + sum(unicodedata.east_asian_width(each) in "WF" for each in letters)

"""How many rows of an answer a page shows at once: those that a phone shows on ten screens."""

from collections.abc import Sequence
from itertools import accumulate

from markupsafe import Markup

CELL = "<td"
LINES = 260
"""Lines of text on ten screens of a phone, of 24 pixels each, less what stands above and below."""
OF_A_CELL = 30
"""Characters on a line of a cell there."""
ABOUT_A_ROW = 1.5
"""Lines between two rows."""
MOST = 40
"""Rows, however short they are."""


def count_rows_at_once(rows: Sequence[Markup]) -> int:
    """Count the first rows, each written as HTML, that fit; at least one, the others are folded.

    A few more than fit are shown too: a fold of them would save nobody anything.
    """
    tall = list(accumulate(estimate_lines(row) for row in rows))
    fitting = sum(each <= LINES for each in tall[:MOST])
    return max(fitting, 1)


def estimate_lines(row: Markup) -> float:
    """Estimate the lines that a row takes as a card: each cell begins one."""
    cells = (cell.partition(">")[2].striptags() for cell in row.split(CELL)[1:])
    return ABOUT_A_ROW + sum(-(-len(cell) // OF_A_CELL) for cell in cells)

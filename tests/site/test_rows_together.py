"""Rows of an answer that say the same but for one column, on one line of a page."""

import pytest
from markupsafe import escape

from pressmark.site.tables.rows_together import join_rows


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([], []),
        (["abc"], ["a|b|c"]),
        (["abc", "abd", "abe"], ["a|b|cde"]),
        (["abc", "xbc"], ["a|b|c", "x|b|c"]),
        (["abc", "abd", "axd"], ["a|b|cd", "a|x|d"]),
        (["abc", "abd", "axc"], ["a|b|cd", "a|x|c"]),
        (["abc", "abc"], ["a|b|c", "a|b|c"]),
        (["abc", "xyz", "abd"], ["a|b|c", "x|y|z", "a|b|d"]),
        (["a", "b"], ["a", "b"]),
    ],
)
def test_rows_that_differ_in_one_column_stand_together(rows: list[str], lines: list[str]) -> None:
    """In their order, not by the first column, and never if they are the same."""
    cells = [[escape(cell) for cell in row] for row in rows]
    found = join_rows(cells, together=True)
    assert ["|".join("".join(values) for values in line.columns) for line in found] == lines
    assert sum(line.count for line in found) == len(rows)
    apart = join_rows(cells, together=False)
    assert [[value for (value,) in line.columns] for line in apart] == cells

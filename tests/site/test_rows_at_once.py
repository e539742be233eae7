"""How many rows of an answer a page shows at once."""

import pytest
from markupsafe import Markup

from pressmark.site.tables.rows_at_once import LINES, MOST, count_rows_at_once, estimate_lines
from pressmark.words import split_first_sentence


def row_of(*cells: str) -> Markup:
    """Write a row as the page does."""
    cell = Markup('<td data-l="A label"><div>{}</div></td>')
    return Markup("<tr>{}</tr>").format(Markup("").join(cell.format(each) for each in cells))


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([], 1),
        ([row_of("yes")] * 5, 5),
        ([row_of("yes")] * (MOST + 9), MOST),
        ([row_of("word " * 3000)] * 3, 1),
        ([row_of("word " * 60, "word " * 60)] * 40, int(LINES / 21.5)),
        ([row_of(*"abcdefgh")] * 40, int(LINES / 9.5)),
    ],
)
def test_rows_that_fit_on_a_phone_are_shown(rows: list[Markup], shown: int) -> None:
    """By the text that they hold; at least one."""
    assert count_rows_at_once(rows) == shown


def test_what_nobody_sees_takes_no_room() -> None:
    """Tags and addresses; a cell without text has no line."""
    link = Markup('<a href="https://example.org/{}">here</a>').format("x" * 500)
    assert estimate_lines(row_of(link)) == estimate_lines(row_of("here"))
    assert estimate_lines(row_of("here", "")) == estimate_lines(row_of("here"))


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("", ("", "")),
        ("One thing.", ("One thing.", "")),
        ("One thing. And more. And more.", ("One thing.", "And more. And more.")),
        ("Is it? 3 say so.", ("Is it?", "3 say so.")),
        ("What is e.g. this, and 1.5 that.", ("What is e.g. this, and 1.5 that.", "")),
    ],
)
def test_the_first_sentence_is_told_apart(text: str, parted: tuple[str, str]) -> None:
    assert split_first_sentence(text) == parted

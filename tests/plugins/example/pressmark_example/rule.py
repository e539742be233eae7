"""A rule: no text is written in capital letters alone."""

from pressmark.field_types import Column
from pressmark.report.rule import Rule
from pressmark.rules import CellRule, ColumnCheck

A_TEXT_SHOUTS = Rule(
    "example.shouting",
    "A text shouts",
    "a text of four or more capital letters and no small one",
    "ours: text that people like to read",
)


def is_calm(column: Column) -> ColumnCheck | None:
    """A text has small letters, too."""
    if column.field.type not in ("string", "any"):
        return None
    violated = (
        f"regexp_matches({column.text}, '[A-Z]{{4}}') and {column.text} = upper({column.text})"
    )
    return ColumnCheck(violated, "shouts", "write it in small letters", str.lower)


SHOUTING = CellRule(A_TEXT_SHOUTS, is_calm)

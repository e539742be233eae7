"""Values that are more exact than their column can be, and are kept as text: nothing is rounded."""

from pressmark.field_types import Column
from pressmark.field_types.evident import Moderate, are_plain
from pressmark.rules.rule import ColumnCheck, Suspect

MOST_DIGITS = 38
LONGEST_SURE_INTEGER = 18
LONGEST_SURE_DATETIME = len("2021-01-31T10:00:00.123456")


PLAIN = Moderate(longest=20, least=1e-15, most=1e20)
"""Written plainly, at most 18 digits behind 15 zeros, or before and behind the point of 20."""


def is_held_exactly(column: Column) -> ColumnCheck | None:
    """The value fits the column of its type to the last digit: whole, in 64 bits or 38 digits.

    What a look at the text rules out is not looked at again.
    """
    suspect, inexact, wrong = {
        "integer": (
            Suspect(longer=LONGEST_SURE_INTEGER),
            f"try_cast({column.canonical} as bigint) is null",
            "does not fit into 64 bits",
        ),
        "number": (
            Suspect(anywhere=b"eE", longer=MOST_DIGITS),
            f"strlen(regexp_replace({column.canonical}, '[.-]', '', 'g')) > {MOST_DIGITS} "  # noqa: ISC004
            f"or contains({column.canonical}, 'e')",
            f"has more than {MOST_DIGITS} digits",
        ),
        "datetime": (
            Suspect(first=b"0", longer=LONGEST_SURE_DATETIME),
            f"regexp_matches({column.canonical}, '^0000-|[.][0-9]{{7}}')",
            "is finer than a millionth of a second, or in the year 0000",
        ),
        "date": (
            Suspect(first=b"0"),
            f"starts_with({column.canonical}, '0000-')",
            "is in the year 0000",
        ),
    }.get(column.field.type, (None, "", ""))
    # The formats of a field's own know neither finer parts of a second nor the year 0000.
    if suspect is None or column.field.format != "default":
        return None
    return ColumnCheck(
        f"case when {suspect.sql(column.text)} then {column.among_values(inexact)} end",
        f"{wrong}, so the whole column is stored as text",
        "leave it, for nothing is lost; or shorten it if it is meant to be counted with",
        suspect=suspect,
        proof=PLAIN if column.field.type == "number" and are_plain(column.field) else None,
    )

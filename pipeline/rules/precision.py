"""Values that are more exact than their column can be, and are kept as text: nothing is rounded."""

from pipeline.forms import Column
from pipeline.rules.rule import Check

MOST_DIGITS = 38
LONGEST_SURE_INTEGER = 18
LONGEST_SURE_DATETIME = len("2021-01-31T10:00:00.123456")


def is_held_exactly(column: Column) -> Check | None:
    """The value fits the column of its type to the last digit: whole, in 64 bits or 38 digits.

    What a look at the text rules out is not looked at again.
    """
    text, canonical = column.text, column.canonical
    perhaps, inexact, wrong = {
        "integer": (
            f"strlen({text}) > {LONGEST_SURE_INTEGER}",
            f"try_cast({canonical} as bigint) is null",
            "does not fit into 64 bits",
        ),
        "number": (
            f"strlen({text}) > {MOST_DIGITS} or contains({text}, 'e') or contains({text}, 'E')",
            f"strlen(regexp_replace({canonical}, '[.-]', '', 'g')) > {MOST_DIGITS} "  # noqa: ISC004
            f"or contains({canonical}, 'e')",
            f"has more than {MOST_DIGITS} digits",
        ),
        "datetime": (
            f"strlen({text}) > {LONGEST_SURE_DATETIME} or starts_with({text}, '0000-')",
            f"regexp_matches({canonical}, '^0000-|[.][0-9]{{7}}')",
            "is finer than a millionth of a second, or in the year 0000",
        ),
        "date": (f"starts_with({text}, '0000-')", "true", "is in the year 0000"),
    }.get(column.field.type, ("", "", ""))
    # The formats of a field's own know neither finer parts of a second nor the year 0000.
    if not perhaps or column.field.format != "default":
        return None
    return Check(
        f"case when {perhaps} then {column.among_values(inexact)} end",
        f"{wrong}, so the whole column is stored as text",
        "leave it, for nothing is lost; or shorten it if it is meant to be counted with",
    )

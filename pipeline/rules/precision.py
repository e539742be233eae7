"""Values that are more exact than their column can be, and are kept as text: nothing is rounded."""

from pipeline.forms import Column
from pipeline.rules.rule import Check

MOST_DIGITS = 38
LONGEST_SURE_INTEGER = 18


def is_held_exactly(column: Column) -> Check | None:
    """The value fits the column of its type to the last digit: whole, in 64 bits or 38 digits."""
    inexact, wrong = {
        "integer": (
            (
                f"case when length({column.text}) > {LONGEST_SURE_INTEGER} "
                f"then try_cast({column.canonical} as bigint) is null end"
            ),
            "does not fit into 64 bits",
        ),
        "number": (
            (
                f"case when length({column.text}) > {MOST_DIGITS} "
                f"or regexp_matches({column.text}, '[eE]') then "
                f"length(regexp_replace({column.canonical}, '[.-]', '', 'g')) > {MOST_DIGITS} "
                f"or contains({column.canonical}, 'e') end"
            ),
            f"has more than {MOST_DIGITS} digits",
        ),
        "datetime": (
            (
                f"regexp_matches({column.canonical}, '[.][0-9]{{7}}') "
                f"or {column.canonical} like '0000-%'"
            ),
            "is finer than a millionth of a second, or in the year 0000",
        ),
        "date": (f"{column.canonical} like '0000-%'", "is in the year 0000"),
    }.get(column.field.type, ("", ""))
    if not inexact:
        return None
    return Check(
        column.among_values(inexact),
        f"{wrong}, so the whole column is stored as text",
        "nothing is lost; shorten it if it is meant to be counted with",
    )

"""How a column can be compared in an address: `?column__operator=value`."""

from dataclasses import dataclass
from typing import Literal

from pressmark.words import find_nearest

Takes = Literal["value", "values", "bound", "part", "item", "day", "nothing"]


@dataclass(frozen=True)
class Operator:
    """One comparison: its name in an address, what it says in words, and what it takes.

    A `value` is one that the column may hold, `values` are several, a `bound` is of the column's
    type, a `part` is any text, an `item` one of a list, a `day` a date; `nothing` takes 1.
    """

    name: str
    words: str
    takes: Takes


OPERATORS = (
    Operator("exact", "is", "value"),
    Operator("not", "is not", "value"),
    Operator("contains", "contains", "part"),
    Operator("startswith", "begins with", "part"),
    Operator("endswith", "ends with", "part"),
    Operator("gt", "is more than", "bound"),
    Operator("gte", "from", "bound"),
    Operator("lt", "is less than", "bound"),
    Operator("lte", "to", "bound"),
    Operator("like", "is like", "part"),
    Operator("notlike", "is not like", "part"),
    Operator("glob", "is like", "part"),
    Operator("in", "is one of", "values"),
    Operator("notin", "is none of", "values"),
    Operator("arraycontains", "contains", "item"),
    Operator("arraynotcontains", "does not contain", "item"),
    Operator("date", "is on", "day"),
    Operator("isnull", "is not recorded", "nothing"),
    Operator("notnull", "is recorded", "nothing"),
    Operator("isblank", "is not recorded", "nothing"),
    Operator("notblank", "is recorded", "nothing"),
)
"""Every comparison that Datasette answers; whatever else is written is refused."""
SEARCH = "_search_"
"""What stands before the name of a column to search in it alone."""
BY_NAME = {each.name: each for each in OPERATORS}
ELSEWHERE = (
    ("eq", "exact"), ("equals", "exact"), ("is", "exact"), ("iexact", "exact"), ("ne", "not"),
    ("neq", "not"), ("isnot", "not"), ("icontains", "contains"), ("has", "contains"),
    ("notcontains", "notlike"), ("ilike", "like"), ("regex", "like"), ("prefix", "startswith"),
    ("istartswith", "startswith"), ("iendswith", "endswith"), ("ge", "gte"), ("le", "lte"),
    ("min", "gte"), ("max", "lte"), ("after", "gt"), ("before", "lt"), ("null", "isnull"),
    ("nin", "notin"), ("on", "date"),
)  # fmt: skip
"""What other programs call some of them."""


def is_comparison(name: str) -> bool:
    """Whether Datasette takes an argument for a comparison of a column."""
    return not name.startswith("_") or ("__" in name and not name.startswith(SEARCH))


def split_comparison(name: str) -> tuple[str, str]:
    """Read column and operator from a comparison: what stands behind the last `__`, else exact."""
    column, mark, operator = name.rpartition("__")
    return (column, operator) if mark else (name, "exact")


def name_argument(column: str) -> str:
    """Give the argument that compares a column with a value it is to have.

    A name that looks like an argument or a comparison needs its operator.
    """
    return f"{column}__exact" if column.startswith("_") or "__" in column else column


def guess_operator(written: str) -> str | None:
    """Give the operator that was probably meant, by the name of another program or by spelling."""
    return dict(ELSEWHERE).get(written.lower()) or find_nearest(written, list(BY_NAME))

"""Values that a view's columns are compared with, bound as the view holds them.

SQLite reads the text of an address as a number where a table's column holds numbers. What a view
computes has no type that would say so: `n = '44'` holds for no number, and Datasette, which binds
a bound of digits as a number, would find every text larger than it. So each value is bound as what
stands in the column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.filters import Filters
from datasette.utils import escape_sqlite

from pressmark.site.arguments.held import HeldColumn
from pressmark.site.arguments.operators import BY_NAME, is_comparison

LARGEST = 1 << 63
COMPARED = ("value", "values", "bound")


@dataclass(frozen=True)
class BoundValues:
    """The values of a view's parameters, by the names that Datasette gives them."""

    view: str
    values: Mapping[str, object]

    def complete(self, statement: str, parameters: Any) -> tuple[str, Any]:
        """Give what to ask instead of a statement of Datasette's about this view."""
        if escape_sqlite(self.view) in statement and isinstance(parameters, dict):
            # These parameters are told to readers too.
            parameters.update({k: v for k, v in self.values.items() if k in parameters})
        return statement, parameters

    def remember(self, statement: str, rows: Sequence[Any]) -> None:
        """Keep nothing."""


def read_bound_values(
    view: str, held: Mapping[str, HeldColumn], pairs: Sequence[tuple[str, str]]
) -> BoundValues:
    """Read the values of the comparisons in an address, which were understood before.

    Datasette numbers its parameters in the order of the names of the arguments.
    """
    values: dict[str, object] = {}
    count = 0
    for pair in sorted(each for each in pairs if is_comparison(each[0])):
        one = Filters([pair])
        ((column, lookup, text),) = one.selections()
        takes = BY_NAME[lookup].takes
        for each in one.build_where_clauses(view)[1].values():
            if column in held and takes in COMPARED:
                written = str(each) if takes == "values" else text
                values[f"p{count}"] = read_number(written) if held[column].is_number else written
            count += 1
    return BoundValues(view, values)


def read_number(text: str) -> int | float:
    """Read a number as SQLite would in a column of numbers."""
    try:
        number = int(text)
    except ValueError:
        return float(text)
    return number if -LARGEST <= number < LARGEST else float(number)

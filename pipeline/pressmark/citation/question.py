"""A query with its parameters, asked so often that its result is known to be the only one.

Nothing here asks: `Question` says what is to be asked, and `settle_result` judges the answers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pressmark.citation.errors import NotCitable
from pressmark.citation.query import (
    find_limit,
    has_order,
    name_parameters,
    normalize_select,
    order_totally,
)
from pressmark.citation.result import Result, Row, sort_by_columns

MOST_ROWS = 5_000
NO_PARAMETERS = ("db", "sql")
"""Names that mean something else in the address of a citation."""
ADD_KEY = "Add an ORDER BY that ends with a key, so that every row has one place."


class QueryAnswer(Protocol):
    """What a sandbox answers: columns, rows, and whether there were more rows."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns."""

    @property
    def rows(self) -> Sequence[Row]:
        """The rows, in the order in which they came."""

    @property
    def truncated(self) -> bool:
        """Whether rows were left off."""


@dataclass(frozen=True)
class Question:
    """One normalised SELECT and the text of each of its parameters."""

    sql: str
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Run:
    """One way to ask: the SQL, and what is turned round of orders that nobody stated.

    Those of SELECTs (`reverse_unordered`), or those of the records in the tables themselves.
    """

    sql: str
    reverse_unordered: bool = False
    records_reversed: bool = False


def prepare_question(statement: str, given: Mapping[str, str]) -> Question:
    """Normalise a query and choose its parameters from those given; one not given is empty text.

    NotCitable where it is no SELECT, or has a parameter that an address cannot give.
    """
    sql = normalize_select(statement)
    names = name_parameters(sql)
    for name in names:
        if name in NO_PARAMETERS or name.startswith("_"):
            wrong = f"The query has a parameter with the name {name}, which has another meaning."
            raise NotCitable(wrong, "Give it another name.", status=400)
    return Question(sql, {name: given.get(name, "") for name in sorted(names)})


def make_first_run(asked: Question) -> Run:
    """Ask as the query is written."""
    return Run(asked.sql)


def make_further_runs(asked: Question, first: QueryAnswer) -> tuple[Run, ...]:
    """Ask in other ways, which answer the same rows unless these depend on an unstated order.

    NotCitable where the first answer was cut.
    """
    if first.truncated:
        wrong = f"The result has more than {MOST_ROWS:,} rows, the most that a query answers."
        raise NotCitable(wrong, "Narrow the query, or cite the table or the release.")
    turned = (Run(asked.sql, reverse_unordered=True), Run(asked.sql, records_reversed=True))
    if not has_order(asked.sql) and find_limit(asked.sql) is None:
        return turned
    width = len(first.columns)
    ordered = (Run(order_totally(asked.sql, width, descending=down)) for down in (False, True))
    return (*turned, *ordered)


def settle_result(asked: Question, first: QueryAnswer, others: Sequence[QueryAnswer]) -> Result:
    """Give the result that all answers share; NotCitable where they do not (R5).

    Where the query's ORDER BY leaves nothing open, its order is kept.
    """
    rows = tuple(map(tuple, first.rows))
    for other in others:
        if other.truncated or Counter(map(make_exact, rows)) != Counter(
            map(make_exact, other.rows)
        ):
            wrong = "The result depends on an order of records that the query does not state."
            raise NotCitable(wrong, ADD_KEY)
    columns = tuple(first.columns)
    sequence = list(map(make_exact, rows))
    if has_order(asked.sql) and all(
        list(map(make_exact, each.rows)) == sequence for each in others
    ):
        return Result(columns, rows, "stated")
    return Result(columns, sort_by_columns(rows), "columns")


def make_exact(row: Sequence[object]) -> tuple[tuple[type, object], ...]:
    """Give a row so that 1, 1.0 and '1' differ in it."""
    return tuple((type(value), value) for value in row)

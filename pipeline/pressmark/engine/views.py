"""The views of a package in the engine, over tables that stand there under their own names."""

import re
from collections.abc import Iterator, Sequence

from pressmark import sql
from pressmark.engine.connection import Engine, StatementError
from pressmark.engine.tables import StoredTable, name_stored_in_sql
from pressmark.errors import ProjectError
from pressmark.package import Package, Statement

WORD = re.compile(r"\w+")
OLDEST_SQLITE = "3.37"
"""The SQLite that reads every file: it was the first to know STRICT tables."""
BOTH_KNOW = (
    f"write it in SQL that both SQLite {OLDEST_SQLITE} and DuckDB know, of tables and views that "
    "are there"
)
"""What is right where one of the two refuses a statement."""


def make_views(package: Package, stored: tuple[StoredTable, ...], engine: Engine) -> None:
    """Show the typed tables under the names that databases give them, for a package's own SQL.

    They have the columns that the databases have, and so the place of a record, too.
    """
    for each in name_stored_in_sql(package, stored)[1] if package.rules else ():
        place = f", t.record as {sql.quote(each.order_column)}" if each.order_column else ""
        columns = f"select {each.typed_columns}{place} from {each.typed} t"
        engine.run(f"create view {sql.quote(each.table.name)} as {columns}")


def make_package_views(views: Sequence[Statement], target: Engine) -> None:
    """Make views that may ask each other, in whatever order they come.

    ProjectError names the first that cannot be made once all others are.
    """
    waiting = list(order_by_names(views))
    while waiting:
        refused: dict[int, StatementError] = {}
        for number, view in waiting:
            try:
                target.answer(f"create view {sql.quote(view.name)} as {view.select}")
            except StatementError as error:
                refused[number] = error
        if len(refused) == len(waiting):
            first = min(refused)
            wrong = f"DuckDB refuses it: {refused[first]}"
            raise ProjectError(views[first].place, wrong, BOTH_KNOW)
        waiting = [(number, view) for number, view in waiting if number in refused]


def order_by_names(views: Sequence[Statement]) -> Iterator[tuple[int, Statement]]:
    """Give views with their numbers, each behind those that it names as words, where that can be.

    To refuse one takes the engine as long as to make it.
    """
    words = [list_words(view) for view in views]
    waiting = dict(enumerate(views))
    while waiting:
        names = {number: view.name.lower() for number, view in waiting.items()}
        ready = [
            number
            for number in waiting
            if not any(name in words[number] for at, name in names.items() if at != number)
        ]
        for number in ready or list(waiting):
            yield number, waiting.pop(number)


def list_words(statement: Statement) -> set[str]:
    """List the words of a statement, in lower case."""
    return set(WORD.findall(statement.select.lower()))


def list_asked_views(
    views: Sequence[Statement], statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """List the views that statements may ask, by themselves or by views: their names stand there.

    One whose name is no word of its own may always be asked.
    """
    words = {word for each in statements for word in list_words(each)}
    asked: list[Statement] = []
    left = list(views)
    while new := [each for each in left if may_name(words, each.name)]:
        asked += new
        left = [each for each in left if each not in new]
        words.update(word for each in new for word in list_words(each))
    return tuple(asked)


def may_name(words: set[str], name: str) -> bool:
    """Whether SQL of these words may name a table or view."""
    return name.lower() in words or not WORD.fullmatch(name)

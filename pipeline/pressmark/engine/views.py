"""The views of a package in the engine, over tables that stand there under their own names."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from pressmark import sql
from pressmark.engine.connection import Engine, StatementError
from pressmark.engine.tables import StoredTable, name_stored_in_sql
from pressmark.errors import ProjectError
from pressmark.package import Package, Statement

WORD = re.compile(r"\w+")
MOST_KEPT = 100_000
"""Rows of a view that is computed once: of more it would take memory rather than save time."""
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


def make_asked_views(
    views: Sequence[Statement], statements: Sequence[Statement], engine: Engine
) -> None:
    """Make the views that statements may ask; what of them is asked more than once is computed so.

    To plan a view takes longer than to read its rows, and each view above it plans it again.
    """
    asked = list_asked_views(views, statements)
    words = Counter(
        word for each in (*asked, *statements) for word in WORD.findall(each.select.lower())
    )

    def express(view: Statement) -> str:
        often = words[view.name.lower()] > 1
        return (keep_rows(view, engine) if often else None) or view.select

    make_package_views(asked, engine, express)


def keep_rows(view: Statement, engine: Engine) -> str | None:
    """Keep the rows of a view and give the SQL that selects them; None where it has too many.

    None, too, where it cannot be computed as a whole: its readers may ask for less.
    """
    kept = f"inside.{sql.quote(f'kept {view.name}')}"
    some = f"select * from ({view.select}\n) limit {MOST_KEPT + 1}"
    try:
        ((rows,),) = engine.answer(f"create table {kept} as {some}")[1]
    except StatementError:
        return None
    if rows <= MOST_KEPT:
        return f"select * from {kept}"
    engine.run(f"drop table {kept}")
    return None


def make_package_views(
    views: Sequence[Statement],
    target: Engine,
    express: Callable[[Statement], str] = attrgetter("select"),
) -> None:
    """Make views that may ask each other, in whatever order they come, as SQL may `express` them.

    ProjectError names the first that cannot be made once all others are.
    """
    waiting = list(order_by_names(views))
    while waiting:
        refused: dict[int, StatementError] = {}
        for number, view in waiting:
            try:
                target.answer(f"create view {sql.quote(view.name)} as {express(view)}")
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

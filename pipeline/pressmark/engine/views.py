"""The views of a package in the engine, over tables that stand there under their own names."""

import re
from collections.abc import Sequence

from pressmark import sql
from pressmark.engine.connection import Engine, StatementError
from pressmark.errors import ProjectError
from pressmark.package import Statement

OLDEST_SQLITE = "3.37"
"""The SQLite that reads every file: it was the first to know STRICT tables."""
BOTH_KNOW = (
    f"write it in SQL that both SQLite {OLDEST_SQLITE} and DuckDB know, of tables and views that "
    "are there"
)
"""What is right where one of the two refuses a statement."""


def make_package_views(views: Sequence[Statement], target: Engine) -> None:
    """Make views that may ask each other, in whatever order they come.

    ProjectError names the first that cannot be made once all others are.
    """
    waiting = list(views)
    while waiting:
        refused: list[tuple[Statement, StatementError]] = []
        for view in waiting:
            try:
                target.answer(f"create view {sql.quote(view.name)} as {view.select}")
            except StatementError as error:
                refused.append((view, error))
        if len(refused) == len(waiting):
            view, wrong = refused[0]
            raise ProjectError(view.place, f"DuckDB refuses it: {wrong}", BOTH_KNOW)
        waiting = [view for view, _ in refused]


def names_view(views: Sequence[Statement], statements: Sequence[Statement]) -> bool:
    """Tell whether a statement names one of the views, as a word of its own."""
    words = {word for each in statements for word in re.findall(r"\w+", each.select.lower())}
    return any(view.name.lower() in words for view in views)

"""The site attacks itself before it serves anybody, and does not serve where it is not refused."""

import sqlite3
from collections.abc import Iterable

from pressmark import sql
from pressmark.errors import MachineError, ProjectError
from pressmark.package import Statement
from pressmark.sandbox import find_answered, list_trials
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.tables.database import open_guarded

RIGHT = "it is not safe to serve; install it again with the pinned versions"


def prove_lanes(release: ServedRelease) -> None:
    """Try on this release what no visitor may do, in both lanes; MachineError where it answers.

    The sandbox is asked in earnest: what kills it kills a process that may be killed. In this
    process SQLite says only what it would do (EXPLAIN), which asks the authorizer and runs nothing.
    """
    statement = find_answered(release.database)
    if statement is not None:
        raise MachineError("the site", f"its sandbox answers `{statement}`", RIGHT)
    statement = find_answered_here(release)
    if statement is not None:
        raise MachineError("the site", f"its own SQLite answers `{statement}`", RIGHT)


def find_answered_here(release: ServedRelease) -> str | None:
    """Give the first statement that a connection of the site does not refuse, if there is one."""
    connection = open_guarded(release.database)
    try:
        for statement, parameters in list_trials():
            if statement.startswith("vacuum"):
                continue  # asks for what it needs only while it runs, and nobody's SQL starts so
            try:
                connection.execute(f"explain {statement}", parameters)
            except sqlite3.Error:
                continue
            return statement
    finally:
        connection.close()
    return None


def prove_sections(release: ServedRelease, statements: Iterable[Statement]) -> None:
    """Look whether pages may ask what a project's sections ask; ProjectError, by name, where not.

    A connection of the site refuses functions that another one has, and would only once a page is
    asked for.
    """
    connection = open_guarded(release.database)
    try:
        for each in statements:
            given = dict.fromkeys(sql.list_parameters(each.select))
            try:
                connection.execute(f"explain {each.select}", given)
            except sqlite3.Error as error:
                wrong = f"cannot be answered on a page: {error}"
                raise ProjectError(each.place, wrong, "mend the SELECT") from None
    finally:
        connection.close()

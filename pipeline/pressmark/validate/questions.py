"""The headings of queries, held against what the package has and what the queries answer."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress

from pressmark import sql
from pressmark.engine.views import order_by_names
from pressmark.errors import ProjectError
from pressmark.package import Package, Statement
from pressmark.package.names import KEPT_BY_SQLITE, name_in_sql
from pressmark.package.parameter import refuse_unsound_parameters
from pressmark.package.shown_columns import (
    read_shown_columns,
    refuse_unknown_columns,
    refuse_unsound_columns,
)


def refuse_unsound_questions(package: Package) -> None:
    """Stop at the first heading that nobody could ask by, or no page could show as it says.

    Before that, stop at the first view whose name a database cannot have.

    The columns of answers are those that SQLite gives over tables without records, as the site asks
    it. Nothing is refused of a package whose SQL is not trusted: it is never asked.
    """
    package = name_in_sql(package)
    refuse_names_of_views(package)
    refuse_unsound_parameters(package)
    refuse_unsound_columns(package)
    told = [each for each in package.queries if read_shown_columns(each)]
    if package.trusted and told:
        with closing(make_empty_database(package)) as empty:
            for query in told:
                columns = name_columns(query, empty)
                if columns is not None:
                    refuse_unknown_columns(query, columns)


def make_empty_database(package: Package) -> sqlite3.Connection:
    """Make the tables and views of a package, without records.

    Of a view the columns alone are asked: it is made a table of its columns once these are known,
    so that no query prepares again all the views below those that it asks. What SQLite does not
    make is left out: the build says of each what is wrong with it.
    """
    connection = sqlite3.connect(":memory:")
    for each in package.tables:
        with suppress(sqlite3.Error):
            make_empty_table(each.name, (field.name for field in each.schema.fields), connection)
    for _, view in order_by_names(package.views):
        name = sql.quote(view.name)
        with suppress(sqlite3.Error):
            connection.execute(f"create view {name} as {view.select}")
            asked = connection.execute(f"select * from {name} limit 0")
            connection.execute(f"drop view {name}")
            make_empty_table(view.name, (each for each, *_ in asked.description), connection)
    return connection


def make_empty_table(name: str, columns: Iterable[str], connection: sqlite3.Connection) -> None:
    """Make a table without records."""
    connection.execute(f"create table {sql.quote(name)} ({sql.quote_all(columns)})")


def name_columns(query: Statement, database: sqlite3.Connection) -> tuple[str, ...] | None:
    """Name the columns of a query's answer; None where SQLite cannot say, which the build tells."""
    values = dict.fromkeys(sql.list_parameters(query.select), "")
    try:
        found = database.execute(f"select * from ({query.select}) limit 0", values)
    except sqlite3.Error:
        return None
    return tuple(name for name, *_ in found.description)


def refuse_names_of_views(package: Package) -> None:
    """Stop where SQL would take a view of a trusted package for one of its tables, or for another.

    Statements ask views by their names, so these are not changed.
    """
    seen = {table.name.lower(): f"table {table.name!r}" for table in package.tables}
    for view in package.views if package.trusted else ():
        name = view.name.lower()
        if name.startswith(KEPT_BY_SQLITE):
            wrong = f"the name {view.name!r} cannot be that of a view: SQLite keeps it for itself"
            raise ProjectError(package.place, wrong, "give its file another name")
        if name in seen:
            wrong = f"SQL takes the view {view.name!r} for the {seen[name]}"
            raise ProjectError(package.place, wrong, "rename one of them")
        seen[name] = f"view {view.name!r}"

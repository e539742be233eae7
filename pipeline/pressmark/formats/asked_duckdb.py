"""DuckDB answers a statement, in the values that SQLite would store."""

import datetime
import decimal
from typing import Any

from pressmark import sql
from pressmark.engine.connection import Cursor, StatementError
from pressmark.engine.views import BOTH_KNOW
from pressmark.errors import ProjectError
from pressmark.formats.asked_sqlite import Answer, select_all
from pressmark.package import Statement

STORED_ALIKE = frozenset((type(None), int, float, str))
"""Values of DuckDB that SQLite stores as they are."""


def keep_in_duckdb(view: Statement, engine: Cursor) -> Answer:
    """Compute a view once for all that ask it, as a table of its name that hides it; answer it.

    It is that of the file, which asks the tables that hide the views below it.
    """
    ask_duckdb(view, f"create temp table {sql.quote(view.name)} as {select_all(view)}", {}, engine)
    return read_in_duckdb(view, engine)


def read_in_duckdb(view: Statement, engine: Cursor) -> Answer:
    """Answer a view as a reader asks it, with all views below it written out."""
    return ask_duckdb(view, select_all(view), {}, engine)


def ask_duckdb(statement: Statement, text: str, values: dict[str, str], engine: Cursor) -> Answer:
    """Answer a statement with DuckDB, in the values that SQLite would store."""
    try:
        names, rows = engine.answer(sql.with_dollar_parameters(text), values or None)
    except StatementError as error:
        wrong = f"DuckDB cannot run it: {error}"
        raise ProjectError(statement.place, wrong, BOTH_KNOW) from None
    return names, [
        row if STORED_ALIKE.issuperset(map(type, row)) else tuple(map(convert_value, row))
        for row in rows
    ]


def convert_value(value: Any) -> Any:
    """Bring a value of DuckDB to what SQLite stores for it: numbers, and canonical text."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime.datetime):
        text = value.isoformat()
        return text.rstrip("0") if "." in text else text
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        text = format(value, "f")
        return decimal.Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
    return value

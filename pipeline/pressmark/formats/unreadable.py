"""What reading derived files again has in common, whatever their kind.

Whatever a file holds that cannot be read as its kind is an `UnreadableFileError`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import apsw
import pyarrow as pa

from pressmark import sql
from pressmark.engine.connection import StatementError
from pressmark.engine.failures import list_errors
from pressmark.errors import MachineError
from pressmark.package import Table

RECORDS_AT_ONCE = 100_000


class UnreadableFileError(Exception):
    """A file does not hold what it should; the text says why, in a line."""


@contextmanager
def blame_file() -> Iterator[None]:
    """Say whatever a library refuses in a file as the file's fault."""
    try:
        yield
    except (
        apsw.Error, *list_errors(), StatementError, MachineError, pa.ArrowException, OSError,
        UnicodeDecodeError,
    ) as error:  # fmt: skip
        raise UnreadableFileError(find_first_line(error)) from None


def refuse_other_columns(table: Table, names: tuple[str, ...], place: str | None = None) -> None:
    """Stop where a file's columns are not the fields of its table, and the order column if any."""
    if names != name_columns(table, place):
        message = f"the columns of {table.name} are {', '.join(names) or 'not there'}"
        raise UnreadableFileError(message)


def refuse_other_places(table: Table, places: Sequence[object], first: int) -> None:
    """Stop where the places of records, read in their order, do not count on from `first`."""
    for right, place in enumerate(places, start=first):
        if place != right:
            message = f"record {right} of {table.name} has the place {place}"
            raise UnreadableFileError(message)


def name_columns(table: Table, place: str | None) -> tuple[str, ...]:
    """Name the columns of a table in a database; `place` is its order column, if it has one."""
    return (*(field.name for field in table.schema.fields), *([place] if place else ()))


def select_columns(table: Table, place: str | None) -> str:
    """Give SQL that selects a table's columns, in the order that it tells, if it tells one."""
    order = f" order by {sql.quote(place)}" if place else ""
    return f"{select_unordered(table, place)}{order}"


def select_unordered(table: Table, place: str | None) -> str:
    """Give SQL that selects a table's columns."""
    return f"select {sql.quote_all(name_columns(table, place))} from {sql.quote(table.name)}"


def find_first_line(error: Exception) -> str:
    """Give the first line of what a library says."""
    return (str(error).splitlines() or [type(error).__name__])[0]

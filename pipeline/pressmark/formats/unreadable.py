"""What reading derived files again has in common, whatever their kind.

Whatever a file holds that cannot be read as its kind is an `UnreadableFileError`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import apsw
import pyarrow as pa

from pressmark.engine.connection import EngineError, StatementError
from pressmark.errors import MachineError
from pressmark.package import Table

RECORDS_AT_ONCE = 100_000


class UnreadableFileError(Exception):
    """A file does not hold what it should; the text says why, in a line."""


@contextmanager
def faults_said() -> Iterator[None]:
    """Say whatever a library refuses in a file as the file's fault."""
    try:
        yield
    except (
        apsw.Error, EngineError, StatementError, MachineError, pa.ArrowException, OSError,
        UnicodeDecodeError,
    ) as error:  # fmt: skip
        raise UnreadableFileError(first_line(error)) from None


def refuse_other_columns(table: Table, names: tuple[str, ...]) -> None:
    """Stop where a file's columns are not the fields of its table."""
    if names != tuple(field.name for field in table.schema.fields):
        message = f"the columns of {table.name} are {', '.join(names) or 'not there'}"
        raise UnreadableFileError(message)


def first_line(error: Exception) -> str:
    """Give the first line of what a library says."""
    return (str(error).splitlines() or [type(error).__name__])[0]

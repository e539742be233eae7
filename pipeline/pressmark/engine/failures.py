"""What DuckDB raises, and how the machine's failures are said.

DuckDB is loaded by who opens it or asks for these: that takes as long as to judge a small package.
"""

import re

from pressmark.errors import MachineError

TEMPORARY = "pressmark-"
"""How the folder begins to which an engine spills."""
SPILLED = re.compile(rf"""["']?[^"'\s]*/{TEMPORARY}[^"'\s]*["']?""")


def list_errors() -> tuple[type[Exception], ...]:
    """List what DuckDB raises, such as of a file that it cannot read."""
    import duckdb

    return (duckdb.Error,)


def list_machine_failures() -> tuple[type[Exception], ...]:
    """List what DuckDB raises where the machine fails."""
    import duckdb

    return duckdb.OutOfMemoryException, duckdb.IOException, duckdb.FatalException


def explain_refusal(error: Exception) -> MachineError:
    """Say in one line what the machine refused."""
    said = SPILLED.sub("its temporary file", str(error).splitlines()[0])
    return MachineError("the database engine", said)

"""Functions of texts as DuckDB calls them: with columns, whose distinct texts are asked once."""

import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa

from pressmark.intake.arrays import hold_texts

if TYPE_CHECKING:
    import duckdb

REMEMBERED_ANSWERS = 100_000
LONGEST_REMEMBERED = 1_000
POSITIONAL = inspect.Parameter.POSITIONAL_ONLY


def teach_function(
    connection: "duckdb.DuckDBPyConnection",
    name: str,
    answer: Callable[..., str | None],
    parameters: int,
) -> None:
    """Let SQL call a function of so many texts by a name."""
    import duckdb.func

    remembered = lru_cache(maxsize=REMEMBERED_ANSWERS)(answer)

    def asked(*texts: str | None) -> str | None:
        if any(text is None for text in texts):
            return None
        whole = sum(len(text or "") for text in texts)
        return (remembered if whole <= LONGEST_REMEMBERED else answer)(*texts)

    def answers(*columns: pa.Array) -> pa.Array:
        rows = zip(*(column.to_pylist() for column in columns), strict=True)
        return hold_texts([asked(*row) for row in rows])

    # DuckDB counts the parameters that a function names, and `*columns` names none.
    names = [inspect.Parameter(f"text{n}", POSITIONAL) for n in range(parameters)]
    answers.__signature__ = inspect.Signature(names)  # type: ignore[attr-defined]
    connection.create_function(
        name,
        answers,
        ["VARCHAR"] * parameters,
        "VARCHAR",
        type=duckdb.func.ARROW,
        null_handling=duckdb.func.SPECIAL,
    )

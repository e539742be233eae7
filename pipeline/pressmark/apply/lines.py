"""A file of changes → lines in the engine, as `inside.changes`, whichever way it is written."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from pressmark.compare import COLUMNS, read_lines
from pressmark.engine.connection import Engine

LINES = "inside.changes"


def read_changes(path: Path, place: str, engine: Engine) -> None:
    """Read a file of changes into the engine, each line with its number.

    ProjectError where it is none: it names the line, and what is written there.
    """
    names = ", ".join(f'"{name}" varchar' for name in COLUMNS)
    engine.run("create schema if not exists inside")
    engine.run(f"create table {LINES} (number bigint, {names})")
    engine.insert_stream(LINES, number_lines(read_lines(path, place)))


def number_lines(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Number the lines, from 1."""
    last = 0
    for batch in batches:
        numbers = pa.array(range(last + 1, last + 1 + batch.num_rows), pa.int64())
        last += batch.num_rows
        yield pa.RecordBatch.from_arrays([numbers, *batch.columns], ["number", *COLUMNS])


def locate_line(path: str, number: int, engine: Engine) -> str:
    """Name the place of a line by its number, as an editor counts: cells may hold line ends."""
    ends = " + ".join(
        f'coalesce(length("{name}") - length(replace("{name}", chr(10), \'\')), 0)'
        for name in COLUMNS
    )
    ((more,),) = engine.rows(
        f"select coalesce(sum({ends}), 0)::bigint from {LINES} where number < {number}"
    )
    return f"{path}, line {number + 1 + more}"

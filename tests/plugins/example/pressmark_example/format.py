"""A format: JSON lines, one file a table, an object a record, every value as text."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from pressmark.engine.tables import read_typed
from pressmark.formats import Batches, Format, Ready, UnreadableFileError
from pressmark.package import Package, Table


def write(ready: Ready, folder: Path) -> None:
    """Write a file for every table into a folder."""
    (folder / "lines").mkdir()
    for each in ready.stored:
        names = [field.name for field in each.table.schema.fields]
        path = folder / JSON_LINES.path(ready.package, each.table.name)
        with path.open("w", encoding="utf-8") as file:
            for batch in read_typed(each, ready.engine):
                columns = (column.to_pylist() for column in batch.columns)
                for row in zip(*columns, strict=True):
                    texts = (None if value is None else str(value) for value in row)
                    record = dict(zip(names, texts, strict=True))
                    file.write(json.dumps(record) + "\n")


def read(package: Package, folder: Path) -> Iterator[tuple[Table, Batches]]:
    """Read the file of every table again, so that `verify` can compare what it holds."""
    for table in package.tables:
        yield table, batches(table, folder / JSON_LINES.path(package, table.name))


def batches(table: Table, path: Path) -> Batches:
    """Read one file."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        names = [field.name for field in table.schema.fields]
        columns = [pa.array([row[name] for row in rows], pa.string()) for name in names]
    except (ValueError, KeyError) as error:
        raise UnreadableFileError(str(error)) from None
    yield pa.RecordBatch.from_arrays(columns, [f"c{number}" for number in range(len(names))])


JSON_LINES = Format(
    "JSON lines", "lines/{table}.jsonl", "application/jsonl", "Table, JSON lines", write, read
)

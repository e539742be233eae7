"""A file of changes as batches of lines: changes.csv, or changes.parquet, which holds the same."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from pressmark.compare.heading import COLUMNS
from pressmark.errors import ProjectError
from pressmark.package.documents import refuse_no_file
from pressmark.words import cut

CHANGES_CSV, CHANGES_PARQUET = "changes.csv", "changes.parquet"
MANY = 100_000
"""Above so many changes they are written as Parquet, too."""
BLOCK = 64 * 1024 * 1024
"""Bytes that are read at once; no line may be longer."""
LINES_AT_ONCE = 100_000
SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])
FORMERLY = ("table", "key", "field", "change", "before", "after")
"""The columns of a file of changes that holds no values of added records."""
NO_CHANGES = (
    "give the changes.csv or changes.parquet of a release, or what `diff --format csv` wrote"
)
LONGEST_SHOWN = 80


def read_lines(path: Path, place: str) -> Iterator[pa.RecordBatch]:
    """Read a file of changes, a nothing as null; ProjectError where it is none."""
    refuse_no_file(path, place)
    with path.open("rb") as file:
        packed = file.read(4) == b"PAR1"
    return read_parquet(path, place) if packed else read_csv(path, place)


def are_many(path: Path) -> bool:
    """Whether a changes.csv holds more than `MANY` changes, one a line."""
    count = 0
    for batch in read_csv(path, path.name):
        count += batch.num_rows
        if count > MANY:
            return True
    return False


def write_parquet(changes: Path, path: Path) -> None:
    """Write the lines of a changes.csv as Parquet; the same lines give the same bytes."""
    with pa.parquet.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for batch in read_csv(changes, changes.name):
            writer.write_batch(batch, row_group_size=LINES_AT_ONCE)


def read_csv(path: Path, place: str) -> Iterator[pa.RecordBatch]:
    """Read changes.csv, in which an empty cell is nothing and an empty text stands in quotes."""
    refuse_other_header(read_first_line(path, place), place)
    try:
        with pa.csv.open_csv(
            path,
            read_options=pa.csv.ReadOptions(use_threads=False, block_size=BLOCK),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(COLUMNS, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        ) as reader:
            yield from reader
    except pa.ArrowInvalid as error:
        raise find_fault(path, place, error) from None


def read_first_line(path: Path, place: str) -> tuple[str, ...]:
    """Read the names of the columns."""
    try:
        with path.open("rb") as file:
            return tuple(next(csv.reader([file.readline(BLOCK).decode("utf-8-sig")]), ()))
    except (UnicodeDecodeError, csv.Error):
        raise ProjectError(place, "is no file of changes: it is no text", NO_CHANGES) from None


def refuse_other_header(names: tuple[str, ...], place: str) -> None:
    """Stop where a file has other columns."""
    if names == COLUMNS:
        return
    if names == FORMERLY:
        wrong = (
            "is of the older form, without the values of added records: "
            "the newer release cannot be made of it"
        )
        right = "write the changes again with `pressmark diff OLD NEW --format csv`"
        raise ProjectError(f"{place}, line 1", wrong, right)
    shown = cut(",".join(names), LONGEST_SHOWN)
    wrong = f"is no file of changes: its columns are {shown!r}, and not {','.join(COLUMNS)!r}"
    raise ProjectError(f"{place}, line 1", wrong, NO_CHANGES)


def find_fault(path: Path, place: str, error: pa.ArrowInvalid) -> ProjectError:
    """Find the line for which a file could not be read; slow, since nothing else is done then."""
    right = f"each line has {len(COLUMNS)} cells: take the file as it was published"
    csv.field_size_limit(BLOCK)
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                if len(cells) != len(COLUMNS):
                    shown = cut(",".join(cells), LONGEST_SHOWN)
                    wrong = f"{shown!r} has {len(cells)} cells"
                    return ProjectError(f"{place}, line {line}", wrong, right)
                line = reader.line_num + 1
    except UnicodeDecodeError:
        return ProjectError(place, "is no UTF-8", right)
    except csv.Error as said:
        return ProjectError(f"{place}, line {line}", f"is no line of CSV: {said}", right)
    return ProjectError(place, f"cannot be read: {str(error).splitlines()[0]}", right)


def read_parquet(path: Path, place: str) -> Iterator[pa.RecordBatch]:
    """Read changes.parquet."""
    try:
        with path.open("rb") as handle, pa.parquet.ParquetFile(handle) as file:
            refuse_other_header(tuple(file.schema_arrow.names), place)
            for batch in file.iter_batches(LINES_AT_ONCE):
                yield batch.cast(SCHEMA)
    except (pa.ArrowException, OSError) as error:
        said = str(error).splitlines()[0]
        raise ProjectError(place, f"is no Parquet file of changes: {said}", NO_CHANGES) from None

"""What the end of a Parquet file says of it, as a catalogue repeats it for who asks from afar."""

import datetime
import decimal
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet

from pressmark.errors import MachineError, ProjectError
from pressmark.formats.unreadable import UnreadableFileError, blame_file

FOOTER_LENGTH, MAGIC = 4, 4
"""Bytes at the end of a Parquet file: the length of its footer, and the letters of the format."""
LONGEST = 64
"""Characters of a bound that is repeated: of a longer text nobody asks what lies beyond it."""
NAMES = {
    pa.bool_(): "boolean",
    pa.int64(): "int64",
    pa.float64(): "float64",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp",
    pa.string(): "varchar",
}
"""The specification's name of each type that our Parquet files hold, but for decimals."""


@dataclass(frozen=True)
class LakeField:
    """One column of a file: its type as the catalogue names it, and what lies in it.

    `least` and `most` are bounds as text, None where there is none; they need not be values.
    """

    name: str
    type: str
    size: int
    values: int
    nulls: int
    least: str | None
    most: str | None

    @property
    def has_nan(self) -> bool | None:
        """Whether it holds NaN, where it could: numbers that are none are stored as text."""
        return False if self.type == "float64" else None


@dataclass(frozen=True)
class DataFile:
    """One Parquet file: its path below the catalogue, how long it is, what it holds."""

    path: str
    size: int
    footer: int
    records: int
    fields: tuple[LakeField, ...]


def read_data_file(place: Path, path: str) -> DataFile:
    """Read what a Parquet file says of itself; `path` is where it is found below the catalogue.

    MachineError where it is none, ProjectError where it holds what a catalogue cannot name.
    """
    try:
        with blame_file(), place.open("rb") as handle:
            return read_end(handle, place, path)
    except UnreadableFileError as error:
        raise MachineError(str(place), str(error), "build the release again") from None


def read_end(handle: BinaryIO, place: Path, path: str) -> DataFile:
    """Read what an open Parquet file says of itself."""
    with pa.parquet.ParquetFile(handle) as file:
        metadata, schema = file.metadata, file.schema_arrow
        fields = tuple(
            summarize(metadata, number, name_type(place, field))
            for number, field in enumerate(schema)
        )
    size = handle.seek(-FOOTER_LENGTH - MAGIC, 2) + FOOTER_LENGTH + MAGIC
    footer = int.from_bytes(handle.read(FOOTER_LENGTH), "little")
    return DataFile(path, size, footer, metadata.num_rows, fields)


def name_type(place: Path, field: pa.Field) -> str:
    """Give the specification's name of a type; ProjectError where it is none of ours."""
    if pa.types.is_decimal128(field.type):
        return f"decimal({field.type.precision},{field.type.scale})"
    if field.type not in NAMES:
        wrong = f"its column {field.name!r} holds {field.type}, which no release of ours does"
        raise ProjectError(str(place), wrong, "build the release again")
    return NAMES[field.type]


def summarize(metadata: pa.parquet.FileMetaData, number: int, kind: str) -> LakeField:
    """Sum up what all groups of a file say of a column."""
    groups = [metadata.row_group(each) for each in range(metadata.num_row_groups)]
    parts = [group.column(number) for group in groups]
    told = [each.statistics for each in parts]
    nulls = sum(each.null_count for each in told if each)
    bounds = [each for each in told if each and each.has_min_max]
    # A group of missing values has no bounds and needs none; one whose texts are too long does.
    known = all(
        each and (each.has_min_max or each.null_count == group.num_rows)
        for each, group in zip(told, groups, strict=True)
    )
    least = min((each.min for each in bounds), default=None) if known else None
    most = max((each.max for each in bounds), default=None) if known else None
    return LakeField(
        name=metadata.schema.column(number).name,
        type=kind,
        size=sum(each.total_compressed_size for each in parts),
        values=metadata.num_rows - nulls,
        nulls=nulls,
        least=write_bound(least, is_most=False),
        most=write_bound(most, is_most=True),
    )


def write_bound(value: Any, *, is_most: bool) -> str | None:
    """Write a bound as the specification does ("Type Encoding for Statistics").

    The beginning of a long text is below it, and so the least stays one; nothing short is above.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return value if len(value) <= LONGEST else None if is_most else value[:LONGEST]
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, datetime.date) else repr(value)

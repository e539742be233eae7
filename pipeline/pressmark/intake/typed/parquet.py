"""A Parquet table as blocks of text, row group by row group."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import compute

from pressmark.intake import header
from pressmark.intake.block import Block, batch
from pressmark.intake.faults import PlaceInFile
from pressmark.intake.null import null_text
from pressmark.intake.records import positions
from pressmark.intake.refusal import bomb, damaged
from pressmark.intake.typed.native import CANONICAL, Number, text_of
from pressmark.intake.typed.typed_table import Typed
from pressmark.package import Field

RECORDS = 16_384
TEXT_BYTES = 8 * 1024 * 1024


def blocks(path: Path, typed: Typed) -> Iterator[Block]:
    """Give the records of a Parquet file; what is wrong with its columns is reported.

    Refusal where the file is damaged, or holds far more cells than bytes.
    """
    from pyarrow import parquet

    try:
        packed = packed_columns(parquet.read_metadata(path))
        with parquet.ParquetFile(path, pre_buffer=False, read_dictionary=packed) as file:
            names = tuple(file.schema_arrow.names)
            if not typed.narrow(len(names)):
                return
            layout = header.by_name(names, typed.table.schema)
            header.check(layout, typed.table.schema, typed.faults, PlaceInFile())
            typed.missing = layout.missing(typed.table.schema)
            size, text = path.stat().st_size, 0
            batches = file.iter_batches(RECORDS, use_threads=False)
            for each in (piece for batch in batches for piece in small_pieces(batch)):
                block = written(each, layout.places, typed)
                typed.records += each.num_rows
                text += block.cells.nbytes
                limits = typed.limits
                if text > limits.free_bytes and text > size * limits.compression_ratio:
                    raise bomb(limits)
                yield block
    except (pa.ArrowException, ValueError) as error:
        raise damaged("Parquet file") from error
    except OSError as error:
        # What the library finds broken has no number of the operating system.
        if error.errno is not None:
            raise
        raise damaged("Parquet file") from error


def packed_columns(metadata: Any) -> list[str]:
    """Name the columns of texts of which each stands in the file once, however many cells hold it.

    They are read packed: a column of one long text would fill the memory before it can be weighed.
    """
    return sorted(
        {
            chunk.path_in_schema
            for group in map(metadata.row_group, range(metadata.num_row_groups))
            for chunk in map(group.column, range(group.num_columns))
            if chunk.physical_type == "BYTE_ARRAY"
            and any("DICT" in each for each in chunk.encodings)
        }
    )


def small_pieces(each: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Cut a batch so that its packed texts take some 8 MB a piece once they are unpacked."""
    size = 0
    for column in each.columns:
        if pa.types.is_dictionary(column.type) and binary(column.type.value_type):
            lengths = compute.take(compute.binary_length(column.dictionary), column.indices)
            size += compute.sum(lengths.cast(pa.int64())).as_py() or 0
    rows = max(each.num_rows // (size // TEXT_BYTES + 1), 1)
    return (each.slice(at, rows) for at in range(0, each.num_rows, rows))


def binary(kind: pa.DataType) -> bool:
    """Whether a type is that of texts or bytes."""
    return any(is_kind(kind) for is_kind in (
        pa.types.is_string, pa.types.is_large_string,
        pa.types.is_binary, pa.types.is_large_binary,
    ))  # fmt: skip


def written(each: pa.RecordBatch, places: tuple[int | None, ...], typed: Typed) -> Block:
    """Write the fields' columns of a batch."""
    columns = []
    for field, place in zip(typed.table.schema.fields, places, strict=True):
        if place is None:
            columns.append(pa.nulls(each.num_rows, pa.string()))
        else:
            texts = texts_of(each.column(place), field)
            columns.append(texts.fill_null(null_text(typed.table, field)))
    first = typed.records + 1
    return Block(positions(range(first, first + each.num_rows)), None, batch(columns))


def texts_of(column: pa.Array, field: Field) -> pa.Array:
    """Write a column of any type as canonical text, in the form that its field reads."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return texts_of(column.dictionary_decode(), field)
    if isinstance(kind, pa.BaseExtensionType):
        return texts_of(column.storage, field)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind):
        return column.cast(pa.string())
    values = column
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind) or pa.types.is_date(kind):
        if field.format in CANONICAL and field.type != "date" and not pa.types.is_date(kind):
            return moments(column)
        if pa.types.is_timestamp(kind):
            values = column.cast(pa.timestamp("us", kind.tz), safe=False)
    elif pa.types.is_duration(kind):
        values = column.cast(pa.duration("us"), safe=False)
    elif pa.types.is_floating(kind):
        # Arrow prints the shortest text that a float of its own width reads back.
        wide = column.cast(pa.float32()) if pa.types.is_float16(kind) else column
        found = [None if each is None else Number(each) for each in wide.cast("str").to_pylist()]
        return pa.array([text_of(each, field) for each in found], pa.string())
    return pa.array([text_of(each, field) for each in values.to_pylist()], pa.string())


def moments(column: pa.Array) -> pa.Array:
    """Write timestamps and times as ISO 8601, to the last digit that is no zero."""
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = column.cast(pa.timestamp(column.type.unit, "UTC"))
    text = compute.replace_substring(column.cast(pa.string()), " ", "T")
    text = compute.replace_substring_regex(text, r"(\.\d*?)0+(Z?)$", r"\1\2")
    return compute.replace_substring_regex(text, r"\.(Z?)$", r"\1")

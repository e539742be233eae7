"""A Parquet table as blocks of text, file by file and row group by row group."""

from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pressmark.intake import header
from pressmark.intake.arrays import hold_texts
from pressmark.intake.block import Block, make_batch
from pressmark.intake.faults import PlaceInFile
from pressmark.intake.limits import Limits
from pressmark.intake.null import choose_null_text
from pressmark.intake.records import make_positions
from pressmark.intake.refusal import Refusal, explain_bomb, explain_damaged
from pressmark.intake.typed.json_items import explain_large_item
from pressmark.intake.typed.kinds import explain_refused, explain_too_deep
from pressmark.intake.typed.leaves import NotRead
from pressmark.intake.typed.nested import estimate_unpacked, is_nested, write_texts
from pressmark.intake.typed.typed_table import Typed
from pressmark.report.rules import FILE_FORMAT

RECORDS = 16_384
TEXT_BYTES = 8 * 1024 * 1024
TOO_DEEP = "too deeply nested"
"""What the library says of a file with more levels than it reads, before it tells its columns."""


class RowGroup(NamedTuple):
    """A row group of a file: how many records it has, and how many bytes, unpacked."""

    records: int
    bytes: int


def read_blocks(typed: Typed) -> Iterator[Block]:
    """Give the records of a table's Parquet files; what is wrong with a file is reported of it.

    None is read where the columns of one are not. Reading ends where a file is damaged, or where
    all of them hold far more cells than bytes.
    """
    begun, every = begin_files(typed), typed.faults
    if begun is None:
        return
    size, text = sum(path.stat().st_size for path, _ in every.here), 0
    for number, ((path, _), groups) in enumerate(zip(every.here, begun, strict=True)):
        typed.faults = every.of_file(number)
        if number:
            every.seams.begin(typed.records + 1)
        try:
            for block in read_file(path, typed, range(len(groups))):
                text += block.cells.nbytes
                if is_too_large_unpacked(text, size, typed.limits):
                    raise explain_bomb(typed.limits)
                yield block
        except Refusal as refusal:
            typed.faults.refused(refusal)
            return


def begin_files(typed: Typed) -> list[tuple[RowGroup, ...]] | None:
    """Look at the columns of a table's files, each by itself, and report what is wrong with them.

    Give the row groups of each file; None where a file is not read. A field is missing that one of
    them has no column for.
    """
    every, missing = typed.faults, dict[str, None]()
    begun: list[tuple[RowGroup, ...] | None] = []
    for number, (path, _) in enumerate(every.here):
        typed.faults = every.of_file(number)
        try:
            with refuse_unreadable(), open_file(path, typed) as file:
                groups = map(file.metadata.row_group, range(file.num_row_groups))
                sizes = tuple(RowGroup(each.num_rows, each.total_byte_size) for each in groups)
                begun.append(sizes if lay_out(file, typed) else None)
        except Refusal as refusal:
            typed.faults.refused(refusal)
            begun.append(None)
        missing.update(dict.fromkeys(typed.missing))
    typed.faults, typed.missing = every, tuple(missing)
    sound = [each for each in begun if each is not None]
    return sound if len(sound) == len(begun) else None


def is_too_large_unpacked(text: int, size: int, limits: Limits) -> bool:
    """Whether so many bytes of cells are far more than a file of that size should hold."""
    return text > limits.free_bytes and text > size * limits.compression_ratio


@contextmanager
def refuse_unreadable() -> Iterator[None]:
    """Refuse a file that the library cannot read."""
    try:
        yield
    except (pa.ArrowException, ValueError) as error:
        raise explain_damaged("Parquet file") from error
    except OSError as error:
        # What the library finds broken has no number of the operating system.
        if error.errno is not None:
            raise
        raise explain_broken(error) from error


def open_file(path: Path, typed: Typed) -> Any:
    """Open a Parquet file, unless it says that it holds far too much."""
    from pyarrow import parquet

    metadata = parquet.read_metadata(path)
    refuse_bomb(metadata, path.stat().st_size, typed.limits)
    packed = name_packed_columns(metadata)
    return parquet.ParquetFile(path, metadata=metadata, pre_buffer=False, read_dictionary=packed)


def lay_out(file: Any, typed: Typed) -> bool:
    """Report what is wrong with columns; say whether their records are read."""
    names = tuple(file.schema_arrow.names)
    if not typed.narrow(len(names)):
        return False
    layout = header.lay_out_by_name(names, typed.table.schema)
    # Its columns are found by their names, and have no order that a reader relies on.
    header.check(layout, typed.table.schema, typed.faults, PlaceInFile(), ordered=False)
    typed.missing = layout.missing(typed.table.schema)
    return are_all_read(file.schema_arrow, layout.places, typed)


def read_file(path: Path, typed: Typed, groups: range) -> Iterator[Block]:
    """Give the records of some row groups of a file, behind those that `typed` has counted.

    Its columns are such as are read. Refusal where it is damaged, OSError where it is not there.
    """
    limits = typed.limits
    most = min(TEXT_BYTES, limits.record_bytes)
    with refuse_unreadable(), open_file(path, typed) as file:
        names = tuple(file.schema_arrow.names)
        places = header.lay_out_by_name(names, typed.table.schema).places
        batches = file.iter_batches(RECORDS, row_groups=list(groups), use_threads=False)
        for each in (piece for batch in batches for piece in cut_pieces(batch, most)):
            if each.num_rows == 1 and weigh(each) > limits.record_bytes:
                raise explain_large_item(limits, typed.records + 1)
            block = write_block(each, places, typed)
            typed.records += each.num_rows
            yield block


def explain_broken(error: OSError) -> Refusal:
    """Refuse a file that the library cannot read: it is damaged, or a column is too deep."""
    if TOO_DEEP not in str(error):
        return explain_damaged("Parquet file")
    wrong, right = explain_too_deep()
    return Refusal(FILE_FORMAT, f"A column {wrong}.", right)


def refuse_bomb(metadata: Any, size: int, limits: Limits) -> None:
    """Refuse a file whose lists say that they hold far more values than the file has bytes.

    Each is a character and a comma, and the library reads them before they can be weighed.
    """
    schema = metadata.schema
    listed = [at for at in range(len(schema)) if schema.column(at).max_repetition_level]
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        text = 2 * sum(group.column(at).num_values for at in listed)
        if text > limits.free_bytes and text > size * limits.compression_ratio:
            raise explain_bomb(limits)


def name_packed_columns(metadata: Any) -> list[str]:
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


def cut_pieces(each: pa.RecordBatch, most: int) -> Iterator[pa.RecordBatch]:
    """Cut a batch so that what is packed in it takes at most so many bytes a piece, unpacked.

    A piece of one record may take more.
    """
    if each.num_rows <= 1 or weigh(each) <= most:
        yield each
        return
    half = each.num_rows // 2
    yield from cut_pieces(each.slice(0, half), most)
    yield from cut_pieces(each.slice(half), most)


def weigh(each: pa.RecordBatch) -> int:
    """Estimate the bytes of a batch that come to those it takes already: of packed columns."""
    packed = (
        column for column in each.columns
        if pa.types.is_dictionary(column.type) or is_nested(column.type)
    )  # fmt: skip
    return sum(map(estimate_unpacked, packed))


def write_block(each: pa.RecordBatch, places: tuple[int | None, ...], typed: Typed) -> Block:
    """Write the fields' columns of a batch; a cell that is not read is reported, and is missing.

    Record by record, so that what is listed of them does not depend on where a file is cut.
    """
    columns, first = [], typed.records + 1
    not_read: list[tuple[int, int, NotRead]] = []
    for number, (field, place) in enumerate(zip(typed.table.schema.fields, places, strict=True)):
        if place is None:
            columns.append(pa.nulls(each.num_rows, pa.string()))
            continue
        texts = write_texts(each.column(place), field)
        if isinstance(texts, list):
            not_read += (
                (record, number, text)
                for record, text in enumerate(texts, first)
                if isinstance(text, NotRead)
            )
            kept = [None if isinstance(text, NotRead) else text for text in texts]
            texts = hold_texts(kept)
        columns.append(texts.fill_null(choose_null_text(typed.table, field)))
    for record, number, text in sorted(not_read, key=itemgetter(0, 1)):
        place_in_file = PlaceInFile(record, field=typed.table.schema.fields[number].name)
        typed.faults.add(text.rule, text.message, text.hint, place_in_file, text.value)
    return Block(make_positions(range(first, first + each.num_rows)), None, make_batch(columns))


def are_all_read(schema: pa.Schema, places: tuple[int | None, ...], typed: Typed) -> bool:
    """Whether the columns of all fields are of types that are read; the others are reported."""
    wrong = 0
    for field, place in zip(typed.table.schema.fields, places, strict=True):
        found = None if place is None else explain_refused(schema.types[place], field)
        if found is not None:
            message, hint = f"The column {field.name!r} {found[0]}.", found[1]
            typed.faults.add(FILE_FORMAT, message, hint, PlaceInFile(field=field.name))
            wrong += 1
    return not wrong

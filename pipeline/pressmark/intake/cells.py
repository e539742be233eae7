"""The cells of records as columns of text, parsed by pyarrow."""

from array import array
from codecs import BOM_UTF8
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv

from pressmark.intake.arrays import hold_flags, hold_texts
from pressmark.intake.marks import Marks
from pressmark.intake.records import Positions, Records, make_positions


@dataclass(frozen=True)
class Stray:
    """A cell with a stray quote: its record and column from 0, and the cell as written."""

    record: int
    column: int
    value: bytes


@dataclass(frozen=True)
class Cells:
    """The cells of some records, one column of text a column of the file, in file order.

    `ragged` lists the records with more or fewer cells than there are columns and `counts` how
    many they have; they are not in `columns`, and neither are blank lines, except in a file of
    one column, where a blank line is an empty cell. `strays` holds the first cells with a stray
    quote, `stray_count` counts all.
    """

    columns: tuple[pa.Array, ...]
    ragged: Positions
    counts: Positions
    strays: tuple[Stray, ...] = ()
    stray_count: int = 0


def parse(text: bytes, records: Records, marks: Marks, columns: int) -> Cells:
    """Parse the sound records at the start of a text of plain marks.

    The record numbers of pyarrow are right only where it uses a single thread. AssertionError
    if it counts other records than the scan did: then one of the two has a bug, and no cell can be
    trusted to stand in the record it is given for.
    """
    ragged, counts = array("q"), array("q")

    def note(row: csv.InvalidRow) -> str:
        ragged.append(row.number - 1)
        counts.append(row.actual_columns)
        return "skip"

    names = [f"c{number}" for number in range(1, columns + 1)]
    table = csv.read_csv(
        open_source(text, records.end),
        read_options=csv.ReadOptions(
            use_threads=False,
            block_size=records.end + len(BOM_UTF8) + 1,
            column_names=names,
        ),
        parse_options=csv.ParseOptions(
            delimiter=marks.delimiter.decode(),
            quote_char=marks.quote.decode() or False,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=note,
        ),
        convert_options=csv.ConvertOptions(
            check_utf8=False,
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
        ),
    )
    if table.num_rows + len(ragged) != len(records):
        message = f"scan found {len(records)} records, parse {table.num_rows + len(ragged)}"
        raise AssertionError(message)
    wrong = make_positions(ragged)
    return Cells(drop_blank_lines(table, records, wrong), wrong, make_positions(counts))


def open_source(text: bytes, end: int) -> pa.BufferReader:
    """Open the first bytes of a text; pyarrow drops a byte order mark, so one is given to drop."""
    if text.startswith(BOM_UTF8):
        return pa.BufferReader(BOM_UTF8 + text[:end])
    return pa.BufferReader(pa.py_buffer(text).slice(0, end))


def drop_blank_lines(table: pa.Table, records: Records, ragged: Positions) -> tuple[pa.Array, ...]:
    """Take the blank lines out, which pyarrow reads as records of empty cells."""
    if len(records.blank) and table.num_columns > 1:
        keep = np.ones(len(records), dtype=np.bool_)
        keep[records.blank] = False
        table = table.filter(hold_flags(np.delete(keep, ragged)))
    table = table.combine_chunks()
    return tuple(
        column.chunk(0) if column.num_chunks else hold_texts([]) for column in table.columns
    )

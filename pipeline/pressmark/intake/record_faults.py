"""What is wrong with single records, for people who edit spreadsheets."""

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from pressmark.intake.cells import Cells
from pressmark.intake.faults import Faults, PlaceInFile
from pressmark.intake.limits import explain_how_to_raise, phrase_bytes
from pressmark.intake.machine import Machine
from pressmark.intake.marks import Marks
from pressmark.intake.parts import TextPart
from pressmark.intake.written import Written, take_record
from pressmark.report.rules import (
    CELL_TOO_LARGE,
    RECORD_BLANK,
    RECORD_LONG,
    RECORD_SHORT,
    RECORD_STRAY_QUOTE,
    RECORD_TOO_LARGE,
    RECORD_UNCLOSED_QUOTE,
)


def locate_record(part: TextPart, before: int, number: int) -> PlaceInFile:
    """Place a part's record, counted from 0, in a file with so many data records before it."""
    return PlaceInFile(before + number + 1, part.line + int(part.records.lines[number]) + 1)


def report_blank_lines(faults: Faults, part: TextPart, before: int) -> None:
    """Report blank lines."""

    def say(number: int) -> None:
        report_blank_record(faults, locate_record(part, before, number))

    faults.each(RECORD_BLANK, part.records.blank, say)


def report_blank_record(faults: Faults, place: PlaceInFile) -> None:
    """Report a record without anything in it."""
    faults.add(
        RECORD_BLANK,
        "The line is blank.",
        "Delete the line; a record without values still has its delimiters.",
        place,
    )


def report_large_cell(faults: Faults, place: PlaceInFile, most: int) -> None:
    """Report a cell over the limit."""
    faults.add(
        CELL_TOO_LARGE,
        f"The cell has more than {phrase_bytes(most)}.",
        "Keep such long text in a file of its own, and name that file in the record. "
        + explain_how_to_raise("cell_bytes"),
        place,
    )


def report_large_cells(
    faults: Faults,
    columns: Iterable[tuple[str, pa.Array]],
    places: Sequence[PlaceInFile],
    most: int,
) -> None:
    """Report the cells over the limit in columns of text, each under the name of its field.

    `places` are those of the records. Record by record, so that what is listed of them does not
    depend on where a text is cut.
    """
    # Imported where it is used: it takes as long to load as a small table takes to judge.
    from pyarrow import compute

    large: list[tuple[int, int, str]] = []
    for number, (name, column) in enumerate(columns):
        lengths = compute.binary_length(column).fill_null(0).to_numpy(zero_copy_only=False)
        large += [(int(at), number, name) for at in np.flatnonzero(lengths > most)]
    for at, _, name in sorted(large):
        report_large_cell(faults, places[at]._replace(field=name), most)


def report_ragged(
    faults: Faults, part: TextPart, before: int, cells: Cells, machine: Machine
) -> None:
    """Report the records that have fewer or more cells than the file has columns."""
    columns = len(cells.columns)
    short = cells.counts < columns
    for rule, indexes in (
        (RECORD_SHORT, np.flatnonzero(short)),
        (RECORD_LONG, np.flatnonzero(~short)),
    ):

        def say(index: int) -> None:
            number = int(cells.ragged[index])
            start = int(part.records.starts[number])
            written = take_record(machine, part.text, start, columns)
            place = locate_record(part, before, number)
            report_other_count(faults, place, int(cells.counts[index]), columns, written)

        faults.each(rule, indexes, say)


def report_other_count(
    faults: Faults, place: PlaceInFile, count: int, columns: int, written: Written
) -> None:
    """Report a record that has fewer or more cells than the table has columns."""
    hint = "Add the cells that are missing; an empty cell still needs its delimiter."
    if count > columns:
        hint = "Put a cell that contains the delimiter in quotes, or take out what is "
        hint += "too much, such as a delimiter at the end."
    faults.add(
        RECORD_SHORT if count < columns else RECORD_LONG,
        f"The record has {count} {'cell' if count == 1 else 'cells'} "
        f"where the table has {columns} {'column' if columns == 1 else 'columns'}.",
        hint,
        place._replace(shown=written.end() if count < columns else written.behind(columns)),
    )


def report_stray_quote(faults: Faults, place: PlaceInFile, value: bytes) -> None:
    """Report a cell with a stray quote."""
    hint = "Put the whole cell in quotes and double every quote within it."
    if b"\n" in value or b"\r" in value:
        hint = "A closing quote may be missing: the cell runs over a line end. " + hint
    faults.add(
        RECORD_STRAY_QUOTE,
        "A quote stands in the middle of a cell, or text follows the closing quote.",
        hint,
        place,
        value.decode(),
    )


def report_unclosed_quote(faults: Faults, place: PlaceInFile, cell: bytes) -> None:
    """Report that the file ends within the quoted cell that begins so."""
    faults.add(
        RECORD_UNCLOSED_QUOTE,
        "A quoted cell begins in this record and never ends; nothing from here on was read.",
        "Close the quote at the end of the cell; a quote within a cell is doubled.",
        place,
        show_first_line(cell),
    )


def report_escaped_end(faults: Faults, place: PlaceInFile, cell: bytes) -> None:
    """Report that the file ends behind an escape character, within the cell that begins so."""
    faults.add(
        RECORD_UNCLOSED_QUOTE,
        "The last record never ends, because its end is escaped; it was not read.",
        "Take out the escape character at the end of the file.",
        place,
        show_first_line(cell),
    )


def report_large_record(faults: Faults, place: PlaceInFile, most: int, opens: int | None) -> None:
    """Report a record over the limit; `opens` is the line of a quote that may be unclosed."""
    hint = "Keep such long text in a file of its own, and name that file in the record. "
    if opens is not None:
        hint = f"Close the quote that opens on line {opens}: it is still open there. "
    faults.add(
        RECORD_TOO_LARGE,
        f"The record has more than {phrase_bytes(most)}; nothing from here on was read.",
        hint + explain_how_to_raise("record_bytes"),
        place,
    )


def show_cell_around(text: bytes, at: int, marks: Marks) -> str:
    """Show the cell, on one line, in which a byte stands."""
    ends = [mark for mark in (marks.delimiter, marks.quote, b"\r", b"\n") if mark]
    start = max(text.rfind(end, 0, at) for end in ends) + 1
    stops = [stop for end in ends if (stop := text.find(end, at)) >= 0]
    return text[start : min(stops, default=len(text))].decode(errors="replace")


def show_first_line(cell: bytes) -> str:
    """Show the first line of a cell; a character that is cut in two is left out."""
    return cell[:800].splitlines()[0].decode(errors="ignore")

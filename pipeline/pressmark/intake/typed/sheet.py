"""The rows of a spreadsheet (Excel, ODS), read in a bounded process of its own ("Spreadsheet")."""

import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pressmark.errors import MachineError
from pressmark.guard import guard_command
from pressmark.intake.entries import has_large_directory, is_excessive
from pressmark.intake.header import join_rows
from pressmark.intake.limits import Limits, explain_how_to_raise, phrase_bytes
from pressmark.intake.refusal import Refusal, explain_bomb, explain_damaged
from pressmark.intake.rows import Rows
from pressmark.intake.typed import workbook
from pressmark.intake.typed.blank_rows import BlankRows, split_blank_rows
from pressmark.intake.typed.json_items import read_lines
from pressmark.intake.typed.marked import SeenSheet, find_marks
from pressmark.intake.typed.native import Number, render_cell
from pressmark.intake.typed.typed_table import NAME
from pressmark.intake.unpacking import BROKEN
from pressmark.package import Dialect
from pressmark.report.rules import FILE_DIALECT, FILE_FORMAT, FILE_TOO_LARGE

TIMES_ITS_SIZE = 64
"""An honest workbook of 200,000 records and 12 MB takes 20 times its size to read."""

BASE_SECONDS, BYTES_A_SECOND = 2, 2_000_000
"""CPU time for reading a workbook, and more of it for each byte that it unpacks to.

A small one takes a tenth of the first, and a large one is read at ten times the second.
"""

KINDS: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def read_sheet(
    path: Path, place: str, dialect: Dialect, limits: Limits, seen: SeenSheet
) -> Iterator[list[Any] | BlankRows]:
    """Give the rows of a workbook's sheet, each as long as the sheet is wide, or blank ones.

    What is `seen` beside its values becomes known before the first row. Refusal where it cannot be
    read within the limits; MachineError without the library.
    """
    seconds = BASE_SECONDS + refuse_bomb(path, limits) // BYTES_A_SECOND
    seen.marks = find_marks(path, dialect, choose_memory(path, limits), seconds)
    words = [sys.executable, "-I", "-X", "utf8", workbook.__file__, str(path.resolve()),
             str(dialect.sheet_number or 1), dialect.sheet_name or "",
             str(choose_memory(path, limits))]  # fmt: skip
    last: Any = None
    with subprocess.Popen(  # noqa: S603 - the program is our own, the path is no option of it
        guard_command(words, seconds=seconds),
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for the types: it is a pipe
        try:
            for row in read_lines(iter(process.stdout.readline, b""), limits):
                if isinstance(row, list):
                    yield [convert_cell(cell) for cell in row]
                elif isinstance(row, Number):
                    yield BlankRows(int(row))
                last = row
            if process.wait() == -signal.SIGXCPU:
                raise explain_endless(seconds)
        finally:
            process.kill()
    refuse_unless_done(last, place, dialect, choose_memory(path, limits))


def explain_endless(seconds: int) -> Refusal:
    """Refuse a workbook on which the library that reads it makes no end."""
    message = (
        f"The workbook was not read within {seconds:,} seconds of computing, many times what one "
        "of its size takes: it is damaged."
    )
    hint = "Open it in a spreadsheet program and save it anew, or save the sheet as CSV."
    return Refusal(FILE_FORMAT, message, hint)


def choose_memory(path: Path, limits: Limits) -> int:
    """Give the bytes of memory that reading a workbook may take: more for a large one."""
    return max(limits.sheet_bytes, TIMES_ITS_SIZE * path.stat().st_size)


def convert_cell(cell: Any) -> Any:
    """Give a cell as Python has it."""
    if not isinstance(cell, list):
        return cell
    kind, written = cell
    if kind == "timedelta":
        return timedelta(microseconds=int(written))
    return KINDS[kind](written)


def refuse_unless_done(last: Any, place: str, dialect: Dialect, most: int) -> None:
    """Refuse a workbook whose reading did not end well."""
    if last == "library":
        wrong = "is a spreadsheet, and the library that reads it is not installed"
        raise MachineError(place, wrong, "install python-calamine")
    if last == "sheet":
        named = f"named {dialect.sheet_name!r}" if dialect.sheet_name else dialect.sheet_number
        hint = "Correct sheetName or sheetNumber of the dialect."
        raise Refusal(FILE_DIALECT, f"The workbook has no sheet {named}.", hint)
    if last == "password":
        hint = "Save it without a password."
        raise Refusal(FILE_FORMAT, "The workbook is locked with a password.", hint)
    if last == "damaged":
        raise explain_damaged("spreadsheet")
    if last != "done":
        message = f"The sheet takes more than {phrase_bytes(most)} of memory to read."
        hint = "Delete cells far from the others, or save it as CSV. "
        hint += explain_how_to_raise("sheet_bytes")
        raise Refusal(FILE_TOO_LARGE, message, hint)


def refuse_bomb(path: Path, limits: Limits) -> int:
    """Refuse a workbook whose parts unpack to far more than it holds, as it says itself.

    Give the bytes that it unpacks to.
    """
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            if has_large_directory(file):
                raise explain_bomb(limits)
            with zipfile.ZipFile(file) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
    except BROKEN:
        return size
    if is_excessive(size, unpacked, limits):
        raise explain_bomb(limits)
    return unpacked


def cut_rows(
    rows: Iterator[list[Any] | BlankRows], dialect: Dialect, fields: int, seen: SeenSheet
) -> Iterator[list[Any] | BlankRows]:
    """Give the header, if there is one, and the records of a sheet without what is empty.

    A record is as long as the header, or up to its last cell that is not empty. Records without
    any cell come as their number, and those at the end not at all.
    """
    reading = Rows(dialect)
    names: list[list[str]] = []
    width = None if dialect.headed else fields
    blank, some_omitted = 0, reading.some_omitted
    stay = partial(may_blanks_stay, reading, seen, headed=dialect.headed)
    for row in split_blank_rows(rows, stay):
        if isinstance(row, BlankRows):
            reading.number += row.count
            blank += row.count
            continue
        text = render_cell(row[0], NAME) if row else None
        if dialect.comment_char and (text or "").startswith(dialect.comment_char):
            continue
        omitted = some_omitted and reading.next_omitted
        reading.number += 1
        filled = count_to_last_filled(row)
        if omitted or (width is None and not filled and not reading.header):
            continue
        if width is None:
            names.append([render_cell(cell, NAME) or "" for cell in row[:filled]])
            if len(names) >= len(reading.header):
                header = join_rows(names, dialect.header_join)
                width = len(header)
                seen.header, seen.header_row = header, reading.number
                yield list(header)
        elif not filled:
            blank += 1
        else:
            if blank:
                yield BlankRows(blank)
            blank = 0
            yield row[:filled] + [None] * (width - filled)


def may_blanks_stay(reading: Rows, seen: SeenSheet, *, headed: bool) -> bool:
    """Whether blank rows may be told by their number: none is left out, and no header comes."""
    return not reading.some_omitted and bool(not headed or seen.header_row)


def count_above(dialect: Dialect) -> int:
    """Count the rows that are passed over above the first record; 0 where there is a header."""
    if dialect.headed:
        return 0
    omitted = set(dialect.omitted_rows)
    return next(at for at in range(len(omitted) + 1) if at + 1 not in omitted)


def count_to_last_filled(row: list[Any]) -> int:
    """Count the cells of a row up to the last that is not empty."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1] is not None), 0)

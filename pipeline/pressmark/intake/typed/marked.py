"""What a sheet shows to people and does not hold, or hides, as findings by sheet and cell."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pressmark.guard import guard_command
from pressmark.intake.faults import Faults, PlaceInFile
from pressmark.intake.typed.blank_rows import BlankRows
from pressmark.intake.typed.found_marks import read_letters, render_letters
from pressmark.intake.typed.native import render_cell
from pressmark.intake.typed.typed_table import NAME
from pressmark.package import Dialect, Field, Table
from pressmark.package.schema import OF_TEXT
from pressmark.report.sheet_rules import (
    SHEET_BESIDE,
    SHEET_ERROR,
    SHEET_FORMULA,
    SHEET_HIDDEN,
    SHEET_MERGED,
    SHEET_SHOWN,
    SHEET_UNSEEN,
)

ROOT = Path(__file__).parents[2]
START = """
import sys
from types import ModuleType
root = sys.argv.pop(1)
for name in ("pressmark", "pressmark.intake", "pressmark.intake.typed"):
    room = sys.modules[name] = ModuleType(name)
    room.__path__ = [root + name.removeprefix("pressmark").replace(".", "/")]
from pressmark.intake.typed.sheet_marks import main
main(*sys.argv[1:])
"""
"""Runs a module without the rooms that it stands in, which would take long to import."""
LOOKED_BELOW = 100
"""Rows of a merged cell in which values are looked for that nobody sees."""
RANGE = re.compile("([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")
COLUMN = re.compile("[A-Z]+")
PLAIN = re.compile(r"\w+")
RULES = {
    "formula": SHEET_FORMULA,
    "error": SHEET_ERROR,
    "merged": SHEET_MERGED,
    "rows": SHEET_HIDDEN,
    "columns": SHEET_HIDDEN,
    "sheet": SHEET_HIDDEN,
    "percent": SHEET_SHOWN,
    "zeros": SHEET_SHOWN,
    "unseen": SHEET_UNSEEN,
}
SENTENCES = {
    "formula": (
        "{at} holds the formula {what} without its result, and is read as empty.",
        "Open the workbook in a spreadsheet program, which computes it, and save it.",
    ),
    "error": (
        "{at} shows the error {what}, and is read as that text.",
        "Mend what it is computed from.",
    ),
    "merged": (
        "{at} is one merged cell: what it shows is read for {first} alone, the others {rest}.",
        "Part the merged cell, and write the value into each.",
    ),
    "rows": ("The sheet hides rows that are read: {at}.", "Show or delete them."),
    "columns": ("The sheet hides columns that are read: {at}.", "Show or delete them."),
    "sheet": (
        "The sheet {at} is hidden in its workbook, and is the one that is read.",
        "Show it, or name another with sheetName or sheetNumber of the dialect.",
    ),
    "percent": (
        "The column of {at} is shown in per cent, and read as the number that it holds: {what}.",
        "Write the numbers without per cent, or say in the description what they are.",
    ),
    "zeros": (
        "The column of {at} is shown with zeros in front that it does not hold: {what} is read.",
        "Write such numbers as text if the zeros belong to them.",
    ),
    "unseen": (
        "What is merged, hidden, in error or without result cannot be told in this workbook.",
        "Save it as .xlsx or .ods.",
    ),
}
"""What is said of a kind of mark, and what would be right."""


class SheetMark(NamedTuple):
    """A thing that was found: its kind, the place in the sheet, and what stands there.

    It stands for so many `further` ones of a column, where that alone is its place.
    """

    kind: str
    place: str
    what: str
    further: int = 0


@dataclass
class SeenSheet:
    """What became known of a sheet: its marks, and, as its rows are read, header and values.

    `header_row` is the last row of the header, or above the first record, 0 before; `values` are
    those of merged cells, by row and column from 1.
    """

    marks: tuple[SheetMark, ...] = ()
    header_row: int = 0
    header: tuple[str, ...] = ()
    values: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the sheet, as it stands before its cells' places."""
        name = next((each.what for each in self.marks if each.kind == "name"), "")
        quoted = name.replace("'", "''")
        return name if PLAIN.fullmatch(name) or not name else f"'{quoted}'"

    def watch(self, rows: Iterator[list[Any] | BlankRows]) -> Iterator[list[Any] | BlankRows]:
        """Pass rows on, and keep what stands in merged cells; marks come before the first row."""
        merged: dict[int, list[tuple[int, int]]] = {}
        number = 0
        for row in rows:
            if isinstance(row, BlankRows):
                number += row.count
                yield row
                continue
            number += 1
            merged = merged or self._merged()
            for left, right in merged.get(number, ()):
                for column, value in enumerate(row[left - 1 : right], start=left):
                    if value is not None:
                        self.values[number, column] = render_cell(value, NAME) or ""
            yield row

    def _merged(self) -> dict[int, list[tuple[int, int]]]:
        """List the first and last columns of merged cells by their rows."""
        found: dict[int, list[tuple[int, int]]] = {0: []}
        places = (read_range(each.place) for each in self.marks if each.kind == "merged")
        for left, top, right, bottom in filter(None, places):
            for number in range(top, min(bottom, top + LOOKED_BELOW) + 1):
                found.setdefault(number, []).append((left, right))
        return found


def find_marks(path: Path, dialect: Dialect, memory: int, seconds: int) -> tuple[SheetMark, ...]:
    """Look through a sheet in a bounded process of its own.

    Where that comes to no end, what it did not see is said as of a workbook that is no XML.
    """
    words = [sys.executable, "-I", "-X", "utf8", "-c", START, str(ROOT), str(path.resolve()),
             str(dialect.sheet_number or 1), dialect.sheet_name or "", str(memory)]  # fmt: skip
    ended = subprocess.run(  # noqa: S603 - the program is our own, the path is no option of it
        guard_command(words, seconds=seconds),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    lines = [json.loads(line) for line in ended.stdout.splitlines() if line.endswith((b"]", b'"'))]
    marks = tuple(SheetMark(*line) for line in lines if isinstance(line, list))
    whole = bool(lines) and lines[-1] == "done"
    return marks if whole else (*marks, SheetMark("unseen", "", ""))


def tell(seen: SeenSheet, table: Table, faults: Faults) -> None:
    """Report the marks of a sheet that was read, as far as they touch its records."""
    for each in seen.marks:
        if each.kind in RULES and touches(each, seen):
            of = find_field(each, seen, table)
            if each.kind == "error" and is_told_otherwise(each, of, table):
                continue
            if each.further:
                faults.more(RULES[each.kind], each.further)
            else:
                tell_one(each, of, seen, faults)
    gap = seen.header.index("") if "" in seen.header else len(seen.header)
    beside = next((at for at in range(gap, len(seen.header)) if seen.header[at]), None)
    if beside is not None:
        at = f"{render_letters(beside + 1)}{seen.header_row}"
        faults.add(
            SHEET_BESIDE,
            f"A second table seems to begin at {name_in_sheet(seen, at)}, behind an empty column.",
            "Move it to a sheet of its own.",
            value=seen.header[beside],
        )


def touches(mark: SheetMark, seen: SeenSheet) -> bool:
    """Whether a mark is about records: not about the header or what stands above it."""
    rows = [int(each) for each in re.findall("[0-9]+", mark.place)]
    return not rows or max(rows) > seen.header_row


def find_field(mark: SheetMark, seen: SeenSheet, table: Table) -> Field | None:
    """Find the field in whose column a mark stands."""
    fields = table.schema.fields
    names = seen.header or tuple(each.name for each in fields)
    column = COLUMN.match(mark.place)
    at = read_letters(column[0]) if column else 0
    name = names[at - 1] if 0 < at <= len(names) else None
    return next((each for each in fields if each.name == name), None)


def is_told_otherwise(mark: SheetMark, of: Field | None, table: Table) -> bool:
    """Whether an error is no fault, as a missing value of its field, or no value of its type.

    Then the record is told in which it stands.
    """
    return of is not None and (of.type not in OF_TEXT or mark.what in table.schema.missing(of))


def tell_one(mark: SheetMark, of: Field | None, seen: SeenSheet, faults: Faults) -> None:
    """Report one mark, which stands in the column of a field."""
    what, rest = mark.what, "as empty"
    bounds = read_range(mark.place)
    if bounds:
        left, top, right, bottom = bounds
        what = seen.values.get((top, left), "")
        inside = ((row, column) for row, column in seen.values
                  if top <= row <= bottom and left <= column <= right)  # fmt: skip
        if mark.kind == "merged" and any(place != (top, left) for place in inside):
            rest = "with values that nobody sees"
    message, hint = SENTENCES[mark.kind]
    first = mark.place.partition(":")[0]
    said = message.format(at=name_in_sheet(seen, mark.place), what=what, first=first, rest=rest)
    place = PlaceInFile(field=of.name if of else None)
    faults.add(RULES[mark.kind], said, hint, place, value=what or None)


def name_in_sheet(seen: SeenSheet, place: str) -> str:
    """Name a place with its sheet: `Sheet1!E2`."""
    return "!".join(filter(None, (seen.name, place)))


def read_range(place: str) -> tuple[int, int, int, int] | None:
    """Read a range of cells: its first column and row, and its last ones; None where it is none."""
    found = RANGE.fullmatch(place)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    return read_letters(left), int(top), read_letters(right), int(bottom)

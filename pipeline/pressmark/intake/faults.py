"""What is wrong with a table's file as a whole, for people who edit spreadsheets."""

from collections.abc import Callable
from copy import copy
from itertools import compress
from pathlib import Path
from typing import NamedTuple, Self

from pressmark.intake.decoding import Fault
from pressmark.intake.limits import explain_how_to_raise
from pressmark.intake.records import Positions
from pressmark.intake.refusal import Refusal
from pressmark.intake.seams import Seams
from pressmark.local_path import ADDRESS
from pressmark.package import Table
from pressmark.report.finding import Finding, Findings, Line
from pressmark.report.rule import Rule
from pressmark.report.rules import (
    FILE_DIALECT,
    FILE_EMPTY,
    FILE_ENCODING,
    FILE_LINE_ENDS,
    FILE_MISSING,
    FILE_TOO_LARGE,
    HEADER_REPEATED,
    HEADER_SEPARATOR,
)
from pressmark.words import shorten

SHOWN = 200


class PlaceInFile(NamedTuple):
    """Where in a file: the data record from 1, the line on which it starts from 1, the field.

    `shown` is the record as it is written there, for findings on what is no cell of a field.
    """

    record: int | None = None
    line: int | None = None
    field: str | None = None
    shown: Line | None = None


WHOLE = PlaceInFile()


def show_in_short(text: str) -> str:
    """Show a text of any length in at most 200 characters."""
    return shorten(text, SHOWN)


def explain_missing_file(path: Path, place: str, table: str, more: str = "") -> Finding:
    """Tell that what a path names is not there, or is no file, and what follows from it."""
    wrong = f"There is no file {show_in_short(place)}."
    hint = "Put the file there, or correct the path of the table in the descriptor."
    if path.exists():
        wrong = f'"{show_in_short(place)}" is a folder or a device, and no file.'
    elif ADDRESS.match(place):
        wrong = f"The file stands at {show_in_short(place)}, and nothing is fetched."
        hint = "Download it into the package's folder, and write its path instead."
    return FILE_MISSING.finding(f"{wrong}{more}", table=table, path=place, hint=hint)


class Faults:
    """Adds findings about one table's file; of a value the first 200 characters are shown.

    `here` are the files of the table that are there, each with its name for people, and `gone` the
    others; `place` is the name of what findings speak of.
    """

    def __init__(self, table: Table, findings: Findings) -> None:
        """Speak of that table, by the names of its files where it has several."""
        names = table.resource.path or ()
        names = names if len(names) > 1 else (table.place,)
        # Data inside the descriptor has a name for people, and no path.
        files = tuple(zip(table.paths, names, strict=bool(table.paths)))
        there = [path.is_file() for path, _ in files]
        self.here = tuple(compress(files, there))
        self.gone = tuple(each for each, is_there in zip(files, there, strict=True) if not is_there)
        self.seams = Seams([place for _, place in self.here] or names)
        self.place = table.place
        self._table = table
        self._findings = findings

    def of_file(self, number: int) -> Self:
        """Speak of that file alone among those that are there: it is no part of one text."""
        alone = copy(self)
        alone.place = self.here[number][1]
        return alone

    @property
    def kept(self) -> int:
        """How many findings of a rule are kept at most."""
        return self._findings.limit

    def add(
        self,
        rule: Rule,
        message: str,
        hint: str,
        place: PlaceInFile = WHOLE,
        value: str | None = None,
    ) -> None:
        """Add a finding; its line is counted through all files of the table."""
        path, line = self.place, place.line
        if self.seams.several and line is not None:
            path, line = self.seams.place(line)
        self._findings.add(
            rule.finding(
                message,
                table=self._table.name,
                path=path,
                record=place.record,
                line=line,
                field=place.field,
                value=None if value is None else show_in_short(value),
                hint=hint,
                shown=place.shown,
            )
        )

    def each(self, rule: Rule, numbers: Positions | range, say: Callable[[int], None]) -> None:
        """Say as many findings of a rule as will be kept, and count the others."""
        room = max(self._findings.limit - self._findings.counts[rule.id], 0)
        for number in numbers[:room]:
            say(int(number))
        self.more(rule, len(numbers) - room)

    def more(self, rule: Rule, times: int) -> None:
        """Count findings that are not said one by one; none where `times` is not positive."""
        if times > 0:
            self._findings.count(rule.id, rule.severity, times)

    def refused(self, refusal: Refusal) -> None:
        """Report a file that cannot be read, or not any further."""
        self.add(refusal.rule, refusal.message, refusal.hint, PlaceInFile(refusal.record))

    def missing(self, path: Path, place: str, more: str = "") -> None:
        """Report that a file is gone, or is none, and what follows from it."""
        self._findings.add(explain_missing_file(path, place, self._table.name, more))

    def empty(self) -> None:
        """Report that the file has no text at all."""
        self.add(
            FILE_EMPTY,
            "The file is empty.",
            "Write a header line with the names of the fields, even where there are no records.",
        )

    def headless(self) -> None:
        """Report that nothing in the file can be the header."""
        self.add(
            FILE_EMPTY,
            "The file ends before its header.",
            "Write a header line with the names of the fields, even where there are no records.",
        )

    def dialect(self, first: str, second: str) -> None:
        """Report two properties of the dialect that cannot be told apart."""
        self.add(
            FILE_DIALECT,
            f"The dialect's {first} and {second} cannot be told apart, so the file was not read.",
            "Write the characters that the file uses for the two.",
        )

    def separator_line(self, mark: str, delimiter: str, place: PlaceInFile) -> None:
        """Report the line with which Excel tells itself what stands between cells."""
        more = "" if mark in ("", delimiter) else f' and "delimiter": "{mark}"'
        self.add(
            HEADER_SEPARATOR,
            f'The line "sep={mark}" is for Excel, and no header.',
            f'Delete the line, or write "headerRows": [2]{more} in the dialect.',
            place,
            f"sep={mark}",
        )

    def repeated_header(self, file: int) -> None:
        """Warn of a later file of the table that begins with the header of the first."""
        self._findings.add(
            HEADER_REPEATED.finding(
                "The file repeats the header of the first; the line was read as no record.",
                table=self._table.name,
                path=self.seams.places[file],
                line=1,
                hint="Delete the header from every file but the first.",
            )
        )

    def encoding(self, fault: Fault, encoding: str, place: PlaceInFile, value: str | None) -> None:
        """Report the first byte that is not the encoding."""
        self.add(
            FILE_ENCODING,
            f"The file is not {encoding.upper()}: the first wrong byte is 0x{fault.byte:02X}.",
            fault.hint,
            place,
            value,
        )

    def line_ends(self, count: int, place: PlaceInFile) -> None:
        """Report lone carriage returns that end records."""
        lines = "1 line ends" if count == 1 else f"{count:,} lines end"
        self.add(
            FILE_LINE_ENDS,
            f"{lines} with a lone carriage return instead of a line feed.",
            "Save the file with line ends LF or CRLF, as Unix and Windows programs write them.",
            place,
        )

    def too_many_columns(self, columns: int, most: int, place: PlaceInFile = WHOLE) -> None:
        """Report a table too wide to be read."""
        self.add(
            FILE_TOO_LARGE,
            f"The table has {columns:,} columns; at most {most:,} are read.",
            "Split the table, or write one record a measurement instead of one column. "
            + explain_how_to_raise("columns"),
            place,
        )

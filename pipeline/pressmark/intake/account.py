"""What has been read of a file so far, and what was wrong with it, each thing in its place."""

import numpy as np

from pressmark.intake import record_faults
from pressmark.intake.cells import Cells
from pressmark.intake.decoding import Fault
from pressmark.intake.faults import Faults, PlaceInFile
from pressmark.intake.machine import Machine, ReadRecord
from pressmark.intake.marks import Marks
from pressmark.intake.parts import Parts, TextPart
from pressmark.intake.records import Positions, count_line_ends
from pressmark.intake.source import Decoded
from pressmark.intake.written import Written, take_record
from pressmark.report.rules import RECORD_STRAY_QUOTE

REPLACED = "\ufffd"


class Account:
    """Counts the records of one pass, and reports what is wrong with them.

    `records` counts data records. Parts must come in file order.
    """

    def __init__(self, faults: Faults, source: Decoded, marks: Marks, encoding: str) -> None:
        """Begin before the header of a file that is said to have that encoding."""
        self.faults = faults
        self.records = 0
        self._source = source
        self._marks = marks
        self._machine = Machine(marks)
        self._encoding = encoding
        self._encoding_said = False
        self._blank = False
        self._returns = 0
        self._first_return = PlaceInFile()

    @property
    def returned(self) -> bool:
        """Whether a lone carriage return has ended a record."""
        return self._returns > 0

    def header(self, record: ReadRecord, place: PlaceInFile, end: int) -> None:
        """Report what is wrong with the header as a record, which ends at that byte of the text."""
        self._blank |= record.blank
        for column in record.strays:
            record_faults.report_stray_quote(self.faults, place, record.cells[column])
        if fault := self._wrong_byte(end):
            names = [cell.decode() for cell in record.cells]
            value = next((name for name in names if REPLACED in name), None)
            self.faults.encoding(fault, self._encoding, place, value)
        self._count_returns(int(record.returned), place)

    def part(self, part: TextPart, cells: Cells, fields: tuple[str | None, ...]) -> Positions:
        """Report what is wrong with a part, and list which of its records are passed on.

        `fields` names the field that each column of the file holds.
        """
        before, columns, machine = self.records, len(fields), self._machine
        wrong = [cells.ragged]
        record_faults.report_ragged(self.faults, part, before, cells, machine)
        if columns > 1:
            wrong.append(part.records.blank)
            record_faults.report_blank_lines(self.faults, part, before)
        for stray in cells.strays:
            field = fields[stray.column] if stray.column < columns else None
            start = int(part.records.starts[stray.record])
            written = take_record(machine, part.text, start, stray.column)
            place = record_faults.locate_record(part, before, stray.record)
            record_faults.report_stray_quote(
                self.faults,
                place._replace(field=field, shown=written.cell(stray.column)),
                stray.value,
            )
        self.faults.more(RECORD_STRAY_QUOTE, cells.stray_count - len(cells.strays))
        if fault := self._wrong_byte(part.offset + part.records.end):
            at = fault.at - part.offset
            number = int(np.searchsorted(part.records.starts, at, side="right")) - 1
            place, cell = PlaceInFile(), None
            if number >= 0:
                start = int(part.records.starts[number])
                shown = take_record(machine, part.text, start).around(at - start)
                place = record_faults.locate_record(part, before, number)._replace(shown=shown)
                cell = record_faults.show_cell_around(part.text, at, self._marks)
            self.faults.encoding(fault, self._encoding, place, cell)
        if len(part.records.returns):
            first = record_faults.locate_record(part, before, int(part.records.returns[0]))
            self._count_returns(len(part.records.returns), first)
        self.records += len(part.records)
        return np.delete(np.arange(len(part.records)), np.concatenate(wrong))

    def end(self, parts: Parts, *, header: bool) -> None:
        """Report what is wrong with the file as a whole, and with the record that never ends.

        `header` says that not even the header has ended.
        """
        if parts.text:
            self.records += not header
            self._unfinished(parts, PlaceInFile(None if header else self.records, parts.line + 1))
        elif not parts.offset:
            self.faults.empty()
        elif header and not self._blank:
            self.faults.headless()
        if self._returns:
            self.faults.line_ends(self._returns, self._first_return)

    def _unfinished(self, parts: Parts, place: PlaceInFile) -> None:
        """Report the record that begins what is left of the text, too large or never ending."""
        text = parts.text
        if fault := self._wrong_byte(parts.offset + len(text)):
            cell = record_faults.show_cell_around(text, fault.at - parts.offset, self._marks)
            self.faults.encoding(fault, self._encoding, place, cell)
        opens = next(self._machine.records(text)).open
        if not parts.too_large:
            report = (
                record_faults.report_unclosed_quote
                if self._quoted(text, opens)
                else record_faults.report_escaped_end
            )
            first = opens or 0
            ends = (at for end in b"\r\n" if (at := text.find(end, first)) >= 0)
            end = min(ends, default=len(text))
            shown = Written(text[:end], ((first, end),)).cell(0)
            report(self.faults, place._replace(shown=shown), text[first:])
            return
        line = None
        if opens is not None and self._quoted(text, opens):
            line = parts.line + count_line_ends(text, 0, opens) + 1
        record_faults.report_large_record(self.faults, place, parts.record_bytes, line)

    def _quoted(self, text: bytes, opens: int | None) -> bool:
        """Whether the cell that opens there begins with a quote."""
        quote = self._marks.quote
        return opens is not None and bool(quote) and text.startswith(quote, opens)

    def _wrong_byte(self, end: int) -> Fault | None:
        """Give the byte that is not the encoding, once, when the text is read to behind it."""
        fault = self._source.fault
        if fault is None or fault.at >= end or self._encoding_said:
            return None
        self._encoding_said = True
        return fault

    def _count_returns(self, count: int, first: PlaceInFile) -> None:
        """Count records that a lone carriage return ends, and remember where the first is."""
        if count and not self._returns:
            self._first_return = first
        self._returns += count

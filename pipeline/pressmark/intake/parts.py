"""A table's text cut at record ends, each part with an account of its records."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from pressmark.intake.cells import Cells, parse
from pressmark.intake.limits import Limits
from pressmark.intake.machine import Machine, ReadRecord
from pressmark.intake.marks import Marks
from pressmark.intake.reading import read
from pressmark.intake.records import Records, count_line_ends
from pressmark.intake.rows import FEW, Rows
from pressmark.intake.scan import scan
from pressmark.intake.unopened import parse_unopened, scan_unopened
from pressmark.intake.written import Written, take_record


@dataclass(frozen=True)
class TextPart:
    """Whole records at the start of a text, their cells where they have been read already.

    `offset` counts the bytes of the file's text before it, `line` the line ends. Where no quote
    begins a cell and any stands in one, so many cells with a stray quote are `kept`.
    """

    text: bytes
    offset: int
    line: int
    records: Records
    read: Cells | None
    kept: int | None = None

    @property
    def largest(self) -> int:
        """The bytes of the largest record, or more where comments stand behind it."""
        return int(np.diff(self.records.starts, append=self.records.end).max(initial=0))

    def cells(self, marks: Marks, columns: int) -> Cells:
        """Give the cells, parsed now if need be."""
        if self.kept is not None:
            return parse_unopened(self.text, self.records, marks, columns, self.kept)
        return self.read or parse(self.text, self.records, marks, columns)


class Parts:
    """Cuts a text that comes in pieces; holds no more than it must to find a record end.

    `text` is what has not been given out: after the last part, the record that the file does not
    end, or that is too large. `offset` and `line` say where in the file it begins, as in
    `TextPart`, and `rows` how many rows have been read; `line_of_first` and `first_written` tell
    of the record that `first` found.
    """

    def __init__(
        self, pieces: Iterator[bytes], marks: Marks, rows: Rows, limits: Limits, kept_strays: int
    ) -> None:
        """Begin before the first piece; of each part keep so many cells with a stray quote."""
        self.text = b""
        self.offset = 0
        self.line = 0
        self.line_of_first = 1
        self.first_written: Written | None = None
        self.rows = rows
        self.record_bytes = limits.record_bytes
        self._pieces = pieces
        self._marks = marks
        self._machine = Machine(marks)
        self._kept_strays = kept_strays
        self._comments = tuple(end + marks.comment for end in (b"\n", b"\r") if marks.comment)
        self._omits = bool(marks.comment) or rows.some_omitted

    @property
    def too_large(self) -> bool:
        """Whether cutting has stopped at a record over the limit."""
        return len(self.text) > self.record_bytes

    def first(self) -> ReadRecord | None:
        """Cut the next record alone, as headers are; None if the text does not end one."""
        while True:
            self._omit()
            record = next(self._machine.records(self.text), None)
            whole = record is not None and record.open is None
            if record is not None and whole and record.end <= self.record_bytes:
                self.line_of_first = self.line + 1
                self.first_written = take_record(self._machine, self.text, record.start)
                self._take(record.end, count_line_ends(self.text, 0, record.end))
                self.rows.number += 1
                return record
            if whole or not self._grow():
                return None

    def ahead(self, most: int) -> list[list[str]]:
        """Look at the cells of the next records, as far as their text is there; none is cut."""
        found = islice(self._machine.records(self.text), most)
        return [[cell.decode() for cell in each.cells] for each in found if each.open is None]

    def rest(self, columns: int) -> Iterator[TextPart]:
        """Cut all that follows, in parts of about a block, for a file of so many columns."""
        while True:
            self._omit()
            part = self._part(columns)
            records = part.records
            if records.end:
                self._take(records.end, records.line_ends)
                self.rows.number += len(records) + records.omitted
            if len(records):
                yield part
            elif not records.end and not self._grow():
                return

    def _omit(self) -> None:
        """Pass over the comments and omitted rows at the start of the text."""
        if not self._omits:
            return
        end = 0
        for record in self._machine.records(self.text):
            if record.open is not None or not (record.comment or self.rows.next_omitted):
                break
            self.rows.number += not record.comment
            end = record.end
        self._take(end, count_line_ends(self.text, 0, end))

    def _part(self, columns: int) -> TextPart:
        """Cut whole records from the text, in the fast way unless the text forbids it."""
        limit, text = self.record_bytes, self._before_comment()
        if (text or not self.text) and self._marks.plain:
            records = scan(text, self._marks, limit)
            records = records.first(self._most(len(records)))
            if len(records) or (records.sound and text is self.text):
                return TextPart(text, self.offset, self.line, records, None)
            records = scan_unopened(text, self._marks, limit)
            records = records.first(self._most(len(records)))
            if len(records):
                kept = self._kept_strays
                return TextPart(text, self.offset, self.line, records, None, kept)
        records, cells = read(
            self.text, self._marks, columns, limit, self._kept_strays, self.rows.coming()
        )
        return TextPart(self.text, self.offset, self.line, records, cells)

    def _before_comment(self) -> bytes:
        """Give the text up to the next comment; nothing where there are too many to cut at."""
        if self.rows.crowded or sum(map(self.text.count, self._comments)) > FEW:
            return b""
        places = [at for each in self._comments if (at := self.text.find(each)) >= 0]
        return self.text[: min(places) + 1] if places else self.text

    def _most(self, count: int) -> int:
        """Give the number of records that come before the next row that is a comment."""
        until = self.rows.until_comment
        return count if until is None else min(until, count)

    def _take(self, end: int, line_ends: int) -> None:
        """Go on behind what is given out."""
        self.text = self.text[end:]
        self.offset += end
        self.line += line_ends

    def _grow(self) -> bool:
        """Add at least as much text as there is, so that a long record is not searched often.

        False at the file's end, and where the record that does not end is too large.
        """
        if self.too_large:
            return False
        pieces, size = [self.text], len(self.text)
        wanted = min(2 * size, self.record_bytes + 1)
        for piece in self._pieces:
            pieces.append(piece)
            size += len(piece)
            if piece and size >= wanted:
                break
        grown = size > len(self.text)
        self.text = b"".join(pieces)
        return grown

"""A table's text cut at record ends, each part with an account of its records."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.intake.cells import Cells, parse
from pipeline.intake.limits import Limits
from pipeline.intake.machine import Machine, Record
from pipeline.intake.marks import Marks
from pipeline.intake.reading import read
from pipeline.intake.records import Records, count_line_ends
from pipeline.intake.scan import scan


@dataclass(frozen=True)
class Part:
    """Whole records at the start of a text, their cells where they have been read already.

    `offset` counts the bytes of the file's text before it, `line` the line ends.
    """

    text: bytes
    offset: int
    line: int
    records: Records
    read: Cells | None

    def cells(self, marks: Marks, columns: int) -> Cells:
        """Give the cells, parsed now if need be."""
        return self.read or parse(self.text, self.records, marks, columns)


class Parts:
    """Cuts a text that comes in pieces; holds no more than it must to find a record end.

    `text` is what has not been given out: after the last part, the record that the file does not
    end, or that is too large. `offset` and `line` say where in the file it begins, as in `Part`.
    """

    def __init__(
        self, pieces: Iterator[bytes], marks: Marks, limits: Limits, kept_strays: int
    ) -> None:
        """Begin before the first piece; of each part keep so many cells with a stray quote."""
        self.text = b""
        self.offset = 0
        self.line = 0
        self.record_bytes = limits.record_bytes
        self._pieces = pieces
        self._marks = marks
        self._kept_strays = kept_strays

    @property
    def too_large(self) -> bool:
        """Whether cutting has stopped at a record over the limit."""
        return len(self.text) > self.record_bytes

    def first(self) -> Record | None:
        """Cut the next record alone, as headers are; None if the text does not end one."""
        while True:
            record = next(Machine(self._marks).records(self.text), None)
            whole = record is not None and record.open is None
            if record is not None and whole and record.end <= self.record_bytes:
                self._take(record.end, count_line_ends(self.text, 0, record.end))
                return record
            if whole or not self._grow():
                return None

    def rest(self, columns: int) -> Iterator[Part]:
        """Cut all that follows, in parts of about a block, for a file of so many columns."""
        while True:
            part = self._part(columns)
            if len(part.records):
                self._take(part.records.end, part.records.line_ends)
                yield part
            elif not self._grow():
                return

    def _part(self, columns: int) -> Part:
        """Cut whole records from the text, in the fast way unless a stray quote forbids it."""
        limit = self.record_bytes
        records, cells = scan(self.text, self._marks, limit), None
        if not len(records) and not records.sound:
            records, cells = read(self.text, self._marks, columns, limit, self._kept_strays)
        return Part(self.text, self.offset, self.line, records, cells)

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

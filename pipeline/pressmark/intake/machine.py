"""Records read cell by cell, for text and dialects that the fast way cannot judge.

A cell that begins with a quote runs to the next quote that is not doubled or escaped (RFC 4180,
section 2, rules 5 to 7; Table Dialect, "quoteChar", "doubleQuote", "escapeChar"); any other cell
runs to the next delimiter or record end. Two things are wrong and are read on all the same, with
the cell kept as it is written, quotes and all:

- `ab"c`: a quote within a cell that does not begin with one stands for itself;
- `"B"x`: what follows the closing quote belongs to the cell, up to the next delimiter or end.

A wrong cell therefore never swallows the records after it, unless its own quotes run over them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pressmark.intake.marks import Marks

ReadCell = tuple[bytes, int, bool]
"""One cell: its value, the byte after it, and whether a stray quote stands in it.

It is a plain tuple, because one is made for each cell and a named one takes ten times as long.
"""


class ReadRecord(NamedTuple):
    """One record: the bytes it takes, its cells, and which of them have a stray quote.

    `blank` marks a blank line (a cell of two quotes is none), `returned` a record that a lone
    carriage return ends, `comment` a line that is no record. A record that the text does not end
    has an `open` cell, which begins at that byte, and not all of its cells are given; it is not
    None for the last record only.
    """

    start: int
    end: int
    cells: list[bytes]
    strays: list[int]
    blank: bool = False
    returned: bool = False
    open: int | None = None
    comment: bool = False


class Machine:
    """Reads records by the marks of one dialect."""

    def __init__(self, marks: Marks) -> None:
        """Prepare the searches: where a cell or a plain run of cells stops, where quotes stand."""
        self._marks = marks
        quote, escape = re.escape(marks.quote), re.escape(marks.escape)
        ends = (marks.terminator,) if marks.terminator else (b"\r", b"\n")
        self._end = re.compile(match_any(ends))
        self._cell_stop = re.compile(match_any((*ends, marks.delimiter)))
        self._plain_stop = re.compile(match_any((*ends, *filter(None, (marks.quote,)))))
        self._quotes = re.compile(b"(?:" + quote + b")" + b"+" * marks.doubled)
        meant = (marks.quote[:1], marks.delimiter[:1], marks.escape, *(end[:1] for end in ends))
        blanks = [blank for blank in (b" ", b"\t") if blank not in meant]
        self._space = re.compile(b"(?:" + b"|".join(blanks or [b"(?!)"]) + b")*")
        self._whole = not marks.escape and not marks.skips_space and len(marks.delimiter) == 1
        if marks.escape:
            escaped = escape + rb"(\r\n|.)"
            # Many in a row are passed over at once, without a way back.
            run = b"(?:" + escaped + b")++|"
            self._escaped = re.compile(escaped, re.DOTALL)
            self._cell_stop = re.compile(run + self._cell_stop.pattern, re.DOTALL)
            self._quotes = re.compile(run + self._quotes.pattern, re.DOTALL)
            pair = b"|(" + quote + b")" + quote if marks.doubled and quote else b"|(?!)()"
            self._inner = re.compile(escaped + pair, re.DOTALL)

    def records(self, text: bytes) -> Iterator[ReadRecord]:
        """Read a text to its end; the last record may be one that it does not end.

        A carriage return must not be the last byte unless the file ends there.
        """
        position = 0
        while position < len(text):
            record = self._record(text, position)
            yield record
            if record.open is not None:
                return
            position = record.end

    def places(self, text: bytes, start: int) -> Iterator[tuple[int, int]]:
        """Say where each cell of the record at `start` begins and ends, quotes and all."""
        position = start
        while (cell := self._cell(text, position)) is not None:
            yield position, cell[1]
            if self._end.match(text, cell[1]):
                return
            position = cell[1] + len(self._marks.delimiter)
            if self._marks.skips_space:
                position = self._behind_space(text, position)

    def _record(self, text: bytes, start: int) -> ReadRecord:
        """Read the record that begins at `start`."""
        if self._marks.comment and text.startswith(self._marks.comment, start):
            stop = self._end.search(text, start)
            last = stop.start() if stop else start
            closed = None if stop else start
            behind = last + self._end_bytes(text, last)
            return ReadRecord(start, behind, [], [], open=closed, comment=True)
        cells: list[bytes] = []
        strays: list[int] = []
        position = start
        while True:
            if self._whole:
                position = self._plain_cells(text, position, cells)
            elif self._marks.skips_space and cells:
                position = self._behind_space(text, position)
            cell = self._cell(text, position)
            if cell is None:
                return ReadRecord(start, position, cells, strays, open=position)
            value, end, stray = cell
            if stray:
                strays.append(len(cells))
            cells.append(value)
            if self._end.match(text, end):
                break
            position = end + len(self._marks.delimiter)
        if text.startswith(b"\n", end) and not self._marks.terminator:
            return ReadRecord(start, end + 1, cells, strays, end == start)
        size = self._end_bytes(text, end)
        returned = not self._marks.terminator and size == 1
        return ReadRecord(start, end + size, cells, strays, end == start, returned)

    def _end_bytes(self, text: bytes, position: int) -> int:
        """Count the bytes of the record end that stands at `position`."""
        return len(self._marks.terminator) or 1 + text.startswith(b"\r\n", position)

    def _plain_cells(self, text: bytes, position: int, cells: list[bytes]) -> int:
        """Read at once the cells before the next quote or record end, save the one it stands in.

        Where the text ends first they are passed over: the record is not whole, however long.
        """
        stop = self._plain_stop.search(text, position)
        delimiter = self._marks.delimiter
        last = text.rfind(delimiter, position, stop.start() if stop else len(text))
        if last < 0:
            return position
        if stop:
            cells.extend(text[position:last].split(delimiter))
        return last + 1

    def _behind_space(self, text: bytes, position: int) -> int:
        """Pass over blanks, save those that are marks themselves."""
        space = self._space.match(text, position)
        return space.end() if space else position

    def _cell(self, text: bytes, position: int) -> ReadCell | None:
        """Read the cell that begins at `position`; None if the text does not end it."""
        marks = self._marks
        quote = len(marks.quote) if text.startswith(marks.quote, position) else 0
        close = self._closing_quote(text, position + quote) if quote else position
        if close is None:
            return None
        stop = self._cell_stop.search(text, close + quote)
        while marks.escape and stop and stop[1] is not None:
            stop = self._cell_stop.search(text, stop.end())
        if stop is None:
            return None
        end = stop.start()
        if quote and end == close + quote:
            return self._content(text[position + quote : close]), end, False
        value = text[position:end]
        bare = self._escaped.sub(b"", value) if marks.escape else value
        if marks.quote and marks.quote in bare:
            return value, end, True
        if marks.escape and value != marks.null:
            value = self._escaped.sub(rb"\1", value)
        return value, end, False

    def _content(self, written: bytes) -> bytes:
        """Give what stands between two quotes, without its doubling and escaping."""
        if self._marks.escape:
            return self._inner.sub(rb"\1\2", written)
        quote = self._marks.quote
        return written.replace(quote * 2, quote) if self._marks.doubled else written

    def _closing_quote(self, text: bytes, position: int) -> int | None:
        """Find the quote that closes a cell whose content begins at `position`.

        Of quotes in a row each pair is one doubled quote, so that only an odd number closes.
        """
        size = len(self._marks.quote)
        for quotes in self._quotes.finditer(text, position):
            escaped = self._marks.escape and quotes[1] is not None
            if not escaped and (quotes.end() - quotes.start()) // size % 2:
                return quotes.end() - size
        return None


def match_any(marks: tuple[bytes, ...]) -> bytes:
    """Give a pattern that finds any of these marks, of two that fit the one named first."""
    plain = [re.escape(mark) for mark in marks]
    if all(len(mark) == 1 for mark in marks):
        return b"[" + b"".join(plain) + b"]"
    return b"|".join(plain)

"""Records read cell by cell, for text that the fast way cannot judge.

A cell that begins with a quote runs to the next quote that is not doubled (RFC 4180, section 2,
rules 5 to 7); any other cell runs to the next delimiter or line end. Two things are wrong and are
read on all the same, with the cell kept as it is written, quotes and all:

- `ab"c`: a quote within a cell that does not begin with one stands for itself;
- `"B"x`: what follows the closing quote belongs to the cell, up to the next delimiter or line end.

A wrong cell therefore never swallows the records after it, unless its own quotes run over them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.intake.marks import Marks


class Cell(NamedTuple):
    """One cell: its value, the byte after it, and whether a stray quote stands in it."""

    value: bytes
    end: int
    stray: bool


class Record(NamedTuple):
    """One record: the bytes it takes, its cells, and which of them have a stray quote.

    `blank` marks a blank line (a cell of two quotes is none) and `returned` a record that a lone
    carriage return ends. A record that the text does not end has an `open` cell, which begins at
    that byte, and not all of its cells are given; it is not None for the last record only.
    """

    start: int
    end: int
    cells: list[bytes]
    strays: list[int]
    blank: bool = False
    returned: bool = False
    open: int | None = None


class Machine:
    """Reads records by the marks of one dialect."""

    def __init__(self, marks: Marks) -> None:
        """Prepare the searches: where a cell or a plain run of cells stops, quotes in a row."""
        self._quote = bytes([marks.quote])
        self._delimiter = bytes([marks.delimiter])
        self._cell_stop = re.compile(b"[" + re.escape(self._delimiter) + rb"\r\n]")
        self._plain_stop = re.compile(b"[" + re.escape(self._quote) + rb"\r\n]")
        self._quotes = re.compile(re.escape(self._quote) + b"+")

    def records(self, text: bytes) -> Iterator[Record]:
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

    def _record(self, text: bytes, start: int) -> Record:
        """Read the record that begins at `start`."""
        cells: list[bytes] = []
        strays: list[int] = []
        position = start
        while True:
            position = self._plain_cells(text, position, cells)
            cell = self._cell(text, position)
            if cell is None:
                return Record(start, position, cells, strays, open=position)
            if cell.stray:
                strays.append(len(cells))
            cells.append(cell.value)
            if not text.startswith(self._delimiter, cell.end):
                break
            position = cell.end + 1
        pair = text.startswith(b"\r\n", cell.end)
        returned = not pair and text.startswith(b"\r", cell.end)
        end = cell.end + 1 + pair
        return Record(start, end, cells, strays, cell.end == start, returned)

    def _plain_cells(self, text: bytes, position: int, cells: list[bytes]) -> int:
        """Read at once the cells before the next quote or line end, save the one it stands in.

        Where the text ends first they are passed over: the record is not whole, however long.
        """
        stop = self._plain_stop.search(text, position)
        last = text.rfind(self._delimiter, position, stop.start() if stop else len(text))
        if last < 0:
            return position
        if stop:
            cells.extend(text[position:last].split(self._delimiter))
        return last + 1

    def _cell(self, text: bytes, position: int) -> Cell | None:
        """Read the cell that begins at `position`; None if the text does not end it."""
        quoted = text.startswith(self._quote, position)
        close = self._closing_quote(text, position + 1) if quoted else position
        if close is None:
            return None
        stop = self._cell_stop.search(text, close + quoted)
        if stop is None:
            return None
        end = stop.start()
        if quoted and end == close + 1:
            value = text[position + 1 : close].replace(self._quote * 2, self._quote)
            return Cell(value, end, stray=False)
        value = text[position:end]
        return Cell(value, end, stray=self._quote in value)

    def _closing_quote(self, text: bytes, position: int) -> int | None:
        """Find the quote that closes a cell whose content begins at `position`.

        Of quotes in a row each pair is one doubled quote, so that only an odd number closes.
        """
        for quotes in self._quotes.finditer(text, position):
            if (quotes.end() - quotes.start()) % 2:
                return quotes.end() - 1
        return None

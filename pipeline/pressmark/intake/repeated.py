"""The header of a table that later files of it repeat ("Multiple Files").

The standard puts the files together as if they were one, so only the first has a header. Many
programs write one into each, and what a second one says is no record.
"""

from itertools import islice

from pressmark.intake.machine import Machine
from pressmark.intake.marks import Marks

MARK = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8, which each of several files may have."""


class RepeatedHeader:
    """Knows the rows with which the first file begins, up to the last of its header."""

    def __init__(self, marks: Marks, rows: int) -> None:
        """Expect so many rows."""
        self._machine = Machine(marks)
        self._rows = rows
        self._header: list[list[bytes]] | None = None

    def length(self, text: bytes) -> int:
        """Count the bytes in which the text at the beginning of a file repeats the header.

        The first text it is given has the header.
        """
        mark = len(MARK) if text.startswith(MARK) else 0
        records = list(islice(self._machine.records(text[mark:]), self._rows))
        whole = len(records) == self._rows and records[-1].open is None
        rows = [record.cells for record in records]
        if self._header is None:
            self._header = rows if whole else []
            return 0
        return mark + records[-1].end if whole and rows == self._header else 0

"""Text read by the machine, in the shape that scan and parse give."""

from array import array
from collections.abc import Sequence

from pressmark.intake.arrays import hold_encoded
from pressmark.intake.cells import Cells, Stray
from pressmark.intake.machine import Machine, ReadRecord
from pressmark.intake.marks import Marks
from pressmark.intake.records import Records, count_line_ends_before, make_positions

MOST_RECORDS = 32 * 1024
"""Read at once: each takes Python some 300 bytes, whatever it holds."""


class CollectedRecords:
    """Collects records that the machine has read: where they stand, and their cells."""

    def __init__(self, columns: int, kept_strays: int) -> None:
        """Expect so many cells a record, and keep so many cells with a stray quote."""
        self._columns = columns
        self._kept_strays = kept_strays
        self._starts = array("q")
        self._blank, self._returns = array("q"), array("q")
        self._ragged, self._counts = array("q"), array("q")
        self._whole: list[list[bytes]] = []
        self._strays: list[Stray] = []
        self._stray_count = 0
        self._end = self._omitted = 0

    def add(self, record: ReadRecord) -> None:
        """Take the next record."""
        number = len(self._starts)
        self._starts.append(record.start)
        self._end = record.end
        if record.returned:
            self._returns.append(number)
        if record.blank:
            self._blank.append(number)
        if record.strays:
            self._stray_count += len(record.strays)
            if len(self._strays) < self._kept_strays:
                self._keep_strays(number, record)
        if len(record.cells) == self._columns:
            self._whole.append(record.cells)
        elif not record.blank:
            self._ragged.append(number)
            self._counts.append(len(record.cells))

    def _keep_strays(self, number: int, record: ReadRecord) -> None:
        """Keep the cells of a record that have a stray quote, as long as there is room."""
        room = self._kept_strays - len(self._strays)
        for column in record.strays[:room]:
            self._strays.append(Stray(number, column, record.cells[column]))

    def pass_over(self, record: ReadRecord, *, rows: int) -> None:
        """Go on behind what is no record of the table."""
        self._end = record.end
        self._omitted += rows

    def records(self, text: bytes) -> Records:
        """Say where in their text the records stand."""
        lines = count_line_ends_before(text, make_positions([*self._starts, self._end]))
        return Records(
            starts=make_positions(self._starts),
            lines=lines[:-1],
            blank=make_positions(self._blank),
            returns=make_positions(self._returns),
            end=self._end,
            line_ends=int(lines[-1]),
            omitted=self._omitted,
        )

    def cells(self) -> Cells:
        """Give the cells as columns of text."""
        columns = zip(*self._whole, strict=True) if self._whole else [()] * self._columns
        return Cells(
            columns=tuple(map(hold_encoded, columns)),
            ragged=make_positions(self._ragged),
            counts=make_positions(self._counts),
            strays=tuple(self._strays),
            stray_count=self._stray_count,
        )


def read(  # noqa: PLR0913, PLR0917 - as many things bear on how a text is read
    text: bytes,
    marks: Marks,
    columns: int,
    record_bytes: int,
    kept_strays: int,
    omitted: Sequence[int] = (),
) -> tuple[Records, Cells]:
    """Read the whole records at the start of a text, up to one of more than `record_bytes`.

    Comments are passed over, and so are the rows that `omitted` lists, counted from 0.
    """
    reading = CollectedRecords(columns, kept_strays)
    left_out, row = set(omitted), 0
    for record in Machine(marks).records(text):
        if record.open is not None or record.end - record.start > record_bytes:
            break
        if record.comment or row in left_out:
            reading.pass_over(record, rows=not record.comment)
        else:
            reading.add(record)
        row += not record.comment
        if row >= MOST_RECORDS:
            break
    return reading.records(text), reading.cells()

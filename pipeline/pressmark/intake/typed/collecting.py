"""Typed cells of single records collected into blocks of text."""

from collections.abc import Iterator
from typing import Any

from pressmark.intake.arrays import hold_texts
from pressmark.intake.block import Block, make_batch
from pressmark.intake.faults import Faults, PlaceInFile
from pressmark.intake.limits import Limits
from pressmark.intake.null import choose_null_text
from pressmark.intake.record_faults import report_large_cell
from pressmark.intake.records import make_positions
from pressmark.intake.refusal import Refusal
from pressmark.intake.typed.native import UnwritableError, render_cell
from pressmark.package import Field, Table
from pressmark.report.rules import RECORD_FORMAT

RECORDS = 10_000
TEXT_LENGTH = 4 * 1024 * 1024


def collect_records(
    records: Iterator[tuple[int, list[Any]]],
    table: Table,
    faults: Faults,
    limits: Limits,
    lacking: tuple[str, ...] = (),
) -> Iterator[Block]:
    """Write records, each with its number and its cells in the order of the fields, as blocks.

    The columns of the `lacking` fields are null.
    """
    fields = table.schema.fields
    nulls = [None if each.name in lacking else choose_null_text(table, each) for each in fields]
    collecting = Collecting(len(fields))
    refused: Refusal | None = None
    try:
        for number, cells in records:
            texts = []
            for field, null, cell in zip(fields, nulls, cells, strict=True):
                place = PlaceInFile(number, field=field.name)
                text = render_or_report(cell, field, place, faults, limits.cell_bytes)
                texts.append(null if text is None else text)
            collecting.add(number, texts)
            if collecting.full:
                yield collecting.block()
    except Refusal as refusal:
        refused = refusal
    if collecting.numbers:
        yield collecting.block()
    if refused:
        raise refused


def render_or_report(
    cell: Any, field: Field, place: PlaceInFile, faults: Faults, most: int
) -> str | None:
    """Write a cell; one that cannot be text is reported, and read as missing.

    One of more than `most` bytes is reported too.
    """
    try:
        text = render_cell(cell, field)
    except RecursionError:
        why, hint = "is nested too deeply to be read", "Write the value anew."
    except UnwritableError as error:
        why, hint = str(error), error.hint
    else:
        if text is None or text.isascii() or is_text(text):
            if text is not None and len(text) * 4 > most and len(text.encode()) > most:
                report_large_cell(faults, place, most)
            return text
        why = "holds half of a surrogate pair, which is no character"
        hint = "Write the value anew."
    faults.add(RECORD_FORMAT, f"The cell {why}.", hint, place)
    return None


def is_text(text: str) -> bool:
    """Whether a text can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class Collecting:
    """Cells of some records, column by column."""

    def __init__(self, columns: int) -> None:
        """Begin without records."""
        self._columns = columns
        self._empty()

    def _empty(self) -> None:
        """Forget what has been collected."""
        self.numbers: list[int] = []
        self._texts: list[list[str | None]] = [[] for _ in range(self._columns)]
        self._length = 0

    @property
    def full(self) -> bool:
        """Whether this is enough for a block."""
        return len(self.numbers) >= RECORDS or self._length >= TEXT_LENGTH

    def add(self, number: int, texts: list[str | None]) -> None:
        """Add the cells of a record."""
        self.numbers.append(number)
        for column, text in zip(self._texts, texts, strict=True):
            column.append(text)
            self._length += len(text or "")

    def block(self) -> Block:
        """Give what has been collected, and begin anew."""
        arrays = [hold_texts(texts) for texts in self._texts]
        block = Block(make_positions(self.numbers), None, make_batch(arrays))
        self._empty()
        return block

"""Delimited text, such as CSV, as blocks ("Delimited")."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice

import pyarrow as pa

from pressmark.intake import header, misplaced, record_faults
from pressmark.intake.account import Account
from pressmark.intake.block import Block, make_batch
from pressmark.intake.cells import Cells
from pressmark.intake.faults import Faults, PlaceInFile
from pressmark.intake.header import Layout
from pressmark.intake.limits import Limits
from pressmark.intake.marks import Marks, find_alike_marks, read_marks
from pressmark.intake.parts import Parts, TextPart
from pressmark.intake.repeated import RepeatedHeader
from pressmark.intake.rows import Rows
from pressmark.intake.source import SOUND, FileText
from pressmark.package import Dialect, Table

PARSED_AT_ONCE = 2
BEHIND_HEADER = 2**62
"""A row behind all that a dialect can name."""


@dataclass
class Delimited:
    """Reads a table of delimited text.

    After the pass `records` counts the data records, and `missing` names the fields that have no
    column.
    """

    table: Table
    faults: Faults
    limits: Limits
    dialect: Dialect
    records: int = 0
    missing: tuple[str, ...] = ()

    def blocks(self, pieces: Iterator[tuple[int, bytes]], encoding: str) -> Iterator[Block]:
        """Give the records that have as many cells as the file has columns.

        A record of too few or too many cells counts but is not passed on, and so does a blank
        line, save in a file of one column, where it is an empty cell.
        """
        dialect = self.dialect
        marks = read_marks(dialect)
        if wrong := find_alike_marks(marks):
            self.faults.dialect(*wrong)
            return
        rows = Rows(dialect)
        again = RepeatedHeader(marks, max(rows.header, default=1)) if dialect.headed else None
        source = FileText(pieces, encoding, self.faults.seams, marks.terminator, again)
        parts = Parts(source.texts(), marks, rows, self.limits, self.faults.kept)
        account = Account(self.faults, source, marks, self.table.resource.encoding)
        try:
            yield from self._read(parts, account, marks)
        finally:
            self.records = account.records
            # Also where a later file is not there.
            for file in source.repeated:
                self.faults.repeated_header(file)

    def begin(
        self, pieces: Iterator[tuple[int, bytes]], marks: Marks, again: RepeatedHeader | None
    ) -> tuple[Layout, Parts] | None:
        """Read the header of UTF-8 alone, and report what is wrong with it.

        Give the columns, and where their records begin. None where the header is not all there, has
        too many columns, or is not UTF-8.
        """
        source = FileText(pieces, "utf-8", self.faults.seams, marks.terminator, again)
        rows = Rows(self.dialect)
        parts = Parts(source.texts(), marks, rows, self.limits, self.faults.kept)
        account = Account(self.faults, source, marks, self.table.resource.encoding)
        layout = self._layout(parts, account)
        if layout is None or len(layout.columns) > self.limits.columns or source.fault:
            return None
        return None if account.returned else (layout, parts)

    def portion(
        self, texts: Iterator[bytes], layout: Layout, records: int, lines: int
    ) -> Iterator[Block]:
        """Give records of sound text behind so many others, and so many line ends.

        After them `records` counts its own.
        """
        marks, rows = read_marks(self.dialect), Rows(self.dialect)
        rows.number = BEHIND_HEADER
        parts = Parts(texts, marks, rows, self.limits, self.faults.kept)
        parts.line = lines
        account = Account(self.faults, SOUND, marks, self.table.resource.encoding)
        account.records = records
        for part, cells in parse_parts(parts, marks, len(layout.columns)):
            yield self._block(part, cells, layout, account)
        self.records = account.records - records

    def _read(self, parts: Parts, account: Account, marks: Marks) -> Iterator[Block]:
        """Read the header, then the records; what cannot be read is reported."""
        layout = self._layout(parts, account)
        if layout is None:
            account.end(parts, header=True)
        elif len(layout.columns) <= self.limits.columns:
            self.missing = layout.missing(self.table.schema)
            for part, cells in parse_parts(parts, marks, len(layout.columns)):
                yield self._block(part, cells, layout, account)
            account.end(parts, header=False)

    def _layout(self, parts: Parts, account: Account) -> Layout | None:
        """Find out which column holds which field; None if the file ends within the header."""
        schema, dialect = self.table.schema, self.dialect
        if not dialect.headed and not schema.is_unknown:
            return header.lay_out_by_position(schema)
        found = header.read_header(parts, account, schema, dialect)
        if found is None:
            return None
        layout, place = found
        if not dialect.headed:
            # Nobody says how many columns there are: the first record shows it.
            account.records += 1
            return layout
        if not parts.rows.header and not schema.is_unknown:
            layout, place = self._below(parts, account, layout, place)
        if len(layout.columns) > self.limits.columns:
            self.faults.too_many_columns(len(layout.columns), self.limits.columns, place)
        else:
            header.check(layout, schema, self.faults, place)
        return layout

    def _below(
        self, parts: Parts, account: Account, layout: Layout, place: PlaceInFile
    ) -> tuple[Layout, PlaceInFile]:
        """Give the header that stands below what was read as one, which is reported, if it does."""
        schema = self.table.schema
        above = misplaced.count_rows_above(layout.columns, parts.ahead(misplaced.LOOKED_AT), schema)
        for _ in range(-1 if above is None else above + 1):
            record = parts.first()
            if record is None:
                return layout, place
            place = PlaceInFile(line=parts.line_of_first)
            account.header(record, place, parts.offset)
            cells = tuple(cell.decode() for cell in record.cells)
            known = header.write_in_case_of(cells, schema, self.dialect)
            layout = header.lay_out_by_name(known, schema, parts.first_written)
        if above is not None:
            misplaced.report(self.faults, place, above, parts.rows.number)
        return layout, place

    def _block(self, part: TextPart, cells: Cells, layout: Layout, account: Account) -> Block:
        """Account for a part, and give its records under the schema's fields."""
        before = account.records
        kept = account.part(part, cells, layout.fields)
        empty = pa.nulls(len(kept), pa.string())
        columns = [empty if place is None else cells.columns[place] for place in layout.places]
        if part.largest > self.limits.cell_bytes:
            names = (field.name for field in self.table.schema.fields)
            places = [record_faults.locate_record(part, before, int(number)) for number in kept]
            named = zip(names, columns, strict=True)
            record_faults.report_large_cells(self.faults, named, places, self.limits.cell_bytes)
        lines = part.line + part.records.lines[kept] + 1
        if self.faults.seams.several:
            lines = self.faults.seams.lines(lines, before + kept + 1)
        return Block(before + kept + 1, lines, make_batch(columns))


def parse_parts(parts: Parts, marks: Marks, columns: int) -> Iterator[tuple[TextPart, Cells]]:
    """Parse parts in file order, two at once while a third is cut.

    A file of one part, as most are, is not worth a thread.
    """
    rest = parts.rest(columns)
    ahead = list(islice(rest, 2))
    if len(ahead) == 1:
        yield ahead[0], ahead[0].cells(marks, columns)
        return
    pending: deque[tuple[TextPart, Future[Cells]]] = deque()
    with ThreadPoolExecutor(PARSED_AT_ONCE) as pool:
        for part in chain(ahead, rest):
            pending.append((part, pool.submit(part.cells, marks, columns)))
            if len(pending) > PARSED_AT_ONCE:
                first, cells = pending.popleft()
                yield first, cells.result()
        while pending:
            first, cells = pending.popleft()
            yield first, cells.result()

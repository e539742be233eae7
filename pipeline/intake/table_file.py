"""One pass over a table's file: text cells out, findings aside."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import pyarrow as pa

from pipeline.descriptor import Table
from pipeline.errors import machine_error
from pipeline.finding import Findings
from pipeline.intake import header
from pipeline.intake.account import Account
from pipeline.intake.cells import Cells
from pipeline.intake.decoding import known_encoding
from pipeline.intake.faults import Faults
from pipeline.intake.header import Layout
from pipeline.intake.limits import Limits
from pipeline.intake.marks import Marks, marks_of, unread
from pipeline.intake.parts import Part, Parts
from pipeline.intake.records import Positions
from pipeline.intake.source import Source

PARSED_AT_ONCE = 2
LIMITS = Limits()


@dataclass(frozen=True)
class Block:
    """Some records of a table, in file order.

    `records` are their numbers and `lines` the physical lines on which they start, both from 1.
    `cells` has the text columns c1, c2, … in the order of the schema's fields; a field that the
    file does not have is null throughout, any other cell is text, empty where nothing is written.
    """

    records: Positions
    lines: Positions
    cells: pa.RecordBatch


class TableFile:
    """Reads a table's one file, once.

    After the pass `records` counts the data records, those that are wrong and not passed on as
    well; `bytes` and `sha256` are of the whole file as it stands on disk; `missing` names the
    fields that the file has no column for.
    """

    def __init__(self, table: Table, findings: Findings, limits: Limits = LIMITS) -> None:
        """Read that table, and hand over what is wrong with its file."""
        self.records = 0
        self.bytes = 0
        self.sha256 = ""
        self.missing: tuple[str, ...] = ()
        self._table = table
        self._limits = limits
        self._faults = Faults(table, findings)

    def blocks(self) -> Iterator[Block]:
        """Give the records that have as many cells as the file has columns.

        A record of too few or too many cells counts but is not passed on, and so does a blank
        line, save in a file of one column, where it is an empty cell. ProjectError where the
        encoding is not known, MachineError where the file cannot be read.
        """
        resource, (path,) = self._table.resource, self._table.paths
        encoding = known_encoding(resource.encoding, self._table.place)
        source = Source(path, encoding, self._limits.block_bytes)
        try:
            if wrong := unread(resource.dialect):
                self._faults.dialect(wrong)
            else:
                yield from self._read(source, marks_of(resource.dialect))
            source.finish()
        except FileNotFoundError:
            self._faults.missing()
            return
        except OSError as error:
            raise machine_error(error, self._table.place) from error
        self.bytes, self.sha256 = source.bytes, source.sha256

    def _read(self, source: Source, marks: Marks) -> Iterator[Block]:
        """Read the header, then the records; what cannot be read is reported."""
        parts = Parts(source.texts(), marks, self._limits, self._faults.kept)
        account = Account(self._faults, source, marks, self._table.resource.encoding)
        layout = self._layout(parts, account)
        if layout is None:
            account.end(parts, header=True)
        elif len(layout.columns) > self._limits.columns:
            self._faults.too_many_columns(len(layout.columns), self._limits.columns)
        else:
            self.missing = layout.missing(self._table.schema)
            for part, cells in parsed(parts, marks, len(layout.columns)):
                yield self._block(part, cells, layout, account)
            account.end(parts, header=False)
        self.records = account.records

    def _layout(self, parts: Parts, account: Account) -> Layout | None:
        """Find out which column holds which field; None if the file ends within the header."""
        schema = self._table.schema
        if not self._table.resource.dialect.header:
            return header.by_position(schema)
        found = header.read_header(parts, account, schema)
        if found is None:
            return None
        layout, place = found
        if len(layout.columns) <= self._limits.columns:
            header.check(layout, schema, self._faults, place)
        return layout

    def _block(self, part: Part, cells: Cells, layout: Layout, account: Account) -> Block:
        """Account for a part, and give its records under the schema's fields."""
        before = account.records
        kept = account.part(part, cells, layout.fields)
        empty = pa.nulls(len(kept), pa.string())
        columns = [empty if place is None else cells.columns[place] for place in layout.places]
        return Block(
            records=before + kept + 1,
            lines=part.line + part.records.lines[kept] + 1,
            cells=pa.RecordBatch.from_arrays(
                columns, [f"c{number}" for number in range(1, len(columns) + 1)]
            ),
        )


def parsed(parts: Parts, marks: Marks, columns: int) -> Iterator[tuple[Part, Cells]]:
    """Parse parts in file order, two at once while a third is cut."""
    pending: deque[tuple[Part, Future[Cells]]] = deque()
    with ThreadPoolExecutor(PARSED_AT_ONCE) as pool:
        for part in parts.rest(columns):
            pending.append((part, pool.submit(part.cells, marks, columns)))
            if len(pending) > PARSED_AT_ONCE:
                first, cells = pending.popleft()
                yield first, cells.result()
        while pending:
            first, cells = pending.popleft()
            yield first, cells.result()

"""Files → drafts of their tables: layout, fields, keys, each choice with its reason."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.engine.connection import Engine
from pressmark.engine.tables import make_cells, raw, store
from pressmark.errors import ProjectError
from pressmark.field_types import FUNCTIONS
from pressmark.infer.candidates import swapped
from pressmark.infer.choosing import field_of, order_of
from pressmark.infer.column_evidence import ColumnEvidence, gather
from pressmark.infer.column_names import unused
from pressmark.infer.draft import Doubt, DraftLayout, DraftTable
from pressmark.infer.key_columns import (
    LONGEST_KEY,
    MOST_COLUMNS,
    Kept,
    with_primary_key,
    with_references,
)
from pressmark.infer.table_files import LIMITS, layouts, table_of
from pressmark.intake import Block, TableFile
from pressmark.intake.refusal import Refusal
from pressmark.package import Table
from pressmark.report.finding import Findings
from pressmark.report.rules import RECORD_SHORT

MOST_TOLD = 5


def describe(paths: Sequence[Path]) -> tuple[DraftTable, ...]:
    """Draft the schema of every table that the files hold.

    ProjectError where a file is not there or cannot be read as a table; MachineError.
    """
    found: list[Kept] = []
    with Engine() as engine:
        for function in FUNCTIONS:
            engine.teach(function.name, function.answer, function.parameters)
        for path in paths:
            try:
                describe_file(path, found, engine)
            except Refusal as refusal:
                raise ProjectError(str(path), refusal.message, refusal.hint) from None
        keyed = [replace(each, draft=with_primary_key(each, engine)) for each in found]
        return with_references(keyed, engine)


def describe_file(path: Path, found: list[Kept], engine: Engine) -> None:
    """Add the tables of a file to those found, under names that differ."""
    before = len(found)
    for name, layout in layouts(path):
        taken = Counter(each.draft.name for each in found)
        found.append(describe_table(path, layout, unused(name, taken), len(found), engine))
    if len(found) == before:
        raise ProjectError(str(path), "holds no table", "name a file that holds records")


def describe_table(
    path: Path, layout: DraftLayout, name: str, position: int, engine: Engine
) -> Kept:
    """Draft the schema of one table, and keep the columns that may be keys."""
    if not layout.columns:
        raise ProjectError(str(path), "holds no table", "name a file that holds records")
    table, findings = table_of(path, layout, name), Findings(MOST_TOLD)
    keeping = KeptColumns(table, position, engine)

    def read() -> Iterator[pa.RecordBatch]:
        return keeping.kept(TableFile(table, findings, LIMITS).blocks())

    evidence = gather(read, layout.columns, engine)
    orders = orders_in(evidence)
    fields = tuple(field_of(column, orders) for column in evidence)
    told = tuple(told_of(findings, evidence[0].cells))
    draft = DraftTable(name, path, layout, fields, evidence[0].cells, doubts=told)
    columns = {layout.columns[number - 1]: number for number in keeping.numbers}
    return Kept(draft, raw(position), columns)


def told_of(findings: Findings, records: int) -> Iterator[Doubt]:
    """Say what is wrong with the records of a file; a footer is what stands short at its end."""
    for each in findings.kept:
        if each.severity == "warning":
            continue
        at = f" (record {each.record:,})" if each.record else ""
        line = f" (line {each.line:,})" if each.line and not each.record else at
        footer = each.rule == RECORD_SHORT.id and (each.record or 0) > records
        words = f"Left out, as below the table: {each.message}" if footer else each.message
        yield Doubt(f"{words}{line}", 3, stops=not footer)


@dataclass
class KeptColumns:
    """Keeps the columns of a table that may be keys, the first time that it is read.

    `numbers` are those of the columns, known from the first block on.
    """

    table: Table
    position: int
    engine: Engine
    numbers: tuple[int, ...] = ()
    done: bool = False

    def kept(self, blocks: Iterator[Block]) -> Iterator[pa.RecordBatch]:
        """Give the cells of blocks, which are kept as they pass."""
        keeps = not self.done
        self.done = True
        for turn, block in enumerate(blocks):
            if keeps and turn == 0:
                self.numbers = tuple(islice(short_columns(block.cells), MOST_COLUMNS))
                make_cells(self.engine, self.table, self.position, self.numbers)
            if keeps:
                store(self.engine, self.table, self.position, self.numbers, block)
            yield block.cells


def short_columns(cells: pa.RecordBatch) -> Iterator[int]:
    """Number the columns whose texts are short enough for keys."""
    for number, column in enumerate(cells.columns, start=1):
        longest = pc.max(pc.utf8_length(column)).as_py()
        if longest and longest <= LONGEST_KEY:
            yield number


def orders_in(evidence: Sequence[ColumnEvidence]) -> frozenset[str]:
    """Find how dates begin in the columns that can be read in one way only."""
    found = set()
    for column in evidence:
        sound = [fit.candidate for fit in column.fits if not fit.wrong]
        if len(sound) == 1 and swapped(sound[0]):
            found.add(order_of(sound[0]))
    return frozenset(found)

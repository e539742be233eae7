"""A table's file read and its cells judged in one pass, a block at a time.

The next block is cut and parsed while two are judged, each by a thread with a cursor of its own:
DuckDB works without Python's lock. Only the columns that keys read are held, unless somebody asks
for the whole table.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from queue import SimpleQueue

from pressmark.engine.cell_file import CellFile
from pressmark.engine.connection import Cursor, Engine
from pressmark.engine.tables import make_cells, make_cells_batch, store
from pressmark.intake import Block, TableFile
from pressmark.package import Table
from pressmark.report import TableReport
from pressmark.report.finding import Findings
from pressmark.report.rules import CELL_SHEET_ERROR, HEADER_MISSING, list_known_rules
from pressmark.report.sheet_rules import SHEET_ERROR
from pressmark.validate.cell_check import JudgedBlock
from pressmark.validate.cell_judge import CellJudge
from pressmark.validate.key_cells import KeyCells

Told = Callable[[int, int], None]
"""Hears how many records and bytes of a table have been read."""

JUDGED_AT_ONCE = 2


@dataclass(frozen=True)
class Keeping:
    """Where cells of a table are kept: in which engine, for which position, which columns.

    Those that keys read are held beside it, and no others where `numbers` is None. A wide table
    that is kept whole has a file for all its `cells`.
    """

    engine: Engine
    keys: KeyCells
    position: int
    numbers: tuple[int, ...] | None = None
    cells: CellFile | None = None


@dataclass(frozen=True)
class ReadTable:
    """What was read of a table, and the fields that its file may hold and we have not seen.

    In a `sound` one nothing at all was found.
    """

    report: TableReport
    unseen: frozenset[str]
    sound: bool = False


def read_table(
    file: TableFile, keeping: Keeping, judge: CellJudge, findings: Findings, hear: Told
) -> ReadTable:
    """Read a table, judge its cells, and keep those that are asked for."""
    start, table = time.perf_counter(), file.table
    before = findings.counts.copy()
    if keeping.numbers is not None:
        make_cells(keeping.engine, table, keeping.position, keeping.numbers)
    judge_blocks(file, keeping, judge, hear)
    seconds = time.perf_counter() - start
    report = TableReport(table.name, table.place, file.records, file.bytes, file.sha256, seconds)
    return conclude(report, file.missing, judge, before, findings)


def conclude(
    report: TableReport,
    missing: tuple[str, ...],
    judge: CellJudge,
    before: Counter[str],
    findings: Findings,
) -> ReadTable:
    """Say what was found in the cells of a table, and which of its fields are unseen.

    What is wrong with its files has been found since the counts `before`, and it is `missing` those
    fields.
    """
    table = judge.table
    # A field may be left out where fieldsMatch allows it: then it has no values, and is seen.
    reported = findings.counts[HEADER_MISSING.id] > before[HEADER_MISSING.id]
    absent = missing if reported else ()
    # What a sheet shows in place of results is told by sheet and cell, where that could be seen.
    in_sheet = findings.counts[SHEET_ERROR.id] > before[SHEET_ERROR.id]
    judge.report(findings, absent, (CELL_SHEET_ERROR,) if in_sheet else ())
    new = [rule for rule in list_known_rules() if findings.counts[rule.id] > before[rule.id]]
    unseen = table.schema.fields if any(rule.hides_records for rule in new) else ()
    return ReadTable(report, frozenset(absent).union(field.name for field in unseen))


def judge_blocks(file: TableFile, keeping: Keeping, judge: CellJudge, hear: Told) -> None:
    """Judge a file's blocks and take what is found in file order.

    A file of one block, as most are, is not worth a thread.
    """
    blocks = tell_progress(file, hear)
    ahead = deque(islice(blocks, 2))
    if len(ahead) > 1:
        judge_at_once(give_blocks(ahead, blocks), keeping, judge)
    for block in ahead:
        keep_block(block, keeping, judge.table)
        judge.add(judge.wrong(block, keeping.engine), keeping.engine)
    judge.finish(keeping.engine)


def judge_at_once(blocks: Iterator[Block], keeping: Keeping, judge: CellJudge) -> None:
    """Judge two blocks at once, each with a cursor of its own, while the next one is read.

    They are kept in file order, so that what is sorted in its file is sorted where it is kept.
    """
    cursors: SimpleQueue[Cursor] = SimpleQueue()

    def work(block: Block) -> JudgedBlock:
        cursor = cursors.get()
        try:
            return judge.wrong(block, cursor)
        finally:
            cursors.put(cursor)

    pending: deque[Future[JudgedBlock]] = deque()
    with ExitStack() as opened, ThreadPoolExecutor(JUDGED_AT_ONCE) as pool:
        for _ in range(JUDGED_AT_ONCE):
            cursors.put(opened.enter_context(keeping.engine.cursor()))
        for block in blocks:
            keep_block(block, keeping, judge.table)
            pending.append(pool.submit(work, block))
            if len(pending) > JUDGED_AT_ONCE:
                judge.add(pending.popleft().result(), keeping.engine)
        while pending:
            judge.add(pending.popleft().result(), keeping.engine)


def keep_block(block: Block, keeping: Keeping, table: Table) -> None:
    """Keep the columns of a block that are to be kept."""
    if keeping.keys.numbers:
        keeping.keys.add(block, keeping.engine)
    if keeping.numbers is not None:
        store(keeping.engine, table, keeping.position, keeping.numbers, block)
    if keeping.cells:
        keeping.cells.add(make_cells_batch(block))


def tell_progress(file: TableFile, hear: Told) -> Iterator[Block]:
    """Give a file's blocks, and tell how far they go."""
    for block in file.blocks():
        if len(block.records):
            hear(int(block.records[-1]), file.bytes)
        yield block


def give_blocks(ahead: deque[Block], blocks: Iterator[Block]) -> Iterator[Block]:
    """Give the blocks read ahead, none of which is held any longer, then the others."""
    while ahead:
        yield ahead.popleft()
    yield from blocks

"""Every cell rule run over a table's blocks, by queries that select what is wrong.

Of a block whose bytes leave few rows in doubt these wait for those of other blocks: to plan a query
takes longer than to ask it about a thousand rows.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pressmark.engine.connection import ARRIVING, Cursor
from pressmark.engine.tables import make_batch, make_columns, select_cells
from pressmark.engine.wide import Alike, group_alike, is_wide, stack_columns
from pressmark.intake import Block, hold_numbers, list_all_missing_texts
from pressmark.package import Table
from pressmark.report.finding import Findings
from pressmark.report.phrases import LONGEST_VALUE
from pressmark.report.rule import Rule
from pressmark.report.told import RawFinding, tell
from pressmark.rules import list_cell_rules
from pressmark.validate.cell_check import (
    CellCheck,
    Checks,
    Doubtful,
    JudgedBlock,
    NumberedWrong,
    Wrong,
    blame_plugged,
    make_checks,
)
from pressmark.validate.doubts import Doubts
from pressmark.validate.held_texts import Rows, unite
from pressmark.words import Suggestions

FEW_ALIKE = 8
"""Columns that are so few are asked beside others, not under each other."""

ASKED_AT_ONCE = 128
"""Checks in one query: what the engine holds of a query grows with it, 3 MB a column of numbers."""

FEW_CELLS = 1 << 16
"""Cells of one block, in all columns that may be asked, that wait for those of others."""
MOST_WAITING = 8 * 1024 * 1024
"""Bytes of cells that wait before they are asked."""


def find_runs(places: NDArray[np.int32]) -> tuple[list[int], list[int], list[int]]:
    """Give each number of sorted ones, where it begins and how often it is there."""
    numbers, starts, counts = np.unique(places, return_index=True, return_counts=True)
    return numbers.tolist(), starts.tolist(), counts.tolist()


class CellJudge:
    """Runs every cell rule over a table's blocks; blocks may be judged by several threads."""

    def __init__(
        self,
        table: Table,
        limit: int,
        unread: frozenset[str],
        asks: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """Judge that table by the rules that it `asks`, and pass over `unread` patterns.

        At most `limit` cells of each check are listed.
        """
        self.table = table
        self.limit = limit
        held = make_columns(table)
        groups = group_alike(held) if is_wide(table) else tuple(Alike(each, (n,)) for n, each in
                                                          enumerate(held, start=1))  # fmt: skip
        rules = [applied for applied in list_cell_rules() if asks(applied.rule.id)]
        self.groups = tuple((each, tuple(make_checks(each, rules, unread))) for each in groups)
        every = (check for _, checks in self.groups for checks_of_rule in checks
                 for check in checks_of_rule)  # fmt: skip
        self.checks = tuple(sorted(every, key=lambda each: each.number))
        self.missing = list_all_missing_texts(table)
        alone = (each.numbers for each, checks in self.groups
                 if checks and len(each.numbers) <= FEW_ALIKE)  # fmt: skip
        self.numbers = tuple(number for numbers in alone for number in numbers)
        """The columns that are not asked under each other, and that some rule is about."""
        self._waiting: list[Doubtful] = []

    def wrong(self, block: Block, cursor: Cursor) -> JudgedBlock:
        """Find the wrong cells of a block, so many columns at a time, or what to ask later.

        What the bytes of a column already answer is not asked: of a million records of 12 columns
        that took 0.2 s, and asking 1.7 s.
        """
        if not self.checks:
            return JudgedBlock([])
        doubts = Doubts(block, self.missing)
        found: list[Wrong] = []
        asked: list[CellCheck] = []
        doubtful: list[Rows] = []
        for group, checks in self.groups:
            if len(group.numbers) > FEW_ALIKE:
                found += self.wrong_of_alike(group, checks, block, cursor)
                continue
            for each in (check for of_rule in checks for check in of_rule):
                rows = doubts.about(each.number, each.check)
                if len(rows):
                    asked.append(each)
                    doubtful.append(rows)
        rows = unite(*doubtful)
        if found or len(rows) * len(self.numbers) > FEW_CELLS:
            return JudgedBlock(found + self.wrong_of_block(asked, doubtful, block, cursor))
        if not asked:
            return JudgedBlock([])
        return JudgedBlock([], Doubtful(asked, take_rows(block, self.numbers, rows)))

    def wrong_of_alike(
        self, group: Alike, checks: Checks, block: Block, cursor: Cursor
    ) -> list[Wrong]:
        """Find what the checks of columns that are alike find in a block, in one question."""
        found: list[Wrong] = []
        first, texts = group.numbers[0], [of_rule[0] for of_rule in checks]
        cells = make_batch(block, group.numbers)
        stacked = stack_columns(cells, group.numbers, group.column.text, ("record", "line"))
        with cursor.arriving(stacked), blame_plugged(texts):
            asked = self.selecting(texts, (first,), ("place",))
            for batch in cursor.batches(asked) if texts else ():
                for turn, of_rule in enumerate(checks):
                    hits = batch.filter(batch.column(f"x{turn}"))
                    places = hits.column("place").to_numpy()
                    by_number = {each.number: each for each in of_rule}
                    for place, at, count in zip(*find_runs(places), strict=True):
                        cells = read_cells(hits.slice(at, min(count, self.limit)), first)
                        found.append((by_number[place], count, cells))
        return found

    def wrong_of_block(
        self, asked: list[CellCheck], doubtful: list[Rows], block: Block, cursor: Cursor
    ) -> list[Wrong]:
        """Find what each of some checks finds in the rows of a block that it leaves in doubt."""
        found: list[Wrong] = []
        for at in range(0, len(asked), ASKED_AT_ONCE):
            part = slice(at, at + ASKED_AT_ONCE)
            numbers = tuple(dict.fromkeys(each.number for each in asked[part]))
            cells = take_rows(block, numbers, unite(*doubtful[part]))
            found += self.wrong_of(asked[part], cells, cursor)
        return found

    def wrong_of(self, asked: list[CellCheck], cells: pa.Table, cursor: Cursor) -> list[Wrong]:
        """Find what some checks find in cells: `record`, `line` and the columns asked."""
        found: list[Wrong] = []
        numbers = tuple(dict.fromkeys(each.number for each in asked))
        with cursor.arriving(cells), blame_plugged(asked):
            # Sound blocks, of which there are most, are evaluated once and select nothing.
            for batch in cursor.batches(self.selecting(asked, numbers)):
                for turn, each in enumerate(asked):
                    flags = batch.column(f"x{turn}")
                    if flags.true_count:
                        first = batch.filter(flags).slice(0, self.limit)
                        found.append((each, flags.true_count, read_cells(first, each.number)))
        return found

    def selecting(
        self, asked: list[CellCheck], numbers: tuple[int, ...], beside: tuple[str, ...] = ()
    ) -> str:
        """Give SQL for the records of the arriving block that hold something wrong, and what."""
        judged = select_cells(self.table, numbers, ARRIVING, beside)
        flags = ", ".join(f"{each.violated} as x{turn}" for turn, each in enumerate(asked))
        either = " or ".join(f"x{turn}" for turn in range(len(asked)))
        order = ", ".join((*beside, "record"))
        return f"select * from (select *, {flags} from ({judged})) where {either} order by {order}"

    def add(self, judged: JudgedBlock, cursor: Cursor) -> None:
        """Take what was found in the next block, in file order, and ask what has waited enough."""
        if judged.doubtful:
            self._waiting.append(judged.doubtful)
        if judged.found or sum(each.cells.nbytes for each in self._waiting) > MOST_WAITING:
            self.finish(cursor)
        self._count(judged.found)

    def finish(self, cursor: Cursor) -> None:
        """Ask about the rows that wait: each check about all, as it finds nothing in the others."""
        if not self._waiting:
            return
        asked = list({id(check): check for each in self._waiting for check in each.asked}.values())
        cells = pa.concat_tables(each.cells for each in self._waiting)
        self._waiting = []
        for at in range(0, len(asked), ASKED_AT_ONCE):
            self._count(self.wrong_of(asked[at : at + ASKED_AT_ONCE], cells, cursor))

    def _count(self, found: list[Wrong]) -> None:
        """Count what was found, and keep the first of it."""
        for each, count, cells in found:
            each.count += count
            each.cells += cells[: each.most(self.limit) - len(each.cells)]

    def number(self, found: list[Wrong]) -> list[NumberedWrong]:
        """Give what was found with the numbers of its checks, from 0, for another to take."""
        numbers = {id(each): number for number, each in enumerate(self.checks)}
        return [(numbers[id(each)], count, cells) for each, count, cells in found]

    def take(self, found: list[NumberedWrong]) -> None:
        """Take what another found, in file order."""
        self._count([(self.checks[number], count, cells) for number, count, cells in found])

    def report(
        self, findings: Findings, absent: tuple[str, ...] = (), told: tuple[Rule, ...] = ()
    ) -> None:
        """Say what was found in the whole table.

        Nothing is said of the cells of `absent` fields, whose header has been said to be missing,
        and nothing by rules whose cells have been `told` by another.
        """
        suggested: defaultdict[Rule, Suggestions] = defaultdict(Suggestions)
        for each in self.checks:
            if each.rule in told or self.table.schema.fields[each.number - 1].name in absent:
                continue
            tell(findings, each.telling(self.table), each.cells, each.count, suggested[each.rule])


def take_rows(block: Block, numbers: tuple[int, ...], rows: Rows) -> pa.Table:
    """Give rows of some columns of a block: record, line and the cells."""
    cells = make_batch(block, numbers)
    taken = cells if len(rows) == cells.num_rows else cells.take(hold_numbers(rows))
    return pa.Table.from_batches([taken])


def read_cells(batch: Any, number: int) -> list[RawFinding]:
    """Read the cells of one column from an Arrow batch."""
    columns = (batch.column(name).to_pylist() for name in ("record", "line", f"w{number}"))
    return [
        RawFinding(record, line, value[:LONGEST_VALUE])
        for record, line, value in zip(*columns, strict=True)
    ]

"""Every cell rule run over a table's blocks, one query a block that selects what is wrong."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pressmark.engine.connection import ARRIVING, Cursor
from pressmark.engine.tables import make_batch, make_columns, select_cells
from pressmark.engine.wide import Alike, group_alike, is_wide, stack_columns
from pressmark.intake import Block, hold_numbers, list_all_missing_texts
from pressmark.package import Table
from pressmark.report.finding import Findings
from pressmark.report.phrases import LONGEST_VALUE
from pressmark.report.rule import Rule
from pressmark.report.rules import CELL_PATTERN
from pressmark.report.told import CheckWords, RawFinding, tell
from pressmark.rules import CellRule, ColumnCheck, list_cell_rules
from pressmark.validate.doubts import Doubts
from pressmark.validate.held_texts import Rows, unite
from pressmark.words import Suggestions

FEW_ALIKE = 8
"""Columns that are so few are asked beside others, not under each other."""

ASKED_AT_ONCE = 128
"""Checks in one query: what the engine holds of a query grows with it, 3 MB a column of numbers."""


@dataclass
class CellCheck:
    """A rule applied to the column of that number, and what it has found so far."""

    number: int
    applied: CellRule
    check: ColumnCheck
    count: int = 0
    cells: list[RawFinding] = field(default_factory=list)

    def most(self, limit: int) -> int:
        """How many of its cells are listed, of at most `limit`."""
        return limit if self.applied.listed is None else min(limit, self.applied.listed)

    @property
    def rule(self) -> Rule:
        """The rule, as people know it."""
        return self.applied.rule

    def telling(self, table: Table) -> CheckWords:
        """Give the words in which its cells are told."""
        return CheckWords(
            self.rule,
            table.name,
            table.place,
            (table.schema.fields[self.number - 1].name,),
            self.check.wrong,
            self.check.right,
            self.number,
            self.check.suggest,
            self.check.because,
        )

    @property
    def violated(self) -> str:
        """SQL that is true where a cell is wrong.

        A cell that its file lacks altogether is NULL as written: its header is what is wrong.
        """
        return f"w{self.number} is not null and ({self.check.violated})"


Wrong = tuple[CellCheck, int, list[RawFinding]]
"""What a check finds in one block: how many cells, and the first of them."""
NumberedWrong = tuple[int, int, list[RawFinding]]
"""The same under the number of its check."""
Checks = tuple[tuple[CellCheck, ...], ...]
"""What is asked of columns that are alike: of each rule a check for every one of them."""


def make_checks(
    group: Alike, rules: list[CellRule], unread: frozenset[str]
) -> Iterator[tuple[CellCheck, ...]]:
    """Apply rules to columns that are alike, but for patterns that are not read."""
    pattern = group.column.field.constraints.pattern
    for applied in rules:
        check = None
        if applied.rule is not CELL_PATTERN or pattern not in unread:
            check = applied.check(group.column)
        if check:
            yield tuple(CellCheck(number, applied, check) for number in group.numbers)


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

    def wrong(self, block: Block, cursor: Cursor) -> list[Wrong]:
        """Find the wrong cells of a block, so many columns at a time.

        What the bytes of a column already answer is not asked: of a million records of 12 columns
        that took 0.2 s, and asking 1.7 s.
        """
        if not self.checks:
            return []
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
        for at in range(0, len(asked), ASKED_AT_ONCE):
            part = slice(at, at + ASKED_AT_ONCE)
            found += self.wrong_of(asked[part], unite(*doubtful[part]), block, cursor)
        return found

    def wrong_of_alike(
        self, group: Alike, checks: Checks, block: Block, cursor: Cursor
    ) -> list[Wrong]:
        """Find what the checks of columns that are alike find in a block, in one question."""
        found: list[Wrong] = []
        first, texts = group.numbers[0], [of_rule[0] for of_rule in checks]
        cells = make_batch(block, group.numbers)
        with cursor.arriving(
            stack_columns(cells, group.numbers, group.column.text, ("record", "line"))
        ):
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

    def wrong_of(
        self, asked: list[CellCheck], rows: Rows, block: Block, cursor: Cursor
    ) -> list[Wrong]:
        """Find what some checks find in rows of a block, outside of which they find nothing."""
        found: list[Wrong] = []
        numbers = tuple(dict.fromkeys(each.number for each in asked))
        cells = make_batch(block, numbers)
        with cursor.arriving(
            cells if len(rows) == cells.num_rows else cells.take(hold_numbers(rows))
        ):
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

    def add(self, found: list[Wrong]) -> None:
        """Take what was found in the next block, in file order."""
        for each, count, cells in found:
            each.count += count
            each.cells += cells[: each.most(self.limit) - len(each.cells)]

    def number(self, found: list[Wrong]) -> list[NumberedWrong]:
        """Give what was found with the numbers of its checks, from 0, for another to take."""
        numbers = {id(each): number for number, each in enumerate(self.checks)}
        return [(numbers[id(each)], count, cells) for each, count, cells in found]

    def take(self, found: list[NumberedWrong]) -> None:
        """Take what another found, in file order."""
        self.add([(self.checks[number], count, cells) for number, count, cells in found])

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


def read_cells(batch: Any, number: int) -> list[RawFinding]:
    """Read the cells of one column from an Arrow batch."""
    columns = (batch.column(name).to_pylist() for name in ("record", "line", f"w{number}"))
    return [
        RawFinding(record, line, value[:LONGEST_VALUE])
        for record, line, value in zip(*columns, strict=True)
    ]

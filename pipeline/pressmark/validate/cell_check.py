"""A cell rule as it is applied to a column, and what it finds there block by block."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from pressmark.engine.failures import list_errors, list_machine_failures
from pressmark.engine.wide import Alike
from pressmark.errors import ProjectError
from pressmark.package import Table
from pressmark.plugins import find_place
from pressmark.report.rule import Rule
from pressmark.report.rules import CELL_PATTERN
from pressmark.report.told import CheckWords, RawFinding
from pressmark.rules import CellRule, ColumnCheck


@dataclass
class CellCheck:
    """A rule applied to the column of that number, and what it has found so far."""

    number: int
    applied: CellRule
    check: ColumnCheck
    plugin: str = ""
    """The plug-in that the rule is of, if it is of one."""
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


class Doubtful(NamedTuple):
    """Rows of a block that wait to be asked, and the checks that are to be asked about them."""

    asked: list[CellCheck]
    cells: pa.Table


class JudgedBlock(NamedTuple):
    """What was found in a block, or what is still to be asked."""

    found: list[Wrong]
    doubtful: Doubtful | None = None


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
            plugin = find_place("rules", applied)
            yield tuple(CellCheck(number, applied, check, plugin) for number in group.numbers)


@contextmanager
def blame_plugged(asked: Iterable[CellCheck]) -> Iterator[None]:
    """Say of SQL that cannot run which rules of plug-ins are in it: ours can.

    ProjectError: a mistake in a rule is never reported as one in the data.
    """
    try:
        yield
    except list_errors() as error:
        plugged = {each.rule.id: each.plugin for each in asked if each.plugin}
        if not plugged or isinstance(error, list_machine_failures()):
            raise
        place, names = next(iter(plugged.values())), " or ".join(plugged)
        wrong = f"the SQL of {names} cannot run: {str(error).splitlines()[0]}"
        raise ProjectError(place, wrong, "mend the rule; the data was not judged by it") from None

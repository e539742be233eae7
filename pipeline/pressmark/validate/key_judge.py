"""Every key rule run over a package: primary, unique and foreign keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from pressmark.engine.connection import Engine
from pressmark.intake import hold_numbers
from pressmark.package import Package
from pressmark.report.finding import Findings
from pressmark.report.phrases import LONGEST_VALUE
from pressmark.report.rules import KEY_FOREIGN
from pressmark.report.told import CheckWords, RawFinding, tell
from pressmark.rules.keys import SUSPECTS, KeyCheck
from pressmark.validate.held_texts import Rows
from pressmark.validate.key_cells import KeyCells
from pressmark.validate.key_checks import (
    AskedKey,
    list_asked_keys,
    list_key_columns,
    see_by_fields,
)
from pressmark.validate.key_proofs import find_lost, find_repeated
from pressmark.words import Suggestions

OFFENDERS = "inside.offenders"
"""What one key rule found, kept while it is counted and listed: finding costs more."""
DOUBTED = "doubted"
"""The records that a key rule is asked about, where they are not all of their table."""


class KeyJudge:
    """Judges the keys of a package whose tables were read, and holds the cells that they read."""

    def __init__(self, package: Package, engine: Engine) -> None:
        """Judge the keys of that package."""
        self.package, self.engine = package, engine
        columns = enumerate(zip(package.tables, list_key_columns(package), strict=True))
        self.held = tuple(
            KeyCells(table, f"keys{number}", read) for number, (table, read) in columns
        )

    def judge(self, position: int, unseen: tuple[frozenset[str], ...], findings: Findings) -> None:
        """Run every key rule that concerns a table, but those whose parents are `unseen`."""
        suggested = Suggestions()
        for asked in list_asked_keys(self.package, position):
            if not asked.is_seen(unseen):
                continue
            rows = self.doubt(asked)
            if rows is not None and not len(rows):
                continue
            seen = [self.held[side.position] for side in asked.sides]
            with show_doubted(seen[0], rows, self.engine) as first:
                names = [first, *(each.show(self.engine) for each in seen[1:])]
                sides = zip(seen, asked.sides, names, strict=True)
                keyed = (see_by_fields(each.table, side.fields, name) for each, side, name in sides)
                check = asked.check(self.package, tuple(keyed))
                count, found = find_offenders(check, self.engine, findings.limit)
            if count:
                words = phrase_check(self.package, check, self.engine)
                tell(findings, words, found, count, suggested)

    def forget(self) -> None:
        """Hold the cells no longer."""
        for each in self.held:
            each.forget(self.engine)

    def doubt(self, asked: AskedKey) -> Rows | None:
        """Find the records outside of which a key rule finds nothing; None where it is not seen."""
        cells, names = self.held[asked.sides[0].position], asked.sides[0].fields
        if asked.rule != KEY_FOREIGN:
            return find_repeated(cells, names, self.engine)
        parent = asked.sides[1]
        return find_lost(cells, names, self.held[parent.position], parent.fields, self.engine)


@contextmanager
def show_doubted(cells: KeyCells, rows: Rows | None, engine: Engine) -> Iterator[str]:
    """Let the engine ask some rows of cells, or all, for a block; give the name for them."""
    if rows is None:
        yield cells.show(engine)
        return
    engine.connection.register(DOUBTED, cells.whole.take(hold_numbers(rows)))
    yield DOUBTED
    engine.connection.unregister(DOUBTED)


def find_offenders(check: KeyCheck, engine: Engine, limit: int) -> tuple[int, list[RawFinding]]:
    """Count what a key rule finds, and give the first `limit` by their records."""
    engine.run("create schema if not exists inside")
    with keep_selected(engine, SUSPECTS, check.suspects):
        if not engine.rows(f"select 1 from {SUSPECTS} limit 1"):
            return 0, []
        with keep_selected(engine, OFFENDERS, check.offenders):
            count = engine.rows(f"select coalesce(sum(times), 0)::bigint from {OFFENDERS}")
            found = engine.rows(
                f"select record, line, left(value, {LONGEST_VALUE}), other from {OFFENDERS} "
                f"order by record limit {limit}"
            )
    return count[0][0], [RawFinding(*row) for row in found]


@contextmanager
def keep_selected(engine: Engine, name: str, selected: str) -> Iterator[None]:
    """Keep what a query selects as a table, for a block."""
    engine.run(f"create table {name} as {selected}")
    yield
    engine.run(f"drop table {name}")


def phrase_check(package: Package, check: KeyCheck, engine: Engine) -> CheckWords:
    """Give the words in which a key rule is told; the engine is asked for what was meant."""
    table = package.table(check.table)
    words = check.rule, table.name, table.place, check.fields, check.wrong, check.right, check
    if check.nearest is None:
        return CheckWords(*words)
    return CheckWords(*words, partial(ask_nearest, engine, check.nearest))


def ask_nearest(engine: Engine, nearest: str, value: str) -> str | None:
    """Ask a query for the allowed value that is spelled most like one."""
    near: list[tuple[str, ...]] = engine.rows(nearest, {"value": value})
    return near[0][0] if near else None

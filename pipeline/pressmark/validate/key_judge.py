"""Every key rule run over a package: primary, unique and foreign keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from pressmark.engine.connection import Engine
from pressmark.engine.tables import select_cells
from pressmark.field_types import Column
from pressmark.package import ForeignKey, Package, Schema, Table
from pressmark.report.finding import Findings
from pressmark.report.phrases import LONGEST_VALUE
from pressmark.report.rules import KEY_PRIMARY, KEY_UNIQUE
from pressmark.report.told import CheckWords, RawFinding, tell
from pressmark.rules.keys import SUSPECTS, KeyCheck, Keyed, is_unique, leads_to_one, leads_to_parent
from pressmark.validate.key_cells import KeyCells
from pressmark.validate.key_proofs import are_distinct, are_found, number_fields
from pressmark.words import Suggestions

OFFENDERS = "inside.offenders"
"""What one key rule found, kept while it is counted and listed: finding costs more."""


class AskedCheck(NamedTuple):
    """A key rule applied to a table, what may show that it finds nothing, and what it reads."""

    check: KeyCheck
    is_proven: Callable[[], bool]
    read: tuple[KeyCells, ...]


class KeyJudge:
    """Judges the keys of a package whose tables were read, and holds the cells that they read."""

    def __init__(self, package: Package, engine: Engine) -> None:
        """Judge the keys of that package."""
        self.package, self.engine = package, engine
        self.references: dict[str, list[tuple[ForeignKey, int]]] = {}
        names: list[set[str]] = [
            {name for key in list_unique_keys(table.schema) for name in key}
            for table in package.tables
        ]
        positions = {table.name: position for position, table in enumerate(package.tables)}
        for position, table in enumerate(package.tables):
            for key in table.schema.foreign_keys:
                there = positions[key.reference.resource or table.name]
                self.references.setdefault(table.name, []).append((key, there))
                names[position].update(key.fields)
                names[there].update(key.reference.fields)
        self.held = tuple(
            KeyCells(table, position, number_fields(table, sorted(read)))
            for position, (table, read) in enumerate(zip(package.tables, names, strict=True))
        )

    def judge(self, position: int, unseen: tuple[frozenset[str], ...], findings: Findings) -> None:
        """Run every key rule that concerns a table.

        `unseen` names, table by table, the fields of which not all cells were read. What refers to
        them is not checked: one finding about the parent says it all.
        """
        suggested = Suggestions()
        for check, is_proven, read in self.list_checks(position, unseen):
            if is_proven():
                continue
            for each in read:
                each.show(self.engine)
            self.engine.run("create schema if not exists inside")
            with keep_selected(self.engine, SUSPECTS, check.suspects) as suspects:
                if suspects:
                    report_offenders(self.package, check, self.engine, findings, suggested)

    def forget(self) -> None:
        """Hold the cells no longer."""
        for each in self.held:
            each.forget(self.engine)

    def list_checks(
        self, position: int, unseen: tuple[frozenset[str], ...]
    ) -> Iterator[AskedCheck]:
        """List the key rules of a table: its own keys, then what it refers to."""
        table, cells = self.package.tables[position], self.held[position]
        primary, *others = list_unique_keys(table.schema)
        kinds = [KEY_PRIMARY, *(KEY_UNIQUE for _ in others)]
        for kind, names in zip(kinds, (primary, *others), strict=True):
            if names:
                seen = see_by_fields(cells, names)
                unique = is_unique(kind, seen, lined=not table.paths[1:])
                yield AskedCheck(unique, partial(are_distinct, cells, names), (cells,))
        asked = set()
        for key, there in self.references.get(table.name, ()):
            fields = key.reference.fields
            if not unseen[there].isdisjoint(fields):
                continue
            parent = self.held[there]
            seen, by = see_by_fields(cells, key.fields), see_by_fields(parent, fields)
            found = partial(are_found, cells, key.fields, parent, fields)
            yield AskedCheck(leads_to_parent(seen, by), found, (cells, parent))
            what = (there, frozenset(fields))
            said_to_be_unique = map(frozenset, list_unique_keys(parent.table.schema))
            if what not in asked and what[1] not in said_to_be_unique:
                asked.add(what)
                distinct = partial(are_distinct, parent, fields)
                yield AskedCheck(leads_to_one(seen, by), distinct, (parent,))


def report_offenders(
    package: Package, check: KeyCheck, engine: Engine, findings: Findings, suggested: Suggestions
) -> None:
    """Count what a key rule finds, and list the first."""

    def ask(value: str) -> str | None:
        near = engine.rows(check.nearest, {"value": value}) if check.nearest else []
        return near[0][0] if near else None

    with keep_selected(engine, OFFENDERS, check.offenders) as count:
        found = engine.rows(
            f"select record, line, left(value, {LONGEST_VALUE}), other from {OFFENDERS} "
            f"order by record limit {findings.limit}"
        )
    telling = tell_of(package.table(check.table), check, ask if check.nearest else None)
    tell(findings, telling, [RawFinding(*row) for row in found], count, suggested)


@contextmanager
def keep_selected(engine: Engine, name: str, selected: str) -> Iterator[int]:
    """Keep what a query selects as a table, for a block; give the number of its rows."""
    engine.run(f"create table {name} as {selected}")
    yield int(engine.rows(f"select count(*) from {name}")[0][0])
    engine.run(f"drop table {name}")


def tell_of(table: Table, check: KeyCheck, ask: Callable[[str], str | None] | None) -> CheckWords:
    """Give the words in which a key rule is told; `ask` gives what was probably meant."""
    return CheckWords(
        check.rule, table.name, table.place, check.fields, check.wrong, check.right, check, ask
    )


def see_by_fields(cells: KeyCells, names: tuple[str, ...]) -> Keyed:
    """See a table by some of its fields."""
    table = cells.table
    numbers = number_fields(table, names)
    key = table.schema.primary_key or ()
    fields = [table.schema.fields[number - 1] for number in numbers]
    chosen = tuple(
        Column(field, f"c{number}", field.name in key)
        for number, field in zip(numbers, fields, strict=True)
    )
    return Keyed(table.name, f"({select_cells(table, numbers, cells.name)})", chosen)


def list_unique_keys(schema: Schema) -> tuple[tuple[str, ...], ...]:
    """List what no two records may share, once each: the primary key, or (), comes first."""
    single = tuple((field.name,) for field in schema.fields if field.constraints.unique)
    keys = (schema.primary_key or (), *schema.unique_keys, *single)
    once: dict[frozenset[str], tuple[str, ...]] = {}
    for names in keys:
        once.setdefault(frozenset(names), names)
    return tuple(once.values())

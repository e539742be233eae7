"""Every key rule run over a package: primary, unique and foreign keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pressmark.engine.connection import Engine
from pressmark.engine.tables import select_judged
from pressmark.field_types import Column
from pressmark.package import ForeignKey, Package, Schema, Table
from pressmark.report.finding import Finding, Findings
from pressmark.report.rules import KEY_PRIMARY, KEY_UNIQUE
from pressmark.rules.keys import SUSPECTS, KeyCheck, Keyed, is_unique, leads_to_one, leads_to_parent
from pressmark.validate.sentences import LONGEST_VALUE, phrase_fault, phrase_hint
from pressmark.words import Suggestions

OFFENDERS = "inside.offenders"
"""What one key rule found, kept while it is counted and listed: finding costs more."""


def judge_keys(
    package: Package,
    position: int,
    unseen: tuple[frozenset[str], ...],
    engine: Engine,
    findings: Findings,
) -> None:
    """Run every key rule that concerns a table.

    `unseen` names, table by table, the fields of which not all cells were read. What refers to
    them is not checked: one finding about the parent says it all.
    """
    suggested = Suggestions()
    for check in list_key_checks(package, position, unseen):
        with keep_selected(engine, SUSPECTS, check.suspects) as suspects:
            if suspects:
                report_offenders(package, check, engine, findings, suggested)


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
    for row in found:
        meant = suggested.of(row[2], ask, check) if check.nearest else None
        findings.add(make_finding(package.table(check.table), check, row, meant))
    if count > len(found):
        findings.count(check.rule.id, check.rule.severity, count - len(found))


@contextmanager
def keep_selected(engine: Engine, name: str, selected: str) -> Iterator[int]:
    """Keep what a query selects as a table, for a block; give the number of its rows."""
    engine.run(f"create table {name} as {selected}")
    yield int(engine.rows(f"select count(*) from {name}")[0][0])
    engine.run(f"drop table {name}")


def make_finding(table: Table, check: KeyCheck, row: tuple[Any, ...], meant: str | None) -> Finding:
    """Say what is wrong with one key, and what was probably meant."""
    record, line, value, other = row
    return check.rule.finding(
        phrase_fault(value, check.fields, check.wrong.replace("{other}", other)),
        table=table.name,
        path=table.place,
        record=record,
        line=line,
        field=", ".join(check.fields),
        value=value,
        hint=phrase_hint(meant, check.right),
    )


def see_by_fields(table: Table, position: int, names: tuple[str, ...]) -> Keyed:
    """See a table by some of its fields."""
    numbers = tuple(table.schema.position(name) + 1 for name in names)
    key = table.schema.primary_key or ()
    fields = [table.schema.fields[number - 1] for number in numbers]
    chosen = tuple(
        Column(field, f"c{number}", field.name in key)
        for number, field in zip(numbers, fields, strict=True)
    )
    return Keyed(table.name, select_judged(table, position, numbers), chosen)


def number_keys(package: Package, position: int) -> tuple[int, ...]:
    """Number the columns of a table that a key rule reads, from 1."""
    schema = package.tables[position].schema
    names = {name for key in list_unique_keys(schema) for name in key}
    for table, key, there in list_references(package):
        if table is package.tables[position]:
            names.update(key.fields)
        if there == position:
            names.update(key.reference.fields)
    return tuple(sorted(schema.position(name) + 1 for name in names))


def list_references(package: Package) -> Iterator[tuple[Table, ForeignKey, int]]:
    """List every foreign key with its table and the position of the table it refers to."""
    positions = {table.name: position for position, table in enumerate(package.tables)}
    for table in package.tables:
        for key in table.schema.foreign_keys:
            yield table, key, positions[key.reference.resource or table.name]


def list_key_checks(
    package: Package, position: int, unseen: tuple[frozenset[str], ...]
) -> list[KeyCheck]:
    """List the key rules of a table: its own keys, then what it refers to."""
    table = package.tables[position]
    schema = table.schema
    primary, *others = list_unique_keys(schema)
    kinds = [KEY_PRIMARY, *(KEY_UNIQUE for _ in others)]
    checks = [
        is_unique(kind, see_by_fields(table, position, names), lined=not table.paths[1:])
        for kind, names in zip(kinds, (primary, *others), strict=True)
        if names
    ]
    asked = set()
    for owner, key, there in list_references(package):
        if owner is not table or not unseen[there].isdisjoint(key.reference.fields):
            continue
        child = see_by_fields(table, position, key.fields)
        parent = see_by_fields(package.tables[there], there, key.reference.fields)
        checks.append(leads_to_parent(child, parent))
        what = (there, frozenset(key.reference.fields))
        said_to_be_unique = {
            frozenset(each) for each in list_unique_keys(package.tables[there].schema)
        }
        if what not in asked and what[1] not in said_to_be_unique:
            asked.add(what)
            checks.append(leads_to_one(child, parent))
    return checks


def list_unique_keys(schema: Schema) -> tuple[tuple[str, ...], ...]:
    """List what no two records may share, once each: the primary key, or (), comes first."""
    single = tuple((field.name,) for field in schema.fields if field.constraints.unique)
    keys = (schema.primary_key or (), *schema.unique_keys, *single)
    once: dict[frozenset[str], tuple[str, ...]] = {}
    for names in keys:
        once.setdefault(frozenset(names), names)
    return tuple(once.values())

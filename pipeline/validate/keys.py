"""Every key rule run over a package: primary, unique and foreign keys."""

from typing import Any

from pipeline.descriptor import Package, Schema, Table
from pipeline.engine import Engine
from pipeline.finding import Finding, Findings
from pipeline.rules.keys import KeyCheck, Keyed, ambiguous, dangles, repeats
from pipeline.tables import columns, judged
from pipeline.validate.sentences import LONGEST_VALUE, hinted, said


def judge_keys(package: Package, position: int, engine: Engine, findings: Findings) -> None:
    """Run every key rule that concerns a table."""
    for check in key_checks(package, position):
        count = engine.rows(f"select count(*) from ({check.offenders})")[0][0]
        if not count:
            continue
        found = engine.rows(
            f"select record, line, left(value, {LONGEST_VALUE}), other from ({check.offenders}) "
            f"order by record limit {findings.limit}"
        )
        for row in found:
            findings.add(key_finding(package.table(check.table), check, row, engine))
        findings.count(check.rule, "error", count - len(found))


def key_finding(table: Table, check: KeyCheck, row: tuple[Any, ...], engine: Engine) -> Finding:
    """Say what is wrong with one key."""
    record, line, value, other = row
    near = engine.rows(check.nearest, {"value": value}) if check.nearest else []
    field = ", ".join(check.fields)
    return Finding(
        check.rule,
        f"{said(value, field)} {check.wrong.replace('{other}', other)}",
        table=table.name,
        path=table.place,
        record=record,
        line=line,
        field=field,
        value=value,
        hint=hinted(near[0][0] if near else None, check.right),
    )


def keyed(table: Table, position: int, names: tuple[str, ...]) -> Keyed:
    """See a table by some of its fields."""
    held = columns(table)
    chosen = tuple(held[table.schema.position(name)] for name in names)
    return Keyed(table.name, judged(position), chosen)


def key_checks(package: Package, position: int) -> list[KeyCheck]:
    """List the key rules of a table: its own keys, then what it refers to."""
    table = package.tables[position]
    schema = table.schema
    primary, *others = unique_keys(schema)
    checks = [repeats("key.primary", keyed(table, position, primary))] if primary else []
    checks.extend(repeats("key.unique", keyed(table, position, names)) for names in others)
    asked = set()
    for key in schema.foreign_keys:
        parent_name = key.reference.resource or table.name
        there = [each.name for each in package.tables].index(parent_name)
        child = keyed(table, position, key.fields)
        parent = keyed(package.tables[there], there, key.reference.fields)
        checks.append(dangles(child, parent))
        what = (there, frozenset(key.reference.fields))
        said_to_be_unique = {frozenset(each) for each in unique_keys(package.tables[there].schema)}
        if what not in asked and what[1] not in said_to_be_unique:
            asked.add(what)
            checks.append(ambiguous(child, parent))
    return checks


def unique_keys(schema: Schema) -> tuple[tuple[str, ...], ...]:
    """List what no two records may share, once each: the primary key, or (), comes first."""
    single = tuple((field.name,) for field in schema.fields if field.constraints.unique)
    keys = (schema.primary_key or (), *schema.unique_keys, *single)
    once: dict[frozenset[str], tuple[str, ...]] = {}
    for names in keys:
        once.setdefault(frozenset(names), names)
    return tuple(once.values())

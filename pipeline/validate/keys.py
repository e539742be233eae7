"""Every key rule run over a package: primary, unique and foreign keys."""

from typing import Any

from pipeline.descriptor import Package, Table
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
        f"{said(value, field)} {check.wrong.format(other=other)}",
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
    checks = []
    if schema.primary_key:
        checks.append(repeats("key.primary", keyed(table, position, schema.primary_key)))
    single = tuple((field.name,) for field in schema.fields if field.constraints.unique)
    checks.extend(
        repeats("key.unique", keyed(table, position, names))
        for names in dict.fromkeys((*schema.unique_keys, *single))
        if names != schema.primary_key
    )
    for key in schema.foreign_keys:
        parent_name = key.reference.resource or table.name
        there = [each.name for each in package.tables].index(parent_name)
        child = keyed(table, position, key.fields)
        parent = keyed(package.tables[there], there, key.reference.fields)
        checks.append(dangles(child, parent))
        if key.reference.fields != package.tables[there].schema.primary_key:
            checks.append(ambiguous(child, parent))
    return checks

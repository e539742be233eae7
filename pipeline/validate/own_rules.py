"""The dataset's own rules (`schemas/rules/*.sql`): what their SELECTs find is wrong."""

import re
from typing import Any

from pipeline import sql
from pipeline.descriptor import Package, Statement, Table
from pipeline.engine import Engine, StatementError
from pipeline.errors import ProjectError
from pipeline.finding import Finding, Findings
from pipeline.tables import columns, raw


def run_rule(package: Package, rule: Statement, engine: Engine, findings: Findings) -> None:
    """Run one of the dataset's own rules; what it selects is wrong.

    ProjectError where it cannot run: a mistake in a rule is never reported as one in the data.
    """
    table, key = rule_target(package, rule)
    try:
        names, rows = engine.answer(located(package, rule, table, key))
    except StatementError as error:
        raise ProjectError(
            rule.place, f"cannot run: {error}", "mend the rule; the data was not judged by it"
        ) from None
    for row in rows:
        findings.add(rule_finding(rule, table, key, dict(zip(names, row, strict=True))))


def located(package: Package, rule: Statement, table: Table, key: tuple[str, ...]) -> str:
    """Give SQL that adds to a rule's SELECT the record and line of each offender."""
    held = columns(table)
    chosen = [held[table.schema.position(name)] for name in key]
    position = package.tables.index(table)
    keys = ", ".join(f"t.{column.text} as k{n}" for n, column in enumerate(chosen))
    same = " and ".join(f"found.{sql.name(name)} = located.k{n}" for n, name in enumerate(key))
    return f"""
        select located.record as "pressmark record", located.line as "pressmark line", found.*
        from ({rule.select}\n) as found left join (
            select t.record, r.line, {keys} from inside.t{position} t
            join {raw(position)} r on r.record = t.record) as located on {same}
        order by 1 nulls first, found.{sql.name(key[0])}"""


def rule_finding(
    rule: Statement, table: Table, key: tuple[str, ...], cells: dict[str, Any]
) -> Finding:
    """Say what a rule found in one record."""
    field = rule.heading("field") or None
    value = cells.get(field or key[0])
    return Finding(
        f"rule.{rule.name}",
        filled(rule.heading("message", f"breaks the rule {rule.name}"), cells),
        table=table.name,
        path=table.place,
        record=cells["pressmark record"],
        line=cells["pressmark line"],
        field=field,
        value=None if value is None else str(value),
        hint=filled(rule.heading("hint"), cells) or None,
        severity="warning" if rule.heading("severity") == "warning" else "error",
    )


def rule_target(package: Package, rule: Statement) -> tuple[Table, tuple[str, ...]]:
    """Find the table a rule speaks of and the columns that name its records."""
    try:
        table = package.table(rule.heading("table"))
    except KeyError:
        wrong = f"names the table {rule.heading('table')!r}, which is not in the package"
        raise ProjectError(rule.place, wrong, "write `-- table: <name>` at its top") from None
    written = rule.heading("key") or ", ".join(table.schema.primary_key or ())
    key = tuple(name.strip() for name in written.split(",") if name.strip())
    known = {field.name for field in table.schema.fields}
    if not key or not set(key) <= known:
        wrong = f"names the key {written!r}, which are no fields of {table.name}"
        raise ProjectError(rule.place, wrong, "write `-- key: <field>, <field>` at its top")
    return table, key


def filled(sentence: str, cells: dict[str, object]) -> str:
    """Put the values of a rule's columns where its sentence names them in braces."""

    def value(match: re.Match[str]) -> str:
        return str(cells[match[1]]) if match[1] in cells else match[0]

    return re.sub(r"\{([^{}]+)\}", value, sentence)

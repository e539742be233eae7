"""Every cell rule run over a table: one pass that counts, then one for a rule that found any."""

from pipeline.descriptor import Table
from pipeline.engine import Engine
from pipeline.finding import Finding, Findings
from pipeline.rules import CELL_RULES, Check, Rule
from pipeline.tables import columns, judged
from pipeline.validate.sentences import LONGEST_VALUE, hinted, said


def judge_cells(
    table: Table, position: int, engine: Engine, findings: Findings, unread: frozenset[str]
) -> None:
    """Run every cell rule over a table: one pass that counts, then one a rule that found any."""
    checks: list[tuple[int, Rule, Check]] = []
    for number, column in enumerate(columns(table), start=1):
        for rule in CELL_RULES:
            if rule.name == "cell.pattern" and column.field.constraints.pattern in unread:
                continue
            check = rule.check(column)
            if check:
                checks.append((number, rule, check))
    if not checks:
        return
    # A cell that its file lacks altogether is NULL as written: its header is what is wrong.
    counted = ", ".join(
        f"count(*) filter (where w{number} is not null and ({check.violated}))"
        for number, _, check in checks
    )
    counts = engine.rows(f"select {counted} from {judged(position)}")[0]
    for (number, rule, check), count in zip(checks, counts, strict=True):
        if count:
            most = findings.limit if rule.listed is None else min(findings.limit, rule.listed)
            found = engine.rows(
                f"select record, line, left(w{number}, {LONGEST_VALUE}) from {judged(position)} "
                f"where w{number} is not null and ({check.violated}) "
                f"order by record limit {most}"
            )
            field = table.schema.fields[number - 1].name
            for record, line, value in found:
                findings.add(cell_finding(table, field, rule, check, (record, line, value)))
            findings.count(rule.name, rule.severity, count - len(found))


def cell_finding(
    table: Table, field: str, rule: Rule, check: Check, cell: tuple[int, int, str]
) -> Finding:
    """Say what is wrong with one cell."""
    record, line, value = cell
    return Finding(
        rule.name,
        f"{said(value, field)} {check.because(value) or check.wrong}",
        table=table.name,
        path=table.place,
        record=record,
        line=line,
        field=field,
        value=value,
        hint=hinted(check.suggest(value), check.right),
        severity=rule.severity,
    )

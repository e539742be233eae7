"""Small reports for tests: what was found is written in the test."""

from typing import Any

from pressmark.report import Report, Row, TableReport, choose
from pressmark.report.finding import Finding, Findings

TABLES = (TableReport("laws", "records/laws.csv", 1204, 9000, "ab" * 32, 0.5),)
FIELDS = ("key", "effect", "year")
HOSTILE = "</script>|`@octocat`\n##[x]::error::%0A\x1b[2J\u202e<img src=x onerror=alert(1)>"


def row(*cells: str | None, fields: tuple[str, ...] = FIELDS) -> Row:
    """Write a record."""
    return Row(fields, dict(enumerate(cells)))


def found(rule: str = "cell.enum", record: int | None = 1, **properties: Any) -> Finding:
    """Write a finding in the table of laws, one line below its record's number."""
    given = {"message": '"bann" in effect is not allowed.', "field": "effect", "value": "bann"}
    line = None if record is None else record + 1
    place = {"table": "laws", "path": "records/laws.csv", "record": record, "line": line}
    return Finding(rule, **{**given, **place, **properties})


def report(
    *findings: Finding, limit: int = 100, rows: dict[int, Row] | None = None, **properties: Any
) -> Report:
    """Report findings; `rows` holds records of the table of laws by their numbers."""
    kept = Findings(limit)
    for each in findings:
        kept.add(each)
    return Report(
        "small",
        "1.0.0",
        TABLES,
        dict(sorted(kept.counts.items())),
        kept.errors,
        choose(kept, ["laws"], limit),
        severities=kept.severities,
        rows={("laws", number): each for number, each in (rows or {}).items()},
        **properties,
    )


def ordinary() -> Report:
    """Report two errors of one rule, one of another, and a warning."""
    return report(
        found(hint='Did you mean "ban"?'),
        found(record=2),
        found("file.hash", None, message="The file differs.", field=None, value="00", hint="Mend."),
        found("schema.pattern", None, message="Not checked.", value="(?=a)", severity="warning"),
        limit=3,
        rows={1: row("de-1", "bann", "2021")},
    )


def hostile() -> Report:
    """Report a finding whose every text is made to break out of its rendering."""
    names = (HOSTILE, "b")
    given: dict[str, Any] = {"message": HOSTILE, "hint": HOSTILE, "path": HOSTILE, "value": HOSTILE}
    finding = found(f"rule.{HOSTILE}", field=HOSTILE, **given)
    cells = {1: row(HOSTILE, "x" * 10_000, fields=names)}
    return report(finding, rows=cells, not_checked=(HOSTILE,))

"""The report as text for a terminal: what is wrong, where, and what would be right."""

from pipeline.finding import Finding
from pipeline.report.model import Report


def plural(number: int, word: str) -> str:
    """Count something in words people use: `1 record`, `1,204 records`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def render(report: Report) -> str:
    """Write the report as plain text, ending in one line that says whether the data is valid."""
    parts = [render_rule(report, rule) for rule in rules_in_order(report)]
    return "\n".join([*parts, *not_checked(report), verdict(report)]) + "\n"


def rules_in_order(report: Report) -> list[str]:
    """Name the rules that found something, in the order of the listed findings."""
    return list(dict.fromkeys([finding.rule for finding in report.findings] + [*report.counts]))


def render_rule(report: Report, rule: str) -> str:
    """Write what one rule found."""
    found = [finding for finding in report.findings if finding.rule == rule]
    count = report.counts[rule]
    lines = [f"{rule}: {plural(count, 'finding')}"]
    for finding in found:
        lines.append(f"  {where(finding)}")
        lines.append(f"    {finding.message}")
        if finding.hint:
            lines.append(f"    {finding.hint}")
    if count > len(found):
        lines.append(f"  and {count - len(found):,} more (--limit lists more)")
    return "\n".join(lines) + "\n"


def where(finding: Finding) -> str:
    """Say where a finding stands: file and line, then record and field."""
    place = finding.path or finding.table or "the package"
    if finding.line is not None:
        place += f":{finding.line}"
    parts = [place]
    if finding.record is not None:
        parts.append(f"record {finding.record}")
    if finding.field is not None:
        parts.append(f"field {finding.field}")
    if finding.severity == "warning":
        parts.append("warning")
    return ", ".join(parts)


def not_checked(report: Report) -> list[str]:
    """Say which of the dataset's own rules were not run."""
    if not report.not_checked:
        return []
    names = ", ".join(report.not_checked)
    return [f"Not checked yet: {names}. These rules run once nothing else is wrong.\n"]


def verdict(report: Report) -> str:
    """Say in one line what was judged and how it came out."""
    records = sum(table.records for table in report.tables)
    what = f"{report.name} {report.version}"
    size = f"{plural(len(report.tables), 'table')}, {plural(records, 'record')}"
    if report.valid:
        warnings = f", {plural(report.warnings, 'warning')}" if report.warnings else ""
        return f"{what} is valid: {size}{warnings}."
    return f"{what} is not valid: {plural(report.errors, 'error')} in {size}."

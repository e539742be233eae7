"""The report as text for a terminal: what is wrong, where, and what would be right."""

from pressmark.report.excerpt import point_at_cells, underline_cells
from pressmark.report.finding import Finding
from pressmark.report.model import Report
from pressmark.report.sentences import phrase_place, render_sentence
from pressmark.words import make_visible, phrase_count


def render(report: Report) -> str:
    """Write the report as plain text, ending in one line that says whether the data is valid."""
    parts = [render_rule(report, rule) for rule in report.rules]
    unchecked = [f"{line}\n" for line in report.unchecked]
    return "\n".join([*parts, *unchecked, report.verdict]) + "\n"


def render_rule(report: Report, rule: str) -> str:
    """Write what one rule found."""
    found = [finding for finding in report.findings if finding.rule == rule]
    count = report.counts[rule]
    lines = [f"{make_visible(rule)}: {phrase_count(count, 'finding')}"]
    for finding in found:
        lines.extend(render_finding(report, finding))
    if count > len(found):
        lines.append(f"  and {count - len(found):,} more (--limit lists more)")
    return "\n".join(lines) + "\n"


def render_finding(report: Report, finding: Finding) -> list[str]:
    """Write one finding: its place, what is wrong, the record with a caret, what would be right."""
    lines = [f"  {phrase_place(finding)}", f"    {render_sentence(finding.message)}"]
    if finding.shown:
        lines.extend(f"    | {line}" for line in underline_cells(finding.shown))
    elif row := report.row(finding):
        lines.extend(f"    | {line}" for line in point_at_cells(row, finding) if line)
    if finding.hint:
        lines.append(f"    {render_sentence(finding.hint)}")
    return lines

"""Words that every rendering shares: where a finding stands, and how the judging came out."""

from pressmark.report.finding import Finding
from pressmark.report.model import Report

LONGEST_NAME = 80
LONGEST_SENTENCE = 600


def plural(number: int, word: str) -> str:
    """Count something in words people use: `1 record`, `1,204 records`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def visible(text: str) -> str:
    """Write out what a terminal or a page would obey or hide: control and invisible characters."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in text
    )


def cut(text: str, most: int) -> str:
    """Show a text of any length in at most so many characters, all of them visible."""
    seen = visible(text[: most + 1])
    return seen if len(seen) <= most else seen[: most - 1] + "…"


def sentence(text: str | None) -> str:
    """Write a message or a hint on one line; empty where there is none."""
    return cut(text or "", LONGEST_SENTENCE)


def where(finding: Finding) -> str:
    """Say where a finding stands: file and line, then record and field."""
    place = visible(finding.path or finding.table or "the package")
    if finding.line is not None:
        place += f":{finding.line}"
    parts = [place]
    if finding.record is not None:
        parts.append(f"record {finding.record}")
    if finding.field is not None:
        parts.append(f"field {cut(finding.field, LONGEST_NAME)}")
    if finding.severity == "warning":
        parts.append("warning")
    return ", ".join(parts)


def not_checked(report: Report) -> list[str]:
    """Say which of the dataset's own rules were not run, and which passages were not compared."""
    lines = []
    if report.not_checked:
        names = visible(", ".join(report.not_checked))
        when = "run once nothing else is wrong"
        if report.valid:
            when = "came with the package and run with --trust-rules"
        lines.append(f"Not checked yet: {names}. These rules {when}.")
    if report.passages and report.passages.checked < report.passages.recorded:
        left = report.passages.recorded - report.passages.checked
        number = f"{left:,} of {plural(report.passages.recorded, 'passage')}"
        lines.append(
            f"Not checked: {number} of sources, without their texts (--sources FOLDER names them)."
        )
    return lines


def verdict(report: Report) -> str:
    """Say in one line what was judged and how it came out."""
    records = sum(table.records for table in report.tables)
    what = visible(f"{report.name} {report.version}")
    size = f"{plural(len(report.tables), 'table')}, {plural(records, 'record')}"
    if report.passages and report.passages.checked:
        size += f", {plural(report.passages.checked, 'passage')} of sources"
    if report.valid:
        warnings = f", {plural(report.warnings, 'warning')}" if report.warnings else ""
        return f"{what} is valid: {size}{warnings}."
    return f"{what} is not valid: {plural(report.errors, 'error')} in {size}."

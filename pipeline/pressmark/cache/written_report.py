"""Reports as JSON values that are kept, and read again as they were but for the times."""

from dataclasses import asdict
from typing import Any

from pressmark.report import FileReport, Passages, PassedOver, Report, Row, TableReport
from pressmark.report.finding import Finding, Line
from pressmark.report.not_checked import NotChecked


def can_be_kept(report: Report) -> bool:
    """Whether a report is what the package and the options alone make it."""
    return report.judged_by is None and report.second is None and not report.plugged


def write_report(report: Report) -> dict[str, Any]:
    """Write a report."""
    return {
        "name": report.name,
        "version": report.version,
        "tables": [asdict(each) for each in report.tables],
        "counts": report.counts,
        "errors": report.errors,
        "findings": [asdict(each) for each in report.findings],
        "not_checked": report.not_checked,
        "severities": report.severities,
        "rows": [[*where, row.fields, list(row.cells.items())] for where, row in
                 report.rows.items()],
        "place": report.place,
        "passages": report.passages,
        "asked": report.asked,
        "ignored": report.ignored,
        "not_read": [asdict(each) for each in report.not_read],
        "files": [asdict(each) for each in report.files],
        "passed_over": report.passed_over,
    }  # fmt: skip


def read_report(written: dict[str, Any]) -> Report:
    """Read a report that was written; nothing of it took any time."""
    return Report(
        name=written["name"],
        version=written["version"],
        tables=tuple(TableReport(**each | {"seconds": 0.0}) for each in written["tables"]),
        counts=written["counts"],
        errors=written["errors"],
        findings=tuple(map(read_finding, written["findings"])),
        not_checked=tuple(written["not_checked"]),
        severities=written["severities"],
        rows={
            (table, record): Row(tuple(fields), dict(cells))
            for table, record, fields, cells in written["rows"]
        },
        place=written["place"],
        passages=None if written["passages"] is None else Passages(*written["passages"]),
        asked=tuple(written["asked"]),
        ignored=written["ignored"],
        not_read=tuple(NotChecked(**each) for each in written["not_read"]),
        files=tuple(FileReport(**each) for each in written["files"]),
        passed_over=tuple(PassedOver(*each) for each in written["passed_over"]),
    )


def read_finding(written: dict[str, Any]) -> Finding:
    """Read a finding that was written."""
    shown = written["shown"]
    return Finding(**written | {"shown": None if shown is None else Line(*shown)})

"""The report as JSON (interface.md, "Report")."""

import json

from pipeline.report.model import Report


def render(report: Report, *, seconds: bool = True) -> str:
    """Write the report as JSON; without `seconds` equal data give equal bytes."""
    return json.dumps(report.written(seconds=seconds), ensure_ascii=False, indent=2) + "\n"

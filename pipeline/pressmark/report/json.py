"""The report as JSON (docs/reference/report.md)."""

import json

from pressmark.report.model import Report


def render(report: Report, *, seconds: bool = True) -> str:
    """Write the report as JSON; without `seconds` equal data give equal bytes."""
    text = json.dumps(report.written(seconds=seconds), ensure_ascii=False, indent=2) + "\n"
    # Half a surrogate pair, which no file can hold, becomes the escape that JSON has for it.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

"""What judging found, and its renderings; `RENDERINGS` is the registry."""

from collections.abc import Callable

from pipeline.report import html, json, text
from pipeline.report.model import Report, TableReport, listed

RENDERINGS: tuple[tuple[str, Callable[[Report], str]], ...] = (
    ("text", text.render),
    ("json", json.render),
    ("html", html.render),
)
"""Each rendering under the name that `--format` takes."""

__all__ = ["RENDERINGS", "Report", "TableReport", "listed"]

"""What judging found, and its renderings; `RENDERINGS` is the registry."""

from collections.abc import Callable

from pressmark.plugins import join_registry
from pressmark.report import github, html, json, markdown, sarif, text
from pressmark.report.listing import choose, find_positions
from pressmark.report.model import Passages, Report, SecondOpinion
from pressmark.report.read import FileReport, PassedOver, Row, TableReport

RENDERINGS: tuple[tuple[str, Callable[[Report], str]], ...] = (
    ("text", text.render),
    ("json", json.render),
    ("html", html.render),
    ("markdown", markdown.render),
    ("github", github.render),
    ("sarif", sarif.render),
)
"""Each rendering under the name that `--format` takes."""


def list_renderings() -> tuple[tuple[str, Callable[[Report], str]], ...]:
    """Give every rendering by its name, those of plug-ins last."""
    return join_registry("renderings", RENDERINGS, lambda each: each[0])


__all__ = [
    "RENDERINGS",
    "FileReport",
    "Passages",
    "PassedOver",
    "Report",
    "Row",
    "SecondOpinion",
    "TableReport",
    "choose",
    "find_positions",
    "list_renderings",
]

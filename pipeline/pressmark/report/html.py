"""The report as one page that needs nothing else: no script, no other file, no network."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.report.choices import choices_of, style_of
from pressmark.report.excerpt import excerpt
from pressmark.report.model import Report
from pressmark.report.sentences import sentence, where
from pressmark.words import cut, visible

if TYPE_CHECKING:
    import jinja2

ROOM = Path(__file__).parent
AROUND = 3
LONGEST_CELL = 120
LONGEST_OTHER = 40


@cache
def page() -> "jinja2.Template":
    """Compile the template once a process: a small package is judged in less time."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"visible": visible, "sentence": sentence}
    return environment.from_string((ROOM / "page.html").read_text(encoding="utf-8"))


def render(report: Report) -> str:
    """Write the report as a page; equal reports give equal bytes, and nothing in it tells time."""
    choices = choices_of(report)
    found = [
        {
            "finding": finding,
            "title": report.rule(finding.rule).title,
            "where": where(finding),
            "choices": choices.of(finding),
            "row": (row := report.row(finding)) and excerpt(row, finding, AROUND),
            "value": None if finding.value is None else cut(finding.value, LONGEST_CELL),
        }
        for finding in report.worst_first
    ]
    return page().render(
        report=report,
        style=(ROOM / "page.css").read_text(encoding="utf-8") + style_of(choices),
        choices=choices,
        found=found,
        listed=Counter(finding.rule for finding in report.findings),
        cut=lambda text: cut(text, LONGEST_CELL),
        short=lambda text: cut(text, LONGEST_OTHER),
    ) + "\n"  # fmt: skip

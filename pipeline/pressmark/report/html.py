"""The report as one page that needs nothing else: no script, no other file, no network."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.report.choices import collect_choices, render_style
from pressmark.report.excerpt import cut_excerpt
from pressmark.report.model import Report
from pressmark.report.sentences import phrase_place, render_sentence
from pressmark.words import cut, make_visible

if TYPE_CHECKING:
    import jinja2

ROOM = Path(__file__).parent
AROUND = 3
LONGEST_CELL = 120
LONGEST_OTHER = 40


@cache
def compile_template() -> "jinja2.Template":
    """Compile the template once a process: a small package is judged in less time."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"make_visible": make_visible, "render_sentence": render_sentence}
    return environment.from_string((ROOM / "page.html").read_text(encoding="utf-8"))


def render(report: Report) -> str:
    """Write the report as a page; equal reports give equal bytes, and nothing in it tells time."""
    choices = collect_choices(report)
    found = [
        {
            "finding": finding,
            "title": report.rule(finding.rule).title,
            "where": phrase_place(finding),
            "choices": choices.of(finding),
            "row": (row := report.row(finding)) and cut_excerpt(row, finding, AROUND),
            "value": None if finding.value is None else cut(finding.value, LONGEST_CELL),
        }
        for finding in report.worst_first
    ]
    return compile_template().render(
        report=report,
        style=(ROOM / "page.css").read_text(encoding="utf-8") + render_style(choices),
        choices=choices,
        found=found,
        listed=Counter(finding.rule for finding in report.findings),
        cut=lambda text: cut(text, LONGEST_CELL),
        short=lambda text: cut(text, LONGEST_OTHER),
    ) + "\n"  # fmt: skip

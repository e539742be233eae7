"""A comparison as one page that needs nothing else: no script, no other file, no network."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.compare import TableChanges, phrase_change, quote_value
from pressmark.compare.comparison import KINDS
from pressmark.compare.renderings.outcome import Changes, render_title
from pressmark.words import cut, make_visible

if TYPE_CHECKING:
    import jinja2

ROOM = Path(__file__).parent
LONGEST_CELL = 300


@cache
def compile_template() -> "jinja2.Template":
    """Compile the template once a process: a small package is judged in less time."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"make_visible": make_visible, "show_cell": show_cell}
    return environment.from_string((ROOM / "page.html").read_text(encoding="utf-8"))


def render(outcome: Changes) -> Iterator[str]:
    """Write the comparison as a page; equal comparisons give equal bytes."""
    yield compile_template().render(
        outcome=outcome,
        old=render_title(outcome.old),
        new=render_title(outcome.new),
        tables=[each for each in outcome.comparison.tables if has_changes(each)],
        kinds=KINDS,
        phrase_change=phrase_change,
        count_unlisted=count_unlisted,
        style=(ROOM / "page.css").read_text(encoding="utf-8"),
    ) + "\n"  # fmt: skip


def has_changes(table: TableChanges) -> bool:
    """Whether there is anything to tell of a table's records."""
    return bool(table.added or table.removed or table.changed or table.moved)


def count_unlisted(outcome: Changes, table: TableChanges, kind: str) -> int:
    """Count the changes of one kind that are not listed."""
    cells = sum(number for _, number in table.cells)
    whole = {"added": table.added, "removed": table.removed, "changed": cells}[kind]
    return whole - len(outcome.listed(table.name, kind))


def show_cell(value: str | None) -> str:
    """Show a cell; a missing value and an empty text are told apart."""
    if value is None:
        return "no value"
    return cut(value, LONGEST_CELL) if value else quote_value(value)

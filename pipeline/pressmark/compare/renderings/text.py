"""A comparison as text for a terminal."""

from collections.abc import Iterator

from pressmark.compare import Change, TableChanges, phrase_placed_change, quote_value
from pressmark.compare.comparison import KINDS
from pressmark.compare.renderings.outcome import Changes, render_title
from pressmark.words import cut, make_visible

BULLETS = {"added": "+", "removed": "-", "changed": "~"}
LONGEST_KEY, LONGEST_LABEL = 200, 60
"""Characters of a record's key, which without a primary key is all of it, and of its label."""


def render(outcome: Changes) -> Iterator[str]:
    """Write what changed, ending in what version it asks for, and why."""
    yield f"{make_visible(render_title(outcome.old))} → {make_visible(render_title(outcome.new))}\n"
    if outcome.comparison.schema:
        yield "\nSchema\n"
        for change in outcome.comparison.schema:
            yield f"  {make_visible(phrase_placed_change(change))}\n"
    for table in outcome.comparison.tables:
        yield from render_table(table, outcome)
    yield f"\n{outcome.verdict}\n"
    for demand in outcome.demands:
        yield f"  {demand.level}: {make_visible(demand.what)} ({demand.rule})\n"


def render_table(table: TableChanges, outcome: Changes) -> Iterator[str]:
    """Write the changes of one table; nothing where it has none."""
    counts = {"added": table.added, "removed": table.removed, "changed": table.changed}
    counted = counts | {"moved": table.moved}
    told = [f"{number:,} {kind}" for kind, number in counted.items() if number]
    if not told:
        return
    yield f"\n{make_visible(table.name)}: {', '.join(told)}\n"
    if table.note:
        yield f"  compared record by record, as wholes: {table.note}\n"
    for kind in KINDS:
        listed = outcome.listed(table.name, kind)
        for change in listed:
            yield f"  {BULLETS[kind]} {render_line(change, outcome)}\n"
        whole = counts[kind] if kind != "changed" else sum(number for _, number in table.cells)
        if whole > len(listed):
            yield f"  {BULLETS[kind]} and {whole - len(listed):,} more (--limit lists more)\n"


def render_line(change: Change, outcome: Changes) -> str:
    """Write one change: a whole record with what names it, a cell with both its values."""
    key = cut(change.key, LONGEST_KEY)
    if change.field is None:
        label = outcome.label(change)
        return f"{key} {cut(label, LONGEST_LABEL)}" if label else key
    before, after = quote_value(change.before), quote_value(change.after)
    return make_visible(f"{change.key}, {change.field}: {before} → {after}")

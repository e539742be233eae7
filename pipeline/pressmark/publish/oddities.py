"""What looks odd in a release and stops nothing: data may do so by itself, and people are told.

An oddity compares statistics with those of the release before, and counts of changed cells.
`docs/explanation/guards.md` tells what is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.compare import Comparison, TableChanges
from pressmark.compare.pairs import list_former_names
from pressmark.package import Table
from pressmark.publish.field_guards import number_day
from pressmark.publish.guarding import Learned, count_keys_gone
from pressmark.publish.guards import NEARLY_ALL, read_bounds
from pressmark.publish.told import FEW, render_per_cent
from pressmark.releases.statistics import DATES, FieldStatistics, Statistics, TableStatistics

LOST = 0.1
"""The share of its records that a table may lose before anybody is told."""
MOST_CELLS = 0.5
"""So many cells of a field change where its values stand in other records."""


@dataclass(frozen=True)
class Oddity:
    """Something odd of a table or of one field, in a sentence."""

    table: str
    field: str | None
    what: str

    @property
    def sentence(self) -> str:
        """Say of what it is told, and what it is."""
        name = self.table if self.field is None else f"{self.table}.{self.field}"
        return f"{name}: {self.what}"


def list_oddities(
    comparison: Comparison, statistics: Statistics, learned: tuple[Learned, ...]
) -> Iterator[Oddity]:
    """Give what is odd in the tables that the release before had, too, which was learned last."""
    if not learned or comparison.old is None or learned[-1].version != comparison.old.version:
        return
    gone, changes = count_keys_gone(comparison), {each.name: each for each in comparison.tables}
    for table in comparison.new.tables:
        names = (table.name, *list_former_names(table.resource))
        told = [found for each in learned if (found := each.statistics.table(names))]
        old, new = learned[-1].statistics.table(names), statistics.table(names[:1])
        if old is None or new is None or min(old.records, new.records) < FEW:
            continue
        bounds = read_bounds(table.resource, comparison.new.descriptor)
        if not bounds.is_said:
            yield from find_many_lost(old, new, gone.get(table.name, 0), bounds.most_lost)
        yield from find_moved_dates(table, told, new, changes[table.name])
        yield from find_other_places(table, old, new, changes[table.name])


def find_many_lost(
    old: TableStatistics, new: TableStatistics, gone: int, most: float
) -> Iterator[Oddity]:
    """Tell of records that are lost, as many as nobody forbade."""
    lost = max(gone, old.records - new.records)
    if lost > max(FEW, LOST * old.records):
        share = render_per_cent(lost / old.records)
        what = f"{lost:,} of {old.records:,} records are lost ({share})"
        right = f"up to {render_per_cent(most)} pass, for no maxLoss is said"
        yield Oddity(new.name, None, f"{what}; {right}")


def find_moved_dates(
    table: Table, told: list[TableStatistics], new: TableStatistics, changes: TableChanges
) -> Iterator[Oddity]:
    """Tell of dates of which nearly all changed, first and last by the same, and not before."""
    cells = dict(changes.cells)
    for field in table.schema.fields:
        names = (field.name, *list_former_names(field))
        now, known = new.field(names[:1]), [each.field(names) for each in told]
        before = known[-1]
        if now is None or before is None or {now.type, before.type} - set(DATES):
            continue
        if cells.get(field.name, 0) < NEARLY_ALL * (new.records - now.missing):
            continue
        moved = phrase_move(before, now)
        again = len(known) > 1 and known[-2] and known[-2].lowest != before.lowest
        if moved and not again:
            what = f"{before.lowest} to {before.highest} became {now.lowest} to {now.highest}"
            yield Oddity(new.name, field.name, f"{what}: all dates may have moved by {moved}")


def phrase_move(before: FieldStatistics, now: FieldStatistics) -> str | None:
    """Say by how much the dates of a field all moved, if they may have."""
    same = (before.distinct, before.missing) == (now.distinct, now.missing)
    if not same or now.distinct < FEW or before.lowest is None or now.lowest is None:
        return None
    first, last = str(before.lowest), str(before.highest)
    other_first, other_last = str(now.lowest), str(now.highest)
    years = int(other_first[:4]) - int(first[:4])
    if years and years == int(other_last[:4]) - int(last[:4]) and (
        (first[4:], last[4:]) == (other_first[4:], other_last[4:])
    ):  # fmt: skip
        return f"{years:+,} years"
    days = number_day(other_first) - number_day(first)
    return f"{days:+,} days" if days and days == number_day(other_last) - number_day(last) else None


def find_other_places(
    table: Table, old: TableStatistics, new: TableStatistics, changes: TableChanges
) -> Iterator[Oddity]:
    """Tell of fields that have the values that they had, though most cells have another.

    Where this is so of every field that changed, the keys may be others; else a column was sorted.
    """
    stay = new.records - changes.added
    cells = {name: count for name, count in changes.cells if count}
    moved = [
        field.name
        for field in table.schema.fields
        if cells.get(field.name, 0) >= max(FEW, MOST_CELLS * stay)
        and holds_the_same(old, new, (field.name, *list_former_names(field)))
    ]
    if len(moved) > 1 and len(moved) == len(cells):
        what = "most records have the values of others; were their keys numbered anew?"
        yield Oddity(new.name, None, what)
    else:
        for name in moved:
            what = "most values stand in other records; was the column sorted by itself?"
            yield Oddity(new.name, name, what)


def holds_the_same(old: TableStatistics, new: TableStatistics, names: tuple[str, ...]) -> bool:
    """Whether all that is counted of a field is as it was, and it has more than a few values."""
    before, now = old.field(names), new.field(names[:1])
    if before is None or now is None or now.distinct < FEW:
        return False
    return before.model_copy(update={"name": now.name}) == now

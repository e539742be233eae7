"""The guards of a release: what its tables and their fields did in no release before.

A guard compares statistics, and never looks at a record. `docs/explanation/guards.md` tells the
bounds and how they were found.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.compare.alike import AlikeCells
from pressmark.compare.pairs import list_former_names
from pressmark.package import Table
from pressmark.package.own import EXPECT
from pressmark.package.properties import Properties
from pressmark.publish.field_guards import list_found
from pressmark.publish.told import FEW, FieldTold, render_number, render_per_cent
from pressmark.releases.statistics import FieldStatistics, TableStatistics

MOST_LOST = 0.5
"""The share of its records that a table may lose where its author says nothing."""
REPEATED = 1.5
"""A table that grows by this factor, and by no value in any field, repeats its records."""
SPECIFIC = 0.9
"""In a field with so many distinct values among its values a record repeats by accident only."""
PAGES = frozenset(
    (
        20,
        25,
        30,
        50,
        100,
        200,
        250,
        500,
        1_000,
        2_000,
        2_500,
        5_000,
        10_000,
        20_000,
        25_000,
        50_000,
        100_000,
        65_535,
        65_536,
        1_000_000,
        1_048_575,
        1_048_576,
    )
)
"""How many records interfaces give at once, and sheets of Excel hold, with a header or without."""
SHARE_OF_A_PAGE = 0.05
"""A table that lost no more of its records may have any number."""
NEARLY_ALL = 0.9
"""So many of the cells changed alike, and not by chance."""
DAY = 86_400


@dataclass(frozen=True)
class Stop:
    """What stops a release: of which table and field, of what, how it was and is, which bound.

    `since` is the release in which it was `before`; both are empty where there was none.
    """

    table: str
    field: str | None
    what: str
    before: str
    after: str
    bound: str
    since: str

    @property
    def name(self) -> str:
        """The name by which it is signed off."""
        return self.table if self.field is None else f"{self.table}.{self.field}"

    @property
    def sentence(self) -> str:
        """Say what it is, without its place."""
        before = f"{self.before} in {self.since}, " if self.since else ""
        return f"{self.what}: {before}{self.after} now; {self.bound}"


@dataclass(frozen=True)
class Past:
    """What the releases of a table told of it, the oldest first; the last is that of `since`."""

    tables: tuple[TableStatistics, ...]
    since: str

    @property
    def last(self) -> TableStatistics:
        """What the newest told."""
        return self.tables[-1]


@dataclass(frozen=True)
class Bounds:
    """How few records a table may have, and which share of them it may lose.

    `is_said` tells that its author says how much it may lose.
    """

    fewest: int
    most_lost: float
    is_said: bool


def read_bounds(resource: Properties, package: Properties) -> Bounds:
    """Read what is expected of a table: what itself says, else what the package says of all."""
    said = [each for each in (EXPECT.of(resource), EXPECT.of(package)) if each]
    fewest = next((each.min_records for each in said if each.min_records is not None), 0)
    loss = next((each.loss for each in said if each.loss is not None), None)
    return Bounds(fewest, MOST_LOST if loss is None else loss, is_said=loss is not None)


def find_stops(  # noqa: PLR0913, PLR0917 - as many things bear on it
    table: Table,
    past: Past | None,
    new: TableStatistics,
    bounds: Bounds,
    gone: int,
    alike: tuple[AlikeCells, ...] = (),
) -> Iterator[Stop]:
    """Give what stops a table and its fields; `gone` counts the keys that it had and has no more.

    `alike` tells of its cells that changed in the same way, where a key matches its records.
    Without a past only too few records stop it.
    """
    if new.records < bounds.fewest:
        before, since = (f"{past.last.records:,}", past.since) if past else ("", "")
        bound = f"{EXPECT.name} asks for {bounds.fewest:,} at least"
        yield Stop(table.name, None, "records", before, f"{new.records:,}", bound, since)
    if past:
        yield from find_losses(table.name, past, new, bounds, gone)
        yield from find_repetitions(table.name, past, new)
        yield from find_page(table.name, past, new)
        yield from find_swapped_columns(table.name, past, new)
        yield from find_alike_stops(table.name, past, new, alike)
        yield from find_field_stops(table, past, new)


def find_losses(
    name: str, past: Past, new: TableStatistics, bounds: Bounds, gone: int
) -> Iterator[Stop]:
    """Stop a table that was emptied, or lost more than a share of its records.

    Where nothing is said of it, a table of a few records may lose all but one.
    """
    had, now = past.last.records, new.records
    lost = max(gone, had - now)
    is_small = had < FEW and now and not bounds.is_said
    if not had or lost <= bounds.most_lost * had or is_small:
        return
    after = f"{now:,}" if lost == had - now else f"{now:,}, of which {had - lost:,} were there"
    said = "" if bounds.is_said else " by default"
    most = f"{render_per_cent(bounds.most_lost)} may be{said}"
    bound = f"{render_per_cent(lost / had)} are lost, at most {most} (maxLoss of {EXPECT.name})"
    yield Stop(name, None, "records", f"{had:,}", after, bound, past.since)


def find_repetitions(name: str, past: Past, new: TableStatistics) -> Iterator[Stop]:
    """Stop a table that grew much while no field of it has one value more than before."""
    last = past.last
    known = {each.name: each for each in last.fields}
    if (
        last.records >= FEW
        and new.records >= REPEATED * last.records
        and all(each.name in known and each.distinct <= known[each.name].distinct
                for each in new.fields)
        and any(each.distinct >= SPECIFIC * last.records for each in last.fields)
    ):  # fmt: skip
        bound = f"no field has a value more, and {REPEATED:g} times as many can only be repeated"
        yield Stop(
            name, None, "records", f"{last.records:,}", f"{new.records:,}", bound, past.since
        )


def find_page(name: str, past: Past, new: TableStatistics) -> Iterator[Stop]:
    """Stop a table that lost records and has just as many as a page, or a sheet, holds at most."""
    had, now = past.last.records, new.records
    if now in PAGES and had - now > max(FEW, SHARE_OF_A_PAGE * had):
        bound = "so many end a page of an interface, or a sheet"
        yield Stop(name, None, "records", f"{had:,}", f"{now:,}", bound, past.since)


def find_swapped_columns(name: str, past: Past, new: TableStatistics) -> Iterator[Stop]:
    """Stop where two fields of one type each have the range, or the texts, that the other had."""
    if min(past.last.records, new.records) < FEW:
        return
    had = {each.name: describe_range(each) for each in past.last.fields}
    owners: dict[object, str] = {}
    for each in past.last.fields:
        owners[had[each.name]] = each.name
    for each in new.fields:
        now, before = describe_range(each), had.get(each.name)
        other = new.field((owners.get(now, ""),))
        if now and before and other and each.name < other.name and now != before:
            told = f"{each.name} was {phrase_range(before)}, {other.name} {phrase_range(now)}"
            if describe_range(other) == before:
                bound = f"{told}, and each has now what the other had"
                yield Stop(name, each.name, "values", phrase_range(before), phrase_range(now),
                           bound, past.since)  # fmt: skip


def describe_range(field: FieldStatistics) -> tuple[object, ...] | None:
    """Give type and range of a field of which it is known, if it holds more than a few values.

    Of texts all that is counted of them stands for it.
    """
    if field.distinct < FEW:
        return None
    if field.lowest is not None:
        return field.type, field.lowest, field.highest
    if field.longest is None:
        return None
    told = f"{field.distinct:,} texts", f"up to {field.longest:,} characters"
    return field.type, *told, field.model_copy(update={"name": ""}).model_dump_json()


def phrase_range(described: tuple[object, ...]) -> str:
    """Write a range for people."""
    _, *both = described[:3]
    ends = (render_number(each) if isinstance(each, float) else str(each) for each in both)
    return (" of " if len(described) > 1 + len(both) else " to ").join(ends)


def find_alike_stops(
    table: str, past: Past, new: TableStatistics, alike: tuple[AlikeCells, ...]
) -> Iterator[Stop]:
    """Stop fields of dates whose days and months were swapped, or of which all moved alike."""
    for each in alike:
        now = new.field((each.field,))
        told = [known for release in past.tables if (known := release.field((each.field,)))]
        if now is None or not told or min(now.distinct, told[-1].distinct) < FEW:
            continue
        if each.swapped >= max(FEW, NEARLY_ALL * each.changed):
            bound = f"of {each.changed:,} that changed nearly all are the same otherwise"
            yield Stop(table, each.field, "dates with day and month swapped", "none",
                       f"{each.swapped:,}", bound, past.since)  # fmt: skip
        elif each.moved >= max(FEW, NEARLY_ALL * (new.records - now.missing)) and is_clock(
            each, now.type, told
        ):
            hours = (
                f"{abs(each.seconds) / 3600:g} hours {'later' if each.seconds > 0 else 'earlier'}"
            )
            bound = "so is a clock in another zone"
            yield Stop(table, each.field, f"values that are {hours}", "none", f"{each.moved:,}",
                       bound, past.since)  # fmt: skip


def is_clock(alike: AlikeCells, kind: str, told: list[FieldStatistics]) -> bool:
    """Whether values moved as a change of the zone moves them, and not by themselves, every time.

    Moments move by less than a day, dates to the day before.
    """
    if len(told) > 1 and told[-1].lowest != told[-2].lowest:
        return False
    return alike.seconds == -DAY if kind == "date" else 0 < abs(alike.seconds) < DAY


def find_field_stops(table: Table, past: Past, new: TableStatistics) -> Iterator[Stop]:
    """Give what stops the fields of a table that is not empty."""
    keys = {*(table.schema.primary_key or ()),
            *(name for key in table.schema.foreign_keys for name in key.fields)}  # fmt: skip
    for field in table.schema.fields:
        names = (field.name, *list_former_names(field))
        now = new.field(names)
        told = tuple(FieldTold(each.records, known) for each in past.tables
                     if each.records and (known := each.field(names)))  # fmt: skip
        if now is None or not told or not new.records:
            continue
        for found in list_found(told, FieldTold(new.records, now), is_key=field.name in keys):
            yield Stop(table.name, field.name, found.what, found.before, found.after,
                       found.bound, past.since)  # fmt: skip

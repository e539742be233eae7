"""What each release says of one record, told as ranges of versions that say the same of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pressmark.package import Table
from pressmark.site.address import make_absolute
from pressmark.site.content.record import Record, find_record, phrase_value
from pressmark.site.downloads.served_release import ServedRelease


@dataclass(frozen=True)
class FieldChange:
    """A field that says something else than before: its title, and both in words and as values.

    `name` is the one that it was published under; nothing in words means that nothing is recorded.
    """

    name: str
    title: str
    before: str
    after: str
    values: tuple[Any, Any]


@dataclass(frozen=True)
class VersionRange:
    """Releases next to each other, oldest first, in which a record says the same, or is not.

    `records` are those of the releases, `before` is the last version before them that has the
    record, if one has, and `changes` is what differs from it.
    """

    releases: tuple[ServedRelease, ...]
    records: tuple[Record, ...]
    before: str = ""
    changes: tuple[FieldChange, ...] = ()

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions of the releases."""
        return tuple(each.version for each in self.releases)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """The versions that were withdrawn."""
        return tuple(each.version for each in self.releases if each.withdrawn)


async def find_other_records(
    databases: Any, releases: Sequence[ServedRelease], table: str, key: Sequence[str]
) -> dict[str, Record]:
    """Give, by version, the record of that table and key in each release that has it."""
    found = {}
    for release in releases:
        there = find_table(release, table)
        if there is None or len(there.schema.primary_key or ()) != len(key):
            continue
        record = await find_record(databases[release.database_name], release, there, key)
        if record is not None:
            found[release.version] = record
    return found


def find_table(release: ServedRelease, name: str) -> Table | None:
    """Give a release's table of that name, if there is one."""
    return next((each for each in release.package.tables if each.name == name), None)


def compare_history(
    releases: Sequence[ServedRelease], records: Mapping[str, Record]
) -> tuple[VersionRange, ...]:
    """Give the ranges of releases that say the same of a record, oldest first.

    A field that a release does not have counts as empty. What a code or another record is called
    is no part of the record.
    """
    found: list[VersionRange] = []
    before: Record | None = None
    for said, those in groupby(reversed(releases), key=lambda each: read_said(records, each)):
        together = tuple(those)
        if said is None:
            found.append(VersionRange(together, ()))
            continue
        here = tuple(records[each.version] for each in together)
        changes = tuple(list_changes(before, here[0])) if before else ()
        found.append(
            VersionRange(together, here, before.release.version if before else "", changes)
        )
        before = here[-1]
    return tuple(found)


def read_said(records: Mapping[str, Record], release: ServedRelease) -> dict[str, str] | None:
    """Give what a release says of a record, field by field; None where it has no such record."""
    record = records.get(release.version)
    if record is None:
        return None
    return {name: said for name in record.values if (said := write_value(record, name))}


def list_changes(before: Record, after: Record) -> Iterator[FieldChange]:
    """List the fields that differ, in the order of the newer release and then of the older."""
    for name in dict.fromkeys((*after.values, *before.values)):
        if write_value(before, name) == write_value(after, name):
            continue
        field = (after if name in after.values else before).table
        yield FieldChange(
            publish_name(field, name),
            field.schema.field(name).label,
            render_said(before, name),
            render_said(after, name),
            (before.values.get(name), after.values.get(name)),
        )


def publish_name(table: Table, name: str) -> str:
    """Give the name under which a field of a table was published."""
    fields = zip(table.schema.fields, table.published.schema.fields, strict=True)
    return next(given.name for field, given in fields if field.name == name)


def write_value(record: Record, field: str) -> str:
    """Write what a release says of one field, by its code; nothing where it says nothing."""
    value = record.values.get(field)
    return "" if value is None else phrase_value(record.table.schema, None, value)


def render_said(record: Record, field: str) -> str:
    """Write what a release says of one field, for readers."""
    written = phrase_value(record.table.schema, field, record.values.get(field))
    name = record.names.get(field)
    return f"{name} ({written})" if name and written else written


def list_places(ranges: Sequence[VersionRange]) -> list[tuple[ServedRelease, str]]:
    """Give each release that has a record, newest first, and the address of the record in it."""
    records = [record for each in reversed(ranges) for record in reversed(each.records)]
    return [(each.release, each.address) for each in records]


def describe_ranges(ranges: Sequence[VersionRange]) -> list[dict[str, Any]]:
    """Tell programs what the releases say of a record, range by range."""
    return [
        {
            "first": each.releases[0].version,
            "last": each.releases[-1].version,
            "releases": list(each.versions),
            "withdrawn": list(each.withdrawn),
            "address": address and (make_absolute(address) or address),
            "changed": {
                change.name: dict(zip(("before", "after"), change.values, strict=True))
                for change in each.changes
            },
        }
        for each in ranges
        for address in [each.records[-1].address if each.records else None]
    ]

"""What each release says of one record: the same key looked up in all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.package import Table
from pressmark.site.content.record import Record, find_record, phrase_value
from pressmark.site.downloads.served_release import ServedRelease


@dataclass(frozen=True)
class FieldHistory:
    """A field that releases fill differently: its title, and what each of them says."""

    title: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """The releases, oldest first, the record in each that has it, and the fields that changed."""

    releases: tuple[ServedRelease, ...]
    records: tuple[Record | None, ...]
    changes: tuple[FieldHistory, ...]


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
    releases: Sequence[ServedRelease], records: dict[str, Record], shown: Record
) -> History:
    """Compare what the releases say of a record; a field that some do not have counts as empty."""
    ordered = tuple(reversed(releases))
    each = tuple(records.get(release.version) for release in ordered)
    changes = []
    fields = {
        field.name: field.label
        for record in (shown, *(record for record in reversed(each) if record))
        for field in record.table.schema.fields
    }
    for name, title in fields.items():
        said = tuple(render_said(record, name) for record in each)
        if len({words for words, record in zip(said, each, strict=True) if record}) > 1:
            changes.append(FieldHistory(title, said))
    return History(ordered, each, tuple(changes))


def render_said(record: Record | None, field: str) -> str:
    """Write what a release says of one field."""
    if record is None or field not in record.values:
        return ""
    written = phrase_value(record.table.schema, field, record.values[field])
    name = record.names.get(field)
    return f"{name} ({written})" if name else written

"""The records that changed between two releases, page by page, as readers and programs see them."""

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pressmark import sql
from pressmark.package import Table
from pressmark.site.address import link_record
from pressmark.site.content.comparisons import StoredComparison
from pressmark.site.content.record import express_label, find_label_column, phrase_value
from pressmark.site.content.record_key import as_stored, as_written
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.words import cut

MOST, LARGEST = 100, 250_000
"""Records of a page, and bytes of their values: a page has one record at least."""
NO_TABLE = -1
LONGEST_VALUE = 300
"""Characters of a value that a page shows."""


@dataclass(frozen=True)
class AskedChanges:
    """Which records are asked for: of a table, of a change, behind the one of a number."""

    table: str = ""
    change: str = ""
    after: int = 0


@dataclass(frozen=True)
class ComparedRecord:
    """One record that was added, removed or changed: its fields, each with both values.

    `key` is nothing in a table without a primary key, whose records are named by their number.
    """

    number: int
    table: str
    change: str
    key: str | None
    record: int
    fields: tuple[tuple[str, str | None, str | None], ...]

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts of the key."""
        return tuple(next(csv.reader([self.key or ""], strict=True), ("",)))


@dataclass(frozen=True)
class ComparedPage:
    """All that is told of two releases but the records, and some of these; `next` is the last one.

    `next` is None where no other record follows.
    """

    told: dict[str, Any]
    records: tuple[ComparedRecord, ...]
    next: int | None

    def count(self, asked: AskedChanges) -> int:
        """Count the records that are asked for."""
        kinds = [asked.change] if asked.change else ["added", "removed", "changed"]
        those = [each for each in self.told["tables"] if asked.table in ("", each["name"])]
        return sum(each[kind] for each in those for kind in kinds)


def read_page(stored: StoredComparison, asked: AskedChanges) -> ComparedPage:
    """Read what is asked for."""
    address = f"{stored.pages.as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as pages:
        told = json.loads(pages.execute("select document from told").fetchone()[0])
        names = {each["number"]: each["name"] for each in told["tables"]}
        numbers = {name: number for number, name in names.items()}
        wheres = {
            "id > ?": asked.after,
            "of_table = ?": numbers.get(asked.table, NO_TABLE) if asked.table else None,
            "change = ?": asked.change or None,
        }
        given = {where: value for where, value in wheres.items() if value is not None}
        rows = pages.execute(
            "select id, of_table, change, key, record, size, fields from entries"
            f" where {' and '.join(given)} order by id limit ?",
            (*given.values(), MOST + 1),
        )
        records: list[ComparedRecord] = []
        left = LARGEST
        for number, table, change, key, record, size, fields in rows:
            if records and (len(records) == MOST or size > left):
                return ComparedPage(told, tuple(records), records[-1].number)
            left -= size
            cells = tuple(map(tuple, json.loads(fields)))
            records.append(ComparedRecord(number, names[table], change, key, record, cells))
    return ComparedPage(told, tuple(records), None)


@dataclass(frozen=True)
class ShownRecord:
    """A record as the page shows it: what names it, its page, and the fields that changed.

    Of a record without a key all that it holds stands in `label`.
    """

    record: ComparedRecord
    title: str
    label: str
    address: str | None
    changes: tuple[tuple[str, str, str], ...]


async def show_records(
    databases: Any, old: ServedRelease, new: ServedRelease, page: ComparedPage
) -> list[ShownRecord]:
    """Show records with the words of the release that has them: the newer, or else the older."""
    sides = {"removed": old, "added": new, "changed": new}
    found: dict[tuple[str, str], dict[tuple[str, ...], str]] = {}
    shown = []
    for each in page.records:
        release = sides[each.change]
        table = find_published(release, each.table)
        if table is None:
            continue
        place = (release.version, each.table)
        if place not in found:
            keys = [
                it.parts
                for it in page.records
                if it.table == each.table and sides[it.change] is release
            ]
            found[place] = await find_labels(databases[release.database_name], release, table, keys)
        shown.append(show_record(release, table, each, found[place]))
    return shown


def find_published(release: ServedRelease, name: str) -> Table | None:
    """Give the table that a release published under a name."""
    return next((each for each in release.package.tables if each.published.name == name), None)


def show_record(
    release: ServedRelease, table: Table, record: ComparedRecord, labels: dict[tuple[str, ...], str]
) -> ShownRecord:
    """Show one record."""
    given = {
        it.name: each
        for each, it in zip(table.schema.fields, table.published.schema.fields, strict=True)
    }

    def say(name: str, value: str | None) -> str:
        field = given[name].name if name in given else None
        return cut(phrase_value(table.schema, field, value), LONGEST_VALUE)

    title = table.resource.title or table.name
    is_page = record.key is not None and bool(table.schema.primary_key)
    address = link_record(release.version, table.name, record.parts) if is_page else None
    if record.change != "changed":
        told = " · ".join(
            say(name, (now if was is None else was)) for name, was, now in record.fields
        )
        label = labels.get(record.parts) or record.key or cut(told, LONGEST_VALUE)
        return ShownRecord(record, title, label, address, ())
    changes = tuple(
        (given[name].label if name in given else name, say(name, was), say(name, now))
        for name, was, now in record.fields
    )
    label = labels.get(record.parts) or record.key or ""
    return ShownRecord(record, title, label, address, changes)


async def find_labels(
    database: Any, release: ServedRelease, table: Table, keys: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    """Find what names some records of a table, by their keys."""
    primary = table.schema.primary_key or ()
    asked = [each for each in keys if len(each) == len(primary)]
    if not primary or not asked:
        return {}
    columns = [f"t.{sql.quote(name)}" for name in primary]
    places = f"({', '.join('?' for _ in primary)})"
    fields = [table.schema.field(name) for name in primary]
    given = [
        as_stored(field, part) for key in asked for field, part in zip(fields, key, strict=True)
    ]
    rows = await database.execute(
        f"select {express_label(release.package, table)}, {', '.join(columns)}"
        f" from {sql.quote(table.name)} t"
        f" where ({', '.join(columns)}) in (values {', '.join([places] * len(asked))})",
        given,
    )
    return dict(read_labels(table, rows.rows))


def read_labels(
    table: Table, rows: Sequence[Sequence[Any]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Read labels by the keys as files write them."""
    fields = [table.schema.field(name) for name in table.schema.primary_key or ()]
    for label, *key in rows:
        written = tuple(as_written(field, part) for field, part in zip(fields, key, strict=True))
        yield written, phrase_value(table.schema, find_label_column(table), label)

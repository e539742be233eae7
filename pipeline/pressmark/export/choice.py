"""The records that have pages: all of the newest release, those that are named, or none."""

import csv
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from typing import Literal, get_args

from pressmark import sql
from pressmark.errors import ProjectError
from pressmark.package import Table
from pressmark.package.withdrawn import read_withdrawn_keys
from pressmark.site.address import link_datasette_record, link_record
from pressmark.site.content.record_key import name_numbering_column
from pressmark.site.content.sitemap import link_rows
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.words import find_nearest

Choice = Literal["all", "cited", "none"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
MOST_RECORDS = 20_000
"""Up to so many records of the newest release have pages unasked, those of small tables first."""
AT_ONCE = 1_000


def read_choice(text: str) -> Choice:
    """Read which records are to have pages; ProjectError where it is no choice."""
    for choice in CHOICES:
        if text == choice:
            return choice
    near = find_nearest(text, CHOICES)
    right = f"did you mean {near}?" if near else f"write {', '.join(CHOICES[:-1])} or {CHOICES[-1]}"
    raise ProjectError("--records", f"{text!r} is none of {', '.join(CHOICES)}", right)


def choose_tables(release: ServedRelease, asked: Choice | None) -> frozenset[str]:
    """Choose the tables whose every record has a page of its own.

    Unasked they are as many as have no more records together than there is room for, the smallest
    first. What is in no such table is read in the reader's browser.
    """
    if asked is not None:
        return frozenset(release.records if asked == "all" else ())
    chosen, room = [], MOST_RECORDS
    for name, count in sorted(release.records.items(), key=lambda each: each[1]):
        room -= count
        if room < 0:
            break
        chosen.append(name)
    return frozenset(chosen)


def list_records(release: ServedRelease, tables: Collection[str]) -> Iterator[str]:
    """List the addresses of the pages of all records of tables, in the order of their keys."""
    address = f"{release.database.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        for table in release.package.tables:
            if table.name in tables:
                yield from list_records_of(release, database, table)


def list_withdrawn(release: ServedRelease, tables: Collection[str]) -> Iterator[str]:
    """List the addresses of the pages of tables' withdrawn records, which say why they are gone."""
    there = {each.published.name: each for each in release.package.tables if each.name in tables}
    for each in read_withdrawn_keys(release.package):
        table = there.get(each.table)
        if table and table.schema.primary_key:
            several = len(table.schema.primary_key) > 1
            key = next(csv.reader([each.key])) if several else [each.key]
            yield link_record(release.version, table.name, key)


def list_records_of(
    release: ServedRelease, database: sqlite3.Connection, table: Table
) -> Iterator[str]:
    """List the addresses of the pages of a table's records; what no key names has a row's page."""
    key, number = table.schema.primary_key, name_numbering_column(release.package, table)
    if not key and number is None:
        return
    names = ", ".join(map(sql.quote, key or (number or "",)))
    rows = database.execute(f"select {names} from {sql.quote(table.name)} order by {names}")
    while some := rows.fetchmany(AT_ONCE):
        if key:
            yield from (there for there, _ in link_rows(release, table, some))
        else:
            yield from (
                link_datasette_record(release.database_name, table.name, row) for row in some
            )

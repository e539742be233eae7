"""Two releases → what changed between them, in a folder: all of it as CSV, and by pages in SQLite.

Runs as a program of its own, which reads a request as JSON and takes as much time as it is given:
a site starts it when somebody asks for a comparison, and answers others meanwhile.
"""

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from pressmark.compare import (
    CHANGES_CSV,
    MEMORY,
    Pair,
    SchemaChange,
    compare,
    phrase_placed_change,
    read_lines,
    write_changes_csv,
)
from pressmark.compare.comparison import KINDS
from pressmark.compare.matching import explain_matching
from pressmark.compare.pairs import pair_tables
from pressmark.compare.schema import list_schema_changes
from pressmark.engine.connection import Engine
from pressmark.errors import PressmarkError
from pressmark.package import Package
from pressmark.package.project import read_package

PAGES = "changes.sqlite"
TABLES = """
create table told (document text);
create table entries (id integer primary key, of_table integer, change text, key text,
  record integer, size integer, fields text);
"""
MOST_ENTRIES = 200_000
"""So many records can be paged through; all are counted, and stand in the CSV."""

Line = tuple[str | None, ...]


def main() -> None:
    """Read a request and write what it asks for; what is wrong is said on stderr."""
    asked = json.loads(sys.stdin.read())
    try:
        old, new = (read_package(Path(each), trusted=False) for each in asked["releases"])
        write_comparison(old, new, Path(asked["folder"]))
    except PressmarkError as error:
        sys.exit(str(error))


def write_comparison(old: Package, new: Package, folder: Path) -> None:
    """Write what changed between two releases into a folder: `changes.csv`, `changes.sqlite`.

    What the newer release says itself of its changes since the older one is taken as it is, where
    that holds every value. PressmarkError where one is not sound.
    """
    pairs, published = pair_tables(old, new), new.root / CHANGES_CSV
    with Engine(threads=1, memory=MEMORY) as engine:
        if says_all_since(published, old.version):
            changes, schema = published, tuple(list_schema_changes(old, new, pairs, engine))
        else:
            comparison = compare(old, new, engine, limit=0)
            changes, schema = folder / CHANGES_CSV, comparison.schema
            with changes.open("w", encoding="utf-8", newline="") as file:
                file.writelines(write_changes_csv(comparison, engine))
    with closing(sqlite3.connect(folder / PAGES, isolation_level=None)) as pages:
        pages.executescript(f"pragma journal_mode = off; pragma synchronous = off; begin; {TABLES}")
        counts = write_entries(changes, pairs, pages)
        document = describe_comparison(pairs, schema, counts)
        pages.execute("insert into told values (?)", (json.dumps(document),))
        pages.execute("create index those on entries (of_table, change)")
        pages.execute("commit")


def says_all_since(changes: Path, version: str) -> bool:
    """Whether a release's own file of changes tells every value, and since which version it does.

    Those of the first format tell of added records by their keys alone.
    """
    if not changes.is_file():
        return False
    try:
        first = next(read_changes(changes), None)
    except PressmarkError:
        return False
    return first is not None and first[2:5] == ("version", "release", version)


def read_changes(path: Path) -> Iterator[Line]:
    """Read the lines of a file of changes; ProjectError where it is none."""
    for batch in read_lines(path, path.name):
        yield from zip(*(each.to_pylist() for each in batch.columns), strict=True)


def write_entries(
    changes: Path, pairs: tuple[Pair, ...], pages: sqlite3.Connection
) -> Counter[tuple[str, ...]]:
    """Write one row for each record that was added, removed or changed; count everything.

    Counted are records by table and change, and cells by table, change and field.
    """
    numbers = {pair.name: number for number, pair in enumerate(pairs)}
    counts: Counter[tuple[str, ...]] = Counter()

    def read_entries() -> Iterator[tuple[Any, ...]]:
        lines = (line for line in read_changes(changes) if line[6])
        for (table, key, change, record), those in groupby(lines, key=take_place):
            fields = [(line[2], line[4], line[5]) for line in those]
            counts[table, change] += 1
            if change not in ("added", "removed"):
                counts.update((table, change, field or "") for field, _, _ in fields)
            if change in KINDS:
                told = json.dumps(fields, ensure_ascii=False)
                yield (numbers[table], change, key, int(record), len(told.encode()), told)

    entries = read_entries()
    pages.executemany(
        "insert into entries values (null, ?, ?, ?, ?, ?, ?)", islice(entries, MOST_ENTRIES)
    )
    for _ in entries:
        pass
    return counts


def take_place(line: Line) -> tuple[str, str | None, str, str]:
    """Give the table, key, change and number of the record of which a line tells."""
    table, key, _, change, _, _, record = line
    return table or "", key, change or "", record or "0"


def describe_comparison(
    pairs: tuple[Pair, ...],
    schema: tuple[SchemaChange, ...],
    counts: Counter[tuple[str, ...]],
) -> dict[str, Any]:
    """Give all but the records, for programs; tables of which nothing is told are left out."""
    return {
        "schema": [{**asdict(each), "message": phrase_placed_change(each)} for each in schema],
        "tables": [
            {"number": number, **told}
            for number, pair in enumerate(pairs)
            if any((told := describe_table(pair, counts))[each] for each in COUNTED)
        ],
        "listed": MOST_ENTRIES,
    }


COUNTED = (*KINDS, "moved", "filled")


def describe_table(pair: Pair, counts: Counter[tuple[str, ...]]) -> dict[str, Any]:
    """Count what happened to the records of one table."""
    cells = {
        change: {
            each[2]: many
            for each, many in counts.items()
            if len(each) == len(("table", "change", "field")) and each[:2] == (pair.name, change)
        }
        for change in ("changed", "filled")
    }
    return {
        "name": pair.name,
        "formerly": pair.old.name if pair.old and pair.old.name != pair.name else None,
        "matched_by": [new for _, new in pair.key] if pair.key else None,
        "note": explain_matching(pair) or None,
        **{change: counts[pair.name, change] for change in (*KINDS, "moved")},
        "cells": cells["changed"],
        "filled": cells["filled"],
    }


if __name__ == "__main__":
    main()

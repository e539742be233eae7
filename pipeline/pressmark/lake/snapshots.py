"""Releases → the snapshots of a lake: their numbers, and which table and field each one holds.

A release's number is its place in the ledger, from 1. A ledger only grows, so that it never
changes, whatever is published later; 0 is the lake in which there is no release yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pressmark.compare.pairs import pair_tables
from pressmark.formats.duckdb import render_comment
from pressmark.lake.data_file import DataFile, LakeField
from pressmark.package import Package, Table
from pressmark.package.digests import read_content_digest
from pressmark.package.names import name_in_sql
from pressmark.version import order_version

NEWEST = 1_000_000_000
"""The number of a snapshot that repeats a release, where the last one published is not the newest
that should be used: who names no snapshot gets that of the highest number."""


@dataclass(frozen=True)
class LakeRelease:
    """A release as a lake shows it: its number, the Parquet file of each table, what is said of it.

    `package` has the names under which it was published; a table without a file is left out. `day`
    is when it was published, None where it was not; `withdrawn` is the reason why it should not be
    used any more, `redacted` the day on which records were taken out of it last.
    """

    number: int
    package: Package
    files: Mapping[str, DataFile]
    day: str | None = None
    withdrawn: str | None = None
    redacted: str | None = None

    @property
    def version(self) -> str:
        """The release's version."""
        return self.package.version

    @property
    def digest(self) -> str | None:
        """The content digest, by which the release is cited."""
        return read_content_digest(self.package.descriptor)


@dataclass(frozen=True)
class LakeColumn:
    """A field at one snapshot: its number in the table, its name in SQL, and what holds it."""

    number: int
    name: str
    comment: str
    held: LakeField


@dataclass(frozen=True)
class LakeTable:
    """A table at one snapshot: its number in the lake, its name in SQL, its columns and its file.

    A number is that of the same table, or field, under whatever names it has in other releases.
    """

    number: int
    name: str
    comment: str
    columns: tuple[LakeColumn, ...]
    file: DataFile


@dataclass(frozen=True)
class Snapshot:
    """What a lake holds from one number on: the tables of a release; nothing but itself at 0."""

    number: int
    release: LakeRelease | None = None
    tables: tuple[LakeTable, ...] = ()

    @property
    def is_repeated(self) -> bool:
        """Whether it repeats a release that has a number of its own."""
        return self.release is not None and self.release.number != self.number


def list_snapshots(releases: Sequence[LakeRelease], first: int) -> tuple[Snapshot, ...]:
    """List the snapshots of releases, by their numbers; the first table has the number `first`.

    ProjectError where releases claim names of one another that cannot be.
    """
    numbers = number_parts(releases, first)
    shown = [
        Snapshot(each.number, each, tuple(list_tables(each, numbers[each.number])))
        for each in sorted(releases, key=lambda each: each.number)
    ]
    newest = find_newest(shown)
    again = () if newest is shown[-1] else (Snapshot(NEWEST, newest.release, newest.tables),)
    return (Snapshot(0), *shown, *again)


def find_newest(shown: Sequence[Snapshot]) -> Snapshot:
    """Find the snapshot of the newest release that was not withdrawn, else of the newest of all."""
    told = [(each, each.release) for each in shown if each.release]
    used = [each for each in told if not each[1].withdrawn]
    return max(used or told, key=lambda each: order_version(each[1].version))[0]


@dataclass(frozen=True)
class Numbered:
    """The number of a table, and those of its fields by their names."""

    number: int
    fields: Mapping[str, int]


def number_parts(releases: Sequence[LakeRelease], first: int) -> dict[int, dict[str, Numbered]]:
    """Give the numbers of the tables of each release, by its number and their names.

    What is the same table or field, renamed or not, is told by each release's forerunner: by
    version, as a release is compared with it when it is made.
    """
    found: dict[int, dict[str, Numbered]] = {}
    highest: dict[int, int] = {}
    before: LakeRelease | None = None
    for release in sorted(releases, key=lambda each: order_version(each.version)):
        known = found[before.number] if before else {}
        here: dict[str, Numbered] = {}
        for pair in pair_tables(before.package if before else None, release.package):
            if pair.new is None:
                continue
            old = known[pair.old.name] if pair.old else None
            number = old.number if old else first + len(highest)
            fields = {new: old.fields[former] for former, new in pair.fields} if old else {}
            for field in pair.new.schema.fields:
                if field.name not in fields:
                    highest[number] = fields[field.name] = highest.get(number, 0) + 1
            highest.setdefault(number, 0)
            here[pair.new.name] = Numbered(number, fields)
        found[release.number], before = here, release
    return found


def list_tables(release: LakeRelease, numbers: Mapping[str, Numbered]) -> Iterator[LakeTable]:
    """List the tables of a release under their names in SQL."""
    named = name_in_sql(release.package)
    for table, published in zip(named.tables, release.package.tables, strict=True):
        if published.name not in release.files:
            continue
        file, numbered = release.files[published.name], numbers[published.name]
        columns = zip(published.schema.fields, table.schema.fields, file.fields, strict=True)
        yield LakeTable(
            numbered.number,
            table.name,
            describe(table),
            tuple(
                LakeColumn(numbered.fields[old.name], new.name, render_comment(new), held)
                for old, new, held in columns
            ),
            file,
        )


def describe(table: Table) -> str:
    """Join a table's title and description."""
    told = (table.resource.title, table.resource.description)
    return ": ".join(part for part in told if part)

"""A version, a table, a key → the records that are to be taken out: that one, and who points to it.

Records are read as the table's canonical CSV holds them, one leaf of its tree after the other,
through all its parts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pressmark.citation.release import read_key
from pressmark.errors import ProjectError, ReleaseError, list_first
from pressmark.package import ForeignKey, Package, Table
from pressmark.package.digests import find_null_text
from pressmark.package.own import REDACTED
from pressmark.package.redacted import Tombstone, hash_key
from pressmark.package.tree import hash_leaf
from pressmark.releases.sidecars.proof import read_cells
from pressmark.releases.trees import read_lines
from pressmark.words import phrase_count

Key = tuple[str, ...]


@dataclass(frozen=True)
class Gone:
    """A record that is to be taken out of a table: which leaf, its bytes, its cells, its key.

    `key` is None where the table has no primary key.
    """

    table: str
    leaf: int
    line: bytes
    cells: tuple[str, ...]
    key: Key | None

    def tombstone(self, *, date: str, reason: str) -> Tombstone:
        """Give what stays of it."""
        return Tombstone(
            leaf=self.leaf,
            digest=f"sha256:{hash_leaf(self.line).hex()}",
            key=None if self.key is None else hash_key(self.table, self.key),
            date=date,
            reason=reason,
        )


def find_record(table: Table, key: str) -> Gone | Tombstone | None:
    """Find the record of a key; its tombstone where it is taken out already; None without either.

    In a table without a primary key its number is its name: that of its leaf, as it was published.
    """
    redacted = REDACTED.of(table.resource)
    if table.schema.primary_key is None:
        leaf = read_number(table, key)
        tombstones = redacted.records if redacted else ()
        found = next((each for each in tombstones if each.leaf == leaf), None)
        return found or next((each for each in list_records(table) if each.leaf == leaf), None)
    _, parts = read_key(table, key)
    tombstone = redacted.find(table.name, parts) if redacted else None
    return tombstone or next((each for each in list_records(table) if each.key == parts), None)


def read_number(table: Table, key: str) -> int:
    """Read the number of a record; ProjectError where it is none."""
    if key.isascii() and key.isdecimal() and int(key) > 0:
        return int(key)
    right = "name the record by its number in the table's file, the first is 1"
    raise ProjectError(table.place, f"has no primary key, and {key!r} is no number", right)


def list_records(table: Table) -> Iterator[Gone]:
    """Give every record of a released table, each with the number of its leaf as published."""
    redacted = REDACTED.of(table.resource)
    places = redacted.hashes if redacted else {}
    names = table.schema.primary_key
    positions = [table.schema.position(name) for name in names or ()]
    leaf = 0
    for line in islice(read_lines(table.paths), 1, None):
        leaf += 1
        while leaf in places:
            leaf += 1
        cells, _ = read_cells(line.decode())
        key = tuple(cells[position] for position in positions) if names else None
        yield Gone(table.name, leaf, line, tuple(cells), key)


def find_referring(release: Package, gone: Iterable[Gone]) -> tuple[Gone, ...]:
    """Find every record that points to one of these, or to one that does."""
    known = {(each.table, each.leaf) for each in gone}
    found: list[Gone] = []
    fresh = list(gone)
    while fresh:
        pointing = [
            each for each in list_pointing(release, fresh) if (each.table, each.leaf) not in known
        ]
        fresh = list({(each.table, each.leaf): each for each in pointing}.values())
        known |= {(each.table, each.leaf) for each in fresh}
        found += fresh
    return tuple(found)


def list_pointing(release: Package, gone: list[Gone]) -> Iterator[Gone]:
    """Give the records whose foreign keys hold the values of one of these."""
    for table in release.tables:
        keys = [
            (positions, values)
            for key in table.schema.foreign_keys
            if (values := list_pointed(release, table, key, gone))
            and (positions := [table.schema.position(name) for name in key.fields])
        ]
        for record in list_records(table) if keys else ():
            if any(
                tuple(record.cells[at] for at in positions) in values for positions, values in keys
            ):
                yield record


def list_pointed(release: Package, table: Table, key: ForeignKey, gone: list[Gone]) -> set[Key]:
    """Give the values by which a foreign key of a table would point to records that go.

    A missing value points nowhere.
    """
    parent = release.table(key.reference.resource or table.name)
    positions = [parent.schema.position(name) for name in key.reference.fields]
    values = {
        tuple(each.cells[at] for at in positions) for each in gone if each.table == parent.name
    }
    missing = find_null_text(parent)
    return {each for each in values if missing not in each}


def refuse_referring(release: Package, gone: Gone, referring: tuple[Gone, ...]) -> None:
    """Stop where others point to a record, and nobody said that they go, too."""
    if not referring:
        return
    named = list_first(f"{each.table} {phrase_key(each)}" for each in referring)
    count = phrase_count(len(referring), "record")
    verb = "points" if len(referring) == 1 else "point"
    wrong = f"{count} of version {release.version} {verb} to the record, and would point nowhere"
    right = "add --referring to take them out as well"
    raise ReleaseError(f"{gone.table} {phrase_key(gone)}", wrong, right, lines=named)


def phrase_key(record: Gone) -> str:
    """Name a record to whoever redacts it."""
    return f"record {record.leaf}" if record.key is None else ",".join(record.key)

"""What is asked to be taken out: which records, of which versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressmark.citation.release import choose_table
from pressmark.errors import ProjectError, ReleaseError
from pressmark.package import Package, Table
from pressmark.package.own_values import require_words
from pressmark.package.redacted import Tombstone
from pressmark.publish.redaction.gone import (
    Gone,
    find_record,
    find_referring,
    list_records,
    phrase_key,
    refuse_referring,
)
from pressmark.releases.find import read_release
from pressmark.releases.later_entries import find_published_entry
from pressmark.releases.ledger import Ledger
from pressmark.words import find_nearest

EXAMPLES = 3
MOST_COMPARED = 10_000
"""Keys that are compared with a wrong one."""


@dataclass(frozen=True)
class RedactionRequest:
    """One call: the record, why it goes and on which day, and how far it goes.

    With `everywhere` it goes out of every version that has its key, with `referring` together with
    the records that point to it. What is left is signed where an SSH `signing_key` is given.
    """

    version: str
    table: str
    key: str
    reason: str
    date: str
    everywhere: bool = False
    referring: bool = False
    signing_key: Path | None = None

    @property
    def name(self) -> str:
        """How the record is named in messages."""
        return f"{self.table} {self.key}"


@dataclass(frozen=True)
class ChosenRecords:
    """The records that go out of one version, that which was asked for first.

    `already` is its tombstone where it was taken out before: then none goes.
    """

    release: Package
    gone: tuple[Gone, ...]
    already: Tombstone | None = None


def read_reason(reason: str) -> str:
    """Give the reason on one line; ProjectError where it says nothing."""
    try:
        return require_words(" ".join(reason.split()))
    except ValueError:
        right = "say in a sentence why the law asks for it, without what is taken out"
        raise ProjectError("--reason", "is empty", right) from None


def choose(ledger: Ledger, asked: RedactionRequest) -> tuple[ChosenRecords, ...]:
    """Find the records that are asked for, version by version, the one that is named first.

    ReleaseError where the version is not published, or is not what was; where others point to the
    record and are not asked for; ProjectError where there is no such table or key.
    """
    find_published_entry(ledger, asked.version)
    first = choose_in(ledger, asked.version, asked, must=True)
    assert first is not None  # noqa: S101 - it must be there, else that was raised
    others = [each.version for each in ledger.published if each.version != asked.version]
    found = [choose_in(ledger, each, asked, must=False) for each in others if asked.everywhere]
    return (first, *(each for each in found if each))


def choose_in(
    ledger: Ledger, version: str, asked: RedactionRequest, *, must: bool
) -> ChosenRecords | None:
    """Find the records in one version; None where it need not have them."""
    release = read_release(ledger.folder, find_published_entry(ledger, version))
    table = find_table(release, asked.table, must=must)
    if table is None:
        return None
    try:
        found = find_record(table, asked.key)
    except ProjectError:
        if must:
            raise
        return None
    if isinstance(found, Tombstone):
        return ChosenRecords(release, (), found)
    if found is None:
        if must:
            raise explain_no_record(release, table, asked.key)
        return None
    referring = find_referring(release, (found,))
    if not asked.referring:
        refuse_referring(release, found, referring)
    return ChosenRecords(release, (found, *referring))


def find_table(release: Package, name: str, *, must: bool) -> Table | None:
    """Find a table by its name; ProjectError where it must be there and is not."""
    found = next((each for each in release.tables if each.name == name), None)
    if found is None and must:
        near = find_nearest(name, [each.name for each in release.tables])
        if near:
            wrong = f"there is no table {name!r} in version {release.version}"
            right = f"did you mean {near}?"
            raise ProjectError(release.place, wrong, right)
        choose_table(release, name)
    return found


def explain_no_record(release: Package, table: Table, key: str) -> ProjectError:
    """Say that a table has no record of that key, and what was probably meant."""
    keys = [phrase_key(each) for each in list_records(table)]
    near = find_nearest(key, keys) if len(keys) <= MOST_COMPARED else None
    right = f"did you mean {near}?" if near else f"keys there are {', '.join(keys[:EXAMPLES])} …"
    wrong = f"there is no record {key!r} in version {release.version}"
    return ProjectError(table.place, wrong, right if keys else "the table has no record")


def list_elsewhere(ledger: Ledger, asked: RedactionRequest, taken: set[str]) -> Iterator[str]:
    """Name the versions that hold a record of that key, and keep it."""
    for entry in ledger.published:
        if entry.version in taken:
            continue
        try:
            release = read_release(ledger.folder, entry)
            table = find_table(release, asked.table, must=False)
            found = find_record(table, asked.key) if table else None
        except (ProjectError, ReleaseError):
            # What cannot be read, or names its records otherwise, cannot be said to hold it.
            continue
        if isinstance(found, Gone):
            yield entry.version

"""What was taken out of a release, told in its place: by law 451 (RFC 7725), else 410, and why."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from pressmark.formats import PARQUET, choose_formats
from pressmark.package import Table
from pressmark.package.own import REDACTED, TREE
from pressmark.package.part_files import name_part_files
from pressmark.package.redacted import Redacted, Tombstone
from pressmark.package.withdrawn import Withdrawn, read_withdrawn, render_key
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.request import SUFFIX
from pressmark.words import end_sentence

UNAVAILABLE_BY_LAW = 451
"""Unavailable For Legal Reasons (RFC 7725)."""
GONE = 410
"""Gone (RFC 9110): there once, and likely for good."""


class Removed(NamedTuple):
    """A record that is not there any more: its table, and its tombstone."""

    table: Table
    tombstone: Tombstone

    @property
    def sentence(self) -> str:
        """Say when it was taken out, and why."""
        day, reason = self.tombstone.date, self.tombstone.reason
        return f"The record was taken out of this version on {day}: {end_sentence(reason)}"


def list_removed(release: ServedRelease) -> Iterator[Removed]:
    """Give every record that was taken out of a release, table by table."""
    for table in release.package.tables:
        redacted = REDACTED.of(table.resource)
        for tombstone in redacted.records if redacted else ():
            yield Removed(table, tombstone)


def find_removed(table: Table, keys: Iterable[tuple[str, ...]]) -> Removed | None:
    """Give the record of a table that had one of some keys, and was taken out."""
    redacted = REDACTED.of(table.resource)
    found = (redacted.find(table.published.name, key) for key in keys if redacted)
    return next((Removed(table, each) for each in found if each), None)


def find_withdrawn(
    release: ServedRelease, table: Table, keys: Iterable[tuple[str, ...]]
) -> Withdrawn | None:
    """Give the line that withdraws one of some keys of a table."""
    written = [render_key(key) for key in keys]
    lines = read_withdrawn(release.package.withdrawn, release.package.place)
    mine = (each for each in lines if each.table == table.published.name)
    return next((each for each in mine if each.key in written), None)


def phrase_withdrawn(gone: Withdrawn) -> str:
    """Say in which version a record was withdrawn, and why."""
    return f"The record was withdrawn in version {gone.version}: {end_sentence(gone.reason)}"


def explain_gone(
    release: ServedRelease, table: Table, keys: Sequence[tuple[str, ...]]
) -> tuple[int, str] | None:
    """Give status and sentence for a record that was taken out by law, or withdrawn.

    None where no record of these keys was.
    """
    if removed := find_removed(table, keys):
        return UNAVAILABLE_BY_LAW, removed.sentence
    gone = find_withdrawn(release, table, keys)
    return (GONE, phrase_withdrawn(gone)) if gone else None


def explain_lost_file(release: ServedRelease, name: str) -> str | None:
    """Say why a file is not there that was; None where none of that name was lost by law.

    It is asked of a name that no file of the release has.
    """
    for table in release.package.tables:
        redacted = REDACTED.of(table.resource)
        if redacted and name in list_published(release, table, redacted):
            return phrase_lost_file(redacted.records)
    last = next((each for each in reversed(release.later) if each.act == "redacted"), None)
    if last and release.since and name in release.since[0].files:
        return f"The file was taken away on {last.date}: {end_sentence(last.reason or '')}"
    return None


def list_published(release: ServedRelease, table: Table, redacted: Redacted) -> set[str]:
    """Name the files that a table had and may have lost: its parts, or all where it has no tree.

    Any other table still has the files that it had.
    """
    stem = PurePosixPath(redacted.path).stem
    has_parquet = PARQUET in choose_formats(release.package)
    paths = (redacted.path, *([f"parquet/{stem}.parquet"] if has_parquet else []))
    if redacted.parts:
        return {name for path in paths for name in name_part_files(path, range(redacted.parts))}
    return set() if TREE.is_in(table.resource) else {*paths, f"data/{stem}{SUFFIX}"}


def phrase_lost_file(tombstones: Iterable[Tombstone]) -> str:
    """Say since when a file is gone, and for which reasons."""
    told = {each.reason: each.date for each in tombstones}
    reasons = " ".join(end_sentence(reason) for reason in told)
    day = min(told.values())
    return f"The file was taken away on {day}, since records of it had to go: {reasons}"


def describe_removed(release: ServedRelease) -> list[dict[str, Any]]:
    """Give the tombstones of a release for programs."""
    return [
        {
            "table": table.published.name,
            "record": each.leaf,
            "digest": each.digest,
            "date": each.date,
            "reason": each.reason,
        }
        for table, each in list_removed(release)
    ]

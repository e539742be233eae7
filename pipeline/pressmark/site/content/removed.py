"""What was taken out of a release by law, told in its place: status 451 (RFC 7725) and why."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from pressmark.package import Table
from pressmark.package.own import REDACTED, TREE
from pressmark.package.redacted import Tombstone
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.request import SUFFIX
from pressmark.words import end_sentence

UNAVAILABLE_BY_LAW = 451
"""Unavailable For Legal Reasons (RFC 7725)."""


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


def explain_lost_file(release: ServedRelease, name: str) -> str | None:
    """Say why a file is not there that was; None where none of that name was lost by law."""
    for table in release.package.tables:
        redacted = REDACTED.of(table.resource)
        if redacted and not TREE.is_in(table.resource):
            stem = PurePosixPath(redacted.path).stem
            lost = (redacted.path, f"data/{stem}{SUFFIX}", f"parquet/{stem}.parquet")
            if name in lost:
                return phrase_lost_file(redacted.records)
    last = next((each for each in reversed(release.later) if each.act == "redacted"), None)
    if last and release.since and name in release.since[0].files:
        return f"The file was taken away on {last.date}: {end_sentence(last.reason or '')}"
    return None


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

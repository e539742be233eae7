"""What a lake tells of its releases: a table of all of them, and the message of each snapshot."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pressmark.lake.snapshots import LakeRelease, Snapshot
from pressmark.metadata import read_values

SCHEMA, TABLE = "pressmark", "releases"
"""Where the table of releases stands: in a schema of its own, for a package may have one, too."""
COLUMNS = (
    ("snapshot", "int64", "bigint", "What stands in `at (version => …)` to read this release."),
    ("version", "varchar", "varchar", "The version of the release."),
    ("published", "date", "date", "The day on which it was published."),
    ("digest", "varchar", "varchar", "The content digest by which it is cited."),
    ("withdrawn", "varchar", "varchar", "Why it should not be used any more, where it should not."),
    ("redacted", "date", "date", "The day on which records were taken out of it last."),
)
"""The columns of that table: name, the specification's type, DuckDB's type, what it holds."""
BEFORE, NO_DAY = "1970-01-01 00:00:00+00", "1970-01-02"
"""When there is no release yet, and the day of one that was not published and tells none."""


def list_releases(snapshots: Sequence[Snapshot]) -> Iterator[dict[str, Any]]:
    """List the releases as rows of their table, each once, by their numbers."""
    told: set[int] = set()
    for release in (each.release for each in snapshots if each.release):
        if release.number not in told:
            told.add(release.number)
            values = (
                release.number, release.version, release.day, release.digest, release.withdrawn,
                release.redacted,
            )  # fmt: skip
            yield dict(zip((name for name, *_ in COLUMNS), values, strict=True))


def list_times(snapshots: Sequence[Snapshot]) -> Iterator[str]:
    """Give the time of each snapshot: the day of its release, and a second more for each that day.

    A day is all that a ledger knows; so readers who name a time get the last release before it.
    """
    on: Counter[str] = Counter()
    day = NO_DAY
    for each in snapshots:
        if each.release is None:
            yield BEFORE
            continue
        created = (each.release.package.descriptor.created or NO_DAY)[:10]
        # What repeats a release does so from the last one on.
        day = day if each.is_repeated else each.release.day or created
        second = on[day]
        on[day] += 1
        yield f"{day} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}+00"


def tell_release(release: LakeRelease) -> dict[str, str | None]:
    """Tell of a release who made it, in a sentence which it is, and the same as JSON."""
    values = read_values(release.package.descriptor, release.package.name)
    said = f"{release.package.name} {release.version}"
    if release.redacted:
        said += f", redacted on {release.redacted}"
    if release.withdrawn:
        said += f", withdrawn: {release.withdrawn}"
    more = {
        "version": release.version,
        "digest": release.digest,
        "published": release.day,
        "withdrawn": release.withdrawn,
        "redacted": release.redacted,
    }
    return {
        "author": "; ".join(each.name for each in values.creators) or None,
        "commit_message": said,
        "commit_extra_info": json.dumps(
            {name: each for name, each in more.items() if each}, ensure_ascii=False
        ),
    }

"""Files as they were noticed: by size, times and inode, and what they held then."""

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

RACY = 2_000_000_000
"""Nanoseconds: a file that was changed so shortly before may be changed again, and not show it."""


class Stamp(NamedTuple):
    """What the file system says of a file; whoever sets its times back changes `changed`."""

    size: int
    modified: int
    changed: int
    inode: int
    device: int


class Content(NamedTuple):
    """What some files hold: the size of each, and the sha256 of all, one after the other."""

    sizes: tuple[int, ...]
    sha256: str


@dataclass(frozen=True)
class Noticed:
    """Some files at a moment, in nanoseconds of the clock, and what they held."""

    stamps: tuple[Stamp, ...]
    sha256: str
    at: int

    @property
    def content(self) -> Content:
        """What they held."""
        return Content(tuple(each.size for each in self.stamps), self.sha256)

    def still_holds(self, stamps: Sequence[Stamp]) -> bool:
        """Whether files with these stamps hold the same for sure."""
        return tuple(stamps) == self.stamps and all(
            max(each.modified, each.changed) + RACY < self.at for each in self.stamps
        )

    def written(self) -> list[Any]:
        """Give it as JSON values."""
        return [self.stamps, self.sha256, self.at]


def read_noticed(written: list[Any]) -> Noticed:
    """Read what `written` gave."""
    stamps, sha256, at = written
    return Noticed(tuple(Stamp(*each) for each in stamps), sha256, at)


def take_stamps(paths: Sequence[Path]) -> tuple[Stamp, ...] | None:
    """Give the stamp of every file; None where one is not there, or is no file."""
    stamps = []
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        times = found.st_mtime_ns, found.st_ctime_ns
        stamps.append(Stamp(found.st_size, *times, found.st_ino, found.st_dev))
    return tuple(stamps)

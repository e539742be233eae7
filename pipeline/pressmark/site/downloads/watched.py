"""Files as they were when the site started: what changed meanwhile is not sent under old names."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

CHANGED = (
    "A file of this version is not what it was when the site started, so it is not shown. "
    "Whoever runs the site has to start it again, which checks every file."
)


class ChangedError(Exception):
    """A file was changed, replaced or taken away after the start; the text is for readers."""

    def __init__(self) -> None:
        """Say so; which file it was is in nobody's interest but the operator's."""
        super().__init__(CHANGED)


@dataclass(frozen=True)
class FileStamp:
    """By what a file is known again without reading it: its number, its length in bytes, its time.

    The time is that of the last change of its content, in nanoseconds.
    """

    number: int
    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """Look at a file; None where there is none."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(found.st_ino, found.st_size, found.st_mtime_ns)


class Watched:
    """A file that has to stay what it is now."""

    def __init__(self, path: Path) -> None:
        """Look at the file."""
        self.path = path
        self.mark = FileStamp.of(path)

    def holds(self) -> bool:
        """Whether the file is still what it was."""
        return self.mark is not None and FileStamp.of(self.path) == self.mark

    def unchanged(self) -> Path:
        """Give the path; ChangedError where another file is there now, or none."""
        if not self.holds():
            raise ChangedError
        return self.path

"""What changed between two releases, made in a process of its own and kept for who asks next.

A comparison takes seconds of a processor, and more memory than the site has: only one is made at a
time, and who waits too long is told to come again.
"""

import asyncio
import json
import os
import subprocess
import sys
import threading
import weakref
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressmark.compare import CHANGES_CSV
from pressmark.files.staging import make_scratch
from pressmark.guard import guard_command
from pressmark.releases.compared import PAGES
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.downloads.watched import ChangedError
from pressmark.site.overload import TryAgainError

CPU_SECONDS = 60
PATIENCE = 20.0
"""Seconds for which a page waits."""
KEPT, LARGEST = 32, 1_000_000_000
"""So many comparisons are kept, of so many bytes together."""
MOST_WAITING = 8
STILL_MADE = "These two versions are being compared just now."
TOO_MANY = "Too many versions are being compared just now."
NOT_COMPARED = (
    "These two versions could not be compared here: they differ in more than a page has time for. "
    "changes.csv on the page of each version says what changed in it, and `pressmark diff` compares"
    " any two."
)
PROGRAM = (sys.executable, "-P", "-m", "pressmark.releases.compared")


@dataclass(frozen=True)
class StoredComparison:
    """A comparison in a folder, which goes when nobody needs it any more.

    `size` is that of its files in bytes.
    """

    folder: Path
    held: ExitStack
    size: int = field(init=False)

    def __post_init__(self) -> None:
        """Weigh the files, and take them away in the end."""
        object.__setattr__(self, "size", sum(each.stat().st_size for each in self.folder.iterdir()))
        weakref.finalize(self, self.held.close)

    @property
    def pages(self) -> Path:
        """The database from which pages are read."""
        return self.folder / PAGES

    @property
    def changes(self) -> Path | None:
        """Every change as CSV; None where the newer release has that file itself."""
        path = self.folder / CHANGES_CSV
        return path if path.is_file() else None


class NotComparedError(Exception):
    """Two releases could not be compared; the text says so to readers."""


class Comparisons:
    """The comparisons of a site, each made when it is first asked for."""

    def __init__(self) -> None:
        """Have none yet."""
        self.lock = threading.Lock()
        self.made: OrderedDict[tuple[str, str], Future[StoredComparison]] = OrderedDict()
        self.maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="comparing")
        self.process: subprocess.Popen[bytes] | None = None
        self.ended = False

    async def of(self, old: ServedRelease, new: ServedRelease) -> StoredComparison:
        """Give what changed from one release to another.

        TryAgainError where that takes longer than a page waits, NotComparedError where it could not
        be found out, ChangedError where a file is not what it was when the site started.
        """
        with self.lock:
            made = self.find_or_begin(old, new)
        if not made.done():
            waiting = asyncio.wrap_future(made)
            waiting.add_done_callback(take_failure)  # told below to who waits still
            await asyncio.wait({waiting}, timeout=PATIENCE)
        if not made.done():
            raise TryAgainError(STILL_MADE)
        return made.result()

    def find_or_begin(self, old: ServedRelease, new: ServedRelease) -> "Future[StoredComparison]":
        """Give a comparison that is made, or being made, or will be when it is its turn."""
        name = (old.version, new.version)
        if name in self.made:
            self.made.move_to_end(name)
            return self.made[name]
        if sum(not each.done() for each in self.made.values()) >= MOST_WAITING or self.ended:
            raise TryAgainError(TOO_MANY)
        self.made[name] = self.maker.submit(self.make, old, new)
        self.make_room()
        return self.made[name]

    def make_room(self) -> None:
        """Forget the comparisons that nobody has asked for longest, where there are too many."""
        sizes = {
            name: each.result().size if not each.exception() else 0
            for name, each in self.made.items()
            if each.done() and not each.cancelled()
        }
        room, count = LARGEST - sum(sizes.values()), len(self.made)
        for name, size in sizes.items():
            if room >= 0 and count <= KEPT:
                break
            del self.made[name]
            room, count = room + size, count - 1

    def make(self, old: ServedRelease, new: ServedRelease) -> StoredComparison:
        """Compare two releases, in another process."""
        if not (old.is_unchanged and new.is_unchanged):
            raise ChangedError
        places = [str((each.package.root / "datapackage.json").absolute()) for each in (old, new)]
        with ExitStack() as held:
            folder = held.enter_context(make_scratch())
            self.run({"releases": places, "folder": str(folder)})
            return StoredComparison(folder, held.pop_all())

    def run(self, asked: dict[str, Any]) -> None:
        """Let the other process do what is asked; NotComparedError where it does not."""
        with subprocess.Popen(  # noqa: S603 - this Python and a module of ours
            guard_command(PROGRAM, seconds=CPU_SECONDS),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        ) as self.process:
            self.process.communicate(json.dumps(asked).encode())
        if self.process.returncode:
            raise NotComparedError(NOT_COMPARED)

    def end(self) -> None:
        """Give up what is being made: the server ends."""
        with self.lock:
            self.ended = True
        self.maker.shutdown(wait=False, cancel_futures=True)
        if self.process is not None:
            self.process.kill()


def take_failure(waiting: "asyncio.Future[StoredComparison]") -> None:
    """Look at how something ended, so that nobody is told that nobody did."""
    if not waiting.cancelled():
        waiting.exception()

"""A release that is killed, or whose disk refuses a call, at every point of its run.

`python -m tests.release_faults kills` kills a release at 200 points: first at each of the calls by
which it opens or changes a file, then after times spread evenly over its run. Every run but the
first starts from what the killed one left, so each is also the run that must need no manual step.
After each kill readers must see the old releases or the new one. `faults` lets the disk refuse each
change in turn, or one of so many, and `race` starts two releases at once. Each prints what it saw
as JSON, and ends with the first state that is neither.

A process that has imported everything is forked for each run: importing takes longer than a tiny
release does.
"""

import argparse
import errno
import itertools
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import apsw  # noqa: F401 - imported before forking
import duckdb  # noqa: F401
import pyarrow.parquet  # noqa: F401

from pressmark.errors import PressmarkError
from pressmark.files.manifest import hash_file, list_files_below
from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.find import read_release
from pressmark.releases.ledger import LEDGER, read_ledger
from tests.verify.releases import set_version, write_small_project

CHANGING = ("write", "fsync", "rename", "replace", "mkdir")
"""The calls of `os` by which our own code changes a disk."""
CALLS = ("open", "close", *CHANGING)
DAY = "2026-11-22"
FEWEST_TIMES = 4
BEFORE = "1.0.0"
AFTER = "1.1.0"


@contextmanager
def counted(names: tuple[str, ...], act: Callable[[int], None]) -> Iterator[None]:
    """Call `act` with the number of each call of these names, from 1, before it is made."""
    made = itertools.count(1)
    originals = {name: getattr(os, name) for name in names}

    def counting(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **named: Any) -> Any:
            act(next(made))
            return original(*words, **named)

        return call

    for name, original in originals.items():
        setattr(os, name, counting(original))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(os, name, original)


def dying_at(last: int) -> Callable[[int], None]:
    """Kill this process at the call of that number."""

    def act(number: int) -> None:
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)

    return act


def prepared(folder: Path) -> Path:
    """Publish a first version of a tiny project, and get a second ready."""
    project = write_small_project(folder / "project")
    # Not in this process: what it starts (threads, above all) would not live on in forked ones.
    assert ended(started(project)) == 0
    set_version(project, AFTER)
    return project


def state(project: Path) -> dict[str, str]:
    """Take the digest of every file of the first release."""
    folder = project / "datapackage/releases" / BEFORE
    return {name: hash_file(folder / name) for name in list_files_below(folder)}


def seen(project: Path, before: dict[str, str]) -> str:
    """Say what a reader sees: `old` or `new`; AssertionError where it is neither."""
    releases = project / "datapackage/releases"
    assert state(project) == before, "the old release was touched"
    ledger = read_ledger(releases)
    for entry in ledger.published:
        read_release(releases, entry)
    versions = [entry.version for entry in ledger.published]
    assert versions in ([BEFORE], [BEFORE, AFTER]), versions
    return "new" if AFTER in versions else "old"


def forget(project: Path, ledger: bytes) -> None:
    """Take the second release back, so that the next run has work to do."""
    (project / "datapackage/releases" / LEDGER).write_bytes(ledger)


def started(project: Path, at: int = 0) -> int:
    """Release in a forked process, which dies at the call of that number; give its id."""
    child = os.fork()
    if child:
        return child
    # Nothing of the parent may run in the child, whatever happens.
    status = 70
    try:
        with counted(CALLS, dying_at(at)):
            release(read_project(project), date=DAY)
        status = 0
    except PressmarkError as error:
        sys.stderr.write(f"{error}\n")
        status = error.exit_code
    finally:
        os._exit(status)


def ended(child: int) -> int | None:
    """Wait for a forked process; give its exit code, None where it was killed."""
    status = os.waitpid(child, 0)[1]
    return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def kill_at_calls(project: Path, points: Iterable[int]) -> dict[str, int]:
    """Kill a release at the calls of these numbers, to its end; count what readers saw."""
    before, ledger = state(project), (project / "datapackage/releases" / LEDGER).read_bytes()
    counts = {"kills": 0, "old": 0, "new": 0}
    for at in points:
        code = ended(started(project, at))
        if code is not None:
            # The run came to its end: there is no call of that number.
            assert code == 0, code
            break
        look(project, before, ledger, counts)
    finish(project, before, ledger)
    return counts


def kill_after_times(project: Path, kills: int) -> dict[str, int]:
    """Kill a release after so many times, spread evenly over its run; count what readers saw."""
    before, ledger = state(project), (project / "datapackage/releases" / LEDGER).read_bytes()
    counts = {"kills": 0, "old": 0, "new": 0}
    began = time.monotonic()
    finish(project, before, ledger)
    whole = time.monotonic() - began
    for number in range(kills):
        forget(project, ledger)
        child = started(project)
        time.sleep(whole * (number + 0.5) / kills)
        os.kill(child, signal.SIGKILL)
        assert ended(child) in (None, 0)
        look(project, before, ledger, counts)
    finish(project, before, ledger)
    return counts


def finish(project: Path, before: dict[str, str], ledger: bytes) -> None:
    """Release from whatever was left, with no step by hand, and take the release back."""
    assert ended(started(project)) == 0
    assert seen(project, before) == "new"
    assert not list((project / "datapackage/releases").glob(".staging-*"))
    forget(project, ledger)


def look(project: Path, before: dict[str, str], ledger: bytes, counts: dict[str, int]) -> None:
    """Count what a reader sees after a kill, and take a new release back."""
    counts["kills"] += 1
    found = seen(project, before)
    counts[found] += 1
    if found == "new":
        forget(project, ledger)


def fail_at_calls(project: Path, step: int) -> dict[str, int]:
    """Let the disk refuse a changing call in turn, until a run passes; count what was seen.

    By turns it is full, and stays so for the rest of the run, or refuses one call only.
    """
    before, ledger = state(project), (project / "datapackage/releases" / LEDGER).read_bytes()
    counts = {"kills": 0, "old": 0, "new": 0}
    for at in itertools.count(1, step):
        refused: list[int] = []
        with counted(CHANGING, partial(refuse, at, refused)):
            try:
                release(read_project(project), date=DAY)
            except (PressmarkError, OSError):
                assert refused
        if not refused:
            assert seen(project, before) == "new"
            return counts
        look(project, before, ledger, counts)
    raise AssertionError


def refuse(at: int, refused: list[int], number: int) -> None:
    """Refuse the call of that number: a full disk refuses all that come after it too."""
    full = at % 2 == 0
    if number == at or (full and number > at):
        refused.append(number)
        kind = errno.ENOSPC if full else errno.EIO
        raise OSError(kind, os.strerror(kind))


def race(project: Path) -> dict[str, list[int]]:
    """Start two releases at once; give their exit codes, sorted."""
    before = state(project)
    codes = sorted(ended(child) or 0 for child in [started(project), started(project)])
    assert seen(project, before) == "new"
    return {"codes": codes}


def main() -> None:
    """Do what is asked for, and print what was seen."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("kills", "faults", "race"))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--step", type=int, default=1)
    words = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        project = prepared(Path(name))
        found: dict[str, Any] = {}
        if words.what == "kills":
            found["calls"] = kill_at_calls(project, range(1, 10_000, words.step))
            left = words.kills - found["calls"]["kills"]
            found["times"] = kill_after_times(project, max(left, FEWEST_TIMES))
        elif words.what == "faults":
            found["faults"] = fail_at_calls(project, words.step)
        else:
            found["race"] = race(project)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stderr.write(f"{time.monotonic() - began:.0f} seconds\n")


if __name__ == "__main__":
    main()

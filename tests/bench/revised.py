"""Measures `pressmark diff` on two releases of a million records, beside what is promised.

`python -m tests.bench.revised` makes a release and three later ones: one that corrects a record in
a hundred, removes one in a thousand and adds as many; one in which a cell of every record is
another; and the same bytes again. Every figure is the median of whole processes.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from pressmark.package import Package
from pressmark.package.project import read_project
from pressmark.releases.canonical import write_released
from pressmark.validate import hide_progress
from tests.bench.made import CHUNK, NAMES, SEED, make_package, record, rewrite
from tests.bench.measure import Command, Series, side_by_side

ROOT = Path(__file__).parents[2]
MOST_SECONDS, MOST_MEGABYTES = 10, 1000
CORRECTED, REMOVED = 100, 1000
"""One record in so many."""

Line = Callable[[int, str], str | None]


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="python -m tests.bench.revised", description=__doc__)
    words.add_argument("--records", type=int, default=1_000_000)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    words.add_argument("--make", action="store_true", help="make the releases and end")
    given = words.parse_args()
    if given.make:
        commands(given.folder, given.records)
        return
    # Made by a process of its own: what is measured would inherit the peak of its memory.
    subprocess.run(
        [sys.executable, "-m", "tests.bench.revised", "--make", *sys.argv[1:]], check=True
    )
    say(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, median of {given.runs} runs")
    taken = side_by_side(commands(given.folder, given.records), given.runs)
    say(f"\n{given.records:,} records of 12 columns on each side")
    say(f"{'':44}{'seconds':>9}{'processor':>11}{'peak MB':>9}")
    for name, each in taken.items():
        say(
            f"{name:44}{each.seconds:9.2f}{each.processors:11.2f}{each.megabytes:9.0f}  {met(each)}"
        )
    say(f"\ngoal: at most {MOST_SECONDS} seconds and {MOST_MEGABYTES:,} MB")


def commands(folder: Path, records: int) -> dict[str, Command]:
    """Make the releases that are not there yet, and give the comparisons that are measured."""
    old = make_release(folder, records, "first", lambda _, line: line)
    revised = make_release(folder, records, "revised", revise)
    rewritten = make_release(folder, records, "rewritten", rewrite)
    return {
        "diff, one record in a hundred, text": diff(old, revised, "text"),
        "diff, one record in a hundred, csv": diff(old, revised, "csv"),
        "diff, a cell of every record, csv": diff(old, rewritten, "csv"),
        "diff, nothing, text": diff(old, old, "text"),
    }


def diff(old: Path, new: Path, format_: str) -> Command:
    """Compare two releases."""
    words = ("diff", str(old), str(new), "--format", format_)
    return Command((sys.executable, "-m", "pressmark", *words))


def make_release(folder: Path, records: int, name: str, change: Line) -> Path:
    """Make a release of records that `change` leaves, drops (None) or changes; give its folder."""
    place = folder / f"{records}-release-{name}"
    if place.exists():
        return place
    source = make_package(folder, records).parent
    work = folder / f"{records}-{name}"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(source, work)
    with (work / "records.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(NAMES) + "\n")
        file.writelines(lines(records, change))
    made = write_released(read_project(work), work / "released", hide_progress)
    assert isinstance(made, Package), "what is made here is sound"
    (work / "released").rename(place)
    shutil.rmtree(work)
    return place


def lines(records: int, change: Line) -> Iterator[str]:
    """Give the changed lines, many at once, and behind them one new record for each dropped one."""
    chance = random.Random(SEED)  # noqa: S311 - measured, not guarded
    dropped = 0
    for start in range(1, records + 1, CHUNK):
        numbers = range(start, min(start + CHUNK, records + 1))
        changed = [change(number, record(number, chance)) for number in numbers]
        dropped += changed.count(None)
        yield "".join(f"{line}\n" for line in changed if line is not None)
    for number in range(records + 1, records + 1 + dropped):
        yield record(number, chance) + "\n"


def revise(number: int, line: str) -> str | None:
    """Correct one record in a hundred, drop one in a thousand."""
    if number % REMOVED == 0:
        return None
    return rewrite(number, line) if number % CORRECTED == 1 else line


def met(each: Series) -> str:
    """Say whether the goal is met."""
    well = each.seconds <= MOST_SECONDS and each.megabytes <= MOST_MEGABYTES
    return "met" if well else "not met"


def say(line: str) -> None:
    """Print a line, at once even into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

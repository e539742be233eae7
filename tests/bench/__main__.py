"""Measures `pressmark` beside the programs of others, and prints which goals are reached.

`python -m tests.bench` measures a million records, with `--full` ten million too, with `--small` a
thousand. Every figure is the median of whole processes that were started in turn; memory is the
largest peak. What a program finds of planted errors is printed first.
"""

import argparse
import datetime
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.found import find_planted
from tests.bench.goals import judge_goals
from tests.bench.measure import Series, by_pairs, side_by_side
from tests.bench.sections import JUDGES, LOADERS, ROOT, SECTIONS, Setting

BESIDE = "csv.reader"
PROMISED = 1_000_000
"""The records that the goals are about."""
"""The command that the others of its section are held against."""
INSTALLED = "import importlib.metadata as m, sys; print(*(f'{n} {m.version(n)}' for n in sys.argv[1:]), sep=', ')"  # noqa: E501


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    words.add_argument("--records", type=int, default=PROMISED)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--small", action="store_true", help="a thousand records, small shapes")
    words.add_argument("--full", action="store_true", help="ten times the records, too")
    words.add_argument("--only", metavar="SECTION,…", default="", help="only these sections")
    words.add_argument("--others", type=Path, help="the environment of the other programs")
    words.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    words.add_argument("--keep", type=Path, help="write what is printed into this file, too")
    given = words.parse_args()
    known = [each.name for each in SECTIONS]
    asked = given.only.split(",") if given.only else known
    if unknown := sorted(set(asked) - set(known)):
        words.error(f"there is no section {', '.join(unknown)}; there are {', '.join(known)}")
    python = given.others / "bin/python" if given.others else None
    others = python.absolute() if python and python.exists() else None
    records = 1000 if given.small else given.records
    setting = Setting(given.folder.absolute(), records, given.small, others)
    setting.folder.mkdir(parents=True, exist_ok=True)
    said = []
    for line in measure(setting, asked, given.runs, full=given.full):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        said.append(line)
    if given.keep:
        given.keep.write_text("".join(f"{line}\n" for line in said), encoding="utf-8")


def measure(setting: Setting, asked: list[str], runs: int, *, full: bool) -> Iterator[str]:
    """Measure the sections that are asked for, and say what they took and which goals are met."""
    yield from tell_machine(setting.others)
    yield "\nwhat is found of planted errors"
    yield from find_planted(setting)
    results: dict[tuple[str, str], Series] = {}
    for section in SECTIONS:
        if section.name not in asked or (section.full and not full):
            continue
        taken = side_by_side(section.commands(setting), runs)
        yield f"\n{section.title(setting)} (load {tell_load()})"
        yield from show(taken)
        results |= {(section.name, name): series for name, series in taken.items()}
        for folder in ("built", "published"):
            shutil.rmtree(setting.folder / folder, ignore_errors=True)
    yield "\ngoals, of two quiet cores and a million records"
    if setting.records != PROMISED:
        yield f"(here are {setting.records:,}: that it runs is seen, and no goal)"
    yield from judge_goals(results, full=full)


def tell_machine(others: Path | None) -> Iterator[str]:
    """Say when, on which machine and beside which programs is measured."""
    today = datetime.datetime.now(datetime.UTC)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1000**3
    yield (
        f"{today:%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, {memory:.0f} GB, "
        f"Python {platform.python_version()}, load {tell_load()}"
    )
    if others is None:
        yield "not installed, so left out: " + ", ".join(JUDGES + LOADERS)
        return
    asked = [str(others), "-c", INSTALLED, *JUDGES, *LOADERS]
    yield subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def tell_load() -> str:
    """Say how busy the machine was, over one, five and fifteen minutes."""
    return ", ".join(f"{each:.1f}" for each in os.getloadavg())


def show(taken: dict[str, Series]) -> Iterator[str]:
    """Say what each command took, and how it stands to a bare reader of the same file."""
    beside = taken.get(BESIDE)
    head = f"{'':34}{'runs':>5}{'seconds':>10}{'CPU':>9}{'MB':>8}"
    yield head + (f"{'/ csv.reader':>14}{'in CPU':>8}" if beside else "")
    for name, each in taken.items():
        if each.failed:
            yield f"{name:34}{each.failed}"
            continue
        figures = f"{each.seconds:10.2f}{each.processors:9.2f}{each.megabytes:8.0f}"
        ratios = ""
        if beside and not beside.failed:
            by_clock, in_cpu = (by_pairs(each, beside, by) for by in ("seconds", "processors"))
            ratios = f"{by_clock:14.2f}{in_cpu:8.2f}"
        yield f"{name:34}{len(each.runs):5}{figures}{ratios}"


if __name__ == "__main__":
    main()

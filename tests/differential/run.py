"""So many generated packages put before both judges, from one seed; `make differential` runs many.

Ours judges each by SQL alone too, and must find the same.

The seed is printed, and `SEED=…` repeats a run.
"""

import argparse
import multiprocessing
import secrets
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from pressmark.engine.connection import Engine
from tests.both_ways import find_difference, judged, write_lines

from .case import Case
from .difference import compare
from .disagreements import PLACES, undocumented
from .generated import cases
from .judges import LIMIT, CannotJudgeError, list_places, theirs

CASES_AT_ONCE = 400


def run(first: int, count: int) -> Counter[str]:
    """Compare the judges on so many packages, and count the cases and what explains differences.

    AssertionError shows the smallest package on which they differ and no entry explains it.
    """
    counted: Counter[str] = Counter()
    with Engine(threads=1) as engine, tempfile.TemporaryDirectory() as folder:

        @seed(first)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            report_multiple_bugs=False,
        )
        @given(cases())
        def both_judges_agree(case: Case) -> None:
            counted.update(agree(case, Path(folder), engine))

        both_judges_agree()
    return counted


def agree(case: Case, folder: Path, engine: Engine) -> Counter[str]:
    """Put one package before both judges; AssertionError where a difference is not explained.

    Ours must find the same by SQL alone.
    """
    path = case.write(folder)
    report = judged(path, engine, LIMIT)
    differs = find_difference(path, engine, LIMIT, found=write_lines(report))
    assert not differs, f"{differs}\n{case.shown()}"
    mine = list_places(report)
    try:
        differences = compare(case, mine, theirs(path, case))
    except CannotJudgeError:
        return Counter(["not compared: frictionless breaks off"])
    left = undocumented(differences)
    shown = "\n".join(f"only {each.side} {each.place}" for each in left)
    assert not left, f"{shown}\n{case.shown()}"
    explained = (known.name for each in differences for known in PLACES if known.explains(each))
    return Counter(["cases", *explained, *(["findings"] * len(mine))])


def run_part(part: tuple[int, int]) -> tuple[int, Counter[str], str]:
    """Run one part in a process of its own; give its seed, the counts, and what went wrong."""
    first, count = part
    try:
        return first, run(first, count), ""
    except Exception as error:  # noqa: BLE001 - whatever it is, it is shown and fails the run
        return first, Counter(), f"{type(error).__name__}: {error}"


def main() -> int:
    """Run as many cases as asked for, in several processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    asked = parser.parse_args()
    start, total, failures = time.monotonic(), Counter[str](), 0
    sizes = [CASES_AT_ONCE] * (asked.cases // CASES_AT_ONCE) + [asked.cases % CASES_AT_ONCE]
    parts = [(asked.seed + place, size) for place, size in enumerate(sizes) if size]
    print(f"seed {asked.seed}, {asked.cases:,} cases", flush=True)  # noqa: T201 - it is a command
    with multiprocessing.get_context("spawn").Pool(asked.processes) as pool:
        for first, counted, wrong in pool.imap_unordered(run_part, parts):
            total += counted
            failures += bool(wrong)
            said = f"seed {first} FAILED\n{wrong}" if wrong else f"seed {first}"
            seconds = time.monotonic() - start
            print(f"{said}: {total['cases']:,} cases, {seconds:.0f} s", flush=True)  # noqa: T201
    for name, times in total.most_common():
        print(f"{times:8,} {name}")  # noqa: T201 - it is a command
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

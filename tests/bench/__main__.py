"""Measures `pressmark` beside a bare `csv.reader` loop and `frictionless validate`.

`python -m tests.bench` measures a million records, `--large` ten million beside one. Every figure
is the median of whole processes, started in turn; memory is the largest peak.
"""

import argparse
import os
import sys
from pathlib import Path

from tests.bench.made import make_package
from tests.bench.measure import Series, side_by_side

ROOT = Path(__file__).parents[2]
SAMPLE = 100_000
LOOP = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for record in csv.reader(file):
        pass
"""


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    words.add_argument("--records", type=int, default=1_000_000)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--large", action="store_true", help="measure linearity instead")
    words.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    given = words.parse_args()
    say(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, median of {given.runs} runs")
    measure = measure_large if given.large else measure_all
    measure(given.folder, given.records, given.runs)


def measure_all(folder: Path, records: int, runs: int) -> None:
    """Measure everything that is promised of a file of a million records, and of the register."""
    sound, planted = (make_package(folder, records, planted=wrong) for wrong in (False, True))
    few, many = max(min(records, SAMPLE) // 10, 1), min(records, SAMPLE)
    commands = {
        "csv.reader loop": loop(sound),
        "pressmark validate": validate(sound),
        "pressmark validate, errors planted": validate(planted),
        f"frictionless validate, {few:,} records": frictionless(make_package(folder, few)),
        f"frictionless validate, {many:,} records": frictionless(make_package(folder, many)),
        "pressmark validate, the register": validate(ROOT),
        "pressmark --help": [sys.executable, "-m", "pressmark", "--help"],
    }
    taken = side_by_side(commands, runs)
    bare, ours, wrong, other_few, other_many, *_ = taken.values()
    say(f"\n{records:,} records of 12 columns, {size(sound):,.0f} MB")
    show(taken, bare)
    each = (other_many.seconds - other_few.seconds) / max(many - few, 1)
    scaled = other_few.seconds + each * (records - few)
    say(f"\nfrictionless on {records:,} records, scaled from its two samples: {scaled:,.0f} s")
    say(f"pressmark / csv.reader loop      {ours.seconds / bare.seconds:7.2f}   goal: at most 2")
    say(f"with errors / csv.reader loop    {wrong.seconds / bare.seconds:7.2f}   goal: at most 2")
    say(f"frictionless / pressmark         {scaled / ours.seconds:7.1f}   goal: at least 30")


def measure_large(folder: Path, records: int, runs: int) -> None:
    """Measure whether ten times the records take ten times as long."""
    tenth, whole = (make_package(folder, number) for number in (max(records // 10, 1), records))
    planted = make_package(folder, records, planted=True)
    commands = {
        "csv.reader loop": loop(whole),
        "pressmark validate, a tenth": validate(tenth),
        "pressmark validate": validate(whole),
        "pressmark validate, errors planted": validate(planted),
    }
    taken = side_by_side(commands, runs)
    bare, small, ours, _ = taken.values()
    say(f"\n{records:,} records of 12 columns, {size(whole):,.0f} MB")
    show(taken, bare)
    say(
        f"\nall records / a tenth of them    {ours.seconds / small.seconds:7.2f}   goal: at most 11"
    )
    say(f"pressmark / csv.reader loop      {ours.seconds / bare.seconds:7.2f}")


def loop(package: Path) -> list[str]:
    """Read the records' file with csv.reader and do nothing with them."""
    return [sys.executable, "-c", LOOP, str(package.with_name("records.csv"))]


def validate(project: Path) -> list[str]:
    """Judge a project with pressmark."""
    return [sys.executable, "-m", "pressmark", "validate", str(project)]


def frictionless(package: Path) -> list[str]:
    """Judge a package with frictionless."""
    return [sys.executable, "-m", "frictionless", "validate", str(package)]


def size(package: Path) -> float:
    """Give the size of the records' file in MB."""
    return package.with_name("records.csv").stat().st_size / 1000**2


def show(taken: dict[str, Series], bare: Series) -> None:
    """Print what each command took."""
    say(f"{'':44}{'seconds':>9}{'processor':>11}{'peak MB':>9}{'ratio':>8}")
    for name, each in taken.items():
        ratio = each.seconds / bare.seconds
        figures = f"{each.seconds:9.2f}{each.processors:11.2f}{each.megabytes:9.0f}{ratio:8.2f}"
        say(f"{name:44}{figures}")


def say(line: str) -> None:
    """Print a line, at once even into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

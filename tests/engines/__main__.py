"""The same packages judged and built on one machine and by engines: `make check-engines`.

`python -m tests.engines sail` takes a part of the packages, with `--all` all of them.
"""

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, seed, settings

from pressmark.engines.engine_names import open_machines
from pressmark.engines.work import Batches, Machines, tell_row
from pressmark.errors import MachineError
from pressmark.package.project import read_project
from tests.differential.case import Case
from tests.differential.generated import cases
from tests.hostile.corpus import EVERY
from tests.packages import write_package
from tests.parted.built import find_differences
from tests.parted.drawn import draw_tables

from .compared import said_by_many, said_by_one
from .parquet_files import KINDS, draw_columns, write_parquet_files
from .planted import CHILD, PARENT, PLANTED, draw_table, plant
from .ruled import FAILING, LOCAL, NOT_LOCAL, write_rules

NUMBERS = (1, 4, 37)
LIMITS = (1, 3, 100)
SAMPLED = 24
"""Of the hostile packages every so many is a part."""
GENERATED = 24
"""So many packages are generated, of which the first is a part."""
LARGEST = 10_000_000
"""Bytes of the largest package that is compared."""


def draw_cases(count: int) -> list[Case]:
    """Give so many of the packages that are generated for two judges, the same ones each time."""
    drawn: list[Case] = []

    @seed(GENERATED)
    @settings(
        max_examples=2 * count, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(cases())
    def draw(case: Case) -> None:
        if case not in drawn:
            drawn.append(case)

    draw()
    return drawn[:count]


def write_all(folder: Path, *, whole: bool) -> Iterator[tuple[str, Path]]:
    """Write the packages, each into a folder of its own."""
    written = {"planted": {"t": (PLANTED, plant(400))}}
    for number in range(5 if whole else 1):
        draw = random.Random(number)  # noqa: S311 - a sample
        parts = {"c": (CHILD, draw_table(draw, 80)), "p": (PARENT, draw_table(draw, 30))}
        written[f"keys {number}"] = parts
    for name, each in written.items():
        (folder / name).mkdir()
        yield name, write_package(folder / name, each)
    for name, rules in {
        "rules": (*LOCAL, *NOT_LOCAL),
        "a rule that fails": (LOCAL[0], FAILING),
    }.items():
        (folder / name).mkdir()
        yield name, write_rules(folder / name, *rules)
    (folder / "files").mkdir()
    tables = [draw_columns(70 * at, 60, kind) for at, kind in enumerate(KINDS)]
    yield "files of Parquet", write_parquet_files(folder / "files", tables)
    for at, entry in enumerate(EVERY[:: 1 if whole else SAMPLED]):
        place = folder / str(at)
        entry.make(place, 1)
        sizes = (path.lstat().st_size for path in place.rglob("*"))
        try:
            read_project(place / entry.project)
        except Exception:  # noqa: BLE001, S112 - it is refused before anybody judges
            continue
        if sum(sizes) <= LARGEST:
            yield entry.name, place / entry.project
    for at, case in enumerate(draw_cases(GENERATED if whole else 1)):
        place = folder / f"generated {at}"
        place.mkdir()
        yield place.name, case.write(place)


def compare(engine: str, *, whole: bool) -> int:
    """Compare the reports of an engine with those of one machine; give how many differ."""
    wrong = compared = 0
    begun = time.perf_counter()
    with TemporaryDirectory() as folder, open_machines(engine, None) as machines:
        for at, (name, path) in enumerate(write_all(Path(folder), whole=whole)):
            if at and at % SAMPLED == 0:
                show(f"{engine}: {at} packages, {wrong} reports differ so far")
            pairs = zip(LIMITS, NUMBERS, strict=True)
            for limit, number in pairs if at < SAMPLED // 2 else [(3, 4)]:
                compared += 1
                many = said_by_many(path, limit, number, cluster=machines)
                if many[0] == MachineError.__name__:  # no report is no other report
                    show(f"{engine}: {name}: {many[1]}; asked again")
                    many = said_by_many(path, limit, number, cluster=machines)
                one = said_by_one(path, limit)
                if many != one:
                    wrong += 1
                    show(f"{engine}: {name}, {number} portions, limit {limit}: reports differ")
                    show(f"  of many: {many}\n  of one: {one}")
        wrong += compare_builds(engine, machines, Path(folder) / "built", whole=whole)
    seconds = time.perf_counter() - begun
    show(f"{engine}: {compared} reports compared, {wrong} differ ({seconds:.0f} s)")
    return wrong


def stop(engine: str) -> int:
    """Stop the process of an engine while it works; give whether that was not noticed."""
    begun = time.perf_counter()
    try:
        with open_machines(engine, None) as machines:
            machines.silent_for = 10
            (child,) = find_children(os.getpid())
            threading.Timer(2, os.kill, (child, signal.SIGSTOP)).start()
            while True:
                machines.spread(2, tell_slowly)
    except MachineError as error:
        noticed = "no sign of life" in error.wrong
    seconds = time.perf_counter() - begun
    show(f"{engine}: stopped, and {'noticed' if noticed else 'not noticed'} ({seconds:.0f} s)")
    return not noticed


def find_children(process: int) -> list[int]:
    """Find the processes that a process has started."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(each) for path in found for each in path.read_text().split()]


def tell_slowly(number: int) -> Batches:
    """Tell a number, after a while."""
    time.sleep(0.5)
    yield tell_row(str(number), number)


def compare_builds(engine: str, machines: Machines, folder: Path, *, whole: bool) -> int:
    """Compare what an engine builds with what one machine writes; give how many differ."""
    wrong = 0
    for number in NUMBERS if whole else (4,):
        place = folder / str(number)
        place.mkdir(parents=True)
        path = write_package(place, draw_tables(number))
        found = find_differences(path, place, number, machines)
        wrong += bool(found)
        show(f"{engine}: built in {number} parts: {', '.join(found) or 'the same'}")
    return wrong


def show(line: str) -> None:
    """Show what was compared."""
    print(line, flush=True)  # noqa: T201 - it is what this command is for


def main(words: list[str]) -> int:
    """Compare the engines that are named."""
    whole = "--all" in words
    engines = [each for each in words if each != "--all"]
    return sum(stop(each) + compare(each, whole=whole) for each in engines)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))

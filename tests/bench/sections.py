"""What is measured, section by section: of each the commands that run side by side."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.bench.made import make_package
from tests.bench.measure import Command
from tests.bench.published import SECOND, make_project, make_revised
from tests.bench.shapes import make_many, make_wide, make_wrong

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
JUDGES = ("polars", "dataframely", "pandera", "pointblank", "pydantic", "duckdb")
"""Programs of others that judge, as `judges.py` calls them."""
LOADERS = ("sqlite-utils", "csvs-to-sqlite")
LOOP = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for record in csv.reader(file):
        pass
"""
ONE_CORE = "import os, sys; os.sched_setaffinity(0, {0}); os.execv(sys.argv[1], sys.argv[1:])"
"""Runs what follows on one processor alone (Linux)."""
Commands = Mapping[str, Command]


class Shapes(NamedTuple):
    """How many small tables there are, and how many columns of two wide ones."""

    tables: int
    wide: int
    widest: int


@dataclass(frozen=True)
class Setting:
    """How much is measured, where it is made, and which Python has the programs of others."""

    folder: Path
    records: int = 1_000_000
    small: bool = False
    others: Path | None = None

    @property
    def few(self) -> int:
        """The records of the smaller table."""
        return max(self.records // 10, 1)

    @property
    def shapes(self) -> Shapes:
        """How many tables and columns there are."""
        return Shapes(10, 10, 100) if self.small else Shapes(1000, 1000, 10_000)


class Section(NamedTuple):
    """Commands that stand beside each other, the first of which the others are held against."""

    name: str
    title: Callable[[Setting], str]
    commands: Callable[[Setting], Commands]
    full: bool = False
    """Whether it runs only where all is asked for."""


def pressmark(*words: str | Path, code: int = 0) -> Command:
    """Run our command."""
    return Command((sys.executable, "-m", "pressmark", *map(str, words)), code)


def loop(package: Path) -> Command:
    """Read the records' file with csv.reader and do nothing with them."""
    return Command((sys.executable, "-c", LOOP, str(package.with_name("records.csv"))))


def on_one_core(command: Command) -> Command:
    """Run a command on one processor."""
    return Command((sys.executable, "-c", ONE_CORE, *command.words), command.code)


def of_others(setting: Setting, script: str, programs: tuple[str, ...], package: Path) -> Commands:
    """Run a script of ours with each program of others, where their Python is there."""
    if setting.others is None:
        return {}
    words = {each: (str(setting.others), str(HERE / script), each) for each in programs}
    tells = script == "loaders.py"
    return {each: Command((*of, str(package.parent)), tells=tells) for each, of in words.items()}


def judge_alike(setting: Setting, records: int) -> dict[str, Command]:
    """Judge the same file by the same rules with every program."""
    package = make_package(setting.folder, records)
    ours, others = pressmark("validate", package), of_others(setting, "judges.py", JUDGES, package)
    alone = {"pressmark": ours, **others}
    alone = {each: alone[each] for each in ("pressmark", "polars", "duckdb") if each in alone}
    one = {f"{name}, one core": on_one_core(each) for name, each in alone.items()}
    return {"csv.reader": loop(package), "pressmark": ours, **others,
            **(one if sys.platform == "linux" else {})}  # fmt: skip


def judge_few(setting: Setting) -> Commands:
    """Judge a tenth of the records with every program, the slowest too."""
    words = (sys.executable, "-m", "frictionless", "validate")
    slow = Command((*words, str(make_package(setting.folder, setting.few))))
    return judge_alike(setting, setting.few) | {"frictionless": slow}


def judge_many(setting: Setting) -> Commands:
    """Judge all records with every program but the slowest, and those with errors with ours."""
    planted = make_package(setting.folder, setting.records, planted=True)
    wrong = {"pressmark, errors planted": pressmark("validate", planted, code=1)}
    return judge_alike(setting, setting.records) | wrong


def judge_shapes(setting: Setting) -> Commands:
    """Judge and build what has other shapes, and the register."""
    folder, built, shapes = setting.folder, setting.folder / "built", setting.shapes
    widest = make_wide(folder, shapes.widest, 1)
    wide = make_wide(folder, shapes.wide, max(setting.records // 100, 1))
    into, into_own = (("--output", built / name) for name in ("register", "unchanged"))
    register = {
        "validate the register": pressmark("validate", ROOT, "--no-cache"),
        "validate it again, unchanged": pressmark("validate", ROOT),
        "build the register": pressmark("build", ROOT, "--no-cache", *into),
        "build it again, unchanged": pressmark("build", ROOT, *into_own),
    }
    return {
        "--help": pressmark("--help"),
        **({} if setting.small else register),
        "validate many tables": pressmark("validate", make_many(folder, shapes.tables)),
        "validate many columns": pressmark("validate", wide),
        "validate wrong cells": pressmark("validate", make_wrong(folder, setting.records), code=1),
        "build many more columns": pressmark("build", widest, "--output", built / "widest"),
    }


def tell_shapes(setting: Setting) -> str:
    """Say how many tables and columns there are."""
    shapes = setting.shapes
    return (
        f"{shapes.tables:,} tables of 20 records; {shapes.wide:,} columns of "
        f"{max(setting.records // 100, 1):,} records; {setting.records:,} wrong cells;\n"
        f"{shapes.widest:,} columns of one record{'' if setting.small else '; the register'}"
    )


def load(setting: Setting) -> Commands:
    """Write the records into SQLite with keys."""
    package = make_package(setting.folder, setting.records)
    others = of_others(setting, "loaders.py", LOADERS, package)
    ours = {
        each: Command(
            (sys.executable, "-m", "tests.bench.loaders", each, str(package.parent)), tells=True
        )
        for each in ("executemany", "pressmark")
    }
    return {**ours, **others}


def publish(setting: Setting) -> Commands:
    """Build, release twice, compare the two, and serve what was released."""
    first, second = (setting.folder / "published" / name for name in ("first", "second"))
    package = make_package(setting.folder, setting.records)
    releases = second / "datapackage/releases"
    make = partial(make_project, first, setting.records, setting.folder)
    revise = partial(make_revised, second, first)
    release = pressmark("release", first), pressmark("release", second)
    words = (sys.executable, "-m", "tests.bench.cold", str(second))
    return {
        "build": pressmark("build", package, "--output", setting.folder / "built/records"),
        "release the first version": Command(release[0].words, prepare=make),
        "release the second version": Command(release[1].words, prepare=revise),
        "diff of the two": pressmark("diff", releases / "1.0.0", releases / SECOND),
        "serve, to the first answer": Command(words, tells=True),
    }


def judge_ten_times(setting: Setting) -> Commands:
    """Judge and build ten times the records, and judge them again unchanged."""
    package = make_package(setting.folder, setting.records * 10)
    planted = make_package(setting.folder, setting.records * 10, planted=True)
    project = setting.folder / "published/ten-times"

    def make() -> None:
        if not project.exists():
            make_project(project, setting.records * 10, setting.folder)

    return {
        "csv.reader": loop(package),
        "pressmark": pressmark("validate", package),
        "pressmark, errors planted": pressmark("validate", planted, code=1),
        **{name: each for name, each in of_others(setting, "judges.py", JUDGES, package).items()
           if name in ("polars", "duckdb")},
        # The first run fills what the others find.
        "again, unchanged": Command(pressmark("validate", project).words, prepare=make),
        "build": pressmark("build", package, "--output", setting.folder / "built/ten-times"),
    }  # fmt: skip


SECTIONS = (
    Section("few", lambda given: f"{given.few:,} records of 12 columns", judge_few),
    Section("many", lambda given: f"{given.records:,} records of 12 columns", judge_many),
    Section("shapes", tell_shapes, judge_shapes),
    Section("loaded", lambda given: f"{given.records:,} records into SQLite, with keys", load),
    Section("published", lambda given: f"{given.records:,} records published", publish),
    Section("ten", lambda given: f"{given.records * 10:,} records", judge_ten_times, full=True),
)

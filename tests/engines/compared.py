"""One package judged on one machine and in partitions, and all that the two reports say."""

import json
import random
from pathlib import Path
from typing import Any

from pressmark.engine.connection import Engine
from pressmark.engines.judge_on import judge_on
from pressmark.engines.work import Machines
from pressmark.errors import PressmarkError
from pressmark.package import Package
from pressmark.package.project import read_project
from pressmark.report import Report
from pressmark.validate import hide_progress, judge
from pressmark.validate.choice import EVERYTHING, ChosenRules

from .partitions import Partitions

Said = tuple[Any, ...]
"""A report as JSON, and what else renderings show; or what stopped the command, and why."""


def said_by_one(path: Path, limit: int, choice: ChosenRules = EVERYTHING) -> Said:
    """Judge a package on one machine; its own rules are trusted."""
    try:
        with Engine() as engine:
            package = read_project(path, trust_rules=True)
            return say(judge(package, engine, limit=limit, typed=False, choice=choice).report)
    except PressmarkError as error:
        return type(error).__name__, str(error)


def said_by_many(
    path: Path,
    limit: int,
    number: int,
    choice: ChosenRules = EVERYTHING,
    cluster: Machines | None = None,
) -> Said:
    """Judge a package in about so many portions, and its keys in as many partitions."""
    try:
        package = read_project(path, trust_rules=True)
        return say(
            judge_on(
                cluster or Partitions(random.Random(number * limit)),  # noqa: S311 - an order
                package,
                limit=limit,
                choice=choice,
                progress=hide_progress,
                partitions=number,
                least=max(1, measure(package) // number),
            )
        )
    except PressmarkError as error:
        return type(error).__name__, str(error)


def measure(package: Package) -> int:
    """Give the bytes of the largest file of a package, its number of partitions at least."""
    paths = [path for table in package.tables for path in table.paths if path.is_file()]
    return max((path.stat().st_size for path in paths), default=0) or 100


def say(report: Report) -> Said:
    """Give all that a report says, but how long it took."""
    written = json.dumps(report.written(seconds=False), ensure_ascii=False)
    return written, sorted(report.rows.items()), [each.shown for each in report.findings]

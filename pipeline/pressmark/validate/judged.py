"""Package → Report, with what another judge says of it where somebody wants to know."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.package import Package
from pressmark.report import Report
from pressmark.validate import Judgement, Progress, judge, read_choice

Opinion = Callable[[Package, Judgement, Engine], Report]
"""What another judge adds to a report; the tables are typed, in the engine."""


def judge_package(  # noqa: PLR0913 - each is an option of the command
    package: Package,
    *,
    limit: int,
    sources: Path | None,
    opinion: Opinion | None,
    rules: Iterable[str] | None,
    ignore: Mapping[str, str] | None,
    progress: Progress,
) -> Report:
    """Judge every record of a package by the rules that are asked; nothing is written.

    ProjectError where the package or a rule is wrong as written; MachineError.
    """
    choice = read_choice(package, rules, ignore, sources=sources is not None)
    with Engine() as engine:
        judgement = judge(
            package, engine, limit=limit, typed=opinion is not None, sources=sources,
            choice=choice, progress=progress,
        )  # fmt: skip
        return opinion(package, judgement, engine) if opinion else judgement.report

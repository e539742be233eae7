"""Package → Report, by our judge, and by another where somebody wants to know."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.extras import refuse_without_judge
from pressmark.package import Package
from pressmark.report import Report
from pressmark.validate import Progress, judge, read_choice


def judge_package(  # noqa: PLR0913 - each is an option of the command
    package: Package,
    *,
    limit: int,
    sources: Path | None,
    second_judge: bool,
    rules: Iterable[str] | None,
    ignore: Mapping[str, str] | None,
    progress: Progress,
) -> Report:
    """Judge every record of a package by the rules that are asked; nothing is written.

    ProjectError where the package or a rule is wrong as written; MachineError.
    """
    if second_judge:
        from pressmark.verify.second_judge import with_second_opinion

        refuse_without_judge()
    choice = read_choice(package, rules, ignore, sources=sources is not None)
    with Engine() as engine:
        judgement = judge(
            package, engine, limit=limit, typed=second_judge, sources=sources, choice=choice,
            progress=progress,
        )  # fmt: skip
        if second_judge:
            return with_second_opinion(package, judgement, engine)
        return judgement.report

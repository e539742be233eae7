"""Package → Report, by our judge, and by another where somebody wants to know."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
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
    engine: str | None = None,
    spark_master: str | None = None,
) -> Report:
    """Judge every record of a package by the rules that are asked; nothing is written.

    On many machines, if an `engine` is named. ProjectError where the package or a rule is wrong as
    written, or asks for what an engine does not judge; MachineError.
    """
    if spark_master and not engine:
        raise ProjectError("--spark-master", "no engine is named", "add --engine spark")
    if engine:
        from pressmark.engines.judge_on import judge_with_engine

        asked = {"--sources": sources is not None, "--second-judge": second_judge}
        choice = read_choice(package, rules, ignore)
        return judge_with_engine(
            package, engine, spark_master, asked, limit=limit, choice=choice, progress=progress
        )
    if second_judge:
        from pressmark.verify.second_judge import with_second_opinion

        refuse_without_judge()
    choice = read_choice(package, rules, ignore, sources=sources is not None)
    with Engine() as opened:
        judgement = judge(
            package, opened, limit=limit, typed=second_judge, sources=sources, choice=choice,
            progress=progress,
        )  # fmt: skip
        if second_judge:
            return with_second_opinion(package, judgement, opened)
        return judgement.report

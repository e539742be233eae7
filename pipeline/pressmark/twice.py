"""Package → Report, by our judge, and by another where somebody wants to know."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pressmark.cache.judged import KeptFindings, open_judged
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError
from pressmark.extras import refuse_without_judge
from pressmark.package import Package
from pressmark.report import Report
from pressmark.validate import NOTHING_KNOWN, ChosenRules, Progress, judge, read_choice


def judge_package(  # noqa: PLR0913 - each is an option of the command
    package: Package,
    *,
    limit: int,
    sources: Path | None,
    second_judge: bool,
    rules: Iterable[str] | None,
    ignore: Mapping[str, str] | None,
    progress: Progress,
    cache: bool,
    engine: str | None = None,
    spark_master: str | None = None,
) -> Report:
    """Judge every record of a package by the rules that are asked.

    With a `cache` what earlier runs found of a project is not asked again where it still holds, and
    what is found is kept; else nothing is written. On many machines, if an `engine` is named: there
    nothing is known of earlier runs. ProjectError where the package or a rule is wrong as written,
    or asks for what an engine does not judge; MachineError.
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
    choice = read_choice(package, rules, ignore, sources=sources is not None)
    kept = open_judged(package) if cache and not second_judge and sources is None else None
    return judge_here(
        package, kept, choice,
        limit=limit, sources=sources, second_judge=second_judge, progress=progress,
    )  # fmt: skip


def judge_here(  # noqa: PLR0913 - as above
    package: Package,
    kept: KeptFindings | None,
    choice: ChosenRules,
    *,
    limit: int,
    sources: Path | None,
    second_judge: bool,
    progress: Progress,
) -> Report:
    """Judge on this machine what is not known from what was kept."""
    if second_judge:
        from pressmark.verify.second_judge import with_second_opinion

        refuse_without_judge()
    options = ("validate", limit, choice.asked, tuple(choice.ignored.items()))
    report = kept.find_report(*options) if kept else None
    if report:
        return report
    # Of rules that are chosen other tables are asked less than of all.
    known = kept.find_known() if kept and not choice.asked else NOTHING_KNOWN
    with Engine() as opened:
        judgement = judge(
            package, opened, limit=limit, typed=second_judge, sources=sources, choice=choice,
            progress=progress, known=known,
        )  # fmt: skip
        if kept:
            kept.tell(judgement.report, None if choice.asked else judgement.known, *options)
        if second_judge:
            return with_second_opinion(package, judgement, opened)
        return judgement.report

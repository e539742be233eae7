"""frictionless as a second judge of what is to be published, for those who ask for it.

It is slower than ours and wrong in known places (docs/explanation/standard.md), so it is asked
about a valid package, never instead of ours, and what it says stops nothing.
"""

import importlib.metadata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.extras import JUDGE, refuse_without_judge
from pressmark.files.staging import make_scratch
from pressmark.formats import write_package
from pressmark.package import Package
from pressmark.report import Report, SecondOpinion
from pressmark.validate import Judgement


def ask_second_judge(descriptor: Path) -> SecondOpinion:
    """Ask frictionless about a released package; what it says names no folder of the machine."""
    here = f"{descriptor.parent}/"
    return SecondOpinion(
        name_judge(), tuple(each.replace(here, "") for each in list_disagreements(descriptor))
    )


def with_second_opinion(package: Package, judgement: Judgement, engine: Engine) -> Report:
    """Give a report with what frictionless says of the package, written as it would be released.

    So it sees the same data as we do, and fetches nothing. The tables must be typed, in the engine.
    """
    report = judgement.report
    if not report.valid or not judgement.tables:
        return replace(report, second=SecondOpinion(name_judge(), None))
    with make_scratch() as folder:
        write_package(package, judgement.tables, engine, folder)
        return replace(report, second=ask_second_judge(folder / "datapackage.json"))


def name_judge() -> str:
    """Name the second judge with its version; ProjectError where it is not installed."""
    refuse_without_judge()
    return f"{JUDGE} {importlib.metadata.version(JUDGE)}"


def list_disagreements(descriptor: Path) -> Iterator[str]:
    """Say in a line each what frictionless holds to be wrong with a package that we hold valid."""
    import frictionless

    try:
        report = frictionless.validate(str(descriptor))
    except frictionless.FrictionlessException as refusal:
        yield str(refusal)
        return
    for error in report.errors:
        yield error.message
    for task in report.tasks:
        for each in task.errors:
            yield f"{task.name}: {each.message}"

"""A package that is no release, judged now and written as releases are, to be compared with one."""

from dataclasses import replace
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.formats import write_package
from pressmark.package import Package
from pressmark.package.project import read_package
from pressmark.releases.place import DESCRIPTOR
from pressmark.report import Report
from pressmark.validate import Progress, judge


def write_released(package: Package, folder: Path, progress: Progress) -> Package | Report:
    """Judge a package and write it as a release; its report where the data is wrong."""
    folder.mkdir()
    with Engine() as engine:
        judgement = judge(package, engine, progress=progress)
        if not judgement.report.valid:
            return judgement.report
        write_package(package, judgement.tables, engine, folder)
    return replace(
        read_package(folder / DESCRIPTOR, trusted=package.trusted),
        place=package.place,
        rules=package.rules,
        views=package.views,
        queries=package.queries,
    )

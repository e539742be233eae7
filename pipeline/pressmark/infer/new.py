"""Files of a stranger → a project of their own, whole or not there."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pressmark.errors import ProjectError, explain_failure
from pressmark.files.holding import make_beside
from pressmark.files.staging import make_durable
from pressmark.infer.draft import DraftTable
from pressmark.infer.footer import Footer
from pressmark.infer.project import PublisherWords, make_files
from pressmark.infer.table_files import LIMITS, describe_as_table
from pressmark.intake import TableFile
from pressmark.report.finding import Findings

DESCRIPTORS = ("datapackage", "datapackage.yaml", "datapackage.yml", "datapackage.json")
Judge = Callable[[Path], None]
"""Judges the project in a folder; raises where its own records do not hold what was drafted."""


def make_project(
    place: Path, name: str, tables: Sequence[DraftTable], told: PublisherWords, judge: Judge
) -> None:
    """Write a project of those tables to a folder that is not there yet, or holds nothing.

    `judge` sees it before it takes its place. ProjectError where the folder holds something.
    """
    refuse_taken(place)
    with restore_parents(place), make_beside(place) as folder:
        for path, text in make_files(name, tables, told).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        for table in tables:
            write_records(table, folder / f"datapackage/records/{table.name}.csv")
        judge(folder)
        make_durable(folder)
        if place.exists():
            place.rmdir()
        folder.rename(place)


@contextmanager
def restore_parents(place: Path) -> Iterator[None]:
    """Take folders that were made above a place away again, where nothing came to stand in it."""
    absent = [each for each in place.absolute().parents if not each.exists()]
    try:
        yield
    except BaseException:
        for each in absent:
            with suppress(OSError):
                each.rmdir()
        raise


def refuse_taken(place: Path) -> None:
    """Refuse a place where something is: a file, a project, a folder that holds something.

    ProjectError; MachineError where nobody may look.
    """
    if not place.exists():
        return
    try:
        if place.is_dir() and not any(place.iterdir()):
            return
    except OSError as error:
        raise explain_failure(error, str(place)) from error
    right = "name a folder that is not there yet"
    if not place.is_dir():
        raise ProjectError(str(place), "is a file", right)
    if any((place / each).exists() for each in DESCRIPTORS):
        right = (
            "to add a table, write its schema with `pressmark describe FILE`, and name it in the "
            f"descriptor; for a new project {right}"
        )
        raise ProjectError(str(place), "is a project already", right)
    raise ProjectError(str(place), "holds something already", right)


def write_records(table: DraftTable, path: Path) -> None:
    """Write a table's records as UTF-8, their cells as they stand, in the order of their file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    source = describe_as_table(table.path, table.layout, table.name)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(each.name for each in table.fields)
        for block in Footer().kept_back(TableFile(source, Findings(0), LIMITS).blocks()):
            columns = (column.to_pylist() for column in block.cells.columns)
            writer.writerows(zip(*columns, strict=True))

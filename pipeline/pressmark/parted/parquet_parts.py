"""Parquet files of a release in parts, each made by a worker of the CSV of the same part.

They are derived of the released package as on one machine, so they have the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.engine.made import publish_columns
from pressmark.engine.tables import StoredTable, make_columns, read_typed
from pressmark.engines.work import Batches, Task, Work
from pressmark.errors import MachineError
from pressmark.files.manifest import hash_file
from pressmark.formats import PARQUET
from pressmark.formats.parquet import FileLayout, lay_out, write_file
from pressmark.intake.parting import begin_text
from pressmark.intake.portions import BegunTable, Portion
from pressmark.intake.seams import Seams
from pressmark.package import Package, Table
from pressmark.package.part_files import list_parts
from pressmark.parted.measuring import load_portion
from pressmark.parted.sorting import move_whole
from pressmark.parted.tasks import Making, do_told, read_told, tell
from pressmark.report.finding import Findings


@dataclass(frozen=True)
class ParquetPart:
    """The Parquet file of a part: where it is to stand, how it is laid out, what stands in it."""

    path: Path
    layout: FileLayout
    stored: StoredTable


def write_parquet_parts(
    making: Making, released: Package, stored: Sequence[StoredTable]
) -> dict[str, str]:
    """Write the Parquet files of a released package; give the sha256 of each by its name."""
    folder, work = making.folder, making.work
    tasks: list[Task] = []
    files: list[ParquetPart] = []
    names: list[str] = []
    begun: list[BegunTable | None] = []
    for position, (table, judged) in enumerate(zip(released.tables, stored, strict=True)):
        cut = list_parts(table)
        begun.append(begin_parts(table, work) if cut else None)
        tasks += list_tasks(position, cut, begun[-1])
        layout, there = lay_out(released, table), replace(judged, table=table)
        for name in PARQUET.files(released, table):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            names.append(name)
            files.append(ParquetPart(folder / name, layout, there))
    seams = tuple(Seams(each.places) if each else None for each in begun)
    read = replace(work, package=released, tasks=tuple(tasks), begun=tuple(begun), seams=seams)
    written = partial(write_parquet_part, read, tuple(files), making.aside)
    told = read_told(making.machines.spread(len(files), written))
    return {name: each["sha256"] for name, each in zip(names, told, strict=True)}


def begin_parts(table: Table, work: Work) -> BegunTable:
    """Begin to read the CSV files of a table in parts."""
    begun = begin_text(table, Findings(0), work.limits)
    if begun is None:
        right = "build it without an engine, which says what is wrong with it"
        raise MachineError(table.place, "cannot be read again as it was written", right)
    return begun


def list_tasks(position: int, cut: tuple[int, ...], begun: BegunTable | None) -> Iterator[Task]:
    """List the tasks that read the files of a table, one each."""
    if begun is None:
        yield Task("whole", position)
        return
    before = (0, *accumulate(cut))
    for number, count in enumerate(cut):
        file = begun.files[number]
        portion = Portion(number, file.start, file.size, before[number], 0, count)
        yield Task("text", position, portion)


def write_parquet_part(
    work: Work, files: tuple[ParquetPart, ...], aside: Path, number: int
) -> Batches:
    """Write the file of that number."""
    task, file = work.tasks[number], files[number]
    yield from do_told(work, number, str(file.path), write_task(work, task, file, aside, number))


def write_task(work: Work, task: Task, file: ParquetPart, aside: Path, number: int) -> Batches:
    """Write likewise, and tell its digest."""
    stored = file.stored
    with Engine(threads=1) as engine:
        source = load_portion(work, task, engine)
        texts = {column: column.canonical for column in make_columns(stored.table)}
        publish_columns(stored, texts, source, engine)
        with move_whole(file.path, aside) as fresh:
            write_file(read_typed(stored, engine), stored, engine, fresh, file.layout)
            digest = hash_file(fresh)
    yield tell(number, sha256=digest)

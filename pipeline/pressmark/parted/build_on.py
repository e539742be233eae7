"""Package → all files of a release on many machines, its tables in parts, unpublished."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

from pressmark.cache.noticed import take_stamps
from pressmark.compare import MEMORY, compare
from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable
from pressmark.engines.engine_names import open_machines
from pressmark.engines.judge_on import MOST_PARTITIONS, judge_handed
from pressmark.engines.plan import LEAST_STRETCH
from pressmark.engines.refusals import refuse_options, refuse_what_needs_one_machine
from pressmark.engines.work import Machines
from pressmark.errors import MachineError, ProjectError, ReleaseError
from pressmark.files.holding import clear_interrupted, is_held, make_beside
from pressmark.files.manifest import hash_files
from pressmark.files.staging import replace_folder
from pressmark.formats import CSV, Measured, choose_formats
from pressmark.formats.codebook import Counted
from pressmark.formats.csv import write_header
from pressmark.formats.package import write_around
from pressmark.package import Package
from pressmark.package.own import REDACTED
from pressmark.package.part_files import name_part_files
from pressmark.package.release_format import FIRST, find_release_format
from pressmark.package.tree import find_head_above
from pressmark.parted.cutting import CutTable, cut_tables
from pressmark.parted.deriving import derive_parts
from pressmark.parted.hashing import HashedFile, PartFile, hash_parts
from pressmark.parted.measuring import MeasuredTable, measure_tables
from pressmark.parted.sorting import sort_parts
from pressmark.parted.tasks import AGAIN, CHANGED, Making
from pressmark.releases.build import read_back, refuse_output
from pressmark.releases.converted import refuse_converted_cells
from pressmark.releases.counting import count_compared
from pressmark.releases.find import find_newest_final
from pressmark.releases.judged_once import is_same
from pressmark.releases.sidecars import NOTABLE, Act, write_act
from pressmark.report import Report, text
from pressmark.validate import Progress, hide_progress
from pressmark.validate.choice import EVERYTHING
from pressmark.validate.progress import measure_whole

PART = 128 * 1024 * 1024
"""Bytes of a table, as it is stored, for which it has a part more."""
SAMPLED = 100
"""So many keys are looked at for each part of a table."""


@dataclass(frozen=True)
class Size:
    """How finely a package is cut: bytes of a part, and of what is read by one worker at least."""

    part: int = PART
    least: int = LEAST_STRETCH


def build_with_engine(  # noqa: PLR0913 - each is an option of the command
    package: Package,
    engine: str | None,
    master: str | None,
    output: Path,
    *,
    limit: int,
    progress: Progress,
) -> Report:
    """Build a package with the engine of that name, Spark's at that master; see `build_on`.

    ProjectError also where a master is named and no engine.
    """
    if engine is None:
        raise ProjectError("--spark-master", "no engine is named", "add --engine spark")
    opening = open_machines(engine, master)  # a name that is none is refused before all else
    refuse_options({})
    refuse_what_is_built_here(package)
    refuse_output(package, output)
    with opening as machines:
        return build_on(machines, package, output, limit=limit, progress=progress)


def refuse_what_is_built_here(package: Package) -> None:
    """Stop at what one machine alone judges or builds: ProjectError."""
    refuse_what_needs_one_machine(package)
    choose_formats(package)
    right = "leave --engine out: one machine builds it"
    if any(REDACTED.is_in(table.resource) for table in package.tables):
        raise ProjectError(package.place, "lacks records that were redacted", right)
    if find_release_format(package) == FIRST:
        raise ProjectError(package.place, "is a release of the first format", right)


def build_on(  # noqa: PLR0913 - all but three have a default or are passed on
    machines: Machines,
    package: Package,
    output: Path,
    *,
    limit: int,
    progress: Progress,
    size: Size = Size(),
) -> Report:
    """Write all files of a release into `output`, its large tables in parts; see `releases.build`.

    Nothing is written where the data is wrong. All machines see the folder of `output`, too.
    MachineError, also where the cluster is lost, ProjectError, ReleaseError.
    """
    paths = [path for each in package.resources for path in each.paths]
    stamps = take_stamps(paths)
    whole = measure_whole(package.tables)
    partitions = 1 + min(whole // size.least, MOST_PARTITIONS)
    report, work = judge_handed(
        machines, package, limit=limit, choice=EVERYTHING, progress=progress,
        partitions=partitions, least=size.least,
    )  # fmt: skip
    if not report.valid:
        return report
    place = output.absolute()  # machines do not work in the folder of the command
    with make_beside(place) as folder, make_beside(place) as aside:
        clear_interrupted(place.parent)
        progress("writing on many machines", 0, whole, whole)
        making = Making(machines, work, folder, aside)
        written = write_tables(making, package, report, size)
        released = finish_package(making, package, written)
        derive_parts(making, released, written.stored)
        tell_act(package, report, released, folder)
        if take_stamps(paths) != stamps:
            raise MachineError(package.place, CHANGED, AGAIN)
        if is_held(output):
            wrong, right = "is being served", "name another folder, or end the server"
            raise MachineError(str(output), wrong, right)
        replace_folder(folder, output)
    return report


@dataclass(frozen=True)
class WrittenTables:
    """The tables whose files were written: what they measure, and the sha256 of each file."""

    stored: tuple[StoredTable, ...]
    measured: dict[str, Measured]
    counted: tuple[Counted, ...]
    digests: dict[str, str]


def write_tables(making: Making, package: Package, report: Report, size: Size) -> WrittenTables:
    """Write the CSV files of every table, sorted and cut into parts, and hash them."""
    folder, limits = making.folder, making.work.limits
    records = [each.records for each in report.tables]
    wanted = [max(1, min(-(-each.bytes // size.part), limits.files)) for each in report.tables]
    sampled = [SAMPLED * count for count in wanted]
    found = measure_tables(making, records, sampled)
    cut = cut_tables(found, wanted)
    names = tuple(name_files(package, each) for each in cut)
    files = tuple(folder / name for name in chain.from_iterable(names))
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    partitions = min(len(files), MOST_PARTITIONS)
    counts = sort_parts(making, cut, files, partitions)
    refuse_other_records(package, cut, counts, records)
    for each in cut:
        if counts[each.part] == 0:
            files[each.part].write_bytes(write_header(each.stored))
    hashed = hash_parts(making, list(list_part_files(cut, files, counts)))
    digests = zip(chain.from_iterable(names), (each.sha256 for each in hashed), strict=True)
    return WrittenTables(
        tuple(each.stored for each in cut),
        {each.stored.table.name: measure_files(each, files, counts, hashed) for each in cut},
        tuple(map(count_missing, found)),
        dict(digests),
    )


def name_files(package: Package, cut: CutTable) -> tuple[str, ...]:
    """Name the CSV files of a table."""
    path = CSV.path(package, cut.stored.table.name)
    return name_part_files(path, tuple(cut.parts) if cut.firsts else ())


def refuse_other_records(
    package: Package, cut: Sequence[CutTable], counts: Sequence[int], records: Sequence[int]
) -> None:
    """Stop where other records were written than were judged: MachineError."""
    for each, judged, table in zip(cut, records, package.tables, strict=True):
        written = [counts[part] for part in each.parts]
        if sum(written) != judged or (each.firsts and not all(written)):
            raise MachineError(table.place, CHANGED, AGAIN)


def list_part_files(
    cut: Sequence[CutTable], files: Sequence[Path], counts: Sequence[int]
) -> Iterator[PartFile]:
    """List the files of all parts, and which leaf of its table each begins with."""
    for each in cut:
        before = accumulate((counts[part] for part in each.parts), initial=1)
        for part, first in zip(each.parts, before, strict=False):
            at = 0 if part == each.part else first
            yield PartFile(files[part], each.stored.table.name, each.stored.null_text, at)


def measure_files(
    cut: CutTable, files: Sequence[Path], counts: Sequence[int], hashed: Sequence[HashedFile]
) -> Measured:
    """Say what the files of a table measure together, as its one file would."""
    parts = cut.parts
    subtrees = chain.from_iterable(hashed[part].subtrees for part in parts)
    leaves = sum(hashed[part].leaves for part in parts)
    sha256 = hash_files(files[part] for part in parts) if cut.firsts else hashed[cut.part].sha256
    return Measured(
        sum(hashed[part].size for part in parts),
        sha256,
        find_head_above(subtrees, leaves),
        tuple(counts[part] for part in parts) if cut.firsts else (),
    )


def count_missing(found: MeasuredTable) -> Counted:
    """Count the records of a table, and those that lack each field."""
    return Counted(found.records, tuple(found.records - each for each in found.present))


def finish_package(making: Making, package: Package, written: WrittenTables) -> Package:
    """Write what a package holds beside its tables, and read it again.

    It is judged again where its tables are described otherwise than those that were judged, or a
    cell was not found to be read alike. ReleaseError where it is wrong then.
    """
    write_around(
        package, written.stored, written.measured, written.counted, making.folder, written.digests
    )
    released = read_back(package, making.folder)
    refuse_converted_cells(package, released)
    if not all(map(is_same, written.stored, released.tables)):
        size = measure_whole(released.tables)
        partitions = 1 + min(size // LEAST_STRETCH, MOST_PARTITIONS)
        report, _ = judge_handed(
            making.machines, released, limit=making.work.limit, choice=EVERYTHING,
            progress=hide_progress, partitions=partitions,
        )  # fmt: skip
        if not report.valid:
            found = text.render(report).split("\n")
            raise ReleaseError(released.place, "is damaged", lines=filter(None, found))
    return released


def tell_act(package: Package, report: Report, released: Package, folder: Path) -> None:
    """Write what is told of a release, compared and counted here: its tables are read once.

    ReleaseError where the release before is damaged.
    """
    previous = find_newest_final(package, below=package.version)
    with Engine(memory=MEMORY) as engine:
        comparison = compare(previous, released, engine, limit=NOTABLE)
        statistics = count_compared(comparison, engine)
        write_act(Act(package, report, released, comparison, engine, statistics), folder)

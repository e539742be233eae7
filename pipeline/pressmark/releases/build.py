"""Package → all files of a release, unpublished: judged, written, read back, compared, derived."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pressmark.cache.judged import FILES, FOLDER, open_judged
from pressmark.compare import MEMORY, Comparison, compare
from pressmark.engine.beside import enter_beside
from pressmark.engine.connection import Engine
from pressmark.errors import MachineError, ProjectError
from pressmark.files.holding import Held, clear_interrupted, is_held, make_beside, settle_folder
from pressmark.files.manifest import MANIFEST, list_files_below, read_manifest
from pressmark.files.staging import replace_folder
from pressmark.formats import Ready, choose_formats, write_package
from pressmark.package import Package
from pressmark.package.project import read_package
from pressmark.releases.built_before import find_built, list_circumstances, tell_built
from pressmark.releases.converted import refuse_converted_cells
from pressmark.releases.derived import (
    DERIVED_LIST,
    derive,
    refuse_other_answers,
    write_derived,
)
from pressmark.releases.find import find_newest_final
from pressmark.releases.judged_once import make_ready_of_judged
from pressmark.releases.ledger import LEDGER
from pressmark.releases.sidecars import ACT_NAMES, NOTABLE, Act, write_act
from pressmark.releases.signed_off import SignedOff
from pressmark.releases.statistics import Statistics, count_stored
from pressmark.report import Report, SecondOpinion
from pressmark.validate import NOTHING_KNOWN, Known, Progress, hide_progress, judge

Promises = Callable[[Comparison, Statistics, Engine], tuple[SignedOff, ...]]
"""What a release is asked before it is published; it raises what stops it."""


def ask_nothing(
    comparison: Comparison, statistics: Statistics, engine: Engine
) -> tuple[SignedOff, ...]:
    """Keep no promise: what is built is not published."""
    del comparison, statistics, engine
    return ()


def build(
    package: Package,
    output: Path,
    *,
    limit: int = 100,
    progress: Progress = hide_progress,
    cache: bool = False,
) -> Report:
    """Write all files of a release into `output`, unpublished; nothing where the data is wrong.

    An earlier build there is replaced; with a `cache` it stays where it is what would be written,
    and what earlier runs found is not asked again. ProjectError where `output` holds anything else,
    MachineError where somebody serves what it holds.
    """
    refuse_output(package, output)
    kept = open_judged(package) if cache else None
    if kept is None:
        return build_anew(package, output, limit, progress)[0]
    circumstances = list_circumstances(package)
    found = find_built(kept, output, limit, circumstances)
    if found:
        return found
    report, written = build_anew(package, output, limit, progress, known=kept.find_known())
    # The commit, or the release before, may have changed meanwhile.
    if written and list_circumstances(package) == circumstances:
        tell_built(kept, output, limit, circumstances, report=report, known=written.known)
    return report


def refuse_output(package: Package, output: Path) -> None:
    """Stop where a build would replace what is no build: ProjectError."""
    right = "name a folder that does not exist, is empty or holds an earlier build"
    if output.exists() and not is_build(output):
        raise ProjectError(str(output), "holds other files, which building would remove", right)
    if is_for_releases(package, output):
        raise ProjectError(str(output), "is a place for what is published", right)


def build_anew(
    package: Package, output: Path, limit: int, progress: Progress, *, known: Known = NOTHING_KNOWN
) -> "tuple[Report, WrittenRelease | None]":
    """Write all files of a release into a folder; give its report, and what was written."""
    with make_beside(output) as folder:
        clear_interrupted(output.parent)
        report, written = write_release(
            package, folder, limit=limit, progress=progress, derives=True, known=known
        )
        if written:
            if not written.derived:
                derive(written.package, folder)
            if is_held(output):
                wrong, right = "is being served", "name another folder, or end the server"
                raise MachineError(str(output), wrong, right)
            replace_folder(folder, output)
    return report, written


def build_to_look_at(
    package: Package, place: Path, progress: Progress
) -> tuple[Report, Held | None]:
    """Build a package to be looked at, and hold it; None where the data is wrong.

    It stands at `place`, or, as long as others hold that, under a numbered name beside it.
    ProjectError where other files stand there.
    """
    if place.exists() and not is_build(place):
        right = "name another folder with --output"
        raise ProjectError(str(place), "holds other files, which building would remove", right)
    with make_beside(place) as aside:
        fresh = aside / place.name
        report = build(package, fresh, progress=progress)
        return report, settle_folder(fresh, place, is_build) if report.valid else None


def is_build(folder: Path) -> bool:
    """Whether a folder is empty or holds an earlier build, and no file besides."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return folder.is_dir()
    there = set(list_files_below(folder)) - set(FILES)
    if not there and (folder / FOLDER).is_dir():
        return True
    known = {MANIFEST, DERIVED_LIST, *ACT_NAMES}
    for name in (MANIFEST, DERIVED_LIST):
        if not (folder / name).is_file():
            return False
        known |= set(read_manifest((folder / name).read_text("utf-8", errors="replace")))
    return known >= there


def is_for_releases(package: Package, folder: Path) -> bool:
    """Whether a folder stands where releases are published, of this project or another."""
    releases = package.releases and package.releases.resolve()
    if releases and folder.resolve().is_relative_to(releases):
        return True
    ledger = folder.resolve().parent / LEDGER
    # Not read strictly: a ledger that is broken names what must not be replaced, too.
    return ledger.is_file() and f'"version": "{folder.name}"' in ledger.read_text(
        "utf-8", "replace"
    )


@dataclass(frozen=True)
class WrittenRelease:
    """A released package as it was read again, and what changed since the release before.

    `derived` tells that its derived files are written, too; `known` is what judging found right.
    """

    package: Package
    comparison: Comparison
    derived: bool = False
    known: Known = NOTHING_KNOWN


def write_release(  # noqa: PLR0913 - all but two have a default or are passed on
    package: Package,
    folder: Path,
    *,
    limit: int,
    progress: Progress,
    promises: Promises = ask_nothing,
    second: Callable[[Path], SecondOpinion] | None = None,
    derives: bool = False,
    known: Known = NOTHING_KNOWN,
) -> tuple[Report, WrittenRelease | None]:
    """Judge a package and write the released package and the files of the act.

    Give its report, and what was written, None where the data is wrong. Before
    the files of the act are written, `promises` may raise what the changes break, and give what
    was signed off. A `second` judge is asked about the released descriptor. Where it `derives`,
    derived files are written, too, if no second judging is needed for them. What is `known` is not
    judged. ProjectError where the package asks for a format that there is not.
    """
    choose_formats(package)
    with Engine() as engine:
        judgement = judge(package, engine, limit=limit, progress=progress, known=known)
        report = judgement.report
        if not report.valid:
            return report, None
        judged = Ready(package, judgement.tables, engine)
        statistics = write_and_count(judged, folder)
        released = read_back(package, folder)
        refuse_converted_cells(package, released)
        derived = derives and derive_from_judged(judged, released, folder)
    if second:
        report = replace(report, second=second(released.root / "datapackage.json"))
    previous = find_newest_final(package, below=package.version)
    with ask_meanwhile(released, folder, derived=derived), Engine(memory=MEMORY) as engine:
        comparison = compare(previous, released, engine, limit=NOTABLE)
        signed_off = promises(comparison, statistics, engine)
        act = Act(package, report, released, comparison, engine, statistics, signed_off)
        write_act(act, folder)
    return report, WrittenRelease(released, comparison, derived, judgement.known)


def write_and_count(judged: Ready, folder: Path) -> Statistics:
    """Write the released package of one that was judged, and count meanwhile what it holds."""
    with enter_beside(judged.engine) as beside, ThreadPoolExecutor(1) as pool:
        counting = pool.submit(count_stored, judged.stored, beside)
        write_package(judged.package, judged.stored, judged.engine, folder)
        return counting.result()


def derive_from_judged(judged: Ready, released: Package, folder: Path) -> bool:
    """Write the derived files of a release from what was judged; whether it is the same.

    Its databases are not asked yet.
    """
    ready = make_ready_of_judged(judged, released)
    if ready:
        write_derived(ready, folder)
    return ready is not None


@contextmanager
def ask_meanwhile(released: Package, folder: Path, *, derived: bool) -> Iterator[None]:
    """Ask the databases that were derived, beside a block; what they refuse is raised first.

    The block may compare packages and write of it: both take one processor most of the time.
    """
    if not derived:
        yield
        return
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(refuse_other_answers, released, choose_formats(released), folder)
        try:
            yield
        except Exception:
            asking.result()
            raise
        asking.result()


def read_back(package: Package, folder: Path) -> Package:
    """Read a package as it was just written; its SQL keeps the places where people wrote it."""
    released = read_package(folder / "datapackage.json", trusted=package.trusted)
    return replace(released, rules=package.rules, views=package.views, queries=package.queries)

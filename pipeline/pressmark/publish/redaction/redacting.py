"""`pressmark redact`: records out of published releases, by law, and what is left stays proven.

Everything is made and proven first, and then takes its place at once (see `swap`).
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from pressmark.citation.release import read_key, read_keys
from pressmark.errors import PressmarkError
from pressmark.files.holding import clear_interrupted, make_beside
from pressmark.files.staging import clear_leftovers, lock_folder, make_scratch
from pressmark.package import Table
from pressmark.package.own import FORMAT
from pressmark.package.project import read_project
from pressmark.package.redacted import Tombstone
from pressmark.publish.redaction.asked import (
    ChosenRecords,
    RedactionRequest,
    choose,
    list_elsewhere,
)
from pressmark.publish.redaction.derived_files import list_texts, remove_outdated
from pressmark.publish.redaction.making import Made, add_entry, make_next, make_redacted
from pressmark.publish.redaction.swap import NEW, decide, resume
from pressmark.publish.redaction.traces import Trace, find_in_files, is_free_text
from pressmark.releases.derived import keep_derived
from pressmark.releases.find import find_newest, read_release
from pressmark.releases.ledger import Entry, Ledger, read_ledger
from pressmark.releases.place import choose_build_folder
from pressmark.releases.sidecars import SIGNATURE
from pressmark.verify import prove_package
from pressmark.version import is_final, order_version

MANY_FILES = 10
"""In more files of a release a word is nobody's own."""


@dataclass(frozen=True)
class Redaction:
    """What was done, or would be: which folders are others, and what nobody but people can do.

    `already` is the tombstone where the record had been taken out before. `remarks` name what
    holds values of the records still; `removed` are folders of derived files.
    """

    ledger: Ledger
    made: tuple[Made, ...] = ()
    already: Tombstone | None = None
    remarks: tuple[str, ...] = ()
    removed: tuple[Path, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that were added to the ledger, or would be."""
        return self.ledger.entries[len(self.ledger.entries) - len(self.made) :]


def redact(releases: Path, root: Path | None, asked: RedactionRequest) -> Redaction:
    """Take a record out of a published release, and of everything that is derived of it.

    `root` is the folder of the project, None where there is none. A run that was interrupted is
    ended first. Nothing changes where the record was taken out already. ReleaseError or
    ProjectError where it cannot be done: then nothing was.
    """
    with lock_folder(releases):
        resume(releases)
        clear_leftovers(releases)
        ledger = read_ledger(releases)
        chosen, build = choose(ledger, asked), find_build_folder(ledger, root)
        if not any(each.gone for each in chosen):
            gone = remove_outdated(build, releases, tuple(each.release.version for each in chosen))
            return Redaction(ledger, already=chosen[0].already, removed=gone)
        with make_beside(releases / "redacted") as fresh, ExitStack() as stack:
            made, after = make_all(ledger, chosen, asked, fresh / NEW)
            trials = {}
            for each in made:
                place = build / "releases" / each.version
                if each.package:
                    trials[each.version] = stack.enter_context(make_beside(place))
                    prove_package(each.package, trials[each.version])
            remarks = tuple(list_remarks(ledger, root, asked, chosen, made))
            decide(fresh, after)
            gone = remove_outdated(build, releases, tuple(each.version for each in made))
            # Nothing but releases stands among releases, wherever they are kept.
            if (build / "releases").resolve() != releases.resolve():
                for version, trial in trials.items():
                    keep(after, version, trial, build / "releases" / version)
    if (build / "releases").is_dir():
        clear_interrupted(build / "releases")
    return Redaction(after, made, remarks=remarks, removed=gone)


def rehearse(releases: Path, root: Path | None, asked: RedactionRequest) -> Redaction:
    """Do all that `redact` does, and change nothing; what is refused is the same."""
    ledger = read_ledger(releases)
    chosen = choose(ledger, asked)
    if not any(each.gone for each in chosen):
        return Redaction(ledger, already=chosen[0].already)
    with make_scratch() as fresh:
        made, after = make_all(ledger, chosen, asked, fresh / NEW)
        for each in made:
            if each.package:
                (fresh / each.version).mkdir()
                prove_package(each.package, fresh / each.version)
        remarks = tuple(list_remarks(ledger, root, asked, chosen, made))
    return Redaction(after, made, remarks=remarks)


def make_all(
    ledger: Ledger, chosen: tuple[ChosenRecords, ...], asked: RedactionRequest, place: Path
) -> tuple[tuple[Made, ...], Ledger]:
    """Make every folder that is to be another, the oldest version first, and the ledger."""
    mine = {each.release.version: each for each in chosen if each.gone}
    place.mkdir()
    made, after = [], ledger
    for entry in sorted(ledger.published, key=lambda each: order_version(each.version)):
        older = mine.get(find_version_before(ledger, entry.version) or "")
        folder = place / entry.version
        if entry.version in mine:
            folder.mkdir()
            with make_scratch() as aside:
                found: Made | None = make_redacted(mine[entry.version], older, asked, aside, folder)
        elif older:
            found = make_next(read_release(ledger.folder, entry), older, asked, folder)
        else:
            continue
        if found:
            made.append(found)
            after = add_entry(after, found, asked)
        else:
            shutil.rmtree(folder)
    return tuple(made), after


def find_version_before(ledger: Ledger, version: str) -> str | None:
    """Name the version of whose records the changes of another tell."""
    older = [
        each for each in ledger.published if order_version(each.version) < order_version(version)
    ]
    finals = [each for each in older if is_final(each.version)]
    return find_newest(finals or older).version if older else None


def find_build_folder(ledger: Ledger, root: Path | None) -> Path:
    """Give where the derived files of a project's releases are, or of a folder of releases."""
    if root:
        return root / "build"
    newest = read_release(ledger.folder, find_newest(ledger.published))
    return choose_build_folder(replace(newest, releases=ledger.folder))


def keep(ledger: Ledger, version: str, trial: Path, place: Path) -> None:
    """Keep the derived files of a version that were made while it was proven."""
    entry = ledger.entry(version)
    if entry:
        keep_derived(read_release(ledger.folder, entry), trial, place)


def list_remarks(
    ledger: Ledger,
    root: Path | None,
    asked: RedactionRequest,
    chosen: tuple[ChosenRecords, ...],
    made: tuple[Made, ...],
) -> Iterator[str]:
    """Say what redacting leaves as it is: what a person has to look at, and what is lost."""
    taken = {each.release.version for each in chosen}
    for version in list_elsewhere(ledger, asked, taken):
        yield (
            f"version {version} holds a record of that key, and keeps it: name that version, too, "
            "or add --everywhere"
        )
    for each in made:
        yield from list_losses(each)
    yield from list_kept(made)
    if root is not None:
        yield from list_sources(root, ledger.folder, asked, made)


def list_losses(made: Made) -> Iterator[str]:
    """Say what a version loses besides."""
    if SIGNATURE in made.removed:
        yield (
            f"version {made.version} is signed no longer: its manifest is another; sign it with "
            "--sign KEY"
        )
    if made.package and FORMAT.of(made.package.descriptor) is None:
        lost = ", ".join(name for name in made.removed if name != SIGNATURE)
        yield (
            f"version {made.version} is of the first format, which has no trees: {lost} is lost, "
            "and nothing but the ledger proves the records that are left of it"
        )


def list_kept(made: tuple[Made, ...]) -> Iterator[str]:
    """Name the files in which other records, or the descriptor, hold the same values.

    Words that stand in many files are nobody's own, and are not named.
    """
    for each in made:
        package = each.package
        words = [
            trace
            for trace in each.kept
            if package and is_free_text(package, trace.table, trace.field)
        ]
        places: dict[Trace, set[str]] = {}
        for path, _, trace in find_in_files(words, list_files(each.folder) if words else ()):
            places.setdefault(trace, set()).add(path.relative_to(each.folder).as_posix())
        own = {trace: names for trace, names in places.items() if len(names) <= MANY_FILES}
        if own:
            fields = ", ".join(dict.fromkeys(f"{one.table}.{one.field}" for one in own))
            yield (
                f"in version {each.version} others hold the same value of {fields}, "
                f"and keep it: {', '.join(sorted(set().union(*own.values())))}"
            )


def list_files(folder: Path) -> Iterator[Path]:
    """Give every file below a folder."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def has_key(table: Table, written: str) -> bool:
    """Whether a table of the project holds the record of a key; one that is none is of nobody."""
    fields, parts = read_key(table, written)
    return any(key == parts for key, _ in read_keys(table, fields, None))


def list_sources(
    root: Path, releases: Path, asked: RedactionRequest, made: tuple[Made, ...]
) -> Iterator[str]:
    """Name the files of the project from which the next release would bring the record back."""
    try:
        tables = {table.name: table for table in read_project(root).tables}
        table = tables.get(asked.table)
        if table and table.schema.primary_key and has_key(table, asked.key):
            yield (
                f"{table.place} holds a record of that key: take it out, or the next release would "
                "publish it again"
            )
    except PressmarkError as error:
        yield f"the project could not be searched for the key: {error.place}: {error.wrong}"
    traces = tuple(dict.fromkeys(trace for each in made for trace in each.traces))
    found: dict[Path, dict[int, None]] = {}
    for path, line, _ in find_in_files(traces, list_texts(root, releases)):
        found.setdefault(path, {})[line] = None
    for path, lines in found.items():
        named = ", ".join(map(str, sorted(lines)))
        noun = "line" if len(lines) == 1 else "lines"
        yield f"{path} holds what was taken out: {noun} {named}"

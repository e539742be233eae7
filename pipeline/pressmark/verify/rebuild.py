"""A release made again from its package, and compared: byte for byte, or by content.

With the writers that made it the bytes must be the same. With others (a library was updated) only
what they hold is compared, and the check says so: an update makes no old release wrong.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from pressmark.errors import ProjectError, ReleaseError, rename_in_errors
from pressmark.files.manifest import MANIFEST, hash_files, read_manifest
from pressmark.files.staging import make_scratch
from pressmark.formats import (
    CSV,
    Format,
    Ready,
    Rest,
    UnreadableFileError,
    choose_formats,
    write_archive,
    write_package,
)
from pressmark.package import Package
from pressmark.package.digests import read_table_digests
from pressmark.releases.derived import (
    DERIVED_LIST,
    derive_from,
    make_ready,
    read_listed_writers,
    read_only_formats,
)
from pressmark.releases.place import Place
from pressmark.releases.sidecars import PROVENANCE, read_writers
from pressmark.releases.writers import list_writers
from pressmark.verify.check import Check, judge_difference
from pressmark.verify.contents import check_content, check_csv


def prove_package(package: Package, folder: Path) -> None:
    """Prove a package that is about to be published; write its derived files into an empty folder.

    Written again it gives the same bytes, it can be derived, every derived file holds just its
    content, and both databases answer what readers ask, as they ask it. ReleaseError or
    ProjectError where not.
    """
    with make_ready(package) as ready, make_scratch() as again:
        write_package(package, ready.stored, ready.engine, again)
        derive_from(ready, folder, written_out=True)
        expected = read_table_digests(package)
        checks = [check_package(package.root, again, list_writers())]
        checks += [
            check_content(ready, folder, each, expected, list_writers())
            for each in choose_formats(package)
            if each.read
        ]
    for check in checks:
        if check.state == "failed":
            wrong = "; ".join((check.sentence, *check.details))
            raise ReleaseError(package.place, wrong, "this is a mistake of the tool: report it")


def check_by_rebuilding(place: Place, package: Package, aside: Path) -> Iterator[Check]:
    """Judge the package again, write it again, and compare every file that was derived of it."""
    yield check_csv(package)
    told = place.folder / PROVENANCE
    recorded = read_writers(told.read_text("utf-8", "replace")) if told.is_file() else {}
    try:
        with rename_in_errors(place.folder, place.named), make_ready(package) as ready:
            again = aside / "package"
            again.mkdir()
            write_package(package, ready.stored, ready.engine, again)
            yield check_package(place.folder, again, recorded)
            yield from check_all_derived(place, ready, again, aside / "derived")
    except (ProjectError, ReleaseError) as error:
        sentence, *details = error.told
        sentence = f"this version finds it wrong: {sentence}"
        yield judge_difference("package", sentence, recorded, tuple(details))


def check_package(folder: Path, again: Path, recorded: dict[str, str]) -> Check:
    """Compare a package with itself written again: package(package(x)) = package(x)."""
    old = read_manifest((folder / MANIFEST).read_text("utf-8"))
    new = read_manifest((again / MANIFEST).read_text("utf-8"))
    differing = tuple(name for name in sorted({*old, *new}) if old.get(name) != new.get(name))
    if not differing:
        return Check("package", "ok", "judged valid, and written again it gives the same bytes")
    return judge_difference("package", "written again it gives other bytes", recorded, differing)


def check_all_derived(place: Place, ready: Ready, again: Path, fresh: Path) -> Iterator[Check]:
    """Read the content of every derived file, and compare each file with one made again."""
    if place.archive:
        yield check_archive(place.folder, place.archive.path, fresh.with_name("again.zip"))
    if place.derived is None:
        return
    package, listed = ready.package, place.derived / DERIVED_LIST
    text = listed.read_text("utf-8")
    recorded, only = read_listed_writers(text), read_only_formats(text)
    expected = {
        table.name: hash_files(again / name for name in CSV.files(package, table))
        for table in package.tables
    }
    same = True
    for each in choose_formats(package):
        if each.read and any((place.derived / name).exists() for name in each.paths(package)):
            check = check_content(ready, place.derived, each, expected, recorded)
            same = same and check.state == "ok"
            yield check
    if not package.trusted and (package.views or package.queries):
        sentence = "its SQL was not run, so nothing was derived again (--trust-rules runs it)"
        yield Check("rebuilt", "note", sentence)
    elif same:
        fresh.mkdir()
        derive_from(ready, fresh, only)
        yield check_rebuilt(package, place.derived, fresh, recorded)


def check_rebuilt(package: Package, old: Path, new: Path, recorded: dict[str, str]) -> Check:
    """Compare derived files with fresh ones, by bytes, or by what they hold beside the tables."""
    listed, fresh = (read_manifest((each / DERIVED_LIST).read_text("utf-8")) for each in (old, new))
    wrong = [f"{name}: is none of its files" for name in sorted(set(listed) - set(fresh))]
    if wrong:
        return Check("rebuilt", "failed", "made again they are others", tuple(wrong))
    differing = {name for name in listed if listed[name] != fresh[name]}
    for each in choose_formats(package):
        if each.rest and differing.intersection(each.paths(package)):
            check = check_rest(each, each.rest, package, (old, new), recorded)
            if check:
                return check
    unsteady = {
        name for each in choose_formats(package) if not each.repeats for name in each.paths(package)
    }
    others = sorted(differing - unsteady)
    others += [f"{name} is not there" for name in sorted(set(fresh) - set(listed))]
    if others:
        sentence = "made again they have the same content in other bytes"
        return judge_difference("rebuilt", sentence, recorded, tuple(others))
    by_content = ", ".join(
        each.name
        for each in choose_formats(package)
        if not each.repeats and unsteady.intersection(listed, each.paths(package))
    )
    good = "every derived file made again is the same"
    return Check("rebuilt", "ok", f"{good}; {by_content} by content" if by_content else good)


def check_rest(
    kind: Format, rest: Rest, package: Package, folders: tuple[Path, Path], recorded: dict[str, str]
) -> Check | None:
    """Give a check where two files hold other things beside the tables.

    An update of what does not write these is no excuse for it.
    """
    name = ", ".join(kind.paths(package))
    authors = {each: recorded[each] for each in rest.writers if each in recorded}
    try:
        if len({rest.read(package, folder) for folder in folders}) == 1:
            return None
    except UnreadableFileError as error:
        return judge_difference("rebuilt", f"{name}: cannot be read: {error}", recorded)
    if not rest.writers:
        return Check("rebuilt", "failed", f"{name}: {rest.wrong}")
    return judge_difference("rebuilt", f"{name}: {rest.wrong}", authors)


def check_archive(folder: Path, archive: Path, again: Path) -> Check:
    """Compare a zip with one packed again; what packs otherwise is another library's work."""
    write_archive(folder, again)
    if archive.read_bytes() == again.read_bytes():
        return Check("zip", "ok", "packed again it gives the same bytes")
    if list_packed_sizes(archive) == list_packed_sizes(again):
        return Check("zip", "failed", "its own bytes were changed, beside the files in it")
    return Check("zip", "note", "another version packed it; the files in it are as listed")


def list_packed_sizes(path: Path) -> list[tuple[str, int]]:
    """Give the name and the packed size of every file in a zip."""
    with zipfile.ZipFile(path) as archive:
        return [(entry.filename, entry.compress_size) for entry in archive.infolist()]

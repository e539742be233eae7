"""A release made again from its package, and compared: byte for byte, or by content.

With the writers that made it the bytes must be the same. With others (a library was updated) only
what they hold is compared, and the check says so: an update makes no old release wrong.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from pressmark.errors import ProjectError, ReleaseError, speaking_of
from pressmark.files.manifest import MANIFEST, read_manifest, sha256_of
from pressmark.files.staging import scratch
from pressmark.formats import (
    CSV,
    Format,
    Ready,
    Rest,
    UnreadableFileError,
    formats_of,
    write_archive,
    write_package,
)
from pressmark.package import Package
from pressmark.package.digests import table_digests
from pressmark.releases.derived import DERIVED_LIST, derive_from, made_ready, writers_of
from pressmark.releases.place import Place
from pressmark.releases.sidecars import PROVENANCE, writers_told
from pressmark.releases.writers import writers
from pressmark.verify.check import Check, otherwise
from pressmark.verify.contents import content_check, csv_check


def prove_package(package: Package, folder: Path) -> None:
    """Prove a package that is about to be published; write its derived files into an empty folder.

    Written again it gives the same bytes, it can be derived, and every derived file holds just its
    content. ReleaseError or ProjectError where not.
    """
    with made_ready(package) as ready, scratch() as again:
        write_package(package, ready.stored, ready.engine, again)
        derive_from(ready, folder)
        expected = table_digests(package)
        checks = [package_check(package.root, again, writers())]
        checks += [
            content_check(ready, folder, each, expected, writers())
            for each in formats_of(package)
            if each.read
        ]
    for check in checks:
        if check.state == "failed":
            wrong = "; ".join((check.sentence, *check.details))
            raise ReleaseError(package.place, wrong, "this is a mistake of the tool: report it")


def rebuild_checks(place: Place, package: Package, aside: Path) -> Iterator[Check]:
    """Judge the package again, write it again, and compare every file that was derived of it."""
    yield csv_check(package)
    told = place.folder / PROVENANCE
    recorded = writers_told(told.read_text("utf-8", "replace")) if told.is_file() else {}
    try:
        with speaking_of(place.folder, place.named), made_ready(package) as ready:
            again = aside / "package"
            again.mkdir()
            write_package(package, ready.stored, ready.engine, again)
            yield package_check(place.folder, again, recorded)
            yield from derived_checks(place, ready, again, aside / "derived")
    except (ProjectError, ReleaseError) as error:
        sentence, *details = error.told
        sentence = f"this version finds it wrong: {sentence}"
        yield otherwise("package", sentence, recorded, tuple(details))


def package_check(folder: Path, again: Path, recorded: dict[str, str]) -> Check:
    """Compare a package with itself written again: package(package(x)) = package(x)."""
    old = read_manifest((folder / MANIFEST).read_text("utf-8"))
    new = read_manifest((again / MANIFEST).read_text("utf-8"))
    differing = tuple(name for name in sorted({*old, *new}) if old.get(name) != new.get(name))
    if not differing:
        return Check("package", "ok", "judged valid, and written again it gives the same bytes")
    return otherwise("package", "written again it gives other bytes", recorded, differing)


def derived_checks(place: Place, ready: Ready, again: Path, fresh: Path) -> Iterator[Check]:
    """Read the content of every derived file, and compare each file with one made again."""
    if place.archive:
        yield archive_check(place.folder, place.archive.path, fresh.with_name("again.zip"))
    if place.derived is None:
        return
    package, listed = ready.package, place.derived / DERIVED_LIST
    recorded = writers_of(listed.read_text("utf-8"))
    expected = {
        table.name: sha256_of(again / CSV.path(package, table.name)) for table in package.tables
    }
    same = True
    for each in formats_of(package):
        if each.read and any((place.derived / name).exists() for name in each.paths(package)):
            check = content_check(ready, place.derived, each, expected, recorded)
            same = same and check.state == "ok"
            yield check
    if not package.trusted and (package.views or package.queries):
        sentence = "its SQL was not run, so nothing was derived again (--trust-rules runs it)"
        yield Check("rebuilt", "note", sentence)
    elif same:
        fresh.mkdir()
        derive_from(ready, fresh)
        yield rebuilt_check(package, place.derived, fresh, recorded)


def rebuilt_check(package: Package, old: Path, new: Path, recorded: dict[str, str]) -> Check:
    """Compare derived files with fresh ones, by bytes, or by what they hold beside the tables."""
    listed, fresh = (read_manifest((each / DERIVED_LIST).read_text("utf-8")) for each in (old, new))
    wrong = [f"{name}: is none of its files" for name in sorted(set(listed) - set(fresh))]
    if wrong:
        return Check("rebuilt", "failed", "made again they are others", tuple(wrong))
    differing = {name for name in listed if listed[name] != fresh[name]}
    for each in formats_of(package):
        if each.rest and differing.intersection(each.paths(package)):
            check = rest_check(each, each.rest, package, (old, new), recorded)
            if check:
                return check
    unsteady = {
        name for each in formats_of(package) if not each.repeats for name in each.paths(package)
    }
    others = sorted(differing - unsteady)
    others += [f"{name} is not there" for name in sorted(set(fresh) - set(listed))]
    if others:
        sentence = "made again they have the same content in other bytes"
        return otherwise("rebuilt", sentence, recorded, tuple(others))
    by_content = ", ".join(each.name for each in formats_of(package) if not each.repeats)
    good = "every derived file made again is the same"
    return Check("rebuilt", "ok", f"{good}; {by_content} by content" if by_content else good)


def rest_check(
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
        return otherwise("rebuilt", f"{name}: cannot be read: {error}", recorded)
    if not rest.writers:
        return Check("rebuilt", "failed", f"{name}: {rest.wrong}")
    return otherwise("rebuilt", f"{name}: {rest.wrong}", authors)


def archive_check(folder: Path, archive: Path, again: Path) -> Check:
    """Compare a zip with one packed again; what packs otherwise is another library's work."""
    write_archive(folder, again)
    if archive.read_bytes() == again.read_bytes():
        return Check("zip", "ok", "packed again it gives the same bytes")
    if packed_sizes(archive) == packed_sizes(again):
        return Check("zip", "failed", "its own bytes were changed, beside the files in it")
    return Check("zip", "note", "another version packed it; the files in it are as listed")


def packed_sizes(path: Path) -> list[tuple[str, int]]:
    """Give the name and the packed size of every file in a zip."""
    with zipfile.ZipFile(path) as archive:
        return [(entry.filename, entry.compress_size) for entry in archive.infolist()]

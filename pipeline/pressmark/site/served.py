"""A project → the releases that its site shows, each with its derived files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pressmark.citation.proof import list_entries_since
from pressmark.errors import PressmarkError, ProjectError
from pressmark.files.holding import Held
from pressmark.files.manifest import MANIFEST, hash_file, read_manifest
from pressmark.formats import SQLITE
from pressmark.formats.sqlite import count_records
from pressmark.package import Package, Statement
from pressmark.package.names import name_in_sql
from pressmark.package.own import SITE
from pressmark.package.project import read_package
from pressmark.package.sqlite_width import narrow_package
from pressmark.public_address import PublicAddress, parse_public_address
from pressmark.releases.build import build_to_look_at
from pressmark.releases.derived import DERIVED_LIST, hold_derived
from pressmark.releases.find import read_release
from pressmark.releases.ledger import Entry, Ledger, read_ledger
from pressmark.releases.place import choose_build_folder
from pressmark.releases.sidecars import ACT_NAMES, SIGNATURE
from pressmark.report import Report
from pressmark.site.content.section import read_releases
from pressmark.site.downloads.served_release import (
    ServedFile,
    ServedRelease,
)
from pressmark.validate import Progress, hide_progress
from pressmark.version import order_version


def read_served_releases(
    package: Package,
    output: Path | None,
    *,
    only: str | None = None,
    progress: Progress = hide_progress,
) -> tuple[Report | None, tuple[ServedRelease, ...]]:
    """Give every published release of a project, or its package as it is where there is none.

    With `only` no other version is given. Derived files are made where they are missing, below
    `output`, else in the project's `build/`, else in the user's cache. The report is there where
    the package had to be built; with errors in it there is nothing to serve. ReleaseError where a
    release is not what was published.
    """
    folder = output or choose_build_folder(package)
    if package.releases:
        ledger = read_ledger(package.releases)
        if ledger.published:
            ready = [
                add_acts(read_published(package, ledger, entry, folder / "releases"), ledger)
                for entry in ledger.published
                if only in {None, entry.version}
            ]
            return None, tuple(ready)
    report, held = build_to_look_at(package, folder / "current", progress)
    if held is None:
        return report, ()
    release = read_package(held.folder / "datapackage.json", trusted=package.trusted)
    return report, (collect_served(package, release, held),)


@dataclass(frozen=True)
class Renewed:
    """What is to be served now, by which ledger, and why a version is not, or is as it was."""

    ledger: Ledger
    releases: tuple[ServedRelease, ...]
    refused: Mapping[str, PressmarkError]


def renew(
    package: Package,
    output: Path | None,
    before: Sequence[ServedRelease],
    *,
    only: str | None = None,
) -> Renewed:
    """Give what a project's ledger publishes now, beside what was served `before`.

    A release that was served and is as it was is not read again. One that is not what was published
    is left out, or stays as it was served while its database is there. ReleaseError where the
    ledger is not sound.
    """
    folder = output or choose_build_folder(package)
    ledger = read_ledger(package.releases) if package.releases else Ledger(package.root, ())
    known = {each.version: each for each in before if each.days}
    refused: dict[str, PressmarkError] = {}
    found = []
    for entry in ledger.published:
        if only not in {None, entry.version}:
            continue
        old = known.get(entry.version)
        try:
            ready = refresh(package, old) or read_published(
                package, ledger, entry, folder / "releases"
            )
        except PressmarkError as error:
            refused[entry.version] = error
            if old is None or not old.database.is_file():
                continue
            ready = old
        found.append(add_acts(ready, ledger))
    return Renewed(ledger, tuple(found), refused)


def refresh(project: Package, old: ServedRelease | None) -> ServedRelease | None:
    """Give a release as its project shows it now; None where its files are not as they were."""
    if old is None or not old.is_unchanged:
        return None
    pages, shapes = (read_pages(project), project.shapes) if old.package.trusted else ((), ())
    shown = (pages, shapes, project.synonyms)
    if shown == (old.pages, old.shapes, old.synonyms):
        return old
    return replace(old, pages=pages, shapes=shapes, synonyms=project.synonyms)


def read_pages(project: Package) -> tuple[Statement, ...]:
    """Give a project's SQL for pages; ProjectError where it is for a version still to come.

    So what no release has the tables for is found out, and not waited for in silence.
    """
    for page in project.pages:
        first, _ = read_releases(page)
        if first and order_version(first) > order_version(project.version):
            wrong = f"is for releases from {first}, and the package is at {project.version}"
            raise ProjectError(page.place, wrong, "name a version that there is or that comes next")
    return project.pages


def find_site(package: Package) -> PublicAddress | None:
    """Give the public address that a project names itself (`pressmark:site`), if it does."""
    site = SITE.of(package.descriptor)
    return parse_public_address(site) if site else None


def read_published(project: Package, ledger: Ledger, entry: Entry, folder: Path) -> ServedRelease:
    """Read a published release and derive its files, with its SQL where the project is trusted."""
    release = replace(read_release(ledger.folder, entry), trusted=project.trusted)
    return collect_served(project, release, hold_derived(release, folder / release.version))


def add_acts(release: ServedRelease, ledger: Ledger) -> ServedRelease:
    """Add what the ledger says of a release: the days on which it did, and what it said later."""
    withdrawal = ledger.withdrawal(release.version)
    acts = [each for each in ledger.acts if each.version == release.version]
    entry = ledger.entry(release.version)
    return replace(
        release,
        since=list_entries_since(ledger, entry),
        published=frozenset(each.version for each in ledger.published),
        days=tuple(each.date for each in acts),
        later=tuple(each for each in acts if each.act != "published"),
        withdrawn=(withdrawal.reason or "no reason given") if withdrawal else None,
        doi=ledger.doi(release.version),
    )


def collect_served(project: Package, release: Package, held: Held) -> ServedRelease:
    """Collect a release's files and their digests for the site, and how its project shows it."""
    return ServedRelease(
        package=narrow_package(name_in_sql(release)),
        database=held.folder / SQLITE.path(release),
        files=tuple(list_files(release, held.folder)),
        records=count_records(release, held.folder),
        held=held,
        pages=read_pages(project) if release.trusted else (),
        shapes=project.shapes if release.trusted else (),
        synonyms=project.synonyms,
    )


def list_files(release: Package, derived_folder: Path) -> Iterator[ServedFile]:
    """List what can be downloaded: the package, the files of the act, what was derived."""
    folder = release.root
    package = read_manifest((folder / MANIFEST).read_text(encoding="utf-8"))
    beside = {
        PurePosixPath(path).as_posix(): each.resource
        for each in reversed(release.attachments)
        for path in each.resource.path or ()
    }
    for name, digest in package.items():
        yield ServedFile(name, folder / name, digest, beside.get(name))
    act = [name for name in (*ACT_NAMES, SIGNATURE) if (folder / name).is_file()]
    for name in (MANIFEST, *act):
        yield ServedFile(name, folder / name, hash_file(folder / name))
    listed = read_manifest((derived_folder / DERIVED_LIST).read_text(encoding="utf-8"))
    for name, digest in listed.items():
        yield ServedFile(name, derived_folder / name, digest)
    path = derived_folder / DERIVED_LIST
    yield ServedFile(DERIVED_LIST, path, hash_file(path))

"""A project → the releases that its site shows, each with its derived files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pressmark.files.manifest import MANIFEST, read_manifest, sha256_of
from pressmark.formats import SQLITE
from pressmark.formats.sqlite import count_records
from pressmark.package import Package
from pressmark.package.own import SITE
from pressmark.package.project import read_package
from pressmark.public_address import PublicAddress, public_address
from pressmark.releases.build import build
from pressmark.releases.derived import DERIVED_LIST, derived
from pressmark.releases.find import read_release
from pressmark.releases.ledger import Entry, Ledger, read_ledger
from pressmark.releases.place import build_folder
from pressmark.releases.sidecars import ACT_FILES, SIGNATURE
from pressmark.report import Report
from pressmark.site.content.answered_section import with_charts
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.validate import Progress, unseen


def served_releases(
    package: Package,
    output: Path | None,
    *,
    only: str | None = None,
    progress: Progress = unseen,
) -> tuple[Report | None, tuple[ServedRelease, ...]]:
    """Give every published release of a project, or its package as it is where there is none.

    With `only` no other version is given. Derived files are made where they are missing, below
    `output`, else in the project's `build/`, else in the user's cache. The report is there where
    the package had to be built; with errors in it there is nothing to serve. ReleaseError where a
    release is not what was published.
    """
    folder = output or build_folder(package)
    if package.releases:
        ledger = read_ledger(package.releases)
        if ledger.published:
            ready = (
                marked(published(package, ledger, entry, folder / "releases"), ledger)
                for entry in ledger.published
                if only in {None, entry.version}
            )
            return None, with_charts(ready, folder / "charts")
    current = folder / "current"
    report = build(package, current, progress=progress)
    if not report.valid:
        return report, ()
    release = read_package(current / "datapackage.json", trusted=package.trusted)
    return report, with_charts([served(package, release, current)], folder / "charts")


def site_of(package: Package) -> PublicAddress | None:
    """Give the public address that a project names itself (`pressmark:site`), if it does."""
    site = SITE.of(package.descriptor)
    return public_address(site) if site else None


def published(project: Package, ledger: Ledger, entry: Entry, folder: Path) -> ServedRelease:
    """Read a published release and derive its files, with its SQL where the project is trusted."""
    release = replace(read_release(ledger.folder, entry), trusted=project.trusted)
    return served(project, release, derived(release, folder / release.version))


def marked(release: ServedRelease, ledger: Ledger) -> ServedRelease:
    """Add what the ledger says of a release: the days on which it did, and what it said later."""
    withdrawal = ledger.withdrawal(release.version)
    return replace(
        release,
        days=tuple(each.date for each in ledger.acts if each.version == release.version),
        withdrawn=withdrawal.reason if withdrawal else None,
        doi=ledger.doi(release.version),
    )


def served(project: Package, release: Package, derived_folder: Path) -> ServedRelease:
    """Collect a release's files and their digests for the site, and how its project shows it."""
    return ServedRelease(
        package=release,
        database=derived_folder / SQLITE.path(release),
        files=tuple(files(release.root, derived_folder)),
        records=count_records(release, derived_folder),
        pages=project.pages if release.trusted else (),
    )


def files(folder: Path, derived_folder: Path) -> Iterator[ServedFile]:
    """List what can be downloaded: the package, the files of the act, what was derived."""
    package = read_manifest((folder / MANIFEST).read_text(encoding="utf-8"))
    for name, digest in package.items():
        yield ServedFile(name, folder / name, digest)
    act = [
        name for name in (*(name for name, _ in ACT_FILES), SIGNATURE) if (folder / name).is_file()
    ]
    for name in (MANIFEST, *act):
        yield ServedFile(name, folder / name, sha256_of(folder / name))
    listed = read_manifest((derived_folder / DERIVED_LIST).read_text(encoding="utf-8"))
    for name, digest in listed.items():
        yield ServedFile(name, derived_folder / name, digest)
    path = derived_folder / DERIVED_LIST
    yield ServedFile(DERIVED_LIST, path, sha256_of(path))

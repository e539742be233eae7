"""A project → the releases that its site shows, each with its derived files."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.act import ACT_FILES
from pipeline.derive import DERIVED_LIST, derived
from pipeline.descriptor import Package
from pipeline.errors import ReleaseError
from pipeline.ledger import Entry, read_ledger
from pipeline.manifest import MANIFEST, read_manifest, sha256_of
from pipeline.project import read_package
from pipeline.release import build
from pipeline.report import Report
from pipeline.site import ServedFile, ServedRelease
from pipeline.validate import Progress


def served_releases(
    package: Package, output: Path | None, *, progress: Progress = lambda _n, _r: None
) -> tuple[Report | None, tuple[ServedRelease, ...]]:
    """Give every published release of a project, or its package as it is where there is none.

    Derived files are made where they are missing, below `output`, else in the project's `build/`,
    else in the user's cache. The report is there where the package had to be built; with errors in
    it there is nothing to serve. ReleaseError where a release is not what was published.
    """
    folder = output or build_folder(package)
    if package.releases:
        published = read_ledger(package.releases).published
        if published:
            releases = (read_release(package.releases, entry) for entry in published)
            return None, tuple(
                served(release, folder / "releases" / release.version, release.root)
                for release in releases
            )
    current = folder / "current"
    report = build(package, current, progress=progress)
    if not report.valid:
        return report, ()
    release = read_package(current / "datapackage.json", trusted=package.trusted)
    return report, (served(release, current, current),)


def build_folder(package: Package) -> Path:
    """Choose where derived files go: the project's own build folder, or the user's cache."""
    if package.releases:
        return package.root / "build"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = hashlib.sha256(str(package.root.resolve()).encode()).hexdigest()[:16]
    return cache / "pressmark" / f"{package.name}-{place}"


def read_release(releases: Path, entry: Entry) -> Package:
    """Read a published release; ReleaseError where its manifest is not the one in the ledger."""
    folder = releases / entry.version
    manifest = folder / MANIFEST
    if not manifest.is_file() or f"sha256:{sha256_of(manifest)}" != entry.manifest:
        right = "bring the folder back from version control"
        raise ReleaseError(str(folder), "is not what the ledger says was published", right)
    return read_package(folder / "datapackage.json", trusted=True)


def served(release: Package, derived_folder: Path, folder: Path) -> ServedRelease:
    """Collect a release's files and their digests for the site."""
    derived(release, derived_folder)
    return ServedRelease(
        package=release,
        database=derived_folder / f"{release.name}.sqlite",
        files=tuple(files(folder, derived_folder)),
        records={table.name: 0 for table in release.tables},
    )


def files(folder: Path, derived_folder: Path) -> Iterator[ServedFile]:
    """List what can be downloaded: the package, the files of the act, what was derived."""
    package = read_manifest((folder / MANIFEST).read_text(encoding="utf-8"))
    for name, digest in package.items():
        yield ServedFile(name, folder / name, digest)
    act = [name for name, _ in ACT_FILES if (folder / name).is_file()]
    for name in (MANIFEST, *act):
        yield ServedFile(name, folder / name, sha256_of(folder / name))
    listed = read_manifest((derived_folder / DERIVED_LIST).read_text(encoding="utf-8"))
    for name, digest in listed.items():
        yield ServedFile(name, derived_folder / name, digest)
    path = derived_folder / DERIVED_LIST
    yield ServedFile(DERIVED_LIST, path, sha256_of(path))

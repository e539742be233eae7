"""What people name as OLD or NEW → a released package, canonical and as it claims to be.

A release is taken as it stands once its manifest holds. Anything else is judged first and written
out canonically, as if it were released now: only then are two texts of one value the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError, speaking_of
from pressmark.files.manifest import MANIFEST, read_manifest, sha256_of
from pressmark.files.staging import scratch
from pressmark.formats import write_package
from pressmark.formats.descriptor import DIALECT, sql_files
from pressmark.intake.unpacking import unpack
from pressmark.package import Package
from pressmark.package.own import STORAGE
from pressmark.package.project import read_package, read_project
from pressmark.releases.ledger import read_ledger
from pressmark.releases.published import read_release
from pressmark.report import Report
from pressmark.validate import Progress, judge, unseen
from pressmark.version import parse

DESCRIPTOR = "datapackage.json"
UNPACKED = "unpacked"


@contextmanager
def open_side(
    word: str | Package, project: Path, *, progress: Progress = unseen
) -> Iterator[Package | Report]:
    """Give a package, released; or the report that says why its data is wrong.

    A word is a version in the ledger of `project`, a folder, a descriptor or a zip. ProjectError
    where it names nothing that can be compared. Files made for it are removed at the end.
    """
    with scratch() as folder, speaking_of(folder / UNPACKED, str(word)):
        package = find(word, project, folder) if isinstance(word, str) else word
        if is_release(package):
            yield package
        else:
            yield released(package, folder / "released", progress)


def find(word: str, project: Path, folder: Path) -> Package:
    """Read the package that a word names; a zip is unpacked into `folder`."""
    path = Path(word)
    if parse(word):
        package = published(word, project, must=not path.exists())
        if package:
            return package
    if path.is_file() and path.suffix.lower() == ".zip":
        unpacked = folder / UNPACKED
        unpack(path, unpacked)
        return replace(read_project(descriptor_in(unpacked, word)), place=word)
    return read_project(path)


def published(version: str, project: Path, *, must: bool) -> Package | None:
    """Give a version from a project's ledger; ProjectError where it `must` be there and is not."""
    try:
        releases = read_project(project).releases
    except ProjectError:
        if must:
            raise
        return None
    ledger = read_ledger(releases) if releases else None
    entry = ledger.entry(version) if ledger else None
    if ledger and entry:
        return read_release(ledger.folder, entry)
    if not must:
        return None
    known = ", ".join(each.version for each in ledger.published) if ledger else ""
    raise ProjectError(
        version,
        "is no published version of the project, and no file or folder",
        f"name one of {known}" if known else "name a folder, a descriptor or a zip, or --project",
    )


def is_release(package: Package) -> bool:
    """Whether a package is written as releases are, and holds just what its manifest says."""
    manifest = package.root / MANIFEST
    canonical = all(
        table.paths
        and table.resource.written().get("dialect") == DIALECT
        and (table.resource.hash or "").startswith("sha256:")
        and all(STORAGE.is_in(field) for field in table.schema.fields)
        for table in package.tables
    )
    if not canonical or not manifest.is_file():
        return False
    listed = read_manifest(manifest.read_text(encoding="utf-8", errors="replace"))
    expected = {path.relative_to(package.root).as_posix() for path in package.files}
    expected |= {path.relative_to(package.root).as_posix() for each in package.tables
                 for path in each.paths}  # fmt: skip
    expected |= {f"{kind}/{name}.sql" for kind, each in sql_files(package) for name, _ in each}
    return expected <= set(listed) and all(
        (package.root / name).is_file() and sha256_of(package.root / name) == listed[name]
        for name in expected
    )


def released(package: Package, folder: Path, progress: Progress) -> Package | Report:
    """Judge a package and write it as a release; its report where the data is wrong."""
    folder.mkdir()
    with Engine() as engine:
        judgement = judge(package, engine, progress=progress)
        if not judgement.report.valid:
            return judgement.report
        write_package(package, judgement.tables, engine, folder)
    return replace(
        read_package(folder / DESCRIPTOR, trusted=package.trusted),
        place=package.place,
        rules=package.rules,
        views=package.views,
        queries=package.queries,
    )


def descriptor_in(folder: Path, word: str) -> Path:
    """Find the descriptor of an unpacked archive: the one nearest to its top."""
    found = sorted(folder.rglob(DESCRIPTOR), key=lambda path: (len(path.parts), path))
    if not found:
        raise ProjectError(word, f"holds no {DESCRIPTOR}", "name the zip of a package")
    return found[0]

"""What a person names as a release, found: a folder, a zip, or a version in the ledger."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pressmark.errors import ProjectError
from pressmark.files.manifest import MANIFEST
from pressmark.intake.unpacking import unpack
from pressmark.releases.derived import DERIVED_LIST
from pressmark.releases.ledger import LEDGER


@dataclass(frozen=True)
class Place:
    """A release to be verified: `folder` holds its package, `archive` is the zip it came in.

    `derived` is the folder with its derived files, `releases` that with the ledger.
    """

    named: str
    folder: Path
    archive: Path | None = None
    derived: Path | None = None
    releases: Path | None = None


def find(named: str, project: Path | None, scratch: Path) -> Place:
    """Find a release; a zip is unpacked into `scratch`.

    ProjectError where there is none, and as of `unpack`.
    """
    path = Path(named)
    ledger = ledger_folder(project) if project else None
    if path.is_dir():
        beside = path.resolve().parent
        ledger = ledger or (beside if (beside / LEDGER).is_file() else None)
        return Place(named, path, None, derived_of(path, ledger), ledger)
    if path.is_file():
        unpack(path, scratch)
        if not (scratch / MANIFEST).is_file():
            raise ProjectError(named, f"holds no {MANIFEST}", "name the zip of a release")
        return Place(named, scratch, path, None, ledger)
    releases = ledger_folder(project or Path())
    folder = releases / named if releases and PurePosixPath(named).name == named else None
    if folder is None or not folder.is_dir():
        wrong = "there is no such folder or zip, and no such version in the ledger"
        raise ProjectError(named, wrong, "name a release's folder, its zip, or a version")
    return Place(named, folder, None, derived_of(folder, releases), releases)


def ledger_folder(project: Path) -> Path | None:
    """Give a project's folder of releases; the folder itself where that holds a ledger."""
    folders = (project, project / "datapackage/releases", project.parent / "releases")
    return next((folder for folder in folders if (folder / LEDGER).is_file()), None)


def derived_of(folder: Path, releases: Path | None) -> Path | None:
    """Give the folder that holds a release's derived files: its own, or one in `build/`."""
    places = [folder]
    if releases:
        places.append(releases.resolve().parent.parent / "build/releases" / folder.resolve().name)
    return next((place for place in places if (place / DERIVED_LIST).is_file()), None)

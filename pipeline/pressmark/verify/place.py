"""What a person names as a release, found: a folder, a zip, or a version in the ledger."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pressmark.errors import ProjectError, machine_error
from pressmark.files.manifest import MANIFEST
from pressmark.releases.derived import DERIVED_LIST
from pressmark.releases.ledger import LEDGER

MOST_UNPACKED = 1_000
"""A zip that unpacks to more times its size is refused: tables of text do not pack so well."""
SMALL = 1_000_000
"""Bytes that may be unpacked whatever the size of the zip."""


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

    ProjectError where there is none; zipfile.BadZipFile where a zip is damaged.
    """
    path = Path(named)
    ledger = ledger_folder(project) if project else None
    if path.is_dir():
        beside = path.resolve().parent
        ledger = ledger or (beside if (beside / LEDGER).is_file() else None)
        return Place(named, path, None, derived_of(path, ledger), ledger)
    if path.is_file():
        unpack(path, scratch)
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


def unpack(path: Path, scratch: Path) -> None:
    """Unpack a release's zip; ProjectError where that would be unsafe or without end."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if MANIFEST not in names:
                raise ProjectError(str(path), f"holds no {MANIFEST}", "name the zip of a release")
            refuse_unsafe(path, entries)
            archive.extractall(scratch)
            if len(set(names)) < len(names):
                raise zipfile.BadZipFile("it holds a file twice")
    except OSError as error:
        raise machine_error(error, str(path)) from None
    except (NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error) as error:
        raise zipfile.BadZipFile(str(error)) from None


def refuse_unsafe(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip whose entries would stand elsewhere, or that unpacks without end."""
    for entry in entries:
        parts = PurePosixPath(entry.filename).parts
        if entry.filename.startswith("/") or ".." in parts or "\\" in entry.filename:
            wrong = f"its entry {entry.filename!r} would be unpacked elsewhere"
            raise ProjectError(str(path), wrong, "do not trust this file")
    most = max(SMALL, MOST_UNPACKED * path.stat().st_size)
    if sum(entry.file_size for entry in entries) > most:
        raise ProjectError(str(path), "unpacks to far more than it holds", "do not trust it")

"""A word that people say → the place where that package stands; nothing of it is proven yet.

A version in the ledger comes before a file or folder of the same name (`./1.0.0` is the folder).
"""

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pressmark.errors import PressmarkError, ProjectError, explain_failure
from pressmark.files.holding import list_standing
from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.intake.unpacking import unpack
from pressmark.local_path import advise_name
from pressmark.package import Package
from pressmark.package.project import AUTHORED, BARE, NO_PACKAGE
from pressmark.releases.derived import DERIVED_LIST
from pressmark.releases.ledger import LEDGER, read_ledger
from pressmark.version import order_version, parse
from pressmark.words import find_nearest_version

DESCRIPTOR = BARE[0]
UNPACKED = "unpacked"
"""The folder in a temporary one into which a zip is unpacked; no message names it."""
MAC = "__MACOSX"
"""The folder in which zips made on a Mac hold what is no file of the package."""
RELEASES = "datapackage/releases"
DOCUMENTS = (".json", ".yaml", ".yml")


@dataclass(frozen=True)
class Archive:
    """A zip, and the folder into which it was unpacked: the package may stand deeper in it."""

    path: Path
    unpacked: Path


@dataclass(frozen=True)
class Place:
    """Where the package stands that a word names: `folder` holds it, `descriptor` describes it.

    `archive` is the zip it came in, `derived` the folder with its derived files, `releases` that
    with the ledger which speaks of it. `version` is the word, where that is a version in the
    ledger; `own` says that the ledger is that of an authored project, whose SQL may be run.
    """

    named: str
    folder: Path
    descriptor: Path
    archive: Archive | None = None
    derived: Path | None = None
    releases: Path | None = None
    version: str | None = None
    own: bool = False

    @property
    def authored(self) -> bool:
        """Whether a project stands here, of which releases are made."""
        return self.descriptor == self.folder / AUTHORED


def find_ledger_folder(project: Path | None, releases: Path | None = None) -> Path | None:
    """Give the folder with the ledger: `releases` where it is named, else that of the project.

    A project may be named by its folder, its descriptor or its folder of releases; the folder one
    stands in where none is named. None where nothing was published; ProjectError where there is
    no such project, or `releases` is no folder or holds no ledger.
    """
    if releases is None:
        here = project or Path()
        if not is_there(here):
            raise ProjectError(str(here), "there is no such file or folder", advise_name(here))
        folders = (here / RELEASES, here.parent / "releases")
        found = next((folder for folder in folders if (folder / LEDGER).is_file()), None)
        return found or (here if holds_ledger(here) else None)
    refuse_no_folder(releases)
    if not (releases / LEDGER).is_file():
        right = f"name the folder of releases, which holds {LEDGER}"
        raise ProjectError(str(releases), "holds no ledger: nothing was published there", right)
    return releases


def holds_ledger(folder: Path) -> bool:
    """Whether a folder holds releases and their ledger; many a file is called as the ledger is."""
    return (folder / LEDGER).is_file() and any(parse(each.name) for each in folder.iterdir())


def keep_elsewhere(package: Package, releases: Path) -> Package:
    """Give a project whose releases are kept in another folder, in which there need be none yet.

    ProjectError where there is no such folder, or where other things stand in it.
    """
    refuse_no_folder(releases)
    strange = sorted(
        each.name
        for each in releases.iterdir()
        if not each.name.startswith(".") and parse(each.name) is None
    )
    if strange and not (releases / LEDGER).is_file():
        wrong = f"holds no ledger, but other things, such as {strange[0]}"
        raise ProjectError(str(releases), wrong, "name the folder of releases, or an empty one")
    return replace(package, releases=releases) if package.releases else package


def refuse_no_folder(releases: Path) -> None:
    """Refuse a `--releases` that is no folder: a slip of the hand would begin a second ledger."""
    if not releases.is_dir():
        wrong = "is a file, not a folder" if releases.exists() else "there is no such folder"
        raise ProjectError(str(releases), wrong, "name the folder of releases, or make it first")


def find_place(
    word: str, unpacked: Path, project: Path | None = None, releases: Path | None = None
) -> Place:
    """Find what a word names: a version, a folder, a descriptor or a zip, `unpacked` into a folder.

    Versions are those of `project` (the folder one stands in, where none is named) or of the
    folder `releases`. What stands in a file or folder is looked up in the ledger that was named,
    else in one that stands beside it. ProjectError says what would be right.
    """
    folder = find_ledger_folder(project, releases)
    if folder and names_version(folder, word):
        return locate_version(folder, word, project)
    path = Path(word)
    if not word or not is_there(path):
        raise explain_nothing_there(word, folder)
    named = folder if project or releases else None
    if path.is_dir():
        return locate_folder(word, path, named, project)
    if path.suffix.lower() not in DOCUMENTS:
        return locate_archive(word, path, unpacked, named)
    if path.name == Path(AUTHORED).name and path.parent.name == Path(AUTHORED).parent.name:
        return Place(word, path.parent.parent, path.parent.parent / AUTHORED, releases=named)
    if path.name == DESCRIPTOR:
        return locate_folder(word, path.parent, named, project)
    return Place(word, path.parent, path, releases=named)


def names_version(releases: Path, word: str) -> bool:
    """Whether a word is a version in a ledger, or one whose folder stands beside it.

    Whether the ledger names that folder, and is sound, is for the proof to say.
    """
    if parse(word) and (releases / word).is_dir():
        return True
    try:
        return read_ledger(releases).entry(word) is not None
    except PressmarkError:
        return False


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder; no name is too long to be asked for."""
    try:
        return path.exists()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise explain_failure(error, str(path)) from None


def locate_version(releases: Path, version: str, project: Path | None) -> Place:
    """Give the place of a version in the ledger."""
    folder = releases / version
    return Place(
        version, folder, folder / DESCRIPTOR,
        derived=find_derived(folder, releases, find_project_folder(project)),
        releases=releases,
        version=version,
        own=find_project_folder(project) is not None,
    )  # fmt: skip


def locate_folder(word: str, path: Path, named: Path | None, project: Path | None) -> Place:
    """Give the place of what stands in a folder: a project, a release, a stranger's package."""
    beside = path.resolve().parent
    releases = named or (beside if holds_ledger(beside) else None)
    if (path / AUTHORED).exists():
        return Place(word, path, path / AUTHORED, releases=named)
    found = next((path / name for name in BARE if (path / name).exists()), None)
    if found or (path / MANIFEST).is_file():
        # The project one stands in is another one, unless it was named.
        derived = find_derived(path, releases, find_project_folder(project) if project else None)
        return Place(word, path, found or path / DESCRIPTOR, None, derived, releases)
    if holds_ledger(path):
        said = list_versions(path)
        right = f"name one of them, such as {path / said[-1]}" if said else "nothing is published"
        wrong = f"is a folder of releases ({', '.join(said) or 'of which there is none'})"
        raise ProjectError(word, wrong, right)
    raise ProjectError(word, *NO_PACKAGE)


def locate_archive(word: str, path: Path, unpacked: Path, named: Path | None) -> Place:
    """Unpack a zip, and give the place of the package in it: the one nearest to its top."""
    unpack(path, unpacked)
    folders = {
        each.parent
        for name in (DESCRIPTOR, MANIFEST)
        for each in unpacked.rglob(name)
        if MAC not in each.parts
    }
    if not folders:
        raise ProjectError(word, f"holds no {DESCRIPTOR}", "name the zip of a package")
    top = min(len(each.parts) for each in folders)
    found = sorted(each for each in folders if len(each.parts) == top)
    if len(found) > 1:
        names = ", ".join(each.relative_to(unpacked).as_posix() for each in found)
        raise ProjectError(word, f"holds several packages: {names}", "unpack it and name one")
    folder = found[0]
    return Place(word, folder, folder / DESCRIPTOR, Archive(path, unpacked), releases=named)


def holds_package(folder: Path) -> bool:
    """Whether a project or a descriptor stands in a folder."""
    return any((folder / name).exists() for name in (AUTHORED, *BARE))


def choose_build_folder(package: Package) -> Path:
    """Choose where derived files go: the project's own build folder, or the user's cache."""
    root = find_project_folder(package.releases) if package.releases else None
    if root or (package.root / AUTHORED).is_file():
        return (root or package.root) / "build"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = hashlib.sha256(str(Path(package.place).resolve()).encode()).hexdigest()[:16]
    return cache / "pressmark" / f"{package.name}-{place}"


def find_derived(folder: Path, releases: Path | None, root: Path | None) -> Path | None:
    """Give the folder that holds a release's derived files: its own, or one in `build/`.

    That of the project whose releases they are comes first. In another project, which one may
    stand in, the same version may have been built of something else: it must say what it is of.
    """
    home = releases.resolve().parent.parent if releases else root
    own, others = (
        list_standing(each / "build/releases" / folder.resolve().name) if each else []
        for each in (home, root)
    )
    places = [folder, *own, *(place for place in others if is_derived_of(place, folder))]
    return next((place for place in places if (place / DERIVED_LIST).is_file()), None)


def is_derived_of(place: Path, release: Path) -> bool:
    """Whether the list of derived files in a folder names the manifest of a release."""
    path = place / DERIVED_LIST
    if not path.is_file() or not (release / MANIFEST).is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as listed:
        return listed.readline().endswith(f" sha256:{hash_file(release / MANIFEST)}\n")


def find_project_folder(project: Path | None) -> Path | None:
    """Give the folder of an authored project that is named by it, its descriptor or its releases.

    The folder one stands in where none is named; None where no project stands there.
    """
    here = project or Path()
    folders = (here, here.parent.parent, here.resolve().parent.parent)
    return next((folder for folder in folders if (folder / AUTHORED).is_file()), None)


def explain_nothing_there(word: str, releases: Path | None) -> ProjectError:
    """Say that a word names nothing, and what it was probably meant to be."""
    known = list_versions(releases) if releases else ()
    wrong = "is no published version, and no file or folder"
    if not known:
        right = "name a folder, a descriptor or a zip, or say --project: nothing is published here"
        return ProjectError(word, wrong, advise_name(Path(word), right))
    return ProjectError(word, wrong, " ".join(suggest_versions(PurePosixPath(word).name, known)))


def suggest_versions(word: str, known: tuple[str, ...]) -> Iterator[str]:
    """Say which of the published versions was probably meant, and which there are."""
    near = find_nearest_version(word, known[::-1])
    if near:
        yield f"did you mean {near}?"
    yield f"published are {', '.join(known)}; or name a folder, a descriptor or a zip"


def list_versions(releases: Path) -> tuple[str, ...]:
    """Name every version that a ledger published, the oldest first."""
    names = (entry.version for entry in read_ledger(releases).published)
    return tuple(sorted(names, key=order_version))

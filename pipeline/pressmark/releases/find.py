"""A word → the release that it names, and how that was proven; the same for every command.

- `published`: its ledger names its manifest, and every file is as listed;
- `listed`: every file is as its own manifest lists it, and nothing says who published it;
- `judged`: it is no release, or not what its manifest lists, and has to be judged as it stands.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pressmark.errors import ReleaseError, rename_in_errors
from pressmark.files.manifest import MANIFEST, hash_file, read_manifest
from pressmark.files.staging import make_scratch
from pressmark.formats.descriptor import DIALECT, list_sql_files
from pressmark.package import Package
from pressmark.package.own import STORAGE, TREE
from pressmark.package.project import read_package, read_project
from pressmark.releases.ledger import Entry, Ledger, read_ledger
from pressmark.releases.line_ends import BACK, ONLY_LINE_ENDS, differs_in_line_ends
from pressmark.releases.opened import rename_places
from pressmark.releases.place import (
    DESCRIPTOR,
    UNPACKED,
    Place,
    find_ledger_folder,
    find_place,
    find_project_folder,
    holds_ledger,
    holds_package,
    is_there,
    keep_elsewhere,
    list_versions,
)
from pressmark.version import is_final, order_version

Proof = Literal["published", "listed", "judged"]


@dataclass(frozen=True)
class Release:
    """What a word names: the package, where it stands, how it was proven, what the ledger says."""

    package: Package
    place: Place
    proof: Proof
    ledger: Ledger | None = None
    entry: Entry | None = None

    @property
    def withdrawn(self) -> str | None:
        """Why it should not be used any more; None where it was not withdrawn."""
        if self.ledger is None or self.entry is None:
            return None
        withdrawal = self.ledger.withdrawal(self.entry.version)
        return (withdrawal.reason or "no reason given") if withdrawal else None


@contextmanager
def find(
    word: str | Package,
    project: Path | None = None,
    releases: Path | None = None,
    *,
    trust_rules: bool = False,
    schemas: Path | None = None,
) -> Iterator[Release]:
    """Give what a word names (see `find_place`), for the length of a block; or a package as it is.

    Copies of what a package names by address are looked for in the folder `schemas`, too.
    Files unpacked for it are removed at the end. ProjectError where it names nothing; ReleaseError
    where the ledger names it and it is not what was published.
    """
    if isinstance(word, Package):
        place = Place(word.place, word.root, word.root / DESCRIPTOR)
        yield Release(word, place, "listed" if is_listed(word) else "judged")
        return
    with make_scratch() as folder, rename_in_errors(folder / UNPACKED, word):
        place = find_place(word, folder / UNPACKED, project, releases)
        trusted = trust_rules or place.own
        yield read(place, trusted=trusted, releases=releases, schemas=schemas)


@contextmanager
def find_all(
    word: str,
    releases: Path | None = None,
    *,
    trust_rules: bool = False,
    schemas: Path | None = None,
) -> Iterator[tuple[Package, str | None]]:
    """Give the package that a word names, and which of its versions alone is meant.

    A project, or a folder of releases, stands for every version in its ledger: the package then
    names the folder of its `releases`, and the version is None. Any other word is one release, as
    `find` gives it; without `releases` it is a package of which nothing is published.
    """
    folder = find_releases(word, releases)
    if folder and list_versions(folder):
        root = find_project_folder(folder)
        newest = read_release(folder, find_newest(read_ledger(folder).published))
        newest = replace(newest, trusted=trust_rules)
        package = read_project(root, schemas=schemas) if root else newest
        yield replace(package, releases=folder), None
        return
    with find(word, None, releases, trust_rules=trust_rules, schemas=schemas) as found:
        root = find_project_folder(None) if found.place.own else None
        package = read_project(root, schemas=schemas) if root else found.package
        if found.ledger and found.entry:
            yield replace(package, releases=found.ledger.folder), found.entry.version
        else:
            yield package, None


def find_releases(word: str, releases: Path | None) -> Path | None:
    """Give the folder of releases that a word names itself, where it names one.

    Where no package stands in the folder one is in, that is the one named beside it.
    """
    path = Path(word)
    if not word or not is_there(path) or holds_package(path):
        return None
    if releases and path == Path():
        return find_ledger_folder(None, releases)
    return path if holds_ledger(path) else None


def read(
    place: Place, *, trusted: bool, releases: Path | None = None, schemas: Path | None = None
) -> Release:
    """Read and prove what stands at a place."""
    if place.authored:
        package = read_project(place.folder, schemas=schemas)
        return Release(keep_elsewhere(package, releases) if releases else package, place, "judged")
    ledger = read_ledger(place.releases) if place.releases else None
    entry = find_entry_beside(place, ledger)
    if ledger and entry:
        package = replace(read_release(ledger.folder, entry), trusted=trusted)
        return Release(package, place, "published", ledger, entry)
    package = read_package(place.descriptor, trusted=trusted, schemas=schemas)
    if place.archive:
        package = rename_places(package, place.named)
    if not is_listed(package):
        return Release(package, place, "judged")
    digest = f"sha256:{hash_file(package.root / MANIFEST)}"
    published = ledger.published if ledger else ()
    same = next((each for each in published if each.manifest == digest), None)
    return Release(package, place, "published" if same else "listed", ledger, same)


def find_entry_beside(place: Place, ledger: Ledger | None) -> Entry | None:
    """Give the entry of a folder that stands beside its ledger.

    ReleaseError where a version is asked for that the ledger does not name, whatever stands there.
    """
    name = place.folder.resolve().name
    if ledger is None or place.folder.resolve().parent != ledger.folder.resolve():
        return None
    entry = ledger.entry(name)
    if entry is None and place.version:
        wrong = f"the ledger names no version {name}: this was not published"
        raise ReleaseError(str(place.folder), wrong, f"name {place.folder} to take it as it stands")
    return entry


def read_release(releases: Path, entry: Entry) -> Package:
    """Read a published release; ReleaseError where a file of it is not what was published."""
    folder = releases / entry.version
    expected = {MANIFEST: entry.manifest, **entry.files}
    if has_digest(folder / MANIFEST, entry.manifest):
        listed = read_manifest((folder / MANIFEST).read_text(encoding="utf-8"))
        expected |= {name: f"sha256:{digest}" for name, digest in listed.items()}
    for name, digest in expected.items():
        if not has_digest(folder / name, digest):
            if differs_in_line_ends(folder / name, digest):
                raise ReleaseError(str(folder / name), ONLY_LINE_ENDS, BACK)
            right = "bring the folder back from version control"
            raise ReleaseError(str(folder / name), "is not what was published", right)
    return read_package(folder / DESCRIPTOR, trusted=True)


def has_digest(path: Path, digest: str) -> bool:
    """Whether a file is there and has a digest."""
    return path.is_file() and f"sha256:{hash_file(path)}" == digest


def is_listed(package: Package) -> bool:
    """Whether a package is written as releases are, and holds just what its manifest says."""
    manifest = package.root / MANIFEST
    canonical = all(
        table.paths
        and table.resource.written().get("dialect") == DIALECT
        and (table.resource.hash or "").startswith("sha256:")
        and all(STORAGE.is_in(field) for field in table.schema.fields)
        for table in package.tables
    ) and all(TREE.is_in(each.resource) for each in package.attachments)
    if not canonical or not manifest.is_file():
        return False
    listed = read_manifest(manifest.read_text(encoding="utf-8", errors="replace"))
    expected = {path.relative_to(package.root).as_posix() for path in package.files}
    expected |= {path.relative_to(package.root).as_posix() for each in package.resources
                 for path in each.paths}  # fmt: skip
    expected |= {f"{kind}/{name}.sql" for kind, each in list_sql_files(package) for name, _ in each}
    return expected <= set(listed) and all(
        has_digest(package.root / name, f"sha256:{digest}") for name, digest in listed.items()
    )


def find_newest_final(package: Package, *, below: str | None = None) -> Package | None:
    """Give the newest published release of a project that is no pre-release, if there is one.

    Where there are pre-releases only, the newest of them; with `below`, of older versions only.
    """
    if package.releases is None:
        return None
    entries = [
        entry
        for entry in read_ledger(package.releases).published
        if below is None or order_version(entry.version) < order_version(below)
    ]
    if not entries:
        return None
    finals = [entry for entry in entries if is_final(entry.version)]
    return read_release(package.releases, find_newest(finals or entries))


def find_newest(entries: Sequence[Entry]) -> Entry:
    """Give the entry of the newest version, whatever their order in the ledger."""
    return max(entries, key=lambda each: order_version(each.version))

"""Folders that hold a whole release: published here or elsewhere, they are never removed.

What an interrupted run leaves behind has a name that no release has, or is whole. So a folder of
releases that the ledger does not name may be somebody's: another branch's, whose entry was lost in
a merge.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pressmark.errors import PressmarkError, ReleaseError
from pressmark.files.manifest import MANIFEST, hash_file, read_manifest
from pressmark.package import Package
from pressmark.package.documents import read_document
from pressmark.releases.ledger import Ledger
from pressmark.releases.line_ends import differs_in_line_ends
from pressmark.releases.sidecars import ACT_NAMES, PROVENANCE, SIGNATURE

DESCRIPTOR = "datapackage.json"
BY_LEDGER = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00:00Z")
"""How the day of the ledger is written in a package whose author wrote none."""
MERGE = (
    "if another branch published it, add the acts of that branch's index.json: "
    "git show BRANCH:./datapackage/releases/index.json > other.json && "
    "pressmark ledger merge other.json"
)
"""What is right where the ledger does not name a whole release."""


def is_whole(folder: Path) -> bool:
    """Whether every file that a folder's manifest lists is there as listed, whatever line ends."""
    manifest = folder / MANIFEST
    if folder.is_symlink() or not manifest.is_file():
        return False
    listed = read_manifest(manifest.read_text(encoding="utf-8", errors="replace"))
    return DESCRIPTOR in listed and all(
        ((folder / name).is_file() and hash_file(folder / name) == digest)
        or differs_in_line_ends(folder / name, f"sha256:{digest}")
        for name, digest in listed.items()
    )


def list_unnamed(ledger: Ledger) -> tuple[Path, ...]:
    """Give the folders with a whole release that the ledger does not name, sorted."""
    named = {entry.version for entry in ledger.published}
    found = (path for path in ledger.folder.glob("[!.]*") if path.name not in named)
    return tuple(sorted(path for path in found if is_whole(path)))


def find_day_begun(package: Package, place: Path, today: str) -> str:
    """Give the day that an interrupted run wrote into a release; today where none did."""
    if package.descriptor.created or not is_whole(place):
        return today
    try:
        created = read_document(place / DESCRIPTOR, str(place / DESCRIPTOR)).get("created")
    except PressmarkError:
        return today
    match = BY_LEDGER.fullmatch(str(created))
    return match[1] if match else today


def refuse_other(place: Path, fresh: Path) -> None:
    """Stop where a folder that no entry names is another release than the one to be published.

    An interrupted run left the same: the package by its manifest, and the files of the act, but
    for the provenance and the signature, which may tell of another commit or moment.
    """
    if not is_whole(place):
        wrong = "stands where this version is to be published, and the ledger does not name it"
        raise ReleaseError(str(place), wrong, "move it away: nothing there is removed")
    differing = tuple(list_differences(place, fresh))
    if differing:
        shown = ", ".join(differing)
        wrong = (
            "holds a whole release that the ledger does not name, and another than this one: "
            f"{shown} differ{'s' if len(differing) == 1 else ''}"
        )
        right = f"{MERGE}; otherwise raise the version, or move the folder away"
        raise ReleaseError(str(place), wrong, right)


def list_differences(place: Path, fresh: Path) -> Iterator[str]:
    """Name the files in which a folder is not the release that was just made."""
    for name in (MANIFEST, *ACT_NAMES):
        two = tuple(each / name for each in (place, fresh) if (each / name).is_file())
        alike = len(two) == 2 and (name == PROVENANCE or hash_file(two[0]) == hash_file(two[1]))  # noqa: PLR2004 - a pair
        if two and not alike:
            yield name
    known = {*read_manifest((fresh / MANIFEST).read_text(encoding="utf-8")), MANIFEST, SIGNATURE}
    known |= {*ACT_NAMES}
    there = (path for path in place.rglob("*") if not path.is_dir())
    names = (path.relative_to(place).as_posix() for path in there)
    yield from sorted(name for name in names if name not in known)

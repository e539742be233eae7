"""The resources of a release that no schema describes: each file as its publisher wrote it.

A file keeps its path. Where a file of the release itself stands there, or on some disk would, it
goes below `files/`, and the descriptor says so; read again it keeps that.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pressmark.files import disk
from pressmark.formats.csv import CSV
from pressmark.metadata import CATALOGUE
from pressmark.package import Attachment, Package
from pressmark.package.tree import TreeHead, begin_leaf, find_head, hash_leaf

PIECE = 1 << 20
INSTEAD = "files"
"""The folder for a file whose own place is taken."""
OF_A_RELEASE = (
    "datapackage.json", "manifest-sha256.txt", "manifest-sha256.txt.sig", "derived-sha256.txt",
    "report.json", "report.html", "CHANGES.md", "changes.csv", "changes.parquet",
    "provenance.json", "statistics.json", "verify.py", "codebook.csv", "codebook.md",
    "withdrawn.csv", "index.json",
    "datapackage/datapackage.yaml", "datapackage/releases", *(each.file for each in CATALOGUE),
)  # fmt: skip
"""Files that stand in a release, or may, and what would make a project of it."""
FOLDERS = ("parquet", "rules", "views", "queries")
"""Folders of a release in which only its own files stand."""


@dataclass(frozen=True)
class Attached:
    """What was written of a resource: its paths in the release, size, sha256 and tree."""

    paths: tuple[str, ...]
    size: int
    sha256: str
    tree: TreeHead


def write_attached(package: Package, folder: Path) -> dict[str, Attached]:
    """Write the files of every resource that no schema describes; give what they measure."""
    places = map_released_paths(package)
    return {
        each.name: write_resource(each, places[each.name], folder) for each in package.attachments
    }


def write_resource(attachment: Attachment, paths: tuple[str, ...], folder: Path) -> Attached:
    """Write the files of one resource; two resources may share a file."""
    whole, size = hashlib.sha256(), 0
    leaves = [hash_leaf(make_first_leaf(attachment.name))]
    for source, path in zip(attachment.paths, paths, strict=True):
        leaf, place = begin_leaf(), folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with disk.write_in_pieces(place) as write, source.open("rb") as file:
            while piece := file.read(PIECE):
                write(piece)
                leaf.update(piece)
                whole.update(piece)
                size += len(piece)
        leaves.append(leaf.digest())
    if not paths:
        leaves.append(hash_leaf(make_data_leaf(attachment)))
    return Attached(paths, size, whole.hexdigest(), find_head(leaves))


def make_first_leaf(name: str) -> bytes:
    """Give the first leaf of a resource's tree: of a table it would go on with a header."""
    return f"{name}\n".encode()


def make_data_leaf(attachment: Attachment) -> bytes:
    """Give the leaf of data that stand in the descriptor: as JSON without blanks, in ASCII."""
    return json.dumps(attachment.resource.data, separators=(",", ":")).encode()


def map_released_paths(package: Package) -> dict[str, tuple[str, ...]]:
    """Give the paths in a release of the files of every resource, by its name."""
    taken = {fold_path(name) for name in name_own_files(package)}
    folders = {
        fold_path(str(up)) for name in name_own_files(package) for up in PurePosixPath(name).parents
    }
    folders |= {fold_path(name) for name in FOLDERS}
    chosen: dict[str, str] = {}
    for each in package.attachments:
        for written in each.resource.path or ():
            path = PurePosixPath(written).as_posix()
            if path in chosen:
                continue
            place, number = path, 1
            while is_taken(package, place, taken, folders):
                place = f"{INSTEAD}{'' if number == 1 else f'-{number}'}/{path}"
                number += 1
            chosen[path] = place
            taken.add(fold_path(place))
            folders |= {fold_path(str(up)) for up in PurePosixPath(place).parents}
    return {
        each.name: tuple(
            chosen[PurePosixPath(written).as_posix()] for written in each.resource.path or ()
        )
        for each in package.attachments
    }


def is_taken(package: Package, path: str, taken: set[str], folders: set[str]) -> bool:
    """Whether a file cannot stand at a path: a file or a folder does, or one on its way is a file.

    Derived files are named after the package, and stand beside it or in folders of their own.
    """
    place, name = fold_path(path), fold_path(package.name)
    first, *rest = place.split("/")
    above = (fold_path(str(up)) for up in PurePosixPath(path).parents)
    derived = not rest and first.startswith((f"{name}.", f"{name}-"))
    own = bool(rest) and first in FOLDERS
    there = place in taken or place in folders
    return derived or own or there or any(each in taken for each in above)


def name_own_files(package: Package) -> Iterator[str]:
    """Name the files of a release beside those of such resources."""
    yield from OF_A_RELEASE
    for table in package.tables:
        path = CSV.path(package, table.name)
        yield path
        yield path.removesuffix(".csv") + ".spreadsheet-safe.csv"


def fold_path(path: str) -> str:
    """Write a path so that two are equal that name one place on some disk."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())

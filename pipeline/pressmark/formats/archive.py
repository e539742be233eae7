"""The zip of a release: the package with its manifest, for one download."""

import shutil
import zipfile
from pathlib import Path

from pressmark.errors import ProjectError
from pressmark.files.manifest import MANIFEST, read_manifest
from pressmark.formats.format import Format, Ready, Rest
from pressmark.formats.unreadable import UnreadableFileError
from pressmark.intake.unpacking import read_entries
from pressmark.package import Package

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; the same for every file, so that the bytes are too."""

READABLE_FILE = 0o100644 << 16
PIECE = 1 << 20


def write(ready: Ready, folder: Path) -> None:
    """Pack the package into a folder."""
    write_archive(ready.package.root, folder / ZIP.path(ready.package))


def write_archive(folder: Path, path: Path) -> None:
    """Pack a package's folder as its manifest lists it, sorted; equal files give equal bytes."""
    names = (*read_manifest((folder / MANIFEST).read_text(encoding="utf-8")), MANIFEST)
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(names):
            pack(folder / name, name, archive)


def pack(path: Path, name: str, archive: zipfile.ZipFile) -> None:
    """Pack a file under a name, piece by piece, with the effort that zlib takes by itself."""
    entry = zipfile.ZipInfo(name, FIRST_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = READABLE_FILE
    entry.create_system = 3
    # By it `open` knows whether a zip can hold the file without being told of large ones.
    entry.file_size = path.stat().st_size
    with path.open("rb") as file, archive.open(entry, "w") as packed:
        shutil.copyfileobj(file, packed, PIECE)


def list_held(package: Package, folder: Path) -> frozenset[tuple[str, int]]:
    """Give the name and the checksum of every file in a zip, proven."""
    found = set()
    try:
        for entry, pieces in read_entries(folder / ZIP.path(package)):
            for _ in pieces:
                pass
            found.add((entry.filename, entry.CRC))
    except ProjectError as error:
        raise UnreadableFileError(error.wrong) from None
    return frozenset(found)


ZIP = Format(
    "Zip",
    "{name}-{version}.zip",
    "application/zip",
    "The whole package, zip archive",
    write,
    rest=Rest(list_held, "holds other files"),
)

"""The zip of a release: the package with its manifest, for one download."""

import zipfile
from pathlib import Path

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; the same for every file, so that the bytes are too."""

READABLE_FILE = 0o100644 << 16


def write_archive(folder: Path, names: tuple[str, ...], path: Path) -> None:
    """Pack the named files of a folder, sorted; equal files give equal bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(names):
            entry = zipfile.ZipInfo(name, FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE_FILE
            entry.create_system = 3
            archive.writestr(entry, (folder / name).read_bytes())

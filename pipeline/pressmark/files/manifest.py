"""Lists of files with their sha256: what a release holds, and what was derived from it.

A line is `<sha256 in hexadecimal>  <path>`, as `sha256sum --check` reads it, sorted by path.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

MANIFEST = "manifest-sha256.txt"
PIECE = 1024 * 1024


def hash_file(path: Path) -> str:
    """Give the sha256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_files(paths: Iterable[Path]) -> str:
    """Give the sha256 in hexadecimal of files put together, in their order."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    return digest.hexdigest()


def list_files_below(folder: Path) -> tuple[str, ...]:
    """Name every file below a folder, sorted, with `/` between the parts."""
    return tuple(
        sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    )


def render_manifest(
    folder: Path, names: Iterable[str], known: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Write the list of the named files of a folder; `known` digests are not computed again."""
    lines = (f"{known.get(name) or hash_file(folder / name)}  {name}\n" for name in sorted(names))
    return "".join(lines)


def read_manifest(text: str) -> dict[str, str]:
    """Read a list: the sha256 of each file by its name; lines that begin with `#` are remarks."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}

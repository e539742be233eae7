"""Line ends of what is published: bytes are proven, so no checkout may change them.

A git with `core.autocrlf` writes CRLF for LF, unless `.gitattributes` says that a folder's files
are no text of which it may change the line ends.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from pressmark.files.staging import replace_text

ATTRIBUTES = ".gitattributes"
KEPT = "* -text\n"
"""What `.gitattributes` says where line ends stay as they are (gitattributes, "text")."""
ONLY_LINE_ENDS = "only its line ends differ from what was published"
BACK = (
    "a checkout changed them (core.autocrlf): write the line `* -text` into .gitattributes in the "
    "folder of releases, commit it, delete the other files there, and bring them back with "
    "`git checkout -- .`"
)
"""What is right where only line ends differ."""
PIECE = 1 << 20


def keep_line_ends(folder: Path) -> None:
    """Write `.gitattributes` into a folder of releases, unless its owner wrote one."""
    path = folder / ATTRIBUTES
    if not path.exists():
        replace_text(path, KEPT)


def keeps_line_ends(folder: Path) -> bool:
    """Whether the `.gitattributes` of a folder keeps the line ends of every file, or none is there.

    The last line for all files counts, as git reads them.
    """
    path = folder / ATTRIBUTES
    kept = not path.exists()
    for line in () if kept else path.read_text(encoding="utf-8", errors="replace").splitlines():
        pattern, *said = line.split() or [""]
        if pattern in {"*", "**"}:
            kept = bool({"-text", "binary"} & set(said))
    return kept


def differs_in_line_ends(path: Path, digest: str) -> bool:
    """Whether a file with line feeds for CRLF would have a digest, `sha256:…`."""
    if not path.is_file():
        return False
    found = hashlib.sha256()
    for piece in read_with_line_feeds(path):
        found.update(piece)
    return f"sha256:{found.hexdigest()}" == digest


def copy_with_line_feeds(path: Path, place: Path, digest: str | None) -> bool:
    """Copy a file, with line feeds for CRLF where only these give the digest, or none is known.

    Gives whether the copy differs.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    if digest is not None and not differs_in_line_ends(path, digest):
        shutil.copyfile(path, place)
        return False
    with place.open("wb") as file:
        for piece in read_with_line_feeds(path):
            file.write(piece)
    return place.stat().st_size != path.stat().st_size


def read_with_line_feeds(path: Path) -> Iterator[bytes]:
    """Give the bytes of a file with line feeds for CRLF, piece by piece."""
    with path.open("rb") as file:
        held = b""
        while piece := file.read(PIECE):
            # A return at the end of a piece may belong to the line feed that follows.
            piece = held + piece
            held = b"\r" if piece.endswith(b"\r") else b""
            yield piece[: len(piece) - len(held)].replace(b"\r\n", b"\n")
        yield held

"""Paths as people write them: inside the package, followed to their end, shown as they came."""

import os
import re
from pathlib import Path, PurePosixPath

from pressmark.errors import ProjectError, explain_failure
from pressmark.words import shorten

UNSAFE = re.compile(r"^[/~$]|^[A-Za-z]:|[\\\x00-\x1f\x7f\ud800-\udfff]")
LONGEST_QUOTE = 60


def resolve_inside(root: Path, written: object, place: str) -> Path:
    """Resolve a path as written in a descriptor; ProjectError where it leaves the root.

    The standard's "Data Location" allows relative POSIX paths without `..`; hidden folders and
    links that lead outside are refused with them.
    """
    if not isinstance(written, str) or not written:
        raise ProjectError(place, f"{written!r} is no path", "write a relative path")
    parts = PurePosixPath(written).parts
    unsafe = UNSAFE.search(written) or any(part.startswith(".") and part != "." for part in parts)
    path = root / written
    if unsafe or not follow_links(path, written, place).is_relative_to(root.resolve()):
        raise ProjectError(
            place,
            f"the path {written!r} leaves the package or is hidden",
            "write a relative path inside the package, with / and without ..",
        )
    return path


def follow_links(path: Path, written: str, place: str) -> Path:
    """Follow the links of a path to their end, where there need be no file."""
    try:
        found = path.resolve()
        found.exists()
        if path.parent.is_dir() or not path.parent.exists():
            return found
        why = "a folder on its way is a file"
    except PermissionError as error:
        raise explain_failure(error, place) from None
    except RuntimeError:
        why = "its links turn in a circle"
    except OSError as error:
        why = (error.strerror or str(error)).lower()
    shown = shorten(written, LONGEST_QUOTE)
    raise ProjectError(place, f"the path {shown!r} cannot be followed: {why}", "write another")


def display(path: Path) -> str:
    """Show a path as the person gave it, without leading `./`."""
    return Path(os.path.normpath(path)).as_posix()

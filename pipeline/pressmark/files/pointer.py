"""What Git LFS leaves in place of a large file in a checkout that did not fetch it."""

from pathlib import Path

POINTER = b"version https://git-lfs.github.com/spec/"
"""How such a file begins."""


def is_pointer(beginning: bytes) -> bool:
    """Tell from the first bytes of a file whether it only stands for another."""
    return beginning.startswith(POINTER)


def stands_for_another(path: Path) -> bool:
    """Tell whether a file only stands for another; what is no file, or cannot be read, does not."""
    try:
        # A pipe would never open.
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return is_pointer(file.read(len(POINTER)))
    except OSError:
        return False

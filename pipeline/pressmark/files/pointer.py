"""What Git LFS leaves in place of a large file in a checkout that did not fetch it."""

POINTER = b"version https://git-lfs.github.com/spec/"
"""How such a file begins."""


def is_pointer(beginning: bytes) -> bool:
    """Tell from the first bytes of a file whether it only stands for another."""
    return beginning.startswith(POINTER)

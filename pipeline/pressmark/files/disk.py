"""Files written, made durable and moved: every call of ours that a disk can refuse.

What a release publishes goes through here, and the tests let each of these calls fail in turn.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def write_in_pieces(path: Path) -> Iterator[Callable[[bytes], None]]:
    """Write a file piece by piece, from its beginning; give the function that writes a piece."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)

    def write(piece: bytes) -> None:
        left = memoryview(piece)
        while left:
            left = left[os.write(handle, left) :]

    try:
        yield write
    finally:
        os.close(handle)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file."""
    with write_in_pieces(path) as write:
        write(content)


def sync(path: Path) -> None:
    """Wait until a file's or folder's content stands on the disk (fsync)."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move(path: Path, place: Path) -> None:
    """Rename a file or folder, replacing a file that is there, and make the new name durable."""
    path.replace(place)
    sync(place.parent)

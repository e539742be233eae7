"""A table written into several files, so many records into each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from sys import maxsize

import pyarrow as pa

from pressmark.files import disk
from pressmark.package.part_files import name_part_files

LinesWriter = Callable[[bytes, Sequence[int]], None]
"""Writes lines, and is told where they begin and where the last ends; nothing of a header."""


class CutFile:
    """Writes lines into one file after the other; the last takes all that is left."""

    def __init__(self, path: Path, parts: tuple[int, ...], opened: ExitStack) -> None:
        """Open the first of the files, or the only one; `opened` closes each of them."""
        self._files = iter(name_part_files(path.as_posix(), parts))
        self._left = [*parts[:-1], maxsize]
        self._opened = opened
        self._open_next()

    def write(self, lines: bytes, ends: Sequence[int]) -> None:
        """Write lines of records, of which the `ends` are known; a header has none."""
        if not ends:
            self._write(lines)
        at, last = 0, len(ends) - 1
        while at < last:
            if not self._left[0]:
                del self._left[0]
                self._open_next()
            some = min(self._left[0], last - at)
            self._write(lines[ends[at] : ends[at + some]])
            self._left[0] -= some
            at += some

    def _open_next(self) -> None:
        """Open the next file."""
        self._opened.close()
        self._write = self._opened.enter_context(disk.write_in_pieces(Path(next(self._files))))


@contextmanager
def open_files(path: Path, parts: tuple[int, ...]) -> Iterator[LinesWriter]:
    """Open the file of a table, or the folder of its parts; give the function that writes lines."""
    if parts:
        path.mkdir()
    with ExitStack() as opened:
        yield CutFile(path, parts, opened).write


def cut_batches(
    batches: Iterable[pa.RecordBatch], parts: tuple[int, ...]
) -> Iterator[Iterator[pa.RecordBatch]]:
    """Give the batches of each part, to be taken in order; the last has all that is left."""
    held: list[pa.RecordBatch] = []
    coming = iter(batches)

    def take(count: int) -> Iterator[pa.RecordBatch]:
        while count and (batch := held.pop() if held else next(coming, None)):
            if batch.num_rows > count:
                held.append(batch.slice(count))
            yield batch.slice(0, count)
            count -= min(count, batch.num_rows)

    for count in (*parts[:-1], maxsize):
        yield take(count)

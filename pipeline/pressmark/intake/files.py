"""A table's files as plain bytes, one after the other, with their sizes and digests."""

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self

from pressmark.errors import ProjectError
from pressmark.intake.limits import Limits
from pressmark.intake.refusal import explain_large
from pressmark.intake.unpacking import gunzip, unzip

Compression = Literal["gz", "zip"]
Pieces = Iterator[tuple[int, bytes]]
"""Pieces of files, each with the number of its file, from 0."""
READ_BYTES = 1024 * 1024


@dataclass
class ReadFile:
    """One file as it stands on disk: its name for people, its size and its digest."""

    place: str
    bytes: int = 0
    digest: Any = field(default_factory=hashlib.sha256, repr=False)

    @property
    def sha256(self) -> str:
        """The digest of what was read, in hexadecimal digits."""
        return str(self.digest.hexdigest())


class Files:
    """One pass over a table's files: the effect of reading, and nothing of text.

    `read` lists the files begun so far. After the pass `size` and `sha256` are those of all of
    them, one after the other.
    """

    def __init__(
        self,
        paths: tuple[tuple[Path, str], ...],
        limits: Limits,
        compression: Compression | None = None,
        inner: str | None = None,
        read_bytes: int | None = None,
    ) -> None:
        """Read files in that order, each with its name for people, so many bytes at a time."""
        self._read_bytes = read_bytes or limits.block_bytes
        self.read: list[ReadFile] = []
        self._digest = hashlib.sha256()
        self._several = len(paths) > 1
        self._waiting = list(paths)
        self._limits = limits
        self._compression = compression
        self._inner = inner
        self._open: BinaryIO | None = None

    def __enter__(self) -> Self:
        """Read for the length of a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file that is open."""
        if self._open:
            self._open.close()

    @property
    def size(self) -> int:
        """How many bytes have been read."""
        return sum(each.bytes for each in self.read)

    @property
    def sha256(self) -> str:
        """The digest of what was read, in hexadecimal digits."""
        return str(self._digest.hexdigest()) if self._several else self.read[-1].sha256

    def pieces(self) -> Pieces:
        """Give what the files hold, each piece with the number of its file, from 0.

        Refusal where a file is packed wrongly or holds too much; OSError as of `open` and `read`.
        """
        size = 0
        while self._waiting:
            file = self._next()
            for piece in self._unpacked(file):
                size += len(piece)
                if size > self._limits.file_bytes:
                    raise explain_large(self._limits.file_bytes)
                yield len(self.read) - 1, piece
            self._finish_file(file)

    def finish(self) -> None:
        """Read what is left of all files, for the digests only."""
        if self._open:
            self._finish_file(self._open)
        while self._waiting:
            self._finish_file(self._next())

    def _next(self) -> BinaryIO:
        """Open the next file; ProjectError for a pipe or device, which is never opened."""
        path, place = self._waiting.pop(0)
        self.read.append(ReadFile(place))
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise ProjectError(place, "is a pipe or a device", "name a file")
        self._open = path.open("rb")
        return self._open

    def _unpacked(self, file: BinaryIO) -> Iterator[bytes]:
        """Give what one file holds."""
        if self._compression == "zip":
            return unzip(file, self._inner, self._limits)
        read_bytes = READ_BYTES if self._compression else max(self._read_bytes, 4)
        raws = self._raw(file, read_bytes)
        return gunzip(raws, self._limits) if self._compression else raws

    def _finish_file(self, file: BinaryIO) -> None:
        """Read what is left of a file for the digest only; of an archive that is all of it."""
        if self._compression == "zip":
            file.seek(0)
        for _ in self._raw(file, READ_BYTES):
            pass
        file.close()
        self._open = None

    def _raw(self, file: BinaryIO, read_bytes: int) -> Iterator[bytes]:
        """Read a file's bytes as they stand on disk, counting and digesting them."""
        while raw := file.read(read_bytes):
            self.read[-1].bytes += len(raw)
            self.read[-1].digest.update(raw)
            if self._several:
                self._digest.update(raw)
            yield raw

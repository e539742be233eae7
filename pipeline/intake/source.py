"""A table's file as UTF-8 text, piece by piece, with its size and digest."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.intake.decoding import Decoding, Fault

MARK_BYTES = 4


class Source:
    """One pass over a file: the effect of reading, and nothing of tables.

    After the pass `bytes` and `sha256` are those of the whole file as it stands on disk; `fault`
    is the first byte that is not the encoding.
    """

    def __init__(self, path: Path, encoding: str, block_bytes: int) -> None:
        """Read a file of a known encoding in pieces of that size."""
        self.bytes = 0
        self._path = path
        self._encoding = encoding
        self._block_bytes = max(block_bytes, MARK_BYTES)
        self._digest = hashlib.sha256()
        self._raw = self._read()
        self._decoding: Decoding | None = None

    @property
    def sha256(self) -> str:
        """The digest of what was read, in hexadecimal digits."""
        return self._digest.hexdigest()

    @property
    def fault(self) -> Fault | None:
        """The first byte so far that is not the encoding."""
        return self._decoding.fault if self._decoding else None

    def texts(self) -> Iterator[bytes]:
        """Give the file's text as UTF-8 without byte order mark, in pieces that may be empty.

        The last line always ends, and no CRLF is cut in two. OSError as of `open` and `read`.
        """
        held = last = b""
        for raw in self._raw:
            self._decoding = self._decoding or Decoding(self._encoding, raw[:MARK_BYTES])
            text = held + self._decoding.decode(raw)
            held = text[-1:] if text.endswith(b"\r") else b""
            last = text[-1:] or last
            yield text[: len(text) - len(held)] if held else text
        if self._decoding:
            text = held + self._decoding.decode(b"", final=True)
            last = text[-1:] or last
            yield text if last in (b"", b"\r", b"\n") else text + b"\n"

    def finish(self) -> None:
        """Read what is left, for the digest only."""
        for _ in self._raw:
            pass

    def _read(self) -> Iterator[bytes]:
        """Read the file's bytes, counting and digesting them."""
        with self._path.open("rb") as file:
            while raw := file.read(self._block_bytes):
                self.bytes += len(raw)
                self._digest.update(raw)
                yield raw

"""A table's files as UTF-8 text, piece by piece."""

from collections.abc import Iterator

from pressmark.intake.decoding import Decoding, Fault
from pressmark.intake.records import count_line_ends
from pressmark.intake.seams import Seams

MARK_BYTES = 4


class FileText:
    """The text of a pass over files.

    `fault` is the first byte that is not the encoding.
    """

    def __init__(
        self,
        pieces: Iterator[tuple[int, bytes]],
        encoding: str,
        seams: Seams,
        terminator: bytes = b"",
    ) -> None:
        """Read pieces of files, each with its number, in a known encoding.

        `terminator` ends records; where it is empty, line ends do.
        """
        self._pieces = pieces
        self._encoding = encoding
        self._seams = seams
        self._terminator = terminator
        self._decoding: Decoding | None = None

    @property
    def fault(self) -> Fault | None:
        """The first byte so far that is not the encoding."""
        return self._decoding.fault if self._decoding else None

    def texts(self) -> Iterator[bytes]:
        """Give the text as UTF-8 without byte order mark, in pieces that may be empty.

        The last record always ends, and no CRLF is cut in two. Refusal and OSError as of `Files`.
        """
        held = last = b""
        file = lines = 0
        kept = max(len(self._terminator), 1)
        for number, raw in self._whole_marks():
            for _ in range(file, number):
                behind = last + held
                ended = lines + count_line_ends(held, 0, len(held))
                self._seams.add(ended, whole=behind.endswith((b"\n", b"\r")) or not behind)
            file = number
            self._decoding = self._decoding or Decoding(self._encoding, raw[:MARK_BYTES])
            text = held + self._decoding.decode(raw)
            held = text[-1:] if text.endswith(b"\r") else b""
            given = text[: len(text) - len(held)] if held else text
            last = (last + given)[-kept:] if len(given) < kept else given[-kept:]
            if self._seams.several:
                lines += count_line_ends(given, 0, len(given))
            yield given
        if self._decoding:
            text = held + self._decoding.decode(b"", final=True)
            last += text
            ends = (self._terminator,) if self._terminator else (b"\r", b"\n")
            yield text if not last or last.endswith(ends) else text + ends[-1]

    def _whole_marks(self) -> Iterator[tuple[int, bytes]]:
        """Give the pieces, the first with four bytes at least if its file has so many."""
        first, number = b"", 0
        for at, raw in self._pieces:
            if at == number and len(first) + len(raw) < MARK_BYTES:
                first += raw
                continue
            if at == number:
                yield at, first + raw
            else:
                yield from ((number, first),) if first else ()
                yield at, raw
            first = b""
            break
        yield from ((number, first),) if first else ()
        yield from self._pieces

"""A table's files as UTF-8 text, piece by piece."""

from collections.abc import Iterator
from typing import Protocol

from pressmark.intake.decoding import Decoding, Fault
from pressmark.intake.records import count_line_ends
from pressmark.intake.repeated import RepeatedHeader
from pressmark.intake.seams import Seams

MARK_BYTES = 4


class Decoded(Protocol):
    """A text that was decoded: `fault` is the first byte so far that is not the encoding."""

    @property
    def fault(self) -> Fault | None:
        """That byte; None where there is none."""


class SoundText:
    """A text that is known to be its encoding throughout."""

    @property
    def fault(self) -> None:
        """None."""
        return


SOUND = SoundText()


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
        header: RepeatedHeader | None = None,
    ) -> None:
        """Read pieces of files, each with its number, in a known encoding.

        `terminator` ends records; where it is empty, line ends do. A `header` that a later file
        repeats is left out, and `repeated` numbers these files.
        """
        self.repeated: list[int] = []
        self._header = header if seams.several else None
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
        begun = False
        ends = (self._terminator,) if self._terminator else (b"\r", b"\n")
        kept = max(len(self._terminator), 1)
        for number, raw in self._whole_marks():
            self._decoding = self._decoding or Decoding(self._encoding, raw[:MARK_BYTES])
            decoded = self._decoding.decode(raw)
            again = self._repeated(number, decoded) if number > file or not begun else 0
            begun = True
            if again and not (last + held).endswith(ends):
                held += ends[-1]
            for each in range(file + 1, number + 1):
                behind = last + held
                ended = lines + count_line_ends(held, 0, len(held))
                omitted = count_line_ends(decoded, 0, again) if each == number else 0
                whole = behind.endswith((b"\n", b"\r")) or not behind
                self._seams.add(ended, whole=whole, omitted=omitted)
            file = number
            text = held + decoded[again:]
            held = text[-1:] if text.endswith(b"\r") else b""
            given = text[: len(text) - len(held)] if held else text
            last = (last + given)[-kept:] if len(given) < kept else given[-kept:]
            if self._seams.several:
                lines += count_line_ends(given, 0, len(given))
            yield given
        if self._decoding:
            text = held + self._decoding.decode(b"", final=True)
            last += text
            yield text if not last or last.endswith(ends) else text + ends[-1]

    def _repeated(self, number: int, text: bytes) -> int:
        """Count the bytes in which a file's beginning repeats the header, and remember the file."""
        again = self._header.length(text) if self._header else 0
        if again:
            self.repeated.append(number)
        return again

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

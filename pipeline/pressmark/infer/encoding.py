"""In which encoding a file of text is written, as all of its bytes show it."""

import codecs
from collections.abc import Callable, Iterator
from itertools import chain

from pressmark.infer.draft import Doubt

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN, ANY_BYTE = "windows-1252", "iso-8859-1"
SOUND_A_WRONG = 10
"""Letters of UTF-8 for each wrong byte in a file that is UTF-8 and damaged."""
LOOKED_AT = 4_096
"""Bytes whose zeros show UTF-16 without its mark."""
NO_CHARACTERS = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes that windows-1252 has no characters for."""


def find_encoding(read: Callable[[], Iterator[bytes]]) -> tuple[str, tuple[Doubt, ...]]:
    """Find the encoding of a text that may be read more than once, and say where it is a guess.

    What is no UTF-8 throughout, and has no mark of another Unicode encoding, is taken for what
    programs of western Europe and America write.
    """
    first = next(read(), b"")
    for mark, name in MARKS:
        if first.startswith(mark):
            return name, ()
    for begins, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if 2 * first[begins:LOOKED_AT:2].count(0) > len(first[:LOOKED_AT:2]) > 1:
            said = f"The file does not say its encoding. It was read as {name}."
            return name, (Doubt(said, 3),)
    if is_utf8(read()) or is_damaged_utf8(read()):
        return "utf-8", ()
    wide = any(byte in piece for piece in read() for byte in NO_CHARACTERS)
    name = ANY_BYTE if wide else WESTERN
    words = f"The file is not UTF-8. It was read as {name}: look at the letters with accents."
    return name, (Doubt(words, 3),)


def is_utf8(pieces: Iterator[bytes]) -> bool:
    """Whether a text is UTF-8 from its first byte to its last."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces:
            if not piece.isascii() or decoder.getstate()[0]:
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def is_damaged_utf8(pieces: Iterator[bytes]) -> bool:
    """Whether nearly all letters beyond ASCII are UTF-8: any other encoding would spoil them."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    wide = wrong = 0
    for piece in chain(pieces, [b""]):
        if not piece.isascii() or not piece or decoder.getstate()[0]:
            text = decoder.decode(piece, final=not piece)
            wrong += text.count("\ufffd")
            wide += sum(not letter.isascii() for letter in text)
    return wide - wrong >= SOUND_A_WRONG * wrong

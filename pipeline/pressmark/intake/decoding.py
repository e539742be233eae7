"""Bytes in any encoding as UTF-8, and the first byte that is not what the file claims to be."""

import codecs
import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pressmark.errors import ProjectError

NOT_CHARACTER_SETS = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UTF_16_LE = re.compile(rb"[\x01-\x7f]\0[\x01-\x7f]\0")
UTF_16_BE = re.compile(rb"\0[\x01-\x7f]\0[\x01-\x7f]")
SHOWN = 40
LONGEST_CHARACTER = 4
FOLLOWS, LEADS, LEADS_THREE, LEADS_FOUR = 0x80, 0xC0, 0xE0, 0xF0
"""The least byte that follows in a UTF-8 character, and that begins one of two, three, four."""
WORD = re.compile(rb"[0-9A-Za-z\x80-\xff]+")


@dataclass(frozen=True)
class Fault:
    """The first byte that is not the encoding: its value, and its place in the text given out."""

    at: int
    byte: int
    hint: str


def check_encoding(name: str, place: str) -> str:
    """Give an encoding's one name; ProjectError where there is no such encoding."""
    found = find_encoding(name)
    if not found:
        raise ProjectError(
            place,
            f'the encoding "{name}" is not known',
            'write the encoding of the file, such as "utf-8", "utf-16" or "windows-1252"',
        )
    return "utf-8" if found == "utf-8-sig" else found


def is_encoding(name: str) -> bool:
    """Whether there is an encoding of that name."""
    return bool(find_encoding(name))


def find_encoding(name: str) -> str:
    """Give Python's one name for an encoding; empty where there is no such encoding of text."""
    try:
        "a".encode(name)
        found = codecs.lookup(name).name.replace("_", "-")
    except (LookupError, ValueError):
        return ""
    return "" if found in NOT_CHARACTER_SETS else found


class Decoding:
    """Turns a file's bytes into UTF-8, piece by piece, without a byte order mark.

    `fault` is the first byte that is wrong. It and all others are replaced by U+FFFD, except that
    a file that begins with the mark of UTF-16 or UTF-32, or like UTF-16 without one, is read as
    that: there is no doubt.
    """

    def __init__(self, encoding: str, first: bytes) -> None:
        """Begin with an encoding that is known, and the first four bytes of the file."""
        self.fault: Fault | None = None
        marked = next((name for mark, name in WIDE_MARKS if first.startswith(mark)), None)
        wide = encoding.startswith(("utf-16", "utf-32"))
        seen = marked or find_unmarked(first)
        if seen and not wide:
            hint = f'The file seems to be {seen[:6].upper()}. Save it as "CSV UTF-8".'
            self.fault = Fault(0, first[0] if marked else 0, hint)
            encoding = seen
        elif encoding in ("utf-16", "utf-32") and not marked:
            encoding += "-le"
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._given = 0
        self._strip = True

    def decode(self, raw: bytes, *, final: bool = False) -> bytes:
        """Turn the next bytes into UTF-8; a character cut in two comes with the next piece."""
        plain = None if final else self._plain(raw)
        text = self._decoded(raw, final=final) if plain is None else plain
        if self._strip and text:
            text = text.removeprefix(codecs.BOM_UTF8)
            self._strip = False
        self._given += len(text)
        return text

    def _plain(self, raw: bytes) -> bytes | None:
        """Give UTF-8 as it is, which is looked at twenty times as fast as decoded; else None."""
        if self._encoding != "utf-8" or self._decoder.errors != "strict":
            return None
        state = self._decoder.getstate()
        read = state[0] + raw
        whole = len(read) - count_unfinished(read)
        text = read[:whole]
        if not is_whole_utf8(text):
            return None
        self._decoder.reset()
        try:
            self._decoder.decode(read[whole:])
        except UnicodeDecodeError:
            self._decoder.setstate(state)
            return None
        return text

    def _decoded(self, raw: bytes, *, final: bool) -> bytes:
        """Decode the next bytes and write them as UTF-8."""
        state = self._decoder.getstate()
        try:
            return encode(self._decoder.decode(raw, final))
        except UnicodeDecodeError as error:
            self._decoder.setstate(state)
            return self._replace(raw, error, len(state[0]), final=final)

    def _replace(
        self, raw: bytes, error: UnicodeDecodeError, pending: int, *, final: bool
    ) -> bytes:
        """Decode up to the first wrong byte, note it, and replace from there on."""
        right = max(error.start - pending, 0)
        before = encode(self._decoder.decode(raw[:right]))
        if self.fault is None:
            marked = self._strip and before.startswith(codecs.BOM_UTF8)
            at = self._given + len(before) - len(codecs.BOM_UTF8) * marked
            hint = guess_encoding(error.object, error.start, self._encoding)
            self.fault = Fault(at, error.object[error.start], hint)
        self._decoder.errors = "replace"
        return before + encode(self._decoder.decode(raw[right:], final))


def count_unfinished(text: bytes) -> int:
    """Count the bytes at the end of UTF-8 that begin a character and do not end it."""
    for count in range(1, min(len(text), LONGEST_CHARACTER - 1) + 1):
        byte = text[-count]
        if byte >= LEADS:
            length = 2 + (byte >= LEADS_THREE) + (byte >= LEADS_FOUR)
            return count if count < length else 0
        if byte < FOLLOWS:
            return 0
    return 0


def is_whole_utf8(text: bytes) -> bool:
    """Whether bytes are UTF-8, without surrogates and overlong forms (RFC 3629)."""
    ends = pa.py_buffer(np.array([0, len(text)], np.int64))
    column = pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(text)])
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def find_unmarked(first: bytes) -> str | None:
    """Name the UTF-16 that begins with two letters of ASCII, each beside a NUL."""
    if UTF_16_LE.match(first):
        return "utf-16-le"
    return "utf-16-be" if UTF_16_BE.match(first) else None


def encode(text: str) -> bytes:
    """Write text as UTF-8; a half of a surrogate pair, which UTF-8 lacks, becomes `?`."""
    return text.encode("utf-8", "replace")


def guess_encoding(raw: bytes, wrong: int, encoding: str) -> str:
    """Guess what a piece with a wrong byte is encoded in, and say what to do about it."""
    if encoding != "utf-8" and is_utf8(raw):
        return 'The file seems to be UTF-8. Write "utf-8" as the encoding of the table.'
    if encoding == "utf-8" and not raw[:wrong].isascii():
        return "The text before it is UTF-8: the cell is damaged, or pasted from another encoding."
    word = as_windows(raw, wrong)
    if encoding == "utf-8" and word:
        reads = f'The file seems to be Windows-1252 or Latin-1: there it reads "{word}".'
        return f'{reads} Save it as "CSV UTF-8".'
    return 'Open the file in the program it comes from and save it as "CSV UTF-8".'


def is_utf8(raw: bytes) -> bool:
    """Whether a piece is UTF-8, as far as it goes."""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(raw)
    except UnicodeDecodeError:
        return False
    return True


def as_windows(raw: bytes, wrong: int) -> str:
    """Read the word around a byte as Windows-1252; empty where it cannot be that."""
    start = max(wrong - SHOWN, 0)
    words = WORD.finditer(raw[start : wrong + SHOWN])
    word = next(word.group() for word in words if word.end() > wrong - start)
    try:
        return word.decode("cp1252")
    except UnicodeDecodeError:
        return ""

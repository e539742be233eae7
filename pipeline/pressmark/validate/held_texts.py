"""A column of text as its bytes, and where in them each text stands."""

from collections.abc import Sequence
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from pressmark.intake import hold_flags, hold_texts, see_flags

Rows = NDArray[np.int64]
"""Places of texts in their column, from 0 and in order."""
NONE: Rows = np.empty(0, np.int64)
ORDINARY = bytes((9, 10, 13, *range(0x20, 0x7F))).replace(b"#", b"")
"""What texts hold most: printable ASCII, but for what begins the errors of spreadsheets."""
MARKS = bytes(range(256))
FEW = 64
"""Texts of a column that are looked at one by one."""
COUNTED = 1 << 17
"""Rows that are counted at once: as many as a block of short records has."""


def count_rows(many: int) -> Rows:
    """Give so many rows, from 0: a part of rows that were counted once, as far as they go."""
    counted = count_once(max(COUNTED, 1 << max(many - 1, 0).bit_length()))
    return counted[:many]


@cache
def count_once(many: int) -> Rows:
    """Count rows that nobody may change."""
    rows = np.arange(many)
    rows.flags.writeable = False
    return rows


def unite(*some: Rows) -> Rows:
    """Give every row that is among some, each of them in order, once and in order.

    numpy's own way takes the half of itself that few programs need: 22 ms.
    """
    held = [each for each in some if len(each)]
    if len(held) < 2:  # noqa: PLR2004 - there is nothing to unite
        return held[0] if held else NONE
    rows = np.concatenate(held)
    rows.sort()
    return drop_repeated(rows)


def drop_repeated(rows: Rows) -> Rows:
    """Give rows that stand in order, each once."""
    return rows[np.diff(rows, prepend=-1) > 0]


class ReadValues(NamedTuple):
    """What some texts read as: whole numbers or doubles, of which of the texts, and the others."""

    values: NDArray[np.int64] | NDArray[np.float64]
    rows: Rows
    unread: Rows


class HeldTexts:
    """Texts, none of which is null; places in their column where they are not all of it."""

    def __init__(self, texts: pa.StringArray, places: Rows | None = None) -> None:
        """See the texts of an Arrow array."""
        self.texts, self.places = texts, places
        _, offsets, self._text = texts.buffers()
        ends = np.frombuffer(offsets or bytes(4), np.int32)[texts.offset :][: len(texts) + 1]
        self._span = int(ends[0]), int(ends[-1])
        self.ends = ends - ends[0] if ends[0] else ends
        self.read_as: dict[str, ReadValues] = {}
        """What they were found to read as, by the name of the type."""
        self._ruled_out = 0
        """The bytes that are known not to occur, each as a bit."""

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.texts)

    @cached_property
    def text(self) -> bytes:
        """The bytes of all texts, one after the other."""
        return bytes(memoryview(self._text or b"")[slice(*self._span)])

    @cached_property
    def sizes(self) -> NDArray[np.int32]:
        """How many bytes each text has."""
        return np.diff(self.ends)

    @cached_property
    def shortest(self) -> int:
        """The bytes of the shortest text; of none 0."""
        return int(self.sizes.min()) if len(self) else 0

    @cached_property
    def longest(self) -> int:
        """The bytes of the longest text; of none 0."""
        return int(self.sizes.max()) if len(self) else 0

    @property
    def all_rows(self) -> Rows:
        """Every row."""
        return count_rows(len(self))

    def rows_of(self, rows: Rows) -> Rows:
        """Give the places in their column of some of the texts."""
        return rows if self.places is None else self.places[rows]

    def take(self, kept: NDArray[np.bool_]) -> "HeldTexts":
        """Give some of the texts, numbered as if they were all."""
        dropped = np.flatnonzero(~kept)
        if len(dropped) > FEW:
            return HeldTexts(self.texts.filter(hold_flags(kept)), np.flatnonzero(kept))
        starts, ends = self.ends[dropped].tolist(), self.ends[dropped + 1].tolist()
        whole = memoryview(self.text)
        between = zip([0, *ends], [*starts, len(whole)], strict=True)
        return hold_bytes(
            b"".join(whole[start:end] for start, end in between), self.sizes[kept], kept
        )

    def bytes_of(self, rows: Rows) -> bytes:
        """Give the bytes of some texts, one after the other."""
        whole = memoryview(self.text)
        spans = zip(self.ends[rows].tolist(), self.ends[rows + 1].tolist(), strict=True)
        return b"".join(whole[start:end] for start, end in spans)

    def find(self, listed: Sequence[str]) -> Rows:
        """Find the texts that are among some."""
        sizes = [len(each.encode()) for each in listed]
        if not sizes or max(sizes) < self.shortest or min(sizes) > self.longest:
            return NONE
        if max(sizes) == 0:
            return np.flatnonzero(self.sizes == 0)
        among = pa.compute.is_in(self.texts, hold_texts(listed))
        return np.flatnonzero(see_flags(among))

    def without_empty(self) -> "HeldTexts":
        """Give the texts that are not empty; their bytes are the same."""
        held = self.sizes > 0
        return hold_bytes(self.text, self.sizes[held], held)

    def without(self, listed: Sequence[str]) -> "HeldTexts":
        """Give the texts that are not among some."""
        found = self.find(listed)
        if not len(found):
            return self
        if not self.sizes[found].any():
            return self.without_empty()
        kept = np.ones(len(self), np.bool_)
        kept[found] = False
        return self.take(kept)

    def outside(self, allowed: bytes) -> Rows:
        """Find the texts that hold any byte but those."""
        if not self._ruled_out:
            self._rule_out(ORDINARY)
        others = MARKS.translate(None, allowed)
        if not as_bits(others) & ~self._ruled_out or not self._rule_out(allowed):
            return NONE
        marked = np.frombuffer(self.text.translate(mark_bytes(others)), np.bool_)
        return self._rows_at(np.flatnonzero(marked))

    def _rule_out(self, allowed: bytes) -> bool:
        """Learn which bytes do not occur; give whether others than those allowed do."""
        left = self.text.translate(None, allowed)
        used = allowed
        if left:
            counted = np.bincount(np.frombuffer(left, np.uint8), minlength=len(MARKS))
            used += bytes(np.flatnonzero(counted).tolist())
        self.know(used)
        return bool(left)

    def know(self, used: bytes, but: Rows = NONE) -> None:
        """Know that no other bytes occur but in some texts, which are looked at where few are."""
        if len(but) <= FEW:
            self._ruled_out |= as_bits(MARKS.translate(None, used + self.bytes_of(but)))

    def beginning(self, first: bytes) -> Rows:
        """Find the texts that begin with one of those bytes."""
        if not as_bits(first) & ~self._ruled_out:
            return NONE
        wanted = np.frombuffer(mark_bytes(first), np.bool_)
        octets = np.frombuffer(self.text, np.uint8)
        if self.shortest:
            return np.flatnonzero(wanted[octets[self.ends[:-1]]])
        held = np.flatnonzero(self.sizes)
        return held[wanted[octets[self.ends[held]]]]

    def _rows_at(self, positions: NDArray[np.int64]) -> Rows:
        """Find the texts in which some bytes stand."""
        return drop_repeated(np.searchsorted(self.ends, positions, side="right") - 1)


def hold_bytes(text: bytes, sizes: NDArray[np.int32], kept: NDArray[np.bool_]) -> HeldTexts:
    """Give texts of those sizes that follow each other, kept of others."""
    ends = np.zeros(len(sizes) + 1, np.int32)
    np.cumsum(sizes, out=ends[1:])
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(text)]
    texts = pa.Array.from_buffers(pa.string(), len(sizes), buffers)
    return HeldTexts(texts, np.flatnonzero(kept))


@cache
def mark_bytes(some: bytes) -> bytes:
    """Give a table that is 1 at some bytes and 0 at the others."""
    return bytes(byte in some for byte in range(len(MARKS)))


@cache
def as_bits(some: bytes) -> int:
    """Give a number that has a bit for each of some bytes."""
    return sum(1 << byte for byte in set(some))

"""What shows that texts are distinct: those whose sums differ, differ.

Equal sums show nothing, so whoever makes texts whose sums are equal gains no more than that the
engine is asked about them.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pressmark.intake import see_flags
from pressmark.validate.held_texts import NONE, HeldTexts, Rows

WORD = 8
"""Bytes that are added at once."""
MOST_LENGTHS = 64
"""Lengths of texts that are told apart: each is looked for in every chunk."""
FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""2**64 divided by the golden ratio, made odd: multiplied by it neighbours stand far apart."""
SHIFT = np.uint64(29)
Sums = NDArray[np.uint64]
Numbers = TypeVar("Numbers", Sums, NDArray[np.int64])


def find_alike(columns: Sequence[pa.ChunkedArray]) -> Rows | None:
    """Find the rows whose texts, one a column, may stand in another: no other row repeats any.

    Rows with a null are none of them. None where the texts have too many lengths.
    """
    there = ~np.any([see_nulls(column) for column in columns], axis=0)
    total = np.zeros(len(there), np.uint64)
    for column in columns:
        sums = add_up_column(column)
        if sums is None:
            return None
        total = fold(total) + sums
    rows = np.flatnonzero(there)
    sums = total if len(rows) == len(there) else total[rows]
    twice = list_repeated(sums)
    return rows[are_among(sums, twice)] if len(twice) else NONE


def see_nulls(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Say of each row whether it is null."""
    return np.concatenate([np.zeros(0, np.bool_), *map(see_flags, column.is_null().chunks)])


def list_repeated(values: Numbers) -> Numbers:
    """List the values that stand among others more than once, in order."""
    ordered = np.sort(values)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.unique(twice) if len(twice) else twice


def are_among(values: Numbers, wanted: Numbers) -> NDArray[np.bool_]:
    """Say of each value whether it is one of some, at least one, which stand in order."""
    at = np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)
    return np.equal(wanted[at], values)


def add_up_column(column: pa.ChunkedArray) -> Sums | None:
    """Add up each text of a column; None where they have too many lengths."""
    sums, seen = [np.empty(0, np.uint64)], set[int]()
    for chunk in column.chunks:
        there = see_flags(chunk.is_valid())
        held = HeldTexts(chunk.drop_null() if chunk.null_count else chunk)
        lengths = np.flatnonzero(np.bincount(held.sizes)).tolist()
        seen.update(lengths)
        if len(seen) > MOST_LENGTHS:
            return None
        found = np.zeros(len(held), np.uint64)
        for length in lengths:
            at = held.sizes == length
            kept = held if len(lengths) == 1 else held.take(at)
            found[at] = add_up(kept.text, length, len(kept))
        whole = np.zeros(len(chunk), np.uint64)
        whole[there] = found
        sums.append(whole)
    return np.concatenate(sums)


def add_up(text: bytes, length: int, count: int) -> Sums:
    """Add up the words of so many texts of one length, which stand one after the other."""
    if length < WORD:
        columns = np.frombuffer(text, np.uint8).reshape(count, length).astype(np.uint64)
        shifts = np.arange(length, dtype=np.uint64) * np.uint64(8)
        whole = (columns << shifts).sum(axis=1, dtype=np.uint64)
        return np.asarray(whole | np.uint64(length << 56))
    total = np.full(count, length, np.uint64)
    for at in (*range(0, length - WORD, WORD), length - WORD):
        total += np.ndarray((count,), np.uint64, text, at, (length,))
        total = fold(total)
    return total


def fold(sums: Sums) -> Sums:
    """Spread what differs in sums over all their bits; they are changed."""
    sums *= FACTOR
    sums ^= sums >> SHIFT
    return sums

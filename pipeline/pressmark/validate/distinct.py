"""What shows that texts are distinct: those of one length whose sums differ, differ.

Equal sums show nothing, so whoever makes texts whose sums are equal gains no more than that the
engine is asked.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pressmark.validate.held_texts import HeldTexts

WORD = 8
"""Bytes that are added at once."""
MOST_LENGTHS = 64
"""Lengths of texts that are told apart: each is looked for in every chunk."""
FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""2**64 divided by the golden ratio, made odd: multiplied by it neighbours stand far apart."""
SHIFT = np.uint64(29)
Sums = NDArray[np.uint64]


def are_seen_distinct(chunks: Iterable[pa.StringArray | None]) -> bool:
    """Whether no text stands twice among those that are not null; False where it is not seen.

    A chunk that is None is not seen.
    """
    sums: dict[int, list[Sums]] = defaultdict(list)
    for chunk in chunks:
        if chunk is None:
            return False
        held = HeldTexts(chunk.drop_null() if chunk.null_count else chunk)
        if not len(held):
            continue
        same = held.shortest == held.longest
        lengths = [held.longest] if same else np.flatnonzero(np.bincount(held.sizes)).tolist()
        if len(lengths) > MOST_LENGTHS:
            return False
        for length in lengths:
            kept = held if same else held.take(held.sizes == length)
            sums[length].append(add_up(kept.text, length, len(kept)))
        if len(sums) > MOST_LENGTHS:
            return False
    return all(are_distinct(np.concatenate(each)) for each in sums.values())


def add_up(text: bytes, length: int, count: int) -> Sums:
    """Add up the words of so many texts of one length, which stand one after the other."""
    if length < WORD:
        columns = np.frombuffer(text, np.uint8).reshape(count, length).astype(np.uint64)
        shifts = np.arange(length, dtype=np.uint64) * np.uint64(8)
        return np.asarray((columns << shifts).sum(axis=1, dtype=np.uint64))
    total = np.zeros(count, np.uint64)
    for at in (*range(0, length - WORD, WORD), length - WORD):
        total += np.ndarray((count,), np.uint64, text, at, (length,))
        total *= FACTOR
        total ^= total >> SHIFT
    return total


def are_distinct(sums: Sums) -> bool:
    """Whether all of some sums differ."""
    sums.sort()
    return bool((sums[1:] != sums[:-1]).all())

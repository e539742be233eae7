"""Where records stand, found for a whole block at once with numpy.

A line end outside quotes ends a record (RFC 4180, section 2, rules 1 and 6), and it is outside
when an even number of quotes stands before it: a quote within a quoted cell is doubled (rule 7),
which leaves the parity alone. That holds until the first stray quote; what follows one is left to
`pipeline.intake.machine`.
"""

import numpy as np
from numpy.typing import NDArray

from pipeline.intake.marks import NEWLINE, RETURN, Marks
from pipeline.intake.records import Positions, Records, positions

SEARCHED_AT_ONCE = 8 * 1024 * 1024
"""Bytes compared at once: the comparison takes as much memory again as what it compares."""

Bytes = NDArray[np.uint8]


def scan(text: bytes, marks: Marks, record_bytes: int) -> Records:
    """Find the whole, sound records at the start of a text of plain marks.

    Ends before the first record with a stray quote, and before the first of more than
    `record_bytes`. A carriage return must not be the last byte unless the file ends there.
    """
    array = np.frombuffer(text, dtype=np.uint8)
    quotes = _where(text, array, marks.quote[0]) if marks.quote else positions()
    breaks = _line_ends(text, array)
    ends = _outside(quotes, breaks)
    stray = _first_stray(array, quotes, marks)
    if stray is not None:
        ends = ends[: np.searchsorted(breaks[ends], stray)]
    ends = _small_enough(ends, breaks, record_bytes)
    return _records(array, breaks, ends, sound=stray is None)


def _where(text: bytes, array: Bytes, byte: int) -> Positions:
    """Find a byte; one that does not occur costs no array."""
    if byte not in text:
        return positions()
    steps = range(0, len(array), SEARCHED_AT_ONCE)
    pieces = [np.flatnonzero(array[at : at + SEARCHED_AT_ONCE] == byte) + at for at in steps]
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _line_ends(text: bytes, array: Bytes) -> Positions:
    """Find the last byte of each physical line end: LF, CRLF or lone CR."""
    newlines = _where(text, array, NEWLINE)
    returns = _where(text, array, RETURN)
    if not len(returns):
        return newlines
    after = array[np.minimum(returns + 1, len(array) - 1)]
    lone = returns[after != NEWLINE]
    if not len(lone):
        return newlines
    both = np.concatenate([newlines, lone])
    both.sort()
    return both


def _outside(quotes: Positions, breaks: Positions) -> Positions:
    """Select the line ends that stand outside quotes, as indexes of `breaks`."""
    if not len(quotes):
        return np.arange(len(breaks))
    return np.flatnonzero(np.searchsorted(quotes, breaks) % 2 == 0)


def _first_stray(array: Bytes, quotes: Positions, marks: Marks) -> int | None:
    """Find the first quote that opens within a cell, or closes with more of the cell after it.

    At either end of the text, where a quote has no neighbour, it stands for its own.
    """
    if not len(quotes):
        return None
    neighbour = np.zeros(256, dtype=np.bool_)
    neighbour[[*marks.delimiter, *marks.quote, NEWLINE, RETURN]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    opens = neighbour[array[np.maximum(opening - 1, 0)]]
    closes = neighbour[array[np.minimum(closing + 1, len(array) - 1)]]
    wrong = [side[~right][:1] for side, right in ((opening, opens), (closing, closes))]
    first = np.concatenate(wrong)
    return int(first.min()) if len(first) else None


def _small_enough(ends: Positions, breaks: Positions, record_bytes: int) -> Positions:
    """Keep the records before the first that is too large."""
    sizes = np.diff(breaks[ends], prepend=-1)
    if not len(sizes) or sizes.max() <= record_bytes:
        return ends
    return ends[: int(np.argmax(sizes > record_bytes))]


def _records(array: Bytes, breaks: Positions, ends: Positions, *, sound: bool) -> Records:
    """Describe the records that end at these line ends."""
    if not len(ends):
        none = positions()
        return Records(none, none, none, none, 0, 0, sound)
    last = breaks[ends]
    starts = np.concatenate([positions([0]), last[:-1] + 1])
    lines = np.concatenate([positions([0]), ends[:-1] + 1])
    returned = array[last] == RETURN
    sizes = last - starts
    blank = (sizes == 0) | ((sizes == 1) & (array[last - 1] == RETURN))
    return Records(
        starts=starts,
        lines=lines,
        blank=np.flatnonzero(blank),
        returns=np.flatnonzero(returned),
        end=int(last[-1]) + 1,
        line_ends=int(ends[-1]) + 1,
        sound=sound,
    )

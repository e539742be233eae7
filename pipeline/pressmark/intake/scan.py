"""Where records stand, found for a whole block at once with numpy.

A line end outside quotes ends a record (RFC 4180, section 2, rules 1 and 6), and it is outside
when an even number of quotes stands before it: a quote within a quoted cell is doubled (rule 7),
which leaves the parity alone. That holds until the first stray quote; what follows one is left to
`pressmark.intake.machine`.
"""

import numpy as np
from numpy.typing import NDArray

from pressmark.intake.marks import NEWLINE, RETURN, Marks
from pressmark.intake.records import Positions, Records, make_positions

SEARCHED_AT_ONCE = 256 * 1024
"""Bytes compared at once: of a text of nothing but line ends the places take 8 times as much."""
MOST_RECORDS = 128 * 1024
"""Once so many are found the others are left to the next part: short ones weigh by their number."""

Bytes = NDArray[np.uint8]


def scan(text: bytes, marks: Marks, record_bytes: int) -> Records:
    """Find the whole, sound records at the start of a text of plain marks.

    Ends before the first record with a stray quote, before the first of more than `record_bytes`,
    and where there are many. A carriage return must not be the last byte unless the file ends
    there.
    """
    array = np.frombuffer(text, dtype=np.uint8)
    lasts, lines = [make_positions()], [make_positions()]
    quoted = passed = found = 0
    stray = None
    for at in range(0, len(text), SEARCHED_AT_ONCE):
        span = at, at + SEARCHED_AT_ONCE
        quotes = find_byte(text, array, marks.quote[0], span) if marks.quote else make_positions()
        breaks = find_line_ends(text, array, span)
        outside = select_outside(quotes, breaks, quoted)
        stray = find_first_stray(array, quotes, quoted, marks)
        if stray is not None:
            outside = outside[: np.searchsorted(breaks[outside], stray)]
        lasts.append(breaks[outside])
        lines.append(outside + (passed + 1))
        quoted += len(quotes)
        passed += len(breaks)
        found += len(outside)
        if stray is not None or found >= MOST_RECORDS:
            break
    last = keep_small(np.concatenate(lasts), record_bytes)
    return describe_records(array, last, np.concatenate(lines)[: len(last)], sound=stray is None)


def find_byte(text: bytes, array: Bytes, byte: int, span: tuple[int, int]) -> Positions:
    """Find a byte between two places; one that does not occur costs no array."""
    if text.find(byte, *span) < 0:
        return make_positions()
    return np.flatnonzero(array[slice(*span)] == byte) + span[0]


def find_line_ends(text: bytes, array: Bytes, span: tuple[int, int]) -> Positions:
    """Find the last byte of each physical line end: LF, CRLF or lone CR."""
    newlines = find_byte(text, array, NEWLINE, span)
    returns = find_byte(text, array, RETURN, span)
    if not len(returns):
        return newlines
    after = array[np.minimum(returns + 1, len(array) - 1)]
    lone = returns[after != NEWLINE]
    if not len(lone):
        return newlines
    both = np.concatenate([newlines, lone])
    both.sort()
    return both


def select_outside(quotes: Positions, breaks: Positions, quoted: int) -> Positions:
    """Select the line ends outside quotes, `quoted` of which came before, by their indexes."""
    if not len(quotes):
        return np.arange(0 if quoted % 2 else len(breaks))
    return np.flatnonzero((np.searchsorted(quotes, breaks) + quoted) % 2 == 0)


def find_first_stray(array: Bytes, quotes: Positions, quoted: int, marks: Marks) -> int | None:
    """Find the first quote that opens within a cell, or closes with more of the cell after it.

    At either end of the text, where a quote has no neighbour, it stands for its own.
    """
    if not len(quotes):
        return None
    neighbour = np.zeros(256, dtype=np.bool_)
    neighbour[[*marks.delimiter, *marks.quote, NEWLINE, RETURN]] = True
    opening, closing = quotes[quoted % 2 :: 2], quotes[1 - quoted % 2 :: 2]
    opens = neighbour[array[np.maximum(opening - 1, 0)]]
    closes = neighbour[array[np.minimum(closing + 1, len(array) - 1)]]
    wrong = [side[~right][:1] for side, right in ((opening, opens), (closing, closes))]
    first = np.concatenate(wrong)
    return int(first.min()) if len(first) else None


def keep_small(last: Positions, record_bytes: int) -> Positions:
    """Keep the records before the first that is too large, each by its last byte."""
    sizes = np.diff(last, prepend=-1)
    if not len(sizes) or sizes.max() <= record_bytes:
        return last
    return last[: int(np.argmax(sizes > record_bytes))]


def describe_records(array: Bytes, last: Positions, ended: Positions, *, sound: bool) -> Records:
    """Describe the records by their last bytes, and by the line ends up to them."""
    if not len(last):
        none = make_positions()
        return Records(none, none, none, none, 0, 0, sound)
    starts = np.concatenate([make_positions([0]), last[:-1] + 1])
    lines = np.concatenate([make_positions([0]), ended[:-1]])
    returned = array[last] == RETURN
    sizes = last - starts
    blank = (sizes == 0) | ((sizes == 1) & (array[last - 1] == RETURN))
    return Records(
        starts=starts,
        lines=lines,
        blank=np.flatnonzero(blank),
        returns=np.flatnonzero(returned),
        end=int(last[-1]) + 1,
        line_ends=int(ended[-1]),
        sound=sound,
    )

"""A text looked at in pieces, each alone: where records end, whichever way a piece begins.

Whether a line end ends a record depends on all quotes before it. So a piece is walked twice, as if
it began outside quotes and as if it began within; once all pieces are known, the true walk of each
follows from the one before it, and with it the number of the records and lines that stand before.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pressmark.intake.decoding import is_whole_utf8
from pressmark.intake.marks import RETURN, Marks
from pressmark.intake.records import Positions
from pressmark.intake.scan import Bytes, find_byte, find_first_stray, find_line_ends, select_outside


class Walk(NamedTuple):
    """A piece of whole lines, walked from outside or from within quotes.

    How it ends, `quoted` or not; how many records end in it; the bytes up to the end of the first
    of them (`head`) and the line ends there; the bytes of the largest that begins and ends in it,
    and those behind the last end (`tail`). A walk is not `sound` where a quote is stray or a lone
    carriage return ends a record. Where no record ends, `head` and `tail` are the whole piece.
    """

    quoted: bool
    records: int
    head: int
    head_lines: int
    largest: int
    tail: int
    sound: bool


@dataclass(frozen=True)
class Survey:
    """A piece of whole lines: its bytes, line ends, and the walks from outside and from within.

    It is not `sound` where it is no UTF-8.
    """

    size: int
    lines: int
    outside: Walk
    within: Walk
    sound: bool = True

    def walk(self, *, quoted: bool) -> Walk:
        """Give the walk that begins so."""
        return self.within if quoted else self.outside


def survey(text: bytes, marks: Marks) -> Survey:
    """Look at whole lines of a text of plain marks."""
    array = np.frombuffer(text, np.uint8)
    span = (0, len(text))
    quotes = find_byte(text, array, marks.quote[0], span) if marks.quote else np.empty(0, np.int64)
    breaks = find_line_ends(text, array, span)
    outside, within = (walk(array, quotes, breaks, quoted, marks) for quoted in (0, 1))
    return Survey(len(text), len(breaks), outside, within, is_whole_utf8(text))


def walk(array: Bytes, quotes: Positions, breaks: Positions, quoted: int, marks: Marks) -> Walk:
    """Walk a piece behind so many quotes."""
    outside = select_outside(quotes, breaks, quoted)
    ends = bool((quoted + len(quotes)) % 2)
    stray = find_first_stray(array, quotes, quoted, marks) is not None
    if not len(outside):
        return Walk(ends, 0, len(array), len(breaks), 0, len(array), not stray)
    last = breaks[outside]
    returned = bool((array[last] == RETURN).any())
    return Walk(
        ends,
        len(last),
        int(last[0]) + 1,
        int(outside[0]) + 1,
        int(np.diff(last).max(initial=0)),
        len(array) - int(last[-1]) - 1,
        not stray and not returned,
    )


def join(first: Survey, second: Survey) -> Survey:
    """Give the survey of two pieces, the second of which follows the first."""
    outside, within = (
        join_walks(each, second.walk(quoted=each.quoted), first.lines)
        for each in (first.outside, first.within)
    )
    sound = first.sound and second.sound
    return Survey(first.size + second.size, first.lines + second.lines, outside, within, sound)


def join_walks(first: Walk, second: Walk, lines: int) -> Walk:
    """Give the walk of two pieces; so many line ends stand in the first."""
    between = first.tail + second.head
    head, head_lines = first.head, first.head_lines
    largest = max(first.largest, second.largest)
    if not first.records:
        head, head_lines = first.head + second.head, lines + second.head_lines
    elif second.records:
        largest = max(largest, between)
    return Walk(
        second.quoted,
        first.records + second.records,
        head,
        head_lines,
        largest,
        second.tail if second.records else between,
        first.sound and second.sound,
    )

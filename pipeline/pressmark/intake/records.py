"""Where records stand in a piece of text: the one account that every way of reading gives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
LINE_FEED, CARRIAGE_RETURN = b"\n\r"


@dataclass(frozen=True)
class Records:
    """The whole records at the start of a text, counted from 0.

    `starts` holds the byte at which each begins and `lines` the line ends that stand before it;
    `end` is the number of bytes that they take, `line_ends` of the line ends in them. `blank` and
    `returns` list the records that are blank lines and those that a lone carriage return ends.
    `sound` is False where a stray quote makes it unknown which line ends the next record.
    `omitted` counts the rows among them that are no records.
    """

    starts: Positions
    lines: Positions
    blank: Positions
    returns: Positions
    end: int
    line_ends: int
    sound: bool = True
    omitted: int = 0

    def __len__(self) -> int:
        """Count the records."""
        return len(self.starts)

    def first(self, count: int) -> "Records":
        """Give no more than so many of them."""
        if count >= len(self):
            return self
        return Records(
            starts=self.starts[:count],
            lines=self.lines[:count],
            blank=self.blank[self.blank < count],
            returns=self.returns[self.returns < count],
            end=int(self.starts[count]),
            line_ends=int(self.lines[count]),
        )


def make_positions(values: object = ()) -> Positions:
    """Give numbers as an array of 64-bit integers."""
    return np.asarray(values, dtype=np.int64)


def count_line_ends_before(text: bytes, places: Positions) -> Positions:
    """Count the physical line ends before each of some places, the last of which is the highest."""
    octets = np.frombuffer(text, np.uint8, count=int(places[-1]))
    ends = octets == LINE_FEED
    returns = octets == CARRIAGE_RETURN
    if returns.any():
        returns[:-1] &= ~ends[1:]
        ends |= returns
    return np.searchsorted(np.flatnonzero(ends), places)


def count_line_ends(text: bytes, start: int, end: int) -> int:
    """Count the physical line ends between two bytes: LF, CRLF and lone CR are one each."""
    newlines = text.count(b"\n", start, end)
    returns = text.count(b"\r", start, end)
    return newlines + (returns - text.count(b"\r\n", start, end) if returns else 0)

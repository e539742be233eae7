"""Where the parts of a table begin that stands in several files ("Multiple Files").

Files of text are one text, and lines are counted through it. A seam says how many of them end
before a file begins, so that a line can be named by its file and its number there.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Self

import numpy as np

from pressmark.intake.records import Positions, make_positions


class Seams:
    """The files of a table by name, and the first line of each as far as they have been read."""

    def __init__(self, places: Sequence[str]) -> None:
        """Begin with the first file; a line that none of them holds is of the first."""
        self.places = tuple(places)
        self._begun = [1]
        self._before = [0]
        self._first = [1]

    @classmethod
    def known(cls, places: Sequence[str], begun: Sequence[int]) -> Self:
        """Give the files of a table that another has read, by the first record of each."""
        seams = cls(places)
        seams._begun = list(begun)
        return seams

    @property
    def begun(self) -> tuple[int, ...]:
        """The first record of each file, as far as they have been read."""
        return tuple(self._begun)

    @property
    def several(self) -> bool:
        """Whether there is more than one file."""
        return len(self.places) > 1

    def begin(self, record: int) -> None:
        """Begin the next file, which has no lines, with that record."""
        self._begun.append(record)

    def add(self, lines: int, *, whole: bool, omitted: int = 0) -> None:
        """Begin the next file behind so many line ends; `whole` says that a line begins with it.

        Otherwise its first line is the end of one that the file before it began. Of its own lines
        so many are `omitted`, and are no part of the whole.
        """
        self._before.append(lines - omitted)
        self._first.append(lines + (1 if whole else 2))

    def lines(self, lines: Positions, records: Positions) -> Positions:
        """Number the lines of these records by their own files."""
        files = np.searchsorted(make_positions(self._first), lines, side="right") - 1
        for file in range(len(self._begun), int(files[-1]) + 1 if len(files) else 0):
            self._begun.append(int(records[np.searchsorted(files, file)]))
        return lines - make_positions(self._before)[files]

    def place_of(self, record: int) -> str:
        """Name the file in which a record begins that has been read."""
        return self.places[bisect_right(self._begun, record) - 1]

    def place(self, line: int) -> tuple[str, int]:
        """Name the file in which a line of the whole begins, and its number there."""
        file = bisect_right(self._first, line) - 1
        return self.places[file], line - self._before[file]

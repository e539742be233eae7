"""What the bytes of a column show, so that rules which cannot find anything are not asked."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from pressmark.intake import Block
from pressmark.rules import Suspect

EVERY_BYTE = bytes(range(256))


class Shown:
    """Looks at the columns of one block, at each for the same thing once."""

    def __init__(self, block: Block) -> None:
        """Look at that block."""
        self._block = block
        self._seen: dict[tuple[int, Suspect], bool] = {}

    def by(self, number: int, suspect: Suspect | None) -> bool:
        """Whether the column of that number, from 1, shows what is suspect; None always is."""
        if suspect is None:
            return True
        if (number, suspect) not in self._seen:
            self._seen[number, suspect] = self._looked(number, suspect)
        return self._seen[number, suspect]

    def _looked(self, number: int, suspect: Suspect) -> bool:
        """Look at a column of text: at its bytes, and at the offsets at which its cells begin."""
        column = self._block.cells.column(number - 1)
        _, offsets, text = column.buffers()
        if not len(column) or text is None:
            return False
        ends = np.frombuffer(offsets, np.int32)[column.offset :][: len(column) + 1]
        cells = memoryview(text)[ends[0] : ends[-1]]
        if suspect.anywhere and bytes(cells).translate(None, list_harmless(suspect.anywhere)):
            return True
        if suspect.longer is not None and int(np.diff(ends).max()) > suspect.longer:
            return True
        return bool(suspect.first) and begins(np.frombuffer(cells, np.uint8), ends, suspect.first)


@cache
def list_harmless(suspect: bytes) -> bytes:
    """Give every byte that is not suspect."""
    return EVERY_BYTE.translate(None, suspect)


def begins(text: NDArray[np.uint8], ends: NDArray[np.int32], first: bytes) -> bool:
    """Whether any cell begins with one of those bytes."""
    starts = ends[:-1][ends[1:] > ends[:-1]] - ends[0]
    wanted = np.zeros(len(EVERY_BYTE), dtype=np.bool_)
    wanted[list(first)] = True
    return bool(wanted[text[starts]].any())

"""What the bytes of a column leave in doubt: the cells that a rule must be asked about.

Most cells of most tables are right, and their bytes show it in a tenth of the time that asking
takes. What is not shown is asked of the rule's predicate, which alone judges.
"""

import numpy as np
from numpy.typing import NDArray

from pressmark.field_types.evident import Present, Proof
from pressmark.intake import Block
from pressmark.rules import ColumnCheck, Suspect
from pressmark.validate.held_texts import NONE, HeldTexts, Rows, unite
from pressmark.validate.proving import find_unproven

EVERY_BYTE = bytes(range(256))


class Doubts:
    """Looks at the columns of one block, at each for the same thing once.

    `missing` gives for each column the texts that stand for no value.
    """

    def __init__(self, block: Block, missing: tuple[tuple[str, ...], ...]) -> None:
        """Look at that block."""
        self._block, self._missing = block, missing
        self._cells: dict[int, HeldTexts] = {}
        self._values: dict[int, HeldTexts] = {}
        self._found: dict[tuple[int, Suspect | Proof], Rows] = {}

    def about(self, number: int, check: ColumnCheck) -> Rows:
        """Give the rows of a column, from 0 and in order, that a check must be asked about."""
        cells = self._cells_of(number)
        if not len(cells):
            return NONE
        if check.suspect is not None:
            found = self._found_once(number, check.suspect)
            if not len(found) or check.proof is None:
                return found
            unproven = self._found_once(number, check.proof)
            return np.intersect1d(found, unproven, assume_unique=True)
        return cells.all_rows if check.proof is None else self._found_once(number, check.proof)

    def _found_once(self, number: int, sought: Suspect | Proof) -> Rows:
        """Look for what is suspect, or not proven, once."""
        if (number, sought) not in self._found:
            self._found[number, sought] = self._found_now(number, sought)
        return self._found[number, sought]

    def _found_now(self, number: int, sought: Suspect | Proof) -> Rows:
        cells = self._cells_of(number)
        if isinstance(sought, Suspect):
            return find_suspect(cells, sought)
        if isinstance(sought, Present):
            return cells.find(self._missing[number - 1])
        if number not in self._values:
            self._values[number] = cells.without(self._missing[number - 1])
        values = self._values[number]
        return values.rows_of(find_unproven(values, sought))

    def _cells_of(self, number: int) -> HeldTexts:
        """See the cells of a column, of which a field that the file lacks has none."""
        if number not in self._cells:
            column = self._block.cells.column(number - 1)
            self._cells[number] = HeldTexts(column if not column.null_count else column[:0])
        return self._cells[number]


def find_suspect(cells: HeldTexts, suspect: Suspect) -> Rows:
    """Find the texts that show one of the things that are suspect."""
    found: list[NDArray[np.int64]] = []
    if suspect.anywhere:
        found.append(cells.outside(EVERY_BYTE.translate(None, suspect.anywhere)))
    if suspect.longer is not None and cells.longest > suspect.longer:
        found.append(np.flatnonzero(cells.sizes > suspect.longer))
    if suspect.first:
        found.append(cells.beginning(suspect.first))
    return unite(*found)

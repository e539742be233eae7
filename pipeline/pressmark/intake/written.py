"""A record as it is written in its file, to show where a cell is too many or missing."""

from itertools import islice
from typing import NamedTuple

from pressmark.intake.machine import Machine
from pressmark.report.finding import Line

BEFORE = 60
AFTER = 40
"""How many characters are shown on each side of where the wrong part begins and ends."""
LONGEST_PART = 60
WIDEST_CHARACTER = 4
MOST = 10_000


class Written(NamedTuple):
    """One record: its bytes in UTF-8, and where each of its cells begins and ends in them."""

    text: bytes
    cells: tuple[tuple[int, int], ...]

    def cell(self, number: int) -> Line:
        """Show the record with that cell marked, counted from 0; its end where there is none."""
        return self._marked(*self.cells[number]) if number < len(self.cells) else self.end()

    def around(self, at: int) -> Line:
        """Show the record with the cell marked in which a byte stands, counted from its start."""
        return self.cell(sum(last < at for _, last in self.cells))

    def end(self) -> Line:
        """Show the record with a mark behind its last cell."""
        return self._marked(len(self.text), len(self.text))

    def behind(self, number: int) -> Line:
        """Show the record with all marked that stands behind so many cells."""
        return self._marked(self.cells[number - 1][1], len(self.text))

    def _marked(self, first: int, last: int) -> Line:
        """Show what stands between two bytes and what is around it, however long the record is."""
        whole = self.text[:first], self.text[first:last], self.text[last:]
        before = whole[0][-BEFORE * WIDEST_CHARACTER :].decode(errors="ignore")
        part = whole[1][: LONGEST_PART * WIDEST_CHARACTER].decode(errors="ignore")
        after = whole[2][: AFTER * WIDEST_CHARACTER].decode(errors="ignore")
        cut_before = len(before) > BEFORE or len(whole[0]) > BEFORE * WIDEST_CHARACTER
        cut_part = len(part) > LONGEST_PART or len(whole[1]) > LONGEST_PART * WIDEST_CHARACTER
        cut_after = len(after) > AFTER or len(whole[2]) > AFTER * WIDEST_CHARACTER
        return Line(
            "…" * cut_before + before[-BEFORE:],
            part[:LONGEST_PART] + "…" * cut_part,
            after[:AFTER] + "…" * cut_after,
        )


def take_record(machine: Machine, text: bytes, start: int, cells_read: int = MOST) -> Written:
    """Take the record that begins at a byte of a text.

    Of its cells those from `cells_read` on are taken only as far as they are shown: a hostile
    record may have millions.
    """
    cells = list(islice(machine.places(text, start), cells_read + AFTER + LONGEST_PART))
    end = cells[-1][1] if cells else start
    spans = tuple((first - start, last - start) for first, last in cells)
    return Written(text[start:end], spans)


def write_record(cells: list[str]) -> Written:
    """Write a record that stands in no text as one line, with commas between its cells."""
    spans = []
    first = 0
    for cell in cells:
        last = first + len(cell.encode(errors="replace"))
        spans.append((first, last))
        first = last + 1
    return Written(",".join(cells).encode(errors="replace"), tuple(spans))

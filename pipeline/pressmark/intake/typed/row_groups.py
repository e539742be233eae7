"""A Parquet table read in portions: of the row groups of a file some at a time."""

from collections.abc import Iterator, Sequence

from pressmark.intake.block import Block
from pressmark.intake.faults import Faults
from pressmark.intake.limits import Limits
from pressmark.intake.portions import Portion
from pressmark.intake.refusal import explain_bomb
from pressmark.intake.seams import Seams
from pressmark.intake.typed import parquet
from pressmark.intake.typed.typed_table import Typed
from pressmark.package import Table
from pressmark.report.finding import Findings


def begin_parquet(
    table: Table, findings: Findings, limits: Limits, least: int
) -> tuple[tuple[Portion, ...], Typed] | None:
    """Look at the columns and row groups of a Parquet table, and report what is wrong with columns.

    Give portions of row groups, of `least` bytes or more but for the last of a file, and what was
    seen, with the seams of its files. None where its files are not read; OSError as of
    `parquet.read_blocks`.
    """
    typed = Typed(table, Faults(table, findings), limits)
    begun = parquet.begin_files(typed)
    if begun is None:
        return None
    return tuple(list_portions(begun, typed.faults.seams, least)), typed


def list_portions(
    begun: Sequence[Sequence[parquet.RowGroup]], seams: Seams, least: int
) -> Iterator[Portion]:
    """Give the portions of files, those without records aside, and tell where each file begins."""
    before = 0
    for file, groups in enumerate(begun):
        if file:
            seams.begin(before + 1)
        start = count = size = 0
        for end, group in enumerate(groups, start=1):
            count, size = count + group.records, size + group.bytes
            if size >= least or end == len(groups):
                if count:
                    yield Portion(file, start, end, before, 0, count)
                start, before, count, size = end, before + count, 0, 0


class RowGroups:
    """Reads one portion of a Parquet table, once.

    After the pass `records` counts its records, and `text` the bytes of their cells.
    """

    def __init__(self, table: Table, portion: Portion, findings: Findings, limits: Limits) -> None:
        """Read that portion, and hand over what is wrong with its cells."""
        self.table, self.text = table, 0
        self._portion = portion
        faults = Faults(table, findings).of_file(portion.file)
        self._typed = Typed(table, faults, limits, portion.records)

    @property
    def records(self) -> int:
        """How many data records have been read."""
        return self._typed.records - self._portion.records

    def blocks(self) -> Iterator[Block]:
        """Give the records; Refusal and OSError as of `parquet.read_file`.

        Refusal, too, where they alone are far more than all files of the table should hold.
        """
        path = self.table.paths[self._portion.file]
        groups = range(self._portion.start, self._portion.end)
        size = sum(each.stat().st_size for each in self.table.paths)
        for block in parquet.read_file(path, self._typed, groups):
            self.text += block.cells.nbytes
            if parquet.is_too_large_unpacked(self.text, size, self._typed.limits):
                raise explain_bomb(self._typed.limits)
            yield block

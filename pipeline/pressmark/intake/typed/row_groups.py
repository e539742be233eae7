"""A Parquet table read in portions: of its row groups some at a time."""

from collections.abc import Iterator
from pathlib import Path

from pressmark.intake.block import Block
from pressmark.intake.faults import Faults
from pressmark.intake.limits import Limits
from pressmark.intake.portions import Portion
from pressmark.intake.typed import parquet
from pressmark.intake.typed.typed_table import Typed
from pressmark.package import Table
from pressmark.report.finding import Findings


def begin_parquet(
    table: Table, findings: Findings, limits: Limits
) -> tuple[tuple[Portion, ...], Typed] | None:
    """Look at the columns and row groups of a Parquet table, and report what is wrong with columns.

    Give a portion for each row group that has records, and what was seen. None where its columns
    are not read, or it has none; Refusal and OSError as of `parquet.read_blocks`.
    """
    typed = Typed(table, Faults(table, findings), limits)
    with parquet.refuse_unreadable(), parquet.open_file(table.paths[0], typed) as file:
        if parquet.lay_out(file, typed) is None:
            return None
        sizes = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    before = [sum(sizes[:at]) for at in range(len(sizes))]
    portions = tuple(
        Portion(0, at, at + 1, before[at], 0, size) for at, size in enumerate(sizes) if size
    )
    return portions, typed


class RowGroups:
    """Reads one portion of a Parquet table, once.

    After the pass `records` counts its records, and `text` the bytes of their cells.
    """

    def __init__(self, table: Table, portion: Portion, findings: Findings, limits: Limits) -> None:
        """Read that portion, and hand over what is wrong with its cells."""
        self.table, self.text = table, 0
        self._portion = portion
        self._typed = Typed(table, Faults(table, findings), limits, portion.records)

    @property
    def records(self) -> int:
        """How many data records have been read."""
        return self._typed.records - self._portion.records

    def blocks(self) -> Iterator[Block]:
        """Give the records; Refusal and OSError as of `parquet.read_blocks`."""
        path: Path = self.table.paths[0]
        # What is wrong with columns is told by whoever began the table.
        unheard = Typed(self.table, Faults(self.table, Findings(0)), self._typed.limits)
        with parquet.refuse_unreadable(), parquet.open_file(path, unheard) as file:
            places = parquet.lay_out(file, unheard)
            groups = range(self._portion.start, self._portion.end)
            for block in parquet.read_groups(file, places or (), self._typed, groups):
                self.text += block.cells.nbytes
                yield block

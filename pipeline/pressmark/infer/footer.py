"""What stands below the records of a table as if it were some: notes, sources, empty rows.

Programs fill such rows with empty cells, so that they are as wide as records. They are looked for
among the last rows alone, below records of which most cells are filled.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from pressmark.infer.draft import Doubt
from pressmark.infer.first_rows import Rows, count_filled, is_value
from pressmark.intake import Block
from pressmark.words import phrase_count, shorten

WINDOW = 60
"""The last rows that are looked at."""
MOST_ROWS = 20
"""Rows that a footer has at most."""
MOST_CELLS = 2
"""Cells that are filled in a row of a footer, at most."""
NARROW = 3
"""In a table of fewer columns nothing tells a note from a record, unless the note is empty."""
FEWEST = 3
"""Values above it show what a column holds."""
SENTENCE = 6
"""So many words in the only cell of a row are a sentence."""
NOTE = re.compile(
    r"\*|†|\(?\d\)\s|n\.? ?b\.|(?:notes?|nota|sources?|quellen?|fuente|fonte|bron|anmerkung(?:en)?|"
    r"hinweise?|remarks?|remarques?|uwagi?|źródło)\b",
    re.IGNORECASE,
)
"""How notes begin in the languages of open data."""


@dataclass
class Footer:
    """Keeps back what stands below the records of a table while its blocks pass."""

    rows: tuple[tuple[str, ...], ...] = ()
    record: int | None = None
    """The number of the first row of the footer, counted as a record."""

    def kept_back(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Give blocks without the footer at the end of the records.

        Where the last block is short, as one of a last line without an end, it is looked at
        together with the rows in front of it.
        """
        last: Block | None = None
        for block in blocks:
            if last is not None and block.cells.num_rows:
                before = last.cells.num_rows
                early = max(0, before - WINDOW) if block.cells.num_rows < WINDOW else before
                if early:
                    yield take_rows(last, 0, early)
                last = join_blocks(take_rows(last, early, before), block)
                continue
            if last is None:
                last = block
            else:
                yield block
        if last is not None:
            yield self.cut(last)

    def cut(self, block: Block) -> Block:
        """Cut the footer off the last block of a table."""
        rows = list_last_rows(block)
        size = count_footer(rows)
        self.rows = tuple(map(tuple, rows[len(rows) - size :]))
        kept = block.cells.num_rows - size
        self.record = int(block.records[kept]) if size else None
        return take_rows(block, 0, kept)

    def told(self) -> Iterator[Doubt]:
        """Say what was left out, with its first words."""
        notes = [" ".join(filter(None, map(str.strip, row))) for row in self.rows]
        shown = " / ".join(filter(None, notes))
        if self.rows and shown:
            rows = phrase_count(len(self.rows), "row")
            words = f'{rows} below the records, taken for none: "{shorten(shown, 60)}".'
            yield Doubt(words, 3, record=self.record)
        elif self.rows:
            rows = phrase_count(len(self.rows), "empty row")
            yield Doubt(f"{rows} below the records, left out.", 1, record=self.record)


def take_rows(block: Block, start: int, end: int) -> Block:
    """Take the rows of a block from one place to another."""
    return replace(
        block,
        records=block.records[start:end],
        lines=None if block.lines is None else block.lines[start:end],
        cells=block.cells.slice(start, end - start),
    )


def join_blocks(first: Block, second: Block) -> Block:
    """Join two blocks of a table, the second of which holds rows."""
    if not first.cells.num_rows:
        return second
    (cells,) = pa.Table.from_batches([first.cells, second.cells]).combine_chunks().to_batches()
    lines = None
    if first.lines is not None and second.lines is not None:
        lines = np.concatenate([first.lines, second.lines])
    return Block(np.concatenate([first.records, second.records]), lines, cells)


def list_last_rows(block: Block) -> list[list[str]]:
    """Give the last rows of a block as texts."""
    ending = block.cells.slice(max(0, block.cells.num_rows - WINDOW))
    columns = (column.to_pylist() for column in ending.columns)
    return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]


def count_footer(rows: Rows) -> int:
    """Count the last rows that are no records.

    They are empty, or hold a cell or two; some row of them reads as a note, or holds a word where
    all records above have values. Where records are as empty as they, nothing is told apart.
    """
    width = len(rows[0]) if rows else 0
    size = next((at for at, row in enumerate(reversed(rows)) if not is_sparse(row)), 0)
    above = rows[: len(rows) - size]
    if any(is_sparse(row) for row in above) or not above or size > MOST_ROWS:
        size = 0
    if size and any(is_note(row) or breaks_column(row, above) for row in rows[len(rows) - size :]):
        return size
    if width == 1:
        return 0
    return next((at for at, row in enumerate(reversed(rows)) if count_filled(row)), len(rows))


def is_sparse(row: Sequence[str]) -> bool:
    """Whether a row of some width holds next to nothing."""
    count = count_filled(row)
    return count == 0 or (len(row) >= NARROW and count <= MOST_CELLS and 2 * count < len(row))


def is_note(row: Sequence[str]) -> bool:
    """Whether the only filled cell of a row begins as notes do, or is a sentence."""
    texts = [cell.strip() for cell in row if cell.strip()]
    if len(texts) != 1:
        return False
    return bool(NOTE.match(texts[0])) or len(texts[0].split()) >= SENTENCE


def breaks_column(row: Sequence[str], above: Rows) -> bool:
    """Whether a row holds a word in a column in which all records above hold values."""
    return any(
        cell.strip() and not is_value(cell) and holds_values([each[column] for each in above])
        for column, cell in enumerate(row)
    )


def holds_values(cells: Sequence[str]) -> bool:
    """Whether all cells that are filled are numbers, dates or truths, and enough of them are."""
    values = [cell for cell in cells if cell.strip()]
    return len(values) >= FEWEST and all(map(is_value, values))

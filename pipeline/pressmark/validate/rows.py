"""The records that listed findings are about, as they are written, for those who read a report."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from pressmark.intake import Block, Limits, TableFile, hold_flags, hold_numbers
from pressmark.package import Package, Table
from pressmark.report import Row, find_positions
from pressmark.report.finding import Finding, Findings
from pressmark.words import shorten

LONGEST_CELL = 200
"""How many characters of a cell are kept."""

WIDEST = 60
"""Of a table with more fields only the cells around the wrong ones are kept."""

READ_AGAIN = 2 * 1024 * 1024
"""Bytes of a file that are read at once: less is read for nothing behind the last record."""
AROUND = 10
MOST_COLUMNS = 1_000


BlocksOf = Callable[[Table, list[int]], Iterator[Block]]
"""Reads blocks of a table in which records of these numbers stand, sorted."""


def read_found_rows(
    package: Package, findings: Iterable[Finding], blocks_of: BlocksOf
) -> dict[tuple[str, int], Row]:
    """Fetch the records that findings name, by table and number.

    Their files are read once more, up to the last of them: nothing of a sound file has to be kept
    for that. A record that could not be read, such as one of too few cells, is not among them, nor
    is one of a table that nobody described.
    """
    named: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.table is not None and finding.record is not None:
            named.setdefault(finding.table, []).append(finding)
    return {
        (table.name, number): row
        for table in package.tables
        if table.name in named
        for number, row in read_rows(table, named[table.name], blocks_of)
    }


def read_from_beginning(limits: Limits, table: Table, _wanted: list[int]) -> Iterator[Block]:
    """Read all blocks of a table."""
    limits = replace(limits, block_bytes=min(limits.block_bytes, READ_AGAIN))
    return TableFile(table, Findings(limit=0), limits, whole=False).blocks()


def read_rows(
    table: Table, findings: list[Finding], blocks_of: BlocksOf
) -> Iterator[tuple[int, Row]]:
    """Read one table's records, each under its number."""
    fields = tuple(field.name for field in table.schema.fields)
    chosen = choose_columns(fields, findings)
    wanted = sorted({each.record for each in findings if each.record is not None})
    for block in blocks_of(table, wanted):
        numbers = hold_numbers(block.records)
        held = hold_flags(np.isin(block.records, wanted))
        if held.true_count:
            columns = [block.cells.column(at).filter(held).to_pylist() for at in chosen]
            for number, *cells in zip(numbers.filter(held).to_pylist(), *columns, strict=True):
                yield number, Row(fields, dict(zip(chosen, map(cut_cell, cells), strict=True)))
        if len(block.records) and block.records[-1] >= wanted[-1]:
            return


def choose_columns(fields: tuple[str, ...], findings: list[Finding]) -> list[int]:
    """Choose the columns to keep: all, or in a wide table those around what is wrong."""
    if len(fields) <= WIDEST:
        return list(range(len(fields)))
    wrong = {
        at for name in {each.field for each in findings} for at in find_positions(fields, name)
    }
    near = {at + step for at in wrong for step in range(-AROUND, AROUND + 1)}
    kept = sorted((near | set(range(AROUND))) & set(range(len(fields))))
    return kept[:MOST_COLUMNS]


def cut_cell(cell: str | None) -> str | None:
    """Cut a cell, and show that it was cut."""
    return None if cell is None else shorten(cell, LONGEST_CELL)

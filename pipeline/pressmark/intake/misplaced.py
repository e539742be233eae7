"""A header that stands below the first row: under a title, a date or a note, as in spreadsheets."""

from collections.abc import Sequence

from pressmark.intake.faults import Faults, PlaceInFile
from pressmark.package import Schema
from pressmark.report.rules import HEADER_ROW
from pressmark.words import phrase_count

LOOKED_AT = 20
"""Rows below the first in which a header is looked for."""


def count_rows_above(
    columns: Sequence[str], ahead: Sequence[Sequence[str | None]], schema: Schema
) -> int | None:
    """Count the rows between what was read as the header and the one that is; None if that is it.

    A header names at least half of the fields, and more of them than what was read as the header.
    """
    names = {field.name for field in schema.fields}
    known = len(names.intersection(columns))
    for above, row in enumerate(ahead):
        found = len(names.intersection(each for each in row if each))
        if found > known and 2 * found >= len(names):
            return above
    return None


def report(faults: Faults, place: PlaceInFile, above: int, row: int | None) -> None:
    """Report a header that stands below as many rows, in the row of that number if it is known."""
    number = "" if row is None else f" {row}"
    told = f'write "headerRows": [{row}]' if row else 'name its row as "headerRows"'
    faults.add(
        HEADER_ROW,
        f"The header stands in row{number} of the table, "
        f"below {phrase_count(above + 1, 'other row')}.",
        f"Delete what stands above it, or {told} in the dialect.",
        place,
    )

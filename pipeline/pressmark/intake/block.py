"""Records of a table as the room gives them out."""

from dataclasses import dataclass

import pyarrow as pa

from pressmark.intake.records import Positions


@dataclass(frozen=True)
class Block:
    """Some records of a table, in file order.

    `records` are their numbers and `lines` the physical lines on which they start, both from 1;
    `lines` is None where a table is not stored as delimited text. `cells` has the text columns c1,
    c2, … in the order of the schema's fields; a field that the file does not have is null
    throughout, any other cell is text, empty where nothing is written.
    """

    records: Positions
    lines: Positions | None
    cells: pa.RecordBatch


def make_batch(columns: list[pa.Array]) -> pa.RecordBatch:
    """Name columns by their position."""
    names = [f"c{number}" for number in range(1, len(columns) + 1)]
    return pa.RecordBatch.from_arrays(columns, names)

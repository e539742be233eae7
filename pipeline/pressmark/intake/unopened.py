"""Records in which no quote begins a cell, many at once: each of their quotes stands for itself.

Such a quote is stray (RFC 4180, section 2, rule 5), and the cell is kept as it is written. As no
cell is quoted, every line end ends a record and every delimiter a cell, as in a dialect without
quotes. `pressmark.intake.machine` reads the same, one cell after the other.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute

from pressmark.intake.cells import Cells, Stray, parse
from pressmark.intake.marks import NEWLINE, RETURN, Marks
from pressmark.intake.records import Records
from pressmark.intake.scan import SEARCHED_AT_ONCE, scan

LOOKED_AT = 1024 * 1024
"""Bytes of a text that are looked at: what is behind them is left to the next part."""
MANY, MUCH = 8_000, LOOKED_AT // 2
"""Fewer records of fewer bytes are left to the machine: each part, however small, takes a while."""


def scan_unopened(text: bytes, marks: Marks, record_bytes: int) -> Records:
    """Find the records at the start of a text of plain marks before one with a quoted cell.

    None are found unless they are many.
    """
    before = text[: find_opening_quote(text, marks)]
    if len(before) < len(text) and before.endswith(b"\r"):
        # A line feed may stand behind it.
        before = before[:-1]
    records = scan(before, replace(marks, quote=b""), record_bytes)
    return records if len(records) >= MANY or records.end >= MUCH else records.first(0)


def find_opening_quote(text: bytes, marks: Marks) -> int:
    """Find the first quote that begins a cell; the end of what is looked at where none does."""
    octets = np.frombuffer(text, dtype=np.uint8)
    if text.startswith(marks.quote):
        return 0
    begins = np.zeros(256, dtype=np.bool_)
    begins[[*marks.delimiter, NEWLINE, RETURN]] = True
    end = min(len(text), LOOKED_AT)
    for at in range(1, end, SEARCHED_AT_ONCE):
        last = min(at + SEARCHED_AT_ONCE, end)
        opening = (octets[at:last] == marks.quote[0]) & begins[octets[at - 1 : last - 1]]
        if opening.any():
            return at + int(np.argmax(opening))
    return end


def parse_unopened(text: bytes, records: Records, marks: Marks, columns: int, kept: int) -> Cells:
    """Parse such records; of their cells with a quote all are counted, the first `kept` kept."""
    cells = parse(text, records, replace(marks, quote=b""), columns)
    gone = cells.ragged if columns == 1 else np.concatenate([cells.ragged, records.blank])
    numbers = np.delete(np.arange(len(records)), gone)
    strays, count = [], 0
    for column, values in enumerate(cells.columns):
        written = values.view(pa.binary())
        has_quote = pa.compute.match_substring(written, marks.quote.decode())
        found = np.flatnonzero(has_quote.to_numpy(zero_copy_only=False))
        count += len(found)
        strays += [Stray(int(numbers[row]), column, written[int(row)].as_py())
                   for row in found[:kept]]  # fmt: skip
    for number in map(int, cells.ragged):
        line = take_line(text, records, number)
        if marks.quote not in line:
            continue
        own = [Stray(number, column, value)
               for column, value in enumerate(line.split(marks.delimiter))
               if marks.quote in value]  # fmt: skip
        strays += own[:kept]
        count += len(own)
    strays.sort(key=lambda each: (each.record, each.column))
    return replace(cells, strays=tuple(strays[:kept]), stray_count=count)


def take_line(text: bytes, records: Records, number: int) -> bytes:
    """Take a record as it is written, without its line end."""
    behind = number + 1 < len(records)
    end = int(records.starts[number + 1]) if behind else records.end
    return text[int(records.starts[number]) : end].rstrip(b"\r\n")

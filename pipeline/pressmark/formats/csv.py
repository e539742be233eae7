"""Canonical CSV: the data of a release, and what its digests are taken of.

UTF-8, LF, minimal quotes, records in the order of the primary key or of the file they come from,
each value in its canonical form (RFC 4180 but for the line end, which the dialect says).
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable
from pressmark.files import disk
from pressmark.formats.format import Format
from pressmark.metadata.values import CSV_FILE, CSV_TYPE

NEEDS_QUOTES = '[",\n\r]'


def write_csv(stored: StoredTable, engine: Engine, path: Path) -> tuple[int, str]:
    """Write one table; give the number of bytes and their sha256 in hexadecimal."""
    digest = hashlib.sha256()
    size = 0
    with disk.writing(path) as write:
        for chunk in chunks(stored, engine):
            write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def chunks(stored: StoredTable, engine: Engine) -> Iterator[bytes]:
    """Give the bytes of a table's CSV piece by piece, the header first."""
    names = [field.name for field in stored.table.schema.fields]
    yield (",".join(quoted(name, alone=len(names) == 1) for name in names) + "\n").encode()
    for batch in engine.batches(lines(stored)):
        column: pa.Array = batch.column(0)
        yield ("\n".join(column.to_pylist()) + "\n").encode()


def lines(stored: StoredTable) -> str:
    """Give SQL that selects a table's records as lines of CSV, in the published order."""
    numbers = range(1, len(stored.table.schema.fields) + 1)
    alone = len(numbers) == 1
    cells = ", ".join(cell(f"k.c{number}", stored.null_text, alone=alone) for number in numbers)
    order = ", ".join(f"t.{part}" for part in stored.order.split(", "))
    return (
        f"select concat_ws(',', {cells}) as line from {stored.canonical} k "
        f"join {stored.typed} t on t.record = k.record order by {order}"
    )


def cell(text: str, null_text: str, *, alone: bool) -> str:
    """Give SQL that writes one cell, in quotes where it needs them."""
    value = f"coalesce({text}, {sql.text(null_text)})"
    needs = f"regexp_matches({value}, {sql.text(NEEDS_QUOTES)})"
    if alone:
        # An empty line would be no record at all.
        needs += f" or {value} = ''"
    return f"""case when {needs} then '"' || replace({value}, '"', '""') || '"' else {value} end"""


def quoted(name: str, *, alone: bool) -> str:
    """Write a header cell, in quotes where it needs them."""
    if any(character in name for character in '",\n\r') or (alone and not name):
        return '"' + name.replace('"', '""') + '"'
    return name


CSV = Format("CSV", CSV_FILE, CSV_TYPE, "Table, CSV")
"""The package holds it; its digests are checked by themselves."""

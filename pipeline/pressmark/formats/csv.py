"""Canonical CSV: the data of a release, and what its digests are taken of.

UTF-8, LF, minimal quotes, records in the order of the primary key or of the file they come from,
each value in its canonical form (RFC 4180 but for the line end, which the dialect says).
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.engine.made import order_canonical
from pressmark.engine.published import read_ahead, take_bytes
from pressmark.engine.tables import StoredTable, read_published
from pressmark.formats.cut import LinesWriter, open_files
from pressmark.formats.format import Format
from pressmark.metadata.values import CSV_FILE, CSV_TYPE
from pressmark.package.own import REDACTED
from pressmark.package.part_files import list_parts
from pressmark.package.tree import GrowingTree, TreeHead, make_first_leaf

SPECIAL = re.compile('[",\n\r]')


@dataclass(frozen=True)
class Measured:
    """Of a table's CSV the bytes, their sha256 in hexadecimal, and the tree if it was asked for.

    `parts` has the number of records in each of its files, where it is cut into several.
    """

    size: int
    sha256: str
    tree: TreeHead | None
    parts: tuple[int, ...] = ()


def drop_lines(_chunk: bytes, _ends: Sequence[int]) -> None:
    """Write lines nowhere."""


def write_csv(stored: StoredTable, engine: Engine, path: Path, *, with_tree: bool) -> Measured:
    """Write one table, cut as its release says; give what it measures."""
    parts = list_parts(stored.table)
    with open_files(path, parts) as write:
        return replace(measure(stored, engine, write, with_tree=with_tree), parts=parts)


def measure(
    stored: StoredTable,
    engine: Engine,
    write: LinesWriter = drop_lines,
    *,
    with_tree: bool = False,
) -> Measured:
    """Measure a table's CSV while it is written piece by piece, or written nowhere.

    With each piece comes where its lines begin, and where the last of them ends.

    The tree takes a second of a million records, in Python: DuckDB's own `sha256` takes longer.
    """
    first = write_header(stored)
    redacted = REDACTED.of(stored.table.resource)
    tree = GrowingTree(redacted=redacted.hashes if redacted else {})
    digest, size = hashlib.sha256(first), len(first)
    tree.add([make_first_leaf(stored.table.name, first, stored.null_text)])
    write(first, ())
    for chunk, ends in write_lines(stored, engine):
        write(chunk, ends)
        digest.update(chunk)
        size += len(chunk)
        if with_tree:
            tree.add(chunk[first:last] for first, last in pairwise(ends))
    return Measured(size, digest.hexdigest(), tree.head if with_tree else None)


def write_header(stored: StoredTable) -> bytes:
    """Give the first line of a table's CSV."""
    names = [field.name for field in stored.table.schema.fields]
    return (",".join(quote_name(name, alone=len(names) == 1) for name in names) + "\n").encode()


def write_lines(stored: StoredTable, engine: Engine) -> Iterator[tuple[bytes, list[int]]]:
    """Give a table's records as lines of CSV, some at once, in the published order.

    With them come the places where lines begin, and the end of the last.
    """
    if stored.cells is None:
        for batch in read_ahead(read_published(stored, [express_line(stored)], engine)):
            yield take_bytes(batch.column(0))
        return
    for batch in order_canonical(stored, stored.cells, engine):
        columns = [
            [render_cell(text, stored.null_text) for text in column.to_pylist()]
            for column in batch.columns
        ]
        lines = [f"{','.join(cells)}\n".encode() for cells in zip(*columns, strict=True)]
        yield b"".join(lines), [0, *accumulate(map(len, lines))]


def render_cell(text: str | None, null_text: str) -> str:
    """Write one cell of many, in quotes where it needs them."""
    return quote_name(null_text if text is None else text, alone=False)


def express_line(stored: StoredTable) -> str:
    """Give SQL that writes a record as a line of CSV."""
    alone = len(stored.storages) == 1
    cells = ", ".join(
        express_cell(f"c{number}", stored.null_text, alone=alone, plain=storage.typed)
        for number, storage in enumerate(stored.storages, start=1)
    )
    return f"concat_ws(',', {cells}) || chr(10)"


def express_cell(text: str, null_text: str, *, alone: bool, plain: bool = False) -> str:
    """Give SQL that writes one cell, in quotes where it needs them; if `plain`, no value does."""
    missing = sql.quote_text(quote_name(null_text, alone=alone))
    if plain:
        return f"coalesce({text}, {missing})"
    # Four searches take two thirds of what a regular expression takes.
    needs = " or ".join(
        f"contains({text}, {each})" for each in ("','", "'\"'", "chr(10)", "chr(13)")
    )
    if alone:
        # An empty line would be no record at all.
        needs += f" or {text} = ''"
    quoted = f"""'"' || replace({text}, '"', '""') || '"'"""
    return f"case when {text} is null then {missing} when {needs} then {quoted} else {text} end"


def quote_name(name: str, *, alone: bool) -> str:
    """Write a header cell, in quotes where it needs them."""
    if SPECIAL.search(name) or (alone and not name):
        return '"' + name.replace('"', '""') + '"'
    return name


CSV = Format("CSV", CSV_FILE, CSV_TYPE, "Table, CSV")
"""The package holds it; its digests are checked by themselves."""

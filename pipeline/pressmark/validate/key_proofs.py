"""What shows without SQL that keys are sound: they stand in order, have other sums, or are few.

That sums are equal shows nothing. What is not shown is asked of the key's rule, about the records
alone that are left in doubt.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute

from pressmark.engine.connection import Engine
from pressmark.intake import see_flags
from pressmark.package import Table
from pressmark.validate.distinct import are_among, find_alike, list_repeated
from pressmark.validate.held_texts import NONE, Rows, unite
from pressmark.validate.key_cells import KeyCells

FEW = 100_000
"""Records whose keys of several parts are looked up here; those of more are asked of the engine."""
Names = tuple[str, ...]


def find_repeated(cells: KeyCells, names: Names, engine: Engine) -> Rows | None:
    """Find records, all that have a complete key of another among them; None where any may."""
    numbers = number_fields(cells.table, names)
    if len(numbers) == 1:
        found = find_repeated_integers(cells, numbers[0], engine)
        if found is not None:
            return found
    columns = list_texts(cells, numbers, engine)
    return None if columns is None else find_alike(columns)


def find_repeated_integers(cells: KeyCells, number: int, engine: Engine) -> Rows | None:
    """Find the same in a column of whole numbers; None where they are not plainly written."""
    read = cells.integers(number)
    if read is None:
        return None
    values = read.values.astype(np.int64, copy=False)
    steps = np.diff(values)
    wanted = np.empty(0, np.int64)
    if not ((steps > 0).all() or (steps < 0).all()):
        wanted = list_repeated(values)
    if len(read.unread):
        wanted = np.union1d(wanted, cells.ask_integers(number, read.unread, engine))
    if not len(wanted):
        return read.unread
    return unite(read.unread, read.rows[are_among(values, wanted)])


def find_lost(
    child: KeyCells, fields: Names, parent: KeyCells, there: Names, engine: Engine
) -> Rows | None:
    """Find records, all whose complete key stands in no record of another table among them.

    None where any may.
    """
    ours, theirs = number_fields(child.table, fields), number_fields(parent.table, there)
    if len(ours) > 1 and max(child.whole.num_rows, parent.whole.num_rows) > FEW:
        return None
    given, held = list_texts(child, ours, engine), list_texts(parent, theirs, engine)
    if given is None or held is None:
        return None
    if len(ours) == 1:
        return find_others(given[0], held[0])
    known = set(list_keys(held))
    lost = (None not in key and key not in known for key in list_keys(given))
    return np.flatnonzero(np.fromiter(lost, np.bool_))


def find_others(given: pa.ChunkedArray, held: pa.ChunkedArray) -> Rows:
    """Find the texts that are not among others; null is none of them."""
    each = given.unique().drop_null()
    lost = each.filter(pa.compute.invert(pa.compute.is_in(each, held.unique())))
    if not len(lost):
        return NONE
    among = pa.compute.is_in(given, lost)
    return np.flatnonzero(np.concatenate([*map(see_flags, among.chunks)]))


def number_fields(table: Table, names: Iterable[str]) -> tuple[int, ...]:
    """Number the columns of some fields, from 1."""
    return tuple(table.schema.position(name) + 1 for name in names)


def list_texts(
    cells: KeyCells, numbers: tuple[int, ...], engine: Engine
) -> list[pa.ChunkedArray] | None:
    """List columns as they are published; None where that is not seen of one of them."""
    columns = [cells.texts(number, engine) for number in numbers]
    seen = [each for each in columns if each is not None]
    return seen if len(seen) == len(columns) else None


def list_keys(columns: list[pa.ChunkedArray]) -> list[tuple[str | None, ...]]:
    """List the keys of records, part by part."""
    return list(zip(*(each.to_pylist() for each in columns), strict=True))

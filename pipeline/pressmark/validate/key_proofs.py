"""What shows without SQL that keys are sound: they stand in order, have other sums, or are few.

That sums are equal shows nothing. What is not shown is asked of the key's rule.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute

from pressmark.package import Table
from pressmark.validate.distinct import are_seen_distinct
from pressmark.validate.key_cells import KeyCells

FEW = 100_000
"""Records whose keys are compared here; those of more are faster asked of the engine."""
Names = tuple[str, ...]


def are_distinct(cells: KeyCells, names: Names) -> bool:
    """Whether it is seen that no two records have the same complete key."""
    numbers = number_fields(cells.table, names)
    if len(numbers) == 1 and (whole := cells.integers(numbers[0])) is not None:
        steps = np.diff(whole)
        return bool((steps > 0).all() or (steps < 0).all() or (np.diff(np.sort(whole)) > 0).all())
    if len(numbers) == 1:
        return are_seen_distinct(cells.texts(numbers[0]))
    if cells.whole.num_rows > FEW:
        return False
    keys = list_keys(cells, numbers)
    return keys is not None and len(set(keys)) == len(keys)


def are_found(child: KeyCells, fields: Names, parent: KeyCells, there: Names) -> bool:
    """Whether it is seen that every complete key of a table stands in another."""
    ours, theirs = number_fields(child.table, fields), number_fields(parent.table, there)
    if len(ours) == 1:
        given, held = (list_distinct(each) for each in
                       (child.texts(ours[0]), parent.texts(theirs[0])))  # fmt: skip
        if given is None or held is None:
            return False
        among = pa.compute.is_in(given, held)
        return bool(pa.compute.all(among, min_count=0).as_py())
    if max(child.whole.num_rows, parent.whole.num_rows) > FEW:
        return False
    keys, known = list_keys(child, ours), list_keys(parent, theirs)
    return keys is not None and known is not None and set(known).issuperset(keys)


def list_distinct(texts: Iterable[pa.StringArray | None]) -> pa.StringArray | None:
    """List the texts of some blocks, each once and without null; None where a block is not seen."""
    distinct = []
    for each in texts:
        if each is None:
            return None
        distinct.append(each.unique().drop_null())
    return pa.chunked_array(distinct, pa.string()).unique()


def number_fields(table: Table, names: Iterable[str]) -> tuple[int, ...]:
    """Number the columns of some fields, from 1."""
    return tuple(table.schema.position(name) + 1 for name in names)


def list_keys(cells: KeyCells, numbers: tuple[int, ...]) -> list[tuple[str, ...]] | None:
    """List the complete keys as they are published; None where that is not seen."""
    columns: list[list[str | None]] = []
    for number in numbers:
        columns.append([])
        for each in cells.texts(number):
            if each is None:
                return None
            columns[-1] += each.to_pylist()
    return [key for key in zip(*columns, strict=True) if None not in key]

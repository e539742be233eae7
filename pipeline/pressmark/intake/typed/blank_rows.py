"""Blank rows of a sheet as their number: a cell in its last row makes a million of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BlankRows:
    """So many rows without any cell, one below the other."""

    count: int


def split_blank_rows(rows: Iterator[Any], may_stay: Callable[[], bool]) -> Iterator[Any]:
    """Give each blank row as one without cells, unless blank rows may stay together."""
    for row in rows:
        if isinstance(row, BlankRows) and not may_stay():
            yield from ([] for _ in range(row.count))
        else:
            yield row

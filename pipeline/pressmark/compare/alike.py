"""Cells that all changed in the same way: what a program did to a field, and no person would.

Told of dates and moments in records that a primary key matches.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.compare.comparison import Comparison, Pair
from pressmark.compare.matching import is_unchanged, list_compared_fields, name_differences
from pressmark.engine.connection import Engine

MOMENTS = ("date", "datetime")
MOST_HOURS = 24
"""A clock of another zone, and the day on it, is no further away."""
SWAPPED = (
    "cell[3] <> cell[2] and regexp_matches(cell[2], '^[0-9]{4}-[0-9]{2}-[0-9]{2}') and cell[3] = "
    "cell[2][:5] || cell[2][9:10] || '-' || cell[2][6:7] || cell[2][11:]"
)
MOVED = "epoch(try_cast(cell[3] as timestamp)) - epoch(try_cast(cell[2] as timestamp))"


@dataclass(frozen=True)
class AlikeCells:
    """Changed cells of a field: how many, of which so many have day and month swapped.

    `moved` of them lie later than before by the same `seconds`, earlier if these are negative.
    """

    table: str
    field: str
    changed: int
    swapped: int
    moved: int
    seconds: int


def find_alike_cells(comparison: Comparison, engine: Engine) -> tuple[AlikeCells, ...]:
    """Count, of each field of dates or moments, the cells that changed alike.

    The engine is that of the comparison. Unchanged fields are not told of.
    """
    if comparison.old is None:
        return ()
    return tuple(
        found
        for position, pair in enumerate(comparison.pairs)
        if pair.key and not is_unchanged(pair)
        for found in count_alike(pair, position, engine)
    )


def count_alike(pair: Pair, position: int, engine: Engine) -> Iterator[AlikeCells]:
    """Count those of one pair of tables."""
    types = {each.name: each.type for each in pair.table.schema.fields}
    compared = list_compared_fields(pair)
    places = {number: new for number, (_, new) in enumerate(compared, start=1)
              if types[new] in MOMENTS}  # fmt: skip
    if not places:
        return
    rows = engine.rows(
        f"select place, sum(cells), sum(swapped), arg_max(moved, cells), max(cells) from ("
        f"select cell[1] as place, {MOVED} as moved, count(*) as cells, "
        f"count(*) filter (where {SWAPPED}) as swapped from ("
        f"select unnest(differing) as cell from {name_differences(position)} "
        f"where change = 'changed') where cell[1] in ({', '.join(map(str, places))}) "
        "group by all) group by place order by place"
    )
    for place, cells, swapped, moved, most in rows:
        is_near = moved is not None and abs(moved) <= MOST_HOURS * 3600
        yield AlikeCells(
            pair.name,
            places[place],
            int(cells),
            int(swapped),
            int(most) if is_near else 0,
            int(moved) if is_near else 0,
        )

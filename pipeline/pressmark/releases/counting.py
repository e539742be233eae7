"""The statistics of a package that was released or compared, counted from its files again.

They are those that are counted where a release is written.
"""

from pressmark.compare import MEMORY, Comparison, Pair
from pressmark.compare.matching import is_unchanged
from pressmark.compare.sides import Side, Sides, find_sides
from pressmark.engine.connection import Engine
from pressmark.package import Table
from pressmark.releases.statistics import (
    CellsInLists,
    Statistics,
    TableStatistics,
    count_fields,
    count_table,
)


def count_apart(table: Table) -> TableStatistics:
    """Count a released table, read for nothing else."""
    with Engine(memory=MEMORY) as engine:
        return count_read(Sides(engine).side(table), engine)


def count_read(side: Side, engine: Engine) -> TableStatistics:
    """Count a table that was read to be compared."""
    if not side.wide:
        return count_table(side.table, side.view, engine)
    ((records,),) = engine.rows(f"select count(*) from {side.view}")
    return count_fields(side.table, CellsInLists(side.view, engine), records)


def count_compared(
    comparison: Comparison, engine: Engine, known: Statistics | None = None
) -> Statistics:
    """Count the newer side of a comparison, whose engine holds what changed.

    What is `known` of the older side is that of the tables that have not changed.
    """
    return Statistics(tables=tuple(
        count_side(pair, comparison, engine, known) for pair in comparison.pairs if pair.new
    ))  # fmt: skip


def count_side(
    pair: Pair, comparison: Comparison, engine: Engine, known: Statistics | None
) -> TableStatistics:
    """Count one table; one that has not changed is as it was told."""
    assert pair.new is not None  # noqa: S101 - its caller asks for no other
    if comparison.old is None:
        return count_apart(pair.new)
    if is_unchanged(pair):
        told = known.table((pair.name,)) if known else None
        return told or count_apart(pair.new)
    _, side = find_sides(pair, comparison.pairs)
    assert side is not None  # noqa: S101 - what changed was read to be compared
    return count_read(side, engine)

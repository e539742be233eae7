"""What happened to the records of one table: found by SQL, kept in the engine, counted."""

from pressmark.compare.comparison import KINDS, Pair, TableChanges
from pressmark.compare.matching import (
    explain_matching,
    is_unchanged,
    keep_differences,
    list_compared_fields,
    name_differences,
)
from pressmark.compare.moves import keep_moves
from pressmark.compare.sides import Sides
from pressmark.package import Table


def compare_records(
    pair: Pair, position: int, pairs: tuple[Pair, ...], sides: Sides
) -> TableChanges:
    """Find what differs in one table, keep it in the engine and count it."""
    if is_unchanged(pair):
        return TableChanges(pair.name)
    engine = sides.engine
    keep_differences(pair, position, sides)
    counts = dict.fromkeys(KINDS, 0) | dict(
        engine.rows(f"select change, count(*) from {name_differences(position)} group by change")
    )
    shared = list_compared_fields(pair)
    cells: dict[int, int] = {}
    if counts["changed"]:
        changed = (
            f"select unnest(differing) as cell from {name_differences(position)} "
            "where change = 'changed'"
        )
        cells = dict(engine.rows(f"select cell[1], count(*) from ({changed}) group by cell[1]"))
    referring = count_references(pair, position, pairs, sides) if counts["removed"] else ()
    return TableChanges(
        pair.name,
        counts["added"],
        counts["removed"],
        counts["changed"],
        tuple((new, cells[n]) for n, (_, new) in enumerate(shared, start=1) if n in cells),
        max((number for _, number in referring), default=0),
        tuple(name for name, _ in referring),
        name_references(pair.table),
        explain_matching(pair),
        keep_moves(pair, position, sides),
    )


def name_references(table: Table) -> tuple[str, ...]:
    """Name the fields that refer to another table."""
    return tuple(
        dict.fromkeys(
            name
            for key in table.schema.foreign_keys
            if (key.reference.resource or table.name) != table.name
            for name in key.fields
        )
    )


def count_references(
    pair: Pair, position: int, pairs: tuple[Pair, ...], sides: Sides
) -> tuple[tuple[str, int], ...]:
    """Name the other tables that referred to removed records, with how many of these they did.

    The older package's references count: the newer one cannot refer to what it lacks.
    """
    old = pair.old
    assert old is not None  # noqa: S101 - what was removed was there
    parent = sides.side(old)
    referring: dict[str, int] = {}
    for other in pairs:
        if other.old is None or other.old is old:
            continue
        for key in other.old.schema.foreign_keys:
            if key.reference.resource != old.name:
                continue
            child = sides.side(other.old)
            both = zip(key.fields, key.reference.fields, strict=True)
            matched = " and ".join(f"c.{child.cell(a)} = p.{parent.cell(b)}" for a, b in both)
            ((number,),) = sides.engine.rows(
                f"select count(*) from {name_differences(position)} d join {parent.view} p "
                f"on p.record = d.record where d.change = 'removed' "
                f"and exists (select 1 from {child.view} c where {matched})"
            )
            if number:
                referring[other.old.name] = max(number, referring.get(other.old.name, 0))
    return tuple(referring.items())

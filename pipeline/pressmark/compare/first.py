"""The first changes of each kind in a table, as values in key order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pressmark.compare.comparison import Change, Kind, Pair
from pressmark.compare.listing import express_key, gather_key
from pressmark.compare.matching import (
    express_differing,
    express_sorting,
    list_compared_fields,
    name_differences,
    select_matched,
)
from pressmark.compare.moves import name_moves
from pressmark.compare.sides import Side
from pressmark.engine.connection import Engine


@dataclass(frozen=True)
class Listing:
    """Of which pair, with its sides in which engine, how many changes of a kind are asked for."""

    pair: Pair
    position: int
    engine: Engine
    limit: int

    def rows(self, selected: str, order: str) -> list[tuple[Any, ...]]:
        """Give the first rows of an answer."""
        return self.engine.rows(f"{selected} order by {order} limit {self.limit}")


def list_first_changes(listing: Listing, old: Side | None, new: Side | None) -> Iterator[Change]:
    """Give the first changes of each kind in a table, in key order."""
    if new:
        yield from list_whole_records(listing, new, "added")
    if old:
        yield from list_whole_records(listing, old, "removed")
    if old and new:
        compared = tuple(name for _, name in list_compared_fields(listing.pair))
        if compared:
            yield from list_cells(listing, "changed", compared, select_changed_cells(listing))
        if grown := listing.pair.grown:
            yield from list_cells(listing, "filled", grown, select_filled_cells(listing, old, new))
        yield from list_moved_records(listing, new)


def list_whole_records(listing: Listing, side: Side, change: Kind) -> Iterator[Change]:
    """Give the first records that one side alone has, with all their cells."""
    order = "order by sorting, d.record"
    rows = listing.engine.rows(
        f"select key, d.record, {side.cells(side.names).listed} from (select * from "
        f"{name_differences(listing.position)} d where "
        f"change = '{change}' {order} limit {listing.limit}) d "
        f"join {side.view} v on v.record = d.record {order}"
    )
    for key, record, told in rows:
        pairs = tuple(zip(side.names, told, strict=True))
        yield Change(listing.pair.name, key, change, record=record, values=pairs)


def list_cells(
    listing: Listing, change: Kind, names: tuple[str, ...], selected: str
) -> Iterator[Change]:
    """Give the first cells of those that are selected; their fields are called `names`."""
    told = f"select key, cell[1], cell[2], cell[3], record from ({selected})"
    for key, place, before, after, record in listing.rows(told, "sorting, record, cell[1]"):
        yield Change(listing.pair.name, key, change, names[place - 1], before, after, record)


def select_changed_cells(listing: Listing) -> str:
    """Give SQL for the cells that are another."""
    return (
        "select key, sorting, record, unnest(differing) as cell "
        f"from {name_differences(listing.position)} where change = 'changed'"
    )


def select_filled_cells(listing: Listing, old: Side, new: Side) -> str:
    """Give SQL for what added fields say of records that were there."""
    pair, position = listing.pair, listing.position
    filled = express_differing(len(pair.grown), after=new.cells(pair.grown).listed)
    return (
        f"select {express_key(pair, new)} as key, "
        f"{express_sorting(pair, gather_key(pair, new))} as sorting, "
        f"gone as record, unnest({filled}) as cell "
        f"from ({select_matched(pair, position, old, new)}) join {new.view} on record = come"
    )


def list_moved_records(listing: Listing, new: Side) -> Iterator[Change]:
    """Give the first records that moved, with their old and new numbers."""
    selected = (
        f"select {express_key(listing.pair, new)}, gone, come from {name_moves(listing.position)} "
        f"join {new.view} on record = come"
    )
    order = f"{express_sorting(listing.pair, gather_key(listing.pair, new))}, gone"
    for key, gone, come in listing.rows(selected, order):
        yield Change(listing.pair.name, key, "moved", None, str(gone), str(come), gone)

"""The first changes of each kind in a table, as values in key order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pressmark import sql
from pressmark.compare.comparison import Change, Kind, Pair
from pressmark.compare.listing import express_key, list_key_columns
from pressmark.compare.matching import (
    express_sorting,
    list_compared_fields,
    name_differences,
    number_fields,
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
        yield from list_cells(listing, "changed", select_changed_cells(listing))
        yield from list_cells(listing, "filled", select_filled_cells(listing, old, new))
        yield from list_moved_records(listing, new)


def list_whole_records(listing: Listing, side: Side, change: Kind) -> Iterator[Change]:
    """Give the first records that one side alone has, with all their cells."""
    names = [field.name for field in side.table.schema.fields]
    values = ", ".join(side.cell(name) for name in names)
    order = "order by sorting, d.record"
    rows = listing.engine.rows(
        f"select key, d.record, [{values}] from (select * from "
        f"{name_differences(listing.position)} d where "
        f"change = '{change}' {order} limit {listing.limit}) d "
        f"join {side.view} v on v.record = d.record {order}"
    )
    for key, record, told in rows:
        pairs = tuple(zip(names, told, strict=True))
        yield Change(listing.pair.name, key, change, record=record, values=pairs)


def list_cells(listing: Listing, change: Kind, selected: str | None) -> Iterator[Change]:
    """Give the first cells of those that are selected."""
    if selected is None:
        return
    differing = (
        f"select key, cell.field, cell.before, cell.after, record from ({selected}) "
        "where cell.before is distinct from cell.after"
    )
    for key, field, before, after, record in listing.rows(differing, "sorting, record, cell.place"):
        yield Change(listing.pair.name, key, change, field, before, after, record)


def select_changed_cells(listing: Listing) -> str | None:
    """Give SQL for the cells that are another; None where there is none to compare."""
    told = [
        f"{{'place': {n}, 'field': {sql.quote_text(name)}, 'before': b{n}, 'after': a{n}}}"
        for n, (_, name) in number_fields(list_compared_fields(listing.pair))
    ]
    if not told:
        return None
    return (
        f"select key, sorting, record, unnest([{', '.join(told)}]) as cell "
        f"from {name_differences(listing.position)} where change = 'changed'"
    )


def select_filled_cells(listing: Listing, old: Side, new: Side) -> str | None:
    """Give SQL for what added fields say of records that were there; None without such fields."""
    pair, position = listing.pair, listing.position
    told = [
        f"{{'place': {n}, 'field': {sql.quote_text(name)}, 'before': null::varchar, "
        f"'after': {new.cell(name)}}}"
        for n, name in enumerate(pair.grown, start=1)
    ]
    if not told:
        return None
    return (
        f"select {express_key(pair, new)} as key, "
        f"{express_sorting(pair, list_key_columns(pair, new))} as sorting, "
        f"gone as record, unnest([{', '.join(told)}]) as cell "
        f"from ({select_matched(pair, position, old, new)}) join {new.view} on record = come"
    )


def list_moved_records(listing: Listing, new: Side) -> Iterator[Change]:
    """Give the first records that moved, with their old and new numbers."""
    selected = (
        f"select {express_key(listing.pair, new)}, gone, come from {name_moves(listing.position)} "
        f"join {new.view} on record = come"
    )
    order = f"{express_sorting(listing.pair, list_key_columns(listing.pair, new))}, gone"
    for key, gone, come in listing.rows(selected, order):
        yield Change(listing.pair.name, key, "moved", None, str(gone), str(come), gone)

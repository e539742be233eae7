"""Primary keys that were there and are no longer, and those that are there."""

from collections.abc import Iterator

from pressmark import sql
from pressmark.compare.comparison import Comparison, Pair
from pressmark.compare.matching import express_key_text, is_unchanged, name_differences
from pressmark.compare.sides import MEMORY, Sides
from pressmark.engine.connection import Engine
from pressmark.package import Table


def find_vanished(comparison: Comparison, engine: Engine) -> Iterator[tuple[str, str]]:
    """Give the table and the key of every record whose primary key is there no longer."""
    with Engine(memory=MEMORY) as other:
        sides = Sides(other)
        for position, pair in enumerate(comparison.pairs):
            statement = select_vanished_keys(pair, position, sides)
            if statement is None:
                continue
            own = other if pair.new is not None and pair.key is None else engine
            for batch in own.batches(statement):
                for key in batch.column(0).to_pylist():
                    yield pair.name, key


def find_present_keys(table: Table, keys: frozenset[str]) -> frozenset[str]:
    """Say which of some keys a table's records have."""
    if not table.schema.primary_key or not keys:
        return frozenset()
    with Engine(memory=MEMORY) as engine:
        sides = Sides(engine)
        asked = f"{express_keys(table, sides)} in ({sql.quote_texts(sorted(keys))})"
        found = engine.rows(
            f"select {express_keys(table, sides)} from {sides.side(table).view} where {asked}"
        )
    return frozenset(key for (key,) in found)


def select_vanished_keys(pair: Pair, position: int, sides: Sides) -> str | None:
    """Give SQL for the keys of a table that were there and are no longer; None where none can be.

    Where the primary key is another, what counts is the text of a whole key.
    """
    old, new = pair.old, pair.new
    if old is None or old.schema.primary_key is None or is_unchanged(pair):
        return None
    if new is None or pair.key is not None:
        differing = name_differences(position)
        return f"select key from {differing} where change = 'removed' order by sorting"
    gone = f"select {express_keys(old, sides)} as key from {sides.side(old).view}"
    if new.schema.primary_key:
        gone += f" except select {express_keys(new, sides)} from {sides.side(new).view}"
    return f"select key from ({gone}) order by key"


def express_keys(table: Table, sides: Sides) -> str:
    """Give SQL for the primary key of a table's records, as people write it."""
    side = sides.side(table)
    return express_key_text(side.cells(table.schema.primary_key or ()))

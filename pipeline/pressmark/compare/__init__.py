"""Two released packages → what changed, and the least version that these changes ask for.

Values are counts, changes of schema and the first few changes of records. All of them stay in the
engine, from which `write_changes_csv` streams them in key order.
"""

from pressmark.compare.change_file import (
    CHANGES_CSV,
    CHANGES_PARQUET,
    NO_CHANGES,
    are_many,
    read_lines,
    write_parquet,
)
from pressmark.compare.comparison import Change, Comparison, Pair, SchemaChange, TableChanges
from pressmark.compare.first import Listing, list_first_changes
from pressmark.compare.heading import COLUMNS, RESOURCE, render_content_digest
from pressmark.compare.keys import find_present_keys, find_vanished
from pressmark.compare.listing import write_changes_csv
from pressmark.compare.matching import is_unchanged
from pressmark.compare.pairs import pair_tables
from pressmark.compare.recipe import RECIPE, Demand, RecipeRule, find_highest
from pressmark.compare.records import compare_records
from pressmark.compare.schema import list_schema_changes
from pressmark.compare.sides import MEMORY, Sides, find_sides
from pressmark.compare.words import (
    list_demands,
    phrase_change,
    phrase_placed_change,
    quote_value,
    summarize_changes,
)
from pressmark.engine.connection import Engine
from pressmark.package import Package

__all__ = [
    "CHANGES_CSV",
    "CHANGES_PARQUET",
    "COLUMNS",
    "MEMORY",
    "NO_CHANGES",
    "RECIPE",
    "RESOURCE",
    "Change",
    "Comparison",
    "Demand",
    "Pair",
    "RecipeRule",
    "SchemaChange",
    "TableChanges",
    "are_many",
    "compare",
    "find_highest",
    "find_present_keys",
    "find_vanished",
    "list_demands",
    "phrase_change",
    "phrase_placed_change",
    "quote_value",
    "read_lines",
    "render_content_digest",
    "summarize_changes",
    "write_changes_csv",
    "write_parquet",
]


def compare(old: Package | None, new: Package, engine: Engine, *, limit: int = 100) -> Comparison:
    """Compare two released packages; a first release, with no old one, is compared with nothing.

    Of each table and kind of change the first `limit` are listed; of a first release nothing is,
    and no record is read. ProjectError where names are claimed by `pressmark:formerly` that cannot
    be; ReleaseError where a file is damaged.
    """
    pairs = pair_tables(old, new)
    if old is None:
        return Comparison(None, new, pairs, (), (), ())
    sides = Sides(engine, pairs)
    schema = tuple(list_schema_changes(old, new, pairs, engine))
    tables = tuple(
        compare_records(pair, position, pairs, sides) for position, pair in enumerate(pairs)
    )
    listed = tuple(
        change
        for position, pair in enumerate(pairs)
        if not is_unchanged(pair)
        for change in list_first_changes(
            Listing(pair, position, engine, limit), *find_sides(pair, pairs)
        )
    )
    return Comparison(old, new, pairs, schema, tables, listed)

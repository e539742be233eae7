"""Two released packages → what changed, and the least version that these changes ask for.

Values are counts, changes of schema and the first few changes of records. All of them stay in the
engine, from which `changes_csv` streams them in key order.
"""

from pressmark.compare.change_file import (
    CHANGES_CSV,
    CHANGES_PARQUET,
    NO_CHANGES,
    are_many,
    lines_in,
    write_parquet,
)
from pressmark.compare.comparison import Change, Comparison, Pair, SchemaChange, TableChanges
from pressmark.compare.first import Listing, first_changes
from pressmark.compare.heading import COLUMNS, RESOURCE, content_of
from pressmark.compare.keys import present_keys, vanished
from pressmark.compare.listing import changes_csv
from pressmark.compare.matching import unchanged
from pressmark.compare.pairs import paired
from pressmark.compare.recipe import RECIPE, Demand, RecipeRule, highest
from pressmark.compare.records import compare_records
from pressmark.compare.schema import schema_changes
from pressmark.compare.sides import MEMORY, Sides, held
from pressmark.compare.words import demands, in_short, quoted, said, sentence
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
    "changes_csv",
    "compare",
    "content_of",
    "demands",
    "highest",
    "in_short",
    "lines_in",
    "present_keys",
    "quoted",
    "said",
    "sentence",
    "vanished",
    "write_parquet",
]


def compare(old: Package | None, new: Package, engine: Engine, *, limit: int = 100) -> Comparison:
    """Compare two released packages; a first release, with no old one, is compared with nothing.

    Of each table and kind of change the first `limit` are listed; of a first release nothing is,
    and no record is read. ProjectError where names are claimed by `pressmark:formerly` that cannot
    be; ReleaseError where a file is damaged.
    """
    pairs = paired(old, new)
    if old is None:
        return Comparison(None, new, pairs, (), (), ())
    sides = Sides(engine, pairs)
    schema = tuple(schema_changes(old, new, pairs, engine))
    tables = tuple(
        compare_records(pair, position, pairs, sides) for position, pair in enumerate(pairs)
    )
    listed = tuple(
        change
        for position, pair in enumerate(pairs)
        if not unchanged(pair)
        for change in first_changes(Listing(pair, position, engine, limit), *held(pair, pairs))
    )
    return Comparison(old, new, pairs, schema, tables, listed)

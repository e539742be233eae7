"""Which fields name a record, and which of them name records of other tables, as the data shows.

A column is a key where each of its texts stands there once. A table refers to another where all
that a column holds stands in the key of that table, and the names say that it is no accident.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import Any

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.infer.draft import Doubt, DraftTable
from pressmark.infer.name_words import simplify_name
from pressmark.words import phrase_count

MOST_COLUMNS = 40
"""Columns of a table that are kept whole, because they may be keys."""
LONGEST_KEY = 64
MOST_PAIRS = 2_000
"""Pairs of columns that are compared."""
FIRST_COLUMNS = 4
NEARLY_ALL = 0.95
UNCITED = "Without a key no record has a citation of its own."
ID_NAMES = re.compile(r"(?:^|_)(?:id|key|uuid|guid|code)$")
KEY_TYPES = ("string", "integer", "date", "year", "yearmonth", "datetime")


@dataclass(frozen=True)
class Kept:
    """A table with the columns that were kept whole: where they stand, and their names."""

    draft: DraftTable
    source: str
    columns: dict[str, int]


def with_primary_key(kept: Kept, engine: Engine) -> DraftTable:
    """Give a table its primary key, if the data shows one, and name what else might be one."""
    draft = kept.draft
    if draft.records < 2:  # noqa: PLR2004 - of one record everything is a key
        return draft
    whole = [each.name for each in draft.fields if each.name in kept.columns and not each.missing]
    types = {each.name: each.type for each in draft.fields}
    whole = [name for name in whole if types[name] in KEY_TYPES]
    # Where distinct texts were counted, they are fewer than the records of all but short tables.
    counted = {each.name: each.distinct for each in draft.fields}
    open_to_be = [name for name in whole if counted[name] in (None, draft.records)]
    unique = [name for name in open_to_be if is_unique(kept, (name,), engine)]
    key = next((name for name in unique if ID_NAMES.search(simplify_name(name))), None)
    key = key or (unique[0] if unique and unique[0] == draft.fields[0].name else None)
    if not key and all(types[name] == "integer" for name in unique):
        # Counts differ by chance: they name no record.
        return with_key_of_several(kept, [name for name in whole if name not in unique], engine)
    others = [name for name in unique if name != key]
    doubts = list(draft.doubts)
    if others:
        listed = ", ".join(others[:5])
        doubts.append(
            Doubt(f"Also there once in each record: {listed}.", 1) if key
            else Doubt(f"No primary key: is it one of {listed}? {UNCITED}", 2)
        )  # fmt: skip
    return replace(draft, primary_key=(key,) if key else (), doubts=tuple(doubts))


def with_key_of_several(kept: Kept, names: list[str], engine: Engine) -> DraftTable:
    """Give a table a key of two or three columns, or say that it has none."""
    draft, pair = kept.draft, find_unique_columns(kept, names, engine)
    if not pair:
        words = f"No column names each record. {UNCITED}"
        return replace(draft, doubts=(*draft.doubts, Doubt(words, 2)))
    words = f"{' and '.join(pair)} together name each record; no column does alone."
    return replace(draft, primary_key=pair, doubts=(*draft.doubts, Doubt(words, 2)))


def is_unique(kept: Kept, names: tuple[str, ...], engine: Engine) -> bool:
    """Whether no two records have the same texts in some columns."""
    listed = ", ".join(f"c{kept.columns[name]}" for name in names)
    repeated = f"select 1 from {kept.source} group by {listed} having count(*) > 1 limit 1"
    return not engine.rows(repeated)


def find_unique_columns(kept: Kept, whole: list[str], engine: Engine) -> tuple[str, ...]:
    """Find two or three of the first columns that name each record together."""
    for size in (2, 3):
        for names in combinations(whole[:FIRST_COLUMNS], size):
            if is_unique(kept, names, engine):
                return names
    return ()


def with_references(tables: Sequence[Kept], engine: Engine) -> tuple[DraftTable, ...]:
    """Give each table its foreign keys, and say which almost are some."""
    parents = [each for each in tables if len(each.draft.primary_key) == 1]
    pairs = (
        (child, name, parent)
        for child in tables
        for parent in parents
        for name in child.columns
        if may_refer(child, name, parent)
    )
    drafts = {each.draft.name: each.draft for each in tables}
    for child, name, parent in islice(pairs, MOST_PAIRS):
        texts, outside = compare(child, name, parent, engine)
        draft = drafts[child.draft.name]
        if texts and not outside:
            keys = (*draft.foreign_keys, make_foreign_key(child, name, parent))
            drafts[draft.name] = replace(draft, foreign_keys=keys)
        elif texts and outside <= (1 - NEARLY_ALL) * texts:
            doubt = explain_near_key(name, parent, texts, outside)
            drafts[draft.name] = replace(draft, doubts=(*draft.doubts, doubt))
    return tuple(drafts.values())


def may_refer(child: Kept, name: str, parent: Kept) -> bool:
    """Whether the names and types of two columns make one a reference to the other."""
    key = parent.draft.primary_key[0]
    if child is parent and name == key:
        return False
    if not are_alike(child.draft, name, parent.draft, key):
        return False
    column, wanted = simplify_name(name), simplify_name(key)
    table = make_singular(simplify_name(parent.draft.name))
    if column == wanted:
        # Two tables may both call their own key "id".
        return child is not parent and wanted != "id" and child.draft.primary_key != (name,)
    if wanted not in ("id", "key", "code", "name") and column.endswith(f"_{wanted}"):
        return True
    bare = re.sub(r"_(?:id|key|code|no|nr)$", "", column)
    return bare in (table, f"parent_{table}", "parent") if bare != "parent" else child is parent


def are_alike(child: DraftTable, name: str, parent: DraftTable, key: str) -> bool:
    """Whether two columns have one type, and the first no more distinct texts than the key."""
    field = next(each for each in child.fields if each.name == name)
    other = next(each for each in parent.fields if each.name == key)
    missing = len(field.properties.get("missingValues", [""]))
    few = field.distinct is None or NEARLY_ALL * (field.distinct - missing) <= parent.records
    return field.type == other.type and few


def make_singular(name: str) -> str:
    """Write the name of a table as one of its records would be called."""
    if name.endswith("ies"):
        return name.removesuffix("ies") + "y"
    return name.removesuffix("s")


def compare(child: Kept, name: str, parent: Kept, engine: Engine) -> tuple[int, int]:
    """Count the distinct values of a column, and those that are no key of another table."""
    key = parent.draft.primary_key[0]
    one, other = f"c{child.columns[name]}", f"c{parent.columns[key]}"
    field = next(each for each in child.draft.fields if each.name == name)
    missing = sql.quote_texts(field.properties.get("missingValues", [""]))
    ((texts, outside),) = engine.rows(
        f"select count(*), count(*) filter (not held) from (select distinct {one} as text, "
        f"{one} in (select {other} from {parent.source}) as held from {child.source} "
        f"where {one} not in ({missing}))"
    )
    return texts, outside


def make_foreign_key(child: Kept, name: str, parent: Kept) -> dict[str, Any]:
    """Write a foreign key; one of the table itself names no table."""
    key = parent.draft.primary_key[0]
    table = {} if child is parent else {"resource": parent.draft.name}
    return {"fields": [name], "reference": {**table, "fields": [key]}}


def explain_near_key(name: str, parent: Kept, texts: int, outside: int) -> Doubt:
    """Say which values keep a column from being a foreign key."""
    key = f"{parent.draft.name}.{parent.draft.primary_key[0]}"
    share = f"{outside:,} of {phrase_count(texts, 'distinct value')}"
    return Doubt(f"Would be a foreign key to {key} but for {share}.", 2, field=name)

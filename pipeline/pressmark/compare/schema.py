"""Changes of what a package says of its data: package, tables, fields, keys, questions.

Both sides are released packages, whose descriptors are normalised: what differs there differs in
meaning, not in manner of writing.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pressmark.compare.comparison import Pair, SchemaChange
from pressmark.compare.constraints import CONSTRAINTS, judge_presence
from pressmark.engine.connection import Engine
from pressmark.package import Field, ForeignKey, Package, Schema, Statement, Table
from pressmark.package.own import (
    FORMAT,
    FORMERLY,
    MEANING_CHANGED,
    OF_SQL,
    ORDER,
    PARTS,
    REDACTED,
    STORAGE,
    TREE,
    WITHDRAWN,
)

OF_THE_RELEASE = ("$schema", "name", "version", "created", "resources", FORMAT.name,
                  WITHDRAWN.name, *(own.name for _, own in OF_SQL))  # fmt: skip
"""Properties of a package that every release has its own of, or that are compared by themselves."""
OF_THE_FILE = ("name", "type", "path", "format", "mediatype", "encoding", "bytes", "hash",
               "schema", "dialect", FORMERLY.name, ORDER.name, PARTS.name, TREE.name,
               REDACTED.name)  # fmt: skip
"""Properties of a table that follow from its data, or that are compared by themselves."""
OF_A_FILE = ("name", "bytes", "hash", "data", TREE.name)
"""Properties of a resource without schema that follow from what it holds."""
OF_THE_SCHEMA = ("fields", "primaryKey", "uniqueKeys", "foreignKeys")
OF_THE_FIELD = ("name", "constraints", "categories", "categoriesOrdered", FORMERLY.name)
RULES = {
    "type": "field.type",
    "itemType": "field.type",
    "format": "field.format",
    "delimiter": "field.format",
    STORAGE.name: "storage.changed",
    MEANING_CHANGED.name: "meaning.changed",
    "missingValues": "storage.changed",
}
"""The line of the recipe that a property asks for; what is not named describes."""


def list_schema_changes(
    old: Package, new: Package, pairs: tuple[Pair, ...], engine: Engine
) -> Iterator[SchemaChange]:
    """List every change of schema: of the package, table by table, then of its questions."""
    if old.name != new.name:
        yield SchemaChange("package.renamed", None, None, "name", old.name, new.name)
    before, after = (each.descriptor.written() for each in (old, new))
    yield from compare_descriptions(before, after, OF_THE_RELEASE, None, None)
    for pair in pairs:
        yield from compare_tables(pair, pairs, engine)
    yield from compare_resources(old, new)
    yield from compare_questions(old, new)


def compare_resources(old: Package, new: Package) -> Iterator[SchemaChange]:
    """Compare the resources that no schema describes: what they hold, and what is said of them."""
    was, now = ({each.name: each.resource for each in side.attachments} for side in (old, new))
    for name in dict.fromkeys([*was, *now]):
        if name not in was or name not in now:
            rule = "resource.removed" if name in was else "resource.added"
            yield SchemaChange(rule, name, None, "name", name if name in was else None,
                               name if name in now else None)  # fmt: skip
            continue
        before, after = (TREE.of(each) for each in (was[name], now[name]))
        if before != after:
            roots = (each.root if each else None for each in (before, after))
            yield SchemaChange("resource.changed", name, None, "content", *roots)
        yield from compare_descriptions(
            was[name].written(), now[name].written(), OF_A_FILE, name, None
        )


def compare_descriptions(
    before: dict[str, Any],
    after: dict[str, Any],
    ignored: Iterable[str],
    table: str | None,
    field: str | None,
) -> Iterator[SchemaChange]:
    """Compare properties that say what the data means.

    A declared change of meaning counts when it is new; taking the declaration away is no change.
    """
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if name in ignored or was == now or (name == MEANING_CHANGED.name and now is None):
            continue
        rule = RULES.get(name, "description.changed")
        yield SchemaChange(rule, table, field, name, was, now)


def compare_tables(pair: Pair, pairs: tuple[Pair, ...], engine: Engine) -> Iterator[SchemaChange]:
    """Compare one table's description, fields and keys."""
    old, new, name = pair.old, pair.new, pair.name
    if old is None or new is None:
        rule = "table.removed" if old else "table.added"
        yield SchemaChange(rule, name, None, "name", old and old.name, new and new.name)
        return
    if old.name != new.name:
        yield SchemaChange("table.renamed", name, None, "name", old.name, new.name)
    before, after = old.resource.written(), new.resource.written()
    yield from compare_descriptions(before, after, OF_THE_FILE, name, None)
    before, after = old.schema.written(), new.schema.written()
    yield from compare_descriptions(before, after, OF_THE_SCHEMA, name, None)
    before, after = ({"foreignKeys": list_unfollowed(each.schema)} for each in (old, new))
    yield from compare_descriptions(before, after, (), name, None)
    yield from compare_fields(pair, old, new, engine)
    yield from compare_keys(pair, old, new, pairs)


def list_unfollowed(schema: Schema) -> list[dict[str, Any]]:
    """List the foreign keys that say more than which records of the package belong together."""
    return [
        key.written()
        for key in schema.every_foreign_key
        if key.reference.package or key.model_extra or key.reference.model_extra
    ]


def compare_fields(pair: Pair, old: Table, new: Table, engine: Engine) -> Iterator[SchemaChange]:
    """Compare the fields of a table: which there are, their order, and each with itself."""
    names = dict(pair.fields)
    known = set(names.values())
    for field in old.schema.fields:
        if field.name not in names:
            yield SchemaChange("field.removed", new.name, field.name, "name", field.name, None)
    for field in new.schema.fields:
        if field.name not in known:
            yield SchemaChange("field.added", new.name, field.name, "name", None, field.name)
    before = [names[field.name] for field in old.schema.fields if field.name in names]
    after = list(names.values())
    if before != after:
        yield SchemaChange("field.reordered", new.name, None, "fields", before, after)
    fields_before = {field.name: field for field in old.schema.fields}
    fields_after = {field.name: field for field in new.schema.fields}
    for former, name in pair.fields:
        if former != name:
            yield SchemaChange("field.renamed", new.name, name, "name", former, name)
        was, now = fields_before[former], fields_after[name]
        yield from compare_descriptions(was.written(), now.written(), OF_THE_FIELD, new.name, name)
        yield from compare_constraints(was, now, new.name, engine)
        yield from compare_categories(was, now, new.name)


def compare_constraints(
    was: Field, now: Field, table: str, engine: Engine
) -> Iterator[SchemaChange]:
    """Compare the constraints of a field one by one."""
    before, after = was.constraints.written(), now.constraints.written()
    for name, judge in CONSTRAINTS:
        old, new = before.get(name), after.get(name)
        if old == new or (judge is judge_presence and bool(old) == bool(new)):
            continue
        yield SchemaChange(judge(old, new, now, engine), table, now.name, name, old, new)
    known = [name for name, _ in CONSTRAINTS]
    yield from compare_descriptions(before, after, known, table, now.name)


def compare_categories(was: Field, now: Field, table: str) -> Iterator[SchemaChange]:
    """Compare labels and order of categories; which values are allowed is told of `enum`."""
    old, new = was.categories or (), now.categories or ()
    before, after = ({each.value: each.label for each in side} for side in (old, new))
    both = [value for value in after if value in before]
    ordered = bool(now.categories_ordered)
    if bool(was.categories_ordered) != ordered:
        yield SchemaChange(
            "meaning.changed", table, now.name, "categoriesOrdered",
            was.categories_ordered, now.categories_ordered,
        )  # fmt: skip
    elif ordered and both != [value for value in before if value in after]:
        yield SchemaChange(
            "meaning.changed", table, now.name, "categories", list(before), list(after)
        )
    elif before != after or list(before) != list(after):
        labels = ({str(value): label for value, label in each.items()} for each in (before, after))
        yield SchemaChange("description.changed", table, now.name, "categories", *labels)


def compare_keys(
    pair: Pair, old: Table, new: Table, pairs: tuple[Pair, ...]
) -> Iterator[SchemaChange]:
    """Compare the keys of a table in the newer package's names."""
    names = dict(pair.fields)

    def renamed(fields: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(field, field) for field in fields)

    was, now = renamed(old.schema.primary_key or ()), new.schema.primary_key or ()
    if was != now:
        yield SchemaChange(
            "primary_key.changed", new.name, None, "primaryKey", list(was), list(now)
        )
    before = {frozenset(renamed(key)): list(renamed(key)) for key in old.schema.unique_keys}
    after = {frozenset(key): list(key) for key in new.schema.unique_keys}
    yield from compare_demands(before, after, new.name, "uniqueKeys")
    references = ((translate_reference(key, old, pairs), key) for key in old.schema.foreign_keys)
    yield from compare_demands(
        {each: phrase_reference(each) for each, _ in references},
        {
            (each := read_reference(key, new)): phrase_reference(each)
            for key in new.schema.foreign_keys
        },
        new.name,
        "foreignKeys",
    )


Reference = tuple[frozenset[tuple[str, str]], str]
"""Pairs of a field and the field it refers to, and the table referred to, in the newer names."""


def translate_reference(key: ForeignKey, table: Table, pairs: tuple[Pair, ...]) -> Reference:
    """Bring a foreign key of the older package to the names of the newer."""
    parent = key.reference.resource or table.name
    child_pair = next(pair for pair in pairs if pair.old is table)
    parent_pair = next(pair for pair in pairs if pair.old and pair.old.name == parent)
    here, there = dict(child_pair.fields), dict(parent_pair.fields)
    both = zip(key.fields, key.reference.fields, strict=True)
    fields = frozenset((here.get(field, field), there.get(other, other)) for field, other in both)
    return fields, parent_pair.name


def read_reference(key: ForeignKey, table: Table) -> Reference:
    """Give a foreign key of the newer package, comparably."""
    fields = frozenset(zip(key.fields, key.reference.fields, strict=True))
    return fields, key.reference.resource or table.name


def phrase_reference(each: Reference) -> str:
    """Write a foreign key as people do: `place_id → places.id`."""
    fields, parent = each
    return ", ".join(f"{field} → {parent}.{other}" for field, other in sorted(fields))


def compare_demands(
    before: dict[Any, Any], after: dict[Any, Any], table: str, name: str
) -> Iterator[SchemaChange]:
    """List keys that hold no longer, which is looser, and that hold from now on."""
    for key, words in before.items():
        if key not in after:
            yield SchemaChange("constraint.looser", table, None, name, words, None)
    for key, words in after.items():
        if key not in before:
            yield SchemaChange("constraint.stricter", table, None, name, None, words)


def compare_questions(old: Package, new: Package) -> Iterator[SchemaChange]:
    """Compare the views, queries and own rules that come with a package."""
    for kind, before, after in (
        ("view", old.views, new.views),
        ("query", old.queries, new.queries),
        ("rule", old.rules, new.rules),
    ):
        was, now = (index_by_name(statements) for statements in (before, after))
        for name in sorted({*was, *now}):
            if name in was and name in now and was[name].text == now[name].text:
                continue
            rule = "question.changed"
            if name not in now and kind != "rule":
                rule = "question.removed"
            elif name in was and name in now and asks_alike(was[name], now[name]):
                rule = "description.changed"
            texts = (each[name].text if name in each else None for each in (was, now))
            yield SchemaChange(rule, None, None, f"{kind} {name}", *texts)


def asks_alike(was: Statement, now: Statement) -> bool:
    """Whether a statement takes and asks what it did; a type that is said first is no other."""
    types = {each.name: each.type for each in was.parameters if each.type is not None}
    kept = all(types.get(each.name, each.type) == each.type for each in now.parameters)
    return kept and was.select == now.select


def index_by_name(statements: tuple[Statement, ...]) -> dict[str, Statement]:
    """Find statements by their names."""
    return {each.name: each for each in statements}

"""Changes in sentences, for readers: what a schema says now, and what asks for a version."""

import json
from collections.abc import Iterator
from typing import Any

from pressmark.compare.comparison import Comparison, SchemaChange, TableChanges
from pressmark.compare.recipe import Demand
from pressmark.words import phrase_count

LONGEST_VALUE = 80
WHOLE = {
    "table.added": "the table was added",
    "table.removed": "the table was removed",
    "table.renamed": "the table was formerly named {before}",
    "resource.added": "the resource was added",
    "resource.removed": "the resource was removed",
    "resource.changed": "its content is another",
    "field.added": "the field was added",
    "field.removed": "the field was removed",
    "field.renamed": "the field was formerly named {before}",
    "field.reordered": "the fields stand in another order",
    "meaning.changed": "the meaning changed: {after}",
    "question.removed": "was removed",
}
"""Sentences of changes that are more than another value."""
ENDINGS = {"constraint.stricter": " (stricter)", "constraint.looser": " (looser)"}


def quote_value(value: Any, most: int = LONGEST_VALUE) -> str:
    """Show a value of a schema or a cell on one line, cut where it is long."""
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    seen = "".join(each if each.isprintable() else " " for each in text[: most + 1])
    return f'"{seen}"' if len(seen) <= most else f'"{seen[: most - 1]}…"'


def name_place(change: SchemaChange) -> str:
    """Name what a change of schema is about: package, table, field, or a question."""
    if change.table is None:
        return "the package"
    return f"`{change.table}`" + (f", field `{change.field}`" if change.field else "")


def phrase_change(change: SchemaChange) -> str:
    """Say one change of schema in a sentence without its place."""
    before, after = quote_value(change.before), quote_value(change.after)
    if change.rule in WHOLE and (change.rule, change.property) != (
        "meaning.changed",
        "categoriesOrdered",
    ):
        sentence = WHOLE[change.rule].format(before=before, after=after)
        named = change.rule == "question.removed"
        return f"the {change.property} {sentence}" if named else sentence
    kind, _, name = change.property.partition(" ")
    if name:
        how = "was added" if change.before is None else "was removed"
        return f"the {kind} {name} " + (
            how if None in (change.before, change.after) else "is another"
        )
    ending = ENDINGS.get(change.rule, "")
    if change.before is None:
        return f"{change.property} {after} was added{ending}"
    if change.after is None:
        return f"{change.property} {before} was taken away{ending}"
    return f"{change.property} was {before} and is {after}{ending}"


def phrase_placed_change(change: SchemaChange) -> str:
    """Say one change of schema with its place."""
    return f"{name_place(change)}: {phrase_change(change)}"


def list_demands(comparison: Comparison) -> tuple[Demand, ...]:
    """List what asks for a version, change by change; a first release is asked for by nothing."""
    found = [Demand(change.rule, phrase_placed_change(change)) for change in comparison.schema]
    for table in comparison.tables:
        found.extend(list_record_demands(table))
    return tuple(found)


def list_record_demands(table: TableChanges) -> Iterator[Demand]:
    """List what the records of one table ask for."""
    if table.added:
        yield Demand(
            "records.added", f"`{table.name}`: {phrase_count(table.added, 'record')} added"
        )
    if table.referred:
        names = ", ".join(f"`{name}`" for name in table.referring)
        records = phrase_count(table.referred, "record")
        yield Demand(
            "records.withdrawn_referred",
            f"`{table.name}`: {records} removed to which {names} referred",
        )
    if table.removed > table.referred:
        others = phrase_count(table.removed - table.referred, "record")
        yield Demand("records.withdrawn", f"`{table.name}`: {others} removed")
    if table.moved and table.note:
        moved = phrase_count(table.moved, "record")
        yield Demand("records.moved", f"`{table.name}`: {moved} moved to another place")
    for field, number in table.cells:
        rule = "reference.updated" if field in table.references else "values.corrected"
        what = f"`{table.name}`, field `{field}`: {phrase_count(number, 'value')} changed"
        yield Demand(rule, what)


def summarize_changes(comparison: Comparison) -> str:
    """Say in one line how much changed: records of all tables, and the schema."""
    tables = comparison.tables
    counts = (
        ("added", sum(each.added for each in tables)),
        ("removed", sum(each.removed for each in tables)),
        ("changed", sum(each.changed for each in tables)),
        ("moved", sum(each.moved for each in tables)),
    )
    parts = [f"{phrase_count(number, 'record')} {change}" for change, number in counts if number]
    if comparison.schema:
        parts.append(f"{phrase_count(len(comparison.schema), 'change')} of what describes the data")
    return ", ".join(parts) or "nothing has changed"

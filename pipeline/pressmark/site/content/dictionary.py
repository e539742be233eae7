"""What every field of a table means, in words, from its schema and the project's definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from markupsafe import escape

from pressmark.formats.meaning import phrase_missing, phrase_pattern, phrase_rules, phrase_type
from pressmark.package import Field, Table
from pressmark.site.content.bounded import share_room

MOST_FIELDS = 40
"""Fields of which one page tells."""
OF_VALUES, OF_A_VALUE = 30_000, 80
"""Bytes of HTML for the allowed values of a page, and around each."""
Definitions = Mapping[tuple[str, str], str]
"""What a value of a field means; the keys are field and value."""


@dataclass(frozen=True)
class Value:
    """One allowed value, what to call it, and what it means."""

    value: str
    label: str
    definition: str


@dataclass(frozen=True)
class FieldReference:
    """Where a field points: a table, and the field there."""

    table: str
    field: str


@dataclass(frozen=True)
class FieldEntry:
    """One field in words; what there is nothing to say of is empty.

    `published` is its name in the files, where that is another than in the databases; so many
    allowed `values` are `left_out`.
    """

    name: str
    published: str
    title: str
    meaning: str
    type: str
    rules: tuple[str, ...]
    written: str
    empty: str
    example: str
    values: tuple[Value, ...]
    left_out: int
    references: tuple[FieldReference, ...]


def cut_table(table: Table) -> tuple[Table, ...]:
    """Cut a table of many fields into parts of which a page has room to tell; at least one."""
    starts = range(0, max(1, len(table.schema.fields)), MOST_FIELDS)
    return tuple(take_part(table, slice(start, start + MOST_FIELDS)) for start in starts)


def take_part(table: Table, fields: slice) -> Table:
    """Give some fields of a table, and of the table as it was published."""
    renamed = take_part(table.renamed, fields) if table.renamed else None
    return replace(with_fields(table, table.schema.fields[fields]), renamed=renamed)


def with_fields(table: Table, fields: Sequence[Field]) -> Table:
    """Give a table with some of its fields only."""
    return replace(table, schema=table.schema.model_copy(update={"fields": tuple(fields)}))


def describe_fields(table: Table, definitions: Definitions) -> tuple[FieldEntry, ...]:
    """Tell of every field of a table, in its order, and of the allowed values that have room."""
    pairs = zip(table.schema.fields, table.published.schema.fields, strict=True)
    entries = [describe_field(table, field, each.name, definitions) for field, each in pairs]
    room = share_room([sum(map(weigh_value, each.values)) for each in entries], OF_VALUES)
    return tuple(limit_values(each, room) for each in entries)


def limit_values(entry: FieldEntry, room: int) -> FieldEntry:
    """Leave the first allowed values for which there is room."""
    reach = accumulate(map(weigh_value, entry.values))
    shown = sum(each <= room for each in reach)
    return replace(entry, values=entry.values[:shown], left_out=len(entry.values) - shown)


def weigh_value(value: Value) -> int:
    """Give about how many bytes of HTML an allowed value becomes."""
    return OF_A_VALUE + sum(len(escape(it)) for it in (value.value, value.label, value.definition))


def describe_field(
    table: Table, field: Field, published: str, definitions: Definitions
) -> FieldEntry:
    """Tell of one field, which files call by its name as it was published."""
    schema = table.schema
    return FieldEntry(
        name=field.name,
        published=published if published != field.name else "",
        title=field.title or "",
        meaning=field.description or "",
        type=phrase_type(field),
        rules=tuple(phrase_rules(schema, field)),
        written=phrase_pattern(field),
        empty=phrase_missing(schema, field),
        example="" if field.example is None else str(field.example),
        values=list_values(field, definitions),
        left_out=0,
        references=list_references(table, field),
    )


def list_values(field: Field, definitions: Definitions) -> tuple[Value, ...]:
    """List the values that a field may hold, with their labels and definitions."""
    labels = {str(each.value): each.label or "" for each in field.categories or ()}
    return tuple(
        Value(str(each), labels.get(str(each), ""), definitions.get((field.name, str(each)), ""))
        for each in field.allowed or ()
    )


def list_references(table: Table, field: Field) -> tuple[FieldReference, ...]:
    """List where the values of a field must stand."""
    return tuple(
        FieldReference(
            key.reference.resource or table.name,
            key.reference.fields[key.fields.index(field.name)],
        )
        for key in table.schema.foreign_keys
        if field.name in key.fields
    )

"""What every field of a table means, in words, from its schema and the project's definitions."""

from collections.abc import Mapping
from dataclasses import dataclass

from pressmark.formats.meaning import empty_of, rules_of, type_of, written_as
from pressmark.package import Field, Table

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

    `published` is its name in the files, where that is another than in the databases.
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
    references: tuple[FieldReference, ...]


def entries_of(table: Table, definitions: Definitions) -> tuple[FieldEntry, ...]:
    """Tell of every field of a table, in its order."""
    pairs = zip(table.schema.fields, table.published.schema.fields, strict=True)
    return tuple(entry_of(table, field, each.name, definitions) for field, each in pairs)


def entry_of(table: Table, field: Field, published: str, definitions: Definitions) -> FieldEntry:
    """Tell of one field, which files call by its name as it was published."""
    schema = table.schema
    return FieldEntry(
        name=field.name,
        published=published if published != field.name else "",
        title=field.title or "",
        meaning=field.description or "",
        type=type_of(field),
        rules=tuple(rules_of(schema, field)),
        written=written_as(field),
        empty=empty_of(schema, field),
        example="" if field.example is None else str(field.example),
        values=values_of(field, definitions),
        references=references_of(table, field),
    )


def values_of(field: Field, definitions: Definitions) -> tuple[Value, ...]:
    """List the values that a field may hold, with their labels and definitions."""
    labels = {str(each.value): each.label or "" for each in field.categories or ()}
    return tuple(
        Value(str(each), labels.get(str(each), ""), definitions.get((field.name, str(each)), ""))
        for each in field.allowed or ()
    )


def references_of(table: Table, field: Field) -> tuple[FieldReference, ...]:
    """List where the values of a field must stand."""
    return tuple(
        FieldReference(
            key.reference.resource or table.name,
            key.reference.fields[key.fields.index(field.name)],
        )
        for key in table.schema.foreign_keys
        if field.name in key.fields
    )

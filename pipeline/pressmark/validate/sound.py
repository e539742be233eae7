"""Schemas read against the engine: what cannot be judged by is taken out, and told.

A bound that is no value of its field, or a format that its type does not define, says nothing of
the records, and they are judged by all the rest.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pressmark import field_types, sql
from pressmark.engine.connection import Engine
from pressmark.engine.tables import make_columns
from pressmark.field_types import Column
from pressmark.field_types.json_schema import explain_refusal
from pressmark.intake import hold_texts, is_encoding
from pressmark.package import Attachment, Constraints, Field, Package, Table, Unusable
from pressmark.package.paths import display
from pressmark.validate.held_texts import HeldTexts
from pressmark.validate.proving import find_unproven
from pressmark.words import shorten

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
LONGEST_VALUE = 200
Part = TypeVar("Part", Table, Attachment)


class Unsound(NamedTuple):
    """A property of a field that nothing can be judged by: its place in the field, and why."""

    at: str
    value: Any
    wrong: str
    right: str


def with_sound_schemas(package: Package, engine: Engine) -> Package:
    """Give a package without what its schemas ask for and nobody can judge; its faults tell it."""
    place = package.place
    if package.files:
        place = display(Path(place) / package.files[0].relative_to(package.root))
    positions = {each.name: number for number, each in enumerate(package.descriptor.resources)}
    tables, faults = [], list(package.faults)
    for table in package.tables:
        fields = []
        for number, column in enumerate(make_columns(table)):
            field = column.field
            for each in list_unsound(column, engine):
                path = f"resources[{positions[table.name]}].schema.fields[{number}].{each.at}"
                value = shorten(json.dumps(each.value, ensure_ascii=False), LONGEST_VALUE)
                fault = Unusable(place, path, value, each.wrong, each.right, table.name, field.name)
                faults.append(fault)
                field = without(field, each.at)
            fields.append(field)
        tables.append(with_fields(table, tuple(fields)))
    sound = replace(package, tables=tuple(tables), faults=tuple(faults))
    wrong = {each.name for each in package.resources if not is_encoding(each.resource.encoding)}
    return with_encodings(sound, wrong, place, positions) if wrong else sound


def with_encodings(
    package: Package, wrong: set[str], place: str, positions: dict[str, int]
) -> Package:
    """Give a package whose resources are read as UTF-8 where nobody knows their encoding."""
    faults = list(package.faults)

    def readable(part: Part) -> Part:
        if part.name not in wrong:
            return part
        path, encoding = f"resources[{positions[part.name]}].encoding", part.resource.encoding
        right = 'write the encoding of the file, such as "utf-8", "utf-16" or "windows-1252"'
        value = shorten(json.dumps(encoding, ensure_ascii=False), LONGEST_VALUE)
        said = "names no encoding that is known"
        faults.append(Unusable(place, path, value, said, right, part.name))
        resource = part.resource.model_copy(update={"encoding": "utf-8"})
        return replace(part, resource=resource)

    tables, others = map(readable, package.tables), map(readable, package.attachments)
    sound = replace(package, tables=tuple(tables), attachments=tuple(others))
    return replace(sound, faults=tuple(faults))


def with_fields(table: Table, fields: tuple[Field, ...]) -> Table:
    """Give a table with these fields, the same where they are the same."""
    if all(one is other for one, other in zip(fields, table.schema.fields, strict=True)):
        return table
    return replace(table, schema=table.schema.model_copy(update={"fields": fields}))


def without(field: Field, at: str) -> Field:
    """Give a field without one of its properties.

    A moment whose format is not known may be written in any way: it is judged as `any`.
    """
    if at == "format":
        if field.type not in field_types.OWN_FORMATS:
            return field.model_copy(update={"format": "default"})
        names = {each: None for each in Constraints.model_fields if "imum" in each}
        constraints = field.constraints.model_copy(update=names)
        changed = {"type": "any", "format": "default", "constraints": constraints}
        return field.model_copy(update=changed)
    if at == "categories":
        return field.model_copy(update={"categories": None})
    name = at.removeprefix("constraints.")
    attribute = next(
        each for each, property_ in Constraints.model_fields.items() if property_.alias == name
    )
    constraints = field.constraints.model_copy(update={attribute: None})
    return field.model_copy(update={"constraints": constraints})


def list_unsound(column: Column, engine: Engine) -> Iterator[Unsound]:
    """List what of a field cannot be judged by."""
    field, constraints = column.field, column.field.constraints
    why = field_types.explain_unread(field)
    if why:
        right = "write a format that the standard defines, or leave it out"
        yield Unsound("format", field.format, why.removeprefix("the format "), right)
        if field.type in field_types.OWN_FORMATS:
            return
    given = constraints.json_schema
    if given is not None and (why := explain_refusal(given)):
        yield Unsound("constraints.jsonSchema", given, f"cannot be used: {why}", "mend it")
    written = constraints.written()
    for name in BOUNDS:
        if name in written:
            yield from list_unread(column, f"constraints.{name}", (written[name],), engine)
    where = "constraints.enum" if constraints.enum is not None else "categories"
    yield from list_unread(column, where, column.field.allowed or (), engine)


def are_shown(column: Column, texts: list[str]) -> bool:
    """Whether it is seen without SQL that texts of a schema name values of a column."""
    if column.field.type in ("string", "any") and column.field.format == "default":
        return True
    proof = column.proof_of_named
    return proof is not None and not len(find_unproven(HeldTexts(hold_texts(texts)), proof))


def list_unread(
    column: Column, at: str, values: tuple[Any, ...], engine: Engine
) -> Iterator[Unsound]:
    """Give the first of some values of a schema that is not of its field's type, if one is not."""
    wrong = next((each for each in values if not column.takes(each)), None)
    texts = [field_types.render_value(each) for each in values]
    if wrong is None and values and not are_shown(column, texts):
        sound = f"coalesce({column.names_value('listed')}, false)"
        unread = (
            f"select listed from ({sql.select_rows(texts, 'listed')}) where not {sound} limit 1"
        )
        found = engine.rows(unread)
        wrong = values[texts.index(found[0][0])] if found else None
    if wrong is not None:
        verb = "is" if at.rpartition(".")[2] in BOUNDS else "lists"
        value = field_types.render_value(wrong)
        said = f"{verb} {value!r}, which does not read as type {column.field.type}"
        right = f"write {field_types.find_form(column.field).reads}"
        if isinstance(wrong, bool):
            right += "; a word such as true stands in quotes"
        yield Unsound(at, wrong, said, right)

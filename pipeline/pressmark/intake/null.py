"""How a cell says that there is no value, beside the missing values of its schema.

A dialect may name a text that does ("nullSequence"). A typed cell that is null, such as that of
JSON, becomes a text that the schema reads as missing, because a null stands for a cell that its
file does not have at all.
"""

from pressmark.intake.kind import is_delimited
from pressmark.package import Field, Table

NULL = "\ufdd0"
"""Written where a schema has no missing values: one of the characters that Unicode gives away for
such ends, and that no text for people may hold."""


def choose_null_text(table: Table, field: Field) -> str:
    """Give the text that stands for a typed null in this field."""
    missing = table.schema.missing(field)
    return "" if "" in missing else next(iter(missing), NULL)


def list_missing_texts(table: Table, field: Field) -> tuple[str, ...]:
    """List the texts that mean "no value" in this field's cells, as the room gives them."""
    return add_null(table, field, delimited=is_delimited(table))


def list_all_missing_texts(table: Table) -> tuple[tuple[str, ...], ...]:
    """List them for every field of a table, in order."""
    delimited = is_delimited(table)
    return tuple(add_null(table, each, delimited=delimited) for each in table.schema.fields)


def add_null(table: Table, field: Field, *, delimited: bool) -> tuple[str, ...]:
    """Add to the missing values of a field the text that its file has for null."""
    missing = table.schema.missing(field)
    null = table.resource.dialect.null_sequence if delimited else choose_null_text(table, field)
    return missing if null is None or null in missing else (*missing, null)

"""What SQLite holds of a table with more columns than it can have, and what is said of that.

SQLite takes 2,000 columns unless it is built otherwise (sqlite.org/limits.html), as none is that
readers have. Of a wider table its database holds the first fields and those of all keys; the other
files hold everything.
"""

from dataclasses import replace

from pressmark.package.order import name_order_column
from pressmark.package.package import Package, Table
from pressmark.package.schema import Field, Schema

MOST_COLUMNS = 2_000
KEPT = 1_900
"""Fields of a wider table: some more columns must have room, of queries and of full text."""


def is_too_wide(package: Package, table: Table) -> bool:
    """Whether SQLite cannot hold all fields of a table, and the place of its records."""
    columns = len(table.schema.fields)
    return (
        columns >= MOST_COLUMNS and columns + bool(name_order_column(package, table)) > MOST_COLUMNS
    )


def number_kept_fields(package: Package, table: Table) -> tuple[int, ...]:
    """Number the fields that SQLite holds, from 1: those of keys, and the first others."""
    schema = table.schema
    keys = {*(schema.primary_key or ()), *(name for key in schema.unique_keys for name in key)}
    keys |= {name for key in schema.foreign_keys for name in key.fields}
    for other in package.tables:
        for key in other.schema.foreign_keys:
            if (key.reference.resource or other.name) == table.name:
                keys.update(key.reference.fields)
    fields = list(enumerate(schema.fields, start=1))
    kept = [number for number, field in fields if field.name in keys]
    others = [number for number, field in fields if field.name not in keys]
    return tuple(sorted([*kept, *others[: max(0, KEPT - len(kept))]]))


def narrow_package(package: Package) -> Package:
    """Give a package as its SQLite database, and so its site, holds it."""
    if not any(is_too_wide(package, table) for table in package.tables):
        return package
    return replace(package, tables=tuple(narrow_table(package, table) for table in package.tables))


def narrow_table(package: Package, table: Table) -> Table:
    """Give a table with the fields that SQLite holds; its description says so."""
    if not is_too_wide(package, table):
        return table
    held = with_columns(table, number_kept_fields(package, table))
    told = describe_narrowed(table.schema, held.schema.fields)
    description = " ".join(filter(None, (table.resource.description, told)))
    resource = held.resource.model_copy(update={"description": description})
    return replace(held, resource=resource)


def with_columns(table: Table, numbers: tuple[int, ...]) -> Table:
    """Give a table with some of its fields, and so the table as it was published."""
    fields = tuple(table.schema.fields[number - 1] for number in numbers)
    schema = table.schema.model_copy(update={"fields": fields})
    resource = table.resource.model_copy(update={"table_schema": schema})
    renamed = with_columns(table.renamed, numbers) if table.renamed else None
    return replace(table, schema=schema, resource=resource, renamed=renamed)


def describe_narrowed(schema: Schema, fields: tuple[Field, ...]) -> str:
    """Say what is seen of a table, and where the rest is."""
    return (
        f"Here stand {len(fields):,} of its {len(schema.fields):,} fields: SQLite holds no more; "
        "its CSV, Parquet and DuckDB files hold all."
    )

"""Tables as SQL definitions, for SQLite and DuckDB alike: keys and checks from the schema."""

from pressmark import field_types, sql
from pressmark.engine.storage import Storage
from pressmark.engine.tables import StoredTable
from pressmark.package import Field, ForeignKey, Package, Table

BOUNDS = (
    ("minimum", ">="),
    ("maximum", "<="),
    ("exclusive_minimum", ">"),
    ("exclusive_maximum", "<"),
)


def define_table(
    stored: StoredTable, kind: str, foreign_keys: tuple[ForeignKey, ...], *, keyed: bool = True
) -> str:
    """Give the parenthesised definition of a table; `kind` is `sqlite` or `duckdb`.

    Its primary key is left out unless it is `keyed`.
    """
    table = stored.table
    parts = [
        define_column(table, field, storage, kind)
        for field, storage in zip(table.schema.fields, stored.storages, strict=True)
    ]
    if stored.order_column:
        # SQLite then numbers records by it, and so everybody finds them: Datasette, full text.
        place = "integer primary key" if kind == "sqlite" else "bigint not null"
        parts.append(f"{sql.quote(stored.order_column)} {place}")
    if table.schema.primary_key and keyed:
        parts.append(f"primary key ({sql.quote_all(table.schema.primary_key)})")
    for key in foreign_keys:
        parent = key.reference.resource or table.name
        parts.append(
            f"foreign key ({sql.quote_all(key.fields)}) "
            f"references {sql.quote(parent)} ({sql.quote_all(key.reference.fields)})"
        )
    return "(\n  " + ",\n  ".join(parts) + "\n)"


def define_column(table: Table, field: Field, storage: Storage, kind: str) -> str:
    """Define one column: name, type, whether it may be empty, and its checks."""
    definition = f"{sql.quote(field.name)} {getattr(storage, kind)}"
    if field.constraints.required or field.name in (table.schema.primary_key or ()):
        definition += " not null"
    checks = write_checks(field, storage, kind)
    return definition + (f" check ({' and '.join(checks)})" if checks else "")


def write_checks(field: Field, storage: Storage, kind: str) -> list[str]:
    """Write the constraints that both engines can state: allowed values, bounds, lengths."""
    name = sql.quote(field.name)
    limits = field.constraints
    checks = []
    if storage.kind == "boolean" and kind == "sqlite":
        checks.append(f"{name} in (0, 1)")
    comparable = storage.kind == "integer" or field.type in ("string", "any")
    if field.allowed and comparable:
        listed = ", ".join(render_literal(value, storage, kind) for value in field.allowed)
        checks.append(f"{name} in ({listed})")
    if storage.kind in ("integer", "double", "date"):
        for bound, operator in BOUNDS:
            value = getattr(limits, bound)
            if value is not None:
                checks.append(f"{name} {operator} {render_literal(value, storage, kind)}")
    if storage.kind == "text" and field.type == "string":
        if limits.min_length is not None:
            checks.append(f"length({name}) >= {limits.min_length}")
        if limits.max_length is not None:
            checks.append(f"length({name}) <= {limits.max_length}")
    return checks


def render_literal(value: object, storage: Storage, kind: str) -> str:
    """Write a value of the schema as SQL of the column's type."""
    text = field_types.render_value(value)
    if storage.kind in ("integer", "double"):
        return text.removeprefix("+")
    if storage.kind == "date" and kind == "duckdb":
        return f"date {sql.quote_text(text)}"
    return sql.quote_text(text)


def order_tables(package: Package, stored: tuple[StoredTable, ...]) -> tuple[StoredTable, ...]:
    """Order tables so that each comes after those it refers to, as far as there is no circle."""
    by_name = {each.table.name: each for each in stored}
    ordered: dict[str, StoredTable] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in ordered or name in path:
            return
        for key in package.table(name).schema.foreign_keys:
            visit(key.reference.resource or name, (*path, name))
        ordered[name] = by_name[name]

    for name in by_name:
        visit(name, ())
    return tuple(ordered.values())


def list_indexes(stored: StoredTable, package: Package) -> list[tuple[tuple[str, ...], bool]]:
    """List the indexes a table needs beside its primary key: fields, and whether they are unique.

    Unique keys, whatever a foreign key points to, and the fields of its own foreign keys.
    """
    schema = stored.table.schema
    unique = dict.fromkeys(
        (*schema.unique_keys, *((f.name,) for f in schema.fields if f.constraints.unique))
    )
    for table in package.tables:
        for key in table.schema.foreign_keys:
            if (key.reference.resource or table.name) == stored.table.name:
                unique[key.reference.fields] = None
    unique.pop(schema.primary_key or (), None)
    others = dict.fromkeys(key.fields for key in schema.foreign_keys)
    indexes = [(fields, True) for fields in unique]
    return indexes + [
        (fields, False)
        for fields in others
        if fields not in unique and fields != (schema.primary_key or ())
    ]

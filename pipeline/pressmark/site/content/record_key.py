"""The key of a record: as an address names it, as the database holds it, as the file writes it."""

from collections.abc import Iterator
from urllib.parse import unquote

from datasette.utils import tilde_decode

from pressmark.package import Field, Package, Table
from pressmark.package.order import name_order_column
from pressmark.site.address import render_key_part

TRUTH = {"true": 1, "false": 0}
ROWID = "rowid"
"""How SQLite calls the number that it gives a record."""


def name_numbering_column(package: Package, table: Table) -> str | None:
    """Name the column that numbers the records of a table without a primary key; it is no field.

    None where there is a key; and in a release of the first format where a field has the name of
    SQLite's own number, for which there is then no way to ask.
    """
    if table.schema.primary_key:
        return None
    if column := name_order_column(package, table):
        return column
    return None if any(field.name.lower() == ROWID for field in table.schema.fields) else ROWID


def read_keys(written: str, fields: int) -> Iterator[tuple[str, ...]]:
    """Read the key that an address names: tilde-encoded as the site writes it, or percent-encoded.

    Citations percent-encode, as any address may; a key of plain characters reads alike in both.
    Some proxies decode what they pass on, so a comma may stand in a key of one part.
    """
    parts = [written] if fields == 1 else written.split(",")
    if len(parts) == fields:
        yield tuple(tilde_decode(part) for part in parts)
        yield tuple(unquote(part) for part in parts)


def as_stored(field: Field, part: str) -> str | int:
    """Give a part of a key as the database holds it, which knows no words for true and false."""
    return TRUTH.get(part, part) if field.type == "boolean" else part


def as_written(field: Field, value: object) -> str:
    """Write a part of a key as the table's file does, and so as a citation does."""
    if field.type == "boolean":
        return next((word for word, number in TRUTH.items() if number == value), str(value))
    return render_key_part(value)

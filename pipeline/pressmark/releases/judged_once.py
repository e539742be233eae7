"""Whether a released package holds the cells that were judged: then once is enough.

A release is written of judged cells, read again, and judged again before files are derived of it.
Where its tables are described as those that were judged, and each cell was canonical there or is
read in its canonical form as the same value, that judging could find nothing else, whatever the
order, quotes, line ends or encoding of files: what the engine holds is what it would hold again.
"""

import filecmp
from dataclasses import replace
from operator import attrgetter
from typing import Any

from pressmark.engine.tables import StoredTable
from pressmark.formats import Ready
from pressmark.package import Dialect, Field, Package, Schema, Table
from pressmark.package.own import SQL_NAME, STORAGE

WRITTEN_ANEW = (STORAGE.name, SQL_NAME.name)
"""Properties of a field that each release writes of its own."""
READING = attrgetter("name", "type", "format", "decimal_char", "group_char", "bare_number",
                      "true_values", "false_values", "delimiter", "item_type")  # fmt: skip
"""Gives how the cells of a field are read."""
LINE_FEEDS = ("\r\n", "\n")
"""Line terminators that a file with line feeds is read by alike."""


def make_ready_of_judged(ready: Ready, released: Package) -> Ready | None:
    """Give a released package with the tables of the one that was judged; None where they differ.

    `ready` is the package that was judged, and what the engine holds of it.
    """
    judged = ready.package
    if judged.attachments or len(judged.tables) != len(released.tables):
        return None
    if not all(map(is_same, ready.stored, released.tables)):
        return None
    return Ready(released, tuple(map(rename_stored, ready.stored, released.tables)), ready.engine)


def rename_stored(stored: StoredTable, table: Table) -> StoredTable:
    """Give a stored table as that of the release."""
    return replace(stored, table=table)


def is_same(stored: StoredTable, released: Table) -> bool:
    """Whether a released table is described as the judged one was, and has the same cells.

    That of a wide table is seen where its file is the one that was judged, byte for byte.
    """
    if list_demands(stored.table.schema) != list_demands(released.schema):
        return False
    return stored.read_alike or is_same_file(stored.table, released)


def is_same_file(judged: Table, released: Table) -> bool:
    """Whether a released table's file is read as the judged one was, and is that file again."""
    return (
        len(judged.paths) == len(released.paths) == 1
        and judged.resource.encoding.lower() == released.resource.encoding
        and list_marks(judged.resource.dialect) == list_marks(released.resource.dialect)
        and filecmp.cmp(judged.paths[0], released.paths[0], shallow=False)
    )


def list_marks(dialect: Dialect) -> dict[str, Any]:
    """Give how a file is read by a dialect."""
    marks = dialect.model_dump()
    return marks | {"line_terminator": None} if dialect.line_terminator in LINE_FEEDS else marks


def list_demands(schema: Schema) -> tuple[Any, ...]:
    """Give all that a schema says of cells and keys, whichever way it is written."""
    key = schema.primary_key or ()
    return (
        [list_demands_of_field(each, schema, in_key=each.name in key) for each in schema.fields],
        key,
        schema.unique_keys,
        [each.model_dump() for each in schema.every_foreign_key],
        schema.model_extra,
    )


def list_demands_of_field(field: Field, schema: Schema, *, in_key: bool) -> tuple[Any, ...]:
    """Give what is asked of a field's cells; that they are required, if they are part of a key."""
    constraints = field.constraints.model_dump() if field.constraints.model_fields_set else {}
    asked = {name: each for name, each in constraints.items() if each not in (None, False)}
    said = {name: each for name, each in (field.model_extra or {}).items()
            if name not in WRITTEN_ANEW}  # fmt: skip
    return (
        READING(field),
        schema.missing(field),
        asked | {"required": in_key or field.constraints.required, "enum": field.allowed},
        said,
    )

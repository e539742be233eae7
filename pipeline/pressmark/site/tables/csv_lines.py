"""Datasette's JSON as lines of CSV; a table's cells are those of its released file.

SQLite holds a truth as 0 or 1 and a number as a double: here each is written in the canonical form
that the file of the release has, in the same quotes, with the same text where there is no value.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pressmark.intake.null import choose_null_text
from pressmark.package import Field, Table

NEEDS_QUOTES = re.compile('[",\n\r]')
TRUTH = {1: "true", 0: "false"}

Writer = Callable[[Any], str]


def list_rows(
    page: Mapping[str, Any], table: Table | None, counted: str | None = None
) -> list[list[str]]:
    """Give header and rows of a page; a column with labels becomes two.

    `table` is the one whose records they are, None for a question or a view. The column `counted`,
    which numbers records without a key, is none of the released file and left out.
    """
    columns, labelled = page["columns"], set(page.get("expanded_columns") or ())
    fields = {field.name: field for field in table.schema.fields} if table else {}
    writers = [
        choose_writer(table, fields[name]) if table and name in fields else render_plain
        for name in columns
    ]
    places = [place for place, name in enumerate(columns) if name != counted]
    header = [
        name
        for column in (columns[place] for place in places)
        for name in ([column, f"{column}_label"] if column in labelled else [column])
    ]
    rows = [header]
    for row in page["rows"]:
        cells = list(row.values()) if isinstance(row, dict) else row
        rows.append(
            [
                part
                for place in places
                for part in write_cells(cells[place], writers[place], columns[place] in labelled)
            ]
        )
    return rows


def write_cells(value: Any, write: Writer, labelled: bool) -> list[str]:  # noqa: FBT001
    """Write a value, and beside it the label of the record that it refers to."""
    if not labelled:
        return [write(value)]
    if isinstance(value, dict):
        return [write(value["value"]), render_plain(value["label"])]
    return [write(value), ""]


def choose_writer(table: Table, field: Field) -> Writer:
    """Give what writes a field's values as the released file does."""
    none = choose_null_text(table, field)

    def write(value: Any) -> str:
        if value is None:
            return none
        if field.type == "boolean":
            return TRUTH.get(value, str(value))
        if field.type == "number" and isinstance(value, float):
            return render_decimal(value)
        return render_plain(value)

    return write


def render_plain(value: Any) -> str:
    """Write a value of a question; bytes, which JSON gives as an object, as base64."""
    if value is None:
        return ""
    return str(value["encoded"] if isinstance(value, dict) else value)


def render_decimal(value: float) -> str:
    """Write a number without an exponent and without zeros behind its fraction."""
    digits = format(Decimal(repr(value)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def render_lines(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as canonical files are written."""
    return "".join(f"{','.join(quote_cell(cell, len(row)) for cell in row)}\n" for row in rows)


def quote_cell(cell: str, columns: int) -> str:
    """Write a cell, in quotes where it needs them: an empty line would be no record at all."""
    if NEEDS_QUOTES.search(cell) or (columns == 1 and not cell):
        return f'''"{cell.replace('"', '""')}"'''
    return cell

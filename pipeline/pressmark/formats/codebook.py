"""`codebook.csv`: what every field of a release means, for programs, in one flat table.

A line of the kind `field` tells of one field. The lines behind it tell what a field has several of:
its allowed values, and the keys in which it stands. Which column says what is told in
docs/reference/codebook.md.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pressmark.engine.connection import Engine
from pressmark.engine.tables import MEASURED_AT_ONCE, StoredTable, number_all
from pressmark.field_types.column import render_value
from pressmark.formats.csv import quote_name
from pressmark.metadata.values import CitedTable
from pressmark.package import Field
from pressmark.package.own import SQL_NAME, STORAGE

CODEBOOK = "codebook.csv"
COLUMNS = (
    "kind", "table", "field", "title", "description", "unit", "type", "format", "stored_as",
    "primary_key", "required", "unique", "min_length", "max_length", "minimum", "maximum",
    "exclusive_minimum", "exclusive_maximum", "pattern", "json_schema", "missing_value",
    "records", "missing", "share_missing", "value", "label", "key", "to_table", "to_field",
)  # fmt: skip
CONSTRAINTS = ("min_length", "max_length", "minimum", "maximum", "exclusive_minimum",
               "exclusive_maximum", "pattern")  # fmt: skip
IN_SQL = ("sql_table", "sql_field")
"""What databases call a table and a field; there where that is not its name in some line."""
UNIT = "unit"
"""The standard has no word for units; this one is what publishers write, on the field."""
DIGITS = 6
"""Digits of a share behind the point; `missing` and `records` say it exactly."""
ENDS_OR_QUOTE = re.compile('["\n\r]')
Line = dict[str, str]


@dataclass(frozen=True)
class Counted:
    """How many records a table has, and how many of them lack each field."""

    records: int
    missing: tuple[int, ...]


@dataclass(frozen=True)
class Described:
    """A table as a release cites it, and what its records count."""

    cited: CitedTable
    counted: Counted

    @property
    def records(self) -> int:
        """How many records it has."""
        return self.counted.records

    @property
    def fields(self) -> Iterable[tuple[Field, int]]:
        """Give each field, with the number of records that lack it."""
        return zip(self.cited.schema.fields, self.counted.missing, strict=True)

    @property
    def missing_value(self) -> str:
        """The text that stands for a missing value in the table's CSV."""
        return next((each.value for each in self.cited.schema.missing_values), "")


def count_records(stored: StoredTable, engine: Engine) -> Counted:
    """Count the records of a table, and those that lack each field."""
    numbers = number_all(stored.table)
    records, present = 0, []
    if stored.present is not None and stored.cells is not None:
        records = stored.cells.records
        return Counted(records, tuple(records - each for each in stored.present))
    for first in range(0, len(numbers), MEASURED_AT_ONCE):
        counts = ", ".join(f"count(c{each})" for each in numbers[first : first + MEASURED_AT_ONCE])
        ((records, *some),) = engine.rows(f"select count(*), {counts} from {stored.canonical}")
        present += some
    return Counted(records, tuple(records - each for each in present))


def render_codebook(tables: Iterable[Described]) -> str:
    """Write the codebook of some tables, as canonical CSV."""
    rows = [
        line
        for table in tables
        for field, missing in table.fields
        for line in list_lines(table, field, missing)
    ]
    renamed = any(row.get(name) for row in rows for name in IN_SQL)
    columns = (*COLUMNS, *IN_SQL) if renamed else COLUMNS
    header = dict(zip(columns, columns, strict=True))
    return "".join(
        write_line([row.get(name, "") for name in columns]) + "\n" for row in (header, *rows)
    )


def write_line(cells: list[str]) -> str:
    """Write a line of CSV; of most no cell needs quotes."""
    line = ",".join(cells)
    if line.count(",") < len(cells) and not ENDS_OR_QUOTE.search(line):
        return line
    return ",".join(quote_name(each, alone=False) for each in cells)


def list_lines(table: Described, field: Field, missing: int) -> Iterator[Line]:
    """Give the lines on one field."""
    place = {"table": table.cited.name, "field": field.name}
    yield {"kind": "field", **place, **describe_meaning(table, field),
           **describe_constraints(field), **describe_missing(table, missing),
           **describe_sql_names(table, field)}  # fmt: skip
    labels = {render_value(each.value): each.label or "" for each in field.categories or ()}
    for value in map(render_value, field.allowed or ()):
        yield {"kind": "value", **place, "value": value, "label": labels.get(value, "")}
    schema = table.cited.schema
    for number, key in enumerate(schema.unique_keys, start=1):
        if field.name in key:
            yield {"kind": "unique key", **place, "key": str(number)}
    for number, foreign in enumerate(schema.foreign_keys, start=1):
        for own, other in zip(foreign.fields, foreign.reference.fields, strict=True):
            if own == field.name:
                there = foreign.reference.resource or table.cited.name
                yield {"kind": "foreign key", **place, "key": str(number), "to_table": there,
                       "to_field": other}  # fmt: skip


def describe_meaning(table: Described, field: Field) -> Line:
    """Say what a field is."""
    key = table.cited.schema.primary_key or ()
    return {
        "title": field.title or "",
        "description": field.description or "",
        "unit": render_unit(field),
        "type": field.type,
        "format": field.format,
        "stored_as": STORAGE.of(field) or "",
        "primary_key": str(key.index(field.name) + 1) if field.name in key else "",
    }


def describe_sql_names(table: Described, field: Field) -> Line:
    """Say what databases call a field and its table, where that is not their name."""
    cited = table.cited
    renamed = {"sql_table": cited.sql_name} if cited.sql_name != cited.name else {}
    named = SQL_NAME.of(field)
    return renamed | ({"sql_field": named} if named else {})


def render_unit(field: Field) -> str:
    """Give the unit of a field's values as its schema writes it; what is no text, as JSON."""
    found: Any = (field.model_extra or {}).get(UNIT)
    if found is None or isinstance(found, str):
        return found or ""
    return json.dumps(found, ensure_ascii=False)


def describe_constraints(field: Field) -> Line:
    """Say what every value of a field must satisfy."""
    given = field.constraints
    said = {name: getattr(given, name) for name in CONSTRAINTS}
    schema = given.json_schema
    return {
        "required": render_value(given.required),
        "unique": render_value(given.unique),
        **{name: render_value(value) for name, value in said.items() if value is not None},
        "json_schema": json.dumps(schema, ensure_ascii=False) if schema is not None else "",
    }


def describe_missing(table: Described, missing: int) -> Line:
    """Say how a missing value is written, and how many there are."""
    return {
        "missing_value": table.missing_value,
        "records": str(table.records),
        "missing": str(missing),
        "share_missing": render_share(missing, table.records),
    }


def render_share(part: int, whole: int) -> str:
    """Write a share as a number from 0 to 1, rounded half up; nothing of nothing."""
    if not whole:
        return ""
    scale = 10**DIGITS
    rounded = (2 * part * scale + whole) // (2 * whole)
    return f"{rounded // scale}.{rounded % scale:0{DIGITS}}".rstrip("0").removesuffix(".")

"""A field as the engine holds it, and every type's form."""

import json
from dataclasses import dataclass
from typing import Any

from pressmark import sql
from pressmark.field_types.durations import DURATIONS
from pressmark.field_types.evident import Proof
from pressmark.field_types.form import Form
from pressmark.field_types.json_texts import JSON_TEXTS
from pressmark.field_types.lists import LISTS
from pressmark.field_types.moments import MOMENTS
from pressmark.field_types.numbers import NUMBERS
from pressmark.field_types.own_formats import find_unknown_directive
from pressmark.field_types.places import GEOPOINT_FORMATS, PLACES, SHAPES
from pressmark.field_types.readable import express_match
from pressmark.field_types.texts import STRING_FORMATS, TEXTS
from pressmark.field_types.truth import TRUTH, read_truth
from pressmark.package import Field

FORMS: dict[str, Form] = {
    **TEXTS, **NUMBERS, **TRUTH, **MOMENTS, **DURATIONS, **JSON_TEXTS, **PLACES, **LISTS,
}  # fmt: skip
"""All types of the standard."""
FORMATS: dict[str, tuple[str, ...]] = {
    "string": tuple(STRING_FORMATS),
    "geopoint": GEOPOINT_FORMATS,
    "geojson": tuple(SHAPES),
}
"""The formats that the standard defines, of types that have more than the default."""
FEW = 64
OWN_FORMATS = ("date", "time", "datetime")
STRUCTURED = ("any", "array", "object", "geojson", "geopoint", "list")


def find_form(field: Field) -> Form:
    """Give the form of a field's type."""
    return FORMS[field.type]


def explain_unread(field: Field) -> str | None:
    """Say why a field's format cannot be judged; None where it can."""
    if field.type in OWN_FORMATS:
        if field.format in ("default", "any"):
            return None
        directive = find_unknown_directive(field.format)
        if directive:
            return f"the format {field.format!r} holds {directive!r}, which strptime does not know"
        if "%" not in field.format:
            return f"the format {field.format!r} names no part of a {field.type}, such as %Y"
    elif field.format not in FORMATS.get(field.type, ("default",)):
        return f"the format {field.format!r} is not defined for type {field.type}"
    return None


def express_validity(field: Field, text: str) -> str:
    """SQL that is true where a text has the form of the field's type and names a value."""
    return express_match(find_form(field), field, text)


def render_value(value: object) -> str:
    """Write a value of a schema (a bound, an allowed value) as a cell would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def strip_format(field: Field) -> Field:
    """Give the field as schemas write its values: without units, groups or another decimal mark."""
    return field.model_copy(update={"decimal_char": ".", "group_char": None, "bare_number": True})


@dataclass(frozen=True)
class Column:
    """A field as the engine holds it: `text` is SQL for its cell, NULL where it is missing."""

    field: Field
    text: str
    in_primary_key: bool = False

    @property
    def typed(self) -> str:
        """SQL for the cell's value, NULL where missing; of no meaning where it is not valid."""
        return find_form(self.field).typed(self.field, self.text)

    @property
    def canonical(self) -> str:
        """SQL for the cell as it is published."""
        return find_form(self.field).canonical(self.field, self.text)

    def compares(self, operator: str, value: object) -> str:
        """SQL that is true where the cell's value stands on a side of one that the schema names."""
        own = find_form(self.field).compare
        if own is not None:
            return own(self.field, self.text, operator, sql.quote_text(render_value(value)))
        return f"{self.typed} {operator} {self.value(value)}"

    def among_values(self, violated: str) -> str:
        """Ask only of what is of its type: that the rest is not has been said."""
        kind = find_form(self.field)
        if kind.pattern(self.field) is None and kind.sound is None:
            return violated
        return f"({violated}) and {express_validity(self.field, self.text)}"

    def value(self, value: object) -> str:
        """SQL for a value that the schema names, read as a plainly written cell would be.

        A moment may stand in the field's own format or in the default one.
        """
        truth = read_truth(self.field, value) if self.field.type == "boolean" else None
        if truth is not None:
            return render_value(truth)
        return self.named(sql.quote_text(render_value(value)))

    def values(self, values: tuple[Any, ...]) -> str:
        """SQL for values that the schema lists, as `in` takes them.

        Each of many would be an expression of its own to the engine, which reads a list instead.
        """
        if len(values) <= FEW or self.field.type == "boolean":
            return ", ".join(self.value(each) for each in values)
        listed = sql.select_rows(map(render_value, values), "listed")
        return f"select {self.named('listed')} from ({listed})"

    def named(self, text: str) -> str:
        """SQL for the value of a text in which the schema names it."""
        plain = find_form(self.field).typed(strip_format(self.field), text)
        if not has_own_format(self.field):
            return plain
        usual = find_form(self.field).typed(use_default_format(self.field), text)
        own = express_validity(strip_format(self.field), text)
        return f"case when {own} then {plain} else {usual} end"

    def takes(self, value: object) -> bool:
        """Whether a value that the schema names is of a kind that the field's type can have."""
        if isinstance(value, bool):
            return self.field.type in ("boolean", "any")
        return not isinstance(value, dict | list | tuple) or self.field.type in STRUCTURED

    @property
    def proof_of_named(self) -> Proof | None:
        """What shows a text to name a value of the field's type, as schemas write it."""
        return find_form(self.field).proof(strip_format(self.field))

    def names_value(self, text: str) -> str:
        """SQL that is true where a text names a value of the field's type, as schemas write it."""
        own = express_validity(strip_format(self.field), text)
        if not has_own_format(self.field):
            return own
        return (
            f"coalesce({own}, false) or ({express_validity(use_default_format(self.field), text)})"
        )


def has_own_format(field: Field) -> bool:
    """Whether a field's moments stand in a format of its own."""
    return field.type in OWN_FORMATS and field.format != "default"


def use_default_format(field: Field) -> Field:
    """Give the field as if its moments stood in the default format."""
    return field.model_copy(update={"format": "default"})

"""How a finding speaks of a type: what a text is not, and what would be right."""

from pipeline import forms
from pipeline.descriptor import Field

BY_FORMAT = {
    ("geopoint", "default"): 'longitude and latitude, such as "13.4, 52.5"',
    ("geopoint", "array"): "longitude and latitude as [13.4, 52.5]",
    ("geopoint", "object"): 'longitude and latitude as {"lon": 13.4, "lat": 52.5}',
    ("geojson", "default"): "a shape as GeoJSON",
    ("geojson", "topojson"): "a topology as TopoJSON",
}


def is_wrong(field: Field) -> str:
    """End the sentence "<value> in <field> ...": it is not of the field's type."""
    if field.type == "string":
        return f"does not have the format {field.format}"
    if field.type == "list":
        return f"is not a list of {field.item_type} values"
    return f"is not {a(field.type)}"


def would_be_right(field: Field) -> str:
    """Say what a field's cells look like."""
    right = forms.form(field).reads
    if field.type == "boolean":
        return "one of " + quoted((*field.true_values, *field.false_values))
    if field.type == "number":
        return right.replace("3.5", f"3{field.decimal_char}5")
    if field.type == "string":
        return f"text of the format {field.format}"
    if field.type == "list":
        return f'values of type {field.item_type}, with "{field.delimiter}" between them'
    if field.type in ("date", "time", "datetime") and field.format != "default":
        return own_moment(field)
    return BY_FORMAT.get((field.type, field.format), right)


def own_moment(field: Field) -> str:
    """Say what a moment of the field's own format looks like."""
    if field.format == "any":
        return forms.form(field).reads + ", or so that it can be read in one way only"
    return f"{a(field.type)} of the form {field.format}, such as {forms.example(field)}"


def a(word: str) -> str:
    """Put the article before a type's name."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def quoted(values: tuple[object, ...], most: int = 8) -> str:
    """List values for a sentence, no more than `most`."""
    shown = ", ".join(f'"{forms.written(value)}"' for value in values[:most])
    more = len(values) - most
    return shown + (f" and {more} more" if more > 0 else "")

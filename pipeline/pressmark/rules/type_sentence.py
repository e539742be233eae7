"""How a finding speaks of a type: what a text is not, and what would be right."""

import re
from collections.abc import Mapping

from pressmark import field_types
from pressmark.package import Field
from pressmark.rules.suggestion import make_day

WRONG = {
    "integer": "is not a whole number",
    "number": "is not a number",
    "boolean": "is neither true nor false",
    "date": "is not a date",
    "time": "is not a time of day",
    "datetime": "is not a date with a time",
    "year": "is not a year",
    "yearmonth": "is not a month of a year",
    "duration": "is not a duration",
    "array": "is not a JSON array",
    "object": "is not a JSON object",
    "geopoint": "is not a point of longitude and latitude",
    "geojson": "is not a GeoJSON shape",
}
"""The end of the sentence "<value> in <field> ..." by type."""

TEXTS = {
    "email": ("an e-mail address", "an e-mail address, such as name@example.org"),
    "uri": ("a web address", "a whole web address, such as https://example.org/page"),
    "uuid": ("a UUID", "a UUID, such as 123e4567-e89b-12d3-a456-426614174000"),
    "binary": ("text in Base64", "text in Base64, such as cHJlc3M="),
}
"""What a text of a format is, and what would be right."""

FOR_NO_VALUE = (
    "na",
    "n/a",
    "n.a.",
    "nan",
    "null",
    "none",
    "nil",
    "nd",
    "n.d.",
    "-",
    "--",
    "?",
    ".",
)
"""What people and programs write where there is no value."""

ITEMS = {
    "string": "texts",
    "integer": "whole numbers",
    "number": "numbers",
    "boolean": "the words true and false",
    "date": "dates",
    "time": "times of day",
    "datetime": "dates with a time",
}

LIKE_A_DAY = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?")
ONE_THOUSAND = re.compile(r"[+-]?[0-9]{1,3}([,.])[0-9]{3}")
WITH_MARKS = re.compile(r"[^\w+.,-]*([+-]?[0-9]+(?:([.,])[0-9]+)?)(?:[^\w+.,-]+|\s[^\W\d]{1,3})?")
"""A number with a sign of a currency before it, or a percent sign or a short unit behind it."""

BY_FORMAT = {
    ("geopoint", "default"): 'longitude and latitude, such as "13.4, 52.5"',
    ("geopoint", "array"): "longitude and latitude as [13.4, 52.5]",
    ("geopoint", "object"): 'longitude and latitude as {"lon": 13.4, "lat": 52.5}',
    ("geojson", "default"): "a shape as GeoJSON",
    ("geojson", "topojson"): "a topology as TopoJSON",
}


def phrase_wrong(field: Field) -> str:
    """End the sentence "<value> in <field> ...": it is not of the field's type."""
    if field.type == "string":
        what, _ = TEXTS.get(field.format, (f"text of the format {field.format}", ""))
        return f"is not {what}"
    if field.type == "list":
        return f"is not a list of {ITEMS[field.item_type]}"
    if (field.type, field.format) == ("geojson", "topojson"):
        return "is not a TopoJSON topology"
    return WRONG[field.type]


def explain_more_closely(field: Field, text: str) -> str | None:
    """Say so where a text is written as a day is, and the calendar has no such day.

    Or where it probably stands for no value, or is a number as its field would have to say.
    """
    if text.strip().casefold() in FOR_NO_VALUE:
        return f"{phrase_wrong(field)}: if it stands for no value, missingValues lists it"
    if field.type in ("integer", "number"):
        return explain_number(field, text)
    day = field.type in ("date", "datetime") and field.format == "default"
    match = LIKE_A_DAY.fullmatch(text) if day else None
    if match is None or make_day(int(match[1]), int(match[2]), int(match[3])):
        return None
    return "names a day that the calendar does not have"


def explain_number(field: Field, text: str) -> str | None:
    """Name the property by which a text would be a number (Table Schema, number and integer).

    Where a mark may divide thousands or begin a fraction, nothing is guessed, and this is said.
    """
    divided = ONE_THOUSAND.fullmatch(text)
    if divided and not field.group_char and (mark := divided[1]) != field.decimal_char:
        return f'{WRONG[field.type]}: if "{mark}" divides thousands, the field says so as groupChar'
    marked = WITH_MARKS.fullmatch(text) if field.bare_number else None
    point = field.decimal_char if field.type == "number" else None
    if marked and marked[1] != text.strip() and (marked[2] or point) == point:
        return f'{WRONG[field.type]} alone: if it may hold more, the field says "bareNumber": false'
    return None


def phrase_right(field: Field) -> str:
    """Say what a field's cells look like."""
    right = field_types.find_form(field).reads
    if field.type == "boolean":
        return f'"{field.true_values[0]}" or "{field.false_values[0]}"'
    if field.type == "number":
        return right.replace("3.5", f"3{field.decimal_char}5")
    if field.type == "string":
        _, right = TEXTS.get(field.format, ("", f"text of the format {field.format}"))
        return right
    if field.type == "list":
        return f'{ITEMS[field.item_type]} with "{field.delimiter}" between them'
    if field.type in ("date", "time", "datetime") and field.format != "default":
        return phrase_own_moment(field)
    return BY_FORMAT.get((field.type, field.format), right)


def phrase_own_moment(field: Field) -> str:
    """Say what a moment of the field's own format looks like."""
    if field.format == "any":
        return field_types.find_form(field).reads + ", or so that it can be read in one way only"
    example = field_types.render_example(field)
    return f"{add_article(field.type)} of the form {field.format}, such as {example}"


def add_article(word: str) -> str:
    """Put the article before a type's name."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def quote_values(
    values: tuple[object, ...], labels: Mapping[str, str | None], most: int = 8
) -> str:
    """List values for a sentence, no more than `most`, each with its label if it has one."""
    words = [field_types.render_value(value) for value in values[:most]]
    said = {word: f'"{word}" ({labels[word]})' for word in words if labels.get(word)}
    shown = ", ".join(said.get(word, f'"{word}"') for word in words)
    more = len(values) - most
    return shown + (f" and {more} more" if more > 0 else "")

"""Points and shapes on the earth ("geopoint" and "geojson" of Table Schema v2)."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pressmark import sql
from pressmark.field_types.form import Form, use_no_pattern
from pressmark.field_types.json_texts import Numeral, read_json, render_json
from pressmark.field_types.numbers import render_numeral
from pressmark.field_types.shapes import is_geojson, is_topology
from pressmark.package import Field

DEGREES = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
POINT = re.compile(rf"({DEGREES}), ?({DEGREES})", re.ASCII)
LONGEST = 1_000
GEOPOINT_FORMATS = ("default", "array", "object")
SHAPES: dict[str, Callable[[Any], bool]] = {"default": is_geojson, "topojson": is_topology}


def render_geopoint(text: str, format_: str) -> str | None:
    """Write a point of longitude and latitude in the form of its format; None where it is none."""
    if len(text) > LONGEST:
        return None
    pair = split_pair(text, format_)
    if pair is None:
        return None
    longitude, latitude = (render_numeral(each) or each for each in pair)
    if abs(Decimal(longitude)) > 180 or abs(Decimal(latitude)) > 90:  # noqa: PLR2004
        return None
    if format_ == "object":
        return f'{{"lon":{longitude},"lat":{latitude}}}'
    return f"[{longitude},{latitude}]" if format_ == "array" else f"{longitude}, {latitude}"


def split_pair(text: str, format_: str) -> tuple[str, str] | None:
    """Find the numerals of longitude and latitude."""
    if format_ == "default":
        match = POINT.fullmatch(text)
        return (match[1], match[2]) if match else None
    try:
        value = read_json(text)
    except ValueError:
        return None
    if format_ == "object":
        value = [value["lon"], value["lat"]] if is_lon_lat(value) else None
    sound = isinstance(value, list) and all(isinstance(each, Numeral) for each in value)
    return (value[0], value[1]) if sound and len(value) == 2 else None  # noqa: PLR2004


def is_lon_lat(value: Any) -> bool:
    """Whether a value is an object of `lon` and `lat` and nothing else."""
    return isinstance(value, dict) and set(value) == {"lon", "lat"}


def render_geojson(text: str, format_: str) -> str | None:
    """Write a shape in the canonical form of its JSON; None where it is none of its format."""
    try:
        value = read_json(text)
    except ValueError:
        return None
    return render_json(value) if SHAPES[format_](value) else None


def call_geopoint(field: Field, text: str) -> str:
    """Give SQL for a point's canonical form."""
    return f"render_geopoint({text}, {sql.quote_text(field.format)})"


def call_geojson(field: Field, text: str) -> str:
    """Give SQL for a shape's canonical form."""
    return f"render_geojson({text}, {sql.quote_text(field.format)})"


PLACES = {
    "geopoint": Form(
        "a point as longitude, latitude", use_no_pattern, call_geopoint, call_geopoint
    ),
    "geojson": Form("a shape as GeoJSON", use_no_pattern, call_geojson, call_geojson),
}

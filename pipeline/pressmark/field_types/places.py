"""Points and shapes on the earth ("geopoint" and "geojson" of Table Schema v2)."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pressmark import sql
from pressmark.field_types.form import Form, no_pattern
from pressmark.field_types.json_texts import Numeral, read_json, written
from pressmark.field_types.numbers import canonical_number
from pressmark.field_types.shapes import is_geojson, is_topology
from pressmark.package import Field

DEGREES = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
POINT = re.compile(rf"({DEGREES}), ?({DEGREES})", re.ASCII)
LONGEST = 1_000
GEOPOINT_FORMATS = ("default", "array", "object")
SHAPES: dict[str, Callable[[Any], bool]] = {"default": is_geojson, "topojson": is_topology}


def canonical_geopoint(text: str, format_: str) -> str | None:
    """Write a point of longitude and latitude in the form of its format; None where it is none."""
    if len(text) > LONGEST:
        return None
    pair = pair_of(text, format_)
    if pair is None:
        return None
    longitude, latitude = (canonical_number(each) or each for each in pair)
    if abs(Decimal(longitude)) > 180 or abs(Decimal(latitude)) > 90:  # noqa: PLR2004
        return None
    if format_ == "object":
        return f'{{"lon":{longitude},"lat":{latitude}}}'
    return f"[{longitude},{latitude}]" if format_ == "array" else f"{longitude}, {latitude}"


def pair_of(text: str, format_: str) -> tuple[str, str] | None:
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


def canonical_geojson(text: str, format_: str) -> str | None:
    """Write a shape in the canonical form of its JSON; None where it is none of its format."""
    try:
        value = read_json(text)
    except ValueError:
        return None
    return written(value) if SHAPES[format_](value) else None


def geopoint(field: Field, text: str) -> str:
    """Give SQL for a point's canonical form."""
    return f"canonical_geopoint({text}, {sql.text(field.format)})"


def geojson(field: Field, text: str) -> str:
    """Give SQL for a shape's canonical form."""
    return f"canonical_geojson({text}, {sql.text(field.format)})"


PLACES = {
    "geopoint": Form("a point as longitude, latitude", no_pattern, geopoint, geopoint),
    "geojson": Form("a shape as GeoJSON", no_pattern, geojson, geojson),
}

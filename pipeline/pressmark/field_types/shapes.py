"""What a GeoJSON object (RFC 7946) and a TopoJSON topology must hold."""

from collections.abc import Callable
from typing import Any, TypeGuard

from pressmark.field_types.json_texts import Numeral

NESTING = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""How deep the positions of each geometry lie."""
ARCS = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""How deep the lists of arc numbers of each topological geometry lie."""


def is_geojson(value: Any) -> bool:
    """Whether a value is a geometry, a feature or a collection of features."""
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if kind == "FeatureCollection":
        return is_list_of(value.get("features"), is_feature)
    return is_feature(value) if kind == "Feature" else is_geometry(value)


def is_feature(value: Any) -> bool:
    """Whether a value is a feature (RFC 7946, section 3.2)."""
    if not isinstance(value, dict) or value.get("type") != "Feature":
        return False
    if "geometry" not in value or "properties" not in value:
        return False
    geometry, properties = value["geometry"], value["properties"]
    return (geometry is None or is_geometry(geometry)) and (
        properties is None or isinstance(properties, dict)
    )


def is_geometry(value: Any) -> bool:
    """Whether a value is a geometry (RFC 7946, section 3.1)."""
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if kind == "GeometryCollection":
        return is_list_of(value.get("geometries"), is_geometry)
    if not isinstance(kind, str) or kind not in NESTING:
        return False
    return is_nested(value.get("coordinates"), NESTING[kind], kind)


def is_nested(value: Any, depth: int, kind: str) -> bool:
    """Whether coordinates lie as deep as they should, in lines and rings that are long enough."""
    if depth == 0:
        return is_position(value)
    if not is_list_of(value, lambda each: is_nested(each, depth - 1, kind)):
        return False
    if depth > 1 or not kind.endswith(("LineString", "Polygon")):
        return True
    if kind.endswith("Polygon"):
        return len(value) >= 4 and value[0] == value[-1]  # noqa: PLR2004
    return len(value) >= 2  # noqa: PLR2004


def is_position(value: Any) -> bool:
    """Whether a value is two or more numbers."""
    return is_list_of(value, is_numeral) and len(value) >= 2  # noqa: PLR2004


def is_numeral(value: Any) -> bool:
    """Whether a value is a number."""
    return isinstance(value, Numeral)


def is_list_of(value: Any, holds: Callable[[Any], bool]) -> TypeGuard[list[Any]]:
    """Whether a value is a list of which each item holds."""
    return isinstance(value, list) and all(holds(each) for each in value)


def is_topology(value: Any) -> bool:
    """Whether a value is a topology (TopoJSON format specification, section 2.1)."""
    if not isinstance(value, dict) or value.get("type") != "Topology":
        return False
    objects, arcs = value.get("objects"), value.get("arcs")
    if not isinstance(objects, dict) or not is_list_of(arcs, is_arc):
        return False
    return all(is_topological(each, len(arcs)) for each in objects.values())


def is_arc(value: Any) -> bool:
    """Whether a value is two or more positions."""
    return is_list_of(value, is_position) and len(value) >= 2  # noqa: PLR2004


def is_topological(value: Any, arcs: int) -> bool:
    """Whether a value is a geometry whose lines are arcs that there are."""
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if kind == "GeometryCollection":
        return is_list_of(value.get("geometries"), lambda each: is_topological(each, arcs))
    if kind in ("Point", "MultiPoint"):
        return is_nested(value.get("coordinates"), NESTING[kind], kind)
    if kind is None:
        return True
    if not isinstance(kind, str) or kind not in ARCS:
        return False
    return are_arcs(value.get("arcs"), ARCS[kind], arcs)


def are_arcs(value: Any, depth: int, arcs: int) -> bool:
    """Whether a value is lists, as deep as they should be, of numbers of arcs."""
    if depth:
        return is_list_of(value, lambda each: are_arcs(each, depth - 1, arcs))
    return is_list_of(value, lambda each: is_arc_number(each, arcs))


def is_arc_number(value: Any, arcs: int) -> bool:
    """Whether a numeral names one of so many arcs; below 0 it is taken backwards."""
    digits = value.removeprefix("-") if isinstance(value, Numeral) else ""
    if not digits.isdecimal() or len(digits) > len(str(arcs)):
        return False
    return -arcs <= int(value) < arcs

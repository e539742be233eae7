"""A project's GeoJSON or TopoJSON → areas of longitudes and latitudes, and nothing else of it.

Only numbers and identifiers are taken (RFC 7946; TopoJSON 1.0). What is too large, or no geography
on degrees, is refused with ValueError, which says what would be right.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

LARGEST = 8_000_000
"""Bytes of a file of shapes."""
MOST_AREAS, MOST_POINTS = 5_000, 100_000
SMALLEST_RING = 3
EAST, NORTH = 540.0, 90.0
"""The largest degrees; some files go on beyond 180 where an area crosses the date line."""
Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Area:
    """An area: by what it is known, and its rings, outer and inner, in degrees."""

    identifier: str
    rings: tuple[Ring, ...]


def read_areas(text: str, key: str = "") -> tuple[Area, ...]:
    """Read the areas of a file; `key` names the property that identifies one, else its `id` does.

    ValueError where the text is no GeoJSON or TopoJSON with areas in degrees.
    """
    if len(text) > LARGEST:
        message = (
            f"it has more than {LARGEST:,} characters; thin it out, for example with mapshaper"
        )
        raise ValueError(message)
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        message = "it is no JSON; name a file of GeoJSON or TopoJSON"
        raise ValueError(message) from None
    try:
        found = list(limit_areas(read_document(document, key)))
    except (KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError):
        message = "it is no GeoJSON and no TopoJSON that could be read; see RFC 7946"
        raise ValueError(message) from None
    if not found:
        message = "it holds no area; areas are of type Polygon or MultiPolygon"
        raise ValueError(message)
    if not any(each.identifier for each in found):
        told = f"a property {key!r}" if key else "an id"
        message = f"no area has {told}; name the property that tells them apart in `-- area:`"
        raise ValueError(message)
    return tuple(found)


def explain_too_many() -> ValueError:
    """Say that a file is too large, and what to do."""
    return ValueError(
        f"it has more than {MOST_AREAS:,} areas or {MOST_POINTS:,} points; thin it out"
    )


def limit_areas(areas: Iterable[Area]) -> Iterator[Area]:
    """Give the areas that have rings; ValueError as soon as there are too many, or their points."""
    count = points = 0
    for each in areas:
        if each.rings:
            count, points = count + 1, points + sum(map(len, each.rings))
            if count > MOST_AREAS or points > MOST_POINTS:
                raise explain_too_many()
            yield each


def keep_rings(rings: Iterable[Ring]) -> tuple[Ring, ...]:
    """Give those of an area's rings that are some; ValueError as soon as they have too many points.

    A file may name the same line over and over: what it becomes is bounded, and not only the file.
    """
    kept, points = [], 0
    for each in rings:
        points += len(each)
        if points > MOST_POINTS:
            raise explain_too_many()
        if each:
            kept.append(each)
    return tuple(kept)


def read_document(document: Any, key: str) -> Iterator[Area]:
    """Give the areas of a document, whatever kind it is."""
    if document["type"] == "Topology":
        yield from read_topology(document, key)
        return
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    for each in features:
        geometry = each["geometry"] if each["type"] == "Feature" else each
        if geometry is not None and geometry["type"] in {"Polygon", "MultiPolygon"}:
            coordinates = geometry["coordinates"]
            polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
            rings = (read_ring(each) for polygon in polygons for each in polygon)
            yield Area(read_identifier(each, key), keep_rings(rings))


def read_topology(document: Any, key: str) -> Iterator[Area]:
    """Give the areas of the object of a topology that has the most."""
    arcs = [tuple(decode_arc(document, arc)) for arc in document["arcs"]]
    collections = [list_geometries(each) for each in document["objects"].values()]
    for each in max(collections, key=len, default=[]):
        polygons = each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]]
        rings = (join_arcs(arcs, numbers) for polygon in polygons for numbers in polygon)
        yield Area(read_identifier(each, key), keep_rings(rings))


def list_geometries(thing: Any) -> list[Any]:
    """List the areas of an object of a topology."""
    geometries = thing["geometries"] if thing["type"] == "GeometryCollection" else [thing]
    return [each for each in geometries if each["type"] in {"Polygon", "MultiPolygon"}]


def decode_arc(document: Any, arc: Any) -> Iterator[Point]:
    """Give the points of an arc: quantized ones are told by their distance from the one before."""
    transform = document.get("transform")
    if transform is None:
        yield from (read_point(each) for each in arc)
        return
    (wide, high), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0.0
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield read_point((x * wide + left, y * high + bottom))


def join_arcs(arcs: list[Ring], numbers: Any) -> Ring:
    """Join arcs to a ring; a negative number is an arc walked backwards."""
    points: list[Point] = []
    for number in numbers:
        points += arcs[number] if number >= 0 else arcs[~number][::-1]
        if len(points) > MOST_POINTS:
            raise explain_too_many()
    return clean_ring(points)


def read_ring(positions: Any) -> Ring:
    """Read the positions of a ring."""
    return clean_ring([read_point(each) for each in positions])


def clean_ring(points: list[Point]) -> Ring:
    """Leave out of a ring what stands twice in a row, and its end; nothing where it is no area."""
    kept = [each for each, after in zip(points, [*points[1:], None], strict=True) if each != after]
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return tuple(kept) if len(kept) >= SMALLEST_RING else ()


def read_point(position: Any) -> Point:
    """Read a position; ValueError where it is none on degrees."""
    east, north = position[0], position[1]
    if not all(type(each) in {int, float} for each in (east, north)):
        raise TypeError
    east, north = float(east), float(north)
    if not (isfinite(east) and isfinite(north) and abs(east) <= EAST and abs(north) <= NORTH):
        message = f"a point at {east:g}, {north:g} is no longitude and latitude in degrees (WGS 84)"
        raise ValueError(message)
    return east, north


def read_identifier(feature: Any, key: str) -> str:
    """Give what identifies a feature, as text; nothing where it has no such property."""
    value = (feature.get("properties") or {}).get(key) if key else feature.get("id")
    known = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if known else ""

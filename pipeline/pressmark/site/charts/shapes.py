"""The shapes of the states, thinned for the screen, and the point at which each is named."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pressmark.site.charts.projection import Point, placed

PATH = Path(__file__).parent / "shapes" / "us-states-10m.json"
Topology = dict[str, Any]
Arc = list[list[int]]


@cache
def topology() -> Topology:
    """Read the shapes as they were published."""
    shapes: Topology = json.loads(PATH.read_text(encoding="utf-8"))
    return shapes


@cache
def thinned(step: int) -> Topology:
    """Leave out of every border the points closer than `step` units, and islands of that size.

    Neighbours share their borders, whose ends stay, so none opens.
    """
    shapes = topology()
    collection = shapes["objects"]["states"]
    reaches = [reach_of(arc) for arc in shapes["arcs"]]

    def is_large(polygon: list[list[int]]) -> bool:
        return len(polygon[0]) > 1 or reaches[max(polygon[0][0], ~polygon[0][0])] >= 2 * step

    states = [
        {
            **each,
            "type": "MultiPolygon",
            "arcs": [part for part in polygons(each) if is_large(part)],
        }
        for each in collection["geometries"]
    ]
    return {
        **shapes,
        "objects": {"states": {**collection, "geometries": states}},
        "arcs": [thin(arc, step) for arc in shapes["arcs"]],
    }


def reach_of(arc: Arc) -> float:
    """Measure how far a border goes from its first point, in units."""
    x = y = 0
    furthest = 0.0
    for step_x, step_y in arc[1:]:
        x, y = x + step_x, y + step_y
        furthest = max(furthest, length(x, y))
    return furthest


def length(x: int, y: int) -> float:
    """Measure a step; a degree of latitude has four times as many units as one of longitude."""
    return abs(x) + abs(y) / 4


def thin(arc: Arc, step: int) -> Arc:
    """Thin one border, whose points are told by their distance from the one before."""
    kept, waiting = [arc[0]], [0, 0]
    for position, (x, y) in enumerate(arc[1:], 2):
        waiting = [waiting[0] + x, waiting[1] + y]
        if position == len(arc) or length(*waiting) >= step:
            kept.append(waiting)
            waiting = [0, 0]
    return kept


def only(shapes: Topology, states: Iterable[str]) -> Topology:
    """Keep some states of the shapes, by their FIPS codes."""
    chosen = set(states)
    collection = shapes["objects"]["states"]
    kept = [each for each in collection["geometries"] if each["id"] in chosen]
    return {**shapes, "objects": {"states": {**collection, "geometries": kept}}}


@cache
def outlines() -> dict[str, tuple[tuple[Point, ...], ...]]:
    """Give the outer rings of every state by FIPS code, in units of the map's scale."""
    shapes = thinned(20)
    arcs = [tuple(degrees(shapes, arc)) for arc in shapes["arcs"]]
    return {
        each["id"]: tuple(ring(arcs, polygon[0]) for polygon in polygons(each))
        for each in shapes["objects"]["states"]["geometries"]
    }


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """List the polygons of a state, each as rings of numbers of borders."""
    arcs: list[Any] = geometry["arcs"]
    return arcs if geometry["type"] == "MultiPolygon" else [arcs]


def degrees(shapes: Topology, arc: Arc) -> Iterator[Point]:
    """Give a border's points in longitude and latitude (TopoJSON, section 2.2.1)."""
    (wide, high), (left, bottom) = shapes["transform"]["scale"], shapes["transform"]["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * wide + left, y * high + bottom


def ring(arcs: list[tuple[Point, ...]], numbers: list[int]) -> tuple[Point, ...]:
    """Join borders to a ring; a negative number is a border walked backwards."""
    points: list[Point] = []
    for number in numbers:
        points += arcs[number] if number >= 0 else arcs[~number][::-1]
    return tuple(each for each in (placed(*point) for point in points) if each)


@cache
def middle(state: str) -> Point | None:
    """Find the middle of a state's largest part, in units of the scale; None for no state."""
    rings = [each for each in outlines().get(state, ()) if len(each) > 2]  # noqa: PLR2004
    return max((centroid(each) for each in rings), default=(0.0, None), key=lambda it: it[0])[1]


def centroid(points: tuple[Point, ...]) -> tuple[float, Point | None]:
    """Give the size of a ring's area and its centre of gravity (the shoelace formula)."""
    area = east = south = 0.0
    for (x, y), (next_x, next_y) in zip(points, (*points[1:], points[0]), strict=True):
        cross = x * next_y - next_x * y
        area, east, south = (
            area + cross,
            east + (x + next_x) * cross,
            south + (y + next_y) * cross,
        )
    return abs(area), (east / (3 * area), south / (3 * area)) if area else None


def states_within(left: float, top: float, right: float, bottom: float) -> list[str]:
    """Name the states whose boxes touch a box, in units of the scale."""
    found = []
    for state, rings in outlines().items():
        xs = [x for points in rings for x, _ in points]
        ys = [y for points in rings for _, y in points]
        if xs and min(xs) <= right and max(xs) >= left and min(ys) <= bottom and max(ys) >= top:
            found.append(state)
    return found

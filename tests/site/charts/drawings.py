"""A country that is not there, in GeoJSON and TopoJSON, and what stands in a drawing."""

import json
from typing import Any
from xml.etree import ElementTree as Xml

SVG = "{http://www.w3.org/2000/svg}"


def square(west: float, south: float, size: float = 2) -> list[list[float]]:
    """Give the ring of a square in degrees."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(identifier: object, rings: Any, **properties: object) -> dict[str, Any]:
    """Write an area as a feature."""
    geometry = {"type": "Polygon", "coordinates": rings}
    return {"type": "Feature", "id": identifier, "properties": properties, "geometry": geometry}


def collection(*features: Any) -> str:
    """Write features as a file."""
    return json.dumps({"type": "FeatureCollection", "features": features})


TWO = collection(
    feature("a", [square(10, 50)], code="A-1"),
    feature("b", [square(12, 50)], code="B<2>"),
    feature("isle", [square(15, 51, 0.5)], code="C&3"),
)
"""Two areas that share a border, and an island."""
TOPOLOGY = json.dumps({
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [10, 50]},
    "arcs": [
        [[4, 0], [0, 4]],
        [[4, 4], [-4, 0], [0, -4], [4, 0]],
        [[4, 0], [4, 0], [0, 4], [-4, 0]],
    ],
    "objects": {
        "few": {"type": "Polygon", "id": "whole", "arcs": [[1, 2]]},
        "two": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": 1, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "2", "arcs": [[[-1, 2]]]},
                {"type": "Point", "id": "3", "coordinates": [0, 0]},
            ],
        },
    },
})  # fmt: skip
"""Two squares that share an arc, quantized; the object with more areas counts."""


def elements(svg: str, name: str) -> list[Xml.Element]:
    """List the elements of a name in a drawing, which must be XML."""
    root = Xml.fromstring(svg if " xmlns=" in svg else svg.replace("<svg", f"<svg {NAMED}", 1))  # noqa: S314 - drawn here
    return list(root.iter(SVG + name))


NAMED = 'xmlns="http://www.w3.org/2000/svg"'

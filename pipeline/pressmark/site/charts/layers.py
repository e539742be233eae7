"""Layers of a drawing whose places are known in pixels: symbols and words, in Vega-Lite."""

from collections.abc import Sequence
from typing import Any

from pressmark.site.charts.marks import INK
from pressmark.site.charts.projection import Point

Layer = dict[str, Any]


def points(here: Sequence[Point], colour: str, reach: float, shape: str | None = None) -> Layer:
    """Draw a symbol at each of some points; rings where no shape is given."""
    look = {"shape": shape, "fill": colour} if shape else {"shape": "circle", "fill": None}
    return {
        "data": {"values": [{"x": x, "y": y} for x, y in here]},
        "mark": {
            "type": "point",
            "size": (2 * reach) ** 2,
            "opacity": 1,
            "stroke": None if shape else colour,
            "strokeWidth": 1.6,
            **look,
        },
        "encoding": {"x": at("x"), "y": at("y")},
    }


def written(words: Sequence[tuple[float, float, str]], align: str, letters: int) -> Layer:
    """Write some words, each from or up to a point in pixels."""
    return {
        "data": {"values": [{"x": x, "y": y, "text": text} for x, y, text in words]},
        "mark": {
            "type": "text",
            "align": align,
            "baseline": "middle",
            "fontSize": letters,
            "fill": INK,
        },
        "encoding": {"x": at("x"), "y": at("y"), "text": {"field": "text"}},
    }


def at(field: str) -> Layer:
    """Take a field for a position in pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}

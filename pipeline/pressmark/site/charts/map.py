"""Places with a status → a map of the United States, with an inset wherever they crowd."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.charts.drawing import Picture
from pressmark.site.charts.labels import NEAR, RADII, Box, Label, around, laid_out
from pressmark.site.charts.layers import Layer, at, points, written
from pressmark.site.charts.marks import INK, LAND, LINE, QUIET, Mark, marks_of
from pressmark.site.charts.projection import HEIGHT, WIDTH, Point, placed
from pressmark.site.charts.shapes import Topology, middle, only, states_within, thinned, topology

SIZES = {"wide": (900, 12, 6.0, 0, RADII[-1]), "narrow": (322, 11, 4.5, 46, NEAR)}
"""Width of the map, height of letters, reach of a symbol, room for labels beside, in pixels, and
how far a label may stand from its place: where states are small, a line to it looks like a border.
"""
INSET = (290, 190, 12, 6.0)
CROWDED = 0.0145
"""Places closer than this, in units of the scale, would lie on each other on the wide map."""
SMALLEST = 0.0012
"""The least that an inset shows, in units of the scale: some 8 kilometres."""


@dataclass(frozen=True)
class MapRow:
    """A place: what to call it, its status in words, and where it is.

    A state is known by its FIPS code, any other place by its coordinates in degrees.
    """

    label: str
    status: str
    fips: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def spot(self) -> Point | None:
        """Where it stands in units of the scale; None where the map does not show it."""
        if self.latitude is not None and self.longitude is not None:
            return placed(self.longitude, self.latitude)
        return middle(self.fips) if self.fips else None

    @property
    def is_state(self) -> bool:
        """Whether it is drawn as an area."""
        return self.latitude is None and self.fips is not None


Spots = list[tuple[MapRow, Point]]


def map_pictures(name: str, title: str, rows: Sequence[MapRow]) -> list[Picture]:
    """Give the map in two widths and an inset for each crowd; nothing where there is no place."""
    spots = [(row, spot) for row in rows if (spot := row.spot)]
    if not spots:
        return []
    crowds = crowds_of([each for each in spots if not each[0].is_state])
    marks = marks_of(tuple(row.status for row in rows))
    words = "; ".join(f"{status}: {named(rows, status)}" for status in marks)
    whole = [
        Picture(f"{name}-{form}", form, title, words, whole_map(spots, crowds, marks, form))
        for form in SIZES
    ]
    insets = [
        Picture(
            f"{name}-{letter(position)}",
            "inset",
            f"{letter(position)}, enlarged: {', '.join(row.label for row, _ in crowd)}",
            "; ".join(f"{row.label}: {row.status}" for row, _ in crowd),
            inset(crowd, [row for row, _ in spots], marks),
        )
        for position, crowd in enumerate(crowds)
    ]
    return whole + insets


def named(rows: Sequence[MapRow], status: str) -> str:
    """List the places with a status."""
    return ", ".join(row.label for row in rows if row.status == status)


def letter(position: int) -> str:
    """Name an inset."""
    return chr(ord("A") + position % 26)


def crowds_of(spots: Spots) -> list[Spots]:
    """Gather places that would lie on each other, each with one of its crowd."""
    crowds: list[Spots] = []
    for each in spots:
        near = [crowd for crowd in crowds if any(are_close(each[1], spot) for _, spot in crowd)]
        merged = [each for crowd in near for each in crowd]
        crowds = [crowd for crowd in crowds if crowd not in near] + [[*merged, each]]
    return sorted((crowd for crowd in crowds if len(crowd) > 1), key=lambda crowd: crowd[0][1])


def are_close(one: Point, other: Point) -> bool:
    """Whether the symbols of two places would touch on the wide map."""
    return abs(one[0] - other[0]) < CROWDED and abs(one[1] - other[1]) < CROWDED


def whole_map(spots: Spots, crowds: list[Spots], marks: dict[str, Mark], form: str) -> Layer:
    """Draw the whole country: states as areas, places as symbols, crowds as rings with a letter."""
    width, letters, reach, room, furthest = SIZES[form]
    scale, height = width / (WIDTH + 0.03), width * HEIGHT / (WIDTH + 0.03)
    crowded = [row for crowd in crowds for row, _ in crowd]

    def pixel(spot: Point) -> Point:
        return width / 2 + spot[0] * scale, height / 2 + spot[1] * scale

    rings = [
        (f"{letter(position)} ({len(crowd)})", pixel(centre(crowd)))
        for position, crowd in enumerate(crowds)
    ]
    shown = [(row, pixel(spot)) for row, spot in spots if row not in crowded]
    wanted, here = [(row.label, point) for row, point in shown], Box(0, 0, width + room, height)
    taken = [around(point, reach) for _, point in wanted + rings]
    # The letters come first: without them nobody finds the inset.
    lettered = laid_out(rings, letters, here, taken, furthest)
    taken += [each.box for each in lettered]
    labels = lettered + laid_out(wanted, letters, here, taken, furthest)
    return {
        "width": width + room,
        "height": height,
        "layer": [
            *areas(thinned(45 if form == "wide" else 90), spots, marks, scale, (width, height)),
            *symbols(shown, marks, reach),
            points([point for _, point in rings], INK, reach),
            *texts(labels, letters),
        ],
    }


def inset(crowd: Spots, rows: Sequence[MapRow], marks: dict[str, Mark]) -> Layer:
    """Draw the surroundings of a crowd, as large as its places need."""
    width, height, letters, reach = INSET
    middle_x, middle_y = centre(crowd)
    across = max(SMALLEST, *(2 * abs(x - middle_x) for _, (x, _) in crowd))
    down = max(SMALLEST, *(2 * abs(y - middle_y) for _, (_, y) in crowd))
    scale = min(width * 0.45 / across, height * 0.6 / down)

    def pixel(spot: Point) -> Point:
        return width / 2 + (spot[0] - middle_x) * scale, height / 2 + (spot[1] - middle_y) * scale

    shown = [(row, pixel(spot)) for row, spot in crowd]
    wanted = [(row.label, point) for row, point in shown]
    taken = [around(point, reach) for _, point in wanted]
    half_x, half_y = width / scale / 2, height / scale / 2
    near = states_within(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
    states: Spots = [(row, (0, 0)) for row in rows if row.is_state and row.fips in near]
    shift = (width - 2 * middle_x * scale, height - 2 * middle_y * scale)
    return {
        "width": width,
        "height": height,
        "layer": [
            *areas(only(topology(), near), states, marks, scale, shift),
            *symbols(shown, marks, reach),
            *texts(laid_out(wanted, letters, Box(0, 0, width, height), taken), letters),
        ],
    }


def centre(crowd: Spots) -> Point:
    """Give the middle of the box around some places."""
    xs, ys = [x for _, (x, _) in crowd], [y for _, (_, y) in crowd]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def areas(
    shapes: Topology, spots: Spots, marks: dict[str, Mark], scale: float, size: Point
) -> list[Layer]:
    """Draw the states: all in quiet, and in the colour of their status those that have one."""
    projection = {
        "type": "albersUsa",
        "scale": scale,
        "translate": [size[0] / 2, size[1] / 2],
    }

    def area(chosen: Topology, **look: object) -> Layer:
        return {
            "data": {"values": chosen, "format": {"type": "topojson", "feature": "states"}},
            "mark": {"type": "geoshape", "clip": True, "stroke": LINE, "strokeWidth": 0.8, **look},
            "projection": projection,
        }

    layers = [area(shapes, fill=LAND)]
    for status, mark in marks.items():
        states = [
            row.fips for row, _ in spots if row.is_state and row.status == status and row.fips
        ]
        if states:
            layers.append(area(only(shapes, states), fill=mark.colour, fillOpacity=0.28))
    return layers


def symbols(shown: Spots, marks: dict[str, Mark], reach: float) -> list[Layer]:
    """Draw the symbol of each place, a layer for each status."""
    layers = []
    for status, mark in marks.items():
        here = [point for row, point in shown if row.status == status]
        if here:
            layers.append(points(here, mark.colour, reach, mark.path))
    return layers


def texts(labels: Sequence[Label], letters: int) -> list[Layer]:
    """Write the labels, with a line to what they name where that is far."""
    far = [
        {"x": each.anchor[0], "y": each.anchor[1], "to_x": each.end[0], "to_y": each.end[1]}
        for each in labels
        if each.is_far
    ]
    rules = {
        "data": {"values": far},
        "mark": {"type": "rule", "stroke": QUIET, "strokeWidth": 0.8},
        "encoding": {"x": at("x"), "y": at("y"), "x2": {"field": "to_x"}, "y2": {"field": "to_y"}},
    }
    left = [each for each in labels if each.end[0] == each.box.right]
    right = [each for each in labels if each not in left]
    layers = [
        written([(each.box.right, each.end[1], each.text) for each in left], "right", letters),
        written([(each.box.left, each.end[1], each.text) for each in right], "left", letters),
    ]
    return [*([rules] if far else []), *(layer for layer in layers if layer["data"]["values"])]

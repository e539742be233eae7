"""Longitude and latitude → a point of the plane, y downwards, in units of the projection.

`albers-usa` shows the contiguous United States with Alaska and Hawaii below them (as d3-geo, whose
constants these are); `conic`, an equal-area cone fitted to what is shown, suits most countries;
`equirectangular` the world and what lies at the equator.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, radians, sin, sqrt

from pressmark.words import find_nearest

Point = tuple[float, float]
Place = Callable[[float, float], Point | None]
NAMES = ("albers-usa", "conic", "equirectangular")
FLAT = 0.12
"""Cones flatter than this (the sine of the middle latitude) are no better than a cylinder."""
WHOLE_WORLD = 200
"""Degrees from west to east beyond which a cone would tear the world apart."""


@dataclass(frozen=True)
class Conic:
    """One of the three conic projections: its own constants, and its box in units of the scale."""

    rotated: float
    centre: Point
    parallels: tuple[float, float]
    size: float
    shift: Point
    box: tuple[float, float, float, float]

    def place(self, longitude: float, latitude: float) -> Point:
        """Put a place, in units of the scale, from the middle of the map; y grows downwards."""
        east, north = project_conic(
            (longitude + self.rotated + 180) % 360 - 180, latitude, self.parallels
        )
        middle_east, middle_north = project_conic(*self.centre, self.parallels)
        return (
            self.shift[0] + self.size * (east - middle_east),
            self.shift[1] - self.size * (north - middle_north),
        )


PARTS = (
    Conic(96, (-0.6, 38.7), (29.5, 45.5), 1, (0, 0), (-0.455, -0.238, 0.455, 0.238)),
    Conic(154, (-2, 58.5), (55, 65), 0.35, (-0.307, 0.201), (-0.425, 0.120, -0.214, 0.234)),
    Conic(157, (-3, 19.9), (8, 18), 1, (-0.205, 0.212), (-0.214, 0.166, -0.115, 0.234)),
)
INSETS = (("Alaska", PARTS[1].box), ("Hawaii", PARTS[2].box))
"""What stands elsewhere than on the earth, and where."""


def project_conic(longitude: float, latitude: float, parallels: tuple[float, float]) -> Point:
    """Project by an equal-area cone through two parallels."""
    low, high = (sin(radians(each)) for each in parallels)
    n = (low + high) / 2
    c = 1 + low * (2 * n - low)
    r = sqrt(max(0.0, c - 2 * n * sin(radians(latitude)))) / n
    angle = radians(longitude) * n
    return r * sin(angle), sqrt(c) / n - r * cos(angle)


def place_in_states(longitude: float, latitude: float) -> Point | None:
    """Put a place of the United States in units of the scale; None for one that is elsewhere."""
    for part in PARTS:
        x, y = part.place(longitude, latitude)
        left, top, right, bottom = part.box
        if left <= x <= right and top <= y <= bottom:
            return x, y
    return None


def fit(name: str, points: Sequence[Point]) -> Place:
    """Give a projection for some points in degrees; without a name, the one that suits them.

    ValueError, with the nearest, where there is none of that name.
    """
    if name and name not in NAMES:
        near = find_nearest(name, NAMES)
        right = f"did you mean {near}?" if near else f"choose one of {', '.join(NAMES)}"
        message = f"there is no projection {name!r}; {right}"
        raise ValueError(message)
    if name == "albers-usa":
        return place_in_states
    middle_east, wide = measure_span([east for east, _ in points])
    norths = [north for _, north in points]
    low, high = min(norths), max(norths)
    middle = (low + high) / 2
    is_world = wide > WHOLE_WORLD
    if name == "equirectangular" or is_world or abs(sin(radians(middle))) < FLAT:
        return partial(project_on_cylinder, middle_east, cos(radians(0 if is_world else middle)))
    sixth = (high - low) / 6
    return partial(project_on_cone, middle_east, (low + sixth, high - sixth))


def measure_span(longitudes: Sequence[float]) -> tuple[float, float]:
    """Give the middle longitude of some, and how far apart the outermost are, in degrees.

    The widest gap between neighbors is outside, so that an area across the date line stays whole.
    """
    ordered = sorted({each % 360 for each in longitudes})
    after = [*ordered[1:], ordered[0] + 360]
    gap, west = max((there - here, there) for here, there in zip(ordered, after, strict=True))
    return (west + (360 - gap) / 2 + 180) % 360 - 180, 360 - gap


def measure_east(middle: float, longitude: float) -> float:
    """Give how far east of a middle a longitude is, in degrees; less than 0 is west."""
    return (longitude - middle + 180) % 360 - 180


def project_on_cylinder(middle: float, narrow: float, longitude: float, latitude: float) -> Point:
    """Put a place by its degrees, of which those of longitude are made `narrow`."""
    return measure_east(middle, longitude) * narrow, -latitude


def project_on_cone(
    middle: float, parallels: tuple[float, float], longitude: float, latitude: float
) -> Point:
    """Put a place on an equal-area cone."""
    east, north = project_conic(measure_east(middle, longitude), latitude, parallels)
    return east, -north

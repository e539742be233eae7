"""The projection `albersUsa` in numbers: where Vega will put a place, so that labels keep clear.

An equal-area conic projection for the contiguous states, with Alaska and Hawaii below them; as in
d3-geo, whose constants these are.
"""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

Point = tuple[float, float]


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
        east, north = conic((longitude + self.rotated + 180) % 360 - 180, latitude, self.parallels)
        middle_east, middle_north = conic(*self.centre, self.parallels)
        return (
            self.shift[0] + self.size * (east - middle_east),
            self.shift[1] - self.size * (north - middle_north),
        )


PARTS = (
    Conic(96, (-0.6, 38.7), (29.5, 45.5), 1, (0, 0), (-0.455, -0.238, 0.455, 0.238)),
    Conic(154, (-2, 58.5), (55, 65), 0.35, (-0.307, 0.201), (-0.425, 0.120, -0.214, 0.234)),
    Conic(157, (-3, 19.9), (8, 18), 1, (-0.205, 0.212), (-0.214, 0.166, -0.115, 0.234)),
)
WIDTH, HEIGHT = 0.91, 0.5
"""The size of the whole map in units of the scale."""


def conic(longitude: float, latitude: float, parallels: tuple[float, float]) -> Point:
    """Project by an equal-area cone through two parallels."""
    low, high = (sin(radians(each)) for each in parallels)
    n = (low + high) / 2
    c = 1 + low * (2 * n - low)
    r = sqrt(c - 2 * n * sin(radians(latitude))) / n
    angle = radians(longitude) * n
    return r * sin(angle), sqrt(c) / n - r * cos(angle)


def placed(longitude: float, latitude: float) -> Point | None:
    """Put a place of the United States in units of the scale; None for one that is elsewhere."""
    for part in PARTS:
        x, y = part.place(longitude, latitude)
        left, top, right, bottom = part.box
        if left <= x <= right and top <= y <= bottom:
            return x, y
    return None

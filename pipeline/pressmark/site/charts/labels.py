"""Labels beside their places, none over another: the nearest free spot, or one with a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Any

from pressmark.site.charts.projection import Point

LETTER = 0.63
"""The width of an average letter in units of its height; generous, since fonts differ."""
RADII = (9, 14, 20, 27, 35, 44, 54, 66, 80, 96)
ANGLES = tuple(pi * each / 12 for each in (0, 12, 6, 18, 2, 22, 10, 14, 4, 20, 8, 16))
NEAR, NEARBY = 16, 60
Wanted = tuple[str, Point]


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Label:
    """A text in its box, and the place that it names."""

    text: str
    anchor: Point
    box: Box

    @property
    def end(self) -> Point:
        """Where a line from the place meets the text."""
        x = min(max(self.anchor[0], self.box.left), self.box.right)
        return x, (self.box.top + self.box.bottom) / 2

    @property
    def length(self) -> float:
        """How far the text stands from its place."""
        return hypot(self.end[0] - self.anchor[0], self.end[1] - self.anchor[1])

    @property
    def is_far(self) -> bool:
        """Whether a line is needed to tell what the text names."""
        return self.length > NEAR


def around(point: Point, reach: float) -> Box:
    """Give the square around a point."""
    return Box(point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach)


def laid_out(
    wanted: Sequence[Wanted],
    size: float,
    within: Box,
    taken: Sequence[Box],
    furthest: float = RADII[-1],
) -> list[Label]:
    """Find each text a spot inside a box, clear of what is taken and of each other.

    `size` is the height of letters in pixels, `furthest` how far from its place a text may stand.
    A text for which there is no spot is left out: the table beside a chart names everything.
    Whoever comes first stands best, so several orders are tried, and the one that needs the
    shortest lines is kept.
    """
    found = [
        in_turn(sorted(wanted, key=order), size, within, taken, furthest)
        for order in orders(tuple(wanted))
    ]
    return min(found, key=lambda labels: (-len(labels), sum(each.length for each in labels)))


def orders(wanted: tuple[Wanted, ...]) -> tuple[Callable[[Wanted], tuple[Any, ...]], ...]:
    """Give the orders in which spots are given: where it is tight first, then from each side."""
    return (
        lambda each: (-crowding(each[1], wanted), each),
        lambda each: (each[1], each[0]),
        lambda each: (-each[1][0], each[0]),
        lambda each: (each[1][1], each[0]),
        lambda each: (-each[1][1], each[0]),
        lambda each: (-len(each[0]), each),
        lambda each: (len(each[0]), each),
    )


def in_turn(
    wanted: Sequence[Wanted], size: float, within: Box, taken: Sequence[Box], furthest: float
) -> list[Label]:
    """Give each text the best spot that those before it have left."""
    full, labels = list(taken), []
    for text, anchor in wanted:
        beside = (Label(text, anchor, box) for box in spots(text, anchor, size))
        label = next(
            (
                each
                for each in beside
                if each.length <= furthest and is_free(each.box, within, full)
            ),
            None,
        )
        if label:
            full.append(label.box)
            labels.append(label)
    return labels


def crowding(point: Point, wanted: Sequence[Wanted]) -> int:
    """Count the places nearby."""
    return sum(hypot(point[0] - x, point[1] - y) < NEARBY for _, (x, y) in wanted)


def is_free(box: Box, within: Box, full: Sequence[Box]) -> bool:
    """Whether a rectangle stands inside another and meets none of the rest."""
    inside = (
        within.left <= box.left
        and box.right <= within.right
        and within.top <= box.top
        and box.bottom <= within.bottom
    )
    return inside and not any(box.meets(other) for other in full)


def spots(text: str, anchor: Point, size: float) -> list[Box]:
    """List where a text may stand, the best first: beside its place, above, below, further away."""
    width, height = len(text) * size * LETTER + 2, size * 1.15
    found = []
    for radius in RADII:
        for angle in ANGLES:
            x, y = anchor[0] + radius * cos(angle), anchor[1] + radius * sin(angle)
            # A text to the right begins there, one to the left ends there, others stand across.
            left = x - width * (1 - cos(angle)) / 2
            found.append(Box(left, y - height / 2, left + width, y + height / 2))
    return found

"""Where marks and their words stand on a map, none over another.

A place that has room is named beside its mark. Those that crowd are named in a column at the
nearer side, in the order of their latitudes, with a line to where they are; neighbors share one, at
a bracket. On a narrow map marks are pushed apart and stand without words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

Point = tuple[float, float]
LETTER = 0.56
"""The width of an average letter in units of its height; generous, since fonts differ."""
LEADING = 1.25
"""The height of a line in units of its letters."""
NEAR = 3.0
"""How far words stand from their mark."""
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))
MOST_STEPS = 400_000
"""Comparisons of marks that are pushed apart; of many there are fewer rounds."""


@dataclass(frozen=True)
class Box:
    """A rectangle, in units of the map."""

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

    def holds(self, other: "Box") -> bool:
        """Whether another stands inside it."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True)
class Spot:
    """A place to be shown: its words, where it is, how large its mark is."""

    words: str
    at: Point
    size: float


@dataclass(frozen=True)
class ShownPlace:
    """A place as it stands: the middle of its mark, where its words begin or end.

    `side` is where the words stand, seen from the mark: across and down; None where there is no
    room for them. One in a column has its mark there too.
    """

    spot: Spot
    mark: Point
    side: tuple[int, int] | None
    in_column: bool = False


@dataclass(frozen=True)
class Cluster:
    """Neighbors of a column that share a line, from where they are to beside them."""

    members: tuple[ShownPlace, ...]
    side: int

    @property
    def heart(self) -> Point:
        """The middle of where they are."""
        spots = [each.spot.at for each in self.members]
        return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)


@dataclass(frozen=True)
class MapLayout:
    """How the places of a map stand, in their order, and which of those in columns go together."""

    shown: tuple[ShownPlace, ...]
    groups: tuple[Cluster, ...]
    letters: float
    left: float
    right: float


def make_square(point: Point, size: float) -> Box:
    """Give the square around a point."""
    half = size / 2
    return Box(point[0] - half, point[1] - half, point[0] + half, point[1] + half)


def place_words(spot: Spot, letters: float, side: tuple[int, int]) -> Box:
    """Give the rectangle of the words beside a mark, or below or above it."""
    across, down = side
    wide, high = len(spot.words) * letters * LETTER, letters * LEADING
    x = spot.at[0] + across * (spot.size / 2 + NEAR + wide / 2)
    y = spot.at[1] + down * (spot.size / 2 + high / 2)
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def lay_out(spots: Sequence[Spot], width: float, height: float, letters: float) -> MapLayout:
    """Give every place a stand on a map; those for whose words there is no room show their mark."""
    crowded = [
        any(
            other is not each
            and make_square(each.at, each.size + 2).meets(make_square(other.at, other.size))
            for other in spots
        )
        for each in spots
    ]
    within = Box(0, 0, width, height)
    full = [make_square(each.at, each.size) for each in spots]
    sides: dict[int, tuple[int, int]] = {}
    order = sorted(range(len(spots)), key=lambda n: (-spots[n].size, len(spots[n].words)))
    for number in (each for each in order if not crowded[each]):
        for side in SIDES:
            box = place_words(spots[number], letters, side)
            others = (each for n, each in enumerate(full) if n != number)
            if within.holds(box) and not any(box.meets(each) for each in others):
                sides[number] = side
                full.append(box)
                break
    rest = [number for number in range(len(spots)) if number not in sides]
    columns = {
        side: [n for n in rest if (spots[n].at[0] >= width / 2) == (side > 0)] for side in (-1, 1)
    }
    shown = {n: ShownPlace(spots[n], spots[n].at, side) for n, side in sides.items()}
    groups: list[Cluster] = []
    for edge, numbers in columns.items():
        for members in place_in_column(spots, numbers, edge, (width, height), letters):
            shown |= members
            if next(iter(members.values())).in_column:
                groups.append(Cluster(tuple(members.values()), edge))
    margins = [find_room([spots[n] for n in columns[side]], letters) for side in (-1, 1)]
    ordered = tuple(shown[number] for number in range(len(spots)))
    return MapLayout(ordered, tuple(groups), letters, *margins)


def find_room(spots: Sequence[Spot], letters: float) -> float:
    """Give how wide a column is, beside the map."""
    longest = max((len(each.words) for each in spots), default=0)
    return longest * letters * LETTER + 52 if longest else 0


def place_in_column(
    spots: Sequence[Spot],
    numbers: Sequence[int],
    side: int,
    size: tuple[float, float],
    letters: float,
) -> list[dict[int, ShownPlace]]:
    """Put places into a column, neighbors together, as near to their heights as there is room.

    Those for which the column is too short show their mark where they are.
    """
    width, height = size
    step, gap = letters * LEADING, letters * 0.45
    together = sorted(
        gather_neighbors(spots, numbers),
        key=lambda each: sum(spots[n].at[1] for n in each) / len(each),
    )
    most, taken, groups = height, 0.0, []
    for each in together:
        if taken + len(each) * step + gap <= most:
            groups.append(sorted(each, key=lambda n: spots[n].at[1]))
            taken += len(each) * step + gap
    kept = {number for each in groups for number in each}
    wanted = [sum(spots[n].at[1] for n in each) / len(each) for each in groups]
    tops = stack_blocks(wanted, [len(each) * step + gap for each in groups], height)
    x = width + 22 if side > 0 else -22.0
    found = []
    for each, top in zip(groups, tops, strict=True):
        first = top + (gap + step) / 2
        found.append(
            {
                n: ShownPlace(spots[n], (x, first + row * step), (side, 0), in_column=True)
                for row, n in enumerate(each)
            }
        )
    left_over = [number for number in numbers if number not in kept]
    return [*found, *({n: ShownPlace(spots[n], spots[n].at, None)} for n in left_over)]


def gather_neighbors(spots: Sequence[Spot], numbers: Sequence[int]) -> list[list[int]]:
    """Gather places whose marks would touch, each with one of its group."""
    groups: list[list[int]] = []
    for number in numbers:
        here = spots[number]
        near = [
            group
            for group in groups
            if any(hypot(here.at[0] - spots[n].at[0], here.at[1] - spots[n].at[1]) < here.size
                   for n in group)
        ]  # fmt: skip
        groups = [each for each in groups if each not in near]
        groups.append([number, *(n for each in near for n in each)])
    return groups


def stack_blocks(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Give the tops of blocks that stand below each other, each as near to its middle as can be.

    They come in the order of their middles; together they are no higher than the room.
    """
    piles: list[tuple[float, float, int]] = []
    for middle, height in zip(wanted, heights, strict=True):
        centre, total, count = middle, height, 1
        while piles and piles[-1][0] + piles[-1][1] / 2 > centre - total / 2:
            other, size, number = piles.pop()
            centre = (other * size + centre * total) / (size + total)
            total, count = total + size, count + number
        centre = min(max(centre, total / 2), max(total / 2, room - total / 2))
        piles.append((centre, total, count))
    tops, position = [], 0
    floor = 0.0
    for centre, total, count in piles:
        top = max(floor, centre - total / 2)
        for height in heights[position : position + count]:
            tops.append(top)
            top += height
        position, floor = position + count, top
    over = floor - room
    return [max(0.0, top - over) for top in tops] if over > 0 else tops


def push_apart(spots: Sequence[Spot], width: float, height: float) -> list[Point]:
    """Move marks as little as is needed for none to touch another, inside the map."""
    at = [list(each.at) for each in spots]
    for _ in range(min(200, 10 + MOST_STEPS // max(1, len(at) ** 2))):
        is_still = True
        for one in range(len(at)):
            for other in range(one):
                least = (spots[one].size + spots[other].size) / 2 + 1
                dx, dy = at[one][0] - at[other][0], at[one][1] - at[other][1]
                apart = hypot(dx, dy)
                if apart >= least:
                    continue
                is_still = False
                # They part a little sideways too, so that those in a line do not stay in it.
                dx, dy = turn(dx / apart, dy / apart) if apart else (1.0, 0.3 * (one % 5 - 2))
                half = (least - apart) / 2
                at[one][0], at[one][1] = at[one][0] + dx * half, at[one][1] + dy * half
                at[other][0], at[other][1] = at[other][0] - dx * half, at[other][1] - dy * half
        for each, spot in zip(at, spots, strict=True):
            each[0] = min(max(each[0], spot.size / 2), width - spot.size / 2)
            each[1] = min(max(each[1], spot.size / 2), height - spot.size / 2)
        if is_still:
            break
    return [(x, y) for x, y in at]


def turn(x: float, y: float) -> Point:
    """Turn a direction by some degrees."""
    return 0.97 * x - 0.24 * y, 0.24 * x + 0.97 * y


def cut_words(words: str, most: int) -> str:
    """Cut words that are too long for a map; they stand in full in the list of places."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"

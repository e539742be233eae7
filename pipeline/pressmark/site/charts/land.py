"""Areas → what a map draws of them: coast, borders and the shape of each, thinned for the screen.

Neighbors share their borders: lines are cut where the areas beside them change, and each piece is
thinned once, so that no border opens. Islands too small to be seen are left out, but for the
largest part of each area.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pressmark.site.charts.geography import Area, read_areas
from pressmark.site.charts.projection import INSETS, Place, Point, fit
from pressmark.site.charts.svg import render_number
from pressmark.site.charts.thinning import measure_area, thin_line

WIDTH, TALLEST = 800, 620
"""The size of a map in its own units; its letters are some 12 of them high."""
HEAVIEST = 16_000
"""Bytes that coast and borders together may weigh in a page."""
WEIGHTS = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)
"""How large the triangle is, in square units, that a point must make with its neighbors to stay."""
ISLAND = 3.0
Inset = tuple[str, tuple[float, float, float, float]]
"""What stands elsewhere than on the earth: its name and its frame."""
Chain = tuple[Point, ...]
Ring = tuple[Chain, ...]
"""A ring as the pieces that it is made of, each in the ring's direction."""


@dataclass(frozen=True)
class Land:
    """The land of a map: paths, the rings of each area by its identifier, and where a place is."""

    width: float
    height: float
    coast: str
    borders: str
    rings: Mapping[str, tuple[Chain, ...]]
    insets: tuple[Inset, ...]
    place: "Placing"

    def path(self, identifier: str) -> str:
        """Give the path of an area."""
        return "".join(render_closed_path(each) for each in self.rings[identifier])

    def anchor(self, identifier: str) -> Point | None:
        """Give the point at which an area is named; None where there is no such area."""
        rings = self.rings.get(identifier)
        return find_inside(max(rings, key=lambda each: abs(measure_area(each)))) if rings else None

    def around(self, spot: Point) -> str | None:
        """Name the area in which a point is, if it is in one."""
        inside = (
            name
            for name, rings in self.rings.items()
            if sum(len(find_crossings(each, spot)) for each in rings) % 2
        )
        return next(inside, None)


@dataclass(frozen=True)
class Placing:
    """From degrees to the units of a map."""

    project: Place
    scale: float
    left: float
    top: float

    def __call__(self, longitude: float, latitude: float) -> Point | None:
        """Put a place; None for one that the projection does not show."""
        spot = self.project(longitude, latitude)
        return (
            ((spot[0] - self.left) * self.scale, (spot[1] - self.top) * self.scale)
            if spot
            else None
        )


@lru_cache(maxsize=16)
def read_land(text: str, key: str, projection: str) -> Land:
    """Read a file of shapes; ValueError says what is wrong with it, or with the projection."""
    areas = read_areas(text, key)
    project = fit(projection, [each for area in areas for ring in area.rings for each in ring])
    flat = {
        name: tuple(each for each in rings if len(each) > 2)  # noqa: PLR2004 - an area
        for name, rings in project_areas(areas, project).items()
    }
    flat = {name: rings for name, rings in flat.items() if rings}
    if not flat:
        message = f"the projection {projection} shows nothing of it; choose another"
        raise ValueError(message)
    placing = fill_map(project, [spot for each in flat.values() for ring in each for spot in ring])
    return draw(flat, placing, is_composed=projection == "albers-usa")


def project_areas(areas: Sequence[Area], project: Place) -> dict[str, tuple[Chain, ...]]:
    """Project the areas; those of one identifier are one, those without are numbered."""
    found: dict[str, tuple[Chain, ...]] = {}
    for number, area in enumerate(areas):
        rings = tuple(
            tuple(spot for point in ring if (spot := project(*point))) for ring in area.rings
        )
        name = area.identifier or f"\0{number}"
        found[name] = (*found.get(name, ()), *rings)
    return found


def fill_map(project: Place, points: Sequence[Point]) -> Placing:
    """Make a projection fill the width of a map, or its height."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(WIDTH / across if across else 1, TALLEST / down if down else 1)
    return Placing(project, scale, min(xs), min(ys))


def draw(flat: Mapping[str, tuple[Chain, ...]], placing: Placing, *, is_composed: bool) -> Land:
    """Thin and write areas, so that they are no heavier than they may be; ValueError if none do."""
    scale, left, top = placing.scale, placing.left, placing.top
    scaled = {
        name: tuple(
            tuple(((x - left) * scale, (y - top) * scale) for x, y in ring) for ring in rings
        )
        for name, rings in flat.items()
    }
    pieces = {name: tuple(each for each in rings) for name, rings in cut(scaled).items()}
    for weight in WEIGHTS:
        lighter = {name: lighten_rings(rings, weight) for name, rings in pieces.items()}
        coast, borders = write_lines(lighter)
        if len(coast) + len(borders) <= HEAVIEST:
            break
    else:
        raise ValueError(f"thinned out, its lines still weigh more than {HEAVIEST:,} bytes")
    points = [each for rings in scaled.values() for ring in rings for each in ring]
    return Land(
        max(x for x, _ in points),
        max(y for _, y in points),
        coast,
        borders,
        {name: tuple(list_points(ring) for ring in rings) for name, rings in lighter.items()},
        frame_insets(lighter, placing) if is_composed else (),
        placing,
    )


def cut(areas: Mapping[str, tuple[Chain, ...]]) -> dict[str, tuple[Ring, ...]]:
    """Cut every ring where the areas beside it change."""
    beside: dict[tuple[Point, Point], set[str]] = defaultdict(set)
    for name, rings in areas.items():
        for ring in rings:
            for edge in list_edges(ring):
                beside[edge].add(name)
    return {
        name: tuple(
            cut_ring(ring, [frozenset(beside[each]) for each in list_edges(ring)]) for ring in rings
        )
        for name, rings in areas.items()
    }


def list_edges(ring: Chain) -> list[tuple[Point, Point]]:
    """List the edges of a ring, each the same in both directions."""
    after = (*ring[1:], ring[0])
    return [(a, b) if a < b else (b, a) for a, b in zip(ring, after, strict=True)]


def cut_ring(ring: Chain, beside: Sequence[frozenset[str]]) -> Ring:
    """Cut a ring into pieces; one that has the same areas beside it all along is one piece."""
    cuts = [n for n in range(len(ring)) if beside[n] != beside[n - 1]]
    if not cuts:
        start = ring.index(min(ring))
        return ((*ring[start:], *ring[:start], ring[start]),)
    around = (*ring, *ring, ring[0])
    ends = [*cuts[1:], cuts[0] + len(ring)]
    return tuple(around[start : end + 1] for start, end in zip(cuts, ends, strict=True))


def lighten_rings(rings: tuple[Ring, ...], weight: float) -> tuple[Ring, ...]:
    """Thin the pieces of an area's rings, and leave out what is too small then."""
    thin = [tuple(thin_line(piece, weight) for piece in ring) for ring in rings]
    sizes = [abs(measure_area(list_points(ring))) for ring in thin]
    largest = sizes.index(max(sizes))
    return tuple(
        ring
        for number, ring in enumerate(thin)
        if number == largest or len(ring) > 1 or sizes[number] >= ISLAND + weight
    )


def list_points(ring: Ring) -> Chain:
    """Give the points of a ring, each once."""
    return tuple(point for piece in ring for point in piece[:-1])


def write_lines(areas: Mapping[str, tuple[Ring, ...]]) -> tuple[str, str]:
    """Write the coast, which one area has beside it, as closed paths, and the borders of two.

    Where thinning laid pieces on each other, those that are there an odd number of times bound the
    land (as the fill rule `evenodd` has it), so that every ring closes.
    """
    found: dict[Chain, int] = defaultdict(int)
    for rings in areas.values():
        for ring in rings:
            for piece in ring:
                found[min(piece, piece[::-1])] += 1
    outer = [piece for piece, count in found.items() if count % 2]
    inner = [piece for piece, count in found.items() if count % 2 == 0]
    return "".join(map(render_closed_path, link_pieces(outer))), "".join(map(render_path, inner))


def link_pieces(pieces: Sequence[Chain]) -> list[Chain]:
    """Join pieces at their ends to rings."""
    at: dict[Point, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        at[piece[0]].append(number)
        at[piece[-1]].append(number)
    left, rings = set(range(len(pieces))), []
    for start, first in enumerate(pieces):
        if start not in left:
            continue
        left.discard(start)
        ring = [*first]
        while ring[-1] != ring[0]:
            onwards = next((each for each in at[ring[-1]] if each in left), None)
            if onwards is None:
                break
            left.discard(onwards)
            piece = pieces[onwards]
            ring += (piece if piece[0] == ring[-1] else piece[::-1])[1:]
        rings.append(tuple(ring[:-1] if ring[-1] == ring[0] else ring))
    return rings


def render_path(points: Sequence[Point]) -> str:
    """Write a line as a path, each point by its distance from the one before, to a tenth."""
    x, y = round(points[0][0], 1), round(points[0][1], 1)
    steps = [f"M{render_number(x)} {render_number(y)}l"]
    for to_x, to_y in points[1:]:
        across, down = round(to_x - x, 1), round(to_y - y, 1)
        if across or down:
            x, y = x + across, y + down
            steps.append(" ".join((render_number(across), render_number(down))) + " ")
    return "".join(steps).rstrip().replace(" -", "-") if len(steps) > 1 else ""


def render_closed_path(points: Chain) -> str:
    """Write a ring as a closed path."""
    written = render_path(points)
    return f"{written}z" if written else ""


def find_inside(ring: Chain) -> Point:
    """Give the centre of gravity of a ring, or, where that is outside, a point beside it inside."""
    area, east, south = measure_area(ring), 0.0, 0.0
    if not area:
        return ring[0]
    for (x, y), (next_x, next_y) in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = x * next_y - next_x * y
        east, south = east + (x + next_x) * cross, south + (y + next_y) * cross
    spot = (east / (6 * area), south / (6 * area))
    if len(find_crossings(ring, spot)) % 2:
        return spot
    at = sorted(find_crossings(ring, (float("-inf"), spot[1])))
    widths = [
        (right - left, (left + right) / 2) for left, right in zip(at[::2], at[1::2], strict=False)
    ]
    return (max(widths)[1], spot[1]) if widths else ring[0]


def find_crossings(ring: Chain, spot: Point) -> list[float]:
    """Give where a line from a point to the east crosses a ring."""
    x, y = spot
    found = []
    for (from_x, from_y), (to_x, to_y) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (from_y > y) != (to_y > y):
            at = from_x + (y - from_y) * (to_x - from_x) / (to_y - from_y)
            if at > x:
                found.append(at)
    return found


def frame_insets(areas: Mapping[str, tuple[Ring, ...]], placing: Placing) -> tuple[Inset, ...]:
    """Give the frame of each inset of a composed projection, around what stands in it."""
    rings = [list_points(ring) for each in areas.values() for ring in each]
    found = []
    for name, (left, top, right, bottom) in INSETS:
        low = ((left - placing.left) * placing.scale, (top - placing.top) * placing.scale)
        high = ((right - placing.left) * placing.scale, (bottom - placing.top) * placing.scale)
        inside = [
            point
            for ring in rings
            if all(low[0] <= x <= high[0] and low[1] <= y <= high[1] for x, y in ring)
            for point in ring
        ]
        if inside:
            xs, ys = [x for x, _ in inside], [y for _, y in inside]
            found.append((name, (min(xs), min(ys), max(xs), max(ys))))
    return tuple(found)

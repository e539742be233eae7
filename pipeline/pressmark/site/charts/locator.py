"""One area of a project's shapes → a small outline, with the mark of a place where it lies."""

from collections.abc import Sequence
from functools import lru_cache

from pressmark.site.charts.geography import Area, read_areas
from pressmark.site.charts.land import Placing, render_closed_path
from pressmark.site.charts.map_marks import MapRow, draw_halo, draw_place_mark
from pressmark.site.charts.projection import Point, fit
from pressmark.site.charts.svg import render_element
from pressmark.site.charts.thinning import measure_area, thin_line

WIDEST, TALLEST = 168.0, 150.0
EDGE, MARK = 8.0, 14.0
HEAVIEST = 2_500
"""Bytes that an outline may weigh in a page."""
FINEST, COARSEST = 0.2, 64.0
"""How large the triangle is, in square units, that a point must make with its neighbors to stay."""
SMALLEST = 3.0
"""Square units of an island that is drawn."""


@lru_cache(maxsize=16)
def read_areas_by_name(text: str, key: str) -> dict[str, tuple[Area, ...]]:
    """Read a file of shapes by identifier; ValueError says what is wrong with it."""
    found: dict[str, tuple[Area, ...]] = {}
    for each in read_areas(text, key):
        found[each.identifier] = (*found.get(each.identifier, ()), each)
    return found


def draw_locator(text: str, key: str, row: MapRow) -> str | None:
    """Draw where a place is: its area filled, or, where it has degrees, its mark in the outline.

    None where the file has no such area.
    """
    found = read_areas_by_name(text, key).get(row.area or "")
    rings = [ring for each in found or () for ring in each.rings]
    if not rings:
        return None
    project = fit("", [point for ring in rings for point in ring])
    flat = [[spot for point in ring if (spot := project(*point))] for ring in rings]
    xs, ys = ([point[axis] for ring in flat for point in ring] for axis in (0, 1))
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(WIDEST / across if across else 1, TALLEST / down if down else 1)
    placing = Placing(project, scale, min(xs), min(ys))
    spot = find_spot(row, placing)
    name = "fill-land" if spot else f"shaded {row.mark.name}"
    outline = render_element(
        "path", d=render_outline(flat, placing), class_=name, fill_rule="evenodd"
    )
    marked = draw_halo(row, spot, MARK + 2) + draw_place_mark(row, spot, MARK) if spot else ""
    wide, high = across * scale + 2 * EDGE, down * scale + 2 * EDGE
    return render_element(
        "svg",
        outline + marked,
        class_="locator",
        viewBox=f"{-EDGE:g} {-EDGE:g} {wide:.0f} {high:.0f}",
        width=round(wide),
        height=round(high),
        role="img",
        aria_label=f"Where it is: {row.label}",
    )


def find_spot(row: MapRow, placing: Placing) -> Point | None:
    """Find where the mark of a place stands; None for the area itself."""
    if row.latitude is None or row.longitude is None:
        return None
    return placing(row.longitude, row.latitude)


def render_outline(rings: Sequence[Sequence[Point]], placing: Placing) -> str:
    """Write rings as a path, as fine as its weight allows; without islands too small to be seen."""
    scaled = [
        tuple(((x - placing.left) * placing.scale, (y - placing.top) * placing.scale)
              for x, y in ring) for ring in rings
    ]  # fmt: skip
    largest = max(scaled, key=lambda ring: abs(measure_area(ring)))
    kept = [each for each in scaled if each is largest or abs(measure_area(each)) >= SMALLEST]
    weight = FINEST
    while True:
        path = "".join(
            render_closed_path(thin_line((*each, each[0]), weight)[:-1]) for each in kept
        )
        if len(path) <= HEAVIEST or weight >= COARSEST:
            return path
        weight *= 2

"""Places with a status on a project's land → a map as SVG, each mark a link with its sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.charts.land import WIDTH, Land, Placing, fill_map
from pressmark.site.charts.map_marks import (
    MapRow,
    draw_halo,
    draw_leaders,
    draw_link,
    draw_mark_with_words,
    draw_place_mark,
    find_layer,
)
from pressmark.site.charts.placement import Spot, cut_words, lay_out, push_apart
from pressmark.site.charts.projection import fit
from pressmark.site.charts.svg import escape_words, render_element, render_number

LETTERS = 12.0
CITY, AREA = 13.0, 16.0
"""The sizes of marks, in units of the map."""
NARROW = 27.0
"""The size of a mark on a map of a phone, where a unit is half a pixel."""
EDGE = 8.0
LONGEST = 30
MOST = 400
"""Places beyond which a map would be a smear; the list shows them all the same."""
LAYERS = 4
Frame = tuple[float, float, float, float]


Found = Sequence[tuple[MapRow, tuple[float, float]]]


@dataclass(frozen=True)
class Map:
    """A map in its two widths, the layers that it has, and the labels of what it does not show.

    `box` is the view of the wide one: left, top, width and height.
    """

    wide: str
    narrow: str
    box: Frame
    layers: tuple[str, ...]
    left_out: tuple[str, ...]


def draw_map(name: str, title: str, rows: Sequence[MapRow], land: Land | None) -> Map | None:
    """Draw places; None where there is no place to be shown.

    Without land they stand as they lie to each other.
    """
    land = land or make_empty_land(rows)
    found = [(row, where) for row in rows if land and (where := find_spot(row, land))]
    found = found[:MOST]
    shown = {each for each, _ in found}
    left_out = tuple(row.label for row in rows if row not in shown)
    if not found or land is None:
        return None
    layers = tuple(dict.fromkeys(row.layer for row, _ in found if row.layer))
    layers = layers if 1 < len(layers) <= LAYERS else ()
    identifier = f"{name}-land"
    drawn, box = draw_wide(identifier, title, found, land, layers)
    return Map(
        drawn,
        draw_narrow(identifier, title, found, land, layers),
        box,
        layers,
        left_out,
    )


def make_empty_land(rows: Sequence[MapRow]) -> Land | None:
    """Give an empty land for the places that have degrees; None where there is none."""
    points = [
        (row.longitude, row.latitude)
        for row in rows
        if row.longitude is not None and row.latitude is not None
    ]
    if not points:
        return None
    project = fit("", points)
    spots = [spot for each in points if (spot := project(*each))]
    placing = fill_map(project, spots)
    wide = max((x - placing.left) * placing.scale for x, _ in spots)
    high = max((y - placing.top) * placing.scale for _, y in spots)
    pad = 40.0
    moved = Placing(
        project,
        placing.scale,
        placing.left - pad / placing.scale,
        placing.top - pad / placing.scale,
    )
    return Land(max(wide, WIDTH / 2) + 2 * pad, high + 2 * pad, "", "", {}, (), moved)


def find_spot(row: MapRow, land: Land) -> tuple[float, float] | None:
    """Find where a place stands; None where the map does not show it."""
    if row.area is not None:
        return land.anchor(row.area)
    if row.latitude is None or row.longitude is None:
        return None
    spot = land.place(row.longitude, row.latitude)
    inside = spot and -1 <= spot[0] <= land.width + 1 and -1 <= spot[1] <= land.height + 1
    return spot if inside else None


def draw_wide(
    identifier: str, title: str, found: Found, land: Land, layers: Sequence[str]
) -> tuple[str, Frame]:
    """Draw the map of a desk, with words, and give its view."""
    spots = [
        Spot(cut_words(row.label, LONGEST), where, AREA if row.is_area else CITY)
        for row, where in found
    ]
    layout = lay_out(spots, land.width, land.height, LETTERS)
    if layout.left or layout.right:
        # The map becomes smaller as columns are added beside it, and its letters must not.
        grown = LETTERS * (land.width + layout.left + layout.right) / (WIDTH + 110)
        layout = lay_out(spots, land.width, land.height, max(LETTERS, min(grown, 15)))
    left, right = layout.left + EDGE, layout.right + EDGE
    box = (-left, -EDGE, left + land.width + right, land.height + 2 * EDGE)
    marks = (
        draw_mark_with_words(row, each, layout, layers)
        for (row, _), each in zip(found, layout.shown, strict=True)
    )
    drawn = render_element(
        "svg",
        render_element("g", draw_ground(land), id=identifier),
        *draw_fills(identifier, found, land, layers),
        *draw_frames(land, layout.letters),
        *(draw_leaders(group) for group in layout.groups),
        render_element("g", *marks, font_size=render_number(layout.letters)),
        **make_frame("broad", title, len(found), box),
    )
    return drawn, box


def draw_narrow(
    identifier: str, title: str, found: Found, land: Land, layers: Sequence[str]
) -> str:
    """Draw the map of a phone: the same land, larger marks, no words."""
    spots = [Spot("", where, NARROW) for _, where in found]
    at = push_apart(spots, land.width, land.height)
    marks = (
        draw_link(
            row, layers, draw_halo(row, place, NARROW), draw_place_mark(row, place, NARROW - 3)
        )
        for (row, _), place in zip(found, at, strict=True)
    )
    box = (-EDGE, -EDGE, land.width + 2 * EDGE, land.height + 2 * EDGE)
    return render_element(
        "svg",
        render_element("use", href=f"#{identifier}"),
        *reuse_fills(identifier, found, layers),
        *marks,
        **make_frame("narrow", title, len(found), box),
    )


def make_frame(form: str, title: str, count: int, box: Frame) -> dict[str, str]:
    """Give the attributes of a map."""
    size = " ".join(map(render_number, box))
    name = f"{title}: map of {count:,} place{'' if count == 1 else 's'}"
    return {"class_": f"chart {form}", "viewBox": size, "role": "group", "aria_label": name}


def draw_ground(land: Land) -> str:
    """Draw the land and its borders."""
    coast = (
        render_element("path", class_="fill-land", d=land.coast, fill_rule="evenodd")
        if land.coast
        else ""
    )
    return coast + (
        render_element("path", class_="borders", d=land.borders) if land.borders else ""
    )


def draw_fills(identifier: str, found: Found, land: Land, layers: Sequence[str]) -> list[str]:
    """Draw the areas that have a status, in its color, those of a layer together."""
    return [
        render_element(
            "g",
            *(
                render_element("path", class_=f"shaded {row.mark.name}", d=land.path(row.area))
                for row, _ in found
                if row.area is not None and find_layer(row, layers) == layer
            ),
            id=f"{identifier}-{number}",
            class_=layer,
        )
        for number, layer in enumerate(list_classes(found, layers))
    ]


def reuse_fills(identifier: str, found: Found, layers: Sequence[str]) -> list[str]:
    """Use what `draw_fills` drew in another map."""
    return [
        render_element("use", href=f"#{identifier}-{number}", class_=layer)
        for number, layer in enumerate(list_classes(found, layers))
    ]


def list_classes(found: Found, layers: Sequence[str]) -> list[str | None]:
    """List the classes of the layers in which areas are drawn."""
    return [*dict.fromkeys(find_layer(row, layers) for row, _ in found if row.area is not None)]


def draw_frames(land: Land, letters: float) -> list[str]:
    """Draw a frame around what stands elsewhere than on the earth, and name it."""
    drawn = []
    for name, (left, top, right, bottom) in land.insets:
        x, y = left - 6, top - letters * 1.5
        drawn.append(
            render_element(
                "rect", class_="inset", x=x, y=y, width=right - x + 6, height=bottom - y + 6
            )
        )
        drawn.append(
            render_element(
                "text",
                escape_words(name),
                class_="fill-quiet",
                x=x + 5,
                y=y + letters + 1,
                font_size=11,
            )
        )
    return drawn

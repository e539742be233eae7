"""The marks of a map: each a link with its sentence, with its words, and a line to where it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.charts.marks import Mark
from pressmark.site.charts.placement import LEADING, NEAR, Cluster, MapLayout, ShownPlace
from pressmark.site.charts.svg import draw_mark, escape_words, render_element, render_number

ANCHORS = {1: None, -1: "end", 0: "middle"}


@dataclass(frozen=True)
class MapRow:
    """A place: what to call it, its mark, its sentence and address, and where it is.

    An area is known by its identifier in the shapes, any other place by its degrees. `layer`
    gathers those that a reader can look at alone.
    """

    label: str
    mark: Mark
    sentence: str
    address: str | None = None
    area: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    layer: str = ""

    @property
    def is_area(self) -> bool:
        """Whether it is drawn as an area."""
        return self.area is not None


def find_layer(row: MapRow, layers: Sequence[str]) -> str | None:
    """Give the class of the layer of a place; None where there are none."""
    return f"layer-{layers.index(row.layer) + 1}" if row.layer in layers else None


def draw_link(row: MapRow, layers: Sequence[str], *inside: str) -> str:
    """Make a mark a link that says its sentence, or a group where it leads nowhere."""
    title = render_element("title", escape_words(f"{row.label}: {row.sentence}"))
    name = find_layer(row, layers)
    if row.address is None:
        return render_element("g", title, *inside, class_=name, role="img")
    return render_element("a", title, *inside, href=row.address, class_=name)


def draw_halo(row: MapRow, at: tuple[float, float], size: float) -> str:
    """Draw the ground below a mark."""
    return render_element(
        "circle", class_="halo", cx=at[0], cy=at[1], r=size / 2 + (1.5 if row.is_area else 1)
    )


def draw_place_mark(row: MapRow, at: tuple[float, float], size: float) -> str:
    """Draw the mark of a place."""
    return draw_mark(row.mark, at[0], at[1], size)


def draw_mark_with_words(
    row: MapRow, shown: ShownPlace, layout: MapLayout, layers: Sequence[str]
) -> str:
    """Draw a mark and its words."""
    size, at = shown.spot.size, shown.mark
    text = ""
    if shown.side is not None:
        across, down = shown.side
        middle = size / 2 + layout.letters * LEADING / 2
        text = render_element(
            "text",
            escape_words(shown.spot.words),
            class_="strong" if row.is_area else None,
            x=at[0] + across * (size / 2 + NEAR),
            y=at[1] + layout.letters * 0.35 + down * middle,
            text_anchor=ANCHORS[across],
        )
    return draw_link(row, layers, draw_halo(row, at, size), draw_place_mark(row, at, size), text)


def draw_leaders(group: Cluster) -> str:
    """Draw the line from where places are to the column in which they are named."""
    x, y = group.heart
    pins = "".join(
        render_element("circle", class_="fill-ink", cx=each.spot.at[0], cy=each.spot.at[1], r=1.6)
        for each in group.members
    )
    rows = [each.mark[1] for each in group.members]
    edge = group.members[0].mark[0] - group.side * 11
    middle = (rows[0] + rows[-1]) / 2
    path = f"M{render_number(x)} {render_number(y)}L{render_number(edge)} {render_number(middle)}"
    if len(rows) > 1:
        top, bottom, hook = rows[0] - 4, rows[-1] + 4, group.side * 4
        path += f"M{render_number(edge + hook)} {render_number(top)}h{render_number(-hook)}"
        path += f"V{render_number(bottom)}h{render_number(hook)}"
    return render_element("path", class_="leader", d=path) + pins

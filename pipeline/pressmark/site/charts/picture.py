"""A chart with its title, its legend and whence it comes, as a picture that stands alone.

It has no script, no stylesheet and nothing from elsewhere; its colors are those on white.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.charts.lanes import Timeline, draw_period
from pressmark.site.charts.map import Map
from pressmark.site.charts.marks import Mark
from pressmark.site.charts.placement import LETTER, cut_words
from pressmark.site.charts.svg import (
    SANS,
    SPACE,
    draw_mark,
    escape_words,
    paint,
    render_element,
    render_number,
)

WIDTH, MARGIN = 1120, 32
INSIDE = WIDTH - 2 * MARGIN
TITLE, TEXT, SMALL = 26, 14, 13
ROW, LABEL = 40, 236
MOST_LANES = 100
"""Lanes that a picture holds; its caption counts the others."""
LONGEST_LINE = 150


@dataclass(frozen=True)
class Drawn:
    """A picture that stands alone, and its size in pixels."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True)
class Told:
    """What a picture says beside its chart: a title, the marks with their words, a few lines."""

    title: str
    legend: tuple[tuple[Mark, str], ...]
    lines: tuple[str, ...]


def draw_picture(chart: Map | Timeline, told: Told) -> Drawn:
    """Draw a picture of a chart."""
    top = MARGIN + TITLE + 14.0
    body, height = (
        draw_map_body(chart, top) if isinstance(chart, Map) else draw_lanes_body(chart, top)
    )
    rows = break_legend(told.legend)
    bottom = top + height + 18
    legend = [each for n, row in enumerate(rows) for each in draw_legend_row(row, bottom + n * 24)]
    bottom += len(rows) * 24 + 8
    told_of = [*told.lines, *phrase_unshown(chart)]
    lines = [render_line(line, bottom + n * 20) for n, line in enumerate(told_of)]
    whole = bottom + len(lines) * 20 + 8
    return make_file(
        whole,
        told.title,
        render_element("rect", width=WIDTH, height=whole, fill="#ffffff"),
        render_title(told.title),
        body,
        *legend,
        *lines,
    )


def make_file(height: float, title: str, *inside: str, width: float = WIDTH) -> Drawn:
    """Make a drawing a file of its own, in the looks of the light page."""
    size = f"0 0 {render_number(width)} {render_number(height)}"
    svg = render_element(
        "svg",
        render_element("title", escape_words(title)),
        *inside,
        xmlns=SPACE,
        viewBox=size,
        width=width,
        height=height,
        font_family=SANS,
        fill="#1b1e23",
        role="img",
    )
    return Drawn(paint(svg), width, height)


def phrase_unshown(chart: Map | Timeline) -> list[str]:
    """Say how many lanes a picture has no room for."""
    more = 0 if isinstance(chart, Map) else len(chart.lanes) - MOST_LANES
    return [f"{more:,} more stand in the data."] if more > 0 else []


def render_title(title: str) -> str:
    """Write the title."""
    text = escape_words(cut_words(title, 84))
    return render_element(
        "text", text, class_="serif", x=MARGIN, y=MARGIN + TITLE - 4, font_size=TITLE
    )


def render_line(line: str, y: float) -> str:
    """Write a line of the caption."""
    text = escape_words(cut_words(line, LONGEST_LINE))
    return render_element("text", text, class_="fill-quiet", x=MARGIN, y=y + SMALL, font_size=SMALL)


def draw_map_body(chart: Map, top: float) -> tuple[str, float]:
    """Place the wide map below the title, and give its height."""
    left, up, wide, high = chart.box
    height = INSIDE * high / wide
    size = " ".join(map(render_number, (left, up, wide, high)))
    inside = chart.wide[chart.wide.index(">") + 1 : -len("</svg>")]
    drawn = render_element(
        "svg", inside, viewBox=size, x=MARGIN, y=top, width=INSIDE, height=height
    )
    return drawn, height


def draw_lanes_body(chart: Timeline, top: float) -> tuple[str, float]:
    """Draw the axis and the lanes below the title, and give their height."""
    shown = chart.lanes[:MOST_LANES]
    bar = INSIDE - LABEL
    drawn = [
        render_element("defs", chart.patterns),
        *(
            render_element("text", str(year), class_="fill-quiet",
                           x=MARGIN + LABEL + bar * at / 100, y=top + 14, font_size=SMALL)
            for year, at in chart.years
        ),
    ]  # fmt: skip
    y = top + 24
    for lane in shown:
        drawn.append(draw_line("hair", (MARGIN, WIDTH - MARGIN), (y, y)))
        name = escape_words(cut_words(lane.name, int((LABEL - 16) / (TEXT * LETTER))))
        drawn.append(
            render_element("text", name, class_="strong", x=MARGIN, y=y + 25, font_size=TEXT)
        )
        bars = "".join(map(draw_period, lane.periods))
        drawn.append(
            render_element("svg", bars, x=MARGIN + LABEL, y=y + 6, width=bar, height=ROW - 12)
        )
        y += ROW
    now = MARGIN + LABEL + bar * chart.today / 100
    drawn.append(draw_line("today", (now, now), (top + 18, y)))
    drawn.append(
        render_element("text", chart.called, class_="strong", x=now, y=top + 14, font_size=SMALL,
                text_anchor="end")
    )  # fmt: skip
    return "".join(drawn), y - top


def draw_line(name: str, across: tuple[float, float], down: tuple[float, float]) -> str:
    """Draw a line."""
    return render_element("line", class_=name, x1=across[0], x2=across[1], y1=down[0], y2=down[1])


def break_legend(legend: Sequence[tuple[Mark, str]]) -> list[list[tuple[Mark, str, float]]]:
    """Break a legend into rows that are no wider than the picture, each part with its place."""
    rows: list[list[tuple[Mark, str, float]]] = [[]]
    x = 0.0
    for mark, said in legend:
        text = cut_words(said, 60)
        wide = 24 + len(text) * TEXT * LETTER + 24
        if rows[-1] and x + wide > INSIDE:
            rows.append([])
            x = 0.0
        rows[-1].append((mark, text, x))
        x += wide
    return [each for each in rows if each]


def draw_legend_row(row: Sequence[tuple[Mark, str, float]], y: float) -> list[str]:
    """Draw a row of the legend."""
    drawn = []
    for mark, text, x in row:
        drawn.append(draw_mark(mark, MARGIN + x + 8, y + 8, 16))
        drawn.append(
            render_element("text", escape_words(text), x=MARGIN + x + 24, y=y + 13, font_size=TEXT)
        )
    return drawn

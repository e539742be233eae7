"""An answer → the picture that other sites show beside a link: 1200 by 630 pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.charts.land import Land
from pressmark.site.charts.marks import Mark
from pressmark.site.charts.picture import Drawn, make_file
from pressmark.site.charts.placement import cut_words
from pressmark.site.charts.svg import (
    STRONG_LINE,
    SURFACE,
    draw_mark,
    escape_words,
    render_element,
    render_number,
)

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
SIZES = ((68, 76, 4), (52, 60, 5), (40, 48, 7))
"""Height of letters, height of a line, and how many lines there may be; the first that fits."""
LETTER = 0.5
"""The width of an average letter of the serif in units of its height."""
LOCATOR = (144, 212)


@dataclass(frozen=True)
class Share:
    """What a shared picture says: of what, the answer, its mark, how sure it is, who says it."""

    sentence: str
    certainty: str = ""
    name: str = ""
    source: str = ""
    mark: Mark | None = None
    land: Land | None = None
    area: str | None = None
    spot: tuple[float, float] | None = None


def draw_share(share: Share) -> Drawn:
    """Draw the picture of an answer."""
    left = MARGIN + (104 if share.mark else 0)
    room = WIDTH - MARGIN - left - (LOCATOR[0] + 48 if share.area else 0)
    letters, leading, lines = break_sentence(share.sentence, room)
    y = 62 + letters + (56 if share.name else 0)
    drawn = [
        render_element("rect", width=WIDTH, height=HEIGHT, fill=SURFACE),
        draw_mark(share.mark, MARGIN + 36, 170 if share.name else 114, 72) if share.mark else "",
    ]
    if share.name:
        drawn.append(render_text(cut_words(share.name, 44), left, 104, 34, "strong"))
    for line in lines:
        drawn.append(render_text(line, left, y, letters, "serif"))
        y += leading
    if share.certainty:
        drawn.append(render_text(cut_words(share.certainty, 56), left, y + 8, 32, "strong"))
    drawn.append(render_element("path", d=f"M{MARGIN} 500H{WIDTH - MARGIN}", stroke=STRONG_LINE))
    drawn.append(render_text(cut_words(share.source, 64), MARGIN, 552, 30, "serif"))
    if share.land and share.area:
        drawn.append(draw_locator(share, share.land, share.area))
    return make_file(HEIGHT, share.sentence, *drawn, width=WIDTH)


def render_text(line: str, x: float, y: float, size: float, name: str) -> str:
    """Write a line."""
    return render_element("text", escape_words(line), class_=name, x=x, y=y, font_size=size)


def break_sentence(sentence: str, room: float) -> tuple[int, int, list[str]]:
    """Break a sentence into lines, in letters as large as there is room for."""
    for letters, leading, most in SIZES:
        lines = fill_lines(sentence.split(), int(room / (letters * LETTER)))
        if len(lines) <= most:
            return letters, leading, lines
    kept = lines[:most]
    kept[-1] = cut_words(f"{kept[-1]} …", len(kept[-1]) + 1)
    return letters, leading, kept


def fill_lines(parts: Sequence[str], most: int) -> list[str]:
    """Fill lines of at most so many letters."""
    lines = [""]
    for part in parts:
        piece = cut_words(part, most)
        if lines[-1] and len(lines[-1]) + 1 + len(piece) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {piece}".strip()
    return lines


def draw_locator(share: Share, land: Land, area: str) -> str:
    """Draw the outline of the area that a place lies in, with its mark there."""
    points = [each for ring in land.rings[area] for each in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    across, down = max(max(xs) - min(xs), 1), max(max(ys) - min(ys), 1)
    scale = min(LOCATOR[0] / across, LOCATOR[1] / down)
    left = WIDTH - MARGIN - (LOCATOR[0] + across * scale) / 2
    top = 74 + (LOCATOR[1] - down * scale) / 2
    place = f"translate({render_number(left)} {render_number(top)}) scale({scale:.4f})"
    moved = f"{place} translate({render_number(-min(xs))} {render_number(-min(ys))})"
    outline = render_element(
        "path",
        class_="fill-land",
        d=land.path(area),
        transform=moved,
        stroke_width=f"{1 / scale:.3f}",
    )
    if share.spot is None or share.mark is None:
        return outline
    x, y = left + (share.spot[0] - min(xs)) * scale, top + (share.spot[1] - min(ys)) * scale
    return outline + draw_mark(share.mark, x, y, 28)

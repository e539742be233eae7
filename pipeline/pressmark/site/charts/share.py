"""An answer → the picture that other sites show beside a link: 1200 by 630 pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.charts.land import Land
from pressmark.site.charts.marks import Mark
from pressmark.site.charts.picture import Drawn, alone
from pressmark.site.charts.placement import shortened
from pressmark.site.charts.svg import STRONG_LINE, SURFACE, element, mark_at, short, words

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


def share_picture(share: Share) -> Drawn:
    """Draw the picture of an answer."""
    left = MARGIN + (104 if share.mark else 0)
    room = WIDTH - MARGIN - left - (LOCATOR[0] + 48 if share.area else 0)
    letters, leading, lines = broken(share.sentence, room)
    y = 62 + letters + (56 if share.name else 0)
    drawn = [
        element("rect", width=WIDTH, height=HEIGHT, fill=SURFACE),
        mark_at(share.mark, MARGIN + 36, 170 if share.name else 114, 72) if share.mark else "",
    ]
    if share.name:
        drawn.append(text(shortened(share.name, 44), left, 104, 34, "strong"))
    for line in lines:
        drawn.append(text(line, left, y, letters, "serif"))
        y += leading
    if share.certainty:
        drawn.append(text(shortened(share.certainty, 56), left, y + 8, 32, "strong"))
    drawn.append(element("path", d=f"M{MARGIN} 500H{WIDTH - MARGIN}", stroke=STRONG_LINE))
    drawn.append(text(shortened(share.source, 64), MARGIN, 552, 30, "serif"))
    if share.land and share.area:
        drawn.append(locator(share, share.land, share.area))
    return alone(HEIGHT, share.sentence, *drawn, width=WIDTH)


def text(line: str, x: float, y: float, size: float, name: str) -> str:
    """Write a line."""
    return element("text", words(line), class_=name, x=x, y=y, font_size=size)


def broken(sentence: str, room: float) -> tuple[int, int, list[str]]:
    """Break a sentence into lines, in letters as large as there is room for."""
    for letters, leading, most in SIZES:
        lines = lines_of(sentence.split(), int(room / (letters * LETTER)))
        if len(lines) <= most:
            return letters, leading, lines
    kept = lines[:most]
    kept[-1] = shortened(f"{kept[-1]} …", len(kept[-1]) + 1)
    return letters, leading, kept


def lines_of(parts: Sequence[str], most: int) -> list[str]:
    """Fill lines of at most so many letters."""
    lines = [""]
    for part in parts:
        piece = shortened(part, most)
        if lines[-1] and len(lines[-1]) + 1 + len(piece) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {piece}".strip()
    return lines


def locator(share: Share, land: Land, area: str) -> str:
    """Draw the outline of the area that a place lies in, with its mark there."""
    points = [each for ring in land.rings[area] for each in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    across, down = max(max(xs) - min(xs), 1), max(max(ys) - min(ys), 1)
    scale = min(LOCATOR[0] / across, LOCATOR[1] / down)
    left = WIDTH - MARGIN - (LOCATOR[0] + across * scale) / 2
    top = 74 + (LOCATOR[1] - down * scale) / 2
    place = f"translate({short(left)} {short(top)}) scale({scale:.4f})"
    moved = f"{place} translate({short(-min(xs))} {short(-min(ys))})"
    outline = element(
        "path",
        class_="fill-land",
        d=land.path(area),
        transform=moved,
        stroke_width=f"{1 / scale:.3f}",
    )
    if share.spot is None or share.mark is None:
        return outline
    x, y = left + (share.spot[0] - min(xs)) * scale, top + (share.spot[1] - min(ys)) * scale
    return outline + mark_at(share.mark, x, y, 28)

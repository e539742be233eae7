"""A section's chart as files that leave the site: SVG, PNG, and the rows that it was drawn from.

A PNG is drawn when it is first asked for, one at a time, and kept; the least asked for makes room.
"""

import asyncio
import csv
import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from pressmark.site.address import find_public_address, link_picture, make_absolute
from pressmark.site.charts import Drawn, Map, Told, can_draw, draw_picture, draw_png
from pressmark.site.content.answered_section import AnsweredSection
from pressmark.site.content.charts_of_sections import list_legend
from pressmark.site.content.citation import find_day, render_citation, render_date
from pressmark.site.content.statuses import Statuses
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.overload import TryAgainError

Row = Mapping[str, Any]
SHARPER = 2
"""Pixels of a PNG for one of the drawing, where it is no taller than a page."""
TALL = 1200
SVG, PNG, CSV = ".svg", ".png", ".csv"
MOST_WAITING = 8
"""Pictures that wait to be drawn; of those who wait for one of them there may be any number."""
TOO_MANY = "Too many pictures wait to be drawn just now. Please try again in a few seconds."


def draw_section(release: ServedRelease, part: AnsweredSection, statuses: Statuses) -> Drawn:
    """Draw the picture of a section, with its legend and whence it comes."""
    if part.chart is None:
        message = "a section without a chart has no picture"
        raise ValueError(message)
    lines = [part.section.description, phrase_source(release)]
    if isinstance(part.chart, Map) and part.chart.left_out:
        lines.insert(1, f"Not on the map: {'; '.join(part.chart.left_out)}.")
    if part.undrawn:
        lines.insert(1, f"{part.undrawn:,} more stand in the data.")
    told = Told(
        part.section.title, list_legend(part.rows, statuses), tuple(each for each in lines if each)
    )
    return draw_picture(part.chart, told)


def with_whole_addresses(svg: str) -> str:
    """Make the links of a picture lead to this site from elsewhere, if it was told where it is."""
    told = find_public_address()
    return svg.replace(' href="/', f' href="{told.origin}/') if told else svg


def phrase_source(release: ServedRelease) -> str:
    """Say in a line whence a picture comes."""
    day, terms = find_day(release), release.license
    parts = (
        release.full_title,
        render_date(day) if day else None,
        (terms.title or terms.name) if terms else None,
        make_absolute(release.landing),
    )
    return " · ".join(each for each in parts if each)


def cite_picture(release: ServedRelease, title: str) -> str:
    """Cite a picture as a part of its release."""
    return f"{title}. In: {render_citation(release)}"


def render_rows(rows: Sequence[Row]) -> str:
    """Write the rows that a picture was drawn from, with all their columns."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    names = list(rows[0]) if rows else []
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in rows)
    return target.getvalue()


def describe_picture(release: ServedRelease, part: AnsweredSection) -> dict[str, object]:
    """Give what a page says of a picture: its addresses, whence it comes, how to cite it."""
    version, name = release.version, part.section.name
    endings = (PNG, SVG, CSV) if can_draw() else (SVG, CSV)
    embedded = link_picture(version, name)
    return {
        "files": {each: link_picture(version, name, each) for each in endings},
        "embedded": embedded,
        "embedded_whole": make_absolute(embedded) or embedded,
        "source": phrase_source(release),
        "cited": cite_picture(release, part.section.title),
    }


class Pictures:
    """Keeps what was drawn, within a bound of bytes, and draws one picture at a time."""

    def __init__(self, budget: int = 32_000_000) -> None:
        """Keep at most so many bytes."""
        self.budget = budget
        self.kept: OrderedDict[bytes, bytes] = OrderedDict()
        self.begun: dict[bytes, asyncio.Future[bytes]] = {}
        self.drawing = threading.Lock()

    async def png(self, picture: Drawn, *, is_sharp: bool = True) -> bytes:
        """Give the PNG of a picture; TryAgainError where too many wait to be drawn.

        DrawingError where it cannot be drawn.
        """
        key = hashlib.sha256(picture.svg.encode()).digest()
        found = self.kept.get(key)
        if found is not None:
            self.kept.move_to_end(key)
            return found
        drawing = self.begun.get(key)
        if drawing is None:
            if len(self.begun) >= MOST_WAITING:
                raise TryAgainError(TOO_MANY)
            drawing = asyncio.ensure_future(self.begin(key, picture, is_sharp=is_sharp))
            self.begun[key] = drawing
        # One who goes away does not take the picture from the others who wait for it.
        return await asyncio.shield(drawing)

    async def begin(self, key: bytes, picture: Drawn, *, is_sharp: bool) -> bytes:
        """Draw a picture for all who wait for it, and keep it."""
        try:
            made = await asyncio.to_thread(self.draw, picture, is_sharp=is_sharp)
        finally:
            del self.begun[key]
        self.keep(key, made)
        return made

    def draw(self, picture: Drawn, *, is_sharp: bool) -> bytes:
        """Draw a picture, one at a time."""
        with self.drawing:
            return draw_png(picture, scale=SHARPER if is_sharp and picture.height <= TALL else 1)

    def keep(self, key: bytes, made: bytes) -> None:
        """Keep a picture; what was asked for longest ago makes room."""
        self.kept[key] = made
        self.kept.move_to_end(key)
        while sum(map(len, self.kept.values())) > self.budget and len(self.kept) > 1:
            self.kept.popitem(last=False)

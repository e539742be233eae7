"""Dated events → a timeline: a symbol at each date, a few words beside it, none over another."""

import datetime
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.charts.drawing import Picture
from pressmark.site.charts.labels import LETTER
from pressmark.site.charts.layers import Layer, at, points, written
from pressmark.site.charts.marks import INK, QUIET, Mark, marks_of

SIZES = {"wide": (900, 12, 5.0, 19), "narrow": (350, 11, 4.5, 18)}
"""Width, height of letters, reach of a symbol and height of a row, in pixels."""
MOST = 200
"""Events beyond which a timeline would be a smear; the table shows them all the same."""
WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?$")
YEAR_WIDTH = 34


@dataclass(frozen=True)
class TimelineRow:
    """An event: its date as written, the kind of event, a few words. Years and months will do."""

    date: str
    kind: str
    label: str

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day that the date can mean; None for an open range.

        Of a range `2021-05-10/2021-05-16` the two sides count (EDTF, level 1).
        """
        sides = [days_of(side) for side in self.date.split("/")]
        first, last = sides[0], sides[-1]
        return (first[0], last[1]) if first and last and len(sides) < 3 else None  # noqa: PLR2004


def days_of(written: str) -> tuple[datetime.date, datetime.date] | None:
    """Read a year, a month or a day; None where it is none of them."""
    match = WRITTEN.match(written.strip())
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        first = datetime.date(year, month or 1, day or 1)
        last = datetime.date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first, last


@dataclass(frozen=True)
class Spot:
    """Where an event stands: from and to which pixel its date reaches, in which row."""

    row: TimelineRow
    start: float
    end: float
    line: int
    text_x: float


def timeline_pictures(name: str, title: str, rows: Sequence[TimelineRow]) -> list[Picture]:
    """Give the timeline in two widths; nothing where no or too many dates can be shown."""
    dated = sorted(
        (row for row in rows if row.days), key=lambda row: (row.days, row.label, row.kind)
    )
    if not 1 < len(dated) <= MOST:
        return []
    marks = marks_of(tuple(row.kind for row in rows))
    words = "; ".join(f"{row.date} {row.label}: {row.kind}" for row in dated)
    return [
        Picture(f"{name}-{form}", form, title, words, timeline(dated, marks, form))
        for form in SIZES
    ]


def timeline(rows: Sequence[TimelineRow], marks: dict[str, Mark], form: str) -> Layer:
    """Draw the years as an axis above, and every event below its date."""
    width, letters, reach, step = SIZES[form]
    years = years_of(rows)
    spots = laid_out(rows, years, width, letters, reach)
    height = (max(spot.line for spot in spots) + 1.5) * step
    ys = [{"y": (spot.line + 1) * step, "from": spot.start, "to": spot.end} for spot in spots]
    return {
        "width": width,
        "height": height,
        "layer": [
            axis(years, width, height, letters),
            spans([each for each in ys if each["to"] - each["from"] > reach], reach),
            *(symbols(spots, kind, mark, reach, step) for kind, mark in marks.items()),
            words(spots, letters, step),
        ],
    }


def years_of(rows: Sequence[TimelineRow]) -> range:
    """Give the years of the axis; the last one is where it ends."""
    days = [each for row in rows for each in row.days or ()]
    return range(min(days).year, max(days).year + 2)


def laid_out(
    rows: Sequence[TimelineRow], years: range, width: int, letters: int, reach: float
) -> list[Spot]:
    """Put each event into the first row in which it finds room, words and all."""
    first, whole = (
        datetime.date(years[0], 1, 1),
        (datetime.date(years[-1], 1, 1) - datetime.date(years[0], 1, 1)).days,
    )
    ends: list[float] = []
    spots = []
    for row in rows:
        start, end = (width * (each - first).days / whole for each in row.days or ())
        if (end - start) < reach:
            end = start
        length = len(row.label) * letters * LETTER + 3
        right = end + reach + 2
        text_x = right if right + length <= width else start - reach - 2 - length
        left = min(start - reach, text_x)
        line = next((each for each, taken in enumerate(ends) if taken < left), len(ends))
        ends[line:] = [max(right, text_x + length) + 2, *ends[line + 1 :]]
        spots.append(Spot(row, start, end, line, text_x))
    return spots


def axis(years: range, width: int, height: float, letters: int) -> Layer:
    """Draw a line for each year; only every other is named where they stand close."""
    every = 1 if width / len(years) >= YEAR_WIDTH else 2
    scale = {"type": "utc", "domain": [f"{years[0]}-01-01", f"{years[-1]}-01-01"]}
    return {
        "data": {"values": [{"day": f"{year}-01-01"} for year in years]},
        "mark": {"type": "rule", "stroke": QUIET, "strokeWidth": 0.6, "strokeDash": [2, 3]},
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "scale": scale,
                "axis": {
                    "orient": "top",
                    "title": None,
                    "format": "%Y",
                    "values": [f"{year}-01-01" for year in years[::every]],
                    "domain": False,
                    "grid": False,
                    "ticks": False,
                    "labelFontSize": letters,
                    "labelColor": INK,
                    "labelFlush": False,
                },
            },
            "y": {"value": 0},
            "y2": {"value": height},
        },
    }


def spans(lines: Sequence[dict[str, float]], reach: float) -> Layer:
    """Draw how far a date reaches that is known by its year, its month or a range."""
    return {
        "data": {"values": list(lines)},
        "mark": {"type": "rule", "stroke": QUIET, "strokeWidth": reach / 2, "opacity": 0.5},
        "encoding": {"x": at("from"), "x2": {"field": "to"}, "y": at("y")},
    }


def symbols(spots: Sequence[Spot], kind: str, mark: Mark, reach: float, step: int) -> Layer:
    """Draw the symbol of each event of a kind, in the middle of what its date can mean."""
    here = [
        ((spot.start + spot.end) / 2, (spot.line + 1) * step)
        for spot in spots
        if spot.row.kind == kind
    ]
    return points(here, mark.colour, reach, mark.path)


def words(spots: Sequence[Spot], letters: int, step: int) -> Layer:
    """Write a few words beside each symbol."""
    texts = [(spot.text_x, (spot.line + 1) * step, spot.row.label) for spot in spots]
    return written(texts, "left", letters)

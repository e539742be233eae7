"""Statuses over time → lanes: a bar for each period, as long as it is on the axis of the years.

Certainty is drawn: solid where a source speaks, hatched where nothing later was found, outlined
what is adopted and not yet in force. Positions are per cent of the width, so that a page needs no
size and its letters keep theirs.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from pressmark.site.charts.days import read_days
from pressmark.site.charts.marks import Mark
from pressmark.site.charts.svg import escape_words, render_element

HEIGHT, BAR, TOP = 28, 14, 7
NEAR_TODAY = 21.0
"""Per cent of the width, on a phone, within which a year would stand on the word of today."""
MOST_YEARS = 7
YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
LATEST = datetime.date(9000, 1, 1)
"""Later days are drawn as this one."""
CERTAINTIES = ("solid", "hatched", "outlined")
DAY = datetime.timedelta(days=1)
TODAY = "today"
"""What the day up to which lanes are drawn is called, unless a reader asked for it."""


@dataclass(frozen=True)
class LaneRow:
    """A period of a lane: from a day up to another, its mark, its sentence, how certain it is.

    Without a beginning it begins with the axis, without an end it goes on to today. `confirmed` is
    the last day for which a source speaks: the bar is solid up to there, hatched behind it.
    """

    lane: str
    since: str
    until: str
    mark: Mark
    sentence: str
    confirmed: str = ""
    address: str | None = None
    note: str = ""
    is_outlined: bool = False


@dataclass(frozen=True)
class Bar:
    """A piece of a period, in per cent of the axis."""

    start: float
    width: float
    mark: Mark
    certainty: str


@dataclass(frozen=True)
class Period:
    """A period as it is drawn: its pieces, and the row that it is of."""

    row: LaneRow
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class TimelineLane:
    """What has a name and periods."""

    name: str
    address: str | None
    note: str
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Timeline:
    """Timeline with their axis: years and where they are, and where today is, in per cent.

    `called` is what stands at that place.
    """

    lanes: tuple[TimelineLane, ...]
    years: tuple[tuple[int, float], ...]
    today: float
    left_out: tuple[str, ...] = ()
    certainties: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = field(default=())
    called: str = TODAY

    @property
    def axis(self) -> str:
        """Draw the years for a page."""
        return render_element("svg", *draw_year_marks(self), class_="years")

    def drawn(self, lane: TimelineLane) -> str:
        """Draw a lane for a page."""
        place = render_per_cent(self.today)
        today = render_element("line", class_="today", x1=place, x2=place, y1=-6, y2=34)
        return render_element("svg", *map(draw_period, lane.periods), today, class_="times")

    @property
    def patterns(self) -> str:
        """Draw the hatchings, once a page."""
        return "".join(map(draw_pattern, self.marks))


def lay_out_lanes(rows: Sequence[LaneRow], today: datetime.date) -> Timeline | None:
    """Lay periods out up to a day; None where none has a day that could be placed.

    A row whose days are not understood, or that begins later than the axis ends, is left out by
    name.
    """
    read = [(row, read_span(row)) for row in rows]
    known = [day for _, span in read if span for day in span if day is not None]
    if not known:
        return None
    first = datetime.date(min(*known, today).year, 1, 1)
    last = min(LATEST, max(today, *known))
    end = last + (last - first) * 0.013 + DAY
    scale = 100 / (end - first).days
    lanes: dict[str, list[Period]] = {}
    left_out = []
    for row, span in read:
        if span is None:
            left_out.append(f"{row.lane}: {row.sentence}")
            continue
        start = min(span[0] or first, LATEST)
        stop = min(span[1] or max(today, start), LATEST)
        pieces = cut_period(row, start, stop, today)
        bars = tuple(
            Bar(
                (each - first).days * scale, max((to - each).days * scale, 0.4), row.mark, certainty
            )
            for each, to, certainty in pieces
        )
        lanes.setdefault(row.lane, []).append(Period(row, bars))
    certainties = {bar.certainty for each in lanes.values() for one in each for bar in one.bars}
    at = (today - first).days * scale
    return Timeline(
        tuple(make_lane(name, each) for name, each in lanes.items()),
        list_years(first, end, scale, at),
        at,
        tuple(left_out),
        tuple(each for each in CERTAINTIES if each in certainties),
        tuple({row.mark.name: row.mark for row in rows}.values()),
    )


def make_lane(name: str, periods: Sequence[Period]) -> TimelineLane:
    """Name a lane by what its rows say of it."""
    address = next((each.row.address for each in periods if each.row.address), None)
    note = next((each.row.note for each in periods if each.row.note), "")
    return TimelineLane(name, address, note, tuple(periods))


def read_span(row: LaneRow) -> tuple[datetime.date | None, datetime.date | None] | None:
    """Read the days of a period; None where they are not understood or run backwards."""
    found: list[datetime.date | None] = []
    for written in (row.since, row.until):
        days = read_days(written) if written else None
        if written and days is None:
            return None
        found.append(days[0] if days else None)
    start, stop = found
    return None if start and stop and stop < start else (start, stop)


def cut_period(
    row: LaneRow, start: datetime.date, stop: datetime.date, today: datetime.date
) -> list[tuple[datetime.date, datetime.date, str]]:
    """Cut a period where a source last spoke: from, to and how certain."""
    if row.is_outlined or start > today:
        return [(start, stop, "outlined")]
    confirmed = read_days(row.confirmed)
    spoke = min(max(confirmed[1], start), stop) if confirmed else start
    pieces = [(start, spoke, "solid"), (spoke, stop, "hatched")]
    return [each for each in pieces if each[0] < each[1]] or [(start, stop, "solid")]


def list_years(
    first: datetime.date, end: datetime.date, scale: float, today: float
) -> tuple[tuple[int, float], ...]:
    """List the years that are written, not too many and none on the word of today."""
    count = end.year - first.year + 1
    step = next(each for each in YEARS if count / each <= MOST_YEARS + 1)
    found = ((year, (datetime.date(year, 1, 1) - first).days * scale)
             for year in range(first.year, end.year + 1, step))  # fmt: skip
    return tuple((year, at) for year, at in found if abs(today - at) > NEAR_TODAY)


def render_per_cent(number: float) -> str:
    """Write a position."""
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"


def draw_period(period: Period) -> str:
    """Draw a period as a link that says its sentence."""
    row = period.row
    title = render_element("title", escape_words(f"{row.lane}: {row.sentence}"))
    bars = map(draw_bar, period.bars)
    if row.address is None:
        return render_element("g", title, *bars, class_=row.mark.name, role="img")
    return render_element("a", title, *bars, href=row.address, class_=row.mark.name)


def draw_bar(bar: Bar) -> str:
    """Draw a piece of a period."""
    fill = f"url(#hatched-{bar.mark.name})" if bar.certainty == "hatched" else None
    name = {"solid": "solid", "hatched": "outlined", "outlined": "outlined"}[bar.certainty]
    return render_element(
        "rect",
        class_=name if fill is None else "hatched",
        x=render_per_cent(bar.start),
        y=TOP,
        width=render_per_cent(bar.width),
        height=BAR,
        fill=fill,
    )


def draw_pattern(mark: Mark) -> str:
    """Draw the hatching of a mark's color."""
    line = render_element("path", d="M0 0V5", stroke="currentColor", stroke_width="3")
    return render_element(
        "pattern",
        line,
        id=f"hatched-{mark.name}",
        class_=mark.name,
        width="5",
        height="5",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def draw_year_marks(lanes: Timeline) -> list[str]:
    """Draw the ticks and numbers of the years, and the word of today."""
    drawn = []
    for number, (year, at) in enumerate(lanes.years):
        place, name = render_per_cent(at), "middle" if number % 2 else None
        tick = " ".join(filter(None, ("tick", name)))
        drawn.append(render_element("line", class_=tick, x1=place, x2=place, y1=0, y2=5))
        drawn.append(render_element("text", str(year), class_=name, x=place, y=20))
    place = render_per_cent(lanes.today)
    drawn.append(render_element("line", class_="today", x1=place, x2=place, y1=0, y2=5))
    side = "end" if lanes.today > NEAR_TODAY else None
    drawn.append(
        render_element("text", lanes.called, class_="today", x=place, y=20, text_anchor=side)
    )
    return drawn

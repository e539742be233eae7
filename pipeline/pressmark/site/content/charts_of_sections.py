"""The answer of a section → its chart: a map of places, or statuses over time.

A status has the mark that the project declared for it, the same as everywhere. The land of a map is
the project's own file of areas, named in the heading `shapes`.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pressmark.days import is_day
from pressmark.errors import ProjectError
from pressmark.site.charts import (
    MARKS,
    TODAY,
    Land,
    LaneRow,
    Map,
    MapRow,
    Mark,
    Timeline,
    areas_by_name,
    lanes_of,
    locator_of,
    map_of,
    mark_named,
    marks_in_turn,
    read_land,
)
from pressmark.site.content.citation import published
from pressmark.site.content.dates import brief_date, days_in_words
from pressmark.site.content.record import record_of_row
from pressmark.site.content.section import Section
from pressmark.site.content.section_faults import line_of_text
from pressmark.site.content.statuses import Statuses
from pressmark.site.downloads.served_release import ServedRelease

Row = Mapping[str, Any]
Chart = Map | Timeline
MOST_SAID = 12
"""So many statuses of one mark are named in a legend."""
CHARTS = ("map", "lanes")
"""The shapes that are drawn as charts."""
FARTHEST = {"latitude": 90, "longitude": 360}
"""Degrees beyond which there is no place; some count on beyond the date line."""


def chart_of(
    release: ServedRelease, section: Section, rows: Sequence[Row], statuses: Statuses, day: str
) -> Chart | None:
    """Draw the rows of a section; None where nothing of them can be shown.

    ProjectError where a coordinate is no number, or the file of areas is none.
    """
    marks = marks_of(rows, statuses)
    if section.shape == "lanes":
        lanes = [lane_row(release, row, marks, statuses) for row in rows]
        until, called = drawn_to(release, day)
        timeline = lanes_of(lanes, until)
        return replace(timeline, called=called) if timeline else None
    try:
        places = [map_row(release, row, marks) for row in rows]
    except ValueError as error:
        right = "answer degrees as numbers, or nothing"
        place = line_of_text(section.statement, "latitude")
        raise ProjectError(place, f"cannot be drawn: {error}", right) from None
    name = section.name.replace("_", "-")
    return map_of(name, section.title, places, land_of(release, section))


def drawn_to(release: ServedRelease, asked: str) -> tuple[datetime.date, str]:
    """Give the day up to which lanes are drawn, and what it is called on their axis.

    It is the one that is asked for, and none after that on which the release was made: of later
    ones a bar would tell what nobody knows. Where no day is known it is that of today.
    """
    made = published(release) or datetime.datetime.now(datetime.UTC).date()
    day = min(datetime.date.fromisoformat(asked), made) if is_day(asked) else made
    return day, TODAY if day == made else brief_date(day.isoformat())


def marks_of(rows: Sequence[Row], statuses: Statuses) -> dict[str, Mark]:
    """Give each status its mark: the declared one, else one in turn."""
    names = [text(row, "status") for row in rows]
    declared = {name: mark_named(statuses[name].mark) for name in names if name in statuses}
    return {**marks_in_turn(name for name in names if name not in declared), **declared}


def legend_of(rows: Sequence[Row], statuses: Statuses) -> tuple[tuple[Mark, str], ...]:
    """Give the marks of a chart with their words, once each, in the order of the marks.

    Where several statuses have one mark, their words stand together; those that are drawn in
    outline are told apart by that.
    """
    found: dict[Mark, dict[str, None]] = {}
    for name, mark in marks_of(rows, statuses).items():
        declared = statuses.get(name)
        said = declared.words if declared else name
        if said and not (declared and declared.is_outlined):
            found.setdefault(mark, {})[said] = None
    ordered = sorted(found.items(), key=lambda each: MARKS.index(each[0]))
    return tuple((mark, said_in_legend(tuple(said))) for mark, said in ordered)


def said_in_legend(said: Sequence[str]) -> str:
    """Join the words of the statuses of one mark, the first of many."""
    more = f" and {len(said) - MOST_SAID:,} more" if len(said) > MOST_SAID else ""
    return " · ".join(said[:MOST_SAID]) + more


def land_of(release: ServedRelease, section: Section) -> Land | None:
    """Read the land that a section names; ProjectError, by name, where it is none."""
    heading = section.statement.heading
    path = heading("shapes")
    if not path:
        return None
    try:
        return read_land(dict(release.shapes)[path], heading("area"), heading("projection"))
    except ValueError as error:
        wrong, _, right = str(error).partition("; ")
        told = f"{path} cannot be drawn: {wrong}"
        place = section.statement.place_of("shapes")
        raise ProjectError(place, told, right or "name another file") from None


def locator(
    release: ServedRelease, section: Section, rows: Sequence[Row], statuses: Statuses
) -> str | None:
    """Draw where the place of a record is, by the first row; None where the file has no such area.

    ProjectError where a coordinate is no number.
    """
    heading = section.statement.heading
    try:
        row = map_row(release, {"words": ""} | dict(rows[0]), marks_of(rows, statuses))
    except ValueError as error:
        wrong = f"cannot be drawn: {error}"
        raise ProjectError(section.statement.place, wrong, "answer degrees as numbers") from None
    return locator_of(dict(release.shapes)[heading("shapes")], heading("area"), row)


def refuse_shapeless(release: ServedRelease, section: Section) -> None:
    """Refuse a `locator` whose file of shapes is none; ProjectError, by name."""
    heading, place = section.statement.heading, section.statement.place
    path = heading("shapes")
    if not path:
        raise ProjectError(place, "names no file of areas", "write a line `-- shapes: …`")
    try:
        areas_by_name(dict(release.shapes)[path], heading("area"))
    except ValueError as error:
        wrong, _, right = str(error).partition("; ")
        told = f"{path} cannot be drawn: {wrong}"
        raise ProjectError(place, told, right or "name another file") from None


def map_row(release: ServedRelease, row: Row, marks: Mapping[str, Mark]) -> MapRow:
    """Read a row of a map; ValueError where a coordinate is no number."""
    return MapRow(
        text(row, "label"),
        marks[text(row, "status")],
        days_in_words(text(row, "words")),
        record_of_row(release, row),
        text(row, "area") or None,
        number(row, "latitude"),
        number(row, "longitude"),
        text(row, "layer"),
    )


def lane_row(
    release: ServedRelease, row: Row, marks: Mapping[str, Mark], statuses: Statuses
) -> LaneRow:
    """Read a row of lanes."""
    status = text(row, "status")
    return LaneRow(
        text(row, "lane"),
        text(row, "since"),
        text(row, "until"),
        marks[status],
        days_in_words(text(row, "words")),
        text(row, "confirmed"),
        record_of_row(release, row),
        days_in_words(text(row, "note")),
        status in statuses and statuses[status].is_outlined,
    )


def text(row: Row, column: str) -> str:
    """Give a column as text; nothing where there is none."""
    value = row.get(column)
    return "" if value is None else str(value)


def number(row: Row, column: str) -> float | None:
    """Give a column as a number; ValueError where it is none."""
    value = row.get(column)
    if value is None or value == "":
        return None
    if not abs(found := float(value)) <= FARTHEST[column]:
        message = f"{column} is {value!r}, which is no number of degrees"
        raise ValueError(message)
    return found

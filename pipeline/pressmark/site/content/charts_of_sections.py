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
    choose_marks_in_turn,
    draw_locator,
    draw_map,
    find_mark,
    lay_out_lanes,
    read_areas_by_name,
    read_land,
)
from pressmark.site.content.citation import find_day
from pressmark.site.content.dates import phrase_days_in_text, render_brief_date
from pressmark.site.content.record import link_row
from pressmark.site.content.section import Section
from pressmark.site.content.section_faults import locate_text
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


def draw_chart(
    release: ServedRelease, section: Section, rows: Sequence[Row], statuses: Statuses, day: str
) -> Chart | None:
    """Draw the rows of a section; None where nothing of them can be shown.

    ProjectError where a coordinate is no number, or the file of areas is none.
    """
    marks = choose_marks(rows, statuses)
    if section.shape == "lanes":
        lanes = [read_lane_row(release, row, marks, statuses) for row in rows]
        until, called = choose_last_day(release, day)
        timeline = lay_out_lanes(lanes, until)
        return replace(timeline, called=called) if timeline else None
    try:
        places = [read_map_row(release, row, marks) for row in rows]
    except ValueError as error:
        right = "answer degrees as numbers, or nothing"
        place = locate_text(section.statement, "latitude")
        raise ProjectError(place, f"cannot be drawn: {error}", right) from None
    name = section.name.replace("_", "-")
    return draw_map(name, section.title, places, read_section_land(release, section))


def choose_last_day(release: ServedRelease, asked: str) -> tuple[datetime.date, str]:
    """Give the day up to which lanes are drawn, and what it is called on their axis.

    It is the one that is asked for, and none after that on which the release was made: of later
    ones a bar would tell what nobody knows. Where no day is known it is that of today.
    """
    made = find_day(release) or datetime.datetime.now(datetime.UTC).date()
    day = min(datetime.date.fromisoformat(asked), made) if is_day(asked) else made
    return day, TODAY if day == made else render_brief_date(day.isoformat())


def choose_marks(rows: Sequence[Row], statuses: Statuses) -> dict[str, Mark]:
    """Give each status its mark: the declared one, else one in turn."""
    names = [read_text(row, "status") for row in rows]
    declared = {name: find_mark(statuses[name].mark) for name in names if name in statuses}
    return {**choose_marks_in_turn(name for name in names if name not in declared), **declared}


def list_legend(rows: Sequence[Row], statuses: Statuses) -> tuple[tuple[Mark, str], ...]:
    """Give the marks of a chart with their words, once each, in the order of the marks.

    Where several statuses have one mark, their words stand together; those that are drawn in
    outline are told apart by that.
    """
    found: dict[Mark, dict[str, None]] = {}
    for name, mark in choose_marks(rows, statuses).items():
        declared = statuses.get(name)
        said = declared.words if declared else name
        if said and not (declared and declared.is_outlined):
            found.setdefault(mark, {})[said] = None
    ordered = sorted(found.items(), key=lambda each: MARKS.index(each[0]))
    return tuple((mark, join_legend_words(tuple(said))) for mark, said in ordered)


def join_legend_words(said: Sequence[str]) -> str:
    """Join the words of the statuses of one mark, the first of many."""
    more = f" and {len(said) - MOST_SAID:,} more" if len(said) > MOST_SAID else ""
    return " · ".join(said[:MOST_SAID]) + more


def read_section_land(release: ServedRelease, section: Section) -> Land | None:
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


def draw_section_locator(
    release: ServedRelease, section: Section, rows: Sequence[Row], statuses: Statuses
) -> str | None:
    """Draw where the place of a record is, by the first row; None where the file has no such area.

    ProjectError where a coordinate is no number.
    """
    heading = section.statement.heading
    try:
        row = read_map_row(release, {"words": ""} | dict(rows[0]), choose_marks(rows, statuses))
    except ValueError as error:
        wrong = f"cannot be drawn: {error}"
        raise ProjectError(section.statement.place, wrong, "answer degrees as numbers") from None
    return draw_locator(dict(release.shapes)[heading("shapes")], heading("area"), row)


def refuse_shapeless(release: ServedRelease, section: Section) -> None:
    """Refuse a `locator` whose file of shapes is none; ProjectError, by name."""
    heading, place = section.statement.heading, section.statement.place
    path = heading("shapes")
    if not path:
        raise ProjectError(place, "names no file of areas", "write a line `-- shapes: …`")
    try:
        read_areas_by_name(dict(release.shapes)[path], heading("area"))
    except ValueError as error:
        wrong, _, right = str(error).partition("; ")
        told = f"{path} cannot be drawn: {wrong}"
        raise ProjectError(place, told, right or "name another file") from None


def read_map_row(release: ServedRelease, row: Row, marks: Mapping[str, Mark]) -> MapRow:
    """Read a row of a map; ValueError where a coordinate is no number."""
    return MapRow(
        read_text(row, "label"),
        marks[read_text(row, "status")],
        phrase_days_in_text(read_text(row, "words")),
        link_row(release, row),
        read_text(row, "area") or None,
        read_number(row, "latitude"),
        read_number(row, "longitude"),
        read_text(row, "layer"),
    )


def read_lane_row(
    release: ServedRelease, row: Row, marks: Mapping[str, Mark], statuses: Statuses
) -> LaneRow:
    """Read a row of lanes."""
    status = read_text(row, "status")
    return LaneRow(
        read_text(row, "lane"),
        read_text(row, "since"),
        read_text(row, "until"),
        marks[status],
        phrase_days_in_text(read_text(row, "words")),
        read_text(row, "confirmed"),
        link_row(release, row),
        phrase_days_in_text(read_text(row, "note")),
        status in statuses and statuses[status].is_outlined,
    )


def read_text(row: Row, column: str) -> str:
    """Give a column as text; nothing where there is none."""
    value = row.get(column)
    return "" if value is None else str(value)


def read_number(row: Row, column: str) -> float | None:
    """Give a column as a number; ValueError where it is none."""
    value = row.get(column)
    if value is None or value == "":
        return None
    if not abs(found := float(value)) <= FARTHEST[column]:
        message = f"{column} is {value!r}, which is no number of degrees"
        raise ValueError(message)
    return found

"""A chart as a page shows it: pictures, what the marks mean, what is left to the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressmark.site.charts.drawing import DrawingError, Picture, drawn
from pressmark.site.charts.map import MapRow, map_pictures
from pressmark.site.charts.marks import Mark, marks_of
from pressmark.site.charts.timeline import TimelineRow, timeline_pictures


@dataclass(frozen=True)
class Drawing:
    """A picture with its SVG."""

    picture: Picture
    svg: str


@dataclass(frozen=True)
class Chart:
    """Pictures, the mark of each meaning, and the labels of rows that could not be shown.

    `problem` says why nothing was drawn, where something should have been.
    """

    drawings: tuple[Drawing, ...] = ()
    marks: Mapping[str, Mark] | None = None
    left_out: tuple[str, ...] = ()
    problem: str | None = None

    def of_form(self, form: str) -> list[Drawing]:
        """List the pictures that are wide, narrow or insets."""
        return [each for each in self.drawings if each.picture.form == form]


def map_chart(name: str, title: str, rows: Sequence[MapRow], folder: Path) -> Chart:
    """Draw a map, keeping what Vega drew in `folder`; no pictures where no place can be shown."""
    left_out = tuple(row.label for row in rows if not row.spot)
    marks = marks_of(tuple(row.status for row in rows))
    return chart(map_pictures(name, title, rows), marks, left_out, folder)


def timeline_chart(name: str, title: str, rows: Sequence[TimelineRow], folder: Path) -> Chart:
    """Draw a timeline, keeping what Vega drew in `folder`; no pictures for fewer than two dates."""
    left_out = tuple(row.label for row in rows if not row.days)
    marks = marks_of(tuple(row.kind for row in rows))
    return chart(timeline_pictures(name, title, rows), marks, left_out, folder)


def chart(
    pictures: Sequence[Picture], marks: Mapping[str, Mark], left_out: tuple[str, ...], folder: Path
) -> Chart:
    """Draw the pictures; a chart that cannot be drawn says why, and its table stands without it."""
    try:
        drawings = tuple(Drawing(each, drawn(each, folder)) for each in pictures)
    except DrawingError as error:
        return Chart(problem=str(error))
    return Chart(drawings, marks, left_out)

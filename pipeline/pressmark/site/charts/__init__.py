"""Rows of values → charts as SVG: maps, statuses over time, histograms, pictures to share."""

from pressmark.site.charts.bars import Step, histogram
from pressmark.site.charts.land import Land, read_land
from pressmark.site.charts.lanes import TODAY, LaneRow, Timeline, lanes_of
from pressmark.site.charts.locator import areas_by_name, locator_of
from pressmark.site.charts.map import Map, map_of, spot_of
from pressmark.site.charts.map_marks import MapRow
from pressmark.site.charts.marks import MARKS, Mark, mark_named, marks_in_turn
from pressmark.site.charts.picture import Drawn, Told, picture_of
from pressmark.site.charts.png import DrawingError, can_draw, png_of
from pressmark.site.charts.share import Share, share_picture

__all__ = [
    "MARKS",
    "TODAY",
    "DrawingError",
    "Drawn",
    "Land",
    "LaneRow",
    "Map",
    "MapRow",
    "Mark",
    "Share",
    "Step",
    "Timeline",
    "Told",
    "areas_by_name",
    "can_draw",
    "histogram",
    "lanes_of",
    "locator_of",
    "map_of",
    "mark_named",
    "marks_in_turn",
    "picture_of",
    "png_of",
    "read_land",
    "share_picture",
    "spot_of",
]

"""Rows of values → charts as SVG: maps, statuses over time, histograms, pictures to share."""

from pressmark.site.charts.bars import Step, draw_histogram
from pressmark.site.charts.land import Land, read_land
from pressmark.site.charts.lanes import TODAY, LaneRow, Timeline, lay_out_lanes
from pressmark.site.charts.locator import draw_locator, read_areas_by_name
from pressmark.site.charts.map import Map, draw_map, find_spot
from pressmark.site.charts.map_marks import MapRow
from pressmark.site.charts.marks import MARKS, Mark, choose_marks_in_turn, find_mark
from pressmark.site.charts.picture import Drawn, Told, draw_picture
from pressmark.site.charts.png import DrawingError, can_draw, draw_png
from pressmark.site.charts.share import Share, draw_share

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
    "can_draw",
    "choose_marks_in_turn",
    "draw_histogram",
    "draw_locator",
    "draw_map",
    "draw_picture",
    "draw_png",
    "draw_share",
    "find_mark",
    "find_spot",
    "lay_out_lanes",
    "read_areas_by_name",
    "read_land",
]

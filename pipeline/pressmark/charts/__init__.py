"""Rows of values → charts: a map and a timeline as SVG, drawn by Vega-Lite when a site starts."""

from pressmark.charts.chart import Chart, map_chart, timeline_chart
from pressmark.charts.map import MapRow
from pressmark.charts.timeline import TimelineRow

__all__ = ["Chart", "MapRow", "TimelineRow", "map_chart", "timeline_chart"]

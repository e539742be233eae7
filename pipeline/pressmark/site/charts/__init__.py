"""Rows of values → charts: a map and a timeline as SVG, drawn by Vega-Lite when a site starts."""

from pressmark.site.charts.chart import Chart, map_chart, timeline_chart
from pressmark.site.charts.map import MapRow
from pressmark.site.charts.timeline import TimelineRow

__all__ = ["Chart", "MapRow", "TimelineRow", "map_chart", "timeline_chart"]

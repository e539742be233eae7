"""Rows of values → charts: a map and a timeline as SVG, drawn by Vega-Lite when a site starts."""

from pipeline.charts.chart import Chart, map_chart, timeline_chart
from pipeline.charts.map import MapRow
from pipeline.charts.timeline import TimelineRow

__all__ = ["Chart", "MapRow", "TimelineRow", "map_chart", "timeline_chart"]

"""How templates write what they are given: of each piece that several pages show, its functions.

A page passes those of the pieces that it draws, beside its own values; Datasette's pages get theirs
in `pressmark.site.tables.page_words`. All pages have the frame's: what stands in `base.html`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pressmark.site.content.answer_rows import cut_at_headings, group_rows, name_columns
from pressmark.site.content.charts_of_sections import draw_section_locator, list_legend
from pressmark.site.content.dates import (
    keep_dates_together,
    phrase_date,
    phrase_days_in_text,
    phrase_loosely,
    phrase_on_date,
    render_brief_date,
)
from pressmark.site.content.evidence import order_evidence
from pressmark.site.content.markdown import render_line, render_markdown
from pressmark.site.content.picture_file import describe_picture
from pressmark.site.content.record import link_row
from pressmark.site.downloads.download import find_kind, order_for_reading
from pressmark.site.tables.filter import is_date
from pressmark.site.tables.written_cells import without_codes
from pressmark.words import phrase_share, phrase_size

Words = Mapping[str, Callable[..., Any]]


PARTS: Words = {
    "order_for_reading": order_for_reading,
    "find_kind": find_kind,
    "markdown": render_markdown,
    "markdown_line": render_line,
    "share": phrase_share,
    "phrase_size": phrase_size,
    "without_codes": without_codes,
}
"""Those of `_parts.html`."""
ANSWERS: Words = {
    "phrase_date": phrase_date,
    "phrase_days_in_text": phrase_days_in_text,
    "group_rows": group_rows,
    "keep_dates_together": keep_dates_together,
    "phrase_loosely": phrase_loosely,
    "phrase_on_date": phrase_on_date,
    "link_row": link_row,
}
"""Those of `_answers.html`."""
CHARTS: Words = {
    "list_legend": list_legend,
    "draw_section_locator": draw_section_locator,
    "describe_picture": describe_picture,
}
"""Those of `_charts.html`."""
SECTIONS: Words = {
    **ANSWERS,
    **CHARTS,
    "render_brief_date": render_brief_date,
    "cut_at_headings": cut_at_headings,
    "name_columns": name_columns,
    "order_evidence": order_evidence,
    "is_dated": is_date,
}
"""Those of `_sections.html`."""
PICTURES: Words = SECTIONS
"""Those of `_front.html`, beside `PARTS`."""

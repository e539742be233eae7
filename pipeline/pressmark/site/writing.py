"""How templates write what they are given: of each piece that several pages show, its functions.

A page passes those of the pieces that it draws, beside its own values; Datasette's pages get theirs
in `pressmark.site.tables.page_words`. All pages have the frame's: what stands in `base.html`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pressmark.site.content.answer_rows import beneath_headings, columns_of, grouped
from pressmark.site.content.charts_of_sections import legend_of, locator
from pressmark.site.content.dates import (
    brief_date,
    date_in_words,
    days_in_words,
    kept_together,
    loosely,
    on_date,
)
from pressmark.site.content.evidence import evidence_told
from pressmark.site.content.markdown import html_of, line_of
from pressmark.site.content.picture_file import picture_words
from pressmark.site.content.record import record_of_row
from pressmark.site.downloads.download import in_reading_order, kind_of
from pressmark.site.tables.filter import is_date
from pressmark.site.tables.written_cells import without_codes
from pressmark.words import share_in_words, size_in_words

Words = Mapping[str, Callable[..., Any]]


PARTS: Words = {
    "in_reading_order": in_reading_order,
    "kind_of": kind_of,
    "markdown": html_of,
    "markdown_line": line_of,
    "share": share_in_words,
    "size_in_words": size_in_words,
    "without_codes": without_codes,
}
"""Those of `_parts.html`."""
ANSWERS: Words = {
    "date_in_words": date_in_words,
    "days_in_words": days_in_words,
    "grouped": grouped,
    "kept_together": kept_together,
    "loosely": loosely,
    "on_date": on_date,
    "record_of_row": record_of_row,
}
"""Those of `_answers.html`."""
CHARTS: Words = {
    "legend_of": legend_of,
    "locator": locator,
    "picture_words": picture_words,
}
"""Those of `_charts.html`."""
SECTIONS: Words = {
    **ANSWERS,
    **CHARTS,
    "brief_date": brief_date,
    "beneath_headings": beneath_headings,
    "columns_of": columns_of,
    "evidence_told": evidence_told,
    "is_dated": is_date,
}
"""Those of `_sections.html`."""
PICTURES: Words = SECTIONS
"""Those of `_front.html`, beside `PARTS`."""

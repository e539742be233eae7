"""The rows of a table page, written at once: a template takes five times as long for each cell."""

from collections.abc import Mapping, Sequence
from typing import Any

from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from pipeline.site.release import ServedRelease
from pipeline.site.table import cell_words, to_record_pages


def table_rows(  # noqa: PLR0913, PLR0917 - what a template knows of a table
    release: ServedRelease,
    table: str,
    columns: Sequence[Mapping[str, Any]],
    rows: Sequence[Any],
    metadata: Mapping[str, Any],
    label: str | None,
) -> Markup:
    """Write rows of cells as Datasette prepares them; an empty cell is of the class `none`.

    Where records have pages of their own, each row begins with a link to it, named by the field
    `label`, which is not written again.
    """
    titles, references = metadata.get("titles") or {}, metadata.get("references") or {}
    openings = {
        each["name"]: f'<td data-label="{escape(label_of(each["name"], titles))}"'
        for each in columns
    }
    start = f"/record/{release.version}/{tilde_encode(table)}/"

    def written_cell(cell: Mapping[str, Any]) -> str:
        column, raw = cell["column"], cell["raw"]
        words: object = cell_words(release, table, column, raw)
        if words is None:
            shown = cell["value"]
            words = to_record_pages(release, shown) if column in references else shown
        mark = ' class="none"' if raw is None or raw == "" else ""
        return f"{openings[column]}{mark}><div>{escape(words)}</div></td>"

    def written_row(row: Any) -> str:
        cells, first = list(row), ""
        if metadata.get("keyed"):
            key = cells.pop(0)["raw"]
            name = row[label] if label else None
            words = key if name is None else cell_words(release, table, str(label), name) or name
            link = f'<a href="{escape(start + key)}">{escape(words)}</a>'
            first = f'<th scope="row" data-label="Record"><div>{link}</div></th>'
            cells = [each for each in cells if each["column"] != label]
        return f"<tr>{first}{''.join(map(written_cell, cells))}</tr>"

    return Markup("\n".join(map(written_row, rows)))  # noqa: S704 - everything in it is escaped


def label_of(column: str, titles: Mapping[str, str]) -> str:
    """Give the name of a column for readers; Datasette calls that of the key `Link`."""
    return titles.get(column) or ("Record" if column == "Link" else column)

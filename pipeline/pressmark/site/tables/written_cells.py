"""The cells of tables and answers, written for readers: codes by their labels, keys as links."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from pressmark.package import Table
from pressmark.site.address import link_database, link_record
from pressmark.site.content.dates import render_brief_date
from pressmark.site.content.history import find_table
from pressmark.site.content.record import (
    link_referred,
    map_labels,
    map_references,
    render_whole,
)
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.tables.chosen_columns import ChosenColumns
from pressmark.site.tables.filter import is_date

CODE = re.compile(r"(?<![\w/.:#?&=@`-])[a-z]+(?:_[a-z]+)+(?![\w`(=-]|[./:]\w)")
"""A word with underscores that stands in a sentence, and in no address, path or line of code."""
KEY_BEHIND = re.compile(r"&nbsp;<em>[^<]*</em>\Z")
LONGEST_CELL = 180
LEADING = Markup('<th scope="row"><div><a href="{}">{}</a></div></th>')
LINK = Markup('<a href="{}">{}</a>')
OPENING, PLAIN = Markup(' data-l="{}"><div>'), Markup("><div>")
ROW, EMPTY = Markup("<tr>"), Markup('<td class="empty"')
TD, NUMBER = Markup("<td"), Markup('<td class="number"')
END, END_OF_ROW = Markup("</div></td>"), Markup("</tr>\n")

Cells = Callable[[str, object], str | None]


def make_cell_writer(release: ServedRelease, name: str) -> Cells:
    """Give what writes a table's cells for readers: the column and its value → words.

    None where a value stands for itself. What a column needs is looked up once, not for each cell.
    """
    table = find_table(release, name)
    fields = table.schema.fields if table else ()
    labels = {field.name: map_labels(field) for field in fields}
    dated = {field.name for field in fields if is_date(field)}

    def write(column: str, raw: object) -> str | None:
        if raw is None or column not in labels:
            return None
        if isinstance(raw, float) and raw.is_integer():
            return render_whole(raw)
        text = str(raw)
        if column in dated:
            return render_brief_date(text)
        if len(text) > LONGEST_CELL:
            return text[:LONGEST_CELL].rsplit(" ", 1)[0] + " …"
        return labels[column].get(text)

    return write


def write_rows(
    release: ServedRelease,
    name: str,
    rows: Sequence[Any],
    metadata: Mapping[str, Any],
    chosen: ChosenColumns,
) -> Iterator[Markup]:
    """Write the rows of a table's page, each led by a link to its record where it has a page.

    `rows` and `metadata` are Datasette's. A page has thousands of cells, for which a template would
    take twice the time.
    """
    write, label = make_cell_writer(release, name), chosen.label
    keyed = bool(metadata.get("keyed"))
    linked = make_link_writer(release, name)
    titles = {"Link": "Record", **(metadata.get("titles") or {})}
    heads: dict[str, tuple[Markup, Markup]] = {}
    for row in rows:
        cells, written = row.cells, [ROW]
        if keyed:
            key, *cells = cells
            parts = find_key_parts(find_table(release, name), key, cells)
            named = row[label] if label else None
            words = key["raw"] if named is None else write(label or "", named) or named
            written.append(LEADING.format(link_record(release.version, name, parts), words))
        for place, cell in enumerate(cells):
            column, raw = cell["column"], cell["raw"]
            # The number of a record without a key stands in the link to it, which comes first.
            if column == label or (place and column == metadata.get("counted_by")):
                continue
            if column not in chosen.names:
                continue
            if column not in heads:
                heads[column] = begin(titles.get(column, column), column, chosen, place + keyed)
            words = write(column, raw)
            shown = linked(column, raw, cell["value"]) if words is None else words
            written += [heads[column][raw is None or raw == ""], escape(shown), END]
        yield Markup("").join([*written, END_OF_ROW])


def begin(title: str, column: str, chosen: ChosenColumns, place: int) -> tuple[Markup, Markup]:
    """Begin the cells of a column: one with a value, and one without."""
    told = OPENING.format(title) if place else PLAIN
    return (NUMBER if column in chosen.numbers else TD) + told, EMPTY + told


def find_key_parts(table: Table | None, link: Any, cells: Sequence[Any]) -> list[Any]:
    """Give the parts of a row's key.

    Datasette shows a key of one field in its link only, and the parts of others in their columns.
    """
    fields = (table.schema.primary_key if table else None) or ()
    if len(fields) < 2:  # noqa: PLR2004
        return [link["raw"]]
    raws = {cell["column"]: cell["raw"] for cell in cells}
    return [raws[each] for each in fields]


def make_link_writer(release: ServedRelease, name: str) -> Callable[[str, object, object], object]:
    """Give what leads the links of Datasette's foreign keys to the records: column, value, cell.

    Datasette takes what a field points to for the key of a record, whatever it is.
    """
    table = find_table(release, name)
    references = map_references(release.package, table) if table else {}
    # A quote in a value is escaped, so this finds what Datasette wrote and nothing else.
    old = re.compile(f'href="{re.escape(link_database(release.database_name))}[^"]+"')

    def write(column: str, raw: object, shown: object) -> object:
        if column not in references or not isinstance(shown, Markup):
            return shown
        new = f'href="{escape(link_referred(release, *references[column], raw))}"'
        # Behind the name Datasette writes the key, which says nothing to readers.
        named = KEY_BEHIND.sub("", str(shown))
        return Markup(old.sub(lambda _: new, named))  # noqa: S704 - markup already

    return write


def link_reference(release: ServedRelease, name: str, column: str, raw: object) -> str | None:
    """Give the address of the record to which a column of a table points, if it does."""
    table = find_table(release, name)
    found = map_references(release.package, table).get(column) if table else None
    return link_referred(release, *found, raw) if found else None


def without_codes(release: ServedRelease, text: object) -> str:
    """Write a text for readers: names of tables, questions and fields by their titles.

    Other words that are joined by underscores are parted.
    """
    package = release.package
    titles = {table.name: table.resource.title for table in package.tables}
    titles |= {query.name: query.heading("title") for query in package.queries}

    def written(found: re.Match[str]) -> str:
        name = found[0]
        labels = {
            field.label
            for table in package.tables
            for field in table.schema.fields
            if field.name == name
        }
        label = labels.pop() if len(labels) == 1 else ""
        title = titles.get(name)
        return f"“{title}”" if title else label or name.replace("_", " ")

    return CODE.sub(written, str(text))

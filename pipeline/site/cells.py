"""The cells of tables and answers, written for readers: codes by their labels, keys as links."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from pipeline.descriptor import Table
from pipeline.site.address import record_page
from pipeline.site.history import table_of
from pipeline.site.record import labels_of, record_of_row
from pipeline.site.release import ServedRelease

LONGEST_CELL = 180
LEADING = Markup('<th scope="row" data-label="Record"><div><a href="{}">{}</a></div></th>')
LINK = Markup('<a href="{}">{}</a>')
OPENING = Markup(' data-label="{}"><div>')
ROW, TD, EMPTY = Markup("<tr>"), Markup("<td"), Markup('<td class="none"')
END, END_OF_ROW = Markup("</div></td>"), Markup("</tr>\n")

Cells = Callable[[str, object], str | None]


def cell_writer(release: ServedRelease, name: str) -> Cells:
    """Give what writes a table's cells for readers: the column and its value → words.

    None where a value stands for itself. What a column needs is looked up once, not for each cell.
    """
    table = table_of(release, name)
    fields = table.schema.fields if table else ()
    labels = {field.name: labels_of(field) for field in fields}

    def write(column: str, raw: object) -> str | None:
        if raw is None or column not in labels:
            return None
        text = str(raw)
        if len(text) > LONGEST_CELL:
            return text[:LONGEST_CELL].rsplit(" ", 1)[0] + " …"
        return labels[column].get(text)

    return write


def written_rows(
    release: ServedRelease,
    name: str,
    rows: Sequence[Any],
    metadata: Mapping[str, Any],
    label: str | None,
) -> Iterator[Markup]:
    """Write the rows of a table's page, each led by a link to its record where it has a page.

    `rows` and `metadata` are Datasette's; `label` is the column that stands as the link. A page
    has thousands of cells, for which a template would take twice the time.
    """
    write = cell_writer(release, name)
    record = f"/record/{quote(release.version, safe='')}/{tilde_encode(name)}/"
    linked = link_writer(release, metadata.get("references") or {})
    titles = {"Link": "Record", **(metadata.get("titles") or {})}
    heads: dict[str, Markup] = {}
    for row in rows:
        cells, written = row.cells, [ROW]
        if metadata.get("keyed"):
            key, *cells = cells
            named = row[label] if label else None
            words = key["raw"] if named is None else write(label or "", named) or named
            written.append(LEADING.format(record + str(key["raw"]), words))
        for cell in cells:
            column, raw = cell["column"], cell["raw"]
            if column == label:
                continue
            if column not in heads:
                heads[column] = OPENING.format(titles.get(column, column))
            words = write(column, raw)
            shown = linked(column, cell["value"]) if words is None else words
            written += [
                EMPTY if raw is None or raw == "" else TD,
                heads[column],
                escape(shown),
                END,
            ]
        yield Markup("").join([*written, END_OF_ROW])


def link_writer(
    release: ServedRelease, references: Mapping[str, str]
) -> Callable[[str, object], object]:
    """Give what leads the links of Datasette's foreign keys to the pages of the records."""
    old = f'href="/{release.database_name}/'
    new = f'href="/record/{quote(release.version, safe="")}/'

    def write(column: str, shown: object) -> object:
        if column not in references or not isinstance(shown, Markup):
            return shown
        # A quote in a value is escaped, so this finds what Datasette wrote and nothing else.
        return Markup(str(shown).replace(old, new))  # noqa: S704 - markup already

    return write


def answer_writer(
    release: ServedRelease,
) -> Callable[[Mapping[str, Any], str], Markup | str | None]:
    """Give what writes the cells of a question's answer: a row and its column → words or a link.

    A column counts as what the fields of the same name hold: codes where all tables that have it
    agree on their labels, the key of a record where it is the whole key of one table. None where a
    value stands for itself.
    """
    columns: dict[str, tuple[Table | None, dict[str, str]]] = {}

    def write(row: Mapping[str, Any], column: str) -> Markup | str | None:
        value = row[column]
        if value is None or value == "":
            return None
        if column not in columns:
            columns[column] = (keyed_by(release, column), common_labels(release, column))
        table, labels = columns[column]
        address = record_page(release.version, table.name, [value]) if table else None
        if column == "record_key":
            address = record_of_row(release, row)
        return LINK.format(address, value) if address else labels.get(str(value))

    return write


def keyed_by(release: ServedRelease, column: str) -> Table | None:
    """Give the table whose key is a field of that name, where there is exactly one."""
    found = [each for each in release.package.tables if each.schema.primary_key == (column,)]
    return found[0] if len(found) == 1 else None


def common_labels(release: ServedRelease, column: str) -> dict[str, str]:
    """Give the labels of the codes that fields of that name may hold, those that all agree on."""
    fields = [
        field
        for table in release.package.tables
        for field in table.schema.fields
        if field.name == column
    ]
    found: dict[str, set[str]] = {}
    for field in fields:
        for value, label in labels_of(field).items():
            found.setdefault(value, set()).add(label)
    coded = bool(fields) and all(labels_of(field) for field in fields)
    return {value: labels.pop() for value, labels in found.items() if coded and len(labels) == 1}

"""The cells of tables and answers, written for readers: codes by their labels, keys as links."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from pressmark import sql
from pressmark.package import Table
from pressmark.package.shown_columns import shown_columns
from pressmark.site.address import database_address, record_page
from pressmark.site.content.dates import dates_in_words
from pressmark.site.content.history import table_of
from pressmark.site.content.record import (
    labels_of,
    plain,
    record_of_row,
    reference_of,
    referred_address,
)
from pressmark.site.content.record_key import ROWID
from pressmark.site.downloads.link import safe_link
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.tables.chosen_columns import ChosenColumns

CODE = re.compile(r"(?<![\w/.:#?&=@`-])[a-z]+(?:_[a-z]+)+(?![\w`(=-]|[./:]\w)")
"""A word with underscores that stands in a sentence, and in no address, path or line of code."""
KEY_BEHIND = re.compile(r"&nbsp;<em>[^<]*</em>\Z")
LONGEST_CELL = 180
MOST_KEYS = 500
"""So many different keys of an answer are looked up; SQLite takes some thousand parameters."""
LEADING = Markup('<th scope="row"><div><a href="{}">{}</a></div></th>')
LINK = Markup('<a href="{}">{}</a>')
OPENING, PLAIN = Markup(' data-l="{}"><div>'), Markup("><div>")
ROW, EMPTY = Markup("<tr>"), Markup('<td class="empty"')
TD, NUMBER = Markup("<td"), Markup('<td class="number"')
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
        if isinstance(raw, float) and raw.is_integer():
            return plain(raw)
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
    chosen: ChosenColumns,
) -> Iterator[Markup]:
    """Write the rows of a table's page, each led by a link to its record where it has a page.

    `rows` and `metadata` are Datasette's. A page has thousands of cells, for which a template would
    take twice the time.
    """
    write, label = cell_writer(release, name), chosen.label
    keyed = bool(metadata.get("keyed"))
    linked = link_writer(release, name)
    titles = {"Link": "Record", **(metadata.get("titles") or {})}
    heads: dict[str, tuple[Markup, Markup]] = {}
    for row in rows:
        cells, written = row.cells, [ROW]
        if keyed:
            key, *cells = cells
            parts = key_parts(table_of(release, name), key, cells)
            named = row[label] if label else None
            words = key["raw"] if named is None else write(label or "", named) or named
            written.append(LEADING.format(record_page(release.version, name, parts), words))
        for place, cell in enumerate(cells):
            column, raw = cell["column"], cell["raw"]
            # The number of a record without a key stands in the link to it, which comes first.
            if column == label or (place and column == metadata.get("counted_by")):
                continue
            if column not in chosen.names:
                continue
            if column not in heads:
                heads[column] = opening(titles.get(column, column), column, chosen, place + keyed)
            words = write(column, raw)
            shown = linked(column, raw, cell["value"]) if words is None else words
            written += [heads[column][raw is None or raw == ""], escape(shown), END]
        yield Markup("").join([*written, END_OF_ROW])


def opening(title: str, column: str, chosen: ChosenColumns, place: int) -> tuple[Markup, Markup]:
    """Begin the cells of a column: one with a value, and one without."""
    told = OPENING.format(title) if place else PLAIN
    return (NUMBER if column in chosen.numbers else TD) + told, EMPTY + told


def key_parts(table: Table | None, link: Any, cells: Sequence[Any]) -> list[Any]:
    """Give the parts of a row's key.

    Datasette shows a key of one field in its link only, and the parts of others in their columns.
    """
    fields = (table.schema.primary_key if table else None) or ()
    if len(fields) < 2:  # noqa: PLR2004
        return [link["raw"]]
    raws = {cell["column"]: cell["raw"] for cell in cells}
    return [raws[each] for each in fields]


def link_writer(release: ServedRelease, name: str) -> Callable[[str, object, object], object]:
    """Give what leads the links of Datasette's foreign keys to the records: column, value, cell.

    Datasette takes what a field points to for the key of a record, whatever it is.
    """
    table = table_of(release, name)
    references = reference_of(release.package, table) if table else {}
    # A quote in a value is escaped, so this finds what Datasette wrote and nothing else.
    old = re.compile(f'href="{re.escape(database_address(release.database_name))}[^"]+"')

    def write(column: str, raw: object, shown: object) -> object:
        if column not in references or not isinstance(shown, Markup):
            return shown
        new = f'href="{escape(referred_address(release, *references[column], raw))}"'
        # Behind the name Datasette writes the key, which says nothing to readers.
        named = KEY_BEHIND.sub("", str(shown))
        return Markup(old.sub(lambda _: new, named))  # noqa: S704 - markup already

    return write


def reference_address(release: ServedRelease, name: str, column: str, raw: object) -> str | None:
    """Give the address of the record to which a column of a table points, if it does."""
    table = table_of(release, name)
    found = reference_of(release.package, table).get(column) if table else None
    return referred_address(release, *found, raw) if found else None


async def answer_writer(
    datasette: Any,
    release: ServedRelease,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    question: str | None = None,
) -> Callable[[Mapping[str, Any], str], Markup | str | None]:
    """Give what writes the cells of a question's answer: a row and its column → words or a link.

    A column counts as what the fields of the same name hold: codes where all tables that have it
    agree on their labels, and the key of a record where it is named like the key of one table and
    holds keys of that table. In the answer of a question of the release, other codes are written
    without their underscores, and cells lead where the question's heading says. None where a value
    stands for itself.
    """
    database = datasette.databases[release.database_name]
    labels = {column: common_labels(release, column) for column in columns}
    keys = await keys_held(database, release, columns, rows)
    return AnswerCells(release, labels, keys, leading_columns(release, question), bool(question))


@dataclass(frozen=True)
class AnswerCells:
    """What writes the cells of an answer: called with a row and a column, it gives words or a link.

    `labels` and `keys` are those of the columns, `leads_by` the columns that say where others lead.
    """

    release: ServedRelease
    labels: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, tuple[str, set[str]]]
    leads_by: Mapping[str, str]
    is_of_question: bool

    def __call__(self, row: Mapping[str, Any], column: str) -> Markup | str | None:
        """Write a cell; None where its value stands for itself."""
        value, by = row[column], self.leads_by.get(column)
        if value is None or value == "":
            return None
        address = self.record(row, column)
        if address:
            return LINK.format(address, value)
        label = self.labels[column].get(str(value))
        words = label or (in_sentence(self.release, str(value)) if self.is_of_question else None)
        target = (self.record(row, by) or safe_link(str(row[by] or ""))) if by else None
        return LINK.format(target, words or value) if target else words

    def record(self, row: Mapping[str, Any], column: str) -> str | None:
        """Give the address of the record whose key a cell holds, if it is one."""
        value, (table, known) = row[column], self.keys.get(column, ("", set()))
        if column == "record_key":
            return record_of_row(self.release, row)
        return record_page(self.release.version, table, [value]) if str(value) in known else None


async def keys_held(
    database: Any, release: ServedRelease, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> dict[str, tuple[str, set[str]]]:
    """Give the columns that are named like keys, each with its table and the keys that it holds."""
    found = {}
    for position, column in enumerate(columns):
        table = keyed_by(release, column)
        if table:
            values = {str(row[position]) for row in rows if row[position] is not None}
            found[column] = (table.name, await known_keys(database, table, values))
    return found


def leading_columns(release: ServedRelease, question: str | None) -> dict[str, str]:
    """Give the columns of a question's answer that lead elsewhere, each with the one that says so.

    Those that are on its page with all columns are the same.
    """
    return {
        each.name: each.leads_by
        for query in release.package.queries
        if query.name == question
        for each in shown_columns(query)
        if each.leads_by is not None
    }


def in_sentence(release: ServedRelease, text: str) -> str | None:
    """Write a code without its underscores and dates in words; None as it stands."""
    if CODE.fullmatch(text):
        return without_codes(release, text)
    written = dates_in_words(text)
    return written if written != text else None


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


def keyed_by(release: ServedRelease, column: str) -> Table | None:
    """Give the table whose key a column is named for: `place_id`, or short `place`, `place_key`."""
    stem = column.removesuffix("_key")
    names = ((column,), (f"{stem}_id",))
    found = [each for each in release.package.tables if each.schema.primary_key in names]
    return found[0] if len(found) == 1 else None


async def known_keys(database: Any, table: Table, values: Iterable[str]) -> set[str]:
    """Give those of some values that are keys of a table; of very many, none are looked up."""
    wanted = list(values)
    key = sql.name((table.schema.primary_key or (ROWID,))[0])
    if not wanted or len(wanted) > MOST_KEYS:
        return set()
    given = {f"k{position}": value for position, value in enumerate(wanted)}
    listed = ", ".join(f":{name}" for name in given)
    source = sql.name(table.name)
    result = await database.execute(f"select {key} from {source} where {key} in ({listed})", given)
    return {str(row[0]) for row in result.rows}


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

"""The cells of answers, written for readers: codes and dates in words, keys as links."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pressmark import sql
from pressmark.package import Table
from pressmark.package.shown_columns import read_shown_columns
from pressmark.site.address import link_record
from pressmark.site.content.dates import are_dates, phrase_dates, render_brief_date
from pressmark.site.content.record import link_row, map_labels
from pressmark.site.content.record_key import ROWID
from pressmark.site.downloads.link import check_link
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.tables.filter import is_date
from pressmark.site.tables.written_cells import CODE, LINK, without_codes

MOST_KEYS = 500
"""So many different keys of an answer are looked up; SQLite takes some thousand parameters."""


async def make_answer_writer(
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
    without their underscores, columns of dates in words, and cells lead where the question's
    heading says. None where a value stands for itself.
    """
    database = datasette.databases[release.database_name]
    labels = {column: find_common_labels(release, column) for column in columns}
    keys = await find_keys_held(database, release, columns, rows)
    dated = find_dated_columns(release, columns, rows) if question else frozenset()
    leads_by = find_leading(release, question)
    return AnswerCells(release, labels, keys, leads_by, dated, bool(question))


@dataclass(frozen=True)
class AnswerCells:
    """What writes the cells of an answer: called with a row and a column, it gives words or a link.

    `labels` and `keys` are those of the columns, `leads_by` the columns that say where others lead,
    `dated` the columns that hold dates.
    """

    release: ServedRelease
    labels: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, tuple[str, set[str]]]
    leads_by: Mapping[str, str]
    dated: frozenset[str]
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
        if column in self.dated:
            label = render_brief_date(value)
        words = label or (phrase_code(self.release, str(value)) if self.is_of_question else None)
        target = (self.record(row, by) or check_link(str(row[by] or ""))) if by else None
        return LINK.format(target, words or value) if target else words

    def record(self, row: Mapping[str, Any], column: str) -> str | None:
        """Give the address of the record whose key a cell holds, if it is one."""
        value, (table, known) = row[column], self.keys.get(column, ("", set()))
        if column == "record_key":
            return link_row(self.release, row)
        return link_record(self.release.version, table, [value]) if str(value) in known else None


async def find_keys_held(
    database: Any, release: ServedRelease, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> dict[str, tuple[str, set[str]]]:
    """Give the columns that are named like keys, each with its table and the keys that it holds."""
    found = {}
    for position, column in enumerate(columns):
        table = find_keyed_table(release, column)
        if table:
            values = {str(row[position]) for row in rows if row[position] is not None}
            found[column] = (table.name, await find_known_keys(database, table, values))
    return found


def find_leading(release: ServedRelease, question: str | None) -> dict[str, str]:
    """Give the columns of a question's answer that lead elsewhere, each with the one that says so.

    Those that are on its page with all columns are the same.
    """
    return {
        each.name: each.leads_by
        for query in release.package.queries
        if query.name == question
        for each in read_shown_columns(query)
        if each.leads_by is not None
    }


def find_dated_columns(
    release: ServedRelease, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> frozenset[str]:
    """Name the columns that hold dates: named like fields that do, or by what stands in them."""
    dated = set()
    for position, column in enumerate(columns):
        values = [row[position] for row in rows if row[position] not in (None, "")]
        fields = [
            field
            for table in release.package.tables
            for field in table.schema.fields
            if field.name == column
        ]
        if are_dates(values) or (fields and all(map(is_date, fields))):
            dated.add(column)
    return frozenset(dated)


def phrase_code(release: ServedRelease, text: str) -> str | None:
    """Write a code without its underscores and dates in words; None as it stands."""
    if CODE.fullmatch(text):
        return without_codes(release, text)
    written = phrase_dates(text)
    return written if written != text else None


def find_keyed_table(release: ServedRelease, column: str) -> Table | None:
    """Give the table whose key a column is named for: `place_id`, or short `place`, `place_key`."""
    stem = column.removesuffix("_key")
    names = ((column,), (f"{stem}_id",))
    found = [each for each in release.package.tables if each.schema.primary_key in names]
    return found[0] if len(found) == 1 else None


async def find_known_keys(database: Any, table: Table, values: Iterable[str]) -> set[str]:
    """Give those of some values that are keys of a table; of very many, none are looked up."""
    wanted = list(values)
    key = sql.quote((table.schema.primary_key or (ROWID,))[0])
    if not wanted or len(wanted) > MOST_KEYS:
        return set()
    given = {f"k{position}": value for position, value in enumerate(wanted)}
    listed = ", ".join(f":{name}" for name in given)
    source = sql.quote(table.name)
    result = await database.execute(f"select {key} from {source} where {key} in ({listed})", given)
    return {str(row[0]) for row in result.rows}


def find_common_labels(release: ServedRelease, column: str) -> dict[str, str]:
    """Give the labels of the codes that fields of that name may hold, those that all agree on."""
    fields = [
        field
        for table in release.package.tables
        for field in table.schema.fields
        if field.name == column
    ]
    found: dict[str, set[str]] = {}
    for field in fields:
        for value, label in map_labels(field).items():
            found.setdefault(value, set()).add(label)
    coded = bool(fields) and all(map_labels(field) for field in fields)
    return {value: labels.pop() for value, labels in found.items() if coded and len(labels) == 1}

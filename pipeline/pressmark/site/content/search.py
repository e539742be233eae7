"""One search box over all tables of a release: how often the words occur, and where."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from datasette.database import QueryInterrupted
from datasette.views.base import DatasetteError
from markupsafe import Markup, escape

from pressmark import sql
from pressmark.package import Field, Table
from pressmark.sandbox import escape_words
from pressmark.site.address import link_datasette_record, link_page, link_record, with_arguments
from pressmark.site.content.answer_rows import Row
from pressmark.site.content.answered_hits import Searched, choose_answering, find_answers
from pressmark.site.content.record_key import ROWID, as_written
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.overload import TryAgainError

SHOWN, FEWEST = 5, 2
"""How many records of each table are shown; the fewer, the more tables have some."""
MOST = 48
"""How many records of all tables a page shows, unless more than half as many tables have some."""
MARK, UNMARK = "\x02", "\x03"


@dataclass(frozen=True)
class Hit:
    """One record that holds the words: what leads to it, its address, and where the words stand.

    Where nothing names the record, the passage leads to it, and not its key. `key` is written as
    on its page; `answer` is what the project says first of it, `date` the date that it has.
    """

    label: str
    address: str
    passage: Markup
    key: str = ""
    date: str = ""
    answer: Row | None = None


@dataclass(frozen=True)
class Hits:
    """What one table holds; `count` is None where counting took too long or failed.

    `is_told` says that what the project says first of records could be asked where it declares
    something, and `dated` is what the date of records is called.
    """

    title: str
    address: str
    count: int | None
    first: tuple[Hit, ...]
    is_told: bool = True
    dated: str = ""

    @property
    def leads(self) -> bool:
        """Whether the project answers something of one of them."""
        return any(each.answer and each.answer.get("sentence") for each in self.first)


async def find(datasette: Any, searched: Searched, words: str) -> tuple[Hits, ...]:
    """Search every table of a release that has a full-text index; tables without hits are left out.

    The words are searched as they stand, all of them, in any order. Tables of whose records the
    project answers something lead.
    """
    database = datasette.databases[searched.release.database_name]
    tables = (each for each in searched.release.package.tables if each.name in searched.indexes)
    found = [await find_in(database, searched, table, words) for table in tables]
    with_hits = sorted((each for each in found if each.count != 0), key=lambda it: not it.leads)
    room = count_shown(len(with_hits))
    return tuple(replace(each, first=each.first[:room]) for each in with_hits)


def count_shown(tables: int) -> int:
    """Give how many records of each table a page shows, so that a phone can scroll to its end."""
    return min(SHOWN, max(FEWEST, MOST // max(1, tables)))


async def find_in(database: Any, searched: Searched, table: Table, words: str) -> Hits:
    """Search one table."""
    release, index = searched.release, searched.indexes[table.name]
    title = table.resource.title or table.name
    address = with_arguments(link_page(database.name, table.name), {"_search": words})
    arguments = {"words": escape_words(words)}
    heads = choose_answering(searched.sections, table.name)
    date = searched.dates.get(table.name)
    try:
        counted = await database.execute(select_count(index), arguments)
        rows = await database.execute(select_hits(table, index, date), arguments)
    except TryAgainError:
        raise
    except (QueryInterrupted, sqlite3.Error):
        return Hits(title, address, None, ())
    first = tuple(show_hit(release, table, list(row)) for row in rows.rows)
    dated = date.label if date else ""
    hits = Hits(title, address, counted.rows[0][0], first, dated=dated)
    return await add_answers(database, searched, table, hits) if heads and first else hits


async def add_answers(database: Any, searched: Searched, table: Table, hits: Hits) -> Hits:
    """Say of each record that was found what the project says first of it."""
    keys = [each.key for each in hits.first]
    try:
        answers = await find_answers(database, searched, table.name, keys)
    except TryAgainError:
        raise
    except (QueryInterrupted, DatasetteError, sqlite3.Error):
        return replace(hits, is_told=False)
    return replace(
        hits, first=tuple(replace(each, answer=answers.get(each.key)) for each in hits.first)
    )


def select_count(index: str) -> str:
    """Count the records that hold the words."""
    return f"select count(*) from {sql.quote(index)} where {sql.quote(index)} match :words"


def select_hits(table: Table, index: str, date: Field | None) -> str:
    """Select passage, date, label and key of the best few records."""
    key = table.schema.primary_key or (ROWID,)
    label = table.schema.label_field or key[0]
    full_text, content = sql.quote(index), sql.quote(table.name)
    columns = ", ".join(f"{content}.{sql.quote(column)}" for column in (label, *key))
    dated = f"{content}.{sql.quote(date.name)}" if date else "null"
    return (
        f"select snippet({full_text}, -1, char(2), char(3), '…', 16), {dated}, {columns}"
        f" from {full_text} join {content} on {content}.rowid = {full_text}.rowid"
        f" where {full_text} match :words order by rank, {content}.rowid limit {SHOWN}"
    )


def show_hit(release: ServedRelease, table: Table, row: list[Any]) -> Hit:
    """Show one found record."""
    passage, date, label, *key = row
    written = ", ".join(str(part) for part in key)
    if table.schema.primary_key:
        address = link_record(release.version, table.name, key)
    else:
        address = link_datasette_record(release.database_name, table.name, key)
    where = mark_found(passage or "")
    shown = Hit(str(label or written), address, where, join_key(table, key), str(date or ""))
    if where and (not table.schema.label_field or str(label) == written):
        return replace(shown, label=where, passage=Markup())
    if where.striptags() == " ".join(shown.label.split()):
        return replace(shown, label=where, passage=Markup())
    return shown


def join_key(table: Table, key: Sequence[Any]) -> str:
    """Write a key as its page does: parts joined by commas."""
    fields = [table.schema.field(name) for name in table.schema.primary_key or ()]
    return ",".join(as_written(field, part) for field, part in zip(fields, key, strict=False))


def mark_found(passage: str) -> Markup:
    """Escape a passage and set the words that were found in marks."""
    escaped = str(escape(passage)).replace(MARK, "<mark>").replace(UNMARK, "</mark>")
    balanced = escaped.count("<mark>") == escaped.count("</mark>")
    return Markup(escaped if balanced else escape(passage))  # noqa: S704 - escaped above

"""One search box over all tables of a release: how many records hold the words, and where."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from datasette.database import QueryInterrupted
from datasette.views.base import DatasetteError
from markupsafe import Markup, escape

from pressmark import sql
from pressmark.package import Field, Table
from pressmark.sandbox import escape_words
from pressmark.site.address import (
    link_datasette_record,
    link_page,
    link_record,
    link_search,
    with_arguments,
)
from pressmark.site.content.answer_rows import Row
from pressmark.site.content.answered_hits import Searched, choose_answering, find_answers
from pressmark.site.content.record_key import ROWID, as_written
from pressmark.site.content.search_index import SearchIndex
from pressmark.site.content.search_marks import mark_words, show_passage
from pressmark.site.content.search_query import MARK, UNMARK, FoundRecord, FoundRecords, ask
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.overload import TryAgainError

SHOWN, FEWEST = 5, 1
"""How many records of each table are shown; the fewer, the more tables have some."""
FEWEST_LEADING = 2
"""How many at least of a table of whose records the project answers something."""
MOST = 40
"""How many records of all tables a page shows, unless more tables have some; or leading ones."""
SHOWN_OF_ONE = 100
"""How many records are shown where one table is searched."""
NONE = -1


@dataclass(frozen=True)
class Hit:
    """One record that holds the words: what leads to it, its address, and where the words stand.

    Where nothing names the record, the passage leads to it, and not its key. `field` is the one in
    which the passage stands; `key` is written as on its page; `answer` is what the project says
    first of it, `date` the date that it has.
    """

    label: str
    address: str
    passage: Markup
    key: str = ""
    date: str = ""
    answer: Row | None = None
    field: str = ""


class TableRank(NamedTuple):
    """The place of a table among others: False, and what is lower, stands first.

    `leading` begins with False where the project answers something of a table's records, and goes
    on with the order of the answers.
    """

    lacks_key: bool
    is_led: bool
    lacks_name: bool
    leading: tuple[bool, tuple[Any, ...]]
    fits: float
    place: int


@dataclass(frozen=True)
class Hits:
    """What one table holds; `count` is None where counting took too long or failed.

    `is_told` says that what the project says first of records could be asked where it declares
    something, `dated` is what the date of records is called. The hits stand in the order of `rank`.
    """

    title: str
    address: str
    count: int | None
    first: tuple[Hit, ...]
    rank: TableRank
    is_told: bool = True
    dated: str = ""


@dataclass(frozen=True)
class FoundHits:
    """What a search found, and what was searched `instead` of words that occur nowhere.

    `has_all` says that each record holds all words, and not any.
    """

    hits: tuple[Hits, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()
    has_all: bool = True


async def find(
    datasette: Any, searched: Searched, words: str, only: Table | None = None
) -> FoundHits:
    """Search every table of a release, or one; those without hits are left out.

    Tables of whose records the project answers something lead, in the order of those sections.
    TryAgainError where too many search, or one search takes too long; ChangedError where the
    database is not what it was when the site started.
    """
    database = datasette.databases[searched.release.database_name]
    file = database.file
    file.unchanged()
    tables = (only,) if only else searched.release.package.tables
    most = SHOWN_OF_ONE if only else SHOWN

    def search() -> tuple[SearchIndex, FoundRecords]:
        index = searched.searches.of(searched.release, searched.dates, file)
        number = index.tables.get(only.name, NONE) if only else None
        return index, ask(index, words, most, number)

    index, found = await searched.searches.ask(search)
    room = most if only else count_shown(len(found.tables))
    hits = []
    for table in tables:
        if table.name in index.tables:
            those = found.tables.get(index.tables[table.name], (0, ()))
            there = show_table(searched, table, words, those, room)
        elif table.name in searched.indexes:
            there = await find_in(database, searched, table, words)
        else:
            continue
        if there.count != 0:
            hits.append(await add_answers(database, searched, table, there))
    return FoundHits(order_tables(hits), found.instead, found.has_all)


def show_table(
    searched: Searched,
    table: Table,
    words: str,
    found: tuple[int, Sequence[FoundRecord]],
    room: int,
) -> Hits:
    """Show what was found in a table of the site's own index: how many records, and the first."""
    count, records = found
    date = searched.dates.get(table.name)
    rank = rank_table(searched, table, records[0] if records else None)
    most = room if rank.leading[0] else max(room, FEWEST_LEADING)
    return Hits(
        table.resource.title or table.name,
        with_arguments(link_search(), {"q": words, "table": table.name}),
        count,
        tuple(show_found(searched.release, table, each) for each in records[:most]),
        rank,
        dated=date.label if date else "",
    )


def order_tables(hits: Sequence[Hits]) -> tuple[Hits, ...]:
    """Put the table that ranks first before leading ones in their order, and these before others.

    Leading tables of the same order stand as in the package, the others by their rank.
    """
    ranked = sorted(hits, key=lambda each: each.rank)
    return (*ranked[:1], *sorted(ranked[1:], key=lambda each: place_behind_first(each.rank)))


def place_behind_first(rank: TableRank) -> tuple[Any, ...]:
    """Give the place of a table that is not the first."""
    return (*rank.leading, 0 if rank.leading[0] else rank.place)


def rank_table(searched: Searched, table: Table, best: FoundRecord | None) -> TableRank:
    """Give the place of a table by its best record: keys, leading tables, names, what fits best.

    A table leads where the project answers something of its records, and the best holds the words
    itself; among tables whose records are named so, their order in the package counts.
    """
    heads = choose_answering(searched.sections, table.name)
    orders = [each.statement.order[:-1] for each in heads if each.shape == "answer"]
    place = [each.name for each in searched.release.package.tables].index(table.name)
    leading = (not orders, min(orders, default=()))
    if best is None:
        return TableRank(True, not orders, True, leading, 0.0, place)  # noqa: FBT003 - a place
    is_key = best.is_key and (bool(orders) or len(best.matched) > 1)
    leads = bool(orders) and best.is_own
    fits = float(place) if best.is_named else best.score
    return TableRank(not is_key, not leads, not best.is_named, leading, fits, place)


def show_found(release: ServedRelease, table: Table, record: FoundRecord) -> Hit:
    """Show one record of the site's own index."""
    if table.schema.primary_key:
        address = link_record(release.version, table.name, record.key)
    else:
        address = link_datasette_record(release.database_name, table.name, record.key)
    key = join_key(table, record.key)
    label, missing = mark_words(record.label, record.matched)
    hit = Hit(label, address, Markup(), key, record.date)
    if record.is_named and len(missing) < len(record.matched):
        return hit
    field, passage = show_passage(record.texts, missing)
    if record.label:
        return replace(hit, passage=passage, field=field)
    return replace(hit, label=passage or mark_words(key, record.matched)[0], field=field)


def count_shown(tables: int) -> int:
    """Give how many records of each table a page shows, so that a phone can scroll to its end."""
    return min(SHOWN, max(FEWEST, MOST // max(1, tables)))


async def find_in(database: Any, searched: Searched, table: Table, words: str) -> Hits:
    """Search one table that is too large for the site's own index, by that of the release."""
    release, index = searched.release, searched.indexes[table.name]
    title = table.resource.title or table.name
    address = with_arguments(link_page(database.name, table.name), {"_search": words})
    arguments = {"words": escape_words(words)}
    date = searched.dates.get(table.name)
    try:
        counted = await database.execute(select_count(index), arguments)
        rows = await database.execute(select_hits(table, index, date), arguments)
    except TryAgainError:
        raise
    except (QueryInterrupted, sqlite3.Error):
        return Hits(title, address, None, (), rank_table(searched, table, None))
    first = tuple(show_hit(release, table, list(row)) for row in rows.rows)
    dated = date.label if date else ""
    rank = rank_table(searched, table, None)
    return Hits(title, address, counted.rows[0][0], first, rank, dated=dated)


async def add_answers(database: Any, searched: Searched, table: Table, hits: Hits) -> Hits:
    """Say of each record that was found what the project says first of it."""
    if not hits.first or not choose_answering(searched.sections, table.name):
        return hits
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

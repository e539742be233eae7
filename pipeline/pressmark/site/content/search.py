"""One search box over all tables of a release: how often the words occur, and where."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted
from markupsafe import Markup, escape

from pressmark import sql
from pressmark.package import Table
from pressmark.sandbox import escaped_words
from pressmark.site.address import page_address, record_address, record_page, with_arguments
from pressmark.site.content.record_key import ROWID
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.overload import TryAgainError

SHOWN = 5
MARK, UNMARK = "\x02", "\x03"


@dataclass(frozen=True)
class Hit:
    """One record that holds the words: what leads to it, its address, and where the words stand.

    Where nothing names the record, the passage leads to it, and not its key.
    """

    label: str
    address: str
    passage: Markup


@dataclass(frozen=True)
class Hits:
    """What one table holds; `count` is None where counting took too long or failed."""

    title: str
    address: str
    count: int | None
    first: tuple[Hit, ...]


async def find(
    datasette: Any, release: ServedRelease, indexes: Mapping[str, str], words: str
) -> tuple[Hits, ...]:
    """Search every table of a release that has a full-text index; tables without hits are left out.

    `indexes` names the full-text table of each table. The words are searched as they stand,
    all of them, in any order.
    """
    database = datasette.databases[release.database_name]
    tables = (each for each in release.package.tables if each.name in indexes)
    found = [
        await find_in(database, release, table, indexes[table.name], words) for table in tables
    ]
    return tuple(hits for hits in found if hits.count != 0)


async def find_in(
    database: Any, release: ServedRelease, table: Table, index: str, words: str
) -> Hits:
    """Search one table."""
    title = table.resource.title or table.name
    address = with_arguments(page_address(database.name, table.name), {"_search": words})
    arguments = {"words": escaped_words(words)}
    try:
        counted = await database.execute(count_statement(index), arguments)
        rows = await database.execute(rows_statement(table, index), arguments)
    except TryAgainError:
        raise
    except (QueryInterrupted, sqlite3.Error):
        return Hits(title, address, None, ())
    first = tuple(hit(release, table, list(row)) for row in rows.rows)
    return Hits(title, address, counted.rows[0][0], first)


def count_statement(index: str) -> str:
    """Count the records that hold the words."""
    return f"select count(*) from {sql.name(index)} where {sql.name(index)} match :words"


def rows_statement(table: Table, index: str) -> str:
    """Select passage, label and key of the best few records."""
    key = table.schema.primary_key or (ROWID,)
    label = table.schema.label_field or key[0]
    full_text, content = sql.name(index), sql.name(table.name)
    columns = ", ".join(f"{content}.{sql.name(column)}" for column in (label, *key))
    return (
        f"select snippet({full_text}, -1, char(2), char(3), '…', 16), {columns}"
        f" from {full_text} join {content} on {content}.rowid = {full_text}.rowid"
        f" where {full_text} match :words order by rank, {content}.rowid limit {SHOWN}"
    )


def hit(release: ServedRelease, table: Table, row: list[Any]) -> Hit:
    """Show one found record."""
    passage, label, *key = row
    written = ", ".join(str(part) for part in key)
    if table.schema.primary_key:
        address = record_page(release.version, table.name, key)
    else:
        address = record_address(release.database_name, table.name, key)
    where = marked(passage or "")
    if where and (not table.schema.label_field or str(label) == written):
        return Hit(where, address, Markup())
    return Hit(str(label or written), address, where)


def marked(passage: str) -> Markup:
    """Escape a passage and set the words that were found in marks."""
    escaped = str(escape(passage)).replace(MARK, "<mark>").replace(UNMARK, "</mark>")
    balanced = escaped.count("<mark>") == escaped.count("</mark>")
    return Markup(escaped if balanced else escape(passage))  # noqa: S704 - escaped above

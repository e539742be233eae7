"""Pages of a table, one behind the other: each record stands on one of them, whatever the order.

Datasette finds the next page behind the last record of the one before, by its key. Its first page
of a sorted table leaves out the key, so that records of the same value come in any order and are
lost; it binds what `_next` names as text; and where the column that sorts is hidden it looks for
its value without a key. Here the key stands behind every order, values have their columns' types,
and a `_next` that names no place is refused. A view has no key and is paged by number, and so is a
table without a key that calls a field `rowid`, by which SQLite would number its records.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.utils import CustomRow, escape_sqlite, tilde_decode, urlsafe_components
from datasette.views import table as table_view
from starlette.types import ASGIApp, Receive, Scope, Send

from pressmark.site.arguments.held import HeldColumn
from pressmark.site.arguments.pairs import NotUnderstoodError
from pressmark.site.content.record_key import ROWID
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.request import read_arguments, read_raw_path
from pressmark.site.tables.bound import BoundValues, read_bound_values

NULL = "$null"
BEHIND_NOTHING = ","
"""What `_next` says where the last record's only key is an empty text; Datasette says nothing."""
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,19}")
LARGEST = 1 << 63
NUMBER_OF_RECORDS = re.compile(r"[0-9]{0,9}")
NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?|inf)")
WRONG_NEXT = (
    "The argument _next names no place in this order of the table. Take it as the page before "
    "gives it, or leave it out to begin with the first page."
)


class WrongNextError(Exception):
    """A `_next` that no page of this table and order gives."""


@dataclass(frozen=True)
class Columns:
    """A table's columns with their types, by name, and the columns of its key, if it has one."""

    types: Mapping[str, str]
    keys: tuple[str, ...]

    @property
    def unique(self) -> tuple[str, ...]:
        """The columns that tell one record from another."""
        return self.keys or (ROWID,)

    @property
    def numbered(self) -> bool:
        """Whether pages are found by counting records, because nothing names them."""
        return not self.keys and any(name.lower() == ROWID for name in self.types)

    @property
    def has_one_text(self) -> bool:
        """Whether the key is one text, which may be empty."""
        return [self.types[each] for each in self.keys] == ["TEXT"]


@dataclass
class Page:
    """What a request asks of a table: sorted by a column or by none, behind a record or from first.

    `behind` are the values of that record: its key's, then that of the column that sorts, where it
    has one. `last` is the key of the last record of this page, once it is known.
    """

    table: str
    unique: tuple[str, ...]
    sort: str | None = None
    descending: bool = False
    behind: tuple[object, ...] = ()
    last: dict[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key as Datasette writes it."""
        return ", ".join(escape_sqlite(each) for each in self.unique)

    @property
    def order(self) -> str:
        """The order as Datasette writes it on the first page."""
        if self.sort is None:
            return self.key
        return f"{escape_sqlite(self.sort)}{' desc' if self.descending else ''}"

    @property
    def look_up(self) -> str:
        """How Datasette begins to ask for the value of a column that sorts and is hidden."""
        return f"select {escape_sqlite(self.sort or '')} from {escape_sqlite(self.table)} where "

    def complete(self, statement: str, parameters: Any) -> tuple[str, Any]:
        """Give what to ask instead of a statement of Datasette's about this page."""
        if self.last and statement.startswith(self.look_up) and " limit " not in statement:
            names = [f"k{number}" for number in range(len(self.unique))]
            found = zip(self.unique, names, strict=True)
            key = " and ".join(f"{escape_sqlite(each)} = :{name}" for each, name in found)
            return self.look_up + key, dict(zip(names, self.last.values(), strict=True))
        if not self.is_asked_by(statement):
            return statement, parameters
        head, limit, tail = statement.rpartition(" limit ")
        if self.sort is not None and head.endswith(f" order by {self.order}"):
            head = f"{head}, {self.key}"
        names = list(parameters)[len(parameters) - len(self.behind) :]
        # These parameters are told to readers too.
        parameters.update(zip(names, self.behind, strict=True))
        return f"{head}{limit}{tail}", parameters

    def is_asked_by(self, statement: str) -> bool:
        """Whether a statement is the one that gives this page's records."""
        head = statement.rpartition(" limit ")[0]
        order = f" order by {self.order}"
        return head.endswith((order, f"{order}, {self.key}"))

    def remember(self, statement: str, rows: Sequence[Any]) -> None:
        """Keep the key of the last record; behind it is one more, which only says that there is."""
        if not self.last and len(rows) > 1 and self.is_asked_by(statement):
            self.last = {each: rows[-2][each] for each in self.unique}


_page: ContextVar[Page | BoundValues | None] = ContextVar("page", default=None)


@contextmanager
def ask_for_page(page: Page | BoundValues | None) -> Iterator[None]:
    """Have a table asked for this page, or a view with these values, meanwhile by this task."""
    token = _page.set(page)
    try:
        yield
    finally:
        _page.reset(token)


def find_asked_page() -> Page | BoundValues | None:
    """Give the page that is asked for now, if it is one of a table or view."""
    return _page.get()


class Paging:
    """Says before `datasette` which page of which table is asked for."""

    def __init__(
        self,
        datasette: Any,
        releases: Sequence[ServedRelease],
        views: Mapping[str, Mapping[str, Mapping[str, HeldColumn]]],
    ) -> None:
        """Know the columns of every table of the releases, and what those of `views` hold."""
        self.datasette: ASGIApp = datasette.app()
        self.databases = datasette.databases
        self.views = views
        self.tables = {each.database_name: read_columns(each.database) for each in releases}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Datasette answer; NotUnderstoodError where no page begins there."""
        _, database, *rest = read_raw_path(scope).split("/")
        name = tilde_decode(rest[0].partition(".")[0]) if len(rest) == 1 else ""
        columns = self.tables.get(database, {}).get(name)
        if columns is None:
            held = self.views.get(database, {}).get(name)
            with ask_for_page(
                read_bound_values(name, held, read_arguments(scope)) if held else None
            ):
                await self.datasette(scope, receive, send)
            return
        try:
            page = read_page(name, columns, dict(reversed(read_arguments(scope))))
            if page is not None and page.behind:
                await self.refuse_no_record(database, page)
        except WrongNextError:
            raise NotUnderstoodError(WRONG_NEXT) from None
        if page is not None and page.behind == ("",):
            scope = name_any_place(scope)
        with ask_for_page(page):
            await self.datasette(scope, receive, send)

    async def refuse_no_record(self, database: str, page: Page) -> None:
        """Stop where no record stands at the place that is named: WrongNextError."""
        key = {f"k{number}": page.behind[number] for number in range(len(page.unique))}
        same = (f"{escape_sqlite(each)} = :k{n}" for n, each in enumerate(page.unique))
        asked = f"select 1 from {escape_sqlite(page.table)} where {' and '.join(same)}"
        if not (await self.databases[database].execute(asked, key)).rows:
            raise WrongNextError


def read_columns(database: Path) -> dict[str, Columns]:
    """Read the columns of every table; sqlite3.DatabaseError where the file is no database."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        found = connection.execute(
            "select m.name, c.name, c.type, c.pk from sqlite_master m, pragma_table_info(m.name) c"
            " where m.type = 'table'"
        ).fetchall()
    finally:
        connection.close()
    tables: dict[str, list[tuple[str, str, int]]] = {}
    for table, *column in found:
        tables.setdefault(table, []).append((column[0], column[1], column[2]))
    return {
        table: Columns(
            {name: kind for name, kind, _ in columns},
            tuple(name for _, name in sorted((place, name) for name, _, place in columns if place)),
        )
        for table, columns in tables.items()
    }


def name_any_place(scope: Scope) -> Scope:
    """Name any place in `_next`: Datasette takes an empty one for the first page."""
    kept = [each for each in read_arguments(scope) if each[0] != "_next"]
    query = urlencode([*kept, ("_next", "~")])
    return {**scope, "query_string": query.encode("ascii")}


def read_page(table: str, columns: Columns, given: Mapping[str, str]) -> Page | None:
    """Read from arguments which page of a table is asked for; WrongNextError for none of it.

    None where Datasette will not answer with a page: an order by a column that is none, or by two;
    and where it counts records.
    """
    if columns.numbered:
        if not NUMBER_OF_RECORDS.fullmatch(given.get("_next", "")):
            raise WrongNextError
        return None
    upwards, downwards = given.get("_sort"), given.get("_sort_desc")
    sort = upwards or downwards or None
    known = {*columns.types, *(() if columns.keys else (ROWID,))}
    if (upwards and downwards) or (sort is not None and sort not in known):
        return None
    behind = read_values(given.get("_next"), columns, sort)
    return Page(table, columns.unique, sort, bool(downwards), behind)


def read_values(following: str | None, columns: Columns, sort: str | None) -> tuple[object, ...]:
    """Read what a `_next` names: the values of the key, then of `sort` where that is not null."""
    if following is None:
        return ()
    if sort is None and following in {"", BEHIND_NOTHING} and columns.has_one_text:
        return ("",)
    if not following:
        return ()
    names, written = list(columns.unique), urlsafe_components(following)
    if sort is not None:
        names.append(sort)
        written.append(written.pop(0))
    if len(written) != len(names):
        raise WrongNextError
    if sort is not None and following.partition(",")[0] == NULL:
        names.pop()
    found = zip(names, written, strict=False)
    return tuple(read_value(text, columns.types.get(name, "INTEGER")) for name, text in found)


def read_value(written: str, kind: str) -> object:
    """Read a value of a column's type as Datasette writes it; WrongNextError where it is none."""
    if kind in {"INT", "INTEGER"}:
        if not WHOLE_NUMBER.fullmatch(written) or not -LARGEST <= int(written) < LARGEST:
            raise WrongNextError
        return int(written)
    if kind == "REAL":
        if not NUMBER.fullmatch(written):
            raise WrongNextError
        return float(written)
    return written


class LabelledRow(CustomRow):  # type: ignore[misc]  # datasette has no types
    """A row with labels, which lacks a hidden column in the way in which SQLite's rows do."""

    def __missing__(self, column: str) -> object:
        """Say as `sqlite3.Row` does that there is no such column; Datasette then looks it up."""
        raise IndexError(column)


def take_over() -> None:
    """Let Datasette find the value of a column that sorts and is hidden, beside labels too."""
    table_view.CustomRow = LabelledRow

"""Whether pages are written as files, for hosts that answer no question: then they offer none.

That belongs to who asks and not to a release, so it is an immutable value in a context variable.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from markupsafe import Markup

from pressmark.site.own_files import STATIC_FILES
from pressmark.words import phrase_size

POLICY = (
    "default-src 'self'; font-src data:; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; "
    "form-action 'self'; object-src 'none'"
)
"""What a page that is a file allows itself; `frame-ancestors` is obeyed in a header only."""
SQLITE_FILES = ("sqlite/sqlite3.js", "sqlite/sqlite3.wasm", "sql-worker.js", "in-worker.js")
"""What a script of a page loads when a reader asks in SQL."""
PAGER = '<div id="pages"></div>'
"""Where a table's page leads to its other pages, whose number is known when all are written."""

_written: ContextVar[Collection[str] | None] = ContextVar("written", default=None)


@contextmanager
def write_as_files(paged: Collection[str] = ()) -> Iterator[None]:
    """Make pages that are to be files for a block; every record of `paged` tables has a page."""
    token = _written.set(paged)
    try:
        yield
    finally:
        _written.reset(token)


def is_served() -> bool:
    """Whether a server stands behind the pages, which answers what visitors ask."""
    return _written.get() is None


def has_pages(table: str) -> bool:
    """Whether every record of a table of the newest release has a page that is a file."""
    return table in (_written.get() or ())


def phrase_loaded(database: int) -> str:
    """Say how much a browser loads for a first question: SQLite, and a database of that size."""
    return phrase_size(database + measure_sqlite())


@cache
def measure_sqlite() -> int:
    """Give the bytes of SQLite as browsers load it."""
    return sum((STATIC_FILES / name).stat().st_size for name in SQLITE_FILES)


_lake: ContextVar[str | None] = ContextVar("lake", default=None)


def show_lake(statement: str | None) -> None:
    """Show readers of pages the statement that opens all releases, until this task ends."""
    _lake.set(statement)


def find_lake() -> str | None:
    """Give the statement that is shown to readers, if any is."""
    return _lake.get()


FRAME: Mapping[str, object] = {
    "is_served": is_served,
    "policy_of_files": POLICY,
    "phrase_loaded": phrase_loaded,
    "pager_of_files": Markup(PAGER),  # noqa: S704 - written here
}
"""What every template is given."""

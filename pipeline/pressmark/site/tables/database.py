"""The derived SQLite file of a release, opened so that nothing can be written or attached."""

import sqlite3
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

from datasette.utils import detect_fts

from pressmark import sql
from pressmark.citation.asking import NESTED
from pressmark.errors import ReleaseError
from pressmark.sandbox import FUNCTIONS, HIDDEN_TABLES, LIMITS, TABLE_FUNCTIONS, make_authorizer
from pressmark.site.downloads.served_release import ServedRelease, list_questions
from pressmark.site.downloads.watched import Watched
from pressmark.site.overload import TryAgainError
from pressmark.site.tables.lane import ask_sandbox, is_for_sandbox, note_overload
from pressmark.site.tables.page_size import BoundedCursor
from pressmark.site.tables.paging import Columns, find_asked_page, read_columns
from pressmark.site.tables.sandboxes import Sandboxes
from pressmark.site.tables.schema_cache import SchemaCache

PRAGMAS = frozenset({
    "schema_version", "table_info", "table_xinfo", "foreign_key_list", "index_list", "index_info",
    "index_xinfo",
})  # fmt: skip
"""What Datasette asks about tables."""
SCHEMA = frozenset({"sqlite_master", "sqlite_schema"})
HEAP = 256 << 20
"""What SQLite may take in this process, in bytes."""


class ReleaseDatabase(SchemaCache):
    """Datasette's immutable database over one release, with its doors shut in SQLite as well.

    Datasette refuses what is no SELECT by reading the SQL. Here the connection refuses too: it is
    read-only, may attach nothing, and trusts no function that a file's schema names.
    """

    def __init__(self, datasette: Any, release: ServedRelease, sandboxes: Sandboxes) -> None:
        """Serve a release in `datasette`, and what is not asked here in the sandboxes."""
        super().__init__(datasette, path=str(release.database), is_mutable=False)
        self.sandboxes = sandboxes
        self.file = Watched(release.database)
        self.questions = frozenset(query.select.strip() for query in list_questions(release))
        self.too_deep: set[str] = set()

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002
        """Open a connection; `write` is Datasette's and never granted."""
        if write:
            message = "a release is never written"
            raise PermissionError(message)
        connection = open_guarded(Path(self.path))
        self._all_file_connections.append(connection)
        return connection

    async def attached_databases(self) -> list[Any]:
        """Name the databases that are attached: none can be."""
        return []

    @cached_property
    def columns(self) -> dict[str, Columns]:
        """The columns of each table."""
        return read_columns(Path(self.path))

    async def get_view_definition(self, view: str) -> Any:
        """Give the SQL of a view, or of a table that has to be paged like one."""
        columns = self.columns.get(view)
        if columns is not None and columns.numbered:
            return await self.get_table_definition(view)
        return await super().get_view_definition(view)

    async def get_all_foreign_keys(self) -> dict[str, Any]:
        """Tell the foreign keys of all tables, and to a table only of those that are of its key.

        Datasette counts what points to a record by its key alone.
        """
        found: dict[str, Any] = await super().get_all_foreign_keys()
        return {
            table: {
                **keys,
                "incoming": [
                    key for key in keys["incoming"] if (key["column"],) == self.columns[table].keys
                ],
            }
            for table, keys in found.items()
        }

    async def execute(self, sql: str, params: Any = None, *more: Any, **named: Any) -> Any:
        """Answer as Datasette does; where a table's page is asked for, in its whole order."""
        page = find_asked_page()
        if page is None:
            return await super().execute(sql, params, *more, **named)
        sql, params = page.complete(sql, params)
        answer = await super().execute(sql, params, *more, **named)
        page.remember(sql, answer.rows)
        return answer

    async def ask(  # noqa: PLR0913, PLR0917 - Datasette's
        self,
        statement: str,
        params: Any = None,
        truncate: bool = False,  # noqa: FBT001, FBT002
        custom_time_limit: float | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        """Ask as Datasette does, in the lane of the request; `custom_time_limit` in ms.

        ChangedError where the file is no longer the one that was served; TryAgainError where there
        is no answer now.
        """
        self.file.unchanged()
        asked = (statement, params, truncate, custom_time_limit, page_size, log_sql_errors)
        most, longest = self.ds.max_returned_rows, self.ds.sql_time_limit_ms
        try:
            if not is_for_sandbox(statement):
                return await super().ask(*asked)
            return await ask_sandbox(
                self.sandboxes,
                Path(self.path),
                statement,
                params,
                rows=most + 1 if most == page_size else most,
                seconds=min(longest, custom_time_limit or longest) / 1000,
            )
        except TryAgainError as error:
            note_overload(str(error))
            raise
        except sqlite3.OperationalError as error:
            # The sandbox's SQLite counts how deep SELECTs are nested, and refuses what others
            # answer. A release's own question was tried before it was published.
            if NESTED not in str(error) or statement.strip() not in self.questions:
                raise
            self.too_deep.add(statement.strip())
            return await super().ask(*asked)


class Bounded(sqlite3.Connection):
    """A connection whose answers fit into memory many times over."""

    def cursor(self, factory: Any = BoundedCursor) -> Any:
        """Give a cursor that refuses longer ones."""
        return super().cursor(factory)


def open_guarded(path: Path) -> sqlite3.Connection:
    """Open a release's file for what the pages need: read it, and ask how its tables are made."""
    # Datasette puts the path into a URI as it is, which misreads `?`, `#` and `%` in it.
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False, factory=Bounded)
    if sys.version_info >= (3, 12):
        # Before, no more can be done than to ask with names that are known: those of an address
        # are looked at before Datasette asks, and all other SQL is asked in the sandbox.
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DQS_DML, False)  # noqa: FBT003
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DQS_DDL, False)  # noqa: FBT003
    connection.execute("PRAGMA query_only = 1")
    connection.execute("PRAGMA trusted_schema = 0")
    connection.execute("PRAGMA cell_size_check = 1")
    connection.execute("PRAGMA temp_store = memory")
    # For all connections of this process together.
    connection.execute(f"PRAGMA hard_heap_limit = {HEAP}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LIMITS["like_pattern_length"])
    names = {name for (name,) in connection.execute("select name from sqlite_master")}
    modules = {name for (name,) in connection.execute("select name from pragma_module_list")}
    for name in names - modules:
        # The first look at a full-text table makes it known, for which it asks to write.
        connection.execute(f"pragma table_info({sql.quote(name)})")
    connection.set_authorizer(
        make_authorizer(
            FUNCTIONS, names | TABLE_FUNCTIONS | SCHEMA, modules | HIDDEN_TABLES, pragmas=PRAGMAS
        )
    )
    return connection


def find_full_text_tables(release: ServedRelease) -> dict[str, str]:
    """Name the full-text table of each table that has one; ReleaseError for a broken database."""
    uri = f"{release.database.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True)
        try:
            found = {
                each.name: detect_fts(connection, each.name) for each in release.package.tables
            }
        finally:
            connection.close()
    except sqlite3.Error as error:
        place = str(release.database)
        raise ReleaseError(place, f"is no database: {error}", "build the release again") from None
    return {table: full_text for table, full_text in found.items() if full_text}

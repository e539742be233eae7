"""The derived SQLite file of a release, opened so that nothing can be written or attached."""

import sqlite3
from pathlib import Path
from typing import Any

from datasette.utils import detect_fts

from pipeline.errors import ReleaseError
from pipeline.site.release import ServedRelease
from pipeline.site.remembering import Remembering


class ReleaseDatabase(Remembering):
    """Datasette's immutable database over one release, with its doors shut in SQLite as well.

    Datasette refuses what is no SELECT by reading the SQL. Here the connection refuses too: it is
    read-only, may attach nothing, and trusts no function that a file's schema names.
    """

    def __init__(self, explorer: Any, path: Path) -> None:
        """Serve the file at `path` in the Datasette `explorer`."""
        super().__init__(explorer, path=str(path), is_mutable=False)

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002
        """Open a connection; `write` is Datasette's and never granted."""
        if write:
            message = "a release is never written"
            raise PermissionError(message)
        # Datasette puts the path into a URI as it is, which misreads `?`, `#` and `%` in it.
        uri = f"{Path(self.path).resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._all_file_connections.append(connection)
        connection.execute("PRAGMA query_only = 1")
        connection.execute("PRAGMA trusted_schema = 0")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        return connection


def full_text_tables(release: ServedRelease) -> dict[str, str]:
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

"""How many records come at a time: fewer of those that are wide or long.

A page is drawn between other people's requests, and an answer is held in memory before it is sent.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from datasette.views.base import DatasetteError

from pressmark.sandbox import ANSWER, CELLS
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.request import PAGE_RECORDS

DEFAULT_RECORDS = 20
"""What a page shows unasked: as cards of a phone no more than twelve screens."""
TABLE_CELLS = 5000
EXPORT_RECORDS = 5000
EXPORT_CELLS = 60_000
OCTETS = 2 << 20
"""What the records of one page may have on average, in bytes."""
TOO_LARGE = (
    f"These records are longer together than an answer may be here ({ANSWER:,} bytes and {CELLS:,} "
    "values). Ask for fewer at once, with _size=10 for example, or take the complete files."
)


@dataclass(frozen=True)
class Shape:
    """How wide a table's or view's records are, and how long on average in bytes; 0: unknown."""

    columns: int = 0
    octets: int = 0

    def on_a_page(self) -> int:
        """Give how many records a page of HTML shows at most."""
        return self.fitting(PAGE_RECORDS, TABLE_CELLS)

    def in_a_step(self) -> int:
        """Give how many records an export takes at a time."""
        return self.fitting(EXPORT_RECORDS, EXPORT_CELLS)

    def fitting(self, records: int, cells: int) -> int:
        """Give how many of at most so many records have so few cells and bytes."""
        by_cells = cells // max(1, self.columns)
        by_octets = OCTETS // max(1, self.octets)
        return max(1, min(records, by_cells, by_octets))


def measure_shapes(release: ServedRelease) -> dict[str, Shape]:
    """Measure the tables and views of a release, by name."""
    widths = count_columns(release.database)
    return {name: Shape(columns, measure_record(release, name)) for name, columns in widths.items()}


def count_columns(database: Path) -> dict[str, int]:
    """Count the columns of each table and view; nothing where the file is no database."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return dict(
            connection.execute(
                "select m.name, count(*) from sqlite_master m, pragma_table_info(m.name)"
                " where m.type in ('table', 'view') group by 1"
            )
        )
    finally:
        connection.close()


def measure_record(release: ServedRelease, name: str) -> int:
    """Give the bytes of a record on average, by the table's own files; 0 where there is none."""
    size = sum(file.size for file in release.table_files(name))
    return size // max(1, release.records[name]) if size else 0


class BoundedCursor(sqlite3.Cursor):
    """A cursor whose answer is as long as the sandbox's at most; one record alone may be longer."""

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """Give so many rows; DatasetteError where they are too long together."""
        return take_bounded(islice(self, size))

    def fetchall(self) -> list[Any]:
        """Give all rows; DatasetteError where they are too long together."""
        return take_bounded(self)


def take_bounded(rows: Iterable[Any]) -> list[Any]:
    """Take rows until they are too long together, which DatasetteError says."""
    taken = []
    octets = cells = 0
    for row in rows:
        taken.append(row)
        cells += len(row)
        octets += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(taken) > 1 and (octets > ANSWER or cells > CELLS):
            raise DatasetteError(TOO_LARGE, title="Too much at once", status=400)
    return taken

"""What a table's fields hold, counted: how much is missing, how many values, which are frequent.

Counted once a release, in its own database. A large table is counted from every so many records,
told with the numbers; what would take too long is not told at all. A field in which no value stands
twice names its records: its values are not listed.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark import sql
from pressmark.package import Field, Table
from pressmark.site.charts import Step, draw_histogram
from pressmark.site.content.record import phrase_value
from pressmark.site.content.steps import DATES, NUMBERS, count_steps

CELLS = 3_000_000
"""Cells of a table that are counted; of a larger one as many records as have so many."""
LEAST, MOST = 1_000, 200_000
"""Records of which so many are always counted, and never more."""
SHOWN = 8
LONGEST = 80
PATIENCE, STEPS = 2_000, 100_000
"""A field is given up after so many times so many steps of SQLite: some seconds."""
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Frequent:
    """A value that stands more than once: as it is stored, in words, and how often."""

    value: str
    words: str
    count: int


@dataclass(frozen=True)
class FieldProfile:
    """What a field holds; `distinct` is None where it was not counted from every record."""

    name: str
    missing: int
    distinct: int | None
    lowest: str
    highest: str
    frequent: tuple[Frequent, ...]
    steps: tuple[Step, ...]

    def histogram(self, title: str) -> str:
        """Draw the values in steps; nothing where they have no order."""
        return (
            draw_histogram(f"{title}, in {len(self.steps)} steps", self.steps) if self.steps else ""
        )


@dataclass(frozen=True)
class Profile:
    """What the fields of a table hold, of so many `counted` records, which are every so many."""

    counted: int
    every: int
    fields: dict[str, FieldProfile]


def count_fields(database: Path, table: Table, records: int) -> Profile:
    """Count the fields of a table; one that took too long is left out."""
    wanted = max(LEAST, min(MOST, CELLS // max(1, len(table.schema.fields))))
    every = -(-records // wanted) or 1
    uri = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        source = render_sample(connection, table, every)
        counted = ask_one(connection, f"select count(*) from {source}")[0]
        counting = Counting(connection, table, source, counted, is_whole=every == 1)
        found = (counting.patiently(field) for field in table.schema.fields)
        return Profile(counted, every, {each.name: each for each in found if each})


def render_sample(connection: sqlite3.Connection, table: Table, every: int) -> str:
    """Write what is counted: the whole table, or a table of every so many of its records.

    Of a table with many more columns than are counted these are put apart: SQLite would read every
    record from its beginning for each of them.
    """
    source = sql.quote(table.name)
    columns = ask_one(connection, "select count(*) from pragma_table_info(?)", table.name)[0]
    if every == 1 and columns <= len(table.schema.fields):
        return source
    fields = ", ".join(sql.quote(each.name) for each in table.schema.fields)
    number = sql.quote(" number")
    connection.execute("pragma temp_store = memory")
    connection.execute(
        f"create temp table counted_records as select {fields}"
        f" from (select {fields}, row_number() over () as {number} from {source})"
        f" where {number} % {every} = 0"
    )
    return "temp.counted_records"


@dataclass(frozen=True)
class Counting:
    """A table that is being counted: in which connection, from what, how many records."""

    connection: sqlite3.Connection
    table: Table
    source: str
    counted: int
    is_whole: bool

    def patiently(self, field: Field) -> FieldProfile | None:
        """Count a field; None where it takes too long or the database cannot."""
        left = PATIENCE

        def hurry() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        self.connection.set_progress_handler(hurry, STEPS)
        try:
            return self.field(field)
        except sqlite3.OperationalError:
            return None
        finally:
            self.connection.set_progress_handler(None, 0)

    def field(self, field: Field) -> FieldProfile:
        """Count a field."""
        name = sql.quote(field.name)
        present, distinct = ask_one(
            self.connection, f"select count({name}), count(distinct {name}) from {self.source}"
        )
        ordered = (
            count_steps(self.connection, field, self.source)
            if field.type in (*NUMBERS, *DATES)
            else None
        )
        return FieldProfile(
            field.name,
            self.counted - present,
            distinct if self.is_whole else None,
            ordered.lowest if ordered else "",
            ordered.highest if ordered else "",
            self.frequent(field),
            ordered.steps if ordered else (),
        )

    def frequent(self, field: Field) -> tuple[Frequent, ...]:
        """List the values that stand more than once, the most frequent first."""
        name = sql.quote(field.name)
        octets = f"'x''' || lower(hex(substr({name}, 1, {LONGEST}))) || ''''"
        rows = self.connection.execute(
            f"select case typeof({name}) when 'blob' then {octets} else cast({name} as text) end,"
            f" count(*), {name} from {self.source}"
            f" where {name} is not null group by {name} having count(*) > 1"
            f" order by 2 desc, {name} limit {SHOWN}"
        )
        return tuple(
            Frequent(cut(value), cut(self.words(field, value, stored)), count)
            for value, count, stored in rows
        )

    def words(self, field: Field, value: str, stored: object) -> str:
        """Write a stored value for readers; bytes as SQL writes them."""
        is_octets = isinstance(stored, bytes)
        return value if is_octets else phrase_value(self.table.schema, field.name, stored)


def ask_one(connection: sqlite3.Connection, select: str, *given: str) -> Row:
    """Ask for one row."""
    row: Row = connection.execute(select, given).fetchone()
    return row


def cut(value: str) -> str:
    """Cut a value that is too long to be listed."""
    written = " ".join(str(value).split())
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 1]}…"


def as_json(profile: Profile, fields: Sequence[Field]) -> list[dict[str, Any]]:
    """Give the profile of each field for programs, in their order."""
    told = []
    for field in fields:
        each = profile.fields.get(field.name)
        entry: dict[str, Any] = {"name": field.name, "title": field.title, "type": field.type}
        if field.allowed:
            entry["allowed"] = list(field.allowed)
        if each is not None:
            entry |= {
                "missing": each.missing,
                "distinct": each.distinct,
                "lowest": each.lowest or None,
                "highest": each.highest or None,
                "frequent": [{"value": it.value, "count": it.count} for it in each.frequent],
                "histogram": [{"step": it.words, "count": it.count} for it in each.steps],
            }
        told.append(entry)
    return told


class Profiles:
    """Keeps the profiles of tables: each is counted once a release, when it is first asked for."""

    def __init__(self) -> None:
        """Keep none yet."""
        self.kept: dict[tuple[Path, str, str], Profile] = {}
        self.counting = threading.Lock()

    async def of(self, database: Path, table: Table, records: int) -> Profile:
        """Give the profile of a table."""
        found = self.kept.get(identify_counted(database, table))
        if found is not None:
            return found
        return await asyncio.to_thread(self.count, database, table, records)

    def count(self, database: Path, table: Table, records: int) -> Profile:
        """Count a table, one at a time, unless another request did meanwhile."""
        with self.counting:
            key = identify_counted(database, table)
            found = self.kept.get(key)
            if found is None:
                found = self.kept[key] = count_fields(database, table, records)
            return found


def identify_counted(database: Path, table: Table) -> tuple[Path, str, str]:
    """Tell what is counted from all else: a table, or a part of it by its first field."""
    return database, table.name, table.schema.fields[0].name if table.schema.fields else ""

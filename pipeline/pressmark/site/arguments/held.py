"""What the columns of views hold, by the values there are: a release never changes.

No schema describes a column that a view computes. So that a value which is none of it is refused
and not answered with nothing, and a number is compared as a number, its values are read once.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pressmark import sql
from pressmark.days import is_day
from pressmark.package import Field
from pressmark.package.schema import Constraints
from pressmark.site.arguments.values import is_edtf_date

FEW = 40
"""A column of no more different texts holds one of a list, of which no other text is one."""
LONGEST = 60
"""Characters of each of them; longer ones are sentences."""
MOST_STEPS = 50_000_000
"""Steps of SQLite's that a view may take; of one that takes more nothing is known."""
MOST_VALUES = 1_000_000
MOST_FILES = 256
"""Files of which is remembered what their views hold."""


@dataclass(frozen=True)
class HeldColumn:
    """What a column of a view holds: numbers, or texts; `field` says more of it where it can.

    `is_vague` says that the texts are dates which may be vague (EDTF).
    """

    is_number: bool
    field: Field | None = None
    is_vague: bool = False


@dataclass
class SeenValues:
    """What has been seen of a column so far."""

    kinds: set[type] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    are_days: bool = True
    are_vague: bool = True

    def take(self, value: object) -> None:
        """See one more value."""
        if value is None:
            return
        self.kinds.add(type(value))
        if isinstance(value, str):
            if len(self.texts) <= FEW:
                self.texts.add(value[: LONGEST + 1])
            self.are_days = self.are_days and is_day(value)
            self.are_vague = self.are_vague and (is_day(value) or is_edtf_date(value))


def find_held(database: Path) -> Mapping[str, Mapping[str, HeldColumn]]:
    """Say of each view what its columns hold; nothing of one that is broken or takes too long.

    The views of a file are read once a process, whichever app asks: a site that follows its
    releases makes an app for each new one, and does not read the old ones again.
    """
    file = database.stat()
    return read_held(database, (file.st_ino, file.st_size, file.st_mtime_ns))


@lru_cache(maxsize=MOST_FILES)
def read_held(
    database: Path, _file: tuple[int, int, int]
) -> Mapping[str, Mapping[str, HeldColumn]]:
    """Read the views of a file, which is that file and no other of its name."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        connection.execute("pragma trusted_schema = 0")
        views = connection.execute("select name from sqlite_master where type = 'view'").fetchall()
        connection.set_progress_handler(lambda: 1, MOST_STEPS)
        return {view: find_held_by_view(connection, view) for (view,) in views}
    finally:
        connection.close()


def find_held_by_view(connection: sqlite3.Connection, view: str) -> dict[str, HeldColumn]:
    """Say what the columns of one view hold, of those that hold one kind of values."""
    try:
        cursor = connection.execute(f"select * from {sql.quote(view)}")
        seen = {name: SeenValues() for name, *_ in cursor.description}
        left = MOST_VALUES
        for row in cursor:
            left -= len(row)
            if left < 0:
                return {}
            for each, value in zip(seen.values(), row, strict=False):
                each.take(value)
    except sqlite3.Error:
        return {}
    found = {name: find_kind(name, each) for name, each in seen.items()}
    return {name: each for name, each in found.items() if each}


def find_kind(name: str, seen: SeenValues) -> HeldColumn | None:
    """Say what a column holds; None where it holds nothing, or several kinds of values."""
    if seen.kinds and seen.kinds <= {int, float}:
        number = Field(name=name, type="integer" if seen.kinds == {int} else "number")
        return HeldColumn(is_number=True, field=number)
    if seen.kinds != {str}:
        return None
    if seen.are_days:
        return HeldColumn(is_number=False, field=Field(name=name, type="date"))
    if seen.are_vague and any("-" in text for text in seen.texts):
        return HeldColumn(is_number=False, field=Field(name=name), is_vague=True)
    if len(seen.texts) <= FEW and max(map(len, seen.texts)) <= LONGEST:
        listed = Constraints(enum=tuple(sorted(seen.texts)))
        return HeldColumn(is_number=False, field=Field(name=name, constraints=listed))
    return HeldColumn(is_number=False)

"""Records and choices found by their names: `Portland, Oregon` where a key is expected."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark import sql
from pressmark.package import Table
from pressmark.site.content.record import express_label, find_label_column, phrase_value
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.words import LONGEST, find_nearest, fold

MOST_COMPARED = 10_000
"""Records of a table that are compared with a name one by one; of more SQLite compares, to which
only capitals from A to Z make no difference."""
SHORTEST_PART = 3
"""Letters of a name that count as a part of it."""
SHOWN = 20
"""More than so many are not told apart."""


@dataclass(frozen=True)
class Named:
    """A key, code or other value, and what people call it."""

    key: str
    label: str

    @property
    def words(self) -> str:
        """Both, where they differ: `Portland, Oregon (us-or-portland)`."""
        return self.key if self.label == self.key else f"{self.label} ({self.key})"


def find_named(text: str, those: Iterable[Named]) -> tuple[Named, ...]:
    """Give those whose key or name a text is; if none is, those of whose name it is a part.

    Capitals, diacritics, hyphens, underscores and kinds of blanks make no difference.
    """
    wanted = fold_text(text)
    if not wanted or len(text) > LONGEST:
        return ()
    known = [(each, fold_text(each.key), fold_text(each.label)) for each in those]
    same = tuple(each for each, key, label in known if wanted in (key, label))
    if same or len(wanted) < SHORTEST_PART:
        return same
    return tuple(each for each, _, label in known if wanted in label)


def fold_text(text: str) -> str:
    """Write a text so that capitals, diacritics and separators make no difference."""
    parts = unicodedata.normalize("NFKD", text)
    return fold("".join(each for each in parts if not unicodedata.combining(each)))


def find_nearest_named(text: str, those: Sequence[Named]) -> Named | None:
    """Give the one whose key or name is spelled most like a text, if one is near."""
    by_word = {word: each for each in reversed(those) for word in (each.key, each.label)}
    near = find_nearest(text, tuple(by_word))
    return by_word[near] if near else None


async def find_held_key(
    database: Any, table: Table, fields: Sequence[str], text: str
) -> str | None:
    """Give the key that a text is for SQLite, as the record writes it; None where it is none.

    The parts of a key of several fields are joined by commas.
    """
    parts = [text] if len(fields) == 1 else text.split(",")
    if len(parts) != len(fields):
        return None
    where = " and ".join(f"{sql.quote(each)} = :v{n}" for n, each in enumerate(fields))
    result = await database.execute(
        f"select {sql.quote_all(fields)} from {sql.quote(table.name)} where {where} limit 1",
        {f"v{n}": part for n, part in enumerate(parts)},
    )
    return ",".join(str(part) for part in result.rows[0]) if result.rows else None


async def list_records(
    database: Any, release: ServedRelease, table: Table, field: str, *, most: int = MOST_COMPARED
) -> tuple[Named, ...]:
    """List the records of a table, each by a field that is a key, in the order of their names.

    Nothing where there are more than `most`.
    """
    if release.records.get(table.name, 0) > most:
        return ()
    label = express_label(release.package, table)
    source = f"select t.{sql.quote(field)}, {label} from {sql.quote(table.name)} t"
    result = await database.execute(f"{source} order by 2, 1")
    return tuple(as_named(table, row) for row in result.rows if row[0] is not None)


async def find_records_named(
    database: Any, release: ServedRelease, table: Table, field: str, text: str
) -> tuple[Named, ...]:
    """Give the records whose key (the `field`) or name a text is, or of whose name it is a part."""
    if release.records.get(table.name, 0) <= MOST_COMPARED:
        return find_named(text, await list_records(database, release, table, field))
    wanted = " ".join(text.split())
    if len(wanted) < SHORTEST_PART or len(text) > LONGEST:
        return ()
    label = express_label(release.package, table)
    source = f"select t.{sql.quote(field)}, {label} as label from {sql.quote(table.name)} t"
    result = await database.execute(
        f"select * from ({source}) where label like :part escape '!'"
        f" order by length(label), label limit {SHOWN + 1}",
        {"part": f"%{escape_like(wanted)}%"},
    )
    return find_named(text, [as_named(table, row) for row in result.rows if row[0] is not None])


def escape_like(text: str) -> str:
    """Have a text stand for itself in a pattern of LIKE."""
    return "".join(f"!{each}" if each in "!%_" else each for each in text)


def as_named(table: Table, row: Sequence[Any]) -> Named:
    """Give a row of a key and a label as what it names."""
    key = str(row[0])
    return Named(key, phrase_value(table.schema, find_label_column(table), row[1]) or key)

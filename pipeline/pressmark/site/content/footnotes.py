"""Footnotes of a page: numbered once, by source, in the order in which a reader meets them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark import sql
from pressmark.site.content.shape import FOOTNOTED
from pressmark.words import shorten

Row = Mapping[str, Any]
COLUMNS = ("source", "one_source", "other_source", "source_keys")
"""Columns that name sources by their keys; in a `table` only the last does, which is not shown."""
LONGEST_TOLD = 600
"""Characters of what is told of a source; the rest stands on its own page."""


@dataclass(frozen=True)
class Note:
    """One source: its number on the page, its key, what is told of it, and what it says there."""

    number: int
    key: str
    told: Row
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Footnotes:
    """The notes of a page by the key of their source, in order."""

    notes: Mapping[str, Note]

    def of(self, written: object) -> tuple[Note, ...]:
        """Give the notes for the keys that a column holds."""
        return tuple(self.notes[key] for key in read_keys(written) if key in self.notes)


def read_keys(written: object) -> tuple[str, ...]:
    """Read the keys of sources that a column holds, joined by commas or semicolons."""
    keys = (each.strip() for each in str(written or "").replace(";", ",").split(","))
    return tuple(dict.fromkeys(key for key in keys if key))


def name_cited(parts: Iterable[tuple[str, Sequence[Row] | None]]) -> tuple[str, ...]:
    """Name the sources of the parts of a page, each its shape and its rows, in their order."""
    found: dict[str, None] = {}
    for shape, rows in parts:
        columns = COLUMNS[-1:] if shape == "table" else COLUMNS
        if shape in FOOTNOTED:
            for row in rows or ():
                for column in columns:
                    found.update(dict.fromkeys(read_keys(row.get(column))))
    return tuple(found)


def select_told_sources(select: str, keys: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Write the SQL that asks a section of the shape `sources` for some of them only."""
    names = {f"k{number}": key for number, key in enumerate(keys)}
    wanted = ", ".join(f":{name}" for name in names) or "null"
    return f"select * from ({select}) where {sql.quote('key')} in ({wanted})", names


def number_sources(keys: Sequence[str], told: Iterable[Row], said: Iterable[Row] = ()) -> Footnotes:
    """Number the sources of a page; of one of which nothing is told the key itself is shown.

    `said` are the rows of sections of that shape: what a source says on this page, in their order.
    """
    known = {
        str(row["key"]): {name: shorten_value(value) for name, value in row.items()} for row in told
    }
    words: dict[str, dict[str, None]] = {}
    for row in said:
        if row["words"]:
            words.setdefault(str(row["source"]), {})[str(shorten_value(row["words"]))] = None
    return Footnotes(
        {
            key: Note(
                number,
                key,
                known.get(key) or {"key": key, "title": key},
                tuple(words.get(key, ())),
            )
            for number, key in enumerate(keys, 1)
        }
    )


def shorten_value(value: object) -> object:
    """Shorten a text that is too long for a list of sources."""
    return shorten(value, LONGEST_TOLD) if isinstance(value, str) else value

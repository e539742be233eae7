"""A record as it is searched: its words by their weight, and its texts to show where they stand."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark import sql
from pressmark.package import Field, Table
from pressmark.package.own import FULL_TEXT
from pressmark.site.content.record import (
    express_label,
    express_reference_name,
    find_label_column,
    map_references,
    phrase_value,
)
from pressmark.site.content.record_key import ROWID
from pressmark.site.content.search_words import join_words
from pressmark.site.downloads.served_release import ServedRelease

LONGEST_TEXT = 20_000
"""Characters of one value that are indexed."""
NAME = 120
"""A text of at most so many characters names something; a longer one is a note."""
ADDRESSES = ("http://", "https://")
WEIGHTS = (10.0, 5.0, 2.0, 1.0)
"""What words count for in a label, in a name or code, in the label of another record, in a text."""


@dataclass(frozen=True)
class Searchable:
    """One record: its key, date and label, the words of each weight, and its texts by field."""

    key: tuple[Any, ...]
    date: str
    label: str
    words: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]

    def write_row(self, table: int) -> tuple[Any, ...]:
        """Give what the index keeps of it."""
        key = join_words(" ".join(map(str, self.key)))
        label = self.words[0]
        return (table, json.dumps(self.key), key, self.label, self.date, label, write(self.texts))


def write(texts: Sequence[tuple[str, str]]) -> str:
    """Write texts as JSON, with their letters as they are."""
    return json.dumps(texts, ensure_ascii=False)


@dataclass(frozen=True)
class SearchedTable:
    """One table of a release, and the field of the date of its records."""

    release: ServedRelease
    table: Table
    date: Field | None

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell records apart."""
        return self.table.schema.primary_key or (ROWID,)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields whose values are words: texts, codes, and references to other records.

        Those that their schema leaves out are not among them.
        """
        references = map_references(self.release.package, self.table)
        return tuple(
            each for each in self.table.schema.fields
            if not FULL_TEXT.is_in(each)
            and (each.name in references or (each.type == "string" and each.format != "uri"))
        )  # fmt: skip

    def read(self, database: sqlite3.Connection, *, in_order: bool = False) -> Iterator[Searchable]:
        """Read every record of the table, as they come or `in_order` of their keys."""
        package, table, fields = self.release.package, self.table, self.fields
        references = map_references(package, table)
        columns = [f"t.{sql.quote(each)}" for each in self.key]
        columns += [f"t.{sql.quote(self.date.name)}" if self.date else "null"]
        columns += [express_label(package, table) if find_label_column(table) else "null"]
        for each in fields:
            plain = f"t.{sql.quote(each.name)}"
            named = each.name in references and express_reference_name(package, table, each.name)
            columns.append(f"coalesce({named}, {plain})" if named else plain)
        select = f"select {', '.join(columns)} from {sql.quote(table.name)} t"
        if in_order:
            select += f" order by {', '.join(columns[: len(self.key)])}"
        for row in database.execute(select):
            yield read_record(table, fields, frozenset(references), row)


def read_record(
    table: Table, fields: Sequence[Field], references: frozenset[str], row: Sequence[Any]
) -> Searchable:
    """Read a record whose row has its key, date, label and every field."""
    length = len(row) - len(fields) - 2
    key, (date, label) = tuple(row[:length]), row[length : length + 2]
    named = [join_words(str(each)) for each in key]
    referred: list[str] = []
    noted: list[str] = []
    texts = []
    for field, value in zip(fields, row[length + 2 :], strict=True):
        text = phrase_value(table.schema, field.name, value)[:LONGEST_TEXT]
        if not text or text.startswith(ADDRESSES):
            continue
        texts.append((field.title or field.name, text))
        if field.name in references:
            referred.append(join_words(text))
        elif field.name not in (table.schema.primary_key or ()):
            (named if len(text) <= NAME else noted).append(join_words(text))
    shown = phrase_value(table.schema, find_label_column(table), label)
    words = tuple(" ".join(each) for each in (named, referred, noted))
    return Searchable(
        key, str(date or ""), shown, (join_words(shown[:LONGEST_TEXT]), *words), tuple(texts)
    )

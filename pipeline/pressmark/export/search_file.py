"""The index of a search that runs in the reader's browser: one small file of names and words.

It is made of what the site's own search indexes of each record. What does not fit is left out, and
the page says how many records it holds: the names of labeled records come first, then their words,
and then the records that nothing names but their key.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from urllib.parse import quote

from pressmark.export.places import name_file, normalize
from pressmark.package import Table
from pressmark.public_address import make_record_path
from pressmark.site.address import link_record
from pressmark.site.content.answered_hits import choose_answering
from pressmark.site.content.search_query import FILLING
from pressmark.site.content.search_record import Searchable, SearchedTable
from pressmark.site.content.search_words import join_words
from pressmark.site.content.tried_sections import list_sections
from pressmark.site.downloads.served_release import ServedRelease

SEARCH_FILE = "search/index.json"
MOST_BYTES = 300_000
LONGEST_LABEL, LONGEST_WORDS = 100, 120
"""Characters of what names a record, and of its other words."""


@dataclass(frozen=True)
class SearchEntry:
    """A record in the index: the number of its table, its page or place, its name, its words."""

    table: int
    place: str | int
    label: str
    words: str

    def write(self, *, whole: bool) -> list[Any]:
        """Give what the index holds of it; the `whole`, or its name alone."""
        named = [self.table, self.place, self.label]
        return [*named, self.words] if whole and self.words else named


def write_search_file(
    release: ServedRelease, files: Mapping[str, str], read: Mapping[str, str]
) -> str:
    """Write the index of a release's records.

    `files` are what was exported, by address: a record leads to its own page where it has one, else
    to the page that reads it, which stands in `read`, and to its place in the order of keys.
    """
    leading = find_leading(release)
    tables = sorted(
        (each for each in release.package.tables if each.schema.primary_key),
        key=lambda each: (each.schema.label_field is None, *leading[each.name]),
    )
    heads: dict[str, Any] = {
        "of": sum(release.records.values()),
        "filling": sorted(FILLING),
        "synonyms": [[join_words(word) for word in those] for those in release.synonyms],
        "tables": [
            {**describe_table(release, each, read), "leads": not leading[each.name][0]}
            for each in tables
        ],
    }
    held = MOST_BYTES - len(render({**heads, "held": heads["of"], "records": []}))
    labeled = [each for each in enumerate(tables) if each[1].schema.label_field]
    others = [each for each in enumerate(tables) if not each[1].schema.label_field]
    records = fit(list_entries(release, labeled, files), held)
    left = held - sum(len(render(each)) + 1 for each in records)
    records += take_whole(list_entries(release, others, files), left)
    return render({**heads, "held": len(records), "records": records}).decode()


def render(document: Any) -> bytes:
    """Write JSON without blanks."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def take_named(entries: Iterable[SearchEntry], room: int) -> Iterator[SearchEntry]:
    """Take entries as long as there is room for their names; no more are read."""
    for each in entries:
        room -= len(render(each.write(whole=False))) + 1
        if room < 0:
            return
        yield each


def take_whole(entries: Iterable[SearchEntry], room: int) -> Iterator[list[Any]]:
    """Take entries with their words as long as there is room."""
    for each in entries:
        written = each.write(whole=True)
        room -= len(render(written)) + 1
        if room < 0:
            return
        yield written


def fit(entries: Iterable[SearchEntry], room: int) -> list[list[Any]]:
    """Take as many names as there is room for, and then as many words of the first records."""
    held = list(take_named(entries, room))
    named = [len(render(each.write(whole=False))) for each in held]
    more = [len(render(each.write(whole=True))) for each in held]
    left = room - sum(named) - len(named)
    added = accumulate(whole - short for whole, short in zip(more, named, strict=True))
    return [each.write(whole=size <= left) for each, size in zip(held, added, strict=True)]


def list_entries(
    release: ServedRelease,
    tables: Iterable[tuple[int, Table]],
    files: Mapping[str, str],
) -> Iterator[SearchEntry]:
    """List what the index could hold of tables, which come with their numbers."""
    address = f"{release.database.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        for number, table in tables:
            records = SearchedTable(release, table, None).read(database, in_order=True)
            for place, each in enumerate(records):
                page = files.get(normalize(link_record(release.version, table.name, each.key)))
                yield make_entry(number, quote(page.split("/")[-2]) if page else place, each)


def make_entry(table: int, place: str | int, record: Searchable) -> SearchEntry:
    """Make the entry of a record: its name, and the words that its name has not."""
    key = ",".join(map(str, record.key))
    label = (record.label or key)[:LONGEST_LABEL]
    named, texts, referred, _ = record.words
    known = set(join_words(label).split())
    words = dict.fromkeys(f"{texts} {named} {referred}".split())
    return SearchEntry(
        table, place, label, cut(" ".join(each for each in words if each not in known))
    )


def cut(words: str) -> str:
    """Cut words to the length that an entry may have, between two of them."""
    return words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS].rpartition(" ")[0]


def find_leading(release: ServedRelease) -> dict[str, tuple[bool, tuple[Any, ...]]]:
    """Give, by table, what puts those first of whose records the project answers something."""
    sections = list_sections(release, newest=True)
    orders = {
        table.name: [
            each.statement.order[:-1]
            for each in choose_answering(sections, table.name)
            if each.shape == "answer"
        ]
        for table in release.package.tables
    }
    return {name: (not those, min(those, default=())) for name, those in orders.items()}


def describe_table(release: ServedRelease, table: Table, read: Mapping[str, str]) -> dict[str, str]:
    """Give the title of a table, where its records are, and what reads them, from our scripts."""
    records = normalize(make_record_path(release.version, table.name, ["-"])).rpartition("/")[0]
    reading = read.get(records)
    return {
        "title": table.resource.title or table.name,
        "records": f"../{quote(name_file(records))}/",
        **({"reading": f"../{quote(reading)}"} if reading else {}),
    }

"""What somebody typed → the records of the index that hold it, the likeliest first.

All words are searched, each in every form of it, with its synonyms, and the last one as the
beginning of a word too. Where a word occurs nowhere, one that begins so, two that it is made of, or
the one spelled most like it is searched instead; where no record holds all words, those are given
that hold any. What was done instead is told. Words that only make a sentence are passed over.
"""

import bisect
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from pressmark.site.content.search_index import SearchIndex
from pressmark.site.content.search_record import WEIGHTS
from pressmark.site.content.search_words import TypedPart, find_nearest_word, join_words, read_parts

MARK, UNMARK = "\x02", "\x03"
SHORTEST_BEGINNING = 3
"""Letters from which a word is searched as the beginning of others."""
MOST_BEGUN = 30
FILLING = frozenset({
    "a", "an", "and", "are", "at", "by", "can", "did", "do", "does", "for", "from", "has", "have",
    "how", "if", "in", "is", "it", "may", "of", "on", "or", "that", "the", "their", "there",
    "they", "this", "to", "was", "were", "what", "when", "where", "which", "who", "why", "with",
})  # fmt: skip
"""English words that say nothing of what is searched for."""
LONGEST_SYNONYM = 3
"""Words of a phrase that has synonyms."""


@dataclass(frozen=True)
class SearchTerm:
    """One thing that a record must hold: any of some phrases, or a word that begins so.

    `begun` are words that begin with it as they are written; their stems may not.
    """

    any_of: tuple[str, ...]
    begins: str = ""
    begun: tuple[str, ...] = ()

    def write(self, *, whole: bool = False) -> str:
        """Write it in the language of the index; `whole` words only."""
        forms = [f'"{each}"' for each in self.any_of]
        if self.begins and not whole:
            forms += [f'"{self.begins}"*', *(f'"{each}"' for each in self.begun)]
        return f"({' OR '.join(forms)})"


@dataclass(frozen=True)
class AskedTerms:
    """What is searched for, and what is searched `instead` of words that occur nowhere."""

    terms: tuple[SearchTerm, ...]
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FoundRecord:
    """A record that was found, with the words that were `matched` in it as the index has them.

    `is_key` says that its key was typed, `is_named` that its label holds all words, `is_own` that
    it does itself, and not another record to which it refers. The lower its `score`, the better it
    fits.
    """

    key: tuple[Any, ...]
    label: str
    date: str
    texts: tuple[tuple[str, str], ...]
    matched: frozenset[str]
    is_key: bool
    is_named: bool
    is_own: bool
    score: float


@dataclass(frozen=True)
class FoundRecords:
    """What a search found, by the number of the table: how many records, and the first of them.

    `has_all` says that each holds all words, and not any.
    """

    tables: Mapping[int, tuple[int, tuple[FoundRecord, ...]]]
    instead: tuple[tuple[str, str], ...] = ()
    has_all: bool = True


def ask(index: SearchIndex, typed: str, most: int, table: int | None = None) -> FoundRecords:
    """Search for what was typed: `most` records of each table, or of one. TryAgainError."""
    with index.use() as connection:
        asked = read_terms(index, connection, typed)
        for has_all, expression in write_expressions(asked.terms):
            values = {
                "words": join_words(typed), "wide": expression, "most": most, "table": table,
                "named": f"label : ({join_terms(asked.terms)})",
                "own": f"{{label named noted}} : ({join_terms(asked.terms)})",
                "whole": join_terms(asked.terms, whole=True),
            }  # fmt: skip
            if rows := connection.execute(SELECT, values).fetchall():
                marked = find_matched(connection, expression, [row[0] for row in rows])
                return FoundRecords(gather_tables(rows, marked), asked.instead, has_all)
        return FoundRecords({}, asked.instead)


SELECT = f"""
with found as materialized (
  select rowid as id, bm25(held, {", ".join(map(str, WEIGHTS))}) as score
  from held where held match :wide
), judged as (
  select records.*, score, key_words = :words as is_key, label_words = :words as is_label,
    id in (select rowid from held where held match :named) as is_named,
    id in (select rowid from held where held match :own) as is_own,
    id in (select rowid from held where held match :whole) as is_whole
  from found join records using (id) where :table is null or of_table = :table
), ranked as (
  select *, count(*) over (partition by of_table) as number,
    row_number() over (partition by of_table
      order by is_key desc, is_label desc, is_named and is_whole desc, is_whole desc, score, id
    ) as place
  from judged
)
select id, of_table, number, key, label, date, texts, is_key, is_named or is_label, is_own, score
from ranked where place <= :most order by of_table, place
"""


def join_terms(terms: Sequence[SearchTerm], *, whole: bool = False) -> str:
    """Write that all terms are to be held."""
    return " AND ".join(each.write(whole=whole) for each in terms)


def write_expressions(terms: Sequence[SearchTerm]) -> Iterator[tuple[bool, str]]:
    """Write that all terms are to be held, and then, that any is."""
    if terms:
        yield True, join_terms(terms)
    if len(terms) > 1:
        yield False, " OR ".join(each.write() for each in terms)


def read_terms(index: SearchIndex, connection: sqlite3.Connection, typed: str) -> AskedTerms:
    """Read what was typed as terms, with what is searched instead of words that occur nowhere."""
    parts = leave_out(read_parts(typed))
    terms: list[SearchTerm] = []
    instead: list[tuple[str, str]] = []
    at = 0
    while at < len(parts):
        length, synonyms = find_synonyms(index, parts[at:])
        here = parts[at : at + length]
        written = " ".join(" ".join(each.words) for each in here)
        at += length
        term = SearchTerm(tuple(dict.fromkeys((written, *synonyms))))
        is_word = length == 1 and len(here[0].words) == 1 and not here[0].is_quoted
        if is_word and at == len(parts) and len(written) >= SHORTEST_BEGINNING:
            term = SearchTerm(term.any_of, written, begin_with(index, written))
        if not is_held(connection, term) and not here[0].is_quoted:
            other = replace_unknown(index, connection, written)
            if other:
                term = other
                if not other.begins:
                    instead.append((written, other.any_of[0]))
        terms.append(term)
    return AskedTerms(tuple(terms), tuple(instead))


def leave_out(parts: Sequence[TypedPart]) -> Sequence[TypedPart]:
    """Leave out the words that only make a sentence, where there are others."""
    return [each for each in parts if each.is_quoted or each.words[0] not in FILLING] or parts


def find_synonyms(index: SearchIndex, parts: Sequence[TypedPart]) -> tuple[int, tuple[str, ...]]:
    """Give how many of the first parts have synonyms together, at least 1, and these."""
    words = list(takewhile(lambda it: len(it.words) == 1 and not it.is_quoted, parts))
    for length in range(min(LONGEST_SYNONYM, len(words)), 0, -1):
        stems = index.cut_stems(" ".join(each.words[0] for each in words[:length]))
        if stems in index.synonyms:
            return length, index.synonyms[stems]
    return 1, ()


def begin_with(index: SearchIndex, word: str) -> tuple[str, ...]:
    """Give the first words of the release that begin so."""
    first = bisect.bisect_left(index.in_order, word)
    begun = takewhile(lambda it: it.startswith(word), index.in_order[first:])
    return tuple(islice(begun, MOST_BEGUN))


def is_held(connection: sqlite3.Connection, term: SearchTerm) -> bool:
    """Whether any record holds one of a term's words."""
    select = "select 1 from held where held match ? limit 1"
    return connection.execute(select, (term.write(),)).fetchone() is not None


def replace_unknown(
    index: SearchIndex, connection: sqlite3.Connection, word: str
) -> SearchTerm | None:
    """Give what is searched instead of a word that occurs nowhere."""
    if len(word) >= SHORTEST_BEGINNING:
        begun = SearchTerm((word,), word, begin_with(index, word))
        if is_held(connection, begun):
            return begun
    for at in range(1, len(word)):
        two = SearchTerm((f"{word[:at]} {word[at:]}",))
        if " " not in word and is_held(connection, two):
            return two
    near = find_nearest_word(word, index.words)
    if near is None:
        return None
    synonyms = index.synonyms.get(index.cut_stems(near), ())
    return SearchTerm(tuple(dict.fromkeys((near, *synonyms))))


def find_matched(
    connection: sqlite3.Connection, expression: str, records: Sequence[int]
) -> dict[int, frozenset[str]]:
    """Give the words of each of some records that were found."""
    shown = " || ' ' || ".join(f"highlight(held, {n}, :mark, :unmark)" for n in range(len(WEIGHTS)))
    rows = connection.execute(
        f"select rowid, {shown} from held where held match :wide"
        " and rowid in (select value from json_each(:records))",
        {"wide": expression, "records": json.dumps(records), "mark": MARK, "unmark": UNMARK},
    )
    return {record: frozenset(read_marked(text)) for record, text in rows}


def read_marked(text: str) -> Iterator[str]:
    """Give the words of a text that stand between marks."""
    for each in text.split(MARK)[1:]:
        yield from each.partition(UNMARK)[0].split()


def gather_tables(
    rows: Sequence[tuple[Any, ...]], matched: Mapping[int, frozenset[str]]
) -> dict[int, tuple[int, tuple[FoundRecord, ...]]]:
    """Group found records by their table."""
    found: dict[int, tuple[int, tuple[FoundRecord, ...]]] = {}
    for record, table, number, key, label, date, texts, is_key, is_named, is_own, score in rows:
        shown = FoundRecord(
            tuple(json.loads(key)), label, date, tuple(map(tuple, json.loads(texts))),
            matched.get(record, frozenset()), bool(is_key), bool(is_named), bool(is_own), score,
        )  # fmt: skip
        found[table] = (number, (*found.get(table, (0, ()))[1], shown))
    return found

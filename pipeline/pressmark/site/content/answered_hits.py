"""What a project says first of records that a search found: one question for those of a table.

It is what heads the page of each: the first row of its section of the shape `answer`, or, where it
has none, of the shape `summary`.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pressmark import sql
from pressmark.package import Field
from pressmark.site.content.answer_rows import Kept, Row, answer_for_record, as_status
from pressmark.site.content.citation import find_day
from pressmark.site.content.search_index import SearchIndexes
from pressmark.site.content.section import Section, choose_standing, name_replaced
from pressmark.site.downloads.served_release import ServedRelease

SHOWN = ("sentence", "status", "confirmed", "certainty", "words", "date")
"""What of an answer or a summary a hit shows; neither has all of it."""
HEADS = ("answer", "summary")
"""Shapes that head a page; what the first says is not asked of the second."""
TOO_DEEP = "nested too deep"
"""What SQLite says of a SELECT of many subqueries, which can be asked alone, not inside of one."""
FOUND = sql.quote("found by a search")


@dataclass(frozen=True)
class Searched:
    """What a release has to search: of each table its full-text index and the field of its date.

    `sections` are the project's own, `kept` the answers of those that serve every record, and
    `searches` the site's own indexes.
    """

    release: ServedRelease
    indexes: Mapping[str, str]
    dates: Mapping[str, Field]
    sections: Sequence[Section]
    kept: Kept
    searches: SearchIndexes = field(default_factory=SearchIndexes)


def choose_answering(sections: Sequence[Section], table: str) -> tuple[Section, ...]:
    """Give the sections that may head the pages of a table's records, the first to ask first."""
    heads = [each for each in choose_standing(sections, table) if each.shape in HEADS]
    aside = name_replaced(heads)
    return tuple(sorted(heads, key=lambda each: (HEADS.index(each.shape), each.name in aside)))


async def find_answers(
    database: Any, searched: Searched, table: str, keys: Sequence[str]
) -> Mapping[str, Row]:
    """Give what is said first of each record on the day of the release, where something is.

    `keys` are those of records of the table; a key of several fields is joined by commas.
    """
    day = find_day(searched.release)
    given = {
        "table": table,
        "version": searched.release.version,
        "day": day.isoformat() if day else "",
    }
    found: dict[str, Row] = {}
    for section in choose_answering(searched.sections, table):
        asked = [key for key in keys if key not in found]
        if section.is_kept:
            found |= await ask_one_by_one(database, section, given, asked, searched.kept)
        elif asked:
            try:
                found |= await ask_for_all(database, section, given, asked)
            except sqlite3.OperationalError as error:
                if TOO_DEEP not in str(error):
                    raise
                found |= await ask_one_by_one(database, section, given, asked, searched.kept)
    return found


async def ask_for_all(
    database: Any, section: Section, given: Mapping[str, str], keys: Sequence[str]
) -> dict[str, Row]:
    """Give the first row of each key of which a section says something, in one question."""
    values = {**given, "keys": json.dumps(keys)}
    result = await database.execute(render_statement_for_all(section), values)
    told = {key: json.loads(row) for key, row in result.rows if row}
    return {key: {**row, "status": as_status(row["status"])} for key, row in told.items()}


async def ask_one_by_one(
    database: Any, section: Section, given: Mapping[str, str], keys: Sequence[str], kept: Kept
) -> dict[str, Row]:
    """Give the same by a question for each key."""
    found: dict[str, Row] = {}
    for key in keys:
        rows = await answer_for_record(database, section, {**given, "key": key}, kept)
        found |= {key: rows[0]} if rows else {}
    return found


def render_statement_for_all(section: Section) -> str:
    """Write the SQL that gives the first row of an answer, as JSON, for each of `:keys`.

    The answer is asked anew for each key, which stands where it asks for `:key`. A column that it
    does not have is found beside the keys, and null.
    """
    select = sql.with_parameter(section.statement.select, "key", f"{FOUND}.value")
    told = ", ".join(f"'{name}', {name}" for name in SHOWN)
    nothing = ", ".join(f"null as {name}" for name in SHOWN)
    return (
        f"select {FOUND}.value, (select json_object({told}) from (\n{select}\n) limit 1)"
        f" from json_each(:keys) as {FOUND} cross join (select {nothing})"
    )

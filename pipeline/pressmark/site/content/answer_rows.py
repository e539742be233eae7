"""The rows that a section answers: asked of a release, kept, as pages and JSON can hold them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import isinf
from typing import Any

from pressmark.site.content.section import PARAMETERS, Section

Row = Mapping[str, Any]
Kept = dict[tuple[str, str, str], Mapping[tuple[str, str] | None, Sequence[Row]]]
"""By database, section and day, the rows of each record, or under None those of every record."""
OF = ("of_table", "of_key")
STATUS = "status"
MOST_KEPT = 64
"""More answers are not kept: any visitor may ask for any day."""


def name_columns(rows: Sequence[Row]) -> list[str]:
    """Name the columns that a table shows: those that lead elsewhere or are empty are left out."""
    silent = ("record_table", "record_key", "under", "source_keys", *OF)
    names = rows[0].keys() if rows else ()
    return [
        name for name in names if name not in silent and any(row[name] is not None for row in rows)
    ]


def cut_at_headings(rows: Sequence[Row]) -> list[tuple[str | None, list[Row]]]:
    """Cut the rows of a table where `under` changes: each heading, or None, with its rows."""
    return [(under, list(each)) for under, each in groupby(rows, lambda row: row.get("under"))]


def group_rows(rows: Sequence[Row], column: str) -> list[tuple[Any, list[Row]]]:
    """Put rows together that have the same value in a column, in the order of the first of each."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row.get(column), []).append(row)
    return list(found.items())


async def answer_for_record(
    database: Any, section: Section, parameters: Mapping[str, str], kept: Kept
) -> Sequence[Row]:
    """Ask a section for one record; what serves every record is asked once and kept in `kept`."""
    if not section.is_kept:
        return await answer_section(database, section, parameters)
    day = parameters["day"] if section.asks_for_a_day else ""
    place = (database.name, section.name, day)
    found = kept.get(place)
    if found is None:
        rows: dict[tuple[str, str] | None, list[Row]] = {}
        for row in await answer_section(database, section, parameters):
            of = (str(row["of_table"]), str(row["of_key"])) if set(OF) <= set(row) else None
            rows.setdefault(of, []).append(row)
        if len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        found = kept[place] = rows
    return found.get((parameters["table"], parameters["key"]), found.get(None, ()))


async def answer_section(
    database: Any, section: Section, parameters: Mapping[str, str]
) -> Sequence[Row]:
    """Ask a section's SELECT of a release: one mapping of column to value a row."""
    given = {name: parameters.get(name) for name in PARAMETERS}
    result = await database.execute(section.statement.select, given, truncate=False)
    return read_rows(result.columns, result.rows)


def read_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Give an answer as a mapping of column to value a row, of what pages and JSON can hold.

    Bytes are written as SQL writes them, infinities as Table Schema does. What a status is called
    is text, whatever the tables of a project have it as.
    """
    found: list[Row] = []
    for row in rows:
        read = dict(zip(columns, map(as_read, row), strict=True))
        found.append({**read, STATUS: as_status(read[STATUS])} if STATUS in read else read)
    return found


def as_read(value: Any) -> Any:
    """Give a value of an answer as pages and JSON can hold it."""
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, float) and isinf(value):
        return "INF" if value > 0 else "-INF"
    return value


def as_status(value: Any) -> str | None:
    """Give the name of a status as text, whatever the tables of a project have it as."""
    return None if value is None else str(value)

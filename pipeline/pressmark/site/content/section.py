"""Parts of pages that a project asks for in SQL: `datapackage/pages/*.sql`, one SELECT each.

They are the site's and no part of a release: the same section shows old releases too, where their
tables allow it. The headings of a file say what it is for:

    -- title: Status
    -- description: One line for readers who do not know the word.
    -- page: record instruments, instrument_scopes
    -- shape: status
    -- order: 1

`page` is `front`, `method`, or `record` with the tables whose records show it. The SELECT may take
`:table` and `:key` (of a record's page; a key of several fields joined by commas), `:version`, and
`:day` (the day of the release, YYYY-MM-DD). `shape` says how the answer is drawn, and so which
columns it has; `record_table` and `record_key` together lead to a record's page wherever they
stand, and may be null.

A section of records that does not ask for `:key` is asked once and its answer kept; where it has
the columns `of_table` and `of_key`, each record's page shows its own rows. That is for views that
cost as much for one record as for all.
"""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pressmark import sql
from pressmark.errors import ProjectError
from pressmark.package import Statement
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.words import nearest

SHAPES: Mapping[str, tuple[str, ...]] = {
    "figures": ("number", "label"),
    "summary": ("words",),
    "status": ("label", "words", "as_of"),
    "timeline": ("date", "words"),
    "records": ("label", "words"),
    "map": ("label", "status", "fips", "latitude", "longitude", "words"),
    "examples": ("words",),
    "evidence": ("field", "value", "stance", "source", "publisher", "date", "locator"),
    "definitions": ("field", "value", "definition"),
    "table": (),
}
"""Each shape with the columns that its answer must have.

It may have more, which are drawn where they are there: `state` (status: one or two words that stand
out), `source` with `url` (status), `kind` and `detail` (timeline), `note` (records, evidence), and
for evidence `about` with `about_table` (another record that it speaks of), `preferred`, `reason`,
`url`, `standing`, `confidence`, `sha256`, `start`, `end`, `text_sha256` (of the whole text), and
`fields`, names joined by commas that are shown as titles in place of the value. A stance that
begins with `contradicts` marks a dispute. Dates may be written in EDTF. The columns of a `table`
are its headings; rows that follow each other with the same `under` stand beneath that heading. A
`remark` (status) is folded away, a `date` (summary) stands before the words.
`definitions` are not drawn: they say what the codes of a field mean.
"""
OF = ("of_table", "of_key")
Row = Mapping[str, Any]
Kept = dict[tuple[str, str], Mapping[tuple[str, str] | None, Sequence[Row]]]
"""By database and section, the rows of each record, or under None those of every record."""
PAGES = re.compile(r"(front|method)|record\s+(\S.*)")
MISSING = re.compile("no such (?:table|column)")
PARAMETERS = ("table", "key", "version", "day")


@dataclass(frozen=True)
class Section:
    """A part of a page: what it is called, on which pages, in which shape, from which SELECT."""

    statement: Statement
    page: str
    tables: frozenset[str]
    shape: str

    @property
    def title(self) -> str:
        """The section's heading."""
        return self.statement.heading("title")

    @property
    def description(self) -> str:
        """What a reader needs to know first; may be empty."""
        return self.statement.heading("description")

    @property
    def is_kept(self) -> bool:
        """Whether one answer serves every record, because the SELECT does not ask for `:key`."""
        return self.page == "record" and "key" not in sql.parameters(self.statement.select)


def read_section(statement: Statement) -> Section:
    """Read a section from its headings; ProjectError where they say nothing known."""
    page = PAGES.fullmatch(statement.heading("page"))
    if not page:
        wrong = f"the heading `page` says {statement.heading('page')!r}"
        right = "write front, method, or record and the names of tables"
        raise ProjectError(statement.place, wrong, right)
    shape = statement.heading("shape")
    if shape not in SHAPES:
        close = nearest(shape, tuple(SHAPES))
        right = f"did you mean {close}?" if close else f"choose one of {', '.join(SHAPES)}"
        raise ProjectError(statement.place, f"the heading `shape` says {shape!r}", right)
    if not statement.heading("title"):
        raise ProjectError(statement.place, "has no title", "write a line `-- title: …`")
    unknown = [name for name in sql.parameters(statement.select) if name not in PARAMETERS]
    if unknown:
        right = f"a page gives {', '.join(f':{name}' for name in PARAMETERS)}"
        raise ProjectError(statement.place, f"asks for the parameter :{unknown[0]}", right)
    tables = frozenset(name.strip() for name in (page[2] or "").split(",") if name.strip())
    return Section(statement, page[1] or "record", tables, shape)


def sections_of(release: ServedRelease, *, newest: bool) -> tuple[Section, ...]:
    """Give the sections that a release can show, in their order.

    An old release may lack tables that a section asks for; where the newest does, the section is
    wrong: ProjectError.
    """
    sections = sorted(
        (read_section(each) for each in release.pages),
        key=lambda each: each.statement.order,
    )
    uri = f"{release.database.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True)
    try:
        return tuple(each for each in sections if runs(connection, each, newest=newest))
    finally:
        connection.close()


def runs(connection: sqlite3.Connection, section: Section, *, newest: bool) -> bool:
    """Whether a release has what a section asks for; ProjectError where it should and has not."""
    place = section.statement.place
    try:
        cursor = connection.execute(
            f"select * from ({section.statement.select}) limit 0", dict.fromkeys(PARAMETERS)
        )
    except sqlite3.Error as error:
        if not newest and MISSING.match(str(error)):
            return False
        raise ProjectError(place, f"cannot be answered: {error}", "mend the SELECT") from None
    columns = [name for name, *_ in cursor.description]
    lacking = [name for name in SHAPES[section.shape] if name not in columns]
    if lacking:
        right = f"the shape {section.shape} needs {', '.join(SHAPES[section.shape])}"
        raise ProjectError(place, f"answers no column {lacking[0]!r}", right)
    return True


def columns_of(rows: Sequence[Row]) -> list[str]:
    """Name the columns that a table shows: those that lead elsewhere or are empty are left out."""
    silent = ("record_table", "record_key", "under", *OF)
    names = rows[0].keys() if rows else ()
    return [
        name for name in names if name not in silent and any(row[name] is not None for row in rows)
    ]


def beneath_headings(rows: Sequence[Row]) -> list[tuple[str | None, list[Row]]]:
    """Cut the rows of a table where `under` changes: each heading, or None, with its rows."""
    return [(under, list(each)) for under, each in groupby(rows, lambda row: row.get("under"))]


async def record_answer(
    database: Any, section: Section, parameters: Mapping[str, str], kept: Kept
) -> Sequence[Row]:
    """Ask a section for one record; what serves every record is asked once and kept in `kept`."""
    if not section.is_kept:
        return await answer(database, section, parameters)
    place = (database.name, section.statement.name)
    if place not in kept:
        rows: dict[tuple[str, str] | None, list[Row]] = {}
        for row in await answer(database, section, parameters):
            of = (str(row["of_table"]), str(row["of_key"])) if set(OF) <= set(row) else None
            rows.setdefault(of, []).append(row)
        kept[place] = rows
    found = kept[place]
    return found.get((parameters["table"], parameters["key"]), found.get(None, ()))


async def answer(database: Any, section: Section, parameters: Mapping[str, str]) -> Sequence[Row]:
    """Ask a section's SELECT of a release: one mapping of column to value a row."""
    given = {name: parameters.get(name) for name in PARAMETERS}
    result = await database.execute(section.statement.select, given, truncate=False)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

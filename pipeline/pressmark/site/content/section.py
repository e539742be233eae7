"""Parts of pages that a project asks for in SQL: `datapackage/pages/*.sql`, one SELECT each.

They are the site's and no part of a release: old releases show them too, where their tables allow
it. The headings of a file say what it is for:

    -- title: Status
    -- page: record instruments, instrument_scopes
    -- shape: status

`page` is `front`, `method`, `release`, `site` (what is said once for all pages), or `record` with
the tables whose records show it. On a release's page `earlier` names the database of the version
before, as in `earlier.towns`; the first version shows no such section. The SELECT may take `:table`
and `:key` (of a record's page; a key of several fields joined by commas), `:version`, and `:day`
(YYYY-MM-DD: the day of the release, or the one that a reader asks for). `shape` says how the answer
is drawn, and so which columns it has; `record_table` and `record_key` together lead to a record's
page wherever they stand, and may be null. `place` says where on the page it stands; `find` gives a
`list` on the front page a form that leads from a name to its record.

`releases` says `from 2.0.0`, `before 3.0.0` or both; `replaces` names sections that stand aside on
pages on which this one has something to show.

A section of records that does not ask for `:key` is asked once and its answer kept; where it has
the columns `of_table` and `of_key`, each record's page shows its own rows: for dear views.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isinf
from typing import Any

from pressmark import sql
from pressmark.errors import ProjectError
from pressmark.package import Statement
from pressmark.site.content.opened import opened
from pressmark.site.content.shape import PLACES, SHAPES, page_of, place_of
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.version import order_of, parse
from pressmark.words import nearest

OF = ("of_table", "of_key")
Row = Mapping[str, Any]
Kept = dict[tuple[str, str, str], Mapping[tuple[str, str] | None, Sequence[Row]]]
"""By database, section and day, the rows of each record, or under None those of every record."""
MOST_KEPT = 64
"""More answers are not kept: any visitor may ask for any day."""
PAGES = re.compile(r"(front|method|release|site)|record\s+(\S.*)")
RELEASES = re.compile(r"(?:from\s+(?P<first>\S+))?\s*(?:before\s+(?P<end>\S+))?")
MISSING = re.compile("no such (?:table|column)")
PARAMETERS = ("table", "key", "version", "day")
HEADINGS = (
    "title", "description", "page", "shape", "place", "order", "releases", "replaces", "find",
    "shapes", "area", "projection",
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A part of a page: what it is called, on which pages, in which shape, from which SELECT.

    It is of releases `first` and later, and before `end`, where these say something; the sections
    that it `replaces` stand aside where it has something to show.
    """

    statement: Statement
    page: str
    tables: frozenset[str]
    shape: str
    place: str = "main"
    first: str = ""
    end: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.statement.name

    @property
    def title(self) -> str:
        """The section's heading."""
        return self.statement.heading("title")

    @property
    def description(self) -> str:
        """What a reader needs to know first; may be empty."""
        return self.statement.heading("description")

    @property
    def find(self) -> str:
        """The title of the form that leads from a name in a `list` to its record; may be empty."""
        return self.statement.heading("find")

    @property
    def is_kept(self) -> bool:
        """Whether one answer serves every record, because the SELECT does not ask for `:key`."""
        return self.page == "record" and "key" not in sql.parameters(self.statement.select)

    @property
    def asks_for_a_day(self) -> bool:
        """Whether its answer may differ from day to day."""
        return "day" in sql.parameters(self.statement.select)

    def is_of(self, version: str) -> bool:
        """Whether it is meant for a version, by its heading `releases`."""
        order = order_of(version)
        return (not self.first or order >= order_of(self.first)) and (
            not self.end or order < order_of(self.end)
        )

    def stands_with(self, table: str | None) -> bool:
        """Whether it stands on the pages of a table's records; for None, on those of no record."""
        return table in self.tables if table is not None else self.page != "record"


def read_section(statement: Statement) -> Section:
    """Read a section from its headings; ProjectError where they say nothing known."""
    place = statement.place
    for name, _ in statement.headings:
        chosen(place, "there is a heading", name, HEADINGS)
    page = PAGES.fullmatch(statement.heading("page"))
    if not page:
        wrong = f"the heading `page` says {statement.heading('page')!r}"
        right = "write front, method, release, site, or record and the names of tables"
        raise ProjectError(place, wrong, right)
    shape = chosen(place, "the heading `shape` says", statement.heading("shape"), tuple(SHAPES))
    meant = page_of(shape, page[1] or "record")
    if meant:
        raise ProjectError(place, f"the shape {shape} stands on no such page", meant)
    stands = statement.heading("place") or place_of(shape)
    chosen(place, "the heading `place` says", stands, PLACES)
    if not statement.heading("title"):
        raise ProjectError(place, "has no title", "write a line `-- title: …`")
    unknown = [name for name in sql.parameters(statement.select) if name not in PARAMETERS]
    if unknown:
        right = f"a page gives {', '.join(f':{name}' for name in PARAMETERS)}"
        raise ProjectError(place, f"asks for the parameter :{unknown[0]}", right)
    first, end = releases_of(statement)
    return Section(
        statement,
        page[1] or "record",
        frozenset(listed(page[2])),
        shape,
        stands,
        first,
        end,
        tuple(listed(statement.heading("replaces"))),
    )


def chosen(place: str, told: str, written: str, known: Sequence[str]) -> str:
    """Give one of some words back; ProjectError where it is none, with the nearest."""
    if written in known:
        return written
    close = nearest(written, known)
    right = f"did you mean {close}?" if close else f"choose one of {', '.join(known)}"
    raise ProjectError(place, f"{told} {written!r}", right)


def listed(written: str | None) -> list[str]:
    """Read names that are joined by commas."""
    return [name.strip() for name in (written or "").split(",") if name.strip()]


def releases_of(statement: Statement) -> tuple[str, str]:
    """Read for which versions a section is: from the first, before the second."""
    written = statement.heading("releases")
    match = RELEASES.fullmatch(written)
    first, end = (match["first"] or "", match["end"] or "") if match else ("", "")
    if not match or any(parse(each) is None for each in (first, end) if each):
        wrong = f"the heading `releases` says {written!r}"
        right = "write from 2.0.0, before 3.0.0, or from 2.0.0 before 3.0.0"
        raise ProjectError(statement.place, wrong, right)
    return first, end


def sections_of(
    release: ServedRelease, *, newest: bool, earlier: ServedRelease | None = None
) -> tuple[Section, ...]:
    """Give the sections that a release can show, in their order; `earlier` is the one before it.

    An old release may lack tables that a section asks for; where the newest does, the section is
    wrong: ProjectError.
    """
    sections = sorted(
        (read_section(each) for each in release.pages),
        key=lambda each: each.statement.order,
    )
    names = [each.name for each in sections]
    for each in sections:
        for name in each.replaces:
            chosen(each.statement.place, "replaces a section", name, names)
    connection = opened(release, earlier)
    try:
        return tuple(
            each
            for each in sections
            if each.is_of(release.version)
            and (earlier or each.page != "release")
            and runs(connection, each, newest=newest)
        )
    finally:
        connection.close()


def standing(sections: Iterable[Section], table: str | None) -> tuple[Section, ...]:
    """Give those that stand on the pages of a table's records; for None, on those of no record."""
    return tuple(each for each in sections if each.stands_with(table))


def replaced_by(sections: Iterable[Section]) -> frozenset[str]:
    """Name the sections that stand aside where these have something to show."""
    return frozenset(name for each in sections for name in each.replaces)


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
    silent = ("record_table", "record_key", "under", "source_keys", *OF)
    names = rows[0].keys() if rows else ()
    return [
        name for name in names if name not in silent and any(row[name] is not None for row in rows)
    ]


def beneath_headings(rows: Sequence[Row]) -> list[tuple[str | None, list[Row]]]:
    """Cut the rows of a table where `under` changes: each heading, or None, with its rows."""
    return [(under, list(each)) for under, each in groupby(rows, lambda row: row.get("under"))]


def grouped(rows: Sequence[Row], column: str) -> list[tuple[Any, list[Row]]]:
    """Put rows together that have the same value in a column, in the order of the first of each."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row.get(column), []).append(row)
    return list(found.items())


async def record_answer(
    database: Any, section: Section, parameters: Mapping[str, str], kept: Kept
) -> Sequence[Row]:
    """Ask a section for one record; what serves every record is asked once and kept in `kept`."""
    if not section.is_kept:
        return await answer(database, section, parameters)
    day = parameters["day"] if section.asks_for_a_day else ""
    place = (database.name, section.name, day)
    found = kept.get(place)
    if found is None:
        rows: dict[tuple[str, str] | None, list[Row]] = {}
        for row in await answer(database, section, parameters):
            of = (str(row["of_table"]), str(row["of_key"])) if set(OF) <= set(row) else None
            rows.setdefault(of, []).append(row)
        if len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        found = kept[place] = rows
    return found.get((parameters["table"], parameters["key"]), found.get(None, ()))


async def answer(database: Any, section: Section, parameters: Mapping[str, str]) -> Sequence[Row]:
    """Ask a section's SELECT of a release: one mapping of column to value a row."""
    given = {name: parameters.get(name) for name in PARAMETERS}
    result = await database.execute(section.statement.select, given, truncate=False)
    return rows_as_read(result.columns, result.rows)


def rows_as_read(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Give an answer as a mapping of column to value a row, of what pages and JSON can hold.

    Bytes are written as SQL writes them, infinities as Table Schema does.
    """
    return [dict(zip(columns, map(as_read, row), strict=True)) for row in rows]


def as_read(value: Any) -> Any:
    """Give a value of an answer as pages and JSON can hold it."""
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, float) and isinf(value):
        return "INF" if value > 0 else "-INF"
    return value

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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pressmark import sql
from pressmark.package import Statement
from pressmark.package.statement import LONGEST_ORDER
from pressmark.site.content.opened import opened
from pressmark.site.content.section_faults import (
    LONGEST,
    chosen,
    columns_fault,
    heading_fault,
    one_of,
    refuse_twice,
    refuse_unknown_headings,
    sql_fault,
    unknown_parameter,
)
from pressmark.site.content.shape import PLACES, SHAPES, page_of, place_of
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.version import order_of, parse
from pressmark.words import cut, nearest

PAGES = re.compile(r"(front|method|release|site)|record\s+(\S.*)")
RELEASES = re.compile(r"(?:from\s+(?P<first>\S+))?\s*(?:before\s+(?P<end>\S+))?")
MISSING = re.compile("no such (?:table|column)")
PAGE_NAMES = ("front", "method", "release", "site", "record")
OF_SOME_SHAPES: dict[str, tuple[str, ...]] = {
    "find": ("list",),
    "shapes": ("map", "locator"),
    "area": ("map", "locator"),
    "projection": ("map",),
}
"""Headings that only some shapes have."""
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
    """Read a section from its headings; ProjectError, by line, where they say nothing known."""
    refuse_unknown_headings(statement, HEADINGS)
    page = read_page(statement)
    shape = heading_chosen(statement, "shape", tuple(SHAPES))
    meant = page_of(shape, page[1] or "record")
    if meant:
        wrong = f"the shape {shape} stands on no such page"
        raise heading_fault(statement, "page", wrong, meant)
    stands = place_of(shape)
    if statement.heading("place"):
        stands = heading_chosen(statement, "place", PLACES)
    if not statement.heading("title"):
        raise heading_fault(statement, "title", "has no title", "write a line `-- title: …`")
    refuse_wrong_order(statement)
    for name, only in OF_SOME_SHAPES.items():
        if statement.heading(name) and shape not in only:
            said = " and ".join(only)
            wrong = f"the heading `{name}` is of the shape {said}, and this one is {shape}"
            raise heading_fault(statement, name, wrong, "take it out")
    for name in sql.parameters(statement.select):
        if name not in PARAMETERS:
            raise unknown_parameter(statement, name, PARAMETERS)
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


def read_page(statement: Statement) -> re.Match[str]:
    """Read on which pages a section stands."""
    written = statement.heading("page")
    page = PAGES.fullmatch(written)
    if page:
        return page
    close = nearest(written.partition(" ")[0], PAGE_NAMES)
    right = "write front, method, release, site, or record and the names of tables"
    if not any(name == "page" for name, _ in statement.headings):
        raise heading_fault(statement, "page", "has no heading `page`", right)
    wrong = f"the heading `page` says {cut(written, LONGEST)!r}"
    meant = f"did you mean {close}? {right}" if close and close != written else right
    raise heading_fault(statement, "page", wrong, meant)


def heading_chosen(statement: Statement, name: str, known: Sequence[str]) -> str:
    """Read a heading that says one of some words."""
    written = statement.heading(name)
    if not any(each == name for each, _ in statement.headings):
        raise heading_fault(statement, name, f"has no heading `{name}`", one_of("", known))
    place = statement.place_of(name)
    return chosen(place, f"the heading `{name}` says", written, known)


def refuse_wrong_order(statement: Statement) -> None:
    """Refuse an order that is no number."""
    written = statement.heading("order")
    if written and not (written.isascii() and written.isdigit() and len(written) <= LONGEST_ORDER):
        wrong = f"the heading `order` says {cut(written, LONGEST)!r}"
        raise heading_fault(statement, "order", wrong, "write a number, such as 3")


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
        raise heading_fault(statement, "releases", wrong, right)
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
            chosen(each.statement.place_of("replaces"), "replaces a section", name, names)
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


def refuse_unknown_tables(sections: Iterable[Section], known: Sequence[str]) -> None:
    """Refuse sections for records of tables that no release has: they would stand nowhere."""
    for section in sections:
        for name in sorted(section.tables):
            place = section.statement.place_of("page")
            chosen(place, "stands on the pages of records of a table", name, known)


def standing(sections: Iterable[Section], table: str | None) -> tuple[Section, ...]:
    """Give those that stand on the pages of a table's records; for None, on those of no record."""
    return tuple(each for each in sections if each.stands_with(table))


def replaced_by(sections: Iterable[Section]) -> frozenset[str]:
    """Name the sections that stand aside where these have something to show."""
    return frozenset(name for each in sections for name in each.replaces)


def runs(connection: sqlite3.Connection, section: Section, *, newest: bool) -> bool:
    """Whether a release has what a section asks for; ProjectError where it should and has not."""
    statement = section.statement
    try:
        cursor = connection.execute(
            f"select * from ({statement.select}) limit 0", dict.fromkeys(PARAMETERS)
        )
    except sqlite3.Error as error:
        if not newest and MISSING.match(str(error)):
            return False
        raise sql_fault(statement, error, columns_in(connection)) from None
    columns = [name for name, *_ in cursor.description]
    refuse_twice(statement, columns)
    needed = SHAPES[section.shape]
    lacking = [name for name in needed if name not in columns]
    if lacking:
        raise columns_fault(statement, section.shape, lacking[0], needed, columns)
    return True


def columns_in(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Name the tables and views of a release, each with its columns."""
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c"
        " where m.type in ('table', 'view') and m.name not like 'sqlite_%'"
    ):
        found.setdefault(table, []).append(column)
    return found

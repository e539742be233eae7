"""Parts of pages that a project asks for in SQL: `datapackage/pages/*.sql`, one SELECT each.

They are the site's and no part of a release: old releases show them too, where their tables allow
it. The headings of a file say what it is for:

    -- title: Status
    -- page: record instruments, instrument_scopes
    -- shape: status

`page` is `front`, `method`, `release`, `site` (what is said once for all pages), `record` with the
tables whose records show it, or `question` with the names of questions whose answers it says in a
sentence. On a release's page `earlier` names the database of the version before, as in
`earlier.towns`; the first version shows no such section. On a question's page `answer` names the
table of its rows. The SELECT may take `:table` and `:key` (of a record's page; a key of several
fields joined by commas), `:version`, and `:day` (YYYY-MM-DD: the day of the release, or the one
that a reader asks for); on a question's page it takes the parameters of the question. `shape` says
how the answer is drawn, and so which columns it has; `record_table` and `record_key` together lead
to a record's page wherever they stand, and may be null. `place` says where on the page it stands;
`find` gives a `list` on the front page a form that leads from a name to its record.

`releases` says `from 2.0.0`, `before 3.0.0` or both; `replaces` names sections that stand aside on
pages on which this one has something to show.

A section of records that does not ask for `:key` is asked once and its answer kept; where it has
the columns `of_table` and `of_key`, each record's page shows its own rows: for dear views.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pressmark import sql
from pressmark.package import Statement
from pressmark.package.statement import LONGEST_ORDER
from pressmark.site.content.section_faults import (
    LONGEST,
    explain_heading,
    explain_unknown_parameter,
    refuse_unknown_headings,
    require_choice,
    suggest_words,
)
from pressmark.site.content.shape import PLACES, SHAPES, find_page, find_place
from pressmark.version import order_version, parse
from pressmark.words import cut, find_nearest, find_slip, split_list

PAGES = re.compile(r"(?P<one>front|method|release|site)|(?P<of>record|question)\s+(?P<names>\S.*)")
RELEASES = re.compile(r"(?:from\s+(?P<first>\S+))?\s*(?:before\s+(?P<end>\S+))?")
BESIDE = ("release", "question")
"""Pages whose sections ask what stands beside a release, and not the release alone."""
PAGE_NAMES = ("front", "method", "release", "site", "record", "question")
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

    `tables` are those of whose records it speaks, or the questions.
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
        return self.page == "record" and "key" not in sql.list_parameters(self.statement.select)

    @property
    def asks_for_a_day(self) -> bool:
        """Whether its answer may differ from day to day."""
        return "day" in sql.list_parameters(self.statement.select)

    def is_of(self, version: str) -> bool:
        """Whether it is meant for a version, by its heading `releases`."""
        order = order_version(version)
        return (not self.first or order >= order_version(self.first)) and (
            not self.end or order < order_version(self.end)
        )

    def stands_with(self, table: str | None) -> bool:
        """Whether it stands on the pages of a table's records; for None, on those of no record."""
        if table is None:
            return self.page not in {"record", "question"}
        return self.page == "record" and table in self.tables

    def heads(self, question: str) -> bool:
        """Whether it says in a sentence what that question answers."""
        return self.page == "question" and question in self.tables


def read_section(statement: Statement) -> Section:
    """Read a section from its headings; ProjectError, by line, where they say nothing known."""
    refuse_unknown_headings(statement, HEADINGS)
    match = read_page(statement)
    page = match["one"] or match["of"]
    shape = read_choice(statement, "shape", tuple(SHAPES))
    meant = find_page(shape, page)
    if meant:
        wrong = f"the shape {shape} stands on no such page"
        raise explain_heading(statement, "page", wrong, meant)
    stands = find_place(shape)
    if statement.heading("place"):
        stands = read_choice(statement, "place", PLACES)
    if not statement.heading("title"):
        raise explain_heading(statement, "title", "has no title", "write a line `-- title: …`")
    refuse_wrong_order(statement)
    for name, only in OF_SOME_SHAPES.items():
        if statement.heading(name) and shape not in only:
            said = " and ".join(only)
            wrong = f"the heading `{name}` is of the shape {said}, and this one is {shape}"
            raise explain_heading(statement, name, wrong, "take it out")
    for name in sql.list_parameters(statement.select):
        if name not in PARAMETERS and page != "question":
            raise explain_unknown_parameter(statement, name, PARAMETERS)
    first, end = read_releases(statement)
    return Section(
        statement,
        page,
        frozenset(read_names(statement, "page", match["names"])),
        shape,
        stands,
        first,
        end,
        tuple(read_names(statement, "replaces", statement.heading("replaces"))),
    )


def read_page(statement: Statement) -> re.Match[str]:
    """Read on which pages a section stands."""
    written = statement.heading("page")
    page = PAGES.fullmatch(written)
    if page:
        return page
    close = find_nearest(written.partition(" ")[0], PAGE_NAMES)
    right = "write front, method, release, site, or record or question and the names of those"
    if not any(name == "page" for name, _ in statement.headings):
        raise explain_heading(statement, "page", "has no heading `page`", right)
    wrong = f"the heading `page` says {cut(written, LONGEST)!r}"
    meant = f"did you mean {close}? {right}" if close and close != written else right
    raise explain_heading(statement, "page", wrong, meant)


def read_choice(statement: Statement, name: str, known: Sequence[str]) -> str:
    """Read a heading that says one of some words."""
    written = statement.heading(name)
    if not any(each == name for each, _ in statement.headings):
        raise explain_heading(statement, name, f"has no heading `{name}`", suggest_words("", known))
    place = statement.place_of(name)
    return require_choice(place, f"the heading `{name}` says", written, known)


def refuse_wrong_order(statement: Statement) -> None:
    """Refuse an order that is no number."""
    written = statement.heading("order")
    if written and not (written.isascii() and written.isdigit() and len(written) <= LONGEST_ORDER):
        wrong = f"the heading `order` says {cut(written, LONGEST)!r}"
        raise explain_heading(statement, "order", wrong, "write a number, such as 3")


def read_names(statement: Statement, heading: str, written: str | None) -> list[str]:
    """Read the names, joined by commas, that a heading holds; none where nothing is written."""
    names = split_list(written) if written else []
    if slip := find_slip(names):
        wrong = f"the heading `{heading}` {slip}: {cut(written or '', LONGEST)!r}"
        raise explain_heading(statement, heading, wrong, "write each name once, between commas")
    return names


def read_releases(statement: Statement) -> tuple[str, str]:
    """Read for which versions a section is: from the first, before the second."""
    written = statement.heading("releases")
    match = RELEASES.fullmatch(written)
    first, end = (match["first"] or "", match["end"] or "") if match else ("", "")
    if not match or any(parse(each) is None for each in (first, end) if each):
        wrong = f"the heading `releases` says {written!r}"
        right = "write from 2.0.0, before 3.0.0, or from 2.0.0 before 3.0.0"
        raise explain_heading(statement, "releases", wrong, right)
    return first, end


def choose_standing(sections: Iterable[Section], table: str | None) -> tuple[Section, ...]:
    """Give those that stand on the pages of a table's records; for None, on those of no record."""
    return tuple(each for each in sections if each.stands_with(table))


def name_replaced(sections: Iterable[Section]) -> frozenset[str]:
    """Name the sections that stand aside where these have something to show."""
    return frozenset(name for each in sections for name in each.replaces)

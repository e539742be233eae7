"""Parts of pages that are the same for every visitor, answered once when the site starts.

They are what a project asks for on the front page and on that of the method, with their charts.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import Any

from pressmark import sql
from pressmark.errors import ProjectError
from pressmark.site.content.answer_rows import read_rows
from pressmark.site.content.bounded import (
    OF_A_CHART,
    find_room,
    keep_what_fits,
    share_room,
    weigh_rows,
)
from pressmark.site.content.charts_of_sections import (
    CHARTS,
    Chart,
    draw_chart,
    read_section_land,
    refuse_shapeless,
)
from pressmark.site.content.citation import find_day
from pressmark.site.content.footnotes import (
    Footnotes,
    name_cited,
    number_sources,
    select_told_sources,
)
from pressmark.site.content.opened import open_database
from pressmark.site.content.section import (
    PARAMETERS,
    Section,
    choose_standing,
    name_replaced,
)
from pressmark.site.content.section_faults import explain_sql
from pressmark.site.content.shape import OF_THE_SITE, UNDRAWN
from pressmark.site.content.statuses import Status, Statuses, read_statuses, refuse_unknown
from pressmark.site.content.tried_sections import list_sections, refuse_unknown_tables
from pressmark.site.content.wrong_rows import refuse_wrong_rows
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.version import order_version

Row = Mapping[str, Any]
WITH_STATUS = ("answer", "list", "strip")
"""Shapes whose statuses are those that the project declares."""
EXAMPLES = 3
MOST_ROWS = 200_000
PATIENCE, STEPS = 20_000, 1_000_000
"""A SELECT is given up after so many times so many steps of SQLite: minutes, and not for ever."""


@dataclass(frozen=True)
class AnsweredSection:
    """A section with its answer, and its chart where its shape is one.

    `undrawn` rows had no room in the chart, `failure` says why there is no answer. Where a page
    shows some of the rows only, `whole` are all.
    """

    section: Section
    rows: Sequence[Row]
    chart: Chart | None = None
    undrawn: int = 0
    failure: str = ""
    whole: Sequence[Row] = ()

    @property
    def left_out(self) -> int:
        """How many rows the page has no room for."""
        return max(0, len(self.whole) - len(self.rows))


def limit_parts(parts: Iterable[AnsweredSection]) -> tuple[AnsweredSection, ...]:
    """Leave to each of the parts of a page the rows for which the page has room."""
    those = tuple(parts)
    weights = [
        weigh_rows(each.section.shape, each.rows)
        for each in those
        if each.section.shape not in (*CHARTS, *UNDRAWN)
    ]
    room = share_room(weights)
    found = []
    for each in those:
        shape = each.section.shape
        rows = (
            each.rows
            if shape in UNDRAWN
            else keep_what_fits(shape, each.rows, min(room, find_room(shape)))
        )
        found.append(each if rows is each.rows else replace(each, rows=rows, whole=each.rows))
    return tuple(found)


def read_declared(ordered: Sequence[ServedRelease]) -> dict[str, Any]:
    """Give what the project declares of pages, by release: sections, statuses, and parts of pages.

    ProjectError where a section says nothing known or cannot be answered. Of a site that shows some
    of the releases, only what these can tell is judged: others may have what a section asks for.
    """
    sections, statuses, parts = {}, {}, {}
    published = frozenset[str]().union(*(each.published for each in ordered))
    is_whole = published <= {each.version for each in ordered}
    newest = ordered[0].version if is_whole else max(published, key=order_version)
    tables = list(dict.fromkeys(it.name for each in ordered for it in each.package.tables))
    for each, earlier in zip_longest(ordered, ordered[1:]):
        name = each.database_name
        sections[name] = list_sections(each, newest=each.version == newest, earlier=earlier)
        if is_whole:
            refuse_unknown_tables(sections[name], tables)
        statuses[name] = read_declared_statuses(each, sections[name])
        parts[name] = answer_parts(each, sections[name], statuses[name], earlier)
    return {"sections": sections, "statuses": statuses, "parts": parts}


def read_declared_statuses(
    release: ServedRelease, sections: Iterable[Section]
) -> dict[str, Status]:
    """Read the statuses that a project declares, of all sections of that shape.

    ProjectError where they cannot be answered or say nothing known.
    """
    found: dict[str, Status] = {}
    for section in choose_standing(sections, None):
        if section.shape == "statuses":
            for name, status in read_statuses(section, ask_rows(release, section)).items():
                if found.setdefault(name, status) is not status:
                    wrong = f"declares the status {name!r}, as another section does"
                    raise ProjectError(section.statement.place, wrong, "declare it once")
    return found


def answer_parts(
    release: ServedRelease,
    sections: Sequence[Section],
    statuses: Statuses,
    earlier: ServedRelease | None = None,
) -> dict[str, tuple[AnsweredSection, ...]]:
    """Answer every section that belongs to no record, by the page that it is for.

    ProjectError where one cannot be answered, or answers a status that is not declared.
    """
    for section in sections:
        if section.shape == "map":
            read_section_land(release, section)
        elif section.shape == "locator":
            refuse_shapeless(release, section)
    parts = []
    for section in choose_standing(sections, None):
        if section.shape not in OF_THE_SITE:
            part = answer_with_chart(release, section, statuses, earlier)
            refuse_wrong_rows(section, part.rows)
            if section.shape in WITH_STATUS or (statuses and section.shape in CHARTS):
                refuse_unknown(section, part.rows, statuses)
            parts.append(part)
    aside = name_replaced(each.section for each in parts if each.rows)
    found: dict[str, tuple[AnsweredSection, ...]] = {}
    for part in parts:
        if part.section.name not in aside:
            found[part.section.page] = (*found.get(part.section.page, ()), part)
    return found


def answer_with_chart(
    release: ServedRelease,
    section: Section,
    statuses: Statuses,
    earlier: ServedRelease | None = None,
) -> AnsweredSection:
    """Answer a section, and draw its chart where its shape is one."""
    day = find_day(release)
    rows = ask_rows(release, section, earlier)
    return add_chart(release, section, rows, statuses, day.isoformat() if day else "")


def add_chart(
    release: ServedRelease, section: Section, rows: Sequence[Row], statuses: Statuses, day: str
) -> AnsweredSection:
    """Give a section with its answer, and its chart for a day where its shape is one."""
    if section.shape not in CHARTS or not rows:
        return AnsweredSection(section, rows)
    room = keep_what_fits(section.shape, rows, OF_A_CHART[section.shape])
    chart = draw_chart(release, section, room, statuses, day)
    return AnsweredSection(section, rows, chart, undrawn=len(rows) - len(room))


def number_notes(
    release: ServedRelease, sections: Iterable[Section], parts: Sequence[AnsweredSection]
) -> Footnotes:
    """Number the sources that the parts of a page name, and ask what is told of each."""
    keys = name_cited((each.section.shape, each.rows) for each in parts)
    told: list[Row] = []
    for section in choose_standing(sections, None):
        if section.shape == "sources" and keys:
            select, given = select_told_sources(section.statement.select, keys)
            told += ask_select(release, select, dict.fromkeys(PARAMETERS) | given)
    return number_sources(keys, told)


def ask_rows(
    release: ServedRelease, section: Section, earlier: ServedRelease | None = None
) -> list[Row]:
    """Ask a section's SELECT of a release, for the day on which it was made.

    `earlier` is the version before it, which only sections of a release's page may ask.
    """
    day = find_day(release)
    given = dict.fromkeys(PARAMETERS) | {
        "version": release.version,
        "day": day.isoformat() if day else None,
    }
    try:
        beside = earlier if section.page == "release" else None
        rows = ask_select(release, section.statement.select, given, beside)
    except sqlite3.Error as error:
        raise explain_sql(section.statement, error, {}) from None
    if len(rows) > MOST_ROWS:
        wrong = f"answers more than {MOST_ROWS:,} rows"
        right = "answer what a page can show, and leave the rest to a view or a question"
        raise ProjectError(section.statement.place, wrong, right)
    return rows


def ask_select(
    release: ServedRelease,
    select: str,
    given: Mapping[str, str | None] | None = None,
    earlier: ServedRelease | None = None,
) -> list[Row]:
    """Ask a SELECT of a release's database: one mapping of column to value a row.

    Rows beyond the most are not read. sqlite3.Error where it would never end.
    """
    connection = open_database(release, earlier)
    try:
        left = PATIENCE

        def hurry() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        connection.set_progress_handler(hurry, STEPS)
        cursor = connection.execute(select, given or {})
        names = [name for name, *_ in cursor.description]
        return read_rows(names, islice(cursor, MOST_ROWS + 1))
    finally:
        connection.close()


def name_examples(release: ServedRelease, searched: Collection[str]) -> tuple[str, ...]:
    """Give the name of one record of each of the first few tables that can be searched."""
    found: list[str] = []
    for table in release.package.tables:
        label = table.schema.label_field
        if label and table.name in searched and len(found) < EXAMPLES:
            field, place = sql.quote(label), sql.quote(table.name)
            rows = ask_select(
                release,
                f"select {field} as words from {place}"
                f" where length({field}) between 3 and 40 limit 1",
            )
            found += [str(row["words"]) for row in rows]
    return tuple(dict.fromkeys(found))

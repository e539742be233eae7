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
from pressmark.site.content.answer_rows import rows_as_read
from pressmark.site.content.bounded import OF_A_CHART, fitting, room_of, shared_room, weight_of
from pressmark.site.content.charts_of_sections import (
    CHARTS,
    Chart,
    chart_of,
    land_of,
    refuse_shapeless,
)
from pressmark.site.content.citation import published
from pressmark.site.content.footnotes import Footnotes, cited, numbered, select_told
from pressmark.site.content.opened import opened
from pressmark.site.content.section import (
    PARAMETERS,
    Section,
    replaced_by,
    standing,
)
from pressmark.site.content.section_faults import sql_fault
from pressmark.site.content.shape import OF_THE_SITE, UNDRAWN
from pressmark.site.content.statuses import Status, Statuses, refuse_unknown, statuses_of
from pressmark.site.content.tried_sections import refuse_unknown_tables, sections_of
from pressmark.site.content.wrong_rows import refuse_wrong_rows
from pressmark.site.downloads.served_release import ServedRelease

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


def bounded(parts: Iterable[AnsweredSection]) -> tuple[AnsweredSection, ...]:
    """Leave to each of the parts of a page the rows for which the page has room."""
    those = tuple(parts)
    weights = [
        weight_of(each.section.shape, each.rows)
        for each in those
        if each.section.shape not in (*CHARTS, *UNDRAWN)
    ]
    room = shared_room(weights)
    found = []
    for each in those:
        shape = each.section.shape
        rows = (
            each.rows if shape in UNDRAWN else fitting(shape, each.rows, min(room, room_of(shape)))
        )
        found.append(each if rows is each.rows else replace(each, rows=rows, whole=each.rows))
    return tuple(found)


def declared(ordered: Sequence[ServedRelease]) -> dict[str, Any]:
    """Give what the project declares of pages, by release: sections, statuses, and parts of pages.

    ProjectError where a section says nothing known or cannot be answered.
    """
    sections, statuses, parts = {}, {}, {}
    tables = list(dict.fromkeys(it.name for each in ordered for it in each.package.tables))
    for each, earlier in zip_longest(ordered, ordered[1:]):
        name = each.database_name
        sections[name] = sections_of(each, newest=each is ordered[0], earlier=earlier)
        refuse_unknown_tables(sections[name], tables)
        statuses[name] = declared_statuses(each, sections[name])
        parts[name] = parts_of(each, sections[name], statuses[name], earlier)
    return {"sections": sections, "statuses": statuses, "parts": parts}


def declared_statuses(release: ServedRelease, sections: Iterable[Section]) -> dict[str, Status]:
    """Read the statuses that a project declares, of all sections of that shape.

    ProjectError where they cannot be answered or say nothing known.
    """
    found: dict[str, Status] = {}
    for section in standing(sections, None):
        if section.shape == "statuses":
            for name, status in statuses_of(section, rows_of(release, section)).items():
                if found.setdefault(name, status) is not status:
                    wrong = f"declares the status {name!r}, as another section does"
                    raise ProjectError(section.statement.place, wrong, "declare it once")
    return found


def parts_of(
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
            land_of(release, section)
        elif section.shape == "locator":
            refuse_shapeless(release, section)
    parts = []
    for section in standing(sections, None):
        if section.shape not in OF_THE_SITE:
            part = answered(release, section, statuses, earlier)
            refuse_wrong_rows(section, part.rows)
            if section.shape in WITH_STATUS or (statuses and section.shape in CHARTS):
                refuse_unknown(section, part.rows, statuses)
            parts.append(part)
    aside = replaced_by(each.section for each in parts if each.rows)
    found: dict[str, tuple[AnsweredSection, ...]] = {}
    for part in parts:
        if part.section.name not in aside:
            found[part.section.page] = (*found.get(part.section.page, ()), part)
    return found


def answered(
    release: ServedRelease,
    section: Section,
    statuses: Statuses,
    earlier: ServedRelease | None = None,
) -> AnsweredSection:
    """Answer a section, and draw its chart where its shape is one."""
    day = published(release)
    rows = rows_of(release, section, earlier)
    return charted(release, section, rows, statuses, day.isoformat() if day else "")


def charted(
    release: ServedRelease, section: Section, rows: Sequence[Row], statuses: Statuses, day: str
) -> AnsweredSection:
    """Give a section with its answer, and its chart for a day where its shape is one."""
    if section.shape not in CHARTS or not rows:
        return AnsweredSection(section, rows)
    room = fitting(section.shape, rows, OF_A_CHART[section.shape])
    chart = chart_of(release, section, room, statuses, day)
    return AnsweredSection(section, rows, chart, undrawn=len(rows) - len(room))


def notes_of(
    release: ServedRelease, sections: Iterable[Section], parts: Sequence[AnsweredSection]
) -> Footnotes:
    """Number the sources that the parts of a page name, and ask what is told of each."""
    keys = cited((each.section.shape, each.rows) for each in parts)
    told: list[Row] = []
    for section in standing(sections, None):
        if section.shape == "sources" and keys:
            select, given = select_told(section.statement.select, keys)
            told += asked(release, select, dict.fromkeys(PARAMETERS) | given)
    return numbered(keys, told)


def rows_of(
    release: ServedRelease, section: Section, earlier: ServedRelease | None = None
) -> list[Row]:
    """Ask a section's SELECT of a release, for the day on which it was made.

    `earlier` is the version before it, which only sections of a release's page may ask.
    """
    day = published(release)
    given = dict.fromkeys(PARAMETERS) | {
        "version": release.version,
        "day": day.isoformat() if day else None,
    }
    try:
        beside = earlier if section.page == "release" else None
        rows = asked(release, section.statement.select, given, beside)
    except sqlite3.Error as error:
        raise sql_fault(section.statement, error, {}) from None
    if len(rows) > MOST_ROWS:
        wrong = f"answers more than {MOST_ROWS:,} rows"
        right = "answer what a page can show, and leave the rest to a view or a question"
        raise ProjectError(section.statement.place, wrong, right)
    return rows


def asked(
    release: ServedRelease,
    select: str,
    given: Mapping[str, str | None] | None = None,
    earlier: ServedRelease | None = None,
) -> list[Row]:
    """Ask a SELECT of a release's database: one mapping of column to value a row.

    Rows beyond the most are not read. sqlite3.Error where it would never end.
    """
    connection = opened(release, earlier)
    try:
        left = PATIENCE

        def hurry() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        connection.set_progress_handler(hurry, STEPS)
        cursor = connection.execute(select, given or {})
        names = [name for name, *_ in cursor.description]
        return rows_as_read(names, islice(cursor, MOST_ROWS + 1))
    finally:
        connection.close()


def examples_in(release: ServedRelease, searched: Collection[str]) -> tuple[str, ...]:
    """Give the name of one record of each of the first few tables that can be searched."""
    found: list[str] = []
    for table in release.package.tables:
        label = table.schema.label_field
        if label and table.name in searched and len(found) < EXAMPLES:
            field, place = sql.name(label), sql.name(table.name)
            rows = asked(
                release,
                f"select {field} as words from {place}"
                f" where length({field}) between 3 and 40 limit 1",
            )
            found += [str(row["words"]) for row in rows]
    return tuple(dict.fromkeys(found))

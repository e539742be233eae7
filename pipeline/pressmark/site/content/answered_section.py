"""Parts of pages that are the same for every visitor, answered once when the site starts.

They are what a project asks for on the front page and on that of the method, with their charts.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pressmark import sql
from pressmark.errors import ProjectError, machine_error
from pressmark.site.charts import Chart, MapRow, TimelineRow, map_chart, timeline_chart
from pressmark.site.content.citation import published
from pressmark.site.content.footnotes import Footnotes, cited, numbered, select_told
from pressmark.site.content.section import PARAMETERS, Section, replaced_by, sections_of, standing
from pressmark.site.content.shape import OF_THE_SITE
from pressmark.site.content.statuses import Status, Statuses, refuse_unknown, statuses_of
from pressmark.site.downloads.served_release import ServedRelease, latest_of, newest_first

Row = Mapping[str, Any]
CHARTS = ("map", "timeline")
WITH_STATUS = ("answer", "list", "strip")
"""Shapes whose statuses are those that the project declares."""
EXAMPLES = 3


@dataclass(frozen=True)
class AnsweredSection:
    """A section with its answer, and its chart where its shape is one."""

    section: Section
    rows: Sequence[Row]
    chart: Chart | None = None


def declared(ordered: Sequence[ServedRelease]) -> dict[str, Any]:
    """Give what the project declares of pages, by release: sections, statuses, and parts of pages.

    ProjectError where a section says nothing known or cannot be answered.
    """
    sections, statuses, parts = {}, {}, {}
    for each in ordered:
        name = each.database_name
        sections[name] = sections_of(each, newest=each is ordered[0])
        statuses[name] = declared_statuses(each, sections[name])
        parts[name] = parts_of(each, sections[name], statuses[name])
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
    release: ServedRelease, sections: Sequence[Section], statuses: Statuses
) -> dict[str, tuple[AnsweredSection, ...]]:
    """Answer every section that belongs to no record, by the page that it is for.

    ProjectError where one cannot be answered, or answers a status that is not declared.
    """
    parts = []
    for section in standing(sections, None):
        if section.shape not in OF_THE_SITE:
            rows = rows_of(release, section)
            if section.shape in WITH_STATUS:
                refuse_unknown(section, rows, statuses)
            parts.append(AnsweredSection(section, rows, release.charts.get(section.name)))
    aside = replaced_by(each.section for each in parts if each.rows)
    found: dict[str, tuple[AnsweredSection, ...]] = {}
    for part in parts:
        if part.section.name not in aside:
            found[part.section.page] = (*found.get(part.section.page, ()), part)
    return found


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


def rows_of(release: ServedRelease, section: Section) -> list[Row]:
    """Ask a section's SELECT of a release, for the day on which it was made."""
    day = published(release)
    given = dict.fromkeys(PARAMETERS) | {
        "version": release.version,
        "day": day.isoformat() if day else None,
    }
    try:
        return asked(release, section.statement.select, given)
    except sqlite3.Error as error:
        wrong = f"cannot be answered: {error}"
        raise ProjectError(section.statement.place, wrong, "mend the SELECT") from None


def asked(
    release: ServedRelease, select: str, given: Mapping[str, str | None] | None = None
) -> list[Row]:
    """Ask a SELECT of a release's database: one mapping of column to value a row."""
    uri = f"{release.database.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True)
    try:
        cursor = connection.execute(select, given or {})
        names = [name for name, *_ in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
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


def with_charts(releases: Iterable[ServedRelease], folder: Path) -> tuple[ServedRelease, ...]:
    """Draw the charts of the release that the front page shows; the others come as they are.

    What was drawn is kept in `folder` and taken from there the next time. ProjectError where the
    answer of a section cannot be drawn, MachineError where the folder cannot be written.
    """
    given = tuple(releases)
    ordered = newest_first(given)
    latest = latest_of(ordered)
    sections = sections_of(latest, newest=latest is ordered[0])
    try:
        charts = {
            each.name: chart_of(each, rows_of(latest, each), folder)
            for each in standing(sections, None)
            if each.page == "front" and each.shape in CHARTS
        }
    except OSError as error:
        raise machine_error(error, str(folder)) from None
    return tuple(replace(each, charts=charts) if each is latest else each for each in given)


def chart_of(section: Section, rows: Sequence[Row], folder: Path) -> Chart:
    """Draw the rows of a section; ProjectError where a coordinate is no number."""
    name = section.statement.name
    if section.shape == "timeline":
        events = [
            TimelineRow(
                text(row, "date"), text(row, "kind") or "Event", text(row, "label", "words")
            )
            for row in rows
        ]
        return timeline_chart(name, section.title, events, folder)
    try:
        places = [
            MapRow(
                text(row, "label"),
                text(row, "status"),
                text(row, "fips") or None,
                number(row, "latitude"),
                number(row, "longitude"),
            )
            for row in rows
        ]
    except ValueError as error:
        right = "answer degrees as numbers, or nothing"
        raise ProjectError(section.statement.place, f"cannot be drawn: {error}", right) from None
    return map_chart(name, section.title, places, folder)


def text(row: Row, *columns: str) -> str:
    """Give the first of some columns that says something, as text."""
    return next((str(row[each]) for each in columns if row.get(each) not in (None, "")), "")


def number(row: Row, column: str) -> float | None:
    """Give a column as a number; ValueError where it is none."""
    value = row[column]
    return None if value in (None, "") else float(value)

"""The sections of a record's page: asked for a day, laid out, and with their footnotes."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from datasette.database import QueryInterrupted
from datasette.views.base import DatasetteError
from starlette.requests import Request

from pressmark.errors import ProjectError
from pressmark.site.arguments.pairs import CleanAddressError, NotUnderstoodError, show_text
from pressmark.site.content.answer_rows import Row, answer_for_record, read_rows
from pressmark.site.content.answered_section import AnsweredSection, add_chart
from pressmark.site.content.asked_day import choose_day
from pressmark.site.content.footnotes import (
    Footnotes,
    name_cited,
    number_sources,
    select_told_sources,
)
from pressmark.site.content.record import Record
from pressmark.site.content.section import PARAMETERS, Section, choose_standing, name_replaced
from pressmark.site.content.shape import PLACES, UNDRAWN
from pressmark.site.content.wrong_rows import refuse_wrong_rows
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.request import read_raw_path
from pressmark.site.site import Site
from pressmark.words import cut

LONGEST_REASON = 200
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Laid:
    """What stands where on a page: the answer and the outline above all, and the sections."""

    answer: AnsweredSection | None
    locator: AnsweredSection | None
    main: tuple[AnsweredSection, ...]
    side: tuple[AnsweredSection, ...]
    folded: tuple[AnsweredSection, ...]


def choose_sections(site: Site, of: Record) -> tuple[Section, ...]:
    """Give the sections that stand on the page of a record."""
    return choose_standing(site.sections.get(of.release.database_name, ()), of.table.name)


def read_day(site: Site, request: Request, of: Record) -> str | None:
    """Read the day for which a record's page is asked; None where none is.

    NotUnderstoodError where it is no day, or where the page is the same on every day.
    """
    written = request.query_params.get("day")
    if written is None:
        return None
    if not written.strip():
        raise CleanAddressError(read_raw_path(request.scope))
    if not any(each.asks_for_a_day for each in choose_sections(site, of)):
        wrong = "This page is the same on every day, so there is no argument day here. Take it out."
        raise NotUnderstoodError(wrong)
    try:
        day = date.fromisoformat(written) if DAY.fullmatch(written) else None
    except ValueError:
        day = None
    if day is None:
        example = choose_day(of.release) or "2021-05-18"
        wrong = f"{show_text(written)} is no day. Write year, month and day, such as day={example}."
        raise NotUnderstoodError(wrong)
    return day.isoformat()


async def answer_sections(site: Site, of: Record, day: str | None) -> list[AnsweredSection]:
    """Ask every section that records of this table show; those without rows are left out.

    What cannot be answered for this record stays, with the reason.
    """
    release = of.release
    asked = (release.database_name, of.address, day)
    if asked in site.last:
        return list(site.last[asked])
    parameters = {
        "table": of.table.name,
        "key": of.written_key,
        "version": release.version,
        "day": day or choose_day(release),
    }
    found: dict[str, AnsweredSection] = {}
    there = choose_sections(site, of)
    # Those that replace others are asked first: what stands aside need not be asked.
    for section in sorted(there, key=lambda each: not each.replaces):
        if section.name in name_replaced(each.section for each in found.values()):
            continue
        part = await answer_one(site, of, section, parameters)
        if part.failure or part.rows:
            found[section.name] = part
    aside = name_replaced(each.section for each in found.values())
    answered = [found[each.name] for each in there if each.name in found and each.name not in aside]
    if not any(each.failure for each in found.values()):
        site.last.clear()
        site.last[asked] = answered
    return answered


async def answer_one(
    site: Site, of: Record, section: Section, parameters: Mapping[str, str]
) -> AnsweredSection:
    """Ask a section of a record, and draw its chart where its shape is one.

    One that cannot be answered for this record says why.
    """
    release = of.release
    database = site.datasette.databases[release.database_name]
    try:
        rows = await answer_for_record(database, section, parameters, site.kept)
        refuse_wrong_rows(section, rows)
        statuses = site.statuses.get(release.database_name, {})
        return add_chart(release, section, rows, statuses, parameters["day"])
    except QueryInterrupted:
        seconds = site.datasette.setting("sql_time_limit_ms") / 1000
        why = f"it took longer than {seconds:g} second{'' if seconds == 1 else 's'}"
    except DatasetteError:
        why = "its answer is longer than an answer may be here"
    except sqlite3.Error as error:
        why = f"the database says {cut(str(error), LONGEST_REASON)!r}"
    except ProjectError as error:
        why = error.wrong
    return AnsweredSection(section, (), failure=why)


def lay_out(answered: Sequence[AnsweredSection]) -> Laid:
    """Lay a page out: its first answer and outline, and every other section at its place."""
    drawn = [each for each in answered if each.section.shape not in UNDRAWN]
    head, outline = (
        next((each for each in drawn if each.section.shape == shape and each.rows), None)
        for shape in ("answer", "locator")
    )
    rest = [each for each in drawn if each is not head and each.section.shape != "locator"]
    at = {place: tuple(each for each in rest if each.section.place == place) for place in PLACES}
    return Laid(head, outline, at["main"], at["side"], at["folded"])


def collect_definitions(answered: Sequence[AnsweredSection]) -> dict[tuple[str, str], str]:
    """Give what the codes of fields mean, by field and value."""
    return {
        (str(row["field"]), str(row["value"])): str(row["definition"])
        for each in answered
        if each.section.shape == "definitions"
        for row in each.rows or ()
    }


async def number_footnotes(
    site: Site, release: ServedRelease, answered: Sequence[AnsweredSection]
) -> Footnotes:
    """Number the sources that a page's sections name, and ask what is told of each."""
    laid = lay_out(answered)
    head = (laid.answer,) if laid.answer else ()
    order = (*head, *laid.main, *laid.side, *laid.folded)
    keys = name_cited((each.section.shape, each.rows) for each in order)
    told: list[Row] = []
    database = site.datasette.databases[release.database_name]
    for section in site.sections.get(release.database_name, ()):
        if section.shape == "sources" and keys:
            select, given = select_told_sources(section.statement.select, keys)
            nothing = dict.fromkeys(PARAMETERS)
            result = await database.execute(select, nothing | given, truncate=False)
            told += read_rows(result.columns, result.rows)
    said = (row for each in answered if each.section.shape == "said" for row in each.rows or ())
    return number_sources(keys, told, said)

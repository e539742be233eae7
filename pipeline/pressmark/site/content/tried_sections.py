"""The sections that a release can show: each is tried on its tables when a site starts."""

import re
import sqlite3
from collections.abc import Iterable, Sequence

from pressmark.package import Statement
from pressmark.site.content.opened import lay_answer, open_database
from pressmark.site.content.section import PARAMETERS, Section, read_section
from pressmark.site.content.section_faults import (
    explain_columns,
    explain_sql,
    refuse_twice,
    require_choice,
)
from pressmark.site.content.shape import SHAPES
from pressmark.site.downloads.served_release import ServedRelease, list_questions

MISSING = re.compile("no such (?:table|column)")


def list_sections(
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
            require_choice(each.statement.place_of("replaces"), "replaces a section", name, names)
    connection = open_database(release, earlier)
    try:
        return tuple(
            each
            for each in sections
            if each.is_of(release.version)
            and (earlier or each.page != "release")
            and can_run(
                connection, each, list_questions_asked(release, each, newest=newest), newest=newest
            )
        )
    finally:
        connection.close()


def refuse_unknown_tables(sections: Iterable[Section], known: Sequence[str]) -> None:
    """Refuse sections for records of tables that no release has: they would stand nowhere."""
    for section in sections:
        for name in sorted(section.tables if section.page == "record" else ()):
            place = section.statement.place_of("page")
            require_choice(place, "stands on the pages of records of a table", name, known)


def list_questions_asked(
    release: ServedRelease, section: Section, *, newest: bool
) -> tuple[Statement, ...]:
    """Give the questions of a release that a section answers; the newest must have all of them."""
    known = {each.name: each for each in list_questions(release)}
    names = sorted(section.tables) if section.page == "question" else ()
    for name in names if newest and known else ():
        require_choice(section.statement.place_of("page"), "answers a question", name, list(known))
    return tuple(known[name] for name in names if name in known)


def can_run(
    connection: sqlite3.Connection, section: Section, of: Sequence[Statement], *, newest: bool
) -> bool:
    """Whether a release has what a section asks for; ProjectError where it should and has not.

    `of` are the questions that it answers, each of which it must be able to.
    """
    if section.page == "question":
        return bool(of) and all(
            try_section(connection, section, newest=newest, question=each) for each in of
        )
    return try_section(connection, section, newest=newest)


def try_section(
    connection: sqlite3.Connection,
    section: Section,
    *,
    newest: bool,
    question: Statement | None = None,
) -> bool:
    """Try a section on a release, with an empty answer of a question beside it if it is of one."""
    statement = section.statement
    given = question.example if question else dict.fromkeys(PARAMETERS)
    try:
        if question:
            lay_answer(connection, question)
        cursor = connection.execute(f"select * from ({statement.select}) limit 0", given)
    except sqlite3.Error as error:
        if not newest and MISSING.match(str(error)):
            return False
        raise explain_sql(statement, error, list_columns(connection)) from None
    columns = [name for name, *_ in cursor.description]
    refuse_twice(statement, columns)
    needed = SHAPES[section.shape]
    lacking = [name for name in needed if name not in columns]
    if lacking:
        raise explain_columns(statement, section.shape, lacking[0], needed, columns)
    return True


def list_columns(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Name the tables and views of a release, each with its columns."""
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c"
        " where m.type in ('table', 'view') and m.name not like 'sqlite_%'"
    ):
        found.setdefault(table, []).append(column)
    return found

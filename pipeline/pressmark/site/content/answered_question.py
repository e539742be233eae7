"""What the answer to a named question says, in a sentence: above its rows, in place of its title.

A section of the page `question` asks the rows of the answer, which is the table `answer` to it, and
may ask the release beside it. It takes the parameters of the question.
"""

import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark import sql
from pressmark.package import Statement
from pressmark.site.content.answer_rows import read_rows
from pressmark.site.content.answered_section import AnsweredSection, number_notes
from pressmark.site.content.footnotes import Footnotes
from pressmark.site.content.opened import open_database
from pressmark.site.content.section import Section
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.words import cut

MOST_CELLS = 200_000
"""Of a longer answer no sentence is made: its page shows a part."""
SECONDS, STEPS = 0.5, 10_000
LONGEST = 200
"""Characters of the reason why there is no sentence."""


@dataclass(frozen=True)
class AnsweredQuestion:
    """The rows of the sentence, the first of which heads the page, and their footnotes.

    `failure` says why there are none.
    """

    rows: Sequence[Mapping[str, Any]]
    footnotes: Footnotes
    failure: str = ""


def answer_question(
    release: ServedRelease,
    sections: Sequence[Section],
    question: Statement,
    answer: tuple[Sequence[str], Sequence[Sequence[Any]]],
    given: Mapping[str, object],
) -> AnsweredQuestion | None:
    """Say what columns and rows answer; None where no section does, or it has nothing to say.

    What could not be answered in time, or not at all, says so.
    """
    columns, rows = answer
    found = next((each for each in sections if each.heads(question.name)), None)
    if found is None or len(columns) * len(rows) > MOST_CELLS:
        return None
    names = dict.fromkeys(each.name for each in question.parameters)
    try:
        said = ask_section(release, found, columns, rows, names | dict(given))
    except sqlite3.Error as error:
        return AnsweredQuestion((), Footnotes({}), failure=cut(str(error), LONGEST))
    if not said:
        return None
    part = AnsweredSection(found, said)
    return AnsweredQuestion(said, number_notes(release, sections, (part,)))


def ask_section(
    release: ServedRelease,
    section: Section,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    given: Mapping[str, object],
) -> list[Mapping[str, Any]]:
    """Ask a section of an answer; sqlite3.Error where it cannot be answered, or takes too long."""
    connection = open_database(release)
    try:
        connection.execute(f"create temp table answer ({sql.quote_all(columns)})")
        places = ", ".join("?" for _ in columns)
        connection.executemany(f"insert into temp.answer values ({places})", rows)
        end = time.monotonic() + SECONDS
        connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
        cursor = connection.execute(section.statement.select, given)
        names = [name for name, *_ in cursor.description]
        return read_rows(names, cursor.fetchall())
    finally:
        connection.close()

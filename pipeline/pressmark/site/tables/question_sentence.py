"""What the page of a named question says above its rows, of the answer that it has just got."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pressmark.sandbox import Busy, Refused, Stopped
from pressmark.site.content.answered_question import AnsweredQuestion, answer_question
from pressmark.site.content.section import Section
from pressmark.site.downloads.served_release import ServedRelease, list_questions


async def phrase_answer(
    datasette: Any,
    sections: Mapping[str, Sequence[Section]],
    release: ServedRelease,
    name: str | None,
    given: Mapping[str, object],
) -> AnsweredQuestion | None:
    """Say what a question answers to what is given; None where nobody wrote how, or it is too long.

    The whole answer is at hand, whatever the page has room for: it was asked a moment ago and kept.
    """
    there = sections.get(release.database_name, ())
    question = next((each for each in list_questions(release) if each.name == name), None)
    if question is None or not any(each.heads(question.name) for each in there):
        return None
    database = datasette.databases[release.database_name]
    try:
        answer = await database.sandboxes.questions.ask(Path(database.path), question.select, given)
    except (Busy, Refused, Stopped):
        # The page tells it, where its rows would stand.
        return None
    if answer.truncated:
        return None
    rows = (answer.columns, answer.rows)
    return await asyncio.to_thread(answer_question, release, there, question, rows, given)

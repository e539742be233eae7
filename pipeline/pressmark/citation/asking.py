"""A question asked of a release's database, in the sandbox, so that its result can be cited."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from pressmark.citation.errors import NotCitable
from pressmark.citation.question import (
    MOST_ROWS,
    Question,
    Run,
    make_first_run,
    make_further_runs,
    settle_result,
)
from pressmark.citation.result import Result
from pressmark.sandbox import Answer, Refused, Sandbox, Stopped
from pressmark.words import end_sentence

NESTED = "nested too deep"
"""What SQLite says of some queries that older versions of it answer."""


async def ask_result(
    sandbox: Sandbox, database: Path, asked: Question, *, seconds: float | None = None
) -> Result:
    """Give the one result of a question; each of its runs may take so many `seconds`.

    NotCitable where it has none, or none that could be repeated; Busy where the sandbox is.
    """

    async def ask(run: Run, *, repeatable: bool = True) -> Answer:
        return await sandbox.ask(
            database,
            run.sql,
            asked.parameters,
            rows=MOST_ROWS,
            seconds=seconds,
            reverse_unordered=run.reverse_unordered,
            records_reversed=run.records_reversed,
            repeatable=repeatable,
        )

    try:
        first = await ask_first(ask, make_first_run(asked))
        others = []
        for run in make_further_runs(asked, first):
            try:
                others.append(await ask(run))
            except (Refused, Stopped):
                # Views that stand before tables have no row numbers, no full text and no indexes:
                # what needs those is not asked in this one way.
                if not run.records_reversed:
                    raise
    except Stopped as stopped:
        raise NotCitable(str(stopped), "Narrow it.", status=400) from None
    except Refused as refused:
        raise explain_not_repeatable(refused) from None
    return settle_result(asked, first, others)


async def ask_first(ask: Callable[..., Awaitable[Answer]], run: Run) -> Answer:
    """Ask a query as it is written; NotCitable tells an error in it as what it is.

    Refused where it would have an answer, but another one another time.
    """
    try:
        return await ask(run)
    except Refused:
        try:
            await ask(run, repeatable=False)
        except Refused as error:
            wrong = f"The query cannot be answered: {error}"
            right = "Cite the release or the tables that it asks." if NESTED in str(error) else ""
            raise NotCitable(end_sentence(wrong), right, status=400) from None
        raise


def explain_not_repeatable(error: Exception) -> NotCitable:
    """Say that a query would answer something else another time."""
    wrong = "The query does not give an answer that anybody could repeat."
    return NotCitable(wrong, str(error))

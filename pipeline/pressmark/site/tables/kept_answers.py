"""Answers to named questions, kept under their parameters: a release never changes.

What would answer something else another time, because it reads the clock, is not kept.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path

from pressmark.package import Statement
from pressmark.sandbox import GONE, Answer, Busy, Refused, Sandbox, Stopped
from pressmark.site.downloads.watched import ChangedError, Watched
from pressmark.site.tables.patterns import name_parameters

BUDGET = 32 << 20
LARGEST = 4 << 20
PER_VALUE = 64
"""What a value costs besides its text, in bytes."""
ROWS = 5000
"""The most rows of an answer, however few a page of HTML shows."""
SECONDS = 1.0

Key = tuple[str, str, tuple[tuple[str, str], ...]]
logger = logging.getLogger(__name__)


class KeptAnswers:
    """Asks a sandbox each named question once, and remembers within a bound of bytes."""

    def __init__(self, sandbox: Sandbox, budget: int = BUDGET) -> None:
        """Ask in `sandbox`; keep at most `budget` bytes."""
        self.sandbox = sandbox
        self.budget = budget
        self.used = 0
        self.kept: OrderedDict[Key, tuple[int, Answer]] = OrderedDict()
        self.changing: set[tuple[str, str]] = set()
        self.asking: dict[tuple[Key, float], asyncio.Task[Answer]] = {}

    async def ask(  # noqa: PLR0913 - as a sandbox is asked
        self,
        database: Path,
        select: str,
        parameters: Mapping[str, object],
        *,
        rows: int = ROWS,
        cells: int | None = None,
        seconds: float = SECONDS,
    ) -> Answer:
        """Answer a question as the sandbox would, from memory where it is known.

        Raises Busy, Stopped or Refused.
        """
        given = {name: parameters[name] for name in name_parameters(select) if name in parameters}
        key = (str(database), select, tuple(sorted((name, repr(given[name])) for name in given)))
        if key in self.kept:
            self.kept.move_to_end(key)
            return cut_answer(self.kept[key][1], rows, cells)
        if key[:2] not in self.changing:
            try:
                return cut_answer(await self.together(key, database, given, seconds), rows, cells)
            except Refused:
                pass  # it reads the clock, or is too large as a whole, or is wrong, as is told now
        answer = await self.sandbox.ask(
            database, select, given, rows=rows, cells=cells, seconds=seconds
        )
        self.changing.add(key[:2])
        return answer

    async def together(
        self, key: Key, database: Path, given: Mapping[str, object], seconds: float
    ) -> Answer:
        """Ask a question once for all who wait for it."""
        task = self.asking.get((key, seconds))
        if task is None:
            task = asyncio.ensure_future(self.whole(key, database, given, seconds))
            self.asking[key, seconds] = task
            task.add_done_callback(lambda done: self.answered((key, seconds), done))
        return await asyncio.shield(task)

    def answered(self, place: tuple[Key, float], done: asyncio.Task[Answer]) -> None:
        """Forget that a question is asked."""
        self.asking.pop(place, None)
        if not done.cancelled():
            done.exception()  # whoever still waits is told of it

    async def whole(
        self, key: Key, database: Path, given: Mapping[str, object], seconds: float
    ) -> Answer:
        """Ask for all rows of what always answers the same, and keep them, whoever goes away."""
        GONE.set(None)  # of this task alone
        answer = await self.sandbox.ask(
            database, key[1], given, rows=ROWS, seconds=seconds, repeatable=True
        )
        self.keep(key, answer)
        return answer

    def keep(self, key: Key, answer: Answer) -> None:
        """Keep an answer; what was asked for longest ago makes room."""
        size = estimate_size(answer)
        if size > LARGEST or key in self.kept:
            return
        self.kept[key] = (size, answer)
        self.used += size
        while self.used > self.budget:
            _, (freed, _) = self.kept.popitem(last=False)
            self.used -= freed

    def is_kept(self, database: Path, select: str) -> bool:
        """Whether a question always answers the same, so far as it was asked."""
        return (str(database), select) not in self.changing

    async def warm(self, database: Watched, questions: Iterable[Statement]) -> None:
        """Ask questions with their examples, one after the other, so that they are kept."""
        for question in questions:
            try:
                await self.ask(database.unchanged(), question.select, question.example)
            except (Busy, Stopped, Refused, ChangedError) as error:
                logger.info("the question %s is not answered yet: %s", question.name, error)


def estimate_size(answer: Answer) -> int:
    """Estimate what an answer takes of memory, in bytes."""
    texts = (value for row in answer.rows for value in row if isinstance(value, str | bytes))
    cells = len(answer.rows) * len(answer.columns)
    return PER_VALUE * (cells + len(answer.rows) + 1) + sum(map(len, texts))


def cut_answer(answer: Answer, rows: int, cells: int | None) -> Answer:
    """Cut an answer as the sandbox does: to so many rows, and to so many values together."""
    most = rows if cells is None else min(rows, max(1, cells // max(1, len(answer.columns))))
    if len(answer.rows) <= most:
        return answer
    return Answer(answer.columns, answer.rows[:most], truncated=True)

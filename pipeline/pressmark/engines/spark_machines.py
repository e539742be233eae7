"""What we ask of Spark, by its own API, which Sail speaks too; a lost engine is noticed by us.

`range`, `mapInArrow`, `repartition` and `toArrow` are all that is used. A client may wait for
minutes for an engine that is gone, and for ever for one that is stopped, so each job runs in a
thread that nobody waits for longer than the engine is there and gives signs of life.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

import pyarrow as pa

from pressmark.engines.counted import count_gathered, list_tasks, take_counted
from pressmark.engines.work import ROWS, Batches
from pressmark.errors import MachineError
from pressmark.words import cut

ASKED_EVERY = 0.5
"""Seconds between two looks at whether the engine is still there."""
SILENT_FOR = 60.0
"""Seconds in which an engine that is there, however busy, gives a sign of life."""
LONGEST_WHY = 300
NO_ROWS = ROWS.empty_table()
TYPES = {
    pa.int64(): "long", pa.int32(): "int", pa.string(): "string",
    pa.list_(pa.string()): "array<string>",
}  # fmt: skip
WRITTEN_ROWS = ", ".join(f"{each.name} {TYPES[each.type]}" for each in ROWS)
"""The columns of rows as Spark writes them."""


class SparkMachines:
    """Machines behind a Spark session."""

    def __init__(
        self,
        session: Any,
        name: str,
        is_there: Callable[[], bool],
        give_sign: Callable[[], object],
        silent_for: float = SILENT_FOR,
    ) -> None:
        """Ask that session; `is_there` says whether its engine, called so for people, still is.

        One of which `give_sign` gets no answer for so many seconds is `stopped`: whatever comes, an
        error too, is a sign of life.
        """
        self._session, self._is_there = session, is_there
        self._give_sign, self.silent_for = give_sign, silent_for
        self._place = f"--engine {name}"
        self.stopped = False

    def spread(self, count: int, work: Callable[[int], Batches]) -> pa.Table:
        """Run work for each number below `count`, and give all rows in any order; MachineError."""
        if not count:
            return NO_ROWS
        found = self._ask(lambda: self._mapped(count, work).toArrow())
        return take_counted(found, count, self._place, gathered=False)

    def shuffle(
        self,
        count: int,
        work: Callable[[int], Batches],
        partitions: int,
        gather: Callable[[Batches], Batches],
    ) -> pa.Table:
        """Run work, bring rows of one bucket together, and gather them; MachineError."""

        def ask() -> pa.Table:
            together = self._mapped(count, work).repartition(partitions, "bucket")
            counted = partial(count_gathered, gather)
            return together.mapInArrow(counted, WRITTEN_ROWS).toArrow()

        if not count:
            return NO_ROWS
        return take_counted(self._ask(ask), count, self._place, gathered=True)

    def _mapped(self, count: int, work: Callable[[int], Batches]) -> Any:
        """Give the rows of work, a partition for each number."""
        every = partial(list_tasks, work)
        return self._session.range(0, count, 1, count).mapInArrow(every, WRITTEN_ROWS)

    def _ask(self, ask: Callable[[], pa.Table]) -> pa.Table:
        """Wait for an answer as long as the engine is there, and gives signs of life."""
        answers, sign = ask_aside(ask), ask_aside(self._give_sign)
        asked = time.monotonic()
        while True:
            try:
                found = answers.get(timeout=ASKED_EVERY)
            except Empty:
                if self._is_there():
                    if not sign.empty():
                        sign, asked = ask_aside(self._give_sign), time.monotonic()
                    self.stopped = time.monotonic() - asked > self.silent_for
                    if not self.stopped:
                        continue
                found = None
            if isinstance(found, pa.Table):
                return found
            raise self._explain(found) from found

    def _explain(self, error: Exception | None) -> MachineError:
        """Say what became of the engine, or what failed in it."""
        if self.stopped:
            wrong = f"the engine has given no sign of life for {self.silent_for:.0f} seconds"
            return MachineError(self._place, wrong, "see whether it is stopped, and start it again")
        # A client may notice that its engine is gone before the system tells.
        time.sleep(ASKED_EVERY)
        if error is None or not self._is_there():
            return MachineError(
                self._place, "the engine ended before it had answered", "start it again"
            )
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        return MachineError(self._place, cut(lines[-1] if lines else repr(error), LONGEST_WHY))


def ask_aside(ask: Callable[[], Any]) -> "SimpleQueue[Any]":
    """Ask in a thread that nobody must wait for; what it gives, or raises, comes as an answer."""
    answers: SimpleQueue[Any] = SimpleQueue()

    def answer() -> None:
        try:
            answers.put(ask())
        except Exception as error:  # noqa: BLE001 - it is raised where somebody waits
            answers.put(error)

    threading.Thread(target=answer, daemon=True).start()
    return answers

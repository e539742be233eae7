"""A few sandbox processes, kept warm, and the short queue before them."""

import asyncio
import contextvars
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Unpack

import apsw

from pressmark.sandbox.answer import Answer, Busy, Lost
from pressmark.sandbox.asker import GONE, Asker, is_gone
from pressmark.sandbox.incident import ANSWERED, IDLE, LEFT, WITNESS, Incident
from pressmark.sandbox.rules import NICE
from pressmark.sandbox.worker import Options, Worker, make_question

TOO_MANY = "Many people ask questions just now. Ask again in a moment."
NOT_NOW = "The machine could not answer this question just now. Ask again in a moment."
PATIENCE = 8.0
"""Seconds that a question waits for its turn before it is told to come again."""


class Sandbox:
    """Asks SELECTs, at most `at_once` at a time; `waiting` more may stand in line.

    They stand there for `patience` seconds. `seconds` is the CPU time of a question that names
    none; its process stands back behind others by `nice`. Nothing is started before the first
    question; `close` ends every process.
    """

    def __init__(
        self,
        *,
        at_once: int = 2,
        waiting: int = 8,
        seconds: float = 1.0,
        nice: int = NICE,
        patience: float = PATIENCE,
    ) -> None:
        """Make a sandbox; its processes start with the first question."""
        self.seconds = seconds
        self.nice = nice
        self.patience = patience
        self.places = threading.Semaphore(at_once + waiting)
        self.threads = ThreadPoolExecutor(at_once, thread_name_prefix="sandbox")
        self.idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        self.asked: set[Worker] = set()
        self.is_ending = False

    async def ask(
        self,
        database: Path,
        select: str,
        parameters: Mapping[str, object] | Sequence[object] = (),
        *,
        rows: int = 5000,
        seconds: float | None = None,
        **options: Unpack[Options],
    ) -> Answer:
        """Ask one SELECT of the SQLite file `database`; at most `rows` rows come back.

        Raises Busy, also where who asks has gone away before or meanwhile, Stopped or Refused.
        """
        if is_gone():
            raise Busy(NOT_NOW)
        longest = self.seconds if seconds is None else seconds
        asked = make_question(database, select, parameters, rows=rows, seconds=longest, **options)
        if not self.places.acquire(blocking=False):
            raise Busy(TOO_MANY)
        asker = Asker()
        try:
            future = self.threads.submit(contextvars.copy_context().run, self.answer, asked, asker)
        except RuntimeError:
            self.places.release()
            raise
        future.add_done_callback(self.leave)
        return await wait_for_turn(future, self.patience, asker)

    def leave(self, _future: object) -> None:
        """Give the place in the line to the next."""
        self.places.release()

    def answer(self, asked: Mapping[str, Any], asker: Asker) -> Answer:
        """Ask in a thread of the pool.

        What a process that ended or hung was asked is asked once more, of a new one; a worker that
        dies is replaced at once.
        """
        worker = self.worker()
        try:
            try:
                return self.answer_of(worker, asked, asker)
            except Lost:
                worker = Worker(self.nice)
                return self.answer_of(worker, asked, asker)
        except Lost:
            raise Busy(NOT_NOW) from None
        finally:
            self.idle.put(worker if worker.alive else Worker(self.nice))

    def answer_of(self, worker: Worker, asked: Mapping[str, Any], asker: Asker) -> Answer:
        """Ask one process; Busy at the end of the sandbox, and where nobody waits any more."""
        begun, end = time.monotonic(), ANSWERED
        self.asked.add(worker)
        asker.worker = worker
        try:
            self.refuse_at_the_end(asker)
            return worker.ask(asked)
        except Exception as error:
            end = LEFT if asker.has_left else type(error).__name__.lower()
            raise
        finally:
            asker.worker = None
            self.asked.discard(worker)
            is_killed = end != ANSWERED and not worker.alive
            incident = Incident(end, time.monotonic() - begun, is_killed=is_killed)
            if is_killed or incident.is_slow:
                WITNESS.get()(incident)

    def refuse_at_the_end(self, asker: Asker) -> None:
        """Say that nothing is asked any more, or for nobody, once that is so; Busy."""
        if self.is_ending or asker.has_left:
            raise Busy(NOT_NOW)

    def worker(self) -> Worker:
        """Give a worker that waits and lives, or a new one: the machine may have killed it."""
        while not self.idle.empty():
            worker = self.idle.get_nowait()
            if worker.alive:
                return worker
            worker.close()
            WITNESS.get()(Incident(IDLE, 0.0, is_killed=True))
        return Worker(self.nice)

    def end(self) -> None:
        """Ask nothing more, and give up what is asked: who waits for it is told that it is Busy."""
        self.is_ending = True
        for worker in [*self.asked]:
            worker.process.kill()

    async def close(self) -> None:
        """End every process; questions that wait are told that they are too late."""
        await asyncio.to_thread(self.threads.shutdown, cancel_futures=True)
        while not self.idle.empty():
            self.idle.get_nowait().close()


async def wait_for_turn(future: Future[Answer], patience: float, asker: Asker) -> Answer:
    """Wait for an answer; Busy where its turn does not come within so many seconds.

    Where who asked goes away meanwhile, it is asked no longer.
    """
    waiting, gone = asyncio.wrap_future(future), GONE.get()
    events: set[asyncio.Future[Any]] = {waiting, gone} if gone else {waiting}
    await asyncio.wait(events, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done() and future.cancel():
        raise Busy(TOO_MANY)
    await asyncio.wait(events, return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done():
        asker.leave()
    return await waiting


def name_engine() -> str:
    """Name the engine that answers, and its version."""
    return f"SQLite {apsw.sqlite_lib_version()}"


def ask_once(
    database: Path,
    select: str,
    parameters: Mapping[str, object] | Sequence[object] = (),
    *,
    rows: int,
    seconds: float,
    **options: Unpack[Options],
) -> Answer:
    """Ask one SELECT in a process that ends with it; raises Stopped, Refused or Busy."""

    async def ask() -> Answer:
        sandbox = Sandbox(at_once=1, waiting=0, seconds=seconds)
        try:
            return await sandbox.ask(database, select, parameters, rows=rows, **options)
        finally:
            await sandbox.close()

    return asyncio.run(ask())

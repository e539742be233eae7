"""One sandbox process and the talk with it, from a thread that may wait."""

import json
import os
import select
import signal
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TypedDict, Unpack, cast

from pressmark.guard import guard_command
from pressmark.sandbox.answer import Answer, Busy, Lost, Refused, Stopped
from pressmark.sandbox.child import TOO_LONG, decode_bytes, encode_bytes
from pressmark.sandbox.deadline import LATE, OVERLOADED, Deadline, may_work
from pressmark.sandbox.names import with_nearest_name
from pressmark.sandbox.rules import NICE, make_policy

CHILD = Path(__file__).parent / "child.py"
START_SECONDS = 20.0
"""Of CPU time until it is ready."""
START_CPU_SECONDS = 25
"""Of CPU time until the first question, which brings its own."""
GRACE = 1.5
"""SQLite stops by itself at the deadline; what it cannot stop is killed at this many times that."""
LOOKS_EVERY = 200
"""Milliseconds."""
BLOCK = 1 << 16
TOO_BUSY = "The machine has too much to do for an answer just now. Ask again in a moment."


class Options(TypedDict, total=False):
    """What a question may ask for besides.

    With `cells`, the rows that come back have no more values than that together.
    `reverse_unordered` has SQLite turn round every order that the SELECT does not ask for;
    `records_reversed` has the records of each table stand the other way round. `repeatable`
    refuses what would answer something else another time.
    """

    cells: int | None
    reverse_unordered: bool
    records_reversed: bool
    repeatable: bool


PLAIN: Options = {
    "cells": None, "reverse_unordered": False, "records_reversed": False, "repeatable": False,
}  # fmt: skip


def make_question(
    database: Path,
    select: str,
    parameters: Mapping[str, object] | Sequence[object],
    *,
    rows: int,
    seconds: float,
    **options: Unpack[Options],
) -> dict[str, Any]:
    """Write a question as JSON takes it; see `Sandbox.ask`."""
    return {
        "database": str(database.absolute()),
        "select": select,
        "parameters": write_parameters(parameters),
        "rows": rows,
        "seconds": seconds,
        **PLAIN,
        **options,
    }


def write_parameters(parameters: Mapping[str, object] | Sequence[object]) -> Any:
    """Write parameters as JSON takes them."""
    if isinstance(parameters, Mapping):
        return {name: encode_value(value) for name, value in parameters.items()}
    return [encode_value(value) for value in parameters]


def encode_value(value: object) -> object:
    """Write bytes as base64; everything else is as it is."""
    return encode_bytes(value) if isinstance(value, bytes) else value


class Worker:
    """A process that answers one question at a time; started at once, ready a little later."""

    def __init__(self, nice: int = NICE) -> None:
        """Start the process, which stands back by `nice`; do not wait for it."""
        self.ready = False
        self.process = subprocess.Popen(  # noqa: S603 - this Python and a file of ours
            guard_command([sys.executable, "-I", "-B", str(CHILD)], seconds=START_CPU_SECONDS),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            bufsize=0,
            # Linux shares processors out to sessions, and by `nice` within each: what stands back
            # does so behind this process, what does not has a share of its own.
            start_new_session=not nice,
        )
        self.questions = cast("IO[bytes]", self.process.stdin)
        self.answers = cast("IO[bytes]", self.process.stdout)
        # A process that does not read would else keep who writes to it waiting for ever.
        os.set_blocking(self.questions.fileno(), False)
        # Whoever forgets a worker, or ends without closing it, leaves no process behind.
        self.close = weakref.finalize(self, end, self.process)
        self.rules = json.dumps(make_policy(nice)).encode() + b"\n"

    def ask(self, asked: Mapping[str, Any]) -> Answer:
        """Ask one question; Refused leaves a living worker behind.

        Stopped, Lost, and Busy where the machine is too slow, leave a dead one.
        """
        if not self.ready:
            try:
                self.talk(self.rules, START_SECONDS)
            except Stopped:
                raise Lost from None
            self.ready = True
        reply = json.loads(self.talk(json.dumps(asked).encode() + b"\n", asked["seconds"] * GRACE))
        if reply.get("ended") == "refused":
            raise Refused(with_nearest_name(Path(asked["database"]), reply["sentence"]))
        if reply.get("ended") == "stopped":
            # It may hold what the question left; a new one holds nothing.
            self.close()
            raise Stopped(reply["sentence"])
        rows = tuple(tuple(decode_bytes(value) for value in row) for row in reply["rows"])
        return Answer(tuple(reply["columns"]), rows, reply["truncated"])

    @property
    def alive(self) -> bool:
        """Whether the process runs, and nobody has stopped it."""
        return self.process.poll() is None and may_work(self.process.pid)

    def talk(self, line: bytes, seconds: float) -> bytes:
        """Write a line and read one within so many seconds of CPU time; else the process ends."""
        try:
            answer = self.exchange(line, Deadline(self.process.pid, seconds))
        except BaseException:
            self.close()
            raise
        if not answer:
            self.close()
            late = self.process.returncode == -signal.SIGXCPU
            raise Stopped(TOO_LONG) if late else Lost
        return answer

    def exchange(self, line: bytes, deadline: Deadline) -> bytes:
        """Write a line and read one; nothing where the process has ended."""
        reading, writing = self.answers.fileno(), self.questions.fileno()
        waiting = select.poll()
        waiting.register(reading, select.POLLIN | select.POLLHUP)
        waiting.register(writing, select.POLLOUT)
        blocks: list[bytes] = []
        while not blocks or not blocks[-1].endswith(b"\n"):
            ready = dict(waiting.poll(LOOKS_EVERY))
            if reading in ready:
                blocks.append(os.read(reading, BLOCK))
                if not blocks[-1]:
                    return b""
            elif writing in ready:
                with suppress(OSError):  # a dead process is noticed when its answer ends
                    line = line[os.write(writing, line) :]
                if not line or ready[writing] & select.POLLERR:
                    waiting.unregister(writing)
            else:
                refuse_if_over(deadline)
        return b"".join(blocks)


def refuse_if_over(deadline: Deadline) -> None:
    """Say that a question has ended without an answer, if it has: Stopped, Busy or Lost."""
    ended = deadline.over()
    if ended == LATE:
        raise Stopped(TOO_LONG)
    if ended == OVERLOADED:
        raise Busy(TOO_BUSY)
    if ended:
        raise Lost


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process now."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()

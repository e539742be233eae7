"""One sandbox process and the talk with it, from a thread that may wait."""

import json
import os
import select
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TypedDict, Unpack, cast

from pressmark.guard import guarded
from pressmark.sandbox.answer import Answer, Refused, Stopped
from pressmark.sandbox.child import TOO_LONG, TOO_MUCH, decoded, encoded
from pressmark.sandbox.names import with_nearest_name
from pressmark.sandbox.rules import policy

CHILD = Path(__file__).parent / "child.py"
START_SECONDS = 20.0
START_CPU_SECONDS = 20
"""Of CPU time until the first question, which brings its own."""
GRACE = 1.5
"""SQLite stops by itself at the deadline; what it cannot stop is killed at this many times that."""
BLOCK = 1 << 16


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


def question(
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
        "parameters": transmitted(parameters),
        "rows": rows,
        "seconds": seconds,
        **PLAIN,
        **options,
    }


def transmitted(parameters: Mapping[str, object] | Sequence[object]) -> Any:
    """Write parameters as JSON takes them."""
    if isinstance(parameters, Mapping):
        return {name: in_json(value) for name, value in parameters.items()}
    return [in_json(value) for value in parameters]


def in_json(value: object) -> object:
    """Write bytes as base64; everything else is as it is."""
    return encoded(value) if isinstance(value, bytes) else value


class Worker:
    """A process that answers one question at a time; started at once, ready a little later."""

    def __init__(self) -> None:
        """Start the process; do not wait for it."""
        self.ready = False
        self.process = subprocess.Popen(  # noqa: S603 - this Python and a file of ours
            guarded([sys.executable, "-I", "-B", str(CHILD)], seconds=START_CPU_SECONDS),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            bufsize=0,
        )
        self.questions = cast("IO[bytes]", self.process.stdin)
        self.answers = cast("IO[bytes]", self.process.stdout)
        # Whoever forgets a worker, or ends without closing it, leaves no process behind.
        self.close = weakref.finalize(self, end, self.process)
        self.send(json.dumps(policy()).encode() + b"\n")

    def ask(self, asked: Mapping[str, Any]) -> Answer:
        """Ask one question; Stopped leaves a dead worker behind, Refused a living one."""
        if not self.ready:
            if not self.receive(START_SECONDS):
                self.close()
                raise Stopped("The machine cannot answer questions now.")
            self.ready = True
        self.send(json.dumps(asked).encode() + b"\n")
        line = self.receive(asked["seconds"] * GRACE)
        if not line:
            late = self.process.poll() in (None, -signal.SIGXCPU)
            self.close()
            raise Stopped(TOO_LONG if late else TOO_MUCH)
        reply = json.loads(line)
        if reply.get("ended") == "refused":
            raise Refused(with_nearest_name(Path(asked["database"]), reply["sentence"]))
        if reply.get("ended") == "stopped":
            # It may hold what the question left; a new one holds nothing.
            self.close()
            raise Stopped(reply["sentence"])
        rows = tuple(tuple(decoded(value) for value in row) for row in reply["rows"])
        return Answer(tuple(reply["columns"]), rows, reply["truncated"])

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def send(self, line: bytes) -> None:
        """Write a line; a dead process is noticed when its answer does not come."""
        with suppress(OSError):
            self.questions.write(line)

    def receive(self, seconds: float) -> bytes:
        """Read a line within so many seconds; nothing where it does not come."""
        number = self.answers.fileno()
        waiting = select.poll()
        waiting.register(number, select.POLLIN | select.POLLHUP)
        deadline = time.monotonic() + seconds
        blocks: list[bytes] = []
        while (left := deadline - time.monotonic()) > 0:
            if not waiting.poll(left * 1000):
                break
            block = os.read(number, BLOCK)
            blocks.append(block)
            if not block:
                break
            if block.endswith(b"\n"):
                return b"".join(blocks)
        return b""


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process now."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()

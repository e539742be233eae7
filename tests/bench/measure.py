"""Runs whole processes side by side and says what they took; prints nothing, asserts nothing.

Who measures imports little: a process that is started has at least the memory of who started it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import IO, Literal

KIBIBYTES_IN_A_MEGABYTE = 1000**2 / 1024
UNIT = KIBIBYTES_IN_A_MEGABYTE if sys.platform != "darwin" else 1000**2
LONG = 30.0
"""Seconds after which a command is not run again."""


@dataclass(frozen=True)
class Command:
    """What is run, how it ends when it did its work, and what is done before, unmeasured.

    One that `tells` prints as its last line, in JSON, the seconds and processors that count.
    """

    words: tuple[str, ...]
    code: int = 0
    prepare: Callable[[], object] = lambda: None
    tells: bool = False


@dataclass(frozen=True)
class Measured:
    """What a process took: seconds by the clock, seconds of all processors, peak memory in MB.

    Where it did not do its work `failed` says why, and the figures say nothing.
    """

    seconds: float
    processors: float
    megabytes: float
    failed: str = ""


@dataclass(frozen=True)
class Series:
    """What the runs of one command took."""

    runs: tuple[Measured, ...]

    @property
    def seconds(self) -> float:
        """The median by the clock."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def processors(self) -> float:
        """The median of what the processors worked."""
        return statistics.median(run.processors for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The largest peak."""
        return max(run.megabytes for run in self.runs)

    @property
    def failed(self) -> str:
        """Why a run did not do its work; empty where all did."""
        return next((run.failed for run in self.runs if run.failed), "")


Figure = Literal["seconds", "processors", "megabytes"]
"""By what processes are compared."""


def by_pairs(ours: Series, other: Series, figure: Figure) -> float:
    """Give the median of the ratios of the runs that stood side by side."""
    pairs = zip(ours.runs, other.runs, strict=False)
    ratios = [getattr(one, figure) / getattr(beside, figure) for one, beside in pairs]
    return float(statistics.median(ratios))


def side_by_side(
    commands: Mapping[str, Command], runs: int, long: float = LONG
) -> dict[str, Series]:
    """Run commands in turn, A B A B, so that a busy moment of the machine hits all of them.

    One that has taken longer than `long` seconds, or failed, is not run again.
    """
    taken: dict[str, list[Measured]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            before = taken[name]
            if sum(run.seconds for run in before) <= long and not any(r.failed for r in before):
                before.append(measured(command))
    return {name: Series(tuple(each)) for name, each in taken.items()}


def measured(command: Command) -> Measured:
    """Run a command to its end."""
    command.prepare()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(command.words, stdout=said, stderr=complained)
        except OSError as error:
            return Measured(0, 0, 0, str(error))
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        took = Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / UNIT)
        if process.returncode != command.code:
            last = last_line(complained) or last_line(said)
            why = f"ended with {process.returncode}: {last}"
            return replace(took, failed=why)
        return read_told(last_line(said), took) if command.tells else took


def last_line(file: IO[bytes]) -> str:
    """Give the last line that was written."""
    file.seek(0)
    lines = file.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def read_told(line: str, took: Measured) -> Measured:
    """Take the seconds that a command says of itself, and the memory that was seen."""
    return replace(took, **json.loads(line))

"""Runs whole processes side by side and says what they took; prints nothing, asserts nothing."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

KIBIBYTES_IN_A_MEGABYTE = 1000**2 / 1024
UNIT = KIBIBYTES_IN_A_MEGABYTE if sys.platform != "darwin" else 1000**2


@dataclass(frozen=True)
class Measured:
    """What a process took: seconds by the clock, seconds of all processors, peak memory in MB."""

    seconds: float
    processors: float
    megabytes: float


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


def side_by_side(commands: Mapping[str, list[str]], runs: int) -> dict[str, Series]:
    """Run commands in turn, A B A B, so that a busy moment of the machine hits all of them."""
    taken: dict[str, list[Measured]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(measured(command))
    return {name: Series(tuple(each)) for name, each in taken.items()}


def measured(command: list[str]) -> Measured:
    """Run a command to its end; what it writes is dropped, and so is its exit code."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / UNIT)

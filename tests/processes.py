"""Processes looked at from outside: whether they run, how much they have computed."""

import os
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 120.0
"""Seconds after which something is said not to happen at all, however busy the machine is."""
TICKS = os.sysconf("SC_CLK_TCK")


def stat_of(number: int) -> list[str]:
    """Give what Linux tells of a process behind its name; nothing where there is none."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_running(number: int) -> bool:
    """Tell whether a process runs; one that has ended and is not yet buried does not."""
    found = stat_of(number)
    return bool(found) and found[0] not in "ZX"


def cpu_seconds(number: int) -> float:
    """Tell how long a process has computed."""
    found = stat_of(number)
    return (int(found[11]) + int(found[12])) / TICKS if found else 0.0


def wait_until(happens: Callable[[], bool], what: str) -> None:
    """Wait for something; AssertionError where it does not happen."""
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end, what
        time.sleep(0.02)

"""When a process has had enough: by the CPU time it used, by the clock, or because it hangs.

Timers and signals never run inside SQLite, so the parent looks. On a busy machine a process waits
for its turn, which is no fault of its question: only CPU time counts against that. Where the
machine does not tell of another process's CPU time (macOS), the clock has to do.
"""

import time
from dataclasses import dataclass
from os import sysconf
from pathlib import Path

BY_THE_CLOCK = 30.0
"""Seconds that any question may last, however busy the machine is."""
HANGS_AFTER = 5.0
"""Seconds for which a process that should compute may sleep."""
TICKS = sysconf("SC_CLK_TCK")
STOPPED, ENDED, ASLEEP = "tT", "ZXx", "S"
LATE, OVERLOADED, LOST = "late", "overloaded", "lost"


@dataclass(frozen=True)
class Seen:
    """What the machine tells of a process: the seconds of CPU time so far, and its state."""

    seconds: float
    state: str


def look_at(process: int) -> Seen | None:
    """Look at a process by its number; None where the machine tells nothing of it."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(") ")[2]
    except OSError:
        return None
    state, *numbers = fields.split()
    return Seen((int(numbers[10]) + int(numbers[11])) / TICKS, state)


def may_work(process: int) -> bool:
    """Whether a process that has not ended is no stopped one either."""
    found = look_at(process)
    return found is None or found.state not in STOPPED + ENDED


class Deadline:
    """The end of one question: so many seconds of CPU time from now, and the bound by the clock."""

    def __init__(self, process: int, seconds: float) -> None:
        """Begin to count."""
        self.process = process
        self.seconds = seconds
        self.start = self.worked_at = time.monotonic()
        first = look_at(process)
        self.used = self.used_before = first.seconds if first else 0.0
        self.longest = max(BY_THE_CLOCK, seconds) if first else seconds

    def over(self) -> str:
        """Say how the question has ended (`LATE`, `OVERLOADED`, `LOST`); empty while it has not."""
        now, found = time.monotonic(), look_at(self.process)
        if found is None:
            return LATE if now - self.start >= self.longest else ""
        if found.state in STOPPED + ENDED:
            return LOST
        if found.seconds - self.used_before >= self.seconds:
            return LATE
        if found.seconds > self.used or found.state != ASLEEP:
            self.used, self.worked_at = found.seconds, now
        if now - self.worked_at >= HANGS_AFTER:
            return LOST
        return OVERLOADED if now - self.start >= self.longest else ""

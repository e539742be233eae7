"""A log that other programs rotate: whole lines at its end, written by a thread of their own.

A disk that is full, or a reader of a pipe that does not read, keeps no visitor waiting: what
cannot be written is counted, and the next line that can says how many are missing.
"""

import os
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from pressmark.errors import MachineError, PressmarkError, explain_failure

STDOUT = "-"
MOST_WAITING = 10_000
"""Lines that wait to be written."""
SECONDS_TO_CLOSE = 5.0
FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
MODE = 0o640
"""Who visited is the business of the operator."""


class Between(Enum):
    """What is to be done between two lines."""

    REOPEN = auto()
    END = auto()


class LogFile:
    """The end of a file, or of standard output, to which lines are added.

    `lost` counts those that could not be written. MachineError: the file cannot be opened.
    """

    def __init__(
        self,
        place: str,
        missing: Callable[[int], str],
        complain: Callable[[PressmarkError], None],
    ) -> None:
        """Open the file at `place`, which is made where there is none; `-` is standard output.

        `missing` writes the line that says how many lines are missing before it; `complain` is
        told, in a thread, why the file cannot be written.
        """
        self.place = place
        self.missing = missing
        self.complain = complain
        self.lost = self.told = 0
        self.counting = threading.Lock()
        self.is_failing = self.is_to_reopen = False
        self.waiting: queue.Queue[str | Between] = queue.Queue(MOST_WAITING)
        self.file = self.open()
        self.thread = threading.Thread(target=self.write_all, name="log", daemon=True)
        self.thread.start()

    def write(self, line: str) -> None:
        """Add a line, which holds no line end, from any thread."""
        try:
            self.waiting.put_nowait(line)
        except queue.Full:
            self.lose()

    def reopen(self) -> None:
        """Open the file again, behind what was written so far: it may have been renamed."""
        try:
            self.waiting.put_nowait(Between.REOPEN)
        except queue.Full:
            self.is_to_reopen = True

    def close(self) -> None:
        """Write what waits, and close the file; give up on what nobody takes."""
        with suppress(queue.Full):
            self.waiting.put(Between.END, timeout=SECONDS_TO_CLOSE)
        self.thread.join(SECONDS_TO_CLOSE)

    def open(self) -> int:
        """Open the file and give its number."""
        if self.place == STDOUT:
            return os.dup(1)
        try:
            return os.open(Path(self.place), FLAGS, MODE)
        except OSError as error:
            raise explain_failure(error, self.place) from None

    def write_all(self) -> None:
        """Write what waits until the end, in a thread."""
        while (item := self.waiting.get()) is not Between.END:
            if isinstance(item, str):
                self.write_now(item)
            if item is Between.REOPEN or self.is_to_reopen:
                self.is_to_reopen = False
                self.open_again()
        os.close(self.file)

    def open_again(self) -> None:
        """Take the file that has the name now; what cannot be opened leaves the old one in use."""
        try:
            opened = self.open()
        except MachineError as error:
            self.complain(error)
            return
        os.close(self.file)
        self.file = opened

    def write_now(self, line: str) -> None:
        """Write a line and, before it, how many are missing; complain once of what cannot be."""
        missing = self.lost - self.told
        lines = [self.missing(missing), line] if missing else [line]
        rest = "".join(f"{each}\n" for each in lines).encode("ascii", "backslashreplace")
        try:
            while rest:
                rest = rest[os.write(self.file, rest) :]
        except OSError as error:
            self.lose()
            if not self.is_failing:
                self.complain(explain_failure(error, self.place))
            self.is_failing = True
        else:
            self.told += missing
            self.is_failing = False

    def lose(self) -> None:
        """Count a line that cannot be written."""
        with self.counting:
            self.lost += 1

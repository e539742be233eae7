"""What Ctrl-C does to a command: it ends at once, and nothing unfinished stays.

Threads that write databases cannot be told to stop, and Python would wait for them. So nobody is
waited for: whoever makes something that must not stay adds it here, and the process ends. What is
published is as whole as where a run is killed.
"""

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

ENDED = 130
"""The exit code of what Ctrl-C ended, as shells give it."""
SHOW_CURSOR = b"\x1b[?25h\n"
"""What a terminal is told, whose cursor a bar of progress may hide."""

_unfinished: set[Path] = set()
_finishing: list[None] = []
_asked: list[int] = []
"""What goes when it is interrupted; blocks that end first, and signals that wait for them."""


def add_unfinished(path: Path) -> None:
    """Have a file or folder removed, should the command be interrupted."""
    _unfinished.add(path)


def forget_unfinished(path: Path) -> None:
    """Leave a path alone again: nothing is there, or it is finished."""
    _unfinished.discard(path)


@contextmanager
def finish_first() -> Iterator[None]:
    """Let Ctrl-C wait for the end of a block: of moments in which neither old nor new is whole."""
    _finishing.append(None)
    try:
        yield
    finally:
        _finishing.pop()
        if _asked and not _finishing:
            _asked.clear()
            end_now(signal.SIGINT, None)


def end_at_interrupt() -> None:
    """Let Ctrl-C end this process with 130, unless somebody has said what else it does."""
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, end_now)


def end_now(number: int, _frame: FrameType | None) -> None:
    """Remove what is not finished and end; the next Ctrl-C ends it without that."""
    if _finishing:
        _asked.append(number)
        return
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(ENDED))
    for path in [*_unfinished] * 2:  # a thread may have written into it meanwhile
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):  # nobody is left to be told
                path.unlink()
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), SHOW_CURSOR)
    os._exit(ENDED)

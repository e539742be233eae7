"""What a server does when it is sent a signal: ends without an error, or looks again."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

ENDING = (signal.SIGINT, signal.SIGTERM)
HANG_UP = signal.SIGHUP
TERMINAL = os.ctermid()


@contextmanager
def end_quietly(server: uvicorn.Server) -> Iterator[None]:
    """Let the signals that end a server end this one as if it had returned.

    uvicorn stops at them and then raises them once more, for whoever handled them before: here
    that is a handler that has nothing left to do.
    """
    if not is_main():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def outlive_hang_ups() -> Iterator[None]:
    """Let SIGHUP end nothing in a block, unless a terminal may send it that is closed.

    A server that is not ready yet has nothing to look at again.
    """
    if not is_main() or has_terminal() or signal.getsignal(HANG_UP) != signal.SIG_DFL:
        yield
        return
    # What is ignored would be ignored by every process that this one starts.
    signal.signal(HANG_UP, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(HANG_UP, signal.SIG_DFL)


def may_be_left() -> bool:
    """Whether this process runs in a terminal that may be closed, and is to end with it."""
    return has_terminal() and signal.getsignal(HANG_UP) != signal.SIG_IGN  # as nohup leaves it


def has_terminal() -> bool:
    """Whether this process is controlled from a terminal that is still there."""
    try:
        os.close(os.open(TERMINAL, os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


def is_main() -> bool:
    """Whether this is the thread that alone may say what a signal does."""
    return threading.current_thread() is threading.main_thread()

"""Datasette's limit of time, counted in CPU time of the thread that asks.

By the clock, as Datasette counts, a machine that is busy with something else refuses the site's
own pages. `take_over` is for this process, once.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import datasette.database
from datasette.database import QueryInterrupted

from pressmark.sandbox import BY_THE_CLOCK, TOO_BUSY
from pressmark.site.overload import TryAgainError

STEPS = 1000
SHORT = 20
"""Milliseconds: a shorter limit is looked at after each step of SQLite's machine."""


@contextmanager
def limit_cpu(connection: Any, milliseconds: float) -> Iterator[None]:
    """Interrupt what a connection does after so much CPU time of this thread.

    TryAgainError where the bound by the clock ends it before that.
    """
    end = time.thread_time() + milliseconds / 1000
    latest = time.monotonic() + BY_THE_CLOCK
    overdue = False

    def is_over() -> bool:
        nonlocal overdue
        overdue = time.monotonic() >= latest
        return overdue or time.thread_time() >= end

    connection.set_progress_handler(is_over, STEPS if milliseconds > SHORT else 1)
    try:
        yield
    except QueryInterrupted:
        if overdue:
            raise TryAgainError(TOO_BUSY) from None
        raise
    finally:
        connection.set_progress_handler(None, STEPS)


def take_over() -> None:
    """Have every database of Datasette limited so."""
    datasette.database.sqlite_timelimit = limit_cpu

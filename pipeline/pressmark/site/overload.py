"""What cannot be answered now through no fault of the reader: told with 503, and when to come."""

import sqlite3
from contextvars import ContextVar

UNAVAILABLE = 503
RETRY_AFTER = (b"retry-after", b"2")
WHY: ContextVar[list[str] | None] = ContextVar("WHY", default=None)
"""Takes why the request of this task is answered with 503, for the log."""


def tell_why(sentence: str) -> None:
    """Tell the log why a request is answered with 503."""
    why = WHY.get()
    if why is not None:
        why.append(sentence)


class TryAgainError(sqlite3.DatabaseError):
    """The machine or the line before a sandbox is too full; the text says so to readers.

    It is an error of the database, so that Datasette draws the page of a question around it, with
    its title and its form.
    """

    def __init__(self, sentence: str) -> None:
        """Say so to the log, too."""
        super().__init__(sentence)
        tell_why(sentence)

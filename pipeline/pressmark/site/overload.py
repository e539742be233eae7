"""What cannot be answered now through no fault of the reader: told with 503, and when to come."""

import sqlite3
from collections.abc import Mapping
from typing import Any

UNAVAILABLE = 503
RETRY_AFTER = (b"retry-after", b"2")
WHY = "pressmark.why"
"""Where in a request stands the list that takes why it was answered with 503, for the log."""


def tell_why(scope: Mapping[str, Any], sentence: str) -> None:
    """Tell the log why a request is answered with 503."""
    scope.get(WHY, []).append(sentence)


class TryAgainError(sqlite3.DatabaseError):
    """The machine or the line before a sandbox is too full; the text says so to readers.

    It is an error of the database, so that Datasette draws the page of a question around it, with
    its title and its form.
    """

"""What cannot be answered now through no fault of the reader: told with 503, and when to come."""

import sqlite3

UNAVAILABLE = 503
RETRY_AFTER = (b"retry-after", b"2")


class TryAgainError(sqlite3.DatabaseError):
    """The machine or the line before a sandbox is too full; the text says so to readers.

    It is an error of the database, so that Datasette draws the page of a question around it, with
    its title and its form.
    """

"""What a question comes back with: rows, or the reason why there are none."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """The rows of one SELECT; `truncated` where there were more than were asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool


class Busy(Exception):  # noqa: N818 - a state of the queue, not a mistake
    """Too many questions wait already: ask again in a moment."""


class Stopped(Exception):  # noqa: N818 - done to a question, not a mistake in the code
    """The question took more time or memory than a question may; the text says so to readers."""


class Refused(Exception):  # noqa: N818 - likewise
    """SQLite or the authorizer says no; the text says why to readers and names no path."""

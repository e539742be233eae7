"""What a question comes back with: rows, or the reason why there are none."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """The rows of one SELECT; `truncated` where there were more than were asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool


class Busy(Exception):  # noqa: N818 - a state of the machine, not a mistake
    """No answer now, through no fault of the question; the text says so: ask again in a moment."""


class Lost(Exception):  # noqa: N818 - likewise
    """The process that was asked has ended or hangs, and not because of the question."""


class Stopped(Exception):  # noqa: N818 - done to a question, not a mistake in the code
    """The question took more time or memory than a question may; the text says so to readers."""


class Refused(Exception):  # noqa: N818 - likewise
    """SQLite or the authorizer says no; the text says why to readers and names no path."""

"""When a request is sent again, and how long is waited before: bounded, and as the server asks."""

import datetime
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from pressmark.errors import MachineError

MOST_TRIES = 5
LONGEST_PAUSE = 300.0
"""Seconds: a server that asks for more is asked again by whoever deposits."""
TOO_MANY = 429
FAILING = frozenset({502, 503, 504})
REPEATABLE = frozenset({"GET", "PUT", "DELETE"})
"""What is the same done twice (RFC 9110, section 9.2.2)."""


def may_ask_again(method: str, *, status: int | None = None, reached: bool = True) -> bool:
    """Whether a request may be sent again after an answer, or after none came.

    What is not the same done twice is sent again only where it was surely not done: the server was
    not reached, or said that it took too many.
    """
    if status is None:
        return not reached or method in REPEATABLE
    return status == TOO_MANY or (status in FAILING and method in REPEATABLE)


def choose_pause(tried: int, headers: Mapping[str, str] | None = None, place: str = "") -> float:
    """Give the seconds to wait after so many tries: what `Retry-After` says, else 1, 2, 4, 8.

    MachineError where the server asks for more patience than a command has.
    """
    asked = read_retry_after((headers or {}).get("retry-after", ""))
    if asked is None:
        return float(2 ** (tried - 1))
    if asked > LONGEST_PAUSE:
        wrong = f"asks to wait {asked:,.0f} seconds"
        raise MachineError(place, wrong, "try again then: nothing is doubled")
    return asked


def read_retry_after(written: str) -> float | None:
    """Read the seconds of `Retry-After`, or those up to its moment (RFC 9110, section 10.2.3).

    None where it says neither.
    """
    text = written.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (OverflowError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds())

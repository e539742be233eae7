"""Arguments of an address that Datasette would stumble over, told before it does."""

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qsl

SMALL_NUMBER = re.compile(r"[0-9]{1,9}")
TRUTH = ("on", "off", "true", "false", "1", "0")
EMPTY_OR_LIST = "a list of values in JSON, or values between commas"
MOST_ARGUMENTS = 500


def is_small_number(value: str) -> bool:
    """Whether a text is a whole number that fits anywhere."""
    return bool(SMALL_NUMBER.fullmatch(value))


def is_truth(value: str) -> bool:
    """Whether a text says yes or no."""
    return value.lower() in TRUTH


def is_list(value: str) -> bool:
    """Whether a text is a list of values: in JSON, or between commas."""
    if not value.startswith("["):
        return True
    try:
        return isinstance(json.loads(value), list)
    except (ValueError, RecursionError):
        return False


RULES: tuple[tuple[re.Pattern[str], Callable[[str], bool], str], ...] = (
    (re.compile("_timelimit"), is_small_number, "a number of milliseconds"),
    (re.compile("_json_infinity"), is_truth, "on or off"),
    (re.compile("_through"), lambda _value: False, "not answered here; filter the other table"),
    (re.compile(".+__(?:not)?in"), is_list, EMPTY_OR_LIST),
)
"""Names of arguments, what holds of their values, and how to say what they are."""


def wrong_argument(query: bytes, *, has_keys: bool) -> str | None:
    """Say what is wrong with an address's arguments; `has_keys` where `_next` names a record."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    if len(pairs) > MOST_ARGUMENTS:
        return "This address has too many arguments."
    for name, value in pairs:
        for pattern, holds, words in RULES:
            if pattern.fullmatch(name) and not holds(value):
                return f"The argument {name} is {words}."
        if name == "_next" and not has_keys and not is_small_number(value):
            return "The argument _next is a number here."
    return None

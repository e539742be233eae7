"""What a repository says where it refuses something → a message: what it said, what is right."""

import json
from collections.abc import Iterator
from typing import Any

from pressmark.deposit.outcome import Sending
from pressmark.errors import MachineError, PressmarkError, ProjectError, list_first
from pressmark.words import shorten

LONGEST = 500
SERVER_FAILS = 500
TOKEN_REFUSED = frozenset({401, 403})
TOO_MANY, TOO_LARGE, NOT_FOUND = 429, 413, 404


def explain_refusal(step: Sending, status: int, answer: Any, variable: str) -> PressmarkError:
    """Say why a step was refused: MachineError where the server fails, else ProjectError.

    `answer` is what it said: JSON, or a text.
    """
    said = list(list_sentences(answer))
    what = f"{step.method} was answered with {status}"
    wrong = f"{what}: {said[0]}" if said else what
    if status >= SERVER_FAILS or status == TOO_MANY:
        right = "try again later: what was sent is kept, and nothing is doubled"
        return MachineError(step.place, wrong, right, lines=said[1:])
    return ProjectError(step.place, wrong, advise(status, variable), lines=said[1:])


def advise(status: int, variable: str) -> str:
    """Say what would be right."""
    if status in TOKEN_REFUSED:
        return f"set {variable} to a token of that repository which may write and publish deposits"
    if status == TOO_LARGE:
        return "ask the repository for a larger quota, or deposit in a bucket"
    if status == NOT_FOUND:
        return "check the address of the repository, and that nobody removed the draft"
    return "correct what it names in the descriptor, and release the next version"


def list_sentences(found: Any) -> Iterator[str]:
    """Give what a server says is wrong, one sentence a line: its message, then each field's."""
    if not isinstance(found, dict):
        text = found if isinstance(found, str) else json.dumps(found)
        if text.strip() and not text.lstrip().startswith("<"):
            yield shorten(" ".join(text.split()), LONGEST)
        return
    message = found.get("message")
    if isinstance(message, str):
        yield shorten(message, LONGEST)
    errors = found.get("errors")
    listed = errors if isinstance(errors, list) else ()
    yield from list_first(shorten(phrase_error(each), LONGEST) for each in listed)


def phrase_error(error: Any) -> str:
    """Give one error of a list: its field, and what is wrong with it."""
    if not isinstance(error, dict):
        return str(error)
    messages = error.get("messages")
    said = messages if isinstance(messages, list) else [error.get("message", messages)]
    return f"{error.get('field', 'the record')}: {' '.join(map(str, said))}"

"""Descriptor text → values, with every mistake named by its place in the file."""

import difflib
import json
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pressmark.errors import ProjectError
from pressmark.words import shorten

Part = TypeVar("Part", bound=BaseModel)

UNWRITABLE = re.compile(r"(?<!\\)(?:\\\\)*(\\u0000)|([\ud800-\udfff])")
LONGEST_QUOTE = 60
KEY = "[key]"
"""The library's last step to a property that an object may not have."""
UNION_OF_SCALARS = ("str", "int", "float", "bool")
SENTENCES = (
    ("missing", "is missing"),
    ("string_type", "should be a text"),
    ("string_too_short", "should not be empty"),
    ("string_pattern_mismatch", "should be written as the standard says"),
    ("int_type", "should be a whole number"),
    ("bool_type", "should be true or false"),
    ("tuple_type", "should be a list"),
    ("model_type", "should be an object"),
    ("dict_type", "should be an object"),
    ("too_short", "should not be empty"),
    ("too_long", "should not be so long"),
)
"""What is wrong by the kind of the mistake, where the library would speak of Python."""
EXAMPLES = (
    ("homepage", "write an address, such as https://example.org"),
    ("created", "write a moment with its zone, such as 2026-01-31T12:00:00Z"),
    ("keywords", 'write a list of texts, such as ["law", "cities"]'),
    ("licenses", 'write a list of objects, such as [{"name": "CC-BY-4.0"}]'),
    ("contributors", 'write a list of objects, such as [{"title": "Ada Lovelace"}]'),
    ("version", 'write a text such as "1.0.0", in quotes'),
)
"""What would be right, of the properties that have a form."""


RIGHT = (
    ("string_type", "write a text, in quotes"),
    ("string_too_short", "write something, or leave it out"),
    ("too_short", "write one at least, or leave it out"),
    ("int_type", "write a whole number, without quotes"),
    ("bool_type", "write true or false, without quotes"),
    ("tuple_type", 'write a list, such as ["one", "another"]'),
    ("model_type", "write an object, with names and values"),
    ("dict_type", "write an object, with names and values"),
)
"""What would be right, by the kind of the mistake."""
ANYTHING_ELSE = "write it as the standard says, or leave it out"


def read_part(kind: type[Part], document: Any, place: str) -> Part:
    """Read a JSON-like value as one part of a descriptor; ProjectError names the wrong property."""
    try:
        return kind.model_validate_json(render_json(document, place), by_alias=True, by_name=False)
    except ValidationError as error:
        raise ProjectError(place, *explain(error)) from None


def render_json(document: Any, place: str) -> str:
    """Write a JSON-like value as text; ProjectError where it holds what no JSON can."""
    try:
        text = json.dumps(document, allow_nan=False, ensure_ascii=False)
    except ValueError:
        raise ProjectError(place, "holds NaN or an infinite number", "leave it out") from None
    except RecursionError:
        raise ProjectError(place, "is nested too deeply", "write it flatter") from None
    unwritable = UNWRITABLE.search(text)
    if unwritable:
        wrong = f"holds U+{ord(unwritable[2] or chr(0)):04X}, which is no character of a text"
        raise ProjectError(place, wrong, "take it out")
    return text


def explain(error: ValidationError) -> tuple[str, str]:
    """Say what is wrong and what would be right, for the first mistake that is not a mere echo."""
    return explain_mistake(list_real_mistakes(error)[0])


def list_real_mistakes(error: ValidationError) -> list[Any]:
    """List the mistakes that are no mere echo of another.

    A list with a broken item is also reported as too short: that says nothing.
    """
    mistakes = error.errors(include_url=False)
    around = {loc[:end] for loc in (each["loc"] for each in mistakes) for end in range(len(loc))}
    return [each for each in mistakes if each["loc"] not in around]


def explain_mistake(first: Any) -> tuple[str, str]:
    """Say what one mistake is, and what would be right."""
    where = render_property_path(first["loc"])
    if first["type"] == "json_invalid":
        return "is nested too deeply", "write it flatter"
    given = first["input"]
    if first["type"] == "missing":
        name = where.rpartition(".")[2]
        return f"{where} is missing", f"write {name}{find_in_place(name, given)}"
    whole = isinstance(given, dict | list | tuple)
    shown = "" if whole else f" {shorten(json.dumps(given), LONGEST_QUOTE)}:"
    return f"{where}{shown} {phrase_mistake(first)}".lstrip(), suggest_allowed(first)


def find_in_place(name: str, given: Iterable[str]) -> str:
    """Say which of the names that are given stands where a missing one was meant, if one does."""
    near = difflib.get_close_matches(name, given, n=1, cutoff=0.8)
    return f" in place of {shorten(near[0], LONGEST_QUOTE)!r}" if near else ""


def phrase_mistake(mistake: Any) -> str:
    """Say what a property should be, in the words of descriptors rather than Python's."""
    if mistake["loc"] and mistake["loc"][-1] in UNION_OF_SCALARS:
        return "should be a text, a number, true or false"
    for kind, should in SENTENCES:
        if mistake["type"] == kind:
            return should
    message: str = mistake["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return f"{message[0].lower()}{message[1:]}"


def render_property_path(location: tuple[int | str, ...]) -> str:
    """Write a place inside a descriptor as people do: `resources[0].schema.fields[2].type`."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step not in (*UNION_OF_SCALARS, KEY):
            path += f".{step}" if path else step
    return path


def phrase_right(mistake: Any) -> str:
    """Say what would be right in place of a wrong property."""
    if mistake["type"] == "missing":
        name = str(mistake["loc"][-1])
        return f"write {name}{find_in_place(name, mistake['input'])}"
    names = [step for step in mistake["loc"] if isinstance(step, str)]
    example = dict(EXAMPLES).get(names[-1]) if names else None
    return example or suggest_allowed(mistake) or dict(RIGHT).get(mistake["type"]) or ANYTHING_ELSE


def suggest_allowed(mistake: Any) -> str:
    """Suggest the allowed word nearest to what was written, or show how it is written."""
    if mistake["type"] == "string_pattern_mismatch":
        return dict(EXAMPLES)[mistake["loc"][-1]]
    allowed = str(mistake.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
    words = [word.strip("'") for word in allowed if word]
    given = mistake["input"] if isinstance(mistake["input"], str) else ""
    near = difflib.get_close_matches(given[:LONGEST_QUOTE], words, n=1) if words else []
    return f"did you mean {near[0]!r}?" if near else ""

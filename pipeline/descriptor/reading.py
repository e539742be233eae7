"""Descriptor text → values, with every mistake named by its place in the file."""

import difflib
import json
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.descriptor.properties import Properties
from pipeline.errors import ProjectError

Part = TypeVar("Part", bound=BaseModel)


def read_part(kind: type[Part], document: Any, place: str) -> Part:
    """Read a JSON-like value as one part of a descriptor; ProjectError names the wrong property."""
    try:
        return kind.model_validate_json(json.dumps(document, allow_nan=False))
    except ValidationError as error:
        raise ProjectError(place, *explain(error)) from None
    except ValueError:
        raise ProjectError(place, "holds NaN or an infinite number", "leave it out") from None


def explain(error: ValidationError) -> tuple[str, str]:
    """Say what is wrong and what would be right, for the first mistake that is not a mere echo."""
    mistakes = error.errors(include_url=False)
    places = [mistake["loc"] for mistake in mistakes]
    # A list with a broken item is also reported as too short: that echo says nothing.
    real = [
        mistake
        for mistake in mistakes
        if not any(len(other) > len(mistake["loc"]) and other[: len(mistake["loc"])]
                   == mistake["loc"] for other in places)
    ]  # fmt: skip
    first = real[0]
    where = property_path(first["loc"])
    if first["type"] == "missing":
        return f"{where} is missing", f"write {where.rsplit('.', 1)[-1]}"
    message = first["msg"].removeprefix("Value error, ")
    given = first["input"]
    shown = "" if isinstance(given, dict | list | tuple) else f" {json.dumps(given)}:"
    return f"{where}{shown} {message[0].lower()}{message[1:]}", nearest_allowed(first)


def property_path(location: tuple[int | str, ...]) -> str:
    """Write a place inside a descriptor as people do: `resources[0].schema.fields[2].type`."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif not step.startswith(("function-", "tuple[", "constrained-")):
            path += f".{step}" if path else step
    return path or "the descriptor"


def nearest_allowed(mistake: Any) -> str:
    """Suggest the allowed word nearest to what was written."""
    allowed = str(mistake.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
    words = [word.strip("'") for word in allowed if word]
    near = difflib.get_close_matches(str(mistake["input"]), words, n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def refuse_misspellings(part: Properties, place: str, path: str = "") -> None:
    """Refuse a property that is nearly one of the standard's; those with a prefix are free."""
    for name in part.model_extra or {}:
        near = difflib.get_close_matches(name, part.known(), n=1, cutoff=0.8)
        if near and ":" not in name:
            raise ProjectError(
                place,
                f"{path}{name} is no property of the standard",
                f"did you mean {near[0]!r}? A property of your own takes a prefix, as in 'my:name'",
            )
    for name, inner in parts_of(part):
        refuse_misspellings(inner, place, f"{path}{name}.")


def parts_of(part: Properties) -> Iterator[tuple[str, Properties]]:
    """Walk the parts directly inside a part, each with its place."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        label = field.alias or name
        if isinstance(value, Properties):
            yield label, value
        elif isinstance(value, tuple):
            for position, item in enumerate(value):
                if isinstance(item, Properties):
                    yield f"{label}[{position}]", item

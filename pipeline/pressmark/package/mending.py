"""A descriptor with wrong properties → what is left without them, and what was wrong.

A fault in what a package says of itself hides none of its records, so they are judged all the same:
the property is taken out, and told. What nothing can be judged without, such as the list of
resources, stops the command; so does, in a project that people keep here, the path of a table or
the name of a field, without which somebody else's table is judged as far as it can be.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from pressmark.errors import ProjectError
from pressmark.package.properties import WRONG_PROPERTIES
from pressmark.package.reading import (
    explain_mistake,
    list_real_mistakes,
    phrase_mistake,
    phrase_right,
    render_json,
    render_property_path,
)
from pressmark.package.slips import Unusable
from pressmark.words import shorten

Steps = tuple[int | str, ...]

OF_ITEMS = ("licenses", "contributors", "sources", "keywords", "uniqueKeys", "foreignKeys")
"""Lists of which one item can be wrong and the others right."""
OF_A_RESOURCE = ("name", "path", "data")
"""Without them there is nothing to be read."""
LONGEST_VALUE = 200
GONE = object()
"""Stands where a property is taken out."""


class Mended(NamedTuple):
    """A part of a descriptor, the document it was read from without what was wrong, and that."""

    part: Any
    document: Any
    faults: tuple[Unusable, ...]


def read_mended(kind: type[BaseModel], document: Any, place: str, *, whole: bool = True) -> Mended:
    """Read a JSON-like value as one part of a descriptor, without the properties that are wrong.

    ProjectError names a wrong property without which nothing can be judged, or, if it is to be
    `whole`, one of its tables cannot.
    """
    faults: list[Unusable] = []
    while True:
        text = render_json(document, place)
        try:
            return Mended(
                kind.model_validate_json(text, by_alias=True, by_name=False), document,
                tuple(faults),
            )  # fmt: skip
        except ValidationError as error:
            document = json.loads(text)
            taken = []
            for mistake in list_mistakes(error):
                steps = find_removable(document, mistake["loc"], whole=whole)
                if not steps:
                    raise ProjectError(place, *explain_mistake(mistake)) from None
                faults.append(explain_fault(document, mistake, place))
                taken.append(steps)
        document = without(document, taken)


def list_mistakes(error: ValidationError) -> Iterator[Any]:
    """List the mistakes, each at the property that is wrong."""
    for mistake in list_real_mistakes(error):
        if mistake["type"] != WRONG_PROPERTIES:
            yield mistake
            continue
        for at, message in mistake["ctx"]["found"]:
            yield mistake | {"loc": (*mistake["loc"], *at), "msg": message}


def find_removable(document: Any, location: Steps, *, whole: bool = True) -> Steps:
    """Give the place of the smallest thing that can be taken out; empty where nothing can.

    A property that must be there takes with it the part to which it belongs: unless the document
    is to be `whole`, the name of a field takes the schema.
    """
    steps = follow_steps(document, location)
    for end in range(2, len(steps) + 1):
        # What is left of such an item may be wrong by itself, and would be told again.
        if isinstance(steps[end - 1], int) and steps[end - 2] in OF_ITEMS:
            return steps[:end]
    while steps:
        last = steps[-1]
        if is_needed(steps):
            of_a_resource = steps[:3] if steps[2:] else ()
            return () if whole else of_a_resource
        if isinstance(last, str) and last != "fields":
            return steps
        steps = steps[:-1]
    return ()


def is_needed(steps: Steps) -> bool:
    """Whether nothing can be judged without what stands there: a resource, a field, its name."""
    match steps:
        case ("resources",) | (*_, "fields", int()) | (*_, "fields", int(), "name"):
            return True
        case ("resources", int(), last):
            return last in OF_A_RESOURCE
        case ("resources", int()):
            return True
    return False


def follow_steps(document: Any, location: Steps) -> Steps:
    """Give the steps of a place as far as the document goes; the library adds some of its own."""
    steps: list[int | str] = []
    for step in location:
        known = isinstance(document, dict) and step in document
        if not known and not (isinstance(document, list) and isinstance(step, int)):
            break
        document = document[step]
        steps.append(step)
    return tuple(steps)


def explain_fault(document: Any, mistake: Any, place: str) -> Unusable:
    """Say what is wrong with a property, and of which table and field."""
    steps = follow_steps(document, mistake["loc"])
    value, table, field = document, None, None
    for at, step in enumerate(steps):
        value = value[step]
        named = value.get("name") if isinstance(value, dict) and isinstance(step, int) else None
        if steps[:at] == ("resources",):
            table = named
        elif steps[at - 1] == "fields":
            field = named
    shown = shorten(json.dumps(value, ensure_ascii=False), LONGEST_VALUE)
    path = render_property_path(mistake["loc"])
    # A sentence that begins with the path need not say its last name again.
    wrong = phrase_mistake(mistake).removeprefix(f"{path.rpartition('.')[2]} ")
    right = phrase_right(mistake)
    return Unusable(place, path, shown, wrong, right, table, field)


def without(document: Any, taken: list[Steps]) -> Any:
    """Give a document without some of its parts; a list of which nothing is left goes as well."""
    lists: dict[Steps, None] = {}
    for steps in taken:
        *parents, last = steps
        part = document
        for step in parents:
            part = GONE if isinstance(part, dict) and step not in part else part[step]
            if part is GONE:
                break
        else:
            if isinstance(last, int):
                part[last] = GONE
                lists[tuple(parents)] = None
            else:
                part.pop(last, None)
    for steps in lists:
        *parents, last = steps
        part = document
        for step in parents:
            part = part[step] if not isinstance(part, dict) or step in part else {}
        if isinstance(part, dict) and last in part:
            part[last] = [each for each in part[last] if each is not GONE]
            if not part[last]:
                del part[last]
    return document

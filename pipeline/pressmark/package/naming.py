"""The resources of a descriptor that somebody else wrote, each an object with a name of its own.

One that has no name, or that of another, hides neither itself nor the others: it is judged under a
name that is made of its path or its place in the list, and that is told.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from pressmark.package.reading import find_in_place
from pressmark.package.slips import Unusable
from pressmark.words import shorten

LONGEST_VALUE = 200
Resource = dict[str, Any]


class NamedResources(NamedTuple):
    """Resources that have distinct names, and what was wrong with those that they had."""

    resources: list[Resource]
    faults: tuple[Unusable, ...]


@dataclass
class Names:
    """Gives out names of which no two are the same; those that are `written` are given once."""

    written: frozenset[str]
    given: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)

    def give(self, wanted: str) -> str:
        """Give the name that is wanted, or that name with the first number that makes it new."""
        name = wanted
        while name in self.given or (name != wanted and name in self.written):
            self.numbers[wanted] = self.numbers.get(wanted, 1) + 1
            name = f"{wanted}-{self.numbers[wanted]}"
        self.given.add(name)
        return name


def give_names(items: list[Any], place: str) -> NamedResources:
    """Give a list of resources in which each is an object with a name that no other has.

    A text in place of an object is taken for a path; what is neither has a name alone.
    """
    names = Names(frozenset(name for each in items if (name := read_name(each))))
    resources: list[Resource] = []
    faults: list[Unusable] = []
    for position, item in enumerate(items):
        resource: Resource = item if isinstance(item, dict) else name_by_path(item)
        written = read_name(item)
        name = names.give(written or make_name(resource, position))
        if name != resource.get("name"):
            faults += explain_wrong_names(item, position, place, name)
        resources.append(resource | {"name": name})
    return NamedResources(resources, tuple(faults))


def name_by_path(item: Any) -> Resource:
    """Give the resource that a text in its place names."""
    return {"path": item} if isinstance(item, str) and item else {}


def read_name(item: Any) -> str:
    """Give the name that a resource has; empty where it has none."""
    name = item.get("name") if isinstance(item, dict) else None
    return name if isinstance(name, str) else ""


def make_name(resource: Resource, position: int) -> str:
    """Make a name: of a number that stands for one, of the first path, or of the place."""
    name, path = resource.get("name"), resource.get("path")
    if isinstance(name, int | float) and not isinstance(name, bool):
        return str(name)
    first = path[0] if isinstance(path, list) and path else path
    stem = PurePosixPath(first).name.partition(".")[0] if isinstance(first, str) else ""
    return stem or f"resource-{position + 1}"


def explain_wrong_names(item: Any, position: int, place: str, name: str) -> Iterator[Unusable]:
    """Say why a resource is judged under another name than it has."""
    path = f"resources[{position}]"
    if not isinstance(item, dict):
        right = "write the properties of a table, its name first"
        yield Unusable(place, path, show_value(item), "should be an object", right, name)
        return
    judged = f"it is judged as {json.dumps(shorten(name, LONGEST_VALUE), ensure_ascii=False)}"
    if "name" not in item:
        near = find_in_place("name", item)
        wrong, right, value = "is missing", f"write name{near}", item
    elif read_name(item):
        wrong, right, value = "is the name of another resource, too", "rename one", item["name"]
    else:
        wrong = "should not be empty" if item["name"] == "" else "should be a text"
        right, value = "write a text, in quotes", item["name"]
    yield Unusable(place, f"{path}.name", show_value(value), f"{wrong}: {judged}", right, name)


def show_value(value: Any) -> str:
    """Write a value of a descriptor as JSON, cut where it is long."""
    return shorten(json.dumps(value, ensure_ascii=False), LONGEST_VALUE)

"""Plug-ins: what other distributions add to the registries, and only where somebody names them.

A plug-in is an installed distribution with entry points in the groups below; each gives one value
that stands behind the built-in ones of its registry. `plug_in` loads those that are named and adds
them for a block. A plug-in that is not named is not even imported. The choice is an immutable value
in a context variable: nothing is kept when the block ends, and a thread or a process that others
start has no plug-ins unless it is given them by `use_plugins`.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, distributions
from typing import Any, TypeVar

from pressmark.errors import ProjectError
from pressmark.words import find_nearest

T = TypeVar("T")
PREFIX = "pressmark."


@dataclass(frozen=True)
class Group:
    """A group of entry points, without its prefix, and the class of what one of them gives.

    The class is named in full, so that it is not imported to be compared; without one it is a pair
    of a text and a function.
    """

    name: str
    kind: str = ""

    def takes(self, value: object) -> bool:
        """Whether a value may stand in the registry."""
        if self.kind:
            return self.kind in {f"{each.__module__}.{each.__name__}" for each in type(value).mro()}
        return (
            isinstance(value, tuple)
            and [isinstance(each, str) for each in value] == [True, False]
            and callable(value[1])
        )

    @property
    def what(self) -> str:
        """What one entry point gives, in words."""
        return f"a {self.kind}" if self.kind else "a pair of a text and a function"


GROUPS = (
    Group("rules", "pressmark.rules.rule.CellRule"),
    Group("formats", "pressmark.formats.format.Format"),
    Group("metadata", "pressmark.metadata.Mapper"),
    Group("renderings"),
    Group("pages"),
)
"""Every registry that a plug-in may add to."""
BY_NAME = {PREFIX + each.name: each for each in GROUPS}


@dataclass(frozen=True)
class Plugin:
    """A plug-in that was loaded: its distribution, and of each value the name of its group."""

    name: str
    version: str
    values: tuple[tuple[str, Any], ...]


CHOSEN: ContextVar[tuple[Plugin, ...]] = ContextVar("CHOSEN", default=())


def list_chosen() -> tuple[Plugin, ...]:
    """Give the plug-ins that are in use."""
    return CHOSEN.get()


@contextmanager
def use_plugins(plugins: tuple[Plugin, ...]) -> Iterator[None]:
    """Use just these plug-ins for a block."""
    before = CHOSEN.set(plugins)
    try:
        yield
    finally:
        CHOSEN.reset(before)


@contextmanager
def plug_in(*names: str) -> Iterator[None]:
    """Use these plug-ins for a block, beside those in use; of each the distribution's name.

    ProjectError where one is not installed, cannot be loaded, or adds what no registry takes.
    """
    before = list_chosen()
    known = {each.name for each in before}
    new = [name for name in dict.fromkeys(map(normalize_name, names)) if name not in known]
    with use_plugins((*before, *map(load_plugin, new))):
        yield


def normalize_name(name: str) -> str:
    """Write a distribution's name in the one way (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def find_installed() -> dict[str, Distribution]:
    """Give every plug-in that is installed, by its name; nothing of it is imported."""
    found: dict[str, Distribution] = {}
    for each in distributions():
        if any(point.group.startswith(PREFIX) for point in each.entry_points):
            found.setdefault(normalize_name(each.name), each)
    return found


def load_plugin(name: str) -> Plugin:
    """Load a plug-in by its name; ProjectError where that is not possible."""
    there = find_installed()
    if name not in there:
        right = f"installed are {', '.join(sorted(there))}" if there else "no plug-in is installed"
        near = find_nearest(name, tuple(there))
        meant = f"did you mean {near!r}? " if near else ""
        raise ProjectError(f"plug-in {name}", "is not installed", f"{meant}{right}")
    points = [each for each in there[name].entry_points if each.group.startswith(PREFIX)]
    values = tuple(load_value(name, each) for each in points)
    return Plugin(name, there[name].version, values)


def load_value(name: str, point: EntryPoint) -> tuple[str, Any]:
    """Load what one entry point gives, with the name of its group."""
    place = f"plug-in {name}, {point.group}: {point.name}"
    group = BY_NAME.get(point.group)
    if group is None:
        near = find_nearest(point.group, tuple(BY_NAME))
        right = f"did it mean {near}?" if near else f"there are {', '.join(BY_NAME)}"
        raise ProjectError(place, "adds to what is no registry", right)
    try:
        value = point.load()
    except (Exception, SystemExit) as error:  # its import may do anything
        wrong = f"cannot be loaded: {type(error).__name__}: {error}"
        raise ProjectError(place, wrong, f"{point.value} must be {group.what}") from error
    if not group.takes(value):
        wrong = f"{point.value} is of the type {type(value).__name__}"
        raise ProjectError(place, wrong, f"it must be {group.what}")
    return group.name, value


def list_added(group: str) -> tuple[Any, ...]:
    """Give what the plug-ins in use add to a registry."""
    return tuple(value for each in list_chosen() for of, value in each.values if of == group)


def join_registry(
    group: str,
    built_in: tuple[T, ...],
    *names: Callable[[T], str],
    of: Callable[[Any], T] = lambda value: value,
) -> tuple[T, ...]:
    """Give a registry: what is built in, then what plug-ins add.

    ProjectError where a plug-in brings what has one of the `names` of another: neither takes the
    other's place.
    """
    registry = list(built_in)
    for plugin in list_chosen():
        for value in (of(each) for where, each in plugin.values if where == group):
            for name in names:
                if name(value) in map(name, registry):
                    place = f"plug-in {plugin.name}, {PREFIX}{group}"
                    wrong = f"{name(value)!r} is there already"
                    raise ProjectError(place, wrong, "give it another name")
            registry.append(value)
    return tuple(registry)

"""Plug-ins: what other distributions add to the registries, and only where somebody names them.

A plug-in is an installed distribution with entry points in the groups below; each gives one value
that stands behind the built-in ones of its registry. `plug_in` loads those that are named and adds
them for a block. A plug-in that is not named is not even imported. The choice is an immutable value
in a context variable: nothing is kept when the block ends, and a thread or a process that others
start has no plug-ins unless it is given them by `use_plugins`.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, distributions
from typing import Any, TypeVar

from pressmark.errors import ProjectError
from pressmark.plugins.contained import contain
from pressmark.words import find_nearest

T = TypeVar("T")
PREFIX = "pressmark."


@dataclass(frozen=True)
class Group:
    """A group of entry points, without its prefix, and the class of what one of them gives.

    The class is named in full, so that it is not imported to be compared; without one it is a pair
    of a text and a function, as its `hint` says.
    """

    name: str
    kind: str = ""
    hint: Any = None

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
    Group("renderings", hint=tuple[str, Callable[..., str]]),
    Group("pages", hint=tuple[str, Callable[..., Awaitable[Callable[..., Any]]]]),
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


def name_chosen() -> str:
    """Name the plug-ins in use, one of which is meant."""
    return " or ".join(f"plug-in {each.name}" for each in list_chosen())


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


def find_installed() -> dict[str, list[Distribution]]:
    """Give all that is installed under each name; nothing of it is imported."""
    found: dict[str, list[Distribution]] = {}
    for each in distributions():
        found.setdefault(normalize_name(each.name), []).append(each)
    return found


def list_points(distribution: Distribution) -> list[EntryPoint]:
    """List the entry points of a distribution that are in a group of ours."""
    return [each for each in distribution.entry_points if each.group.startswith(PREFIX)]


def load_plugin(name: str) -> Plugin:
    """Load a plug-in by its name; ProjectError where that is not possible."""
    installed, place = find_installed(), f"plug-in {name}"
    # Python imports what comes first on its path; of two in one folder nobody knows which that is.
    there = sorted(each for each, (first, *_) in installed.items() if list_points(first))
    right = f"installed are {', '.join(there)}" if there else "no plug-in is installed"
    if name not in installed:
        near = find_nearest(name, there)
        meant = f"did you mean {near!r}? " if near else ""
        raise ProjectError(place, "is not installed", f"{meant}{right}")
    if name not in there:
        wrong = f"has no entry point in {' or '.join(BY_NAME)}"
        raise ProjectError(place, wrong, f"it is no plug-in; {right}")
    found, *others = installed[name]
    for other in others:
        if other.locate_file("") == found.locate_file("") and other.version != found.version:
            wrong = f"is installed twice, as {found.version} and {other.version}"
            raise ProjectError(place, wrong, "uninstall one of them")
    values = tuple(load_value(name, each) for each in list_points(found))
    return Plugin(name, found.version, values)


def load_value(name: str, point: EntryPoint) -> tuple[str, Any]:
    """Load what one entry point gives, with the name of its group."""
    place = f"plug-in {name}, {point.group}: {point.name}"
    group = BY_NAME.get(point.group)
    if group is None:
        near = find_nearest(point.group, tuple(BY_NAME))
        right = f"did it mean {near}?" if near else f"there are {', '.join(BY_NAME)}"
        raise ProjectError(place, "adds to what is no registry", right)
    if not EntryPoint.pattern.match(point.value):
        right = f"write module:name, which must be {group.what}"
        raise ProjectError(place, f"{point.value!r} names nothing to import", right)
    try:
        value = point.load()
    except (Exception, SystemExit) as error:  # its import may do anything
        wrong = f"cannot be loaded: {type(error).__name__}: {error}"
        raise ProjectError(place, wrong, f"{point.value} must be {group.what}") from error
    if not group.takes(value):
        wrong = f"{point.value} is of the type {type(value).__name__}"
        raise ProjectError(place, wrong, f"it must be {group.what}")
    return group.name, contain(value, group.hint or type(value), place, point.value)


def list_added(group: str) -> tuple[Any, ...]:
    """Give what the plug-ins in use add to a registry."""
    return tuple(value for each in list_chosen() for of, value in each.values if of == group)


def find_place(group: str, value: object) -> str:
    """Name the plug-in in use that adds a value to a registry, and the registry; empty for none."""
    plugins = (
        plugin.name for plugin in list_chosen()
        if any(of == group and each is value for of, each in plugin.values)
    )  # fmt: skip
    name = next(plugins, None)
    return f"plug-in {name}, {PREFIX}{group}" if name else ""


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

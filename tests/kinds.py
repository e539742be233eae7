"""Every test is of one kind, which is its marker; `make quick` runs those that are `unit`.

`make test` runs them all but those that are `thorough`, which `make thorough` does.

The kind is read from what a test calls: its own code, its fixtures, and the functions and classes
of `tests` that they name. A mark says it where this is not enough.
"""

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from pressmark.releases.derived import DERIVED_LIST

KINDS = ("unit", "command", "site", "register", "browser", "search", "thorough")
"""The markers, as `pyproject.toml` explains them."""
FOLDERS = {
    "differential": "search",
    "fuzz": "search",
    "hostile": "search",
    "register": "register",
}
"""The kind of every test of a folder, but for those that look with a browser: none is `unit`."""
SITES = frozenset(
    {
        "pressmark.site.app.build_app",
        "pressmark.site.server",
        "tests.site.visitor",
        "tests.site.server_process",
    }
)
"""What makes an app, asks one, or listens."""
WHOLE = frozenset(
    {
        "sys.executable",
        "pressmark.api",
        "pressmark.cli",
        "pressmark.publish.release",
        "pressmark.releases.build",
        "pressmark.site.served.read_served_releases",
    }
)
"""What starts a process, or does all that a command does: such a test goes through many rooms."""
TESTS = Path(__file__).parent
REGISTER = TESTS.parent / "datapackage"
PROGRAMS = ("git", "ssh-keygen")
"""What rooms start beside this Python."""


@dataclass
class Reach:
    """What a test reaches: the names that its code holds, and the modules of `tests` behind them.

    `register` tells whether it names a file of the register.
    """

    names: set[str] = field(default_factory=set)
    register: bool = False

    def follow(self, *values: Any) -> None:
        """Follow functions and classes of the tests into what they name."""
        seen, waiting = set[int](), [unwrap(each) for each in values]
        while waiting:
            value = waiting.pop()
            if id(value) not in seen:
                seen.add(id(value))
                read = read_once(value)
                self.names |= read.names
                self.register = self.register or read.register
                waiting += read.values


@dataclass(frozen=True)
class Read:
    """What one value names by itself, and the values that it leads to."""

    names: frozenset[str] = frozenset()
    register: bool = False
    values: tuple[Any, ...] = ()


KNOWN: dict[int, tuple[Any, Read]] = {}
"""What was read of each value, which is kept, so that no other gets its number."""


def read_once(value: Any) -> Read:
    """Read what a value names; many tests lead to the same."""
    if id(value) not in KNOWN:
        KNOWN[id(value)] = (value, read_value(value))
    return KNOWN[id(value)][1]


def read_value(value: Any) -> Read:
    """Read what a function or class of the tests names, and what else is a name itself."""
    if isinstance(value, partial):
        return Read(values=(unwrap(value.func),))
    if isinstance(value, Path):
        return Read(register=value.is_relative_to(REGISTER))
    module = str(getattr(value, "__module__", ""))
    names = {module, f"{module}.{getattr(value, '__name__', '')}"}
    if isinstance(value, ModuleType):
        return Read(frozenset({*names, value.__name__}))
    if not module.startswith("tests."):
        return Read(frozenset(names))
    if isinstance(value, FunctionType):
        codes = [read_code(code, value.__globals__) for code in codes_of(value.__code__)]
        return Read(
            frozenset(names.union(*(each.names for each in codes))),
            any(each.register for each in codes),
            tuple(chain.from_iterable(each.values for each in codes)),
        )
    held = vars(value).values() if isinstance(value, type) else ()
    return Read(frozenset(names), values=tuple(map(unwrap, held)))


def read_code(code: CodeType, globals_: dict[str, Any]) -> Read:
    """Read what some code names, and what it takes of the modules of the package."""
    names = {"sys.executable"} if {"sys", "executable"} <= set(code.co_names) else set()
    register = "ROOT" in code.co_names and re.search(r"'datapackage['/]", str(code.co_consts))
    values = [globals_[name] for name in code.co_names if name in globals_]
    for module in tuple(values):
        if isinstance(module, ModuleType) and module.__name__.startswith("pressmark"):
            values += [getattr(module, held) for held in code.co_names if hasattr(module, held)]
    return Read(frozenset(names), bool(register), tuple(map(unwrap, values)))


def unwrap(value: Any) -> Any:
    """Give the function itself where it is wrapped, or is a test that hypothesis made."""
    value = inspect.unwrap(value) if callable(value) else value
    return getattr(getattr(value, "hypothesis", None), "inner_test", value)


def codes_of(code: CodeType) -> Iterator[CodeType]:
    """Give some code, and what is defined inside it."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from codes_of(each)


def kind_of(item: pytest.Item) -> str:
    """Say of which kind a test is; UsageError where it is marked as of two."""
    marked = {mark.name for mark in item.iter_markers() if mark.name in KINDS}
    if len(marked) > 1:
        raise pytest.UsageError(f"{item.nodeid} is {' and '.join(sorted(marked))}: it has one kind")
    if marked:
        return marked.pop()
    if not isinstance(item, pytest.Function):
        return "unit"
    if "browser" in item.fixturenames:
        return "browser"
    folder = item.path.relative_to(TESTS).parts[0]
    return FOLDERS.get(folder) or kind_by_reach(item)


def kind_by_reach(item: pytest.Function) -> str:
    """Say of which kind a test is by what it reaches."""
    return kind_of_functions(tuple(functions_of(item)))


@cache
def kind_of_functions(functions: tuple[Callable[..., Any], ...]) -> str:
    """Say of which kind a test is by what its function, the first, and its fixtures reach."""
    reach = Reach()
    reach.follow(*functions)
    if reach.names & SITES:
        return "site"
    if reach.register:
        return "register"
    if reach.names & WHOLE:
        return "command"
    drawn = "random" in reach.names or hasattr(functions[0], "hypothesis")
    return "search" if drawn else "unit"


def functions_of(item: pytest.Function) -> Iterator[Callable[..., Any]]:
    """Give the function of a test, and those of its fixtures."""
    yield item.function
    # pytest has no other way to ask.
    for fixtures in item._fixtureinfo.name2fixturedefs.values():  # noqa: SLF001
        yield fixtures[-1].func


class Hold:
    """Holds a test that is `unit` to what the word says, while it runs: an audit hook."""

    def __init__(self) -> None:
        """Begin with no test."""
        self.test: str | None = None

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        """Refuse processes, servers and whole packages; RuntimeError says which test makes one."""
        if self.test is None:
            return
        if (
            event == "socket.bind"
            or (event == "subprocess.Popen" and not is_of_a_room(given[1]))
            or (event == "open" and is_of_a_build(given[0], given[2]))
        ):
            raise RuntimeError(f"{self.test} is unit and does {event}: mark it as of another kind")


def is_of_a_room(words: Any) -> bool:
    """Tell a process that a room starts: git, ssh-keygen, or this Python by itself (`-I`)."""
    program, *rest = map(str, words)
    return "-I" in rest[:1] if program == sys.executable else Path(program).name in PROGRAMS


def is_of_a_build(path: Any, flags: int) -> bool:
    """Tell that a file is written which every build writes near its end."""
    return bool(flags & (os.O_WRONLY | os.O_RDWR)) and str(path).endswith(f"/{DERIVED_LIST}")

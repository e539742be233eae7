"""In which tests the branches that they reach are measured: tracing takes as long as they do.

Python 3.11 runs all code at half its speed while it is traced, pytest's and Datasette's too. So
nothing is traced of pytest itself, and a test no longer once its cases reach nothing that was not
reached before. What is said to be reached is reached: what it leaves out can only be more.
"""

import sys
import threading
from collections import Counter
from collections.abc import Callable, Generator

import pytest
from coverage import Coverage

QUIET = 4
"""After so many cases of a test that reached nothing new, not all that follow are measured."""
PROBED = 8
"""One of so many still is: where it reaches something new, those that follow are too."""
TOGETHER = ("register", "browser", "search", "thorough")
"""The kinds of which the tests of a module count as cases of one: most go the ways of others."""


class Measured:
    """Traces all fixtures, and the calls that are measured: a plugin of pytest."""

    def __init__(self, count: Callable[[], int]) -> None:
        """Begin with no case that was quiet; the function counts what was reached so far."""
        self.count = count
        self.quiet: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        """Trace nothing of what pytest does around a test."""
        self.trace = sys.gettrace()
        pause()
        try:
            return (yield)
        finally:
            self.resume()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self) -> Generator[None, object, object]:
        """Trace fixtures, which may be those of other tests too."""
        return (yield from self.traced())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Trace a call, or one of a few where those before it reached nothing new."""
        name = name_of(item)
        self.quiet[name] += 1
        if self.quiet[name] > QUIET and self.quiet[name] % PROBED:
            return (yield)
        before = self.count()
        try:
            return (yield from self.traced())
        finally:
            if self.count() > before:
                self.quiet[name] = 0

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Trace the end of fixtures."""
        return (yield from self.traced())

    def traced(self) -> Generator[None, object, object]:
        """Trace what follows."""
        self.resume()
        try:
            return (yield)
        finally:
            pause()

    def resume(self) -> None:
        """Trace again, where nothing is traced."""
        if sys.gettrace() is None:
            sys.settrace(self.trace)


def pause() -> None:
    """Trace nothing from now on, unless other threads run.

    Each thread sets its trace as it begins, and Python refuses one that does so while another does.
    """
    if threading.active_count() == 1:
        sys.settrace(None)


def name_of(item: pytest.Item) -> str:
    """Name the test, or the module of tests, of which an item is a case."""
    together = any(item.get_closest_marker(kind) for kind in TOGETHER)
    return item.nodeid.partition("::" if together else "[")[0]


def count_reached() -> int:
    """Count what was measured so far in this process: lines, and branches between them."""
    current = Coverage.current()
    # Asking for the data by its public name writes them to a file each time.
    collector = current and current._collector  # noqa: SLF001
    return sum(map(len, collector.data.values())) if collector else 0

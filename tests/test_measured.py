"""A test is measured as long as its cases reach something new, and of pytest nothing is."""

import sys
from collections.abc import Generator
from types import FrameType
from typing import Any

import pytest

from tests.measured import PROBED, QUIET, TOGETHER, Measured, count_reached, name_of


def trace(frame: FrameType, event: str, found: Any) -> None:
    """Stand for a tracer."""


def steps(hook: Generator[None, object, object]) -> Generator[None]:
    """Go into what a hook wraps, and out of it."""
    next(hook)
    yield
    with pytest.raises(StopIteration):
        hook.send(None)


def test_no_trace_is_stopped_while_other_threads_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.measured.threading.active_count", lambda: 2)
    plugin, before = Measured(lambda: 0), sys.gettrace()
    try:
        sys.settrace(trace)
        around = [sys.gettrace() for _ in steps(plugin.pytest_runtest_protocol())]
        after = sys.gettrace()
    finally:
        sys.settrace(before)
    assert (around, after) == ([trace], trace)


def test_what_is_measured_is_traced_and_nothing_else(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.measured.threading.active_count", lambda: 1)
    # Nothing new comes of all cases, then something of the one that is probed.
    counts = iter([*[0] * 2 * QUIET, 0, 1, 1, 2, *[2] * 2 * QUIET])
    plugin, before = Measured(lambda: next(counts)), sys.gettrace()
    found: list[object] = []
    try:
        sys.settrace(trace)
        for _ in steps(plugin.pytest_runtest_protocol()):
            around = sys.gettrace()
            for _ in range(PROBED + 1 + QUIET + 1):
                found.extend(
                    sys.gettrace() for _ in steps(plugin.pytest_runtest_call(request.node))
                )
                assert sys.gettrace() is None
            fixture = [sys.gettrace() for _ in steps(plugin.pytest_runtest_setup())]
        after = sys.gettrace()
    finally:
        sys.settrace(before)
    assert (around, fixture, after) == (None, [trace], trace)
    quiet = [trace] * QUIET
    assert found == [*quiet, *[None] * (PROBED - QUIET - 1), trace, trace, *quiet, None]
    assert next(counts, None) is None


def test_cases_are_of_their_test_or_their_module(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        path, _, rest = item.nodeid.partition("::")
        together = any(item.get_closest_marker(kind) for kind in TOGETHER)
        assert name_of(item) == (path if together else f"{path}::{rest.partition('[')[0]}")


def test_what_is_reached_is_counted_where_it_is_measured(pytestconfig: pytest.Config) -> None:
    measures = pytestconfig.getoption("cov_source", None)
    assert (count_reached() > 0) == bool(measures)
    assert any(isinstance(each, Measured) for each in pytestconfig.pluginmanager.get_plugins()) == (
        bool(measures)
    )

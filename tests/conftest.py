"""What holds for all tests: no test asserts a time, and a failure says how to repeat it.

Each has the marker of its kind, and one that is `unit` is held to it.
"""

import gc
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.kept_engines import KeptEngines
from tests.kinds import FOLDERS, TESTS, Hold, kind_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile(
    "pressmark", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("pressmark")

HOLD = Hold()
sys.addaudithook(HOLD)


IN_MEMORY = Path("/dev/shm")  # noqa: S108 - what tests write outlives no run
ROOM = 8 * 2**30
"""Bytes that must be free there; a run takes one gigabyte at most."""


def pytest_configure(config: pytest.Config) -> None:
    """Draw the seed of the generated packages, before the processes begin that share it.

    Folders are made in memory where there is room: to write into them takes half the time.
    """
    if hasattr(config, "workerinput"):
        return
    os.environ.setdefault("SEED", str(secrets.randbelow(2**32)))
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free >= ROOM:
        os.environ.setdefault("TMPDIR", str(IN_MEMORY))
        tempfile.tempdir = None  # it is asked again


def pytest_report_header() -> str:
    """Print the seed: the variable repeats a run."""
    return f"SEED={os.environ['SEED']} of the packages that both judges are given"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read no folder in vain of which no test is wanted."""
    in_vain = config.option.markexpr == "unit" and collection_path.parent == TESTS
    return True if in_vain and collection_path.name in FOLDERS else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage among modules and tests: they stay to the end, and to look takes 2 s."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop() -> Iterator[None]:
    """Let what tests start measure nothing: slipcover would take it for a part of this run."""
    names = [name for name in os.environ if name.startswith("SLIPCOVER_")]
    taken = {name: os.environ.pop(name) for name in names}
    try:
        return (yield)
    finally:
        os.environ.update(taken)


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test the marker of its kind."""
    for item in items:
        kind = kind_of(item)
        if not item.get_closest_marker(kind):
            item.add_marker(kind)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Hold a test that is `unit` to it, and its fixtures too."""
    HOLD.test = item.nodeid if item.get_closest_marker("unit") else None
    try:
        return (yield)
    finally:
        HOLD.test = None


@pytest.fixture(scope="session")
def kept_engines() -> Iterator[KeptEngines]:
    """Keep what engines open in memory."""
    with closing(KeptEngines()) as kept:
        yield kept


@pytest.fixture(scope="module", autouse=True)
def lent_engines(kept_engines: KeptEngines, request: pytest.FixtureRequest) -> Iterator[None]:
    """Lend it to the engines of tests, but where the engine itself or its folder is tested."""
    if request.path.parent.name == "engine" or request.path.stem == "test_local_path":
        yield
        return
    with kept_engines.lent():
        yield


@pytest.fixture
def unproven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish and redact without the proof, half of the work: for tests of what comes before it.

    Folders that are made for a whole module are proven, and what a process of its own publishes.
    """
    for module in ("release", "redaction.redacting"):
        monkeypatch.setattr(f"pressmark.publish.{module}.prove_package", lambda *_: None)


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start git without the guard before it, which takes as long: for tests of what git says."""
    asking = "pressmark.releases.sidecars.provenance.guard_command"
    monkeypatch.setattr(asking, lambda command, **_: [*command])


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Start the browser once a module: while it runs no other event loop can."""
    from tests.browser import chromium

    with chromium() as started:
        yield started

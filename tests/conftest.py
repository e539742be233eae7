"""What holds for all tests: no test asserts a time, and a failure says how to repeat it."""

import os
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile(
    "pressmark", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("pressmark")


def pytest_configure(config: pytest.Config) -> None:
    """Draw the seed of the generated packages, before the processes begin that share it."""
    if not hasattr(config, "workerinput"):
        os.environ.setdefault("SEED", str(secrets.randbelow(2**32)))


def pytest_report_header() -> str:
    """Print the seed: the variable repeats a run."""
    return f"SEED={os.environ['SEED']} of the packages that both judges are given"


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Start the browser once a module: while it runs no other event loop can."""
    from tests.browser import chromium

    with chromium() as started:
        yield started

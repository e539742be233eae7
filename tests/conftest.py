"""What holds for all tests: no test asserts a time, and a failure says how to repeat it."""

import os
import secrets

import pytest
from hypothesis import HealthCheck, settings

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

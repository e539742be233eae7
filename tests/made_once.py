"""Folders that are made once for all processes of a run, and that no test may change."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

KEPT = Path(__file__).parent.parent / "build/derived-by-tests"
"""What a run derived of the published releases, for the next: whoever takes it proves it first."""


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder of that name; whoever comes first makes it, and the others wait."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, made = base / name, base / f"{name}.made"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder

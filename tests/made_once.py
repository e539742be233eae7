"""Folders that are made once for all processes of a run, and that no test may change."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pressmark.files.holding import Held
from pressmark.package.project import read_package
from pressmark.releases.derived import hold_derived

KEPT = Path(__file__).parent.parent / "build/derived-by-tests"
"""What runs derive of published releases: another takes it while package and writers are these."""
GIVEN = "DERIVED_OF_THE_REGISTER"
"""The variable by which a run gives another the folder of files that it derived of releases."""


def derived_once(release: Path) -> Held:
    """Hold what is derived of the published release in a folder that is named as its version."""
    package = read_package(release / "datapackage.json", trusted=True)
    return hold_derived(package, Path(os.environ.get(GIVEN, KEPT)) / release.name)


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

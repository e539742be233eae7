"""A cache of one's own for every test here."""

from pathlib import Path

import pytest

from tests.cache.projects import write_world


@pytest.fixture(autouse=True)
def _own_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A project with two tables that refer to each other, one alone, two rules and a view."""
    return write_world(tmp_path / "world")


@pytest.fixture
def ruleless(tmp_path: Path) -> Path:
    """The same without rules and views."""
    return write_world(tmp_path / "ruleless", rules=False)

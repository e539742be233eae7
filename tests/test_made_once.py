"""A folder that is made once is whole before anybody sees it, and is never made again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_once import make_once


def writing(text: str) -> Callable[[Path], object]:
    """Make a folder of one file."""
    return lambda folder: (folder / "file").write_text(text)


def broken(folder: Path) -> None:
    """Break off, with half of the folder made."""
    (folder / "half").touch()
    raise OSError


def test_what_broke_off_is_made_anew_and_then_stays(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    with pytest.raises(OSError, match=r"^$"):
        make_once(tmp_path_factory, "once", broken)
    folder = make_once(tmp_path_factory, "once", writing("first"))
    assert [path.name for path in folder.iterdir()] == ["file"]
    assert make_once(tmp_path_factory, "once", writing("second")) == folder
    assert (folder / "file").read_text() == "first"


def test_all_processes_of_a_run_have_one(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw9")
    folder = make_once(tmp_path_factory, f"of-{base.name}", writing("all"))
    assert folder.parent == base.parent

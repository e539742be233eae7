"""A project that is built again: what stands there already is not written, and else all is."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pressmark
from pressmark.files.manifest import list_files_below
from pressmark.releases import build as building
from pressmark.validate import Known, judge
from tests.cache.projects import change_unseen, watch_reading, write_world

RECORDS = "datapackage/records"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Build a project with a cache; give the folder with it and the build."""
    write_world(tmp_path / "world")
    assert pressmark.build(tmp_path / "world", tmp_path / "built", cache=True).valid
    return tmp_path


def read_all(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder that holds no random id."""
    return {
        name: (folder / name).read_bytes()
        for name in list_files_below(folder)
        if not name.endswith(".duckdb") and name != "derived-sha256.txt"
    }


def build_twice(folder: Path, aside: Path) -> bool:
    """Build with a cache and without; hold both to be the same, and tell whether it was written."""
    before = (folder / "built").stat().st_ino
    report = pressmark.build(folder / "world", folder / "built", cache=True)
    fresh = pressmark.build(folder / "world", aside)
    assert report.written(seconds=False) == fresh.written(seconds=False)
    if report.valid:
        assert read_all(folder / "built") == read_all(aside)
        names = list_files_below(aside)
        assert list_files_below(folder / "built") == names
    return before != (folder / "built").stat().st_ino


def test_what_stands_there_is_not_written_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not build_twice(folder, tmp_path / "fresh")
    monkeypatch.setattr(building, "write_release", None)
    assert pressmark.build(folder / "world", folder / "built", cache=True).valid


def test_what_validate_found_the_build_does_not_ask(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_unseen(folder / f"world/{RECORDS}/alone.csv", "2,no", "3,no")
    pressmark.validate(folder / "world", cache=True)
    judged: list[Known] = []

    def watched(*words: Any, **options: Any) -> Any:
        judged.append(options["known"])
        return judge(*words, **options)

    monkeypatch.setattr(building, "judge", watched)
    pressmark.build(folder / "world", folder / "built", cache=True)
    (known,) = judged
    assert (sorted(known.sound), sorted(known.keyed)) == ([0, 1, 2], [0, 1, 2])
    assert known.rules == {"plain"}


def spoil(name: str) -> Callable[[Path], None]:
    """Give what changes a byte of a built file, and hides it."""

    def change(folder: Path) -> None:
        path = next((folder / "built").glob(name))
        before = path.stat()
        content = bytearray(path.read_bytes())
        content[-2] ^= 1
        with path.open("r+b") as file:
            file.write(content)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    return change


def commit(folder: Path) -> None:
    """Put a project under version control."""
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words],
            cwd=folder / "world", check=True,
        )  # fmt: skip


def publish(folder: Path) -> None:
    """Publish an older version."""
    path = folder / "world/datapackage/datapackage.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("1.0.0", "0.9.0"), "utf-8")
    pressmark.release(folder / "world", date="2026-11-22")
    path.write_text(text, "utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a record": lambda folder: change_unseen(folder / f"world/{RECORDS}/alone.csv", "2,no", "3,no"),
    "a wrong record": lambda folder: change_unseen(
        folder / f"world/{RECORDS}/alone.csv", "2,no", "2,on"
    ),
    "a query": lambda folder: write(folder, "datapackage/queries/all.sql", "select key from alone"),
    "a note": lambda folder: write(folder, "datapackage/notes/1.0.0.md", "Said.\n"),
    "a built file": spoil("data/alone.csv"),
    "a derived file": spoil("*.sqlite"),
    "a built file gone": lambda folder: (folder / "built/CHANGES.md").unlink(),
    "a commit": commit,
    "a release before": publish,
}


def write(folder: Path, name: str, text: str) -> None:
    """Write a file of the project."""
    path = folder / "world" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_the_build_is_that_without_a_cache(
    folder: Path, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    change(folder)
    wrong = not pressmark.validate(folder / "world").valid
    assert build_twice(folder, tmp_path / "fresh") is not wrong
    before = (folder / "built").stat().st_ino
    pressmark.build(folder / "world", folder / "built", cache=True)
    assert (folder / "built").stat().st_ino == before


def test_a_build_may_stand_where_the_cache_does(tmp_path: Path) -> None:
    world = write_world(tmp_path / "world", rules=False)
    pressmark.validate(world, cache=True)
    for _ in range(2):
        assert pressmark.build(world, world / "build", cache=True).valid
    before = (world / "build").stat().st_ino
    with watch_reading() as seen:
        pressmark.validate(world, cache=True)
    assert pressmark.build(world, world / "build", cache=True).valid
    assert seen == []
    assert (world / "build").stat().st_ino == before


def test_a_build_that_fails_leaves_the_earlier_one(folder: Path) -> None:
    change_unseen(folder / f"world/{RECORDS}/alone.csv", "2,no", "2,on")
    for _ in range(2):
        assert not pressmark.build(folder / "world", folder / "built", cache=True).valid
    change_unseen(folder / f"world/{RECORDS}/alone.csv", "2,on", "2,no")
    before = (folder / "built").stat().st_ino
    assert pressmark.build(folder / "world", folder / "built", cache=True).valid
    assert (folder / "built").stat().st_ino == before

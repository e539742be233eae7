"""The wheel is the package and nothing else, the same bytes each time; the source has no data."""

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent


def built(kind: str, folder: Path) -> Path:
    """Build the project once more."""
    words = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    return next(folder.iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", tmp_path_factory.mktemp("wheel"))


def tracked_in(folder: Path, name: str) -> list[str]:
    """List what git keeps of a folder's part."""
    words = ["git", "ls-files", name]
    answer = subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True)
    return answer.stdout.split()


def test_the_wheel_holds_every_file_of_the_package_the_docs_and_nothing_else(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    docs = {f"pressmark/{name}" for name in tracked_in(ROOT, "docs")}
    held = {name for name in names if ".dist-info/" not in name}
    assert held == {*tracked_in(ROOT / "pipeline", "pressmark"), *docs}
    assert "pressmark/py.typed" in names


def test_the_wheel_says_who_made_it_and_what_for(wheel: Path) -> None:
    archive = ZipFile(wheel)
    name = next(each for each in archive.namelist() if each.endswith("/METADATA"))
    metadata = archive.read(name).decode("utf-8").split("\n\n")[0]
    for line in ("Author: ", "Project-URL: ", "Classifier: Typing :: Typed", "Keywords: "):
        assert f"\n{line}" in metadata
    for extra in ("site", "charts", "spreadsheets", "second-judge", "deposit", "s3", "all"):
        assert f"\nProvides-Extra: {extra}\n" in f"{metadata}\n"
    assert "development" not in metadata


def test_the_wheel_is_the_same_twice(wheel: Path, tmp_path: Path) -> None:
    assert built("wheel", tmp_path).read_bytes() == wheel.read_bytes()


def test_the_source_leaves_data_and_tests_out(tmp_path: Path) -> None:
    with tarfile.open(built("sdist", tmp_path)) as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    assert "pipeline" in tops
    assert not tops & {"datapackage", "schemas", "tests", "build"}

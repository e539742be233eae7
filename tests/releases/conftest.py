"""A project with two releases, the first of them withdrawn, whose records were edited since."""

import shutil
import zipfile
from pathlib import Path

import pytest

from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.build import build
from pressmark.releases.later_entries import withdraw
from tests.packages import write_project
from tests.verify.releases import set_version

SCHEMA = "fields:\n  - {name: key, type: string}\nprimaryKey: [key]\n"
DAY = "2026-11-22"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish 1.0.0 and 1.1.0, withdraw the first, build what follows, and pack a zip in depth."""
    folder = write_project(
        tmp_path_factory.mktemp("made") / "project",
        {"things": (SCHEMA, "key\na\n")},
        {"datapackage/queries/all.sql": "-- title: All\nselect key from things order by key"},
    )
    records = folder / "datapackage/records/things.csv"
    assert build(read_project(folder), folder / "built").valid
    release(read_project(folder), date=DAY)
    set_version(folder, "1.1.0")
    records.write_text("key\na\nb\n")
    release(read_project(folder), date=DAY)
    withdraw(folder / "datapackage/releases", "1.0.0", reason="Wrong.", date=DAY)
    published = folder / "datapackage/releases/1.0.0"
    shutil.copytree(published, folder / "copy")
    (folder / "first.zip").write_bytes(zip_of(published, ""))
    (folder / "deeper.zip").write_bytes(zip_of(published, "a/b/"))
    records.write_text("key\na\nb\nc\n")
    set_version(folder, "1.2.0")
    assert build(read_project(folder), folder / "build/next").valid
    return folder


def zip_of(release: Path, prefix: str) -> bytes:
    """Pack the package of a release."""
    path = release.parent.parent / "packed.zip"
    listed = (release / "manifest-sha256.txt").read_text("utf-8").splitlines()
    names = (*(line.split("  ")[1] for line in listed), "manifest-sha256.txt")
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.write(release / name, prefix + name)
    content = path.read_bytes()
    path.unlink()
    return content


@pytest.fixture
def project(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of it."""
    folder = shutil.copytree(made, tmp_path / "project")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder

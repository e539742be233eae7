"""A package in a zip is read like a folder, and what was unpacked goes with it."""

import gc
import json
import zipfile
from pathlib import Path

import pytest

from pressmark.api import build, cite, validate
from pressmark.errors import ProjectError
from pressmark.releases.opened import open_package
from tests.packages import field, fields, write_package


def zipped(folder: Path, inside: str = "") -> Path:
    """Write a package with a file beside its table, and pack it; give the zip."""
    (folder / "package").mkdir()
    path = write_package(folder / "package", {"t": (fields(field("a", "integer")), "a\n1\n")})
    document = json.loads(path.read_text("utf-8"))
    document |= {"homepage": "", "resources": [*document["resources"], {"name": "r", "path": "r"}]}
    path.write_text(json.dumps(document), encoding="utf-8")
    (folder / "package/r").write_bytes(b"r")
    with zipfile.ZipFile(folder / "package.zip", "w") as archive:
        for file in sorted((folder / "package").iterdir()):
            archive.write(file, f"{inside}{file.name}")
    return folder / "package.zip"


@pytest.mark.parametrize("inside", ["", "folder/"])
def test_a_zip_is_read_like_a_folder(inside: str, tmp_path: Path) -> None:
    """Its places are named by the zip, also those of what is wrong."""
    where = zipped(tmp_path, inside)
    report = validate(where)
    (found,) = report.findings
    assert (found.rule, found.path) == ("descriptor.value", f"{where}/datapackage.json")
    assert (report.tables[0].records, report.files[0].bytes) == (1, 1)
    with pytest.raises(ProjectError, match="homepage should be written"):
        cite(where)


def test_what_was_unpacked_is_removed_with_the_package(tmp_path: Path) -> None:
    package = open_package(zipped(tmp_path))
    folder = package.root
    assert package.tables[0].paths[0].is_file()
    del package
    gc.collect()
    assert not folder.exists()


def test_a_build_of_a_zip_is_that_of_its_folder(tmp_path: Path) -> None:
    where = zipped(tmp_path)
    document = json.loads((tmp_path / "package/datapackage.json").read_text("utf-8"))
    del document["homepage"]
    (tmp_path / "package/datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    with zipfile.ZipFile(where, "w") as archive:
        for file in sorted((tmp_path / "package").iterdir()):
            archive.write(file, file.name)
    assert build(where, tmp_path / "one").valid
    assert build(tmp_path / "package", tmp_path / "other").valid
    for name in ("manifest-sha256.txt", "small.sqlite"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_what_is_no_zip_of_a_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(ProjectError, match="is no zip archive"):
        open_package(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("readme.md", "x")
    with pytest.raises(ProjectError, match="holds no datapackage"):
        open_package(tmp_path / "y.zip")

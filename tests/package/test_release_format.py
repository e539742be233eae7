"""A release keeps the format that it was made in; everything else gets the newest."""

import json
from pathlib import Path

import pytest

from pressmark.compare import compare
from pressmark.engine.connection import Engine
from pressmark.package import Package
from pressmark.package.project import read_package, read_project
from pressmark.package.release_format import FIRST, NEWEST, find_release_format
from pressmark.releases.build import build
from tests.packages import write_project

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.dumps({"fields": [{"name": "id", "type": "integer"}], "primaryKey": "id"})


def released(folder: Path) -> Package:
    """Build a small package; give what stands in its release."""
    source = read_project(write_project(folder / "project", {"t": (SCHEMA, "id\n1\n")}))
    assert find_release_format(source) == NEWEST
    assert build(source, folder / "built").valid
    return read_package(folder / "built/datapackage.json", trusted=False)


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
def test_what_was_published_before_is_of_the_first_format(version: str) -> None:
    folder = ROOT / "datapackage/releases" / version
    assert find_release_format(read_package(folder / "datapackage.json", trusted=False)) == FIRST


def test_a_new_release_says_its_format_and_keeps_it(tmp_path: Path) -> None:
    made = released(tmp_path)
    assert made.descriptor.written()["pressmark:format"] == NEWEST
    assert find_release_format(made) == NEWEST


def test_another_format_alone_is_no_change(tmp_path: Path) -> None:
    made = released(tmp_path)
    document = json.loads((made.root / "datapackage.json").read_text("utf-8"))
    del document["pressmark:format"]
    del document["resources"][0]["pressmark:tree"]
    (made.root / "first.json").write_text(json.dumps(document), "utf-8")
    before = read_package(made.root / "first.json", trusted=False)
    assert find_release_format(before) == FIRST
    with Engine() as engine:
        assert compare(before, made, engine).schema == ()

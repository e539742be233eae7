"""Files beside the tables in a release: bytes, places, digests, and the same again."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pressmark.api import build, compare, verify
from pressmark.apply import apply
from pressmark.cli import app
from pressmark.files.manifest import read_manifest
from pressmark.formats.attached import OF_A_RELEASE, map_released_paths
from pressmark.metadata import CATALOGUE
from pressmark.package import Package
from pressmark.package.digests import read_content_digest
from pressmark.package.project import read_project
from pressmark.releases.derived import DERIVED_LIST
from pressmark.releases.ledger import LEDGER
from pressmark.releases.sidecars import ACT_NAMES, SIGNATURE

TABLE = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", "type": "integer"}]}}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
FILES = {
    "README.md": b"# Read me\r\n", "docs/\xfcber uns.html": b"<script>alert(1)</script>",
    "icon.svg": SVG, "index.json": b"{}", "beside.csv": b"x;y\n1;2\n", "part.bin": b"\0" * 9,
}  # fmt: skip
RESOURCES: list[dict[str, Any]] = [
    {"name": "readme", "path": "README.md", "title": "Read me first"},
    TABLE,
    {"name": "raw", "path": "t.csv", "type": "file"},
    {"name": "about us", "path": "docs/\xfcber uns.html"},
    {"name": "icon", "path": "icon.svg", "own": {"x": None}},
    {"name": "index", "path": "index.json", "bytes": 2},
    {"name": "beside", "path": "beside.csv", "type": "table",
     "dialect": {"csv": {"delimiter": ";"}}},
    {"name": "parts", "path": ["part.bin", "README.md"]},
    {"name": "inline", "data": {"a": None, "b": [1.0, "\xfc"]}},
]  # fmt: skip


def write(folder: Path, files: dict[str, bytes] = FILES, *, version: str = "1.0.0",
          resources: list[dict[str, Any]] = RESOURCES) -> Path:  # fmt: skip
    """Write a package; give its descriptor."""
    for name, content in {"t.csv": b"a\n2\n1\n", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    path = folder / "datapackage.json"
    document = {"name": "mine", "version": version, "resources": resources}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package once, for tests that look."""
    folder = tmp_path_factory.mktemp("beside")
    assert build(write(folder / "package"), folder / "built").valid
    return folder / "built"


def test_every_file_is_released_as_it_is(built: Path) -> None:
    document = json.loads((built / "datapackage.json").read_text("utf-8"))
    told = {each["name"]: each for each in document["resources"]}
    assert list(told) == [each["name"] for each in RESOURCES]
    assert told["raw"]["path"] == "t.csv" and (built / "t.csv").read_bytes() == b"a\n2\n1\n"
    assert told["index"]["path"] == "files/index.json"
    assert told["parts"]["path"] == ["part.bin", "README.md"]
    assert told["inline"]["data"] == {"a": None, "b": [1.0, "\xfc"]}
    assert (told["icon"]["own"], told["icon"]["bytes"]) == ({"x": None}, len(SVG))
    assert told["beside"]["dialect"] == {"delimiter": ";"}
    for name, content in FILES.items():
        place = "files/index.json" if name == "index.json" else name
        assert (built / place).read_bytes() == content


def test_all_that_lists_files_lists_them(built: Path) -> None:
    listed = read_manifest((built / "manifest-sha256.txt").read_text("utf-8"))
    assert {"README.md", "docs/\xfcber uns.html", "files/index.json"} <= set(listed)
    with zipfile.ZipFile(built / "mine-1.0.0.zip") as archive:
        assert archive.read("icon.svg") == SVG
    found = json.loads((built / "schema-org.jsonld").read_text("utf-8"))["distribution"]
    types = {each["contentUrl"]: each["encodingFormat"] for each in found}
    assert types["docs/%C3%BCber%20uns.html"] == "text/html"
    assert (types["icon.svg"], types["part.bin"]) == ("image/svg+xml", "application/octet-stream")
    for name in ("dcat.jsonld", "croissant.json"):
        assert "image/svg+xml" in (built / name).read_text("utf-8")
    provenance = (built / "provenance.json").read_text("utf-8")
    assert '"icon.svg"' in provenance


def test_a_release_with_files_verifies_and_builds_itself_again(built: Path, tmp_path: Path) -> None:
    found = verify(built)
    assert found.valid and "package" in {each.name for each in found.checks if each.state == "ok"}
    told = subprocess.run(
        [sys.executable, built / "verify.py"], capture_output=True, text=True, check=True
    )
    released = read_project(built / "datapackage.json")
    assert f"content {read_content_digest(released.descriptor)}\n" in told.stdout
    assert build(built / "datapackage.json", tmp_path / "again").valid
    names = ("manifest-sha256.txt", "datapackage.json", "mine.sqlite", "mine-1.0.0.zip")
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (built / name).read_bytes(), name


def test_a_package_may_hold_no_table_at_all(tmp_path: Path) -> None:
    source = write(tmp_path / "package", resources=[{"name": "readme", "path": "README.md"}])
    assert build(source, tmp_path / "built").valid
    assert verify(tmp_path / "built").valid


@pytest.mark.parametrize("name", ["icon.svg", "files/index.json", "part.bin"])
def test_a_changed_byte_is_seen(name: str, built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in built.rglob("*"):
        place = copy / path.relative_to(built)
        place.mkdir() if path.is_dir() else place.write_bytes(path.read_bytes())
    (copy / name).write_bytes((copy / name).read_bytes() + b"x")
    assert not verify(copy).valid
    told = subprocess.run(
        [sys.executable, copy / "verify.py"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 1 and f"changed: {name}" in told.stdout


# Changes


def test_a_change_of_a_file_is_told_and_asks_for_a_version(tmp_path: Path) -> None:
    write(tmp_path / "old")
    others: list[dict[str, Any]] = [
        each for each in RESOURCES if each["name"] not in ("icon", "inline")
    ]
    added: list[dict[str, Any]] = [{"name": "new", "data": [1]}, {"name": "inline", "data": 5}]
    new = write(tmp_path / "new", {**FILES, "README.md": b"other"}, resources=[*others, *added])
    changes = compare(tmp_path / "old/datapackage.json", new)
    assert [(each.rule, each.table) for each in changes.comparison.schema] == [
        ("resource.changed", "readme"), ("resource.removed", "icon"), ("resource.changed", "parts"),
        ("resource.changed", "inline"), ("resource.added", "new"),
    ]  # fmt: skip
    assert changes.level == "major"


def test_changes_lead_to_the_content_of_the_newer_release(built: Path, tmp_path: Path) -> None:
    """The tables are made of the changes, and the files beside them are taken as they are told."""
    files = {**FILES, "README.md": b"other", "t.csv": b"a\n2\n3\n"}
    resources: list[dict[str, Any]] = [*RESOURCES[:-1], {"name": "new", "data": [1]}]
    source = write(tmp_path / "new", files, version="2.0.0", resources=resources)
    assert build(source, tmp_path / "newer").valid
    words = ["diff", str(built), str(tmp_path / "newer"), "--format", "csv"]
    told = CliRunner().invoke(app, [*words, "--output", str(tmp_path / "changes.csv")])
    assert told.exit_code == 0, told.output
    applied = apply(str(built), tmp_path / "changes.csv", tmp_path / "made")
    assert getattr(applied, "wrong", None) == ()
    made = (tmp_path / "made/data/t.csv").read_bytes()
    assert made == (tmp_path / "newer/data/t.csv").read_bytes()


# Places


def places(folder: Path, *paths: str, table: str = "t") -> list[str]:
    """Say where files of these paths stand in a release."""
    resources = [{**TABLE, "name": table}]
    resources += [{"name": f"f{number}", "path": path} for number, path in enumerate(paths)]
    package: Package = read_project(write(folder, {}, resources=resources))
    return [each[0] for each in map_released_paths(package).values()]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("a/b.png", "a/b.png"),
        ("./a//b.png", "a/b.png"),
        ("data/other.csv", "data/other.csv"),
        ("data/t.csv", "files/data/t.csv"),
        ("DATA/T.CSV", "files/DATA/T.CSV"),
        ("data/t.spreadsheet-safe.csv", "files/data/t.spreadsheet-safe.csv"),
        ("data", "files/data"),
        ("report.html", "files/report.html"),
        ("Report.HTML", "files/Report.HTML"),
        ("report.html/x.md", "files/report.html/x.md"),
        ("docs/report.html", "docs/report.html"),
        ("mine.sqlite", "files/mine.sqlite"),
        ("mine-9.zip", "files/mine-9.zip"),
        ("parquet/t.parquet", "files/parquet/t.parquet"),
        ("queries/x.sql", "files/queries/x.sql"),
        ("files/index.json", "files/index.json"),
        ("datapackage/map.json", "datapackage/map.json"),
        ("datapackage/datapackage.yaml", "files/datapackage/datapackage.yaml"),
        ("datapackage/releases/index.json", "files/datapackage/releases/index.json"),
    ],
)
def test_a_file_stands_at_its_path_unless_that_is_taken(
    path: str, place: str, tmp_path: Path
) -> None:
    assert places(tmp_path, path) == [place]
    assert places(tmp_path, place) == [place]


def test_two_files_that_are_one_on_some_disk_stand_apart(tmp_path: Path) -> None:
    found = places(tmp_path, "a.md", "A.md", "a.md", "e\u0301.md", "\xe9.md", "a.md/b", "x/y", "x")
    assert found == [
        "a.md", "files/A.md", "a.md", "e\u0301.md", "files/\xe9.md", "files-2/a.md/b",
        "x/y", "files/x",
    ]  # fmt: skip
    assert places(tmp_path, "files/a.md", "index.json", "files/index.json") == [
        "files/a.md", "files/index.json", "files/files/index.json",
    ]  # fmt: skip


def test_every_file_of_a_release_is_known() -> None:
    """Those of the act, too, which rooms above write."""
    known = {*ACT_NAMES, SIGNATURE, DERIVED_LIST, LEDGER, *(each.file for each in CATALOGUE)}
    assert known <= set(OF_A_RELEASE)

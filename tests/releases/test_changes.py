"""The changes in a release: complete in changes.csv and changes.parquet, short for people."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from pressmark.apply import Applied, apply
from pressmark.compare import COLUMNS, change_file
from pressmark.files.manifest import hash_file
from pressmark.package.project import read_project
from pressmark.releases.build import build, is_build
from pressmark.releases.ledger import read_ledger
from pressmark.releases.sidecars import ACT_NAMES
from pressmark.site.downloads.download import find_kind_named
from pressmark.site.served import read_served_releases
from pressmark.verify import verify
from tests.cli.test_command import run
from tests.packages import field, fields, read, write_package
from tests.verify.releases import failures, publish, set_version, write_small_project

RECORDS = "key,size,day\na,10,2021-05-18\nb,2,\nc,3,\nd,4,\n"
pytestmark = pytest.mark.usefixtures("unproven")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of which one version is published, and edited since."""
    folder = write_small_project(tmp_path / "project")
    publish(folder)
    set_version(folder, "1.1.0")
    (folder / "datapackage/records/things.csv").write_text(RECORDS, "utf-8")
    return folder


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take few changes for many."""
    monkeypatch.setattr(change_file, "MANY", 3)


def test_few_changes_are_in_changes_csv_alone(project: Path) -> None:
    folder = publish(project)
    assert not (folder / "changes.parquet").exists()
    assert "changes.parquet" not in read_ledger(folder.parent).entries[-1].files


@pytest.mark.usefixtures("many")
def test_many_changes_are_parquet_too_and_proven_as_all_files(project: Path) -> None:
    folder = publish(project)
    path = folder / "changes.parquet"
    table = pa.parquet.read_table(path)
    assert table.column_names == list(COLUMNS)
    with (folder / "changes.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [{name: cell or "" for name, cell in row.items()} for row in table.to_pylist()] == lines
    assert table.column("after").null_count > 0
    files = read_ledger(folder.parent).entries[-1].files
    assert files["changes.parquet"] == f"sha256:{hash_file(path)}"
    assert failures(verify("1.1.0", project)) == []
    words = [sys.executable, str(folder / "verify.py")]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    assert " 0 wrong" in said
    path.write_bytes(path.read_bytes()[:-1] + b"X")
    assert failures(verify(str(folder), project)) == ["act: changed: changes.parquet"]
    path.unlink()
    assert failures(verify(str(folder), project)) == ["act: missing: changes.parquet"]


@pytest.mark.usefixtures("many")
def test_many_changes_are_served_and_built_again(project: Path, tmp_path: Path) -> None:
    assert build(read_project(project), tmp_path / "built").valid
    assert (tmp_path / "built/changes.parquet").is_file() and is_build(tmp_path / "built")
    assert build(read_project(project), tmp_path / "built").valid
    publish(project)
    _, releases = read_served_releases(read_project(project), None)
    names = {each.name for each in releases[-1].files}
    assert "changes.parquet" in names and "changes.parquet" not in {
        each.name for each in releases[0].files
    }
    assert find_kind_named("changes.parquet").words == "Every changed value, Parquet"
    assert set(ACT_NAMES) >= {"changes.csv", "changes.parquet"}


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", ["changes.csv", "changes.parquet"])
def test_the_release_is_made_of_the_one_before_and_its_changes(
    name: str, project: Path, tmp_path: Path
) -> None:
    folder = publish(project)
    applied = apply("1.0.0", folder / name, tmp_path / "made", project)
    assert isinstance(applied, Applied) and applied.valid
    made = (tmp_path / "made/data/things.csv").read_bytes()
    assert made == (folder / "data/things.csv").read_bytes()


def test_what_people_read_stays_short(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = project / "schemas/things.yaml"
    added = "  - {name: title, type: string}\nprimaryKey"
    schema.write_text(schema.read_text("utf-8").replace("primaryKey", added), "utf-8")
    lines = RECORDS.splitlines()
    labels = [",title", ",A", ",B", ',"C\n' + "c" * 90 + '"', ""]
    text = "\n".join(f"{one}{two}" for one, two in zip(lines, labels, strict=True)) + ",\n"
    (project / "datapackage/records/things.csv").write_text(text, "utf-8")
    set_version(project, "2.0.0")
    words = ("diff", "1.0.0", project, "--project", project)
    _, out, _ = run(*words, capsys=capsys)
    shown = "  + c C\\n" + "c" * 56
    assert f"\nthings: 2 added, 1 changed\n{shown}…\n  + d\n  ~ a, size" in out
    _, page, _ = run(*words, "--format", "html", capsys=capsys)
    assert "2 added, 0 removed, 1 changed</p>" in page
    _, told, _ = run(*words, "--json", capsys=capsys)
    changes = json.loads(told)["changes"]
    assert [(each["change"], each["key"]) for each in changes] == [
        ("added", "c"), ("added", "d"), ("changed", "a"), ("filled", "a"), ("filled", "b"),
    ]  # fmt: skip
    assert changes[0]["values"]["size"] == "3" and changes[3]["values"] is None
    notes = (publish(project) / "CHANGES.md").read_text("utf-8")
    assert "- `things`: 2 records added, 1 record changed\n" in notes
    assert "filled" not in notes and "| title" not in notes


def test_a_title_of_several_lines_stays_a_heading(tmp_path: Path) -> None:
    source = write_package(
        tmp_path, {"t": (fields(field("a")), "a\nx\n")}, title="Two\nlines", version="1.0.0"
    )
    assert build(read(source), tmp_path / "built").valid
    text = (tmp_path / "built/CHANGES.md").read_text("utf-8")
    assert text.startswith("# Two lines 1.0.0: first release\n\n")

"""`validate`, `describe` and `new` with files, patterns and standard input."""

import io
import json
from pathlib import Path

import pytest
import yaml

from pressmark.cli import app
from pressmark.errors import ProjectError

TABLE = b"id,n\na,1\nb,2\nc,3\n"


def run(*words: object) -> int:
    """Run a command; give its exit code."""
    return int(app([str(word) for word in words], standalone_mode=False) or 0)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with two tables, and a third on standard input."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").mkdir()
    (tmp_path / "one.csv").write_bytes(TABLE)
    (tmp_path / "deep/two.csv").write_bytes(b"id,m\na,1\nb\nd,3\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TABLE)))
    return tmp_path


def test_files_are_judged_by_a_command(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("validate", "-", "--quiet") == 0
    assert capsys.readouterr().out.endswith(
        "standard input is valid by the schema found in the file itself: 1 table, 3 records.\n"
    )
    assert run("validate", "**/*.csv", "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert [each["path"] for each in report["findings"]] == ["deep/two.csv"]
    assert [each["path"] for each in report["judged_by"]["resources"]] == [
        "deep/two.csv", "one.csv",
    ]  # fmt: skip
    assert run("validate", "one.csv", "--ignore", "cell.unlike=it is so", "--format", "sarif") == 0
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"] == []
    assert sorted(path.name for path in here.rglob("*")) == ["deep", "one.csv", "two.csv"]


def test_a_found_schema_judges_what_comes_later(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("describe", "-") == 0
    (here / "s.yaml").write_text(capsys.readouterr().out)
    (here / "later.csv").write_bytes(TABLE.replace(b"2", b"two"))
    assert run("validate", "later.csv", "--schema", "s.yaml", "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"cell.type": 1}
    assert report["judged_by"]["schema"] == "s.yaml" and not report["judged_by"]["found"]


def test_a_pattern_names_the_tables_of_a_project(here: Path) -> None:
    (here / "deep/two.csv").write_bytes(b"id,m\na,1\nb,2\nd,3\n")
    assert run("new", "made", "**/*.csv", "--yes") == 0
    described = yaml.safe_load((here / "made/datapackage/datapackage.yaml").read_text("utf-8"))
    assert [each["name"] for each in described["resources"]] == ["two", "one"]
    with pytest.raises(ProjectError, match="save it to a file first"):
        run("new", "other", "-", "--yes")


def test_describe_names_patterns_that_match_nothing(here: Path) -> None:
    assert here
    with pytest.raises(ProjectError, match="no file matches this pattern"):
        run("describe", "*.tsv")

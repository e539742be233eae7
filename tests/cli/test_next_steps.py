"""`pressmark` alone says what stands in a folder, and what to do next."""

import json
import shlex
from pathlib import Path

import pytest
import typer

from pressmark import cli, release
from pressmark.cli.next_steps import render_next_steps
from pressmark.package.project import AUTHORED, read_project
from tests.cli.test_command import run
from tests.packages import field, fields, write_package, write_project

KNOWN = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]


def list_steps(told: str) -> list[list[str]]:
    """Give the words of each command that was told."""
    return [shlex.split(line.split("  ")[1]) for line in told.splitlines() if line[:2] == "  "]


def names_of(told: str) -> list[str]:
    """Give the name of each command, of which there must be one with all options that it has."""
    steps = list_steps(told)
    for tool, name, *words in steps:
        options = {each for part in KNOWN[name].params for each in part.opts}
        assert tool == "pressmark" and {each for each in words if each[0] == "-"} <= options
    return [step[1] for step in steps]


def test_a_folder_without_tables_is_told_how_to_begin(tmp_path: Path) -> None:
    told = render_next_steps(tmp_path)
    assert told.startswith("This folder holds no project, and no table.\n")
    assert names_of(told) == ["validate", "new"] and "pressmark --help" in told


def test_tables_are_named_as_a_shell_reads_them(tmp_path: Path) -> None:
    for name in ("b.parquet", "-a c's.CSV", "notes.txt", "image.png"):
        (tmp_path / name).touch()
    (tmp_path / "folder.csv").mkdir()
    told = render_next_steps(tmp_path)
    assert told.startswith("This folder holds no project, but tables: -a c's.CSV and 1 more.\n")
    assert list_steps(told)[0] == ["pressmark", "validate", "./-a c's.CSV"]
    assert list_steps(told)[1] == ["pressmark", "new", "my-dataset", "./-a c's.CSV"]


def test_a_package_that_can_have_no_releases_is_not_told_to_release(tmp_path: Path) -> None:
    write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")})
    told = render_next_steps(tmp_path)
    assert told.startswith("This folder holds the package ")
    assert names_of(told) == ["validate", "build", "serve"]


def test_a_project_is_told_what_was_published_last(tmp_path: Path) -> None:
    project = write_project(tmp_path, {"t": ("fields: [{name: a, type: string}]\n", "a\nx\n")})
    told = render_next_steps(project)
    assert "Nothing of it is published yet." in told
    assert names_of(told) == ["validate", "release", "release", "serve"]
    release(read_project(project), without=("license", "creator"))
    told = render_next_steps(project)
    assert "; 1.0.0 was published last." in told.splitlines()[0]
    assert list_steps(told)[-1] == ["pressmark", "cite", "1.0.0"]


def test_a_project_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    project = write_project(tmp_path, {"t": ("fields: [{name: a, type: string}]\n", "a\nx\n")})
    (project / AUTHORED).write_text("name: [", encoding="utf-8")
    told = render_next_steps(project)
    assert "cannot be read" in told and "datapackage.yaml" in told
    assert names_of(told) == ["validate"]


def test_the_word_alone_exits_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys=capsys) == (0, render_next_steps(tmp_path), "")


ODD = "a\x1b[2J\n\u202eb.csv"


def test_names_move_no_terminal(tmp_path: Path) -> None:
    """What can be seen stands in the commands; what cannot is written out."""
    for name in (ODD, "\udcff.csv"):
        (tmp_path / name).touch()
        told = render_next_steps(tmp_path)
        assert told.encode() and all(line.isprintable() for line in told.split("\n"))
        assert list_steps(told)[0] == ["pressmark", "validate", "FILE.csv"]
    assert "tables: a\\x1b[2J\\n\\u202eb.csv and 1 more." in told
    (tmp_path / "z.csv").touch()
    assert list_steps(render_next_steps(tmp_path))[0] == ["pressmark", "validate", "z.csv"]


@pytest.mark.parametrize("text", [f"title: {json.dumps(ODD)}", f"{json.dumps(ODD)}: ["])
def test_what_a_project_says_moves_no_terminal(text: str, tmp_path: Path) -> None:
    project = write_project(tmp_path, {"t": ("fields: [{name: a, type: string}]\n", "a\nx\n")})
    (project / AUTHORED).write_text(f"{text}\nresources: [{{name: t}}]\n", encoding="utf-8")
    told = render_next_steps(project)
    assert all(line.isprintable() for line in told.split("\n")), told


def test_a_ledger_that_is_broken_is_said(tmp_path: Path) -> None:
    project = write_project(tmp_path, {"t": ("fields: [{name: a, type: string}]\n", "a\nx\n")})
    (releases := project / "datapackage/releases").mkdir()
    (releases / "index.json").write_text("{", encoding="utf-8")
    assert "cannot be read" in render_next_steps(project)

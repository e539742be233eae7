"""A dataset that wants fewer derived files: only those it names are written, proven and served."""

import json
import shutil
from itertools import combinations
from pathlib import Path

import pytest

import pressmark
from pressmark.errors import ProjectError
from pressmark.files.manifest import list_files_below, read_manifest, render_manifest
from pressmark.formats import FORMATS
from pressmark.package.digests import read_content_digest
from pressmark.package.project import read_package, read_project
from pressmark.releases.derived import DERIVED_LIST, derive, render_remarks, seal_list
from tests.citation.conftest import visited
from tests.cli.test_command import run
from tests.verify.releases import EXTRA, publish, write_small_project

DERIVED = [each.name for each in FORMATS if each.write]
OTHERS = [name for name in DERIVED if name != "SQLite"]
CHOICES = [("SQLite", *rest) for size in range(len(OTHERS)) for rest in combinations(OTHERS, size)]


def wanting(folder: Path, *names: str) -> Path:
    """Write a project that asks for these formats."""
    project = write_small_project(folder / "project")
    path = project / "datapackage/datapackage.yaml"
    path.write_text(f"{path.read_text('utf-8')}pressmark:formats: {json.dumps(names)}\n", "utf-8")
    return project


@pytest.mark.parametrize("names", [*CHOICES, ("CSV", "SQLite")], ids=" ".join)
def test_only_the_named_formats_are_built(names: tuple[str, ...], tmp_path: Path) -> None:
    project = wanting(tmp_path, *names)
    built = tmp_path / "built"
    assert pressmark.build(project, built).valid
    package = read_package(built / "datapackage.json", trusted=True)
    listed = read_manifest((built / DERIVED_LIST).read_text("utf-8"))
    assert set(listed) == {
        path
        for each in FORMATS
        if each.write and each.name in names
        for path in each.paths(package)
    }
    assert set(listed) <= set(list_files_below(built)) and (built / "data/things.csv").is_file()


@pytest.mark.parametrize("own", [("SQLite", "Zip"), ()])
def test_an_option_names_the_formats_of_one_build(
    own: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = wanting(tmp_path, *own) if own else write_small_project(tmp_path / "project")
    built = tmp_path / "built"
    assert run("build", project, "--output", built, capsys=capsys)[0] == 0
    whole = read_package(built / "datapackage.json", trusted=True)
    words = ("build", project, "--output", built, "--formats", "sqlite, DuckDB")
    assert run(*words, capsys=capsys)[0] == 0
    listed = read_manifest((built / DERIVED_LIST).read_text("utf-8"))
    assert set(listed) == {"small.sqlite", "small.duckdb"}
    package = read_package(built / "datapackage.json", trusted=True)
    assert package.descriptor.written()["pressmark:formats"] == ["SQLite", "DuckDB"]
    assert read_content_digest(package.descriptor) == read_content_digest(whole.descriptor)
    found = pressmark.verify(built, trust_rules=True)
    assert found.valid, found.text()


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("sqlite,parqet", "--formats: names 'parqet', no format\n  did you mean 'Parquet'?"),
        ("duckdb", "--formats: leaves SQLite out"),
        ("", "--formats: has an empty name: ''\n  name one, or leave --formats out"),
        ("zip,,sqlite", "--formats: has an empty name: 'zip,,sqlite'\n  write --formats zip,s"),
        ("sqlite,SQLite", "--formats: names 'SQLite' twice\n  name each once"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--engine", "sail")])
def test_an_option_that_names_no_format_is_refused(
    named: str,
    said: str,
    more: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = write_small_project(tmp_path / "project")
    words = ("build", project, "--output", tmp_path / "built", "--formats", named, *more)
    code, out, err = run(*words, capsys=capsys)
    assert (code, out) == (2, "") and said in err
    assert not (tmp_path / "built").exists()


def test_a_release_of_few_formats_is_proven_served_and_cited(tmp_path: Path) -> None:
    project = wanting(tmp_path, "SQLite")
    publish(project)
    found = pressmark.verify("1.0.0", project=project)
    assert found.valid, found.text()
    assert "Parquet" not in found.text() and "by content" not in found.text()
    with visited(project) as visitor:
        landing, front = visitor.text("/releases/1.0.0/"), visitor.text("/")
        assert visitor.get("/releases/1.0.0/small-1.0.0.zip").status_code == 404
        assert visitor.get("/releases/1.0.0/small.sqlite").status_code == 200
        assert visitor.text("/small-1-0-0/things.json")
    assert ".duckdb" not in landing and ".parquet" not in landing and ".zip" not in landing
    assert "Single tables, as CSV, and all" in front and "The archive holds" not in front
    assert "2 records" in front


def test_the_front_page_of_all_formats_still_speaks_of_the_archive(tmp_path: Path) -> None:
    project = write_small_project(tmp_path / "project")
    publish(project)
    with visited(project) as visitor:
        front = visitor.text("/")
    assert "The archive holds every table as CSV. <a" in front
    assert "Single tables, as CSV and Parquet, and all" in front


def test_a_file_of_a_format_that_is_not_wanted_is_none_of_its_files(tmp_path: Path) -> None:
    project = wanting(tmp_path, "SQLite")
    package = read_package(publish(project) / "datapackage.json", trusted=True)
    folder = project / "build/releases/1.0.0"
    whole = tmp_path / "whole"
    whole.mkdir()
    derive(read_package(publish_all(tmp_path) / "datapackage.json", trusted=True), whole)
    shutil.copytree(whole / "parquet", folder / "parquet")
    names = set(list_files_below(folder)) - {DERIVED_LIST}
    listed = seal_list(render_remarks(package) + render_manifest(folder, tuple(names)))
    (folder / DERIVED_LIST).write_text(listed, "utf-8")
    found = pressmark.verify("1.0.0", project=project)
    assert not found.valid and "parquet/things.parquet: is none of its files" in found.text()


def publish_all(folder: Path) -> Path:
    """Publish the same project with all formats."""
    return publish(write_small_project(folder / "all"))


@pytest.mark.parametrize(
    ("names", "wrong", "right"),
    [
        (("SQLite", "parqet"), "names 'parqet', no format", "did you mean 'Parquet'? there is Zip"),
        (("sqlite",), "names 'sqlite', no format", "did you mean 'SQLite'?"),
        (("SQLite", "JSON lines"), "names 'JSON lines'", "what a --plugin adds"),
        (("Parquet",), "leaves SQLite out", "add 'SQLite': the site and"),
        ((), "leaves SQLite out", "add 'SQLite'"),
        (("SQLite", "Zip", "Zip"), "pressmark:formats names 'Zip' twice", "name each once"),
    ],
)
@pytest.mark.parametrize("command", ["validate", "build", "release", "serve"])
def test_a_format_that_there_is_not_is_refused(  # noqa: PLR0913, PLR0917 - each a column
    names: tuple[str, ...],
    wrong: str,
    right: str,
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = wanting(tmp_path, *names)
    output = ("--output", tmp_path / "built") if command in {"build", "serve"} else ()
    code, out, err = run(command, project, *output, capsys=capsys)
    assert (code, out) == (2, "") and wrong in err and right in err
    assert not (tmp_path / "built/datapackage.json").exists()
    assert not (project / "datapackage/releases/1.0.0").exists()


def test_views_are_asked_of_both_engines_though_one_file_is_not_wanted(tmp_path: Path) -> None:
    project = wanting(tmp_path, "SQLite")
    view = next(name for name in EXTRA if "views" in name)
    (project / view).write_text("-- title: Sizes\nselect typeof(key) as t from things", "utf-8")
    with pytest.raises(ProjectError, match=r"in SQLite and .* in DuckDB"):
        pressmark.build(project, tmp_path / "built")
    assert not (tmp_path / "built").exists()


def test_an_unknown_format_of_somebody_elses_package_stops_no_judging(tmp_path: Path) -> None:
    project = wanting(tmp_path, "SQLite")
    folder = publish(project)
    path = folder / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace('"SQLite"', '"SQLite", "Newer"'), "utf-8")
    assert pressmark.validate(read_project(path)).valid

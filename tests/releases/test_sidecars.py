"""Where a release comes from: an in-toto statement of inputs, commit and tools."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.package.digests import read_content_digest
from pressmark.package.project import read_package
from pressmark.releases.sidecars import provenance, read_writers
from pressmark.releases.writers import LIBRARIES, list_other_writers, list_writers
from tests.verify.releases import publish, write_small_project

pytestmark = pytest.mark.usefixtures("unproven", "unguarded")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project inside a git repository, committed."""
    project = write_small_project(tmp_path / "repository" / "inner é")
    git(project.parent, "init", "-q")
    git(project.parent, "add", "-A")
    git(project.parent, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "x")
    return project


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def statement(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "provenance.json").read_text("utf-8"))
    return document


def dependencies(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = statement(folder)["predicate"]["buildDefinition"][
        "resolvedDependencies"
    ]
    return found


def dirty(folder: Path) -> set[str]:
    return {each["name"] for each in dependencies(folder)
            if each.get("annotations", {}).get("dirty")}  # fmt: skip


def test_the_statement_has_the_form_of_slsa_provenance(project: Path) -> None:
    folder = publish(project)
    document = statement(folder)
    assert set(document) == {"_type", "subject", "predicateType", "predicate"}
    assert document["_type"] == "https://in-toto.io/Statement/v1"
    assert document["predicateType"] == "https://slsa.dev/provenance/v1"
    assert document["subject"] == [
        {"name": MANIFEST, "digest": {"sha256": hash_file(folder / MANIFEST)}}
    ]
    definition = document["predicate"]["buildDefinition"]
    assert set(definition) == {
        "buildType", "externalParameters", "internalParameters", "resolvedDependencies",
    }  # fmt: skip
    package = read_package(folder / "datapackage.json", trusted=True)
    assert definition["internalParameters"] == {"content": read_content_digest(package.descriptor)}
    builder = document["predicate"]["runDetails"]["builder"]
    assert set(builder) == {"id", "version"}
    assert {"pressmark", "python", "zlib", *LIBRARIES} <= set(builder["version"])
    assert all(isinstance(version, str) for version in builder["version"].values())


def test_every_input_is_named_with_its_digest(project: Path) -> None:
    folder = publish(project)
    commit, *inputs = dependencies(folder)
    assert commit == {
        "name": "source commit",
        "digest": {"gitCommit": git(project, "rev-parse", "HEAD")},
        "annotations": {"dirty": False},
    }
    assert {each["name"]: each["digest"]["sha256"] for each in inputs} == {
        name: hash_file(project / name)
        for name in (
            "datapackage/datapackage.yaml", "datapackage/notes/1.0.0.md",
            "datapackage/queries/biggest.sql", "datapackage/records/things.csv",
            "datapackage/views/sizes.sql", "schemas/rules/small.sql", "schemas/things.yaml",
        )
    }  # fmt: skip
    assert dirty(folder) == set()


def test_what_the_commit_does_not_hold_says_so(project: Path) -> None:
    (project / "datapackage/records/things.csv").write_text("key,size,day\nz,9,\n", "utf-8")
    (project / "datapackage/queries/new.sql").write_text("select 1 as one", encoding="utf-8")
    (project / "datapackage/views/staged.sql").write_text("select 2 as two", encoding="utf-8")
    git(project, "add", "datapackage/views/staged.sql")
    (project / "unrelated.txt").touch()
    assert dirty(publish(project)) == {
        "source commit", "datapackage/records/things.csv", "datapackage/queries/new.sql",
        "datapackage/views/staged.sql",
    }  # fmt: skip


def test_without_a_commit_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = publish(write_small_project(tmp_path / "bare"))
    assert {each["name"] for each in dependencies(folder)} & {"source commit"} == set()
    with monkeypatch.context() as asked:
        asked.setattr(subprocess, "run", None)
        assert provenance.ask_git(tmp_path / "bare", "rev-parse", "HEAD") is None
    git(tmp_path, "init", "-q", "empty")
    folder = publish(write_small_project(tmp_path / "empty"))
    assert "source commit" not in {each["name"] for each in dependencies(folder)}
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    folder = publish(write_small_project(tmp_path / "without git"))
    assert "source commit" not in {each["name"] for each in dependencies(folder)}


def test_the_package_does_not_depend_on_where_it_comes_from(project: Path, tmp_path: Path) -> None:
    committed = publish(project)
    elsewhere = publish(write_small_project(tmp_path / "elsewhere"))
    assert statement(committed) != statement(elsewhere)
    assert (committed / MANIFEST).read_bytes() == (elsewhere / MANIFEST).read_bytes()


def test_writers_are_read_again_from_a_statement(project: Path) -> None:
    told = read_writers((publish(project) / "provenance.json").read_text("utf-8"))
    assert told == list_writers() and list_other_writers(told) == ()
    assert list_other_writers({**told, "duckdb": "0.1"}) == (
        f"duckdb 0.1 wrote it, {told['duckdb']} is here",
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"predicate": 1}', '{"predicate": null}'])
def test_a_statement_of_another_form_tells_no_writers(text: str) -> None:
    assert read_writers(text) == {}

"""`pressmark diff`: what can be named, what is said in each form, and with which exit code."""

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from pressmark.files.manifest import MANIFEST
from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.build import build
from tests.cli.test_command import run
from tests.packages import field, fields, write_package, write_project

pytestmark = pytest.mark.usefixtures("unproven")
SCHEMA = """
fields:
  - {name: key, type: string}
  - {name: size, type: number}
primaryKey: [key]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of which 1.0.0 is published, and edited since."""
    folder = write_project(tmp_path / "project", {"things": (SCHEMA, "key,size\na,1.0\nb,2\n")})
    release(read_project(folder), date="2026-11-22")
    (folder / "datapackage/records/things.csv").write_text("key,size\na,1\nb,3.50\nc,\n")
    return folder


TEXT = """\
small 1.0.0 → small 1.0.0

things: 1 added, 1 changed
  + c
  ~ b, size: "2" → "3.5"

The changes ask for a minor version: 1.1.0 or higher.
  minor: `things`: 1 record added (records.added)
  patch: `things`, field `size`: 1 value changed (values.corrected)
"""


def test_the_last_version_is_compared_with_the_project(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run("diff", "1.0.0", project, "--project", project, capsys=capsys)
    assert (code, out, err) == (0, TEXT, "")
    monkeypatch.chdir(project)
    assert run("diff", "1.0.0", ".", capsys=capsys) == (0, TEXT, "")
    code, out, _ = run("diff", ".", ".", capsys=capsys)
    assert (code, out) == (0, "small 1.0.0 → small 1.0.0\n\nNothing has changed.\n")


def test_every_way_to_name_a_release_is_the_same(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project / "datapackage/releases/1.0.0"
    clean = shutil.copytree(project, tmp_path / "clean")
    shutil.copy(folder / "data/things.csv", clean / "datapackage/records/things.csv")
    assert build(read_project(clean), tmp_path / "built").valid
    packed = tmp_path / "built/small-1.0.0.zip"
    deeper = tmp_path / "deeper.zip"
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(deeper, "w") as new:
        new.writestr("__MACOSX/small/datapackage.json", "no JSON")
        for name in old.namelist():
            new.writestr(f"small/{name}", old.read(name))
    for word in (folder, folder / "datapackage.json", packed, deeper, tmp_path / "built"):
        assert run("diff", word, project, capsys=capsys) == (0, TEXT, "")
    assert not list(tmp_path.glob("*.staging*"))


def test_a_strangers_packages_are_compared_in_canonical_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, char, text in (
        ("old", ",", 'id,x\n1,"1,50"\n2,"2,0"\n'),
        ("new", ".", "id,x\n2,2\n1,1.5\n"),
    ):
        (tmp_path / name).mkdir()
        schema = fields(
            field("id", "integer"), field("x", "number", decimalChar=char), primaryKey="id"
        )
        write_package(tmp_path / name, {"t": (schema, text)})
    code, out, _ = run("diff", tmp_path / "old", tmp_path / "new", capsys=capsys)
    assert (code, out.splitlines()[-1]) == (0, "Nothing has changed.")


def test_where_the_data_is_wrong_nothing_is_compared(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "datapackage/records/things.csv").write_text("key,size\na,x\n")
    for words in (("1.0.0", project), (project, "1.0.0")):
        code, out, err = run("diff", *words, "--project", project, capsys=capsys)
        assert (code, out) == (1, "") and "small 1.0.0 is not valid: 1 error" in err


def test_a_release_that_is_not_what_its_manifest_says_is_judged(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = shutil.copytree(project / "datapackage/releases/1.0.0", tmp_path / "copied")
    (copied / "data/things.csv").write_text("key,size\na,1\nb,4\n")
    code, out, err = run("diff", copied, project, capsys=capsys)
    assert (code, out) == (1, "") and "file.hash" in err
    (project / "datapackage/releases/1.0.0" / MANIFEST).write_text("")
    code, _, err = run("diff", "1.0.0", project, "--project", project, capsys=capsys)
    assert code == 2 and "is not what was published" in err


def test_json_tells_all_of_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("diff", "1.0.0", project, "--project", project, "--format", "json")
    code, out, _ = run(*words, capsys=capsys)
    document = json.loads(out)
    assert code == 0
    assert document["old"]["version"] == document["new"]["version"] == "1.0.0"
    assert (document["bump"], document["least_version"]) == ("minor", "1.1.0")
    assert [(each["rule"], each["level"]) for each in document["reasons"]] == [
        ("records.added", "minor"),
        ("values.corrected", "patch"),
    ]
    assert document["schema"] == []
    assert document["tables"] == [
        {
            "name": "things",
            "formerly": None,
            "matched_by": ["key"],
            "note": None,
            "added": 1,
            "removed": 0,
            "changed": 1,
            "cells": {"size": 1},
            "moved": 0,
        }
    ]
    cell = {"table": "things", "key": "b", "change": "changed", "field": "size", "record": 2}
    assert document["changes"] == [
        {"table": "things", "key": "c", "change": "added", "field": None, "record": 3}
        | {"before": None, "after": None, "values": {"key": "c", "size": None}},
        cell | {"before": "2", "after": "3.5", "values": None},
    ]


def test_csv_holds_every_change_whatever_the_limit(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "changes.csv"
    words = ("diff", "1.0.0", project, "--project", project, "--format", "csv", "--limit", 0)
    code, out, err = run(*words, "--output", file, capsys=capsys)
    assert (code, out, err) == (0, "", f"changes written to {file}\n")
    header, *heading, one, two, three = csv.reader(io.StringIO(file.read_text("utf-8")))
    assert header == ["table", "key", "field", "change", "before", "after", "record"]
    assert [each[3] for each in heading] == ["release", "release", "release", "table.file"]
    assert [one, two, three] == [
        ["things", "b", "size", "changed", "2", "3.5", "2"],
        ["things", "c", "key", "added", "", "c", "3"],
        ["things", "c", "size", "added", "", "", "3"],
    ]


def test_html_stands_alone_and_escapes_what_it_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("old", "id,a\n1,x\n<b>,y\n"), ("new", "id,a\n1,<script>\n<i>,y\n")):
        (tmp_path / name).mkdir()
        schema = fields(field("id"), field("a", title=name), primaryKey="id")
        write_package(tmp_path / name, {"t": (schema, text)})
    code, out, _ = run(
        "diff", tmp_path / "old", tmp_path / "new", "--format", "html", capsys=capsys
    )
    assert code == 0 and out.startswith("<!doctype html>") and out.endswith("</html>\n")
    assert "<script" not in out and "http:" not in out and "https:" not in out
    assert "<ins>&lt;script&gt;</ins>" in out and "&lt;i&gt;" in out
    assert "title was &#34;old&#34; and is &#34;new&#34;" in out


@pytest.mark.parametrize("format_", ["text", "html"])
def test_a_limit_says_that_there_is_more(
    format_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, end in (("old", "x"), ("new", "y")):
        (tmp_path / name).mkdir()
        rows = "".join(f"{n}{end},{n}\n" for n in range(4))
        write_package(
            tmp_path / name,
            {"k": (fields(field("id"), field("a"), primaryKey="id"), f"id,a\n1,{end}\n2,{end}\n"),
             "f": (fields(field("a"), field("b")), f"a,b\n{rows}")},
        )  # fmt: skip
    words = ("diff", tmp_path / "old", tmp_path / "new", "--format", format_)
    _, out, _ = run(*words, "--limit", 1, capsys=capsys)
    assert out.count("3 more") == 2 and out.count("1 more") == 1
    assert "ompared record by record, as wholes: there is no primary key" in out
    _, out, _ = run(*words, "--limit", 4, capsys=capsys)
    assert "--limit" not in out


def zip_of(path: Path, files: dict[str, str]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"readme.txt": "?"}, "holds no datapackage.json"),
        ({"../out.csv": "a", "datapackage.json": "{}"}, "leaves its folder"),
        ({"datapackage.json": " " * 40_000_000}, "unpacks to more than 250 times its size"),
        ({"datapackage.json": "{}"}, "resources is no list of tables"),
    ],
)
def test_a_zip_that_holds_no_package_is_refused(
    files: dict[str, str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = zip_of(tmp_path / "package.zip", files)
    code, out, err = run("diff", path, path, capsys=capsys)
    assert (code, out) == (2, "") and said in err
    assert not (tmp_path.parent / "out.csv").exists()


def test_what_names_nothing_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no.zip").write_text("no zip")
    for words, said in (
        (["1.0.0", "2.0.0", "--project", project], "2.0.0: is no published version"),
        (["nowhere", project], "nowhere: is no published version, and no file or folder"),
        ([tmp_path / "no.zip", project], "is no zip archive, or is damaged"),
        (["1.0.0", project, "--project", tmp_path], "1.0.0: is no published version"),
        (["1.0.0", project, "--format", "xml"], "'xml'"),
        ([project], "NEW"),
    ):
        code, out, err = run("diff", *words, capsys=capsys)
        assert (code, out) == (2, ""), words
        assert said in err


def test_a_version_that_is_also_a_folder_is_the_version(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "1.0.0").mkdir()
    (project / "2.0.0").mkdir()
    monkeypatch.chdir(project)
    assert run("diff", "1.0.0", ".", capsys=capsys)[0] == 0
    code, _, err = run("diff", "2.0.0", ".", capsys=capsys)
    assert code == 2 and "2.0.0: holds no package" in err


def test_release_next_says_which_version_it_took(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = project / "datapackage/releases/1.1.0"
    code, out, err = run("release", project, "--next", capsys=capsys)
    assert code == 0
    assert out.startswith(f"small 1.1.0 published in {place}\nthe ledger's head is sha256:")
    assert err == "version 1.0.0 became 1.1.0 in datapackage/datapackage.yaml\n"
    code, out, err = run("release", project, "--next", capsys=capsys)
    assert (code, err) == (0, "") and "nothing has changed since 1.1.0" in out
    (project / "datapackage/records/things.csv").write_text("key,size\na,x\n")
    code, out, err = run("release", project, "--next", capsys=capsys)
    assert (code, out) == (1, "") and "cell.type" in err

"""What verify finds: missing, changed, extra, swapped, renamed; and what it says without proof."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError, ReleaseError
from pressmark.files.manifest import (
    MANIFEST,
    hash_file,
    list_files_below,
    read_manifest,
    render_manifest,
)
from pressmark.formats import write_package
from pressmark.releases.derived import DERIVED_LIST, SEAL, seal_list
from pressmark.releases.ledger import LEDGER, read_ledger
from pressmark.verify import rebuild, verify
from pressmark.verify.files import find_twins
from tests.verify.releases import (
    failures,
    publish,
    sentences,
    set_version,
    states,
    write_small_project,
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two published releases and their derived files."""
    project = write_small_project(tmp_path_factory.mktemp("original") / "project")
    publish(project)
    set_version(project, "1.1.0")
    changed = "key,size,day\na,5,\nb,2,\nc,3,\n"
    (project / "datapackage/records/things.csv").write_text(changed, "utf-8")
    publish(project)
    return project


@pytest.fixture
def project(original: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return shutil.copytree(original, tmp_path / "project")


def published(project: Path, version: str = "1.0.0") -> Path:
    return project / "datapackage/releases" / version


def test_every_protection_holds_for_what_was_published(project: Path) -> None:
    for version in ("1.0.0", "1.1.0"):
        found = verify(version, project)
        assert found.valid, found.text()
        assert {check.name for check in found.checks if check.state == "ok"} == {
            "ledger", "manifest", "derived", "published", "act", "content", "package", "rebuilt",
        }  # fmt: skip
        assert states(found, "content") == ["ok"] * 4
        assert states(found, "signature") == ["note"]
    ledger = read_ledger(published(project).parent)
    assert found.head == ledger.head
    assert found.manifest == f"sha256:{hash_file(published(project, '1.1.0') / MANIFEST)}"


def swap(first: Path, second: Path) -> None:
    texts = first.read_bytes(), second.read_bytes()
    second.write_bytes(texts[0])
    first.write_bytes(texts[1])


def rename(path: Path, name: str) -> None:
    path.rename(path.with_name(name))


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


DAMAGE: tuple[tuple[Callable[[Path], object], str], ...] = (
    (lambda f: (f / "data/things.csv").unlink(), "manifest: missing: data/things.csv"),
    (lambda f: (f / "stranger.txt").touch(), "manifest: extra: stranger.txt"),
    (lambda f: (f / "data/.hidden").touch(), "manifest: extra: data/.hidden"),
    (lambda f: (f / "empty").mkdir(), "manifest: extra: empty is an empty folder"),
    (lambda f: (f / "link").symlink_to("datapackage.json"),
     "manifest: extra: link is no plain file"),
    (lambda f: (f / "folder").symlink_to("data"), "manifest: extra: folder is no plain file"),
    (lambda f: os.mkfifo(f / "pipe"), "manifest: extra: pipe is no plain file"),
    (lambda f: (f / "data/THINGS.csv").touch(), "manifest: extra: data/THINGS.csv"),
    (lambda f: truncate(f / "data/things.csv"), "manifest: changed: data/things.csv"),
    (lambda f: truncate(f / MANIFEST),
     "manifest: changed: manifest-sha256.txt is not written as a list is"),
    (lambda f: swap(f / "views/sizes.sql", f / "queries/biggest.sql"),
     "manifest: changed: queries/biggest.sql"),
    (lambda f: rename(f / "views/sizes.sql", "size.sql"), "manifest: missing: views/sizes.sql"),
    (lambda f: (f / MANIFEST).unlink(), "manifest"),
    (lambda f: truncate(f / "report.json"), "act: changed: report.json"),
    (lambda f: (f / "CHANGES.md").unlink(), "act: missing: CHANGES.md"),
    (lambda f: swap(f / "CHANGES.md", f / "changes.csv"), "act: changed: CHANGES.md"),
    (lambda f: truncate(f.parent / LEDGER), "ledger"),
    (lambda f: rename(f.parent.parent.parent / "build/releases/1.0.0/small.sqlite", "x.sqlite"),
     "derived: missing: small.sqlite"),
    (lambda f: (f.parent.parent.parent / "build/releases/1.0.0/more").touch(),
     "derived: extra: more"),
    (lambda f: swap(f.parent.parent.parent / "build/releases/1.0.0/small.sqlite",
                    f.parent.parent.parent / "build/releases/1.0.0/small.duckdb"),
     "derived: changed: small.duckdb"),
)  # fmt: skip


@pytest.mark.parametrize(("damage", "finding"), DAMAGE, ids=[finding for _, finding in DAMAGE])
def test_damage_is_found(damage: Callable[[Path], object], finding: str, project: Path) -> None:
    damage(published(project))
    found = verify("1.0.0", project)
    assert not found.valid and finding in failures(found)
    assert states(found, "rebuilt") == ["note"]


def test_two_releases_that_changed_places_are_found(project: Path) -> None:
    first, second = published(project), published(project, "1.1.0")
    first.rename(project / "x")
    second.rename(first)
    (project / "x").rename(second)
    assert "the folder 1.0.0 holds version 1.1.0" in sentences(
        verify("1.0.0", project), "published"
    )


def test_a_release_made_whole_again_by_a_forger_contradicts_the_ledger(project: Path) -> None:
    folder = published(project)
    (folder / "views/sizes.sql").write_text("select 1 as one", encoding="utf-8")
    listed = read_manifest((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(render_manifest(folder, tuple(listed)), encoding="utf-8")
    found = verify("1.0.0", project)
    assert states(found, "manifest") == ["ok"]
    assert sentences(found, "published") == "version 1.0.0 was published with another manifest"


def test_only_a_later_head_shows_a_rollback(project: Path) -> None:
    folder = published(project).parent
    ledger = read_ledger(folder)
    first = ledger.entries[0].digest()
    assert states(verify("1.0.0", project, head=first), "head") == ["ok"]
    assert states(verify("1.0.0", project, head=ledger.head), "head") == ["ok"]
    document = json.loads((folder / LEDGER).read_text("utf-8"))
    document = {"entries": document["entries"][:1], "head": first}
    (folder / LEDGER).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    assert verify("1.0.0", project).valid
    found = verify("1.0.0", project, head=ledger.head)
    assert failures(found) == ["head"]
    assert not verify("1.1.0", project).valid


def test_a_folder_alone_is_proven_as_far_as_it_goes(project: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(published(project), tmp_path / "alone")
    found = verify(str(folder))
    assert found.valid and found.conclusion == "holds together; nothing here says who published it"
    assert states(found, "ledger") == states(found, "act") == ["note"]
    assert "report.json" in sentences(found, "act")
    with_ledger = verify(str(folder), project)
    assert states(with_ledger, "act") == states(with_ledger, "published") == ["ok"]


def test_files_of_the_project_one_stands_in_are_not_those_of_a_release_elsewhere(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have a 1.0.0; what was derived in the one says nothing of the other."""
    other = write_small_project(tmp_path / "other", "key,size,day\nz,9,\n")
    publish(other)
    shutil.rmtree(other / "build")
    monkeypatch.chdir(project)
    found = verify(str(published(other)))
    assert found.valid, found.text()
    alone = shutil.copytree(published(other), tmp_path / "1.0.0")
    assert verify(str(alone)).valid


def test_a_project_one_stands_in_has_derived_nothing_of_releases_that_are_named(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_small_project(tmp_path / "other", "key,size,day\nz,9,\n")
    publish(other)
    shutil.rmtree(other / "build")
    monkeypatch.chdir(project)
    alone = shutil.copytree(other / "datapackage/releases", tmp_path / "alone")
    for releases in (other / "datapackage/releases", alone):
        found = verify("1.0.0", releases=releases)
        assert found.valid and not states(found, "rebuilt"), found.text()


def test_derived_files_elsewhere_are_those_of_the_release_that_they_name(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(project / "datapackage/releases", tmp_path / "moved")
    monkeypatch.chdir(project)
    found = verify("1.0.0", releases=tmp_path / "moved")
    assert found.valid and states(found, "rebuilt") == ["ok"], found.text()


def test_a_zip_is_proven_and_its_own_bytes_are_looked_at(project: Path) -> None:
    path = project / "build/releases/1.0.0/small-1.0.0.zip"
    found = verify(str(path), project)
    assert found.valid and states(found, "zip") == states(found, "published") == ["ok"]
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x03\x04") + 10  # the time of the first file
    content[place] ^= 1
    path.write_bytes(content)
    assert "zip" in failures(verify(str(path)))


def test_another_packer_is_a_note(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        folder = published(project)
        for name in (*read_manifest((folder / MANIFEST).read_text("utf-8")), MANIFEST):
            archive.write(folder / name, name)
    assert states(verify(str(path)), "zip") == ["note"]


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 5000])
def test_what_is_no_zip_fails(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    path.write_bytes(content)
    assert failures(verify(str(path))) == ["zip"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("../outside", "leaves its folder"),
        ("/outside", "leaves its folder"),
        ("bomb", "unpacks to more than 250 times its size"),
        ("", r"holds no datapackage\.json"),
    ],
)
def test_an_unsafe_zip_is_not_unpacked(name: str, wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "inner" / "release.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST if name else "other", "")
        archive.writestr(name or "else", bytes(20_000_000) if name == "bomb" else b"")
    with pytest.raises(ProjectError, match=wrong):
        verify(str(path))
    assert not (tmp_path / "outside").exists()


def test_names_that_differ_in_case_alone_are_said() -> None:
    assert list(find_twins({"data/a.csv": "", "data/A.csv": "", "b": ""})) == [
        "two names for one file where case does not count: data/a.csv, data/A.csv"
    ]


def test_what_is_nowhere_is_said(project: Path) -> None:
    said = r"no published version(.|\n)*published are 1\.0\.0, 1\.1\.0"
    with pytest.raises(ProjectError, match=said):
        verify("9.9.9", project)


def relisted(folder: Path, change: Callable[[str], str] = str) -> None:
    """List derived files as they are now, as a forger would."""
    path = folder / DERIVED_LIST
    text = path.read_text("utf-8").partition(SEAL)[0]
    remarks = "".join(f"{line}\n" for line in text.splitlines() if line.startswith("#"))
    names = tuple(read_manifest(text))
    path.write_text(seal_list(change(remarks) + render_manifest(folder, names)), encoding="utf-8")


def test_with_other_writers_contents_are_compared_and_it_is_said(project: Path) -> None:
    folder = project / "build/releases/1.0.0"
    path = folder / "small.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:96] + b"\0\x2e\x8f\xfa" + content[100:])
    relisted(folder)
    assert "rebuilt: small.sqlite" in failures(verify("1.0.0", project))
    relisted(folder, lambda remarks: remarks.replace("# apsw 3", "# apsw 2"))
    found = verify("1.0.0", project)
    assert found.valid and states(found, "rebuilt") == ["note"]
    assert "apsw 2" in sentences(found, "rebuilt")


@pytest.mark.parametrize("name", ["small.sqlite", "small.duckdb", "parquet/things.parquet"])
@pytest.mark.parametrize("content", [b"", b"nothing of the kind" * 1000, None])
def test_a_file_that_cannot_be_read_is_said(
    name: str, content: bytes | None, project: Path
) -> None:
    folder = project / "build/releases/1.0.0"
    path = folder / name
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if content is None else content)
    relisted(folder)
    found = verify("1.0.0", project)
    assert not found.valid and "content" in failures(found)
    relisted(folder, lambda remarks: remarks.replace("# duckdb 2", "# duckdb 9"))
    later = verify("1.0.0", project)
    # What is there in part may be read in part, and is then found to be other content.
    unread = "cannot be read" in sentences(found, "content")
    assert later.valid == unread


@pytest.mark.parametrize("name", ["small.sqlite", "small.duckdb"])
def test_another_view_is_no_work_of_an_updated_library(name: str, project: Path) -> None:
    folder = project / "build/releases/1.0.0"
    change = "create view more as select 1 as one"
    if name.endswith("sqlite"):
        with closing(sqlite3.connect(folder / name)) as connection:
            connection.execute(change)
    else:
        with Engine(folder / name) as engine:
            engine.run(change)
    relisted(folder, lambda remarks: remarks.replace("# pyarrow 2", "# pyarrow 1"))
    found = verify("1.0.0", project)
    assert "defines other tables, views or comments" in sentences(found, "rebuilt")
    assert states(found, "rebuilt") == ["failed"]
    relisted(folder, lambda remarks: remarks.replace("# pressmark 0", "# pressmark 9"))
    assert states(verify("1.0.0", project), "rebuilt") == ["note"]


def test_a_derived_file_that_was_left_out_is_said(project: Path) -> None:
    folder = project / "build/releases/1.0.0"
    (folder / "small.sqlite").unlink()
    path = folder / DERIVED_LIST
    lines = path.read_text("utf-8").partition(SEAL)[0].splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.endswith("small.sqlite\n"))
    path.write_text(seal_list(kept), encoding="utf-8")
    assert "small.sqlite is not there" in sentences(verify("1.0.0", project), "rebuilt")


def test_other_columns_are_other_content(project: Path) -> None:
    folder = project / "build/releases/1.0.0"
    with closing(sqlite3.connect(folder / "small.sqlite")) as connection:
        connection.execute("alter table things rename column size to length")
    relisted(folder)
    found = verify("1.0.0", project)
    assert "the columns of things are key, length, day" in sentences(found, "content")


def test_other_writers_do_not_excuse_other_contents(project: Path) -> None:
    folder = project / "build/releases/1.0.0"
    shutil.copy(project / "build/releases/1.1.0/small.sqlite", folder)
    relisted(folder, lambda remarks: remarks.replace("# apsw 3", "# apsw 2"))
    found = verify("1.0.0", project)
    assert not found.valid and "SQLite: not the content" in sentences(found, "content")


def test_an_older_tool_wrote_a_package_otherwise(project: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(published(project), tmp_path / "older")
    descriptor = folder / "datapackage.json"
    document = json.loads(descriptor.read_text("utf-8"))
    descriptor.write_text(json.dumps(document, indent=1), encoding="utf-8")
    listed = read_manifest((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(render_manifest(folder, tuple(listed)), encoding="utf-8")
    assert failures(verify(str(folder))) == ["package: datapackage.json"]
    provenance = folder / "provenance.json"
    text = provenance.read_text("utf-8").replace('"pressmark": "', '"pressmark": "0.')
    provenance.write_text(text, encoding="utf-8")
    found = verify(str(folder))
    assert found.valid and "pressmark 0.0" in sentences(found, "package")


def test_what_does_not_prove_itself_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_small_project(tmp_path / "project")

    def write_otherwise(*words: Any) -> None:
        write_package(*words)
        path = words[-1] / MANIFEST
        path.write_text(path.read_text("utf-8").replace("a", "b"), encoding="utf-8")

    monkeypatch.setattr(rebuild, "write_package", write_otherwise)
    with pytest.raises(ReleaseError, match="written again it gives other bytes"):
        publish(project)
    assert list_files_below(project / "datapackage/releases") == (".lock",)


def test_the_script_in_the_release_needs_nothing_but_python(project: Path) -> None:
    folder = published(project)

    def run() -> tuple[int, str]:
        done = subprocess.run([sys.executable, "-I", "-S", folder / "verify.py"],
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert not done.stderr
        return done.returncode, done.stdout

    code, said = run()
    assert code == 0 and hash_file(folder / MANIFEST) in said
    assert f"ledger {read_ledger(folder.parent).head}" in said
    truncate(folder / "report.html")
    ledger = folder.parent / LEDGER
    text = ledger.read_text("utf-8")
    ledger.write_text(text.replace("2026-11-22", "2026-11-23", 1), encoding="utf-8")
    (folder / "empty").mkdir()
    (folder / "link").symlink_to("data")
    truncate(folder / "data/things.csv")
    code, said = run()
    assert code == 1
    assert {"extra: empty", "extra: link", "changed: data/things.csv", "changed: report.html"} <= {
        *said.splitlines()
    }
    assert "changed: index.json, whose entries do not follow from each other" in said

"""Publishing: once, whole, under a version; and what was published is never touched again."""

import fcntl
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.errors import MachineError, ProjectError, ReleaseError
from pressmark.files.manifest import MANIFEST, hash_file, list_files_below
from pressmark.formats import asked_sqlite
from pressmark.package.project import read_project
from pressmark.publish.release import Published, release
from pressmark.releases.build import build
from pressmark.releases.ledger import LEDGER, read_ledger
from pressmark.site.served import read_served_releases
from pressmark.verify import verify
from tests.packages import write_project

SCHEMA = """
fields:
  - name: key
    type: string
  - name: size
    type: integer
primaryKey: [key]
"""
TEXT = "key,size\na,1\nb,2\n"
WITHOUT = ("--without", "license,creator")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one table, a rule, a view and a query."""
    return write_project(
        tmp_path / "project",
        {"things": (SCHEMA, TEXT)},
        {
            "schemas/rules/small.sql": "-- table: things\n-- key: key\n-- message: too big\n"
            "select key from things where size > 100",
            "datapackage/views/sizes.sql": "-- title: Sizes\nselect size from things",
            "datapackage/queries/biggest.sql": "-- title: Biggest\n"
            "select key from things order by size desc, key",
            "datapackage/notes/1.0.0.md": "# One\n\nThe first.\n",
            "datapackage/withdrawn.csv": "table,key,reason,replaced_by,version\n",
        },
    )


def publish(project: Path) -> Published:
    """Publish the project on a fixed day."""
    return release(read_project(project), date="2026-11-22")


def write_records(project: Path, text: str) -> None:
    """Replace the records."""
    (project / "datapackage/records/things.csv").write_text(text, encoding="utf-8")


def set_version(project: Path, version: str) -> None:
    """Give the package another version."""
    path = project / "datapackage/datapackage.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        "".join(
            f'version: "{version}"\n' if line.startswith("version") else f"{line}\n"
            for line in text.splitlines()
        ),
        encoding="utf-8",
    )


def state(project: Path) -> dict[str, str]:
    """Take the digest of every published file."""
    folder = project / "datapackage/releases"
    names = [name for name in list_files_below(folder) if name != ".lock"]
    return {name: hash_file(folder / name) for name in names}


def test_a_release_is_whole_and_in_the_ledger(project: Path) -> None:
    published = publish(project)
    assert (published.version, published.new) == ("1.0.0", True)
    folder = project / "datapackage/releases/1.0.0"
    assert list_files_below(folder) == (
        "CHANGES.md", "changes.csv", "citation.bib", "citation.json", "citation.ris",
        "citation.txt", "codebook.csv", "codebook.md", "croissant.json", "data/things.csv",
        "datapackage.json", "dcat.jsonld", "manifest-sha256.txt", "provenance.json",
        "queries/biggest.sql", "report.html", "report.json", "rules/small.sql",
        "schema-org.jsonld", "statistics.json", "verify.py", "views/sizes.sql", "withdrawn.csv",
    )  # fmt: skip
    (entry,) = read_ledger(folder.parent).entries
    assert entry.version == "1.0.0" and entry.date == "2026-11-22" and entry.previous is None
    assert entry.manifest == f"sha256:{hash_file(folder / MANIFEST)}"
    assert set(entry.files) == {
        "CHANGES.md", "changes.csv", "provenance.json", "report.html", "report.json",
        "statistics.json", "verify.py",
    }  # fmt: skip
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert report["valid"] is True and "seconds" not in report["tables"][0]
    assert (folder / "CHANGES.md").read_text("utf-8") == (
        "# small 1.0.0: first release\n\nThe first.\n\n## Records\n\n"
        "This is the first release: 1 table, 2 records.\n\n- `things`: 2 records\n"
    )
    assert (folder / "changes.csv").read_text(
        "utf-8"
    ) == "table,key,field,change,before,after,record\n"


@pytest.mark.usefixtures("unproven")
def test_a_release_keeps_the_day_on_which_it_was_first_published(project: Path) -> None:
    publish(project)
    folder = project / "datapackage/releases/1.0.0"
    created = json.loads((folder / "datapackage.json").read_text("utf-8"))["created"]
    assert created == "2026-11-22T00:00:00Z"
    before = state(project)
    again = release(read_project(project), date="2027-01-01")
    assert (again.version, again.new) == ("1.0.0", False)
    assert state(project) == before


@pytest.mark.usefixtures("unproven")
def test_what_the_author_wrote_of_the_day_stands(project: Path) -> None:
    path = project / "datapackage/datapackage.yaml"
    path.write_text('created: "2020-02-03T04:05:06+01:00"\n' + path.read_text("utf-8"), "utf-8")
    publish(project)
    folder = project / "datapackage/releases/1.0.0"
    assert "Released: 2020-02-03\n" in (folder / "citation.txt").read_text("utf-8")


@pytest.mark.usefixtures("unproven")
def test_the_same_again_changes_nothing(project: Path) -> None:
    publish(project)
    before = state(project)
    again = publish(project)
    assert (again.version, again.new) == ("1.0.0", False)
    assert state(project) == before


@pytest.mark.usefixtures("unproven")
def test_other_content_under_the_same_version_is_refused(project: Path) -> None:
    publish(project)
    before = state(project)
    write_records(project, "key,size\na,1\nb,3\n")
    with pytest.raises(ReleaseError, match=r"version 1\.0\.0 is published with other content"):
        publish(project)
    assert state(project) == before


def test_wrong_data_is_not_published(project: Path) -> None:
    write_records(project, "key,size\na,x\n")
    published = publish(project)
    assert published.version is None and published.report.counts == {"cell.type": 1}
    assert state(project) == {}


def test_a_broken_own_rule_is_found_before_publishing(project: Path) -> None:
    write_records(project, "key,size\na,101\n")
    published = publish(project)
    assert published.version is None and published.report.counts == {"rule.small": 1}


@pytest.mark.usefixtures("unproven")
def test_a_second_release_says_what_changed(project: Path) -> None:
    publish(project)
    first = state(project)
    set_version(project, "1.1.0")
    write_records(project, "key,size\na,5\nc,3\n")
    (project / "datapackage/withdrawn.csv").write_text(
        "table,key,reason,replaced_by,version\nthings,b,Counted twice,a,1.1.0\n"
    )
    assert publish(project).version == "1.1.0"
    folder = project / "datapackage/releases/1.1.0"
    changes = (folder / "changes.csv").read_text("utf-8")
    assert changes.startswith(
        "table,key,field,change,before,after,record\n,,version,release,1.0.0,1.1.0,\n"
    )
    assert changes.endswith(
        "things,a,size,changed,1,5,1\n"
        "things,b,key,removed,b,,2\n"
        "things,b,size,removed,2,,2\n"
        "things,c,key,added,,c,2\n"
        "things,c,size,added,,3,2\n"
    )
    assert "- `things`: 1 record added, 1 record removed, 1 record changed" in (
        folder / "CHANGES.md"
    ).read_text("utf-8")
    after = state(project)
    assert {name: after[name] for name in first if name != LEDGER} == {
        name: digest for name, digest in first.items() if name != LEDGER
    }
    one, two = read_ledger(folder.parent).entries
    assert two.previous == one.digest()


@pytest.mark.usefixtures("unproven")
def test_a_release_that_was_touched_is_not_called_unchanged(project: Path) -> None:
    publish(project)
    manifest = project / "datapackage/releases/1.0.0" / MANIFEST
    manifest.write_text("", encoding="utf-8")
    with pytest.raises(ReleaseError, match="is not what the ledger says was published"):
        publish(project)


@pytest.mark.parametrize(
    "version",
    [
        "one",
        "1.0",
        "01.0.0",
        "1.0.0 ",
        "1.0.0\\n",
        "1.0.0-01",
        "1" + "0" * 18 + ".0.0",
        "\u0661.0.0",
    ],
)
def test_a_version_must_be_semantic(version: str, project: Path) -> None:
    set_version(project, version)
    with pytest.raises(ProjectError, match="is no semantic version") as caught:
        publish(project)
    assert caught.value.place.endswith("datapackage/datapackage.yaml")
    assert state(project) == {}


@pytest.mark.usefixtures("unproven")
def test_a_bare_package_has_no_place_for_releases(project: Path) -> None:
    publish(project)
    bare = read_project(project / "datapackage/releases/1.0.0/datapackage.json", trust_rules=True)
    with pytest.raises(ProjectError, match="without a place for releases"):
        release(bare, date="2026-11-22")


def test_a_view_that_one_engine_cannot_run_is_not_published(project: Path) -> None:
    (project / "datapackage/views/bad.sql").write_text("select list_sort([2, 1])", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"datapackage/views/bad\.sql: SQLite .* cannot run it"):
        publish(project)
    assert state(project) == {}


def test_answers_that_differ_are_not_published(project: Path) -> None:
    (project / "datapackage/queries/half.sql").write_text(
        "select size / 2 as half from things order by key", encoding="utf-8"
    )
    with pytest.raises(ProjectError, match=r"half\.sql: row 1 is \(0,\) in SQLite and .* in"):
        publish(project)
    assert state(project) == {}


def write_statements(project: Path, statements: dict[str, str]) -> None:
    """Add views and queries to the project."""
    for name, text in statements.items():
        (project / f"datapackage/{name}.sql").write_text(text, encoding="utf-8")


def test_what_readers_are_answered_otherwise_than_by_kept_views_is_not_published(
    project: Path,
) -> None:
    """SQLite forgets how a view compares texts when it keeps its rows, and DuckDB does not."""
    write_statements(project, {
        "views/bare": "select key, key collate nocase as bare from things",
        "queries/same": "select key from bare where bare = 'A' and bare || '' <> 'A' order by key",
    })  # fmt: skip
    assert build(read_project(project), project / "build/tried").valid
    with pytest.raises(ProjectError, match=r"same\.sql: SQLite answers 1 rows, DuckDB 0"):
        publish(project)
    assert state(project) == {}


def test_what_is_quick_for_kept_views_alone_is_not_published(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = ", ".join(f"things t{number}" for number in range(12))
    views = {"views/n0": f"select count(*) as n from {tables}"}
    for number in range(1, 6):
        below = f"(select n from n{number - 1})"
        views[f"views/n{number}"] = f"select {below} + {below} as n"
    write_statements(project, views)
    # Once the first takes 40 thousand steps, and the last asks it 32 times.
    monkeypatch.setattr(asked_sqlite, "STEPS_BETWEEN_LOOKS", 1_000)
    monkeypatch.setattr(asked_sqlite, "MOST_LOOKS", 200)
    assert build(read_project(project), project / "build/tried").valid
    with pytest.raises(ProjectError, match=r"n[345]\.sql: SQLite .* cannot run it: interrupted"):
        publish(project)
    assert state(project) == {}


def test_two_releases_at_once_are_refused(project: Path) -> None:
    folder = project / "datapackage/releases"
    folder.mkdir()
    with (folder / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(MachineError, match="another release is being made there"):
            publish(project)


@pytest.mark.usefixtures("unproven")
def test_what_a_run_left_under_the_name_of_no_release_is_removed(project: Path) -> None:
    place = project / "datapackage/releases/1.0.0"
    place.mkdir(parents=True)
    (place.parent / ".staging-x").mkdir()
    (place.parent / ".staging-x/half.csv").write_text("half", encoding="utf-8")
    assert publish(project).new
    assert not (place.parent / ".staging-x").exists()


def folder(place: Path) -> None:
    place.mkdir(parents=True)
    (place / "half.csv").write_text("half", encoding="utf-8")


def file(place: Path) -> None:
    place.parent.mkdir()
    place.write_text("half", encoding="utf-8")


def link(place: Path) -> None:
    place.parent.mkdir()
    place.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [folder, file, link])
@pytest.mark.usefixtures("unproven")
def test_whatever_stands_where_a_version_is_to_be_published_stays(
    make: Callable[[Path], None], project: Path
) -> None:
    place = project / "datapackage/releases/1.0.0"
    make(place)
    before = (place.is_symlink(), state(project))
    with pytest.raises(ReleaseError, match=r"(?s)1\.0\.0: stands where .* move it away"):
        publish(project)
    now = {name: each for name, each in state(project).items() if name != ".gitattributes"}
    assert (place.is_symlink(), now) == before
    assert read_ledger(place.parent).entries == ()


def test_what_a_release_derives_for_its_proof_is_kept_for_serving(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its views among them: what is served, and proven again, was made once."""
    publish(project)
    monkeypatch.setattr("pressmark.releases.derived.derive", pytest.fail)
    _, (served,) = read_served_releases(read_project(project), None)
    assert served.database == project / "build/releases/1.0.0/small.sqlite"
    with closing(sqlite3.connect(served.database)) as connection:
        assert connection.execute("select size from sizes order by size").fetchall() == [(1,), (2,)]
    found = verify("1.0.0", project)
    assert found.valid
    assert {("derived", "ok"), ("rebuilt", "ok")} <= {(e.name, e.state) for e in found.checks}


def test_files_of_somebody_where_derived_ones_go_are_left_alone(project: Path) -> None:
    theirs = project / "build/releases/1.0.0/thesis.txt"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("important", "utf-8")
    assert publish(project).new
    assert theirs.read_text("utf-8") == "important"
    assert (project / "build/releases/1.0.0.2/small.sqlite").is_file()


def test_releases_kept_where_derived_files_go_stand_there_alone(project: Path) -> None:
    package = replace(read_project(project), releases=project / "build/releases")
    assert release(package, date="2026-11-22").new
    assert (project / "build/releases/1.0.0" / MANIFEST).is_file()
    names = {each.name for each in (project / "build/releases").glob("[!.]*")}
    assert names == {"1.0.0", LEDGER}


@pytest.mark.usefixtures("unproven")
def test_killed_at_any_moment_old_releases_stand(project: Path) -> None:
    """The command; tests/publish/test_faults.py kills what it does at many more moments."""
    publish(project)
    set_version(project, "1.1.0")
    before = state(project)
    for begun in (".staging-*", f".staging-*/**/{MANIFEST}"):
        kill_where_begun(begun, project, before)
    assert publish(project).version == "1.1.0"
    folder = project / "datapackage/releases"
    assert [entry.version for entry in read_ledger(folder).published] == ["1.0.0", "1.1.0"]
    assert not list(folder.glob(".staging-*"))


def kill_where_begun(begun: str, project: Path, before: dict[str, str]) -> None:
    """Kill the command once files of that pattern are there; what stood before, stands."""
    releases = project / "datapackage/releases"
    there = set(releases.glob(begun))
    command = [sys.executable, "-m", "pressmark", "release", str(project), *WITHOUT]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and set(releases.glob(begun)) <= there:
        time.sleep(0.01)
    process.kill()
    process.wait()
    ledger = read_ledger(releases)
    after = state(project)
    if len(ledger.published) == 1:
        assert {name: after[name] for name in before} == before

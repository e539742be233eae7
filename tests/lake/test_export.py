"""A project → the lake of its releases, with pages and without."""

import html
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pressmark import cli
from pressmark.cli.exported_lake import ALIKE
from pressmark.errors import ProjectError, ReleaseError
from pressmark.export import export, make_lake
from pressmark.export.write import LISTED
from pressmark.files.manifest import hash_file
from pressmark.lake import CATALOGUE
from pressmark.package import Package
from pressmark.package.project import read_project
from pressmark.public_address import parse_public_address
from pressmark.publish.release import release
from pressmark.releases.later_entries import withdraw
from pressmark.site import ServedRelease
from pressmark.site.served import read_served_releases
from tests.packages import write_project

BASE = "https://data.example.org/lake"
DESCRIPTOR = """
name: small
version: {version}
licenses: [{{name: CC0-1.0}}]
contributors: [{{title: Ann}}]
resources: [{{name: things}}, {{name: alike}}]
{more}
"""
SCHEMAS = {
    "things": "fields: [{name: key}, {name: size, type: integer}]\nprimaryKey: key\n",
    "alike": "fields: [{name: ID}, {name: id}]\n",
}
TEXTS = {"things": "key,size\na,1\nb,2\n", "alike": "ID,id\n1,2\n"}

Run = Callable[..., tuple[int, str, str]]


def write_version(folder: Path, version: str, more: str = "") -> Package:
    """Write the project at a version."""
    descriptor = DESCRIPTOR.format(version=version, more=more)
    tables = {name: (SCHEMAS[name], text) for name, text in TEXTS.items()}
    files = {"datapackage/datapackage.yaml": descriptor}
    return read_project(write_project(folder, tables, files))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish two versions of a project, of which the newer one is withdrawn."""
    folder = tmp_path_factory.mktemp("lake") / "project"
    release(write_version(folder, "1.0.0"), date="2026-01-01")
    release(write_version(folder, "1.0.1+b"), date="2026-01-02")
    withdraw(
        folder / "datapackage/releases", "1.0.1+b", reason="Wrong in each row.", date="2026-01-03"
    )
    return folder


@pytest.fixture(scope="module")
def package(project: Path) -> Package:
    return read_project(project)


@pytest.fixture(scope="module")
def served(package: Package) -> tuple[ServedRelease, ...]:
    report, shown = read_served_releases(package, None)
    assert report is None
    return shown


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `export` in this process: exit code, stdout, stderr."""

    def ran(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["pressmark", "export", str(project), *map(str, words)])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as left:
            code = left.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


def ask(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the catalogue of a lake."""
    with duckdb.connect(folder / CATALOGUE, read_only=True) as connection:
        return connection.execute(query).fetchall()


def list_files(folder: Path) -> Iterator[str]:
    """List what stands in a folder."""
    yield from sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_a_lake_without_pages(run: Run, tmp_path: Path, served: tuple[ServedRelease, ...]) -> None:
    """Parquet as it was derived, byte for byte, the catalogue, and what the next export removes."""
    place = tmp_path / "lake"
    code, out, err = run("--lake", "--no-pages", "--output", place)
    files = [
        "releases/1.0.0/parquet/things.parquet", "releases/1.0.1+b/parquet/things.parquet",
    ]  # fmt: skip
    assert list(list_files(place)) == [CATALOGUE, LISTED, *files]
    known = {each.sha256 for release in served for each in release.files}
    assert {hash_file(place / each) for each in files} <= known
    assert (code, out.partition(" (")[0]) == (0, "0 pages in 4 files")
    left_out = f"left out: {ALIKE}"
    no_address = "names no address: readers say DATA_PATH; --base ADDRESS would spare them that"
    assert err.splitlines() == [
        f"'alike' of version 1.0.0 is {left_out}",
        "snapshot 2, version 1.0.1+b, was withdrawn",
        f"'alike' of version 1.0.1+b is {left_out}",
        f"{CATALOGUE} holds 2 releases, and {no_address}",
    ]
    paths = ask(place, "select begin_snapshot, end_snapshot, path from ducklake_data_file")
    assert paths == [
        (1, 2, files[0]),
        (2, 1_000_000_000, files[1]),
        (1_000_000_000, None, files[0]),
    ]


def test_once_more_with_an_address(run: Run, tmp_path: Path) -> None:
    """An earlier lake is replaced, and JSON says the same."""
    place = tmp_path / "lake"
    words = ("--lake", "--no-pages", "--output", place, "--base", f"{BASE}/", "--json")
    assert run(*words)[0] == 0
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    written = json.loads(out)
    assert (written["pages"], written["files"], written["records"]) == (0, 4, "none")
    assert written["lake"] == {
        "catalogue": CATALOGUE,
        "base": BASE,
        "releases": [
            {"snapshot": 1, "version": "1.0.0", "withdrawn": None, "left_out": ["alike"]},
            {
                "snapshot": 2, "version": "1.0.1+b", "withdrawn": "Wrong in each row.",
                "left_out": ["alike"],
            },
        ],
    }  # fmt: skip
    assert ask(place, "select value from ducklake_metadata where key = 'data_path'") == [
        (f"{BASE}/",)
    ]
    # As it stands in an address: there a plus sign may be read as a space.
    assert ask(place, "select path from ducklake_data_file where data_file_id = 1") == [
        ("releases/1.0.1%2Bb/parquet/things.parquet",)
    ]


def test_what_has_no_meaning_is_refused_before_anything_is_written(
    run: Run, tmp_path: Path
) -> None:
    place = tmp_path / "lake"
    for words, said in (
        (("--no-pages",), "--no-pages: speaks of a lake\n  add --lake, or leave --no-pages out"),
        (("--base", BASE), "--base: speaks of a lake\n  add --lake, or leave --base out"),
        (("--lake", "--no-pages", "--records", "all"), "--records: says which records have pages"),
        (("--lake", "--base", "data.example.org"), "--base: the address 'data.example.org' has no"),
    ):
        code, out, err = run("--output", place, *words)
        assert (code, out, place.exists()) == (2, "", False)
        assert said in err


def test_other_files_are_refused_by_name(
    package: Package, served: tuple[ServedRelease, ...], tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(ProjectError, match=r"holds .mine\.txt. and no export"):
        export(served, tmp_path, lake=make_lake(package, served, None), pages=False)
    assert list(list_files(tmp_path)) == ["mine.txt"]


def test_a_lake_beside_the_pages(
    package: Package, served: tuple[ServedRelease, ...], tmp_path: Path
) -> None:
    """It is over the files that the site has anyway and is listed with them; a page tells of it."""
    place, public = tmp_path / "site", parse_public_address(BASE)
    lake = make_lake(package, served, public)
    export(served, place, public=public, records="none", lake=lake)
    there = set(list_files(place))
    assert set(lake.list_files()) | {CATALOGUE, "index.html"} <= there
    assert set((place / LISTED).read_text("utf-8").splitlines()[1:]) == there
    page = html.unescape((place / "releases/index.html").read_text("utf-8"))
    assert f">attach 'ducklake:{BASE}/{CATALOGUE}' as lake;</pre>" in page


def test_without_an_address_no_page_says_how_it_is_opened(
    package: Package, served: tuple[ServedRelease, ...]
) -> None:
    public = parse_public_address(BASE)
    assert make_lake(package, served, None).write_statement(public) is None
    assert make_lake(package, served, public).write_statement(None) is None


def test_a_release_alone_keeps_its_number(package: Package) -> None:
    _, shown = read_served_releases(package, None, only="1.0.1+b")
    (member,) = make_lake(package, shown, None).members
    assert (member.number, member.release.version) == (2, "1.0.1+b")


def test_releases_without_parquet_are_named(tmp_path: Path) -> None:
    package = write_version(tmp_path, "1.0.0", "pressmark:formats: [SQLite]")
    report, shown = read_served_releases(package, tmp_path / "built")
    assert report is not None and report.valid
    with pytest.raises(ReleaseError, match=r"--lake: has no Parquet files.*: 1\.0\.0"):
        make_lake(package, shown, None)

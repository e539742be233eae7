"""From a project to what its site shows: published releases only, and only as published."""

import errno
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest

from pressmark.errors import MachineError, PressmarkError, ReleaseError
from pressmark.files.holding import clear_interrupted, hold
from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.releases.build import build
from pressmark.releases.derived import DERIVED_LIST
from pressmark.releases.later_entries import annotate, withdraw
from pressmark.releases.place import choose_build_folder
from pressmark.site.downloads.watched import FileStamp
from pressmark.site.served import read_served_releases
from tests.packages import field, fields, read, write_package, write_project

SCHEMA = (
    "fields:\n  - {name: key, type: string}\n  - {name: note, type: string}\nprimaryKey: [key]\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a project once, and edit its records."""
    folder = tmp_path_factory.mktemp("made") / "project"
    write_project(folder, {"things": (SCHEMA, "key,note\na,old\n")})
    release(read_project(folder), date="2026-11-22")
    (folder / "datapackage/records/things.csv").write_text("key,note\na,new\nb,\n")
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A project with one published release, whose records have been edited since."""
    return shutil.copytree(made, tmp_path / "project")


def test_published_releases_are_served_from_the_build_folder(project: Path) -> None:
    report, (served,) = read_served_releases(read_project(project), None)
    assert report is None
    assert served.version == "1.0.0" and served.records == {"things": 1}
    assert served.database == project / "build/releases/1.0.0/small.sqlite"
    names = {file.name for file in served.files}
    assert {"data/things.csv", "datapackage.json", MANIFEST, "verify.py", "small-1.0.0.zip",
            "small.duckdb", "parquet/things.parquet", "derived-sha256.txt"} <= names  # fmt: skip
    assert all(hash_file(file.path) == file.sha256 for file in served.files)


def test_derived_files_are_made_again_when_they_are_not_what_they_were(project: Path) -> None:
    package = read_project(project)

    def database() -> Path:
        _, (found,) = read_served_releases(package, None)
        return found.database

    first = database()
    made = first.stat().st_mtime_ns
    assert database() == first and first.stat().st_mtime_ns == made
    good = first.read_bytes()
    first.write_bytes(good[:-1] + b"x")
    assert database() == first and first.read_bytes() == good
    (first.parent / "stranger.txt").write_text("?")
    assert database() == first and not (first.parent / "stranger.txt").exists()


def test_what_somebody_serves_is_not_replaced_by_what_others_make(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by other writers nor where it is damaged; what nobody holds goes."""
    package, build = read_project(project), project / "build/releases"
    _, (first,) = read_served_releases(package, None)
    kept = [file.mark for file in first.files]
    monkeypatch.setattr("pressmark.releases.derived.list_writers", lambda: {"other": "9"})
    _, (second,) = read_served_releases(package, None)
    assert second.database == build / "1.0.0.2/small.sqlite"
    assert first.is_unchanged and [FileStamp.of(file.path) for file in first.files] == kept
    second.database.write_bytes(b"?")
    _, (third,) = read_served_releases(package, None)
    assert third.database == build / "1.0.0.3/small.sqlite"
    assert first.is_unchanged and second.database.read_bytes() == b"?"
    del first, second
    shutil.rmtree(third.database.parent)
    _, (fourth,) = read_served_releases(package, None)
    assert fourth.database == build / "1.0.0/small.sqlite"
    assert sorted(each.name for each in build.iterdir()) == ["1.0.0"]


def test_a_package_that_is_served_is_not_replaced_by_a_further_build(tmp_path: Path) -> None:
    package = read(write_package(tmp_path, {"t": (fields(field("a")), "a\nx\n")}))
    _, (first,) = read_served_releases(package, tmp_path / "out")
    _, (second,) = read_served_releases(package, tmp_path / "out")
    assert first.database.parent == tmp_path / "out/current"
    assert second.database.parent == tmp_path / "out/current.2"
    assert first.is_unchanged and second.is_unchanged
    with pytest.raises(MachineError, match=r"current: is being served"):
        build(package, tmp_path / "out/current")
    del first, second
    _, (third,) = read_served_releases(package, tmp_path / "out")
    assert third.database.parent == tmp_path / "out/current"
    assert not (tmp_path / "out/current.2").exists()


def test_what_an_interrupted_run_left_goes_with_the_next(project: Path) -> None:
    shutil.rmtree(project / "build/releases/1.0.0")
    (project / "build/releases/.staging-left").mkdir()
    (project / "build/releases/.staging-made").mkdir()
    making = hold(project / "build/releases/.staging-made")
    read_served_releases(read_project(project), None)
    assert not (project / "build/releases/.staging-left").exists()
    assert (project / "build/releases/.staging-made").exists() and making


def test_without_locks_nobody_clears_what_others_may_be_making(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".staging-made").mkdir()
    monkeypatch.setattr("fcntl.flock", Mock(side_effect=OSError(errno.ENOLCK, "no locks")))
    clear_interrupted(tmp_path)
    assert (tmp_path / ".staging-made").exists()
    monkeypatch.undo()
    clear_interrupted(tmp_path)
    assert not (tmp_path / ".staging-made").exists()


def test_a_release_that_was_touched_is_not_served(project: Path) -> None:
    manifest = project / "datapackage/releases/1.0.0" / MANIFEST
    manifest.write_text(manifest.read_text() + "\n")
    with pytest.raises(ReleaseError, match=r"manifest-sha256\.txt: is not what was published"):
        read_served_releases(read_project(project), None)


@pytest.mark.parametrize("name", ["data/things.csv", "report.json", "datapackage.json"])
@pytest.mark.parametrize("already_served", [False, True])
def test_a_release_of_which_a_file_was_touched_is_not_served(
    name: str, already_served: bool, project: Path
) -> None:
    if already_served:
        read_served_releases(read_project(project), None)
    path = project / "datapackage/releases/1.0.0" / name
    path.write_text(path.read_text().replace("a", "b"))
    with pytest.raises(ReleaseError, match=rf"{name}: is not what was published"):
        read_served_releases(read_project(project), None)


def test_a_bare_package_is_built_into_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = tmp_path / "source"
    source.mkdir()
    package = read(write_package(source, {"t": (fields(field("a")), "a\nx\n")}))
    before = sorted(source.iterdir())
    report, (served,) = read_served_releases(package, None)
    assert report is not None and report.valid
    assert served.database.is_relative_to(tmp_path / "cache/pressmark")
    assert sorted(source.iterdir()) == before
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert choose_build_folder(package).is_relative_to(tmp_path / ".cache/pressmark")


def test_wrong_data_of_a_bare_package_is_not_served(tmp_path: Path) -> None:
    source = write_package(tmp_path, {"t": (fields(field("a", "integer")), "a\nx\n")})
    report, served = read_served_releases(read(source), tmp_path / "out")
    assert report is not None and not report.valid and served == ()


def test_what_the_ledger_says_later_reaches_the_site(project: Path) -> None:
    releases = project / "datapackage/releases"
    withdraw(releases, "1.0.0", reason="Wrong.", date="2026-12-01")
    annotate(releases, "1.0.0", doi="10.1234/abc", reason=None, date="2026-12-02")
    _, (found,) = read_served_releases(read_project(project), None)
    assert (found.withdrawn, found.doi) == ("Wrong.", "10.1234/abc")


def every_file(project: Path) -> list[Path]:
    """List every file of the only release, as published and as derived."""
    _, (served,) = read_served_releases(read_project(project), None)
    return [file.path for file in served.files]


def flip(path: Path, position: int) -> None:
    """Change one bit of a file."""
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("where", [0, 0.5, 1])
def test_a_flipped_bit_stops_the_start_or_is_mended(project: Path, where: float) -> None:
    """Of whatever is served: published files stop it, derived ones are made again."""
    stopped, mended, told = [], [], []
    for path in every_file(project):
        good = path.read_bytes()
        flip(path, int(where * (len(good) - 1)))
        assert path.read_bytes() != good
        try:
            _, (served,) = read_served_releases(read_project(project), None)
        except ReleaseError as error:
            stopped.append(path.name)
            told.append((f"{path}: is not what was published", str(error)))
            path.write_bytes(good)
        else:
            mended.append(path.name)
            assert path.is_relative_to(project / "build")
            assert all(hash_file(file.path) == file.sha256 for file in served.files)
            # A DuckDB file is never the same twice, and the list of derived files names its digest.
            assert (
                path.suffix == ".duckdb" or path.name == DERIVED_LIST or (path.read_bytes() == good)
            )
            del served
    assert all(sentence in answer for sentence, answer in told)
    assert {"things.csv", "report.json", "report.html", "CHANGES.md", "verify.py", MANIFEST,
            "datapackage.json", "citation.bib", "provenance.json"} <= set(stopped)  # fmt: skip
    assert {"small.sqlite", "small.duckdb", "things.parquet", "small-1.0.0.zip",
            DERIVED_LIST} == set(mended)  # fmt: skip


def test_a_ledger_of_which_a_bit_was_flipped_stops_the_start(project: Path) -> None:
    """Its entries name each other."""
    ledger = project / "datapackage/releases/index.json"
    digest = ledger.read_text("utf-8").index("sha256:") + 10
    flip(ledger, digest)
    with pytest.raises(PressmarkError):
        read_served_releases(read_project(project), None)

"""`--releases DIR`: a publisher with large data keeps the folder of releases elsewhere."""

import json
import shutil
from pathlib import Path

import pytest

from pressmark.files.staging import PREFIX
from pressmark.releases.ledger import LEDGER, read_ledger
from tests.cli.test_command import run
from tests.packages import write_project
from tests.releases.conftest import SCHEMA
from tests.releases.test_find import citation
from tests.verify.releases import set_version

RECORDS = "datapackage/records/things.csv"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for a project that is published once, and copied for each test."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture
def kept(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """Stand in a project of which 1.0.0 and 1.1.0 are published elsewhere."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if not (made / "kept/1.1.0").exists():
        publish_elsewhere(made, monkeypatch, capsys)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "kept"


def publish_elsewhere(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Publish both versions of the project, by the command."""
    project = write_project(made / "project", {"things": (SCHEMA, "key\na\n")})
    folder = made / "kept"
    folder.mkdir()
    monkeypatch.chdir(project)
    code, out, _ = run("release", "--releases", folder, capsys=capsys)
    assert code == 0 and f"small 1.0.0 published in {folder / '1.0.0'}" in out
    (project / RECORDS).write_text("key\na\nb\n")
    code, out, err = run("release", "--next", "--releases", folder, capsys=capsys)
    assert code == 0 and "version 1.0.0 became 1.1.0" in err, err
    assert f"small 1.1.0 published in {folder / '1.1.0'}" in out
    assert not (project / "datapackage/releases").exists()


def test_a_version_is_published_once_there_too(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run("release", "--releases", kept, capsys=capsys)
    assert code == 0 and "is already published, unchanged" in out
    set_version(Path(), "1.0.5")
    code, _, err = run("release", "--releases", kept, capsys=capsys)
    assert code == 2 and "1.1.0" in err
    assert [each.version for each in read_ledger(kept).published] == ["1.0.0", "1.1.0"]


def test_verify_cite_and_diff_look_there(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--releases", kept)
    code, out, _ = run("verify", "1.0.0", *where, "--json", capsys=capsys)
    document = json.loads(out)
    assert code == 0 and document["head"] == read_ledger(kept).head
    assert "published" in {each["check"] for each in document["checks"] if each["state"] == "ok"}
    code, out, _ = run("cite", *where, capsys=capsys)
    assert code == 0 and "Version 1.1.0" in out and f"Ledger: {read_ledger(kept).head}" in out
    assert "Version 1.0.0" in run("cite", "1.0.0", *where, capsys=capsys)[1]
    code, out, _ = run("diff", "1.0.0", "1.1.0", *where, capsys=capsys)
    assert code == 0 and "1 added" in out
    assert run("diff", "1.1.0", ".", *where, capsys=capsys)[0] == 0
    for command in ("verify", "cite"):
        code, out, err = run(command, "1.0.0", capsys=capsys)
        assert (code, out) == (2, "") and "nothing is published here" in err


def test_withdraw_and_annotate_write_there(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--releases", kept)
    assert run("withdraw", "1.0.0", "--reason", "Wrong.", *where, capsys=capsys)[0] == 0
    assert run("annotate", "1.1.0", "--doi", "10.1234/abc", *where, capsys=capsys)[0] == 0
    ledger = read_ledger(kept)
    assert [each.act for each in ledger.entries[2:]] == ["withdrawn", "annotated"]
    assert "Withdrawn: Wrong." in run("cite", "1.0.0", *where, capsys=capsys)[1]


@pytest.mark.parametrize("word", [".", "1.0.0"])
def test_serve_and_verify_citation_look_there(
    word: str, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[str] = []

    def serve(releases: list[object], *_: object, **_told: object) -> None:
        shown.extend(each.version for each in releases)  # type: ignore[attr-defined]

    monkeypatch.setattr("pressmark.site.serve", serve)
    assert run("serve", word, "--releases", kept, capsys=capsys)[0] == 0
    assert shown == (["1.0.0", "1.1.0"] if word == "." else ["1.0.0"])
    assert Path("build/releases/1.0.0/small.sqlite").is_file()
    Path("citation.json").write_text(citation(kept / "1.0.0"))
    words = ("verify-citation", "citation.json", word)
    code, out, _ = run(*words, "--releases", kept, capsys=capsys)
    assert code == 1 and out.startswith("different: small 1.0.0")
    assert run(*words, capsys=capsys)[0] == 2


def test_no_project_is_needed_to_read(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[bool] = []

    def serve(releases: list[object], *_: object, **_told: object) -> None:
        shown.extend(each.package.trusted for each in releases)  # type: ignore[attr-defined]

    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setattr("pressmark.site.serve", serve)
    for words in (("verify", "1.0.0"), ("cite",), ("diff", "1.0.0", "1.1.0"), ("serve",)):
        assert run(*words, "--releases", kept, capsys=capsys)[0] == 0, words
    assert shown == [False, False]


COMMANDS = (
    ("release",),
    ("verify", "1.0.0"),
    ("cite",),
    ("cite", "1.0.0"),
    ("diff", "1.0.0", "."),
    ("serve",),
    ("serve", "1.0.0"),
    ("verify-citation", "citation.json"),
    ("withdraw", "1.0.0", "--reason", "Wrong."),
    ("annotate", "1.0.0", "--reason", "Noted."),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_folder_that_cannot_be_meant_is_refused(
    words: tuple[str, ...], kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("citation.json").write_text(citation(kept / "1.0.0"))
    shutil.rmtree(kept)
    for folder, wrong in (
        (kept, "there is no such folder"),
        (Path(RECORDS), "is a file, not a folder"),
        (Path("datapackage"), "holds no ledger"),
    ):
        code, out, err = run(*words, "--releases", folder, capsys=capsys)
        assert (code, out) == (2, ""), (folder, out, err)
        assert f"pressmark: {folder}: " in err and wrong in err
    assert not list(Path("datapackage").rglob(LEDGER)) and not kept.exists()


def test_what_an_interrupted_first_release_left_is_no_hindrance(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for each in list(kept.iterdir()):
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    (kept / f"{PREFIX}left").mkdir()
    assert run("release", "--releases", kept, capsys=capsys)[0] == 0
    assert not (kept / f"{PREFIX}left").exists()


def test_a_package_that_is_no_project_has_no_releases(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("release", kept / "1.0.0", "--releases", kept)
    code, _, err = run(*words, capsys=capsys)
    assert code == 2 and "without a place for releases" in err

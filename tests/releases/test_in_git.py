"""A project in git: what a release adds, and the lines without which git would not keep it well."""

import json
from pathlib import Path

import pytest

from pressmark.package.project import read_project
from pressmark.publish.release import rehearse, release
from pressmark.releases import in_git as module
from pressmark.releases.in_git import InGit, render_pattern
from pressmark.releases.line_ends import ATTRIBUTES
from tests.cli.test_command import run
from tests.packages import field, fields, write_project
from tests.releases.test_line_ends import committed, git

DAY = "2026-11-28"
pytestmark = pytest.mark.usefixtures("unproven", "unguarded")
SCHEMA = json.dumps(fields(field("key"), field("text"), primaryKey="key"))
RECORDS, IGNORED = "datapackage/records/** -text\n", "build/\ndatapackage/releases/.lock\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in git, ready to be published."""
    return in_a_repository(tmp_path / "project", tmp_path / "project")


def in_a_repository(project: Path, repository: Path) -> Path:
    """Write a project of one table, and begin a repository."""
    write_project(project, {"things": (SCHEMA, "key,text\na,one\n")})
    git(repository, "init", "-q", "-b", "main")
    return project


def texts(project: Path) -> tuple[str | None, str | None]:
    """Give what the two files of git hold."""
    found = (project / ATTRIBUTES, project / ".gitignore")
    first, second = (each.read_text("utf-8") if each.exists() else None for each in found)
    return first, second


def published(project: Path) -> InGit | None:
    """Publish a project and say what git gets."""
    return release(read_project(project), date=DAY).git


def test_a_release_writes_what_git_lacks_once(project: Path) -> None:
    found = published(project)
    assert found is not None
    assert texts(project) == (RECORDS, IGNORED)
    assert [each.path.relative_to(project).as_posix() for each in found.lacking] == [
        ATTRIBUTES, ".gitignore", "datapackage/releases/.gitattributes",
    ]  # fmt: skip
    folder = project / "datapackage/releases/1.0.0"
    assert found.adds == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    committed(project, "all")
    (project / "build").mkdir(exist_ok=True)
    (project / "build/made").touch()
    assert git(project, "status", "--porcelain") == ""
    told = git(project, "check-attr", "text", "--", "datapackage/records/things.csv")
    assert told.endswith(": unset\n")
    # A repeat adds nothing, and there is nothing to add.
    assert published(project) == InGit(None, ())
    assert texts(project) == (RECORDS, IGNORED)


def test_a_dry_run_says_the_same_and_writes_nothing(project: Path) -> None:
    found = rehearse(read_project(project), date=DAY).git
    assert texts(project) == (None, None)
    assert found == published(project)


def test_the_repository_of_a_hook_is_not_taken_for_that_of_the_project(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(project, "all")
    outside = write_project(tmp_path / "outside", {"things": (SCHEMA, "key,text\na,one\n")})
    monkeypatch.setenv("GIT_DIR", str(project / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    assert published(outside) is None
    assert texts(outside) == (None, None)
    provenance = outside / "datapackage/releases/1.0.0/provenance.json"
    assert "gitCommit" not in provenance.read_text("utf-8")


def test_wrong_data_writes_nothing(project: Path) -> None:
    (project / "datapackage/records/things.csv").write_text("key,text\n,\n", encoding="utf-8")
    assert published(project) is None
    assert texts(project) == (None, None)


@pytest.mark.parametrize(
    ("attributes", "kept", "ignore", "left"),
    [
        ("# ours\n*.png binary", "# ours\n*.png binary\n" + RECORDS, "*.pyc", "*.pyc\n" + IGNORED),
        ("* text=auto\n", "* text=auto\n" + RECORDS, "", IGNORED),
        ("* text=auto\r\n", "* text=auto\r\n" + RECORDS.replace("\n", "\r\n"),
         "x\r\n", "x\r\n" + IGNORED.replace("\n", "\r\n")),
        # Where somebody has spoken nothing is added, also where it was said in other words.
        ("* -text\n", "* -text\n", "/build\n.lock\n", "/build\n.lock\n"),
        ("*.csv text\n", "*.csv text\n", "!build/\n*.lock\n!.lock\n", "!build/\n*.lock\n!.lock\n"),
    ],
)  # fmt: skip
def test_what_people_wrote_stays(
    attributes: str, kept: str, ignore: str, left: str, project: Path
) -> None:
    (project / ATTRIBUTES).write_bytes(attributes.encode())
    (project / ".gitignore").write_bytes(ignore.encode())
    published(project)
    assert (project / ATTRIBUTES).read_bytes() == kept.encode()
    assert (project / ".gitignore").read_bytes() == left.encode()


def test_bytes_that_are_no_utf_8_stay(project: Path) -> None:
    (project / ".gitignore").write_bytes(b"caf\xe9\n")
    published(project)
    assert (project / ".gitignore").read_bytes() == b"caf\xe9\n" + IGNORED.encode()


def test_a_link_is_left_alone(project: Path, tmp_path: Path) -> None:
    """Git follows none to these files."""
    (tmp_path / "shared").write_text("x\n", encoding="utf-8")
    (project / ".gitignore").symlink_to(tmp_path / "shared")
    published(project)
    assert (project / ".gitignore").is_symlink()
    assert (tmp_path / "shared").read_text("utf-8") == "x\n"


def test_records_that_a_checkout_changed_are_not_guarded(project: Path, tmp_path: Path) -> None:
    """Git would take them for changed by people, and keep the returns."""
    committed(project, "all")
    clone = tmp_path / "clone"
    git(project, "clone", "-q", "-c", "core.autocrlf=true", str(project), str(clone))
    assert b"\r\n" in (clone / "datapackage/records/things.csv").read_bytes()
    published(clone)
    assert texts(clone) == (None, IGNORED)


def test_a_project_inside_a_repository_has_files_of_its_own(tmp_path: Path) -> None:
    project = in_a_repository(tmp_path / "all/of it/project", tmp_path / "all")
    published(project)
    assert texts(project) == (RECORDS, IGNORED)
    assert texts(tmp_path / "all") == (None, None)


@pytest.mark.parametrize("ignored", [False, True], ids=["no repository", "ignored"])
def test_outside_of_git_nothing_is_written_or_said(tmp_path: Path, *, ignored: bool) -> None:
    project = tmp_path / "all/project"
    write_project(project, {"things": (SCHEMA, "key,text\na,one\n")})
    if ignored:
        git(tmp_path, "init", "-q")
        (tmp_path / ".gitignore").write_text("all/\n", encoding="utf-8")
    assert published(project) is None
    assert texts(project) == (None, None)


def test_releases_elsewhere_add_nothing_to_git(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "large").mkdir()
    words = ("release", project, "--releases", tmp_path / "large", "--json")
    found = json.loads(run(*words, capsys=capsys)[1])["git"]
    assert found["adds"] is None
    assert texts(project) == (RECORDS, "build/\n")
    assert not (project / "datapackage/releases").exists()


def test_the_command_says_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: object) -> str:
        code, out, _ = run("release", project, *words, capsys=capsys)
        assert code == 0
        return out

    dry = said("--dry-run")
    assert " kB to git\n" in dry and "\nit would add " in dry
    assert f"\nwould be added to {project / '.gitignore'}, for what need not be kept: build/" in dry
    told = json.loads(said("--json", "--dry-run"))["git"]
    out = said()
    assert "\nit adds " in out and "--releases" not in out
    assert f"\nadded to {project / ATTRIBUTES}, so that no checkout changes line ends: " in out
    assert told["wrote"][0] == {"file": str(project / ATTRIBUTES), "lines": [RECORDS.strip()]}
    assert " to git" not in said()


def test_a_large_release_is_better_kept_elsewhere(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pressmark.cli.releasing import Releasing

    monkeypatch.setattr(module, "LARGE", 1000)
    Releasing(project, without=("license", "creator")).run()
    out = capsys.readouterr().out
    assert "git keeps every version for ever, in every clone: above 1.0 kB keep releases in" in out
    assert "--releases DIR" in out


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("datapackage/records/a.csv", "datapackage/records/**"),
        ("a.csv", "/a.csv"),
        ("of it/a.csv", '"of it/**"'),
        ('a"\\b/a.csv', r'"a\"\\\\b/**"'),
        ("!a*[b]?/a.csv", r'"\\!a\\*\\[b\\]\\?/**"'),
        ("é\t/a.csv", '"é\\011/**"'),
    ],
)
def test_git_reads_a_pattern_as_the_file(name: str, pattern: str, tmp_path: Path) -> None:
    assert render_pattern(name) == pattern
    git(tmp_path, "init", "-q")
    (tmp_path / ATTRIBUTES).write_text(f"{pattern} -text\n", encoding="utf-8")
    assert git(tmp_path, "check-attr", "-z", "text", "--", name).split("\0")[2] == "unset"

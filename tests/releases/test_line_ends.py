"""Line ends: no checkout changes what is published, and none is what somebody wrote."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark.errors import ReleaseError
from pressmark.files.manifest import MANIFEST, hash_file, list_files_below, read_manifest
from pressmark.package.project import read_project
from pressmark.publish.next_version import Unchanged, choose_next_version
from pressmark.publish.release import release
from pressmark.releases import line_ends
from pressmark.releases.build import build
from pressmark.releases.ledger import LEDGER, read_ledger
from pressmark.releases.line_ends import ATTRIBUTES, KEPT, differs_in_line_ends, keeps_line_ends
from pressmark.report import Report
from pressmark.site.served import read_served_releases
from pressmark.verify import Verification, verify
from tests.packages import write_project
from tests.verify.releases import EXTRA, SCHEMA, failures, sentences, set_version

DAY = "2026-11-22"
pytestmark = pytest.mark.usefixtures("unproven", "unguarded")
WORDS = """
fields:
  - name: key
    type: string
    description: |
      A key
      of two lines.
  - {name: text, type: string}
primaryKey: [key]
"""
MORE = {
    "datapackage/withdrawn.csv": "table,key,reason,replaced_by,version\n"
    'things,z,"Was never\nthere.",,1.1.0\n',
    "datapackage/notes/1.1.0.md": "# Two\n\nThe second,\nin two lines.\n",
    "datapackage/views/lines.sql": "-- title: Lines\n-- in words\nselect key,\n  size -- so big\n"
    "from things\nwhere key <> 'a\nb'\n",
    "datapackage/pages/front.sql": "-- title: Front\nselect key\nfrom things\n",
    ".gitignore": "build/\n.lock\n",
}


def git(folder: Path, *words: str) -> str:
    own = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *own, *words], cwd=folder, capture_output=True, text=True,
                          check=True)  # fmt: skip
    return done.stdout


def committed(project: Path, message: str) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", message)


def cloned(project: Path, place: Path, autocrlf: str) -> Path:
    """Clone a project as git does where `core.autocrlf` is set."""
    git(project, "clone", "-q", "-c", f"core.autocrlf={autocrlf}", str(project), str(place))
    return place


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in git whose 1.0.0 is published, and whose 1.1.0 is ready to be."""
    tables = {
        "things": (SCHEMA, "key,size,day\na,1,2021-05-18\nb,2,\nz,3,\n"),
        "words": (WORDS, "key,text\na,one\nb,two\n"),
    }
    project = write_project(tmp_path_factory.mktemp("git") / "project", tables, EXTRA)
    git(project, "init", "-q", "-b", "main")
    release(read_project(project), date=DAY)
    for name, text in MORE.items():
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    records = project / "datapackage/records/things.csv"
    records.write_text("key,size,day\na,1,2021-05-18\nb,2,\nc,4,\n", encoding="utf-8")
    set_version(project, "1.1.0")
    committed(project, "all")
    return project


@pytest.fixture
def project(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "project")


def package_files(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file of a release's package."""
    listed = read_manifest((folder / MANIFEST).read_text("utf-8"))
    return {name: (folder / name).read_bytes() for name in (*listed, MANIFEST)}


def test_a_release_has_the_same_bytes_from_any_checkout(project: Path, tmp_path: Path) -> None:
    found = []
    for autocrlf in ("false", "true"):
        clone = cloned(project, tmp_path / autocrlf, autocrlf)
        authored = clone / "datapackage/views/lines.sql"
        assert (b"\r\n" in authored.read_bytes()) == (autocrlf == "true")
        # What is published is left alone, for a release wrote .gitattributes.
        assert verify("1.0.0", clone).valid
        package = read_project(clone)
        assert "\r" not in "".join(each.text for each in (*package.views, *package.pages))
        assert package.note and "\r" not in package.note
        assert release(package, date=DAY).new
        found.append(clone / "datapackage/releases/1.1.0")
        assert verify("1.1.0", clone).valid
    first, second = map(package_files, found)
    assert first == second and b"\r" not in b"".join(first.values())
    for name in ("CHANGES.md", "changes.csv", "verify.py"):
        assert (found[0] / name).read_bytes() == (found[1] / name).read_bytes()


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_what_people_write_may_have_any_line_ends(end: str, project: Path, tmp_path: Path) -> None:
    build(read_project(project), tmp_path / "lf")
    # Records end in LF or CRLF alone.
    for path in (project / "datapackage").rglob("*"):
        authored = path.suffix in {".sql", ".md"} or path.name == "withdrawn.csv"
        if authored and "releases" not in path.parts:
            path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    build(read_project(project), tmp_path / "other")
    assert package_files(tmp_path / "lf") == package_files(tmp_path / "other")


def test_what_others_published_keeps_its_line_ends(project: Path, tmp_path: Path) -> None:
    """package(package(x)) = package(x), also of what an older version wrote with CRLF."""
    build(read_project(project), tmp_path / "built")
    path = tmp_path / "built/views/lines.sql"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    package = read_project(tmp_path / "built", trust_rules=True)
    build(package, tmp_path / "again")
    assert (tmp_path / "again/views/lines.sql").read_bytes() == path.read_bytes()


def test_next_finds_no_change_in_another_checkout(project: Path, tmp_path: Path) -> None:
    release(read_project(project), date=DAY)
    committed(project, "1.1.0")
    clone = cloned(project, tmp_path / "clone", "true")
    assert choose_next_version(read_project(clone)) == Unchanged("1.1.0")
    assert not release(read_project(clone), date="2026-12-24").new


def test_cells_that_git_changed_are_not_published(project: Path, tmp_path: Path) -> None:
    """A quoted cell of two lines is data, and a checkout with CRLF makes another of it."""
    path = project / "datapackage/records/words.csv"
    path.write_bytes(b'key,text\na,"one\nline"\nb,two\n')
    release(read_project(project), date=DAY)
    # As in a project of which no release wrote that its records stay as they are.
    (project / ATTRIBUTES).unlink()
    committed(project, "two lines")
    clone = cloned(project, tmp_path / "clone", "true")
    assert b"\r\n" in (clone / "datapackage/records/words.csv").read_bytes()
    before = package_files(clone / "datapackage/releases/1.1.0")
    wrong = r"records/words\.csv: git holds line feeds where .*(?s:.)*write the line `\* -text`"
    for run in (
        lambda: release(read_project(clone), date=DAY),
        lambda: choose_next_version(read_project(clone)),
        lambda: build(read_project(clone), tmp_path / "built"),
    ):
        with pytest.raises(ReleaseError, match=wrong):
            run()
    assert package_files(clone / "datapackage/releases/1.1.0") == before
    # With what the message says it is the same again.
    (project / ATTRIBUTES).write_text(KEPT, encoding="utf-8")
    committed(project, "attributes")
    assert not release(read_project(cloned(project, tmp_path / "c", "true")), date=DAY).new


def test_cells_that_somebody_wrote_with_crlf_are_data(project: Path) -> None:
    path = project / "datapackage/records/words.csv"
    path.write_bytes(b'key,text\r\na,"one\r\nline"\r\nb,two\r\n')
    committed(project, "CRLF")
    release(read_project(project), date=DAY)
    published = project / "datapackage/releases/1.1.0/data/words.csv"
    assert published.read_bytes() == b'key,text\na,"one\r\nline"\nb,two\n'


def without_attributes(project: Path, tmp_path: Path) -> Path:
    """Publish, and clone with CRLF as if no release had written .gitattributes."""
    (project / "datapackage/releases" / ATTRIBUTES).unlink()
    committed(project, "as it was")
    return cloned(project, tmp_path / "clone", "true")


def test_verify_says_that_only_line_ends_differ(project: Path, tmp_path: Path) -> None:
    clone = without_attributes(project, tmp_path)
    folder = clone / "datapackage/releases/1.0.0"
    kept = verify("1.0.0", project)
    for found in (verify("1.0.0", clone), verify(str(folder))):
        assert failures(found) == ["line ends: index.json"]
        assert not found.valid and found.document()["valid"] is False
        assert found.conclusion == "has other line ends than it was published with"
        (check,) = found.checks
        assert {"index.json", MANIFEST, "data/things.csv", "report.json"} <= set(check.details)
        assert check.sentence.startswith("only line ends differ from what was published, in ")
        assert "`* -text`" in check.sentence and "git checkout" in check.sentence
        # The digests are those that were cited.
        assert (found.manifest, found.head, found.tables) == (kept.manifest, kept.head, kept.tables)
    alone = shutil.copytree(folder, tmp_path / "alone")
    assert failures(verify(str(alone))) == ["line ends: manifest-sha256.txt"]
    assert failures(verify(str(alone), clone)) == ["line ends: index.json"]


def test_what_the_message_says_brings_it_back(project: Path, tmp_path: Path) -> None:
    clone = without_attributes(project, tmp_path)
    releases = clone / "datapackage/releases"
    (releases / ATTRIBUTES).write_text(KEPT, encoding="utf-8")
    git(clone, "add", "datapackage/releases/" + ATTRIBUTES)
    git(clone, "commit", "-q", "-m", "attributes")
    shutil.rmtree(releases / "1.0.0")
    (releases / LEDGER).unlink()
    git(releases, "checkout", "--", ".")
    assert verify("1.0.0", clone).valid


def damaged(clone: Path, name: str) -> Verification:
    path = clone / "datapackage/releases" / name
    path.write_bytes(path.read_bytes()[:-3])
    return verify("1.0.0", clone)


@pytest.mark.parametrize(
    "name", ["1.0.0/data/things.csv", "1.0.0/report.json", f"1.0.0/{MANIFEST}", LEDGER]
)
def test_where_more_differs_line_ends_are_no_excuse(
    name: str, project: Path, tmp_path: Path
) -> None:
    found = damaged(without_attributes(project, tmp_path), name)
    assert not found.valid and "line ends" not in {check.name for check in found.checks}
    assert found.conclusion == "is NOT what it should be"
    assert sentences(found, "rebuilt") == "nothing was made again: see what failed"


@pytest.mark.parametrize("extra", ["stranger.txt", "empty/"])
def test_where_something_is_there_besides_line_ends_are_no_excuse(
    extra: str, project: Path, tmp_path: Path
) -> None:
    clone = without_attributes(project, tmp_path)
    path = clone / "datapackage/releases/1.0.0" / extra
    path.mkdir() if extra.endswith("/") else path.touch()
    assert "line ends" not in {check.name for check in verify("1.0.0", clone).checks}


def test_whoever_reads_a_release_says_that_only_line_ends_differ(
    project: Path, tmp_path: Path
) -> None:
    clone = without_attributes(project, tmp_path)
    path = clone / "datapackage/releases" / LEDGER
    for run in (
        lambda: read_ledger(path.parent),
        lambda: release(read_project(clone), date=DAY),
        lambda: read_served_releases(read_project(clone), None),
    ):
        with pytest.raises(ReleaseError, match=r"index\.json: only its line ends differ"):
            run()
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    with pytest.raises(ReleaseError, match=r"1\.0\.0/.*: only its line ends differ"):
        read_served_releases(read_project(clone), None)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").replace(DAY.encode(), b"2026-11-2"))
    with pytest.raises(ReleaseError, match="its head is not the digest"):
        read_ledger(path.parent)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (None, True),
        ("* -text\n", True),
        ("# ours\n* -text diff\n*.csv -text", True),
        ("** binary\n", True),
        ("* -text\n* text=auto\n", False),
        ("", False),
        ("*.csv -text\n", False),
        ("* text=auto\n", False),
        ("# * -text\n", False),
    ],
)
def test_what_gitattributes_says_is_read_as_git_does(
    text: str | None, kept: bool, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / ATTRIBUTES).write_text(text, encoding="utf-8")
        git(tmp_path, "init", "-q")
        told = git(tmp_path, "check-attr", "text", "--", "index.json")
        assert told.endswith(": unset\n") == kept
    assert keeps_line_ends(tmp_path) == kept


def test_a_release_writes_gitattributes_once_and_leaves_its_owners_alone(
    project: Path,
) -> None:
    path = project / "datapackage/releases" / ATTRIBUTES
    assert path.read_text("utf-8") == KEPT == "* -text\n"
    path.unlink()
    # Also where everything is published already.
    release(read_project(project), date=DAY)
    path.unlink()
    assert not release(read_project(project), date=DAY).new
    assert path.read_text("utf-8") == KEPT
    path.write_text("*.csv -text\n", encoding="utf-8")
    words = ("release", str(project), "--without", "license,creator")
    command = [sys.executable, "-m", "pressmark", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert path.read_text("utf-8") == "*.csv -text\n"
    assert f"{path}: without the line `* -text` git may change the line ends" in done.stderr


def test_a_return_and_a_line_feed_in_two_pieces_are_one_line_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, right = tmp_path / "file", tmp_path / "right"
    path.write_bytes(b"a\r\nb\r\r\n\rc\r")
    right.write_bytes(b"a\nb\r\n\rc\r")
    for piece in range(1, 12):
        monkeypatch.setattr(line_ends, "PIECE", piece)
        assert differs_in_line_ends(path, f"sha256:{hash_file(right)}")
    assert not differs_in_line_ends(tmp_path / "nowhere", "sha256:0")


def test_the_projects_own_files_are_kept_as_they_are() -> None:
    root = Path(__file__).parent.parent.parent
    for folder in (root, root / "datapackage/releases"):
        assert (folder / ATTRIBUTES).is_file() and keeps_line_ends(folder)
    assert "datapackage.json" in list_files_below(root / "datapackage/releases/1.0.0")


def test_a_wrong_record_is_still_told_as_wrong(project: Path, tmp_path: Path) -> None:
    path = project / "datapackage/records/things.csv"
    path.write_bytes(b"key,size,day\r\na,x,\r\n")
    found = choose_next_version(read_project(project))
    assert isinstance(found, Report) and not found.valid
    assert not build(read_project(project), tmp_path / "out").valid

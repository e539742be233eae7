"""What `release` asks and says: lost keys, dry runs, a second judge, and nothing to publish."""

import csv
import importlib.util
import json
import shutil
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

import frictionless
import pytest

from pressmark.errors import ProjectError
from pressmark.extras import require
from pressmark.files.manifest import hash_file, list_files_below
from pressmark.package.project import read_project
from pressmark.package.withdrawn import COLUMNS, Withdrawn, lengthen_list, read_withdrawn
from pressmark.publish.release import rehearse, release
from pressmark.verify import second_judge
from tests.cli.test_command import run
from tests.packages import field, fields, write_package, write_project

HEADER = "table,key,reason,replaced_by,version\n"
ONE = "fields:\n  - {name: key, type: string}\n  - {name: size, type: integer}\nprimaryKey: [key]\n"
TWO = (
    "fields:\n  - {name: a, type: string}\n  - {name: b, type: string}\n"
    "  - {name: size, type: integer}\nprimaryKey: [a, b]\n"
)
DESCRIPTOR = (
    'name: small\nversion: "1.0.0"\npressmark:expect: {maxLoss: 100 %}\n'
    "resources:\n  - name: one\n  - name: two\n"
)
"""A package that may lose all its records: here it is asked what became of their keys."""
STRANGE = ("plain", "a,b", 'with "quotes"', "two\nlines", " ", "'", "é", "=1+1", "x" * 3_000)
"""Keys of which a careless writer makes other lines."""


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Write a table."""
    return "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two tables, of which 1.0.0 is published, to be copied."""
    folder = write_project(
        tmp_path_factory.mktemp("releasing") / "project",
        {
            "one": (ONE, table([("key", "size"), ("kept", "0"), *((key, "1") for key in STRANGE)])),
            "two": (
                TWO,
                table([("a", "b", "size"), ("kept", "x", "0")]
                      + [(key, other, "1") for key in STRANGE[:4] for other in ("x", 'y",')]),
            ),
        },
        {"datapackage/datapackage.yaml": DESCRIPTOR},
    )  # fmt: skip
    assert release(read_project(folder), date="2026-11-22").version
    return folder


@pytest.fixture
def project(published: Path, tmp_path: Path) -> Path:
    """A project with two tables, of which 1.0.0 is published; then all but a record each goes."""
    folder = shutil.copytree(published, tmp_path / "project")
    lose(folder)
    return folder


def lose(project: Path) -> None:
    """Take all but one record out of each table."""
    records = project / "datapackage/records"
    (records / "one.csv").write_text("key,size\nkept,0\n", encoding="utf-8")
    (records / "two.csv").write_text("a,b,size\nkept,x,0\n", encoding="utf-8")


LOST = len(STRANGE) + 8


def everything(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Give content, mode and time of every file and folder, so that any touch is seen."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        about = path.stat()
        digest = hash_file(path) if stat.S_ISREG(about.st_mode) else ""
        found[str(path)] = digest, about.st_mode, about.st_mtime_ns
    return found


def lines_of(path: Path) -> list[list[str]]:
    """Read a CSV file as others do."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, strict=True))


@pytest.mark.parametrize("options", [["--next"], []])
@pytest.mark.usefixtures("unproven")
def test_lines_of_lost_keys_are_told_and_all_are_written(
    options: list[str], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not options:
        raise_version(project)
    code, out, err = run("release", project, *options, capsys=capsys)
    assert (code, out) == (2, "")
    first, *lines, more, right = err.splitlines()
    assert first == (
        f"pressmark: {project}/datapackage/withdrawn.csv: {LOST} primary keys are gone "
        "without a word, and identifiers are for ever"
    )
    assert len(lines) == 10 and all(each.startswith("  one,") for each in lines[:9])
    assert more == f"  and {LOST - 10} more"
    file = project / "build/withdrawn-missing.csv"
    assert str(file) in right and "--withdraw-missing" in right
    header, *written = lines_of(file)
    assert tuple(header) == COLUMNS
    keys = [each[1] for each in written if each[0] == "one"]
    assert sorted(keys) == sorted(STRANGE)
    assert len(written) == LOST and {tuple(each[2:]) for each in written} == {("", "", "1.1.0")}
    # The file is the list as soon as it has reasons.
    reasons = "".join(lengthen_list(None, (
        Withdrawn(one, key, "Never was", other, version)
        for one, key, _, other, version in written
    )))  # fmt: skip
    file.write_text(reasons, encoding="utf-8", newline="")
    file.rename(project / "datapackage/withdrawn.csv")
    code, out, err = run("release", project, *options, capsys=capsys)
    assert code == 0 and "1.1.0 published in" in out, err
    published = project / "datapackage/releases/1.1.0"
    assert len(lines_of(published / "withdrawn.csv")) == LOST + 1
    assert run("verify", "1.1.0", "--project", project, capsys=capsys)[0] == 0


def raise_version(project: Path) -> None:
    """Write version 1.1.0 into the descriptor."""
    path = project / "datapackage/datapackage.yaml"
    path.write_text(path.read_text("utf-8").replace("1.0.0", "1.1.0"), encoding="utf-8")


LINE = "one,plain,Twice,kept,1.1.0"


@pytest.mark.parametrize(
    "before",
    [None, "", "\ufeff", "\n", HEADER, HEADER.rstrip("\n"), "\ufeff" + HEADER,
     HEADER.replace("\n", "\r\n"), HEADER + LINE, f"{HEADER}{LINE}\r\n",
     f"{HEADER}{LINE}\n".replace("\n", "\r\n").rstrip("\r\n")],
)  # fmt: skip
def test_a_list_is_lengthened_whatever_its_line_ends(before: str | None) -> None:
    lines = tuple(Withdrawn("one", key, "Gone\nfor good", "", "1.1.0") for key in STRANGE[1:])
    text = "".join(lengthen_list(before, lines))
    assert text.startswith(before if before and "table" in before else HEADER)
    assert read_withdrawn(text, "withdrawn.csv")[-len(lines) :] == lines
    assert len(read_withdrawn(text, "withdrawn.csv")) - len(lines) == (before or "").count(LINE)
    ends = {line[-2:] == "\r\n" for line in text.splitlines(keepends=True) if ",1.1.0" in line}
    assert ends == {(before or "").startswith(HEADER.replace("\n", "\r\n"))} or LINE in text


@pytest.mark.parametrize("before", [None, HEADER + LINE, "\ufeff" + HEADER])
@pytest.mark.usefixtures("unproven")
def test_lost_keys_are_withdrawn_for_one_reason(
    before: str | None, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    authored = project / "datapackage/withdrawn.csv"
    if before is not None:
        authored.write_text(before, encoding="utf-8", newline="")
    options = ["--next"] if before else []
    if not options:
        raise_version(project)
    reason = 'Counted twice, "really"'
    code, out, err = run("release", project, *options, "--withdraw-missing", reason, capsys=capsys)
    assert code == 0 and "small 1.1.0 published in" in out, err
    number = LOST - (before or "").count(LINE)
    assert f"{number} keys withdrawn in {authored}\n" in err
    lines = read_withdrawn(authored.read_bytes().decode(), "withdrawn.csv")
    assert len(lines) == LOST
    assert {(each.reason, each.version) for each in lines[LOST - number :]} == {(reason, "1.1.0")}
    assert {each.key for each in lines if each.table == "one"} == set(STRANGE)
    assert [each.name for each in (project / "build").iterdir()] == ["releases"]
    assert run("release", project, "--next", capsys=capsys)[0] == 0


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_a_reason_says_something(
    reason: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(project)
    code, out, err = run("release", project, "--withdraw-missing", reason, capsys=capsys)
    assert (code, out) == (2, "") and "--withdraw-missing: is empty" in err
    assert everything(project) == before


@pytest.mark.usefixtures("unproven")
def test_a_reason_for_nothing_changes_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "datapackage/records/one.csv").write_text(
        table([("key", "size"), ("kept", "5"), *((key, "1") for key in STRANGE)]), encoding="utf-8"
    )
    (project / "datapackage/records/two.csv").write_bytes(
        (project / "datapackage/releases/1.0.0/data/two.csv").read_bytes()
    )
    words = ("release", project, "--next", "--withdraw-missing", "Twice")
    code, out, err = run(*words, capsys=capsys)
    assert code == 0 and "1.0.1 published" in out and "withdrawn" not in err
    assert not (project / "datapackage/withdrawn.csv").exists()


def test_the_keys_are_told_of_where_their_file_cannot_be_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project / "build")
    (project / "build").write_text("a file", encoding="utf-8")
    code, _, err = run("release", project, "--next", capsys=capsys)
    assert code == 2 and f"{LOST} primary keys are gone" in err
    assert err.startswith(f"pressmark: {project}/build") and ",".join(COLUMNS) in err


@pytest.mark.usefixtures("unproven")
def test_a_first_release_is_rehearsed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = write_project(tmp_path / "fresh", {"one": (ONE, "key,size\na,1\n")})
    before = everything(project)
    code, out, err = run("release", project, "--dry-run", capsys=capsys)
    assert (code, err) == (0, "")
    assert out == (
        f"small 1.0.0 would be published in {project}/datapackage/releases/1.0.0\n"
        "it would be the first release: 1 table, 1 record\n"
        "nothing was written: this was a dry run\n"
    )
    assert everything(project) == before


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = everything(project)
    words = ("release", project, "--next", "--dry-run")
    code, out, err = run(*words, capsys=capsys)
    assert (code, out) == (2, "") and f"{LOST} primary keys are gone" in err
    assert "build/withdrawn-missing.csv" not in err
    code, out, err = run(*words, "--withdraw-missing", "Never were", capsys=capsys)
    assert code == 0 and f"{LOST} keys would be withdrawn in" in err
    assert out == (
        f"small 1.1.0 would be published in {project}/datapackage/releases/1.1.0\n"
        f"since 1.0.0: {LOST} records removed\n"
        "the changes ask for 1.1.0 or higher\n"
        "every promise holds in 1.1.0\n"
        "nothing was written: this was a dry run\n"
    )
    assert everything(project) == before
    assert list(scratch.iterdir()) == []
    # For real it is as it was said.
    code, out, _ = run(
        "release", project, "--next", "--withdraw-missing", "Never were", capsys=capsys
    )
    assert code == 0 and "1.1.0 published" in out


def rewritten(project: Path, *changes: tuple[str, str, str]) -> None:
    """Bring the published records back, with some passages replaced."""
    for name in ("one", "two"):
        data = (project / f"datapackage/releases/1.0.0/data/{name}.csv").read_text("utf-8")
        for where, old, new in changes:
            if where == name:
                assert old in data
                data = data.replace(old, new)
        (project / f"datapackage/records/{name}.csv").write_text(data, encoding="utf-8")


@pytest.mark.usefixtures("unproven")
def test_a_dry_run_counts_and_judges_as_a_release_does(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewritten(project, ("one", "kept,0", "kept,7\nnew,1"), ("two", "kept,x,0", "kept,x,8"))
    before = everything(project)
    code, out, _ = run("release", project, "--next", "--dry-run", capsys=capsys)
    assert code == 0
    assert "since 1.0.0: 1 record added, 2 records changed\n" in out
    assert "small 1.1.0 would be published" in out
    code, _, err = run("release", project, "--dry-run", capsys=capsys)
    assert code == 2 and "version 1.0.0 is published with other content" in err
    path = project / "datapackage/datapackage.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"1.0.0"', '"1.0.1"'), encoding="utf-8")
    code, _, err = run("release", project, "--dry-run", capsys=capsys)
    assert code == 2 and "1.0.1 is too small after 1.0.0" in err
    path.write_text(text.replace('"1.0.0"', '"0.9.0"'), encoding="utf-8")
    code, _, err = run("release", project, "--dry-run", capsys=capsys)
    assert code == 2 and "0.9.0 does not lie above 1.0.0" in err
    path.write_text(text.replace('version: "1.0.0"', "version: >-\n  1.0.0"), encoding="utf-8")
    code, _, err = run("release", project, "--next", "--dry-run", capsys=capsys)
    assert code == 2 and "its version does not stand on one line of its own" in err
    path.write_text(text, encoding="utf-8")
    rewritten(project, ("one", "kept,0", "kept,x"))
    for options in ([], ["--next"]):
        code, out, err = run("release", project, "--dry-run", *options, capsys=capsys)
        assert (code, out) == (1, "") and "is not valid: 1 error" in err
    (project / "datapackage/records/one.csv").unlink()
    assert run("release", project, "--dry-run", capsys=capsys)[0] != 0
    releases = str(project / "datapackage/releases")
    assert {name: each for name, each in before.items() if name.startswith(releases)} == {
        name: each for name, each in everything(project).items() if name.startswith(releases)
    }
    assert [each.name for each in (project / "build/releases").iterdir()] == ["1.0.0"]


@pytest.mark.usefixtures("unproven")
def test_a_dry_run_after_a_pre_release_says_that_it_promises_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    descriptor = "name: small\nversion: 1.0.0-rc.1\nresources:\n  - name: one\n"
    project = write_project(
        tmp_path / "fresh",
        {"one": (ONE, "key,size\na,1\n")},
        {"datapackage/datapackage.yaml": descriptor},
    )
    assert run("release", project, capsys=capsys)[0] == 0
    (project / "datapackage/records/one.csv").write_text("key,size\nb,1\n", encoding="utf-8")
    code, out, _ = run("release", project, "--next", "--dry-run", capsys=capsys)
    assert code == 0 and "1.0.0-rc.1 was a pre-release, which promises nothing\n" in out
    assert "small 1.0.0 would be published" in out


def test_nothing_has_changed_is_no_failure(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewritten(project)
    before = everything(project)
    said = "nothing has changed since 1.0.0: there is nothing to publish\n"
    for options in ([], ["--dry-run"], ["--withdraw-missing", "Twice"]):
        assert run("release", project, "--next", *options, capsys=capsys) == (0, said, "")
    assert everything(project) == before
    code, out, _ = run("release", project, "--dry-run", capsys=capsys)
    assert code == 0 and "small 1.0.0 is already published, unchanged, in" in out
    assert everything(project) == before


@pytest.mark.usefixtures("unproven")
def test_a_rehearsal_is_signed_where_the_release_would_be(project: Path) -> None:
    rewritten(project, ("one", "kept,0", "kept,7"))
    raise_version(project)
    with pytest.raises(ProjectError, match="cannot sign"):
        rehearse(read_project(project), date="2026-11-22", key=project / "no-key")


@pytest.mark.usefixtures("unproven")
def test_the_second_judge_is_asked_only_by_those_who_want_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(second_judge, "list_disagreements", lambda _: pytest.fail("was asked"))
    rewritten(project, ("one", "kept,0", "kept,7"))
    assert run("validate", project, capsys=capsys)[0] == 0
    assert run("release", project, "--next", capsys=capsys)[0] == 0
    folder = project / "datapackage/releases/1.0.1"
    for name in list_files_below(folder):
        if name != "verify.py":
            text = (folder / name).read_text("utf-8")
            assert "second" not in text and "frictionless" not in text, name


@pytest.mark.usefixtures("unproven")
def test_what_the_second_judge_says_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rewritten(project, ("one", "kept,0", "kept,7"))
    code, out, _ = run("release", project, "--next", "--second-judge", capsys=capsys)
    assert code == 0 and "\nSecond judge: frictionless 5." in out
    assert out.endswith(" finds nothing wrong either.\n")
    folder = project / "datapackage/releases/1.0.1"
    report = json.loads((folder / "report.json").read_text("utf-8"))
    judge = report["second_judge"]["judge"]
    assert judge.startswith("frictionless 5.") and report["second_judge"]["disagreements"] == []
    provenance = json.loads((folder / "provenance.json").read_text("utf-8"))
    definition = provenance["predicate"]["buildDefinition"]
    assert definition["internalParameters"]["secondJudge"] == judge
    assert "finds nothing wrong either" in (folder / "report.html").read_text("utf-8")
    assert run("verify", "1.0.1", "--project", project, capsys=capsys)[0] == 0

    def differing(descriptor: Path) -> list[str]:
        assert descriptor.is_file() and (descriptor.parent / "data/one.csv").is_file()
        return [f"one: {descriptor.parent}/data/one.csv is\nodd", "two: is odd"]

    monkeypatch.setattr(second_judge, "list_disagreements", differing)
    for form in ("text", "markdown", "html", "github", "sarif", "json"):
        code, out, _ = run("validate", project, "--second-judge", "--format", form, capsys=capsys)
        assert code == 0 and "frictionless" in out, form
        assert str(Path(tempfile.gettempdir()) / "pressmark-") not in out
    assert json.loads(out)["second_judge"]["disagreements"] == [
        "one: data/one.csv is\nodd", "two: is odd",
    ]  # fmt: skip
    _, out, _ = run("validate", project, "--second-judge", capsys=capsys)
    assert f"Second judge: {judge}, 2 disagreements.\n" in out
    assert "\n  one: data/one.csv is\\nodd\n" in out


def test_the_second_judge_is_not_asked_of_wrong_data(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(second_judge, "list_disagreements", lambda _: pytest.fail("was asked"))
    rewritten(project, ("one", "kept,0", "kept,x"))
    code, out, _ = run("validate", project, "--second-judge", capsys=capsys)
    assert code == 1 and "was not asked, because the data is wrong already." in out
    code, out, _ = run("validate", project, "--second-judge", "--format", "json", capsys=capsys)
    assert code == 1 and json.loads(out)["second_judge"]["disagreements"] is None


def test_the_second_judge_finds_what_we_do_not_hold_to_be_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Years before 0 are wrong for frictionless, and right for the standard."""
    path = write_package(tmp_path, {"t": (fields(field("y", "year")), "y\n-0044\n")})
    code, out, _ = run("validate", path, "--second-judge", capsys=capsys)
    assert code == 0 and "1 disagreement.\n" in out and "is valid" in out


def test_a_second_judge_that_breaks_off_disagrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_off(_: str) -> None:
        raise frictionless.FrictionlessException("cannot read it")

    monkeypatch.setattr(frictionless, "validate", breaks_off)
    (found,) = second_judge.ask_second_judge(tmp_path / "datapackage.json").disagreements or ()
    assert "cannot read it" in found
    report = frictionless.Report.from_validation(
        time=0, errors=[frictionless.errors.PackageError(note="of no worth")]
    )
    monkeypatch.setattr(frictionless, "validate", lambda _: report)
    (found,) = second_judge.ask_second_judge(tmp_path / "datapackage.json").disagreements or ()
    assert "of no worth" in found


@pytest.mark.parametrize("words", [["release", "--next"], ["validate"], ["release", "--dry-run"]])
def test_a_missing_extra_is_said_before_anything_is_done(
    words: list[str], project: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "frictionless" else found(name, *rest),
    )
    before = everything(project)
    for place in (project, project / "nowhere"):
        code, out, err = run(*words, place, "--second-judge", capsys=capsys)
        assert (code, out) == (2, "")
        assert err == (
            "pressmark: --second-judge: needs the extra [second-judge]\n"
            "  install it: pip install 'pressmark[second-judge]'\n"
        )
    assert everything(project) == before
    with pytest.raises(ProjectError, match="needs the extra"):
        require("no_such_module", "all", "this")

"""The command line: results, messages and exit codes, as a person or a script meets them."""

import json
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark import cli
from pressmark.publish.lacking import PARTS
from pressmark.releases.ledger import read_ledger
from tests.packages import field, fields, write_package, write_project

SCHEMA = """
fields:
  - name: key
    type: string
  - name: effect
    type: string
    constraints:
      enum: [prohibition, moratorium]
primaryKey: [key]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose one table is right."""
    tables = {"rules": (SCHEMA, "key,effect\na,prohibition\n")}
    return write_project(tmp_path / "project", tables)


def run(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run the command in this process: exit code, stdout, stderr.

    Small packages have no license and no creator, of which a release says so.
    """
    old = sys.argv
    bare = words[:1] == ("release",) and "--without" not in words
    say_so = ("--without", ",".join(part.word for part in PARTS)) if bare else ()
    sys.argv = ["pressmark", *map(str, words), *say_so]
    try:
        cli.main()
        code: int | str | None = 0
    except SystemExit as leaving:
        code = leaving.code
    finally:
        sys.argv = old
    said = capsys.readouterr()
    assert isinstance(code, int | None)
    return code or 0, said.out, said.err


def make_wrong(project: Path) -> None:
    """Misspell an allowed value in the project's records."""
    path = project / "datapackage/records/rules.csv"
    path.write_text("key,effect\na,prohibitoin\n", encoding="utf-8")


def test_valid_data_exits_0(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run("validate", project, capsys=capsys)
    assert (code, out, err) == (0, "small 1.0.0 is valid: 1 table, 1 record.\n", "")


def test_wrong_data_exits_1_and_says_where_and_what(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_wrong(project)
    code, out, err = run("validate", project, capsys=capsys)
    assert (code, err) == (1, "")
    assert out == (
        "cell.enum: 1 finding\n"
        "  datapackage/records/rules.csv:2, record 1, field effect\n"
        '    "prohibitoin" in effect is not one of the values allowed there.\n'
        "    | a,prohibitoin\n"
        "    |   ^^^^^^^^^^^\n"
        '    Did you mean "prohibition"? Otherwise write one of "prohibition", "moratorium".\n'
        "\n"
        "small 1.0.0 is not valid: 1 error in 1 table, 1 record.\n"
    )


def test_json_goes_to_stdout_or_to_a_file(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_wrong(project)
    code, out, _ = run("validate", project, "--format", "json", capsys=capsys)
    report = json.loads(out)
    assert code == 1 and report["counts"] == {"cell.enum": 1}
    file = tmp_path / "report.json"
    code, out, err = run("validate", project, "--format", "json", "--output", file, capsys=capsys)
    assert (code, out, err) == (1, "", f"report written to {file}\n")
    assert json.loads(file.read_text("utf-8"))["findings"] == report["findings"]


def test_html_stands_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run("validate", project, "--format", "html", capsys=capsys)
    assert code == 0 and out.startswith("<!doctype html>")
    assert "<script" not in out and "http:" not in out and "https:" not in out


@pytest.mark.parametrize("command", ["build", "release", "serve"])
def test_wrong_data_builds_publishes_and_serves_nothing(
    command: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_wrong(project)
    output = tmp_path / "out"
    options = [] if command == "release" else ["--output", output]
    code, out, err = run(command, project, *options, capsys=capsys)
    assert (code, out) == (1, "")
    assert "small 1.0.0 is not valid: 1 error" in err
    assert not (output / "datapackage.json").exists()
    assert not list((project / "datapackage").glob("releases/1*"))


def test_release_says_what_it_did(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = project / "datapackage/releases/1.0.0"
    code, out, err = run("release", project, capsys=capsys)
    head = f"the ledger's head is {read_ledger(place.parent).head}\n"
    assert (code, out, err) == (0, f"small 1.0.0 published in {place}\n{head}", "")
    code, out, _ = run("release", project, capsys=capsys)
    said = f"small 1.0.0 is already published, unchanged, in {place}\n"
    assert (code, out) == (0, said + head)
    path = project / "datapackage/records/rules.csv"
    path.write_text("key,effect\na,moratorium\n", encoding="utf-8")
    code, out, err = run("release", project, capsys=capsys)
    assert (code, out) == (2, "")
    assert err == (
        f"pressmark: {place}: version 1.0.0 is published with other content\n"
        "  give the package a higher version in datapackage/datapackage.yaml\n"
    )


def test_a_strangers_sql_is_not_run_unless_trusted(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = project / "schemas/rules/none.sql"
    rule.parent.mkdir()
    rule.write_text("-- table: rules\n-- key: key\nselect key from rules where key = 'b'")
    run("release", project, capsys=capsys)
    stranger = project / "datapackage/releases/1.0.0/datapackage.json"
    code, out, err = run("validate", stranger, "--format", "json", capsys=capsys)
    assert code == 0 and json.loads(out)["not_checked"] == ["rule.none"]
    assert "1 SQL file of the package is not run (--trust-rules runs it)." in err
    code, out, err = run("validate", stranger, "--trust-rules", "--format", "json", capsys=capsys)
    assert (code, err) == (0, "") and json.loads(out)["not_checked"] == []
    assert run("build", stranger, "--output", tmp_path / "out", capsys=capsys)[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["validate", "nowhere"], "pressmark: nowhere: there is no such file or folder"),
        (["validate", "--format", "xml"], "'xml' is not one of text, json, html"),
        (["validate", "--limit", "-1"], "--limit"),
        (["build"], "--output"),
        (["release", "empty"], "pressmark: empty: holds no package"),
        (["serve", "--port", "70000"], "--port"),
        (["publish"], "publish"),
    ],
)
def test_a_wrong_command_exits_2(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*words, capsys=capsys)
    assert (code, out) == (2, "") and said in err


def test_a_wrong_descriptor_exits_2_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(tmp_path, {"t": ("fields: [{nam: a}]", "a\n")})
    code, out, err = run("validate", root, capsys=capsys)
    assert (code, out) == (2, "")
    assert err.startswith(f"pressmark: {root}/schemas/t.yaml: fields[0].name is missing")
    assert err.endswith("write name in place of 'nam'\n")


def test_a_wrong_property_exits_1_and_the_records_are_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = fields(field("a", "intger"), field("b", "integer"))
    path = write_package(tmp_path, {"t": (schema, "a,b\nx,y\n")})
    code, out, _ = run("validate", path, capsys=capsys)
    assert code == 1 and "cell.type: 1 finding" in out
    assert '"resources[0].schema.fields[0].type" should be' in out
    assert "Did you mean 'integer'?" in out


def test_a_taken_port_exits_3(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("release", project, capsys=capsys)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = run("serve", project, "--port", port, capsys=capsys)
    assert (code, out) == (3, "") and f"port {port} is taken" in err


def test_a_full_disk_exits_3(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run("validate", project, "--output", "/dev/full", capsys=capsys)
    assert (code, out) == (3, "") and "no space left on device" in err


@pytest.mark.parametrize(
    "most",
    [
        100,
        pytest.param(1_000, marks=pytest.mark.thorough),
        5_000,
        pytest.param(20_000, marks=pytest.mark.thorough),
        50_000,
    ],
)
def test_a_disk_that_fills_up_while_building_exits_3_and_leaves_nothing(
    most: int, project: Path, tmp_path: Path
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    output = tmp_path / "full" / "built"
    answer = subprocess.run(
        # -B: half a file of byte code would break the commands behind it.
        [sys.executable, "-B", "-m", "pressmark", "build", str(project), "--output", str(output)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    assert (answer.returncode, answer.stdout) == (3, ""), answer.stderr
    assert answer.stderr.startswith("pressmark: ") and "Traceback" not in answer.stderr
    assert list(output.parent.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux's /proc")
def test_a_place_that_cannot_be_written_exits_3(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("build", project, "--output", "/proc/built", capsys=capsys)
    assert (code, out) == (3, "") and err.startswith("pressmark: /proc")


def test_help_is_quick_to_import_and_names_every_command() -> None:
    script = "import sys; sys.argv = ['pressmark', '--help']\nfrom pressmark.cli import main\n"
    script += "try:\n    main()\nfinally:\n    print(sorted(set(sys.modules) & set("
    script += "['duckdb', 'pyarrow', 'datasette', 'frictionless', 'apsw', 'numpy'])))"
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert answer.stdout.endswith("[]\n")
    for command in ("validate", "build", "release", "serve"):
        assert command in answer.stdout


def test_python_dash_m_is_the_same_command(project: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "pressmark", "validate", str(project)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout == "small 1.0.0 is valid: 1 table, 1 record.\n"


@pytest.mark.parametrize(("words", "imported"), [((), False), (("--plugin", "nobody"), True)])
def test_the_command_does_not_import_what_it_does_not_need(
    words: tuple[str, ...], imported: bool, project: Path
) -> None:
    """Where pandas is installed, pyarrow would; a plug-in that is named may."""
    argv = ["pressmark", "validate", str(project), *words]
    script = (
        f"import sys; sys.argv = {argv}\nfrom pressmark.__main__ import main\ntry:\n    main()\n"
    )
    script += (
        "except SystemExit:\n    pass\ntry:\n    import pandas\nexcept ImportError as error:\n"
    )
    script += "    print(error)\nprint('pandas' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert answer.stdout.endswith(f"{imported}\n"), answer.stdout
    assert ("works without pandas" in answer.stdout) is not imported


def test_a_release_is_proven_withdrawn_and_annotated_by_commands(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run("release", project, capsys=capsys)
    head = out.splitlines()[1].removeprefix("the ledger's head is ")
    assert code == 0 and head.startswith("sha256:")
    code, out, err = run("verify", "1.0.0", "--project", project, "--head", head, capsys=capsys)
    assert (code, err) == (0, "")
    assert out.endswith(f"ledger {head}\nsmall 1.0.0 is what its ledger says was published\n")
    words = ("1.0.0", "--reason", "Effects were wrong.", "--project", project)
    code, out, _ = run("withdraw", *words, capsys=capsys)
    assert code == 0 and out.startswith("1.0.0 is withdrawn; the ledger's head is sha256:")
    assert run("withdraw", *words, capsys=capsys)[0] == 2
    words = ("1.0.0", "--doi", "10.1234/abc", "--project", project)
    code, out, _ = run("annotate", *words, capsys=capsys)
    assert code == 0 and head not in out
    code, out, _ = run("verify", "1.0.0", "--project", project, "--json", capsys=capsys)
    document = json.loads(out)
    assert code == 0 and document["valid"] and document["head"] not in (None, head)
    assert {"withdrawn", "annotated", "manifest"} <= {each["check"] for each in document["checks"]}
    assert set(document) == {
        "release", "valid", "name", "version", "manifest", "content", "tables", "head", "checks",
    }  # fmt: skip


def test_a_verification_that_failed_exits_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("release", project, capsys=capsys)
    (project / "datapackage/releases/1.0.0/data/rules.csv").write_text("key\n", encoding="utf-8")
    code, out, err = run("verify", "1.0.0", "--project", project, capsys=capsys)
    assert (code, err) == (1, "")
    assert "changed: data/rules.csv\n" in out and out.endswith("is NOT what it should be\n")


def test_what_cannot_be_verified_or_marked_exits_2(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify", tmp_path / "nothing", capsys=capsys)[0] == 2
    words = ("1.0.0", "--reason", "Wrong.", "--project", project)
    code, _, err = run("withdraw", *words, capsys=capsys)
    assert code == 2 and "has no ledger: nothing was published from it" in err


def test_a_strangers_sql_is_run_only_where_it_is_trusted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = write_project(
        tmp_path / "project", {"rules": (SCHEMA, "key,effect\na,prohibition\n")},
        {"datapackage/views/all.sql": "select key from rules"},
    )  # fmt: skip
    built = tmp_path / "built"
    assert run("build", package, "--output", built, capsys=capsys)[0] == 0
    code, out, _ = run("verify", built, capsys=capsys)
    assert code == 0 and "(--trust-rules runs it)" in out
    code, out, _ = run("verify", built, "--trust-rules", capsys=capsys)
    assert code == 0 and "(--trust-rules runs it)" not in out

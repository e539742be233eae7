"""What all commands have in common: help, quiet, JSON, and that no address is taken for a path."""

import importlib.util
import inspect
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from pressmark import __version__, cli
from pressmark.cli.serving import NO_PROXY, UNTOLD
from pressmark.compare import write_changes_csv
from pressmark.errors import ProjectError
from pressmark.extras import require
from pressmark.files.staging import write_text
from pressmark.local_path import parse_output, parse_path, parse_word
from pressmark.releases.differ import Outcome, compare_packages
from tests.packages import write_project

SCHEMA = "fields:\n  - name: key\n  - name: text\nprimaryKey: [key]\n"
DESCRIPTOR = """
name: small
version: "1.0.0"
description: What a citation tells of is all there.
homepage: https://data.example.org
licenses: [{name: CC0-1.0}]
contributors: [{title: Ann, roles: [creator, publisher], email: ann@example.org}]
resources: [{name: t}]
"""
WORDS = ("old", "new", "release", "file")
"""Arguments that name a path or something else."""
NAMES = [command.__name__.replace("_", "-") for command in cli.COMMANDS]
GROUPED = ("deposit folder",)
"""One command of each group whose commands print the same."""
WITHOUT_RESULT: tuple[str, ...] = ()
"""Commands that print no result: there is none."""
PRINTED: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "new": (("new", "MADE", "TABLE", "--yes"), {"folder", "tables"}),
    "describe": (("describe", "TABLE"), {"fields"}),
    "validate": (
        ("validate", "PROJECT"),
        {"valid", "package", "tables", "counts", "findings", "not_checked"},
    ),
    "build": (("build", "PROJECT", "--output", "BUILT"), {"output", "report"}),
    "release": (("release", "PROJECT"), {
        "state", "version", "place", "head", "git", "lacks", "odd", "stopped", "report",
    }),
    "serve": (("serve", "PROJECT"), {"address"}),
    "export": (
        ("export", "PROJECT", "--output", "BUILT", "--lake"),
        {"output", "pages", "files", "bytes", "records", "refused", "read_in_browser", "lake"},
    ),
    "deposit folder": (
        ("deposit", "folder", "1.0.0", "--output", "BUILT", "--project", "PROJECT", "--quiet"),
        {
            "place", "version", "state", "record", "page", "doi", "concept_doi", "head", "steps",
            "remarks",
        },
    ),
    "diff": (
        ("diff", "1.0.0", "PROJECT", "--project", "PROJECT"),
        {"old", "new", "bump", "least_version", "reasons", "schema", "tables", "changes"},
    ),
    "apply": (
        ("apply", "1.0.0", "CHANGES", "--output", "BUILT", "--project", "PROJECT"),
        {"valid", "version", "content", "tables", "wrong"},
    ),
    "verify": (
        ("verify", "1.0.0", "--project", "PROJECT"),
        {"release", "valid", "name", "version", "manifest", "content", "tables", "head", "checks"},
    ),
    "verify-record": (
        ("verify-record", "PROOF"),
        {"file", "valid", "release", "table", "key", "values", "content", "head", "checks"},
    ),
    "withdraw": (
        ("withdraw", "1.0.0", "--reason", "Wrong.", "--project", "PROJECT"),
        {"act", "version", "date", "manifest", "files", "reason", "previous", "head"},
    ),
    "annotate": (
        ("annotate", "1.0.0", "--doi", "10.1234/a", "--project", "PROJECT"),
        {"act", "version", "date", "manifest", "files", "doi", "previous", "head"},
    ),
    "redact": (
        ("redact", "1.0.0", "t", "a", "--reason", "A court ordered it.", "--project", "PROJECT"),
        {"state", "records", "files", "entries", "removed", "remarks", "head"},
    ),
    "cite": (
        ("cite", "1.0.0", "--project", "PROJECT"),
        {
            "key", "title", "version", "date", "doi", "address", "digest", "remarks", "citations",
            "missing",
        },
    ),
    "docs": (("docs",), {"place", "pages"}),
    "locate": (("locate", "SOURCE", "words of a passage"), {
            "locator", "locator_scheme", "char_start", "char_end", "selector_sha256",
            "normalisation",
        }),
}  # fmt: skip
"""What to call each command with, and the keys of its JSON; `verify-citation` needs a citation."""
CITED = "verify-citation"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one table, of which one version is published."""
    tables = {"t": (SCHEMA, "key,text\na,b\n")}
    folder = write_project(
        tmp_path / "project", tables, {"datapackage/datapackage.yaml": DESCRIPTOR}
    )
    (folder / "source.txt").write_text("These are the words of a passage.\n", "utf-8")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process: exit code, stdout, stderr."""

    def ran(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pressmark", *map(str, words)])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as left:
            code = left.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `serve` announce an address and end."""

    def announce(
        _releases: object, host: str, port: int, told: Callable[[str], None], **_told: object
    ) -> None:
        told(f"http://{host}:{port}")

    monkeypatch.setattr("pressmark.site.serve", announce)


def words_of(name: str, project: Path, tmp_path: Path) -> list[str]:
    """Give the words that call a command on a project."""
    places = {"PROJECT": project, "BUILT": tmp_path / "built", "SOURCE": project / "source.txt",
              "PROOF": tmp_path / "proof.json", "MADE": tmp_path / "made",
              "TABLE": project / "datapackage/records/t.csv"}  # fmt: skip
    if "CHANGES" in PRINTED[name][0]:
        places["CHANGES"] = tmp_path / "changes.csv"
        with compare_packages("1.0.0", "1.0.0", project) as found:
            assert isinstance(found, Outcome)
            write_text(places["CHANGES"], write_changes_csv(found.comparison, found.engine))
    return [str(places.get(word, word)) for word in PRINTED[name][0]]


# Help and version


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_says_what_it_does(name: str, option: str, run: Run) -> None:
    code, out, err = run(name, option)
    assert (code, err) == (0, "") and out.startswith(f"Usage: pressmark {name}")
    assert "--quiet" in out and "-h, --help" in out


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_the_help_names_every_command(option: str, run: Run) -> None:
    code, out, err = run(option)
    assert (code, err) == (0, "") and all(f"\n  {name} " in out for name in NAMES)


def test_the_version_is_printed_alone_or_with_those_of_the_libraries(run: Run) -> None:
    assert run("--version") == (0, f"pressmark {__version__}\n", "")
    code, out, _ = run("--version", "--json")
    versions = json.loads(out)
    assert code == 0 and set(versions) == {"pressmark", "python", "duckdb", "sqlite", "pyarrow"}
    assert all(re.fullmatch(r"\d+\.\d+[\w.]*", version) for version in versions.values())


def test_json_by_itself_is_not_understood(run: Run) -> None:
    code, out, err = run("--json", "validate")
    assert (code, out) == (2, "") and "--json stands behind a command" in err


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("vaildate",), "'validate'"),
        (("relase",), "'release'"),
        (("validate", "--formt", "json"), "--format"),
        (("release", "--nxt"), "--next"),
        (("validate", "--quite"), "--quiet"),
        (("--versoin",), "--version"),
        (("validate", "--format", "jsn"), "'json'"),
        (("cite", "--format", "bibtx"), "'bibtex'"),
        (("diff", "a", "b", "--format", "htm"), "'html'"),
    ],
)
def test_what_is_not_known_is_named_with_the_nearest(
    words: tuple[str, ...], meant: str, run: Run
) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "") and meant in err


def test_completion_knows_commands_and_options(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for line, at, found in (
        ("pressmark va", 1, "validate"),
        ("pressmark diff --fo", 2, "--format"),
    ):
        monkeypatch.setenv("_PRESSMARK_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(at))
        assert run() == (0, f"{found}\n", "")
    monkeypatch.setenv("_PRESSMARK_COMPLETE", "source_fish")
    code, out, _ = run()
    assert code == 0 and "complete --command pressmark" in out


# JSON


@pytest.mark.parametrize("name", NAMES)
def test_every_command_that_prints_a_result_prints_json(name: str, run: Run) -> None:
    _, out, _ = run(name, "--help")
    assert ("--json" in out) == (name not in WITHOUT_RESULT)


def test_the_json_of_every_command_is_tested() -> None:
    assert {*PRINTED, CITED, *WITHOUT_RESULT} == {*NAMES, *GROUPED}


@pytest.mark.usefixtures("served", "unproven")
@pytest.mark.parametrize("name", PRINTED)
def test_json_is_the_whole_result(name: str, project: Path, tmp_path: Path, run: Run) -> None:
    if name != "release":
        assert run("release", project)[0] == 0
    if name == "verify-record":
        proof = run("cite", "--project", project, "--key", "a", "--proof")[1]
        (tmp_path / "proof.json").write_text(proof, "utf-8")
    code, out, err = run(*words_of(name, project, tmp_path), "--json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    first = document[0] if name == "locate" else document
    assert set(first) == PRINTED[name][1]


def test_what_was_published_is_told_as_json(project: Path, run: Run) -> None:
    first = json.loads(run("release", project, "--json")[1])
    again = json.loads(run("release", project, "--json")[1])
    assert (first["state"], again["state"]) == ("published", "unchanged")
    assert first["place"] == again["place"] == str(project / "datapackage/releases/1.0.0")
    assert first["head"] == again["head"] and first["report"]["valid"]


@pytest.mark.parametrize(
    "words", [("build", "--output", "BUILT"), ("release",), ("release", "--next")]
)
def test_wrong_data_is_told_as_json_and_exits_1(
    words: tuple[str, ...], project: Path, tmp_path: Path, run: Run
) -> None:
    if "--next" in words:
        run("release", project)
    (project / "datapackage/records/t.csv").write_text("key,text\na\n", "utf-8")
    name, *options = (str(tmp_path / "built") if word == "BUILT" else word for word in words)
    code, out, err = run(name, project, *options, "--json")
    document = json.loads(out)
    assert (code, err) == (1, "") and document["report"]["counts"] == {"record.short": 1}
    nothing = ("output",) if name == "build" else ("state", "version", "place", "head")
    assert all(document[each] is None for each in nothing)


@pytest.mark.parametrize("name", ["diff", "serve"])
def test_where_wrong_data_leaves_no_result_its_report_is_the_json(
    name: str, project: Path, tmp_path: Path, run: Run
) -> None:
    (project / "datapackage/records/t.csv").write_text("key,text\na\n", "utf-8")
    words = [project, project] if name == "diff" else [project, "--output", tmp_path / "site"]
    code, out, err = run(name, *words, "--json")
    assert (code, err) == (1, "") and json.loads(out)["counts"] == {"record.short": 1}


def test_a_passage_that_is_not_there_is_an_empty_list(project: Path, run: Run) -> None:
    code, out, err = run("locate", project / "source.txt", "no such words", "--json")
    assert (code, json.loads(out)) == (1, []) and "no sentence holds these words" in err


@pytest.mark.parametrize("name", ["validate", "diff"])
def test_json_is_short_for_the_format_and_no_second_one(name: str, project: Path, run: Run) -> None:
    words = [name, project, *([project] if name == "diff" else [])]
    short = json.loads(run(*words, "--json")[1])
    for document in (short, long := json.loads(run(*words, "--format", "json")[1])):
        for table in document["tables"]:
            table.pop("seconds", None)
    assert short == long
    code, out, err = run(*words, "--json", "--format", "html")
    assert (code, out) == (2, "") and "give one of them" in err


# Other forms of one report


def test_one_judging_writes_every_form_that_was_asked(
    project: Path, tmp_path: Path, run: Run
) -> None:
    forms = ("markdown", "sarif", "json")
    also = [word for form in forms for word in ("--also", f"{form}={tmp_path / form}=1")]
    (project / "datapackage/records/t.csv").write_text("key,text\na\n", "utf-8")
    assert run("validate", project, *also)[:2] == run("validate", project)[:2]
    for form in forms:
        words = ("validate", project, "--format", form)
        kept = (tmp_path / f"{form}=1").read_text("utf-8").splitlines()
        now = run(*words)[1].splitlines()
        assert [each for each in kept if "seconds" not in each] == [
            each for each in now if "seconds" not in each
        ]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("markdwn=x.md", "Did you mean 'markdown'?"),
        ("markdown", "write FORMAT=FILE"),
        ("markdown=", "write FORMAT=FILE"),
        ("markdown=https://example.org/x", "https://example.org/x"),
    ],
)
def test_a_form_without_a_file_is_refused(word: str, told: str, run: Run) -> None:
    code, out, err = run("validate", "--also", word)
    assert (code, out) == (2, "") and told in " ".join(err.split())


@pytest.mark.parametrize(
    "words",
    [("--also", "json=r", "--also", "markdown=./r"), ("--output", "r", "--also", "json=r"),
     ("--output", "l", "--also", "json=r")],
)  # fmt: skip
def test_two_reports_in_one_file_are_refused(
    words: tuple[str, ...], project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    (project / "l").symlink_to("r")
    code, out, err = run("validate", *words)
    assert (code, out) == (2, "") and "named for two reports" in err
    assert not (project / "r").exists()


@pytest.mark.parametrize("words", [("--output",), ("--also",)])
@pytest.mark.parametrize("given", [".", "datapackage/records/t.csv"])
def test_a_report_takes_not_the_place_of_what_is_judged(
    words: tuple[str, ...], given: str, project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    table = Path("datapackage/records/t.csv")
    before = table.read_bytes()
    file = f"{'json=' if words == ('--also',) else ''}{table}"
    code, out, err = run("validate", given, *words, file)
    assert (code, out) == (2, "") and "would take its place" in err
    assert table.read_bytes() == before


# Quiet


def test_quiet_leaves_the_result_and_what_is_wrong(project: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "report.txt"
    assert run("validate", project, "--output", file)[2] == f"report written to {file}\n"
    assert run("validate", project, "--output", file, "--quiet") == (0, "", "")
    assert run("validate", project, "--quiet")[1] == run("validate", project)[1] != ""
    assert run("validate", "nowhere", "--quiet")[2] == run("validate", "nowhere")[2] != ""
    (project / "datapackage/records/t.csv").write_text("key,text\na\n", "utf-8")
    words = ("build", project, "--output", tmp_path / "built")
    assert run(*words, "--quiet") == run(*words)
    assert "is not valid: 1 error" in run(*words, "--quiet")[2]


def test_quiet_ends_with_its_command(project: Path, tmp_path: Path, run: Run) -> None:
    words = ("validate", project, "--output", tmp_path / "report.txt")
    assert run(*words, "--quiet")[2] == "" != run(*words)[2]


def test_quiet_shows_no_progress_on_a_terminal(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.cli.progress.PATIENCE", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert "records" in run("validate", project)[2]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run("validate", project, "--quiet")[2] == ""


# Addresses


def path_parameters() -> list[tuple[str, str, Any]]:
    """List every parameter of every command that names a path: command, name, its parser."""
    found = []
    for command in cli.COMMANDS:
        for name, hint in get_type_hints(command, include_extras=True).items():
            bare, *about = get_args(hint) if get_origin(hint) else (hint,)
            named = bare is Path or Path in get_args(bare) or name in WORDS
            if named and name in inspect.signature(command).parameters:
                found.append((command.__name__, name, about and about[0].parser))
    return found


@pytest.mark.parametrize(("command", "name", "parser"), path_parameters())
def test_every_path_of_every_command_refuses_addresses(
    command: str, name: str, parser: object
) -> None:
    wanted = {"output": parse_output}.get(name, parse_word if name in WORDS else parse_path)
    if (command, name) == ("locate", "file"):
        wanted = parse_path
    assert parser is wanted


@pytest.mark.parametrize("address", ["https://example.org//a/b.json?c=d#e", "S3://bucket/key"])
@pytest.mark.parametrize(
    "words",
    [
        ("validate", "URL"), ("build", "URL", "--output", "x"), ("release", "URL"),
        ("serve", "URL"), ("diff", "URL", "."), ("diff", ".", "URL"), ("verify", "URL"),
        ("verify-citation", "URL"), ("verify-citation", "x", "URL"), ("locate", "URL", "x"),
        ("cite", "--project", "URL"), ("withdraw", "1.0.0", "--reason", "x", "--project", "URL"),
        ("annotate", "1.0.0", "--project", "URL"), ("validate", "--sources", "URL"),
    ],
)  # fmt: skip
def test_an_address_is_answered_as_it_was_written(
    words: tuple[str, ...], address: str, run: Run
) -> None:
    code, out, err = run(*(address if word == "URL" else word for word in words))
    assert (code, out) == (2, "")
    assert err.startswith(f"pressmark: {address}: nothing is fetched: download it first\n")


def test_nothing_is_written_to_an_address(project: Path, run: Run) -> None:
    code, out, err = run("build", project, "--output", "https://example.org/x")
    assert (code, out) == (2, "") and "https://example.org/x: nothing is sent" in err


# Extras


def test_an_extra_that_is_there_is_not_asked_for() -> None:
    require("json", "any", "whatever")


def test_an_extra_that_is_missing_is_named_with_how_to_get_it() -> None:
    with pytest.raises(ProjectError) as refused:
        require("no_such_module", "site", "serve")
    assert (refused.value.place, refused.value.wrong) == ("serve", "needs the extra [site]")
    assert refused.value.right == "install it: pip install 'pressmark[site]'"


@pytest.mark.usefixtures("served")
def test_a_site_without_charts_says_so_and_serves(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec",
        lambda name, *more: None if name == "vl_convert" else found(name, *more),
    )
    code, out, err = run("serve", project)
    assert (code, out) == (0, "http://127.0.0.1:8001\n")
    assert err == (
        "pictures are SVG alone: drawing a PNG needs the extra [charts]; "
        "install it: pip install 'pressmark[charts]'\n"
        f"{NO_PROXY}\n{UNTOLD}\n"
    )
    assert run("serve", project, "--quiet")[2] == ""


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="there the machine says it")
@pytest.mark.parametrize("below", [".", "t.csv", "a/b"])
def test_links_that_turn_in_a_circle_are_said(below: str, tmp_path: Path) -> None:
    for name, target in (("a", "b"), ("b", "a")):
        (tmp_path / name).symlink_to(target)
    for parse in (parse_path, parse_output):
        with pytest.raises(ProjectError, match="turn in a circle"):
            parse(tmp_path / "a" / below)
        assert parse(tmp_path / "new/file") == tmp_path / "new/file"


@pytest.mark.parametrize("words", [(), ("ledger",), ("deposit",), ("schemas",)])
def test_lists_of_commands_cut_no_sentence(words: tuple[str, ...], run: Run) -> None:
    code, out, _ = run(*words, "--help")
    listed = out.partition("Commands:")[2].rstrip()
    assert code == 0 and listed.endswith(".") and "..." not in listed

"""A citation saved from the site is verified later: same, different, or no citation at all."""

import io
import json
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from pressmark import cli
from pressmark.releases.later_entries import withdraw
from tests.citation.conftest import visited
from tests.citation.test_page import ALL, document
from tests.core import command
from tests.packages import field, fields, write_package
from tests.site.visitor import Visitor

ROOT = Path(__file__).parent.parent.parent


def run(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run `pressmark verify-citation`: exit code, stdout, stderr."""
    old, sys.argv = sys.argv, ["pressmark", "verify-citation", *map(str, words)]
    try:
        cli.main()
        code: Any = 0
    except SystemExit as leaving:
        code = leaving.code or 0
    finally:
        sys.argv = old
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def cited(visitor: Visitor) -> dict[str, Any]:
    """Cite a query of the newer release."""
    return document(visitor, "select name, size from towns where country = :c", c="ch")


def saved(folder: Path, cited: object) -> Path:
    """Save a citation."""
    path = folder / "citation.json"
    path.write_text(json.dumps(cited), encoding="utf-8")
    return path


def test_what_a_new_user_does(project: Path, tmp_path: Path) -> None:
    """Serve, save the citation over HTTP, verify it: three processes and a socket."""
    server = subprocess.Popen(
        [sys.executable, "-m", "pressmark", "serve", str(project), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        assert server.stdout is not None
        site = server.stdout.readline().strip()
        given = urlencode({"db": "small-1-0-0", "sql": ALL})
        request = urllib.request.Request(
            f"{site}/cite?{given}", headers={"Accept": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
    finally:
        server.terminate()
        server.communicate(timeout=20)
    path = tmp_path / "citation.json"
    path.write_bytes(text)
    command = [sys.executable, "-m", "pressmark", "verify-citation", str(path), str(project)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert told.returncode == 0, told.stderr
    assert re.fullmatch(
        r"same: small 1\.0\.0 answers as cited: 4 rows, sha256:[0-9a-f]{64}\n", told.stdout
    )


def test_stdin_and_json(
    project: Path,
    cited: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.TextIOWrapper(io.BytesIO(json.dumps(cited).encode()))
    monkeypatch.setattr(sys, "stdin", written)
    code, out, _ = run("-", project, "--json", capsys=capsys)
    assert code == 0
    assert json.loads(out) == {
        "same": True,
        "release": {"name": "small", "version": "1.1.0"},
        "cited": cited["result"],
        "found": cited["result"],
        "differences": [],
        "warnings": [],
    }


def changed(cited: dict[str, Any], *path: str, value: Any) -> dict[str, Any]:
    """Change one value of a citation."""
    document = json.loads(json.dumps(cited))
    part = document
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    return dict(document)


WRONG = f"sha256:{'0' * 64}"


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (("result", "sha256"), WRONG, ["other rows: digest"]),
        (("result", "rows"), 3, ["number of rows"]),
        (("result", "columns"), ["name", "length"], ["columns"]),
        (("result", "order"), "stated", ["order of rows"]),
        (("query", "sql"), "select name, size from towns where country <> :c",
         ["number of rows", "digest"]),
        (("query", "sql"), "select name, size + 1 as size from towns where country = :c",
         ["other rows: digest"]),
        (("query", "sql"), "select name as n, size from towns where country = :c",
         ["columns", "digest"]),
        (("query", "parameters"), {"c": "ie"}, ["number of rows", "digest"]),
        (("release", "tables"), {"towns": WRONG, "more": WRONG}, ["table more", "table towns"]),
    ],
)  # fmt: skip
def test_what_differs_is_named_with_both_values(  # noqa: PLR0913, PLR0917 - fixtures
    project: Path,
    cited: dict[str, Any],
    tmp_path: Path,
    path: tuple[str, ...],
    value: Any,
    what: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = saved(tmp_path, changed(cited, *path, value=value))
    code, out, _ = run(file, project, "--json", capsys=capsys)
    told = json.loads(out)
    assert (code, told["same"]) == (1, False)
    names = [each["what"] for each in told["differences"]]
    assert [name for name in names if name in what] == what
    assert all(each["cited"] != each["found"] for each in told["differences"])
    code, out, _ = run(file, project, capsys=capsys)
    assert code == 1 and out.startswith("different: small 1.1.0 does not answer as cited\n")


def test_both_digests_are_told(
    project: Path, cited: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path, changed(cited, "result", "sha256", value=WRONG))
    _, out, _ = run(file, project, capsys=capsys)
    assert f"other rows: digest: cited {WRONG}, found {cited['result']['sha256']}" in out


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("release", "version"), "1.0.0"),
        (("release", "version"), "9.0.0"),
        (("release", "name"), "other"),
        (("release", "manifest"), WRONG),
    ],
)
def test_a_release_that_is_not_there_is_none_of_those_that_are(  # noqa: PLR0913, PLR0917
    project: Path,
    cited: dict[str, Any],
    tmp_path: Path,
    path: tuple[str, ...],
    value: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = saved(tmp_path, changed(cited, *path, value=value))
    code, out, said = run(file, project, capsys=capsys)
    assert (code, out) == (2, "")
    assert "the project has small 1.0.0 (sha256:" in said and "small 1.1.0 (sha256:" in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not JSON"),
        ("[]", "does not hold an object"),
        ("{}", "is no citation"),
        ('{"format": "pressmark-citation"}', "formatVersion"),
        ("[" * 100_000, "nested too deeply"),
        ('{"format": 1, "format": 2}', "twice"),
        ("\N{LATIN SMALL LETTER E WITH ACUTE}", "is not JSON"),
    ],
)
def test_what_is_no_citation_says_why(
    project: Path, tmp_path: Path, text: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "citation.json"
    file.write_text(text, encoding="utf-8")
    code, out, said = run(file, project, capsys=capsys)
    assert (code, out) == (2, "") and why in said and "Traceback" not in said


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("formatVersion",), 2),
        (("formatVersion",), "1"),
        (("result", "rows"), -1),
        (("result", "sha256"), "0"),
        (("release", "manifest"), "../../../etc/passwd"),
        (("query", "parameters"), {"c": 1}),
        (("query", "parameters"), {}),
        (("query", "parameters"), {"c": "ch", "d": "x"}),
        (("query", "more"), "x"),
        (("query", "sql"), ""),
        (("query", "sql"), "select :c" + " " * 8_000),
    ],
)
def test_a_citation_that_is_badly_made_is_refused(  # noqa: PLR0913, PLR0917 - fixtures
    project: Path,
    cited: dict[str, Any],
    tmp_path: Path,
    path: tuple[str, ...],
    value: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = saved(tmp_path, changed(cited, *path, value=value))
    code, out, said = run(file, project, capsys=capsys)
    assert (code, out) == (2, "") and said.startswith("pressmark: ") and "Traceback" not in said


@pytest.mark.parametrize(
    "attack",
    [
        "select fts3_tokenizer('simple', x'4141414141414141')",
        "select load_extension('/tmp/x')",
        "select readfile('/etc/passwd')",
        "select * from pragma_database_list",
        "attach database '/tmp/pwned' as x",
        "drop table towns",
        "select 1; drop table towns",
        "with t as (select 1) delete from towns",
        "select writefile('/tmp/pwned', 'x')",
        "select hex(randomblob(1000000000))",
        "with recursive c(n) as (select 'x' union all select n || n from c) select max(n) from c",
        "pragma query_only = 0",
        "select date('now')",
        "values (random())",
        "select \x1b[31m from towns",
    ],
)
def test_a_forged_citation_that_attacks_is_not_citable(
    project: Path,
    cited: dict[str, Any],
    tmp_path: Path,
    attack: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is written, nothing leaks, nothing dies."""
    database = project / "build/releases/1.1.0/small.sqlite"
    before = database.read_bytes()
    forged = changed(changed(cited, "query", "sql", value=attack), "query", "parameters", value={})
    code, out, said = run(saved(tmp_path, forged), project, capsys=capsys)
    assert (code, out) == (2, ""), said
    assert "cannot be verified" in said and "\x1b" not in said and str(project) not in said
    assert database.read_bytes() == before


def test_a_withdrawn_release_is_the_same_with_a_warning(
    project: Path, visitor: Visitor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path, document(visitor, ALL))
    folder = Path(shutil.copytree(project, tmp_path / "project"))
    withdraw(folder / "datapackage/releases", "1.1.0", reason="Zürich moved.", date="2026-11-22")
    code, out, _ = run(file, folder, capsys=capsys)
    assert code == 0
    assert out.endswith("warning: version 1.1.0 is withdrawn: Zürich moved.\n")


def test_the_database_is_derived_where_it_is_not_there(
    project: Path, cited: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(project, tmp_path / "project"))
    shutil.rmtree(folder / "build")
    assert run(saved(tmp_path, cited), folder, capsys=capsys)[0] == 0
    assert (folder / "build/releases/1.1.0/small.sqlite").is_file()
    assert not (folder / "build/releases/1.0.0").exists()


def test_a_package_that_was_never_published_can_be_cited_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its manifest pins it: once its data change, there is no such release any more."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    schema = fields(field("key"), primaryKey=["key"])
    path = write_package(
        tmp_path, {"things": (schema, "key\na\nb\n")}, created="2026-01-01T00:00:00Z"
    )
    with visited(path) as visitor:
        given = {"db": "small-1-0-0", "sql": "select key from things"}
        cited = visitor.get(f"/cite.json?{urlencode(given)}").json()
    assert cited["release"]["published"] is None and "Not published" in cited["text"]
    file = saved(tmp_path, cited)
    assert run(file, path, capsys=capsys)[0] == 0
    (tmp_path / "things.csv").write_text("key\na\n")
    code, _, said = run(file, path, capsys=capsys)
    assert code == 2 and "not published" in said


def test_a_citation_is_verified_with_the_core_alone(
    project: Path, cited: dict[str, Any], tmp_path: Path
) -> None:
    told = command("verify-citation", saved(tmp_path, cited), project)
    assert told.startswith("same: small ") and told.endswith("\nexit 0\n")


def test_a_citation_of_what_is_not_published_is_verified_with_the_core_alone(
    cited: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    schema = fields(field("a"))
    bare = write_package(tmp_path, {"t": (schema, "a\nx\n")}, name="other")
    told = command("verify-citation", saved(tmp_path, cited), bare)
    assert "which is not there" in told and "other 1.0.0 (sha256:" in told
    assert "not published" in told and told.endswith("\nexit 2\n")

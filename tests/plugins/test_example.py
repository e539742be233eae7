"""The example adds a rule, a format and a page where it is named, and nothing where it is not."""

import json
from pathlib import Path

import pytest

import pressmark
from pressmark.errors import ProjectError
from pressmark.files.manifest import list_files_below
from pressmark.formats import FORMATS, list_formats
from pressmark.package.project import read_project
from pressmark.plugins import list_chosen
from pressmark.publish.release import release
from pressmark.report import RENDERINGS
from pressmark.report.rules import RULES, list_known_rules
from tests.citation.conftest import visited
from tests.plugins.conftest import NAME, Run

RULE = "example.shouting"
LINES = '{"key": "calm", "size": "2"}\n{"key": "quiet", "size": "1"}\n'


def test_its_rule_is_asked_only_where_it_is_named(project: Path, run: Run) -> None:
    words = ("-m", "pressmark", "validate", project, "--json")
    without = run(*words)
    assert without.returncode == 0 and json.loads(without.stdout)["valid"]
    done = run(*words, "--plugin", NAME)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert report["counts"] == {RULE: 1}
    (finding,) = report["findings"]
    assert (finding["record"], finding["field"], finding["value"]) == (1, "key", "LOUD")
    assert finding["message"] == '"LOUD" in key shouts.'
    assert finding["hint"] == 'Did you mean "loud"? Otherwise write it in small letters.'


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", [name for name, _ in RENDERINGS])
def test_its_finding_is_in_every_rendering(name: str, project: Path) -> None:
    with pressmark.plug_in(NAME):
        report = pressmark.validate(project)
    # A report is read long after it was made, where no plug-in is in use.
    assert RULE in dict(RENDERINGS)[name](report)


@pytest.mark.usefixtures("installed")
def test_nothing_is_left_of_it_behind_the_block(project: Path) -> None:
    assert (list_known_rules(), list_formats(), list_chosen()) == (RULES, FORMATS, ())
    with pressmark.plug_in(NAME):
        assert len(list_known_rules()) == len(RULES) + 1
        assert list_formats()[-1].name == "JSON lines"
        with pressmark.plug_in("Pressmark_Example"):
            assert len(list_chosen()) == 1
    assert (list_known_rules(), list_formats(), list_chosen()) == (RULES, FORMATS, ())
    assert pressmark.validate(project).valid


def test_its_format_is_built_only_where_it_is_named(calm: Path, tmp_path: Path, run: Run) -> None:
    def built(name: str, *more: str) -> Path:
        done = run("-m", "pressmark", "build", calm, "--output", tmp_path / name, *more)
        assert done.returncode == 0, done.stderr
        return tmp_path / name

    plain, extended = built("plain"), built("extended", "--plugin", NAME)
    assert set(list_files_below(extended)) - set(list_files_below(plain)) == {"lines/t.jsonl"}
    assert (extended / "lines/t.jsonl").read_text("utf-8") == LINES
    told = [(each / "provenance.json").read_text("utf-8") for each in (plain, extended)]
    assert NAME not in told[0]
    predicate = json.loads(told[1])["predicate"]
    assert predicate["buildDefinition"]["internalParameters"]["plugins"] == {NAME: "1.0"}
    assert predicate["runDetails"]["builder"]["version"][NAME] == "1.0"
    assert f"# {NAME} 1.0\n" in (extended / "derived-sha256.txt").read_text("utf-8")
    for name in set(list_files_below(plain)) - {"provenance.json", "derived-sha256.txt"}:
        if not name.endswith(".duckdb"):
            assert (plain / name).read_bytes() == (extended / name).read_bytes(), name


@pytest.mark.usefixtures("installed")
def test_its_format_is_verified_and_its_page_served(calm: Path) -> None:
    with pressmark.plug_in(NAME):
        release(read_project(calm), date="2026-11-28")
        with visited(calm) as visitor:
            pass
        found = pressmark.verify("1.0.0", project=calm)
    assert found.valid, found.text()
    assert "JSON lines: the same content, digest by digest" in found.text()
    # Requests are answered with the plug-ins that were in use when the app was built.
    assert visitor.text("/sizes") == "t: 2\n"
    file = visitor.get("/releases/1.0.0/lines/t.jsonl")
    assert (file.text, file.headers["content-type"]) == (LINES, "application/jsonl")
    assert "Table, JSON lines" in visitor.text("/releases/1.0.0/")
    assert "CSV, Parquet and JSON lines" in visitor.text("/")


@pytest.mark.usefixtures("installed")
def test_without_it_its_page_is_missing_and_its_release_is_proven(calm: Path) -> None:
    with pressmark.plug_in(NAME):
        release(read_project(calm), date="2026-11-28")
    with visited(calm) as visitor:
        assert visitor.get("/sizes").status_code == 404
        assert visitor.get("/releases/1.0.0/lines/t.jsonl").status_code == 404
        assert "JSON lines" not in visitor.text("/")
    assert pressmark.verify("1.0.0", project=calm).valid


def test_it_is_not_even_imported_unless_it_is_named(project: Path, run: Run) -> None:
    script = "import sys; from pressmark import cli\ntry:\n    cli.main()\nfinally:\n"
    script += "    print('pressmark_example' in sys.modules)"
    assert run("-c", script, "validate", project).stdout.endswith("False\n")
    assert run("-c", script, "validate", project, "--plugin", NAME).stdout.endswith("True\n")


def test_one_that_is_not_installed_is_refused_with_the_nearest(project: Path, run: Run) -> None:
    done = run("-m", "pressmark", "validate", project, "--plugin", "pressmark-exmaple")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "pressmark: plug-in pressmark-exmaple: is not installed\n"
        f"  did you mean {NAME!r}? installed are {NAME}\n"
    )


def test_where_none_is_installed_that_is_said() -> None:
    with pytest.raises(ProjectError, match="no plug-in is installed"), pressmark.plug_in("numpy"):
        pass

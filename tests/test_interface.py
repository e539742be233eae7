"""What programs get by the name of the package: its functions, their types, and the core alone."""

import ast
import dataclasses
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pressmark
from pressmark import ProjectError, ReleaseError
from pressmark.local_path import parse_output, parse_path, parse_word
from pressmark.package import Package
from pressmark.report import Report
from pressmark.report.finding import Finding
from tests.core import NAME, ROOT, absent, command, run_core, run_python
from tests.packages import write_project

RELEASE = ROOT / "datapackage/releases/2.0.0"
SCHEMA = """
fields:
  - name: key
  - name: effect
    constraints: {enum: [ban, limit]}
primaryKey: [key]
"""


NOTHING_SAID = ("license", "creator")
"""What the projects here say nothing of."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one table that is right."""
    return write_project(tmp_path / "project", {"rules": (SCHEMA, "key,effect\na,ban\n")})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish it."""
    folder = tmp_path_factory.mktemp("made") / "project"
    write_project(folder, {"rules": (SCHEMA, "key,effect\na,ban\n")})
    pressmark.release(folder, date="2026-11-22", without=NOTHING_SAID)
    return folder


# The names


def test_every_public_name_is_there_and_listed() -> None:
    assert list(pressmark.__all__) == sorted(pressmark.__all__)
    for name in pressmark.__all__:
        assert getattr(pressmark, name).__name__ == name
        assert getattr(pressmark, name).__doc__
    assert set(pressmark.__all__) <= set(dir(pressmark))
    assert {name for names in pressmark.HOMES.values() for name in names} == set(pressmark.__all__)


def test_no_other_name_is_there() -> None:
    with pytest.raises(AttributeError, match=f"module '{NAME}' has no attribute 'vaildate'"):
        getattr(pressmark, "vaildate")  # noqa: B009 - mypy would see it


def test_the_import_loads_nothing_and_asking_for_a_name_loads_what_it_needs() -> None:
    script = f"""
import sys
before = set(sys.modules)
import {NAME}
print(sorted({{each.split(".")[0] for each in set(sys.modules) - before}} - {{"typing"}}))
{NAME}.ProjectError
print(sorted(set(sys.modules) & {{"duckdb", "pyarrow", "pydantic", "numpy"}}))
"""
    first, second = run_python(script).splitlines()
    loaded = set(ast.literal_eval(first))
    assert NAME in loaded and loaded - {NAME} <= set(sys.stdlib_module_names)
    assert second == "[]"


def test_a_function_stays_though_a_room_has_its_name() -> None:
    rooms = {path.stem for path in Path(pressmark.__file__).parent.iterdir()}
    both = sorted(rooms & set(pressmark.__all__))
    assert both, "where no room is called like a function, nothing is to be proven"
    script = f"import {NAME}\n"
    script += "".join(f"import {NAME}.{name}\nprint(callable({NAME}.{name}))\n" for name in both)
    assert run_python(script).splitlines() == ["True"] * len(both)


def test_types_are_the_real_ones(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(
        f"import {NAME}\nfrom {NAME}.validate import judge\n"
        f"reveal_type({NAME}.validate('.'))\nreveal_type({NAME}.compare('1.0.0', '.').level)\n"
        f"reveal_type({NAME}.cite('.'))\nreveal_type({NAME}.Finding)\n{NAME}.vaildate\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", str(script)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    told = re.findall(r'Revealed type is "(.*)"', answer.stdout)
    assert told[0].endswith("Report") and "'major'" in told[1] and told[2].endswith("str")
    assert told[3].startswith("def (rule: ")
    assert "Module has no attribute" in answer.stdout and "Found 1 error" in answer.stdout


# What the functions promise


def test_a_package_may_be_named_or_given(project: Path) -> None:
    package = pressmark.read_project(project)
    assert isinstance(package, Package)
    for each in (project, str(project), package):
        report = pressmark.validate(each)
        assert isinstance(report, Report) and report.valid


def test_a_package_is_shown_in_a_line(project: Path) -> None:
    package = pressmark.read_project(project)
    assert repr(package) == f"<Package: small 1.0.0 of '{project}': 'rules'>"
    table = package.table("rules")
    many = dataclasses.replace(package, tables=(table,) * 12)
    assert repr(many).endswith("'rules' and 2 more>") and repr(many).count("'rules'") == 10
    named = package.descriptor.model_copy(update={"version": "1\n\x1b[31m\u202e"})
    assert repr(dataclasses.replace(package, descriptor=named, tables=())).isprintable()


def test_findings_are_values_and_their_number_is_bounded(project: Path) -> None:
    path = project / "datapackage/records/rules.csv"
    path.write_text("key,effect\n" + "".join(f"{each},x\n" for each in range(9)), "utf-8")
    report = pressmark.validate(project, limit=3)
    assert not report.valid and report.counts == {"cell.enum": 9}
    assert len(report.findings) == report.to_arrow().num_rows == 3
    assert all(isinstance(each, Finding) for each in report.findings)


@pytest.mark.command
def test_a_release_is_built_published_proven_compared_and_cited(
    project: Path, tmp_path: Path
) -> None:
    assert pressmark.build(project, tmp_path / "built").valid
    assert (tmp_path / "built/datapackage.json").is_file()
    published = pressmark.release(project, date="2026-11-22", without=NOTHING_SAID)
    assert (published.version, published.new) == ("1.0.0", True)
    assert not pressmark.release(str(project)).new
    assert pressmark.verify("1.0.0", project=project).valid
    assert pressmark.verify(project / "datapackage/releases/1.0.0").valid
    assert "Released: 2026-11-22" in pressmark.cite(project, "1.0.0", table="rules")
    path = project / "datapackage/records/rules.csv"
    path.write_text("key,effect\na,limit\n", "utf-8")
    changes = pressmark.compare("1.0.0", pressmark.read_project(project), project=project)
    assert (changes.level, str(changes.least)) == ("patch", "1.0.1")
    assert changes.comparison.listed[0].after == "limit"
    asked = "The changes ask for a patch version: 1.0.1 or higher."
    assert repr(changes) == f"<Changes: small 1.0.0 → small 1.0.0. {asked}>"
    with pytest.raises(ReleaseError, match="published with other content"):
        pressmark.release(project)


@pytest.mark.parametrize("package", [None, 7, b"datapackage", ["datapackage"]])
def test_what_names_no_package_is_refused(package: Any, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="names no package"):
        pressmark.validate(package)
    with pytest.raises(ProjectError, match="names no package"):
        pressmark.build(package, tmp_path / "built")


def test_wrong_data_is_a_report_and_nothing_is_written(project: Path, tmp_path: Path) -> None:
    (project / "datapackage/records/rules.csv").write_text("key,effect\na,x\n", "utf-8")
    assert not pressmark.build(project, tmp_path / "built").valid
    assert pressmark.release(project, without=NOTHING_SAID).version is None
    assert not (tmp_path / "built").exists()
    with pytest.raises(ProjectError, match="is not valid: 1 error"):
        pressmark.compare(project, project)


@pytest.mark.parametrize(
    "date", ["", "yesterday", "20261122", "2026-W47-7", "2026-02-30", "22.11.26"]
)
def test_a_release_has_a_day_of_the_calendar(date: str, project: Path) -> None:
    with pytest.raises(ProjectError, match="is no day"):
        pressmark.release(project, date=date)
    assert not (project / "datapackage/releases").exists()


ADDRESSES = (
    "https://example.org/datapackage.json", "HTTP://example.org//a?b=c", "s3://bucket/key",
    "git+ssh://host/a.git", "file:///tmp/datapackage.json",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("kind", [str, Path])
def test_an_address_is_refused_by_its_name(address: str, kind: type[str | Path]) -> None:
    for take in (
        pressmark.validate,
        pressmark.read_project,
        pressmark.cite,
        pressmark.verify,
    ):
        with pytest.raises(ProjectError) as refused:
            take(kind(address))
        if kind is str:
            assert refused.value.place == address
        assert "://" in refused.value.place
    with pytest.raises(ProjectError):
        pressmark.compare(kind(address), ".")
    with pytest.raises(ProjectError, match=r"nothing is sent|not a path"):
        pressmark.build(RELEASE, kind(address))


def test_paths_that_look_like_addresses_are_paths(tmp_path: Path) -> None:
    (tmp_path / "a:").mkdir()
    for word in ("C:/a", "a:b", "1.0.0", "-", ".", f"{tmp_path}/a:/b", "x" * 5000, "urn:a:b"):
        assert parse_path(word) == parse_output(word) == Path(word) and parse_word(word) == word


def test_a_folder_that_is_called_like_a_scheme_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data:").mkdir()
    (tmp_path / "data:/x").touch()
    monkeypatch.chdir(tmp_path)
    assert parse_path("data:/x") == Path("data:/x")


# The core alone


def test_what_is_absent_in_these_tests_is_what_extras_bring() -> None:
    names = absent().split(",")
    for module in ("datasette", "starlette", "uvicorn", "vl_convert", "python_calamine"):
        assert module in names
    assert "frictionless" in names and "mypy" in names and "pytest" in names
    assert not {"duckdb", "pyarrow", "typer", "rich", NAME} & set(names)


def test_the_core_validates_a_published_release() -> None:
    script = f"import {NAME}\nprint({NAME}.validate({str(RELEASE)!r}).valid)"
    assert run_core(script) == "True\n"


def test_the_core_builds_releases_proves_compares_and_cites(project: Path, tmp_path: Path) -> None:
    script = f"""
import {NAME} as it
project, built = sys.argv[1:]
print(it.validate(project).to_arrow().num_rows, it.validate(project)._repr_html_().count("<p>"))
print(it.build(project, built).valid)
print(it.release(project, date="2026-11-22", without=["license", "creator"]).version)
print(it.verify("1.0.0", project=project).valid)
print(it.compare("1.0.0", project, project=project).verdict)
print(len(it.cite(project, format="bibtex")) > 0)
"""
    told = run_core(script, project, tmp_path / "built").splitlines()
    assert told == ["0 1", "True", "1.0.0", "True", "Nothing has changed.", "True"]


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "PROJECT", "--format", "html"), ("build", "PROJECT", "--output", "BUILT"),
        ("verify", "PUBLISHED"), ("diff", "PROJECT", "PUBLISHED", "--format", "html"),
        ("cite", "--project", "PROJECT", "--json"), ("--version", "--json"),
        ("withdraw", "1.0.0", "--reason", "Wrong.", "--project", "PROJECT"),
    ],
)  # fmt: skip
def test_commands_of_the_core_need_nothing_else(
    words: tuple[str, ...], made: Path, tmp_path: Path
) -> None:
    project = shutil.copytree(made, tmp_path / "project")
    places = {
        "PROJECT": project,
        "BUILT": tmp_path / "built",
        "PUBLISHED": project / "datapackage/releases/1.0.0",
    }
    told = command(*(places.get(word, word) for word in words))
    assert told.splitlines()[-1] == "exit 0", told


def test_a_command_whose_extra_is_missing_says_which(project: Path) -> None:
    told = command("serve", project)
    assert told == (
        "pressmark: serve: needs the extra [site]\n"
        "  install it: pip install 'pressmark[site]'\nexit 2\n"
    )
    assert not (project / "build").exists()


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "xlsm", "xlsb"])
def test_a_spreadsheet_without_its_extra_is_refused_before_anything_is_read(
    ending: str, tmp_path: Path
) -> None:
    resource = '{"name": "%s", "path": "%s", "schema": {"fields": [{"name": "a"}]}}'
    listed = ", ".join(resource % pair for pair in (("b", "b.csv"), ("t", f"t.{ending}")))
    (tmp_path / "datapackage.json").write_text(f'{{"resources": [{listed}]}}', "utf-8")
    (tmp_path / "b.csv").write_text("b\n", "utf-8")
    (tmp_path / f"t.{ending}").write_bytes(b"PK")
    told = command("validate", tmp_path)
    assert told == (
        f"pressmark: t.{ending}: needs the extra [spreadsheets]\n"
        "  install it: pip install 'pressmark[spreadsheets]'\nexit 2\n"
    )

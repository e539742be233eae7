"""The steps of `action.yml` do as they say: they judge, publish on a tag, and write the site."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.packages import write_project
from tests.warm_command import WarmCommand

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
INSTALL, RUN = ACTION["runs"]["steps"]
SCHEMA = "fields: [{name: key, type: integer}, {name: text}]\nprimaryKey: key\n"
DESCRIPTOR = """\
name: small
version: "1.0.0"
licenses: [{name: CC0-1.0}]
contributors: [{title: A Town, roles: [creator]}]
resources:
  - name: t
"""


class Done(NamedTuple):
    """How a step ended, what its log, the summary of its job and its outputs say."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmCommand]:
    """Import the command once for all jobs."""
    with WarmCommand() as command:
        yield command


@pytest.fixture
def runner(warm: WarmCommand, tmp_path: Path) -> Path:
    """A machine where the first step is done, and in it a checkout with a project."""
    tool = tmp_path / "temporary/pressmark/bin/pressmark"
    tool.parent.mkdir(parents=True)
    warm.write_tool(tool)
    text = "key,text\n1,a\n2,b\n"
    extra = {"datapackage/datapackage.yaml": DESCRIPTOR}
    write_project(tmp_path / "checkout", {"t": (SCHEMA, text)}, extra)
    return tmp_path


def run(runner: Path, step: dict[str, Any] = RUN, /, tag: str = "", **inputs: str) -> Done:
    """Run a step as a job does, with these inputs, on a tag where one is named."""
    given = {name: each.get("default", "") for name, each in ACTION["inputs"].items()} | inputs
    words = {
        name: given[value.removeprefix("${{ inputs.").removesuffix(" }}")]
        if value.startswith("${{ inputs.")
        else str(ROOT)
        for name, value in step["env"].items()
    }
    summary, outputs = runner / "summary.md", runner / "outputs"
    for each in (summary, outputs):
        each.write_text("", "utf-8")
    on_tag = {"GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": tag} if tag else {}
    job = {
        "RUNNER_TEMP": str(runner / "temporary"),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_OUTPUT": str(outputs),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "pipeline"),
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=runner / "checkout",
        env={**job, **on_tag, **words},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = outputs.read_text("utf-8").splitlines()
    found = dict(line.split("=", 1) for line in lines)
    return Done(done.returncode, done.stdout + done.stderr, summary.read_text("utf-8"), found)


def test_no_input_is_pasted_into_a_script() -> None:
    """A name that holds a command would be run."""
    assert not any("${{" in step["run"] for step in (INSTALL, RUN))
    used = {value for step in (INSTALL, RUN) for value in step["env"].values()}
    assert {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]} <= used
    assert all(f"give {name} " in RUN["run"] for name in ACTION["outputs"])


def test_an_old_python_is_refused_before_anything_is_made(runner: Path) -> None:
    shutil.rmtree(runner / "temporary/pressmark")
    done = run(runner, INSTALL, python="false")
    assert done.code == 3 and "::error title=Pressmark::false is no Python of 3.11" in done.log
    assert not (runner / "temporary/pressmark").exists()


def test_what_is_installed_is_not_installed_again(runner: Path) -> None:
    assert run(runner, INSTALL, python="false").code == 0


def test_right_data_is_told_in_the_summary(runner: Path) -> None:
    done = run(runner)
    assert done.code == 0 and "2 records" in done.summary and "::error" not in done.log
    assert json.loads(Path(done.outputs["report"]).read_text("utf-8"))["runs"]


def test_a_process_of_its_own_says_no_differently(runner: Path) -> None:
    """The other tests fork one that has imported the command."""
    warm = run(runner)
    tool = runner / "temporary/pressmark/bin/pressmark"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pressmark "$@"\n', "utf-8")
    assert run(runner)._replace(summary="") == warm._replace(summary="")


def test_wrong_data_is_told_beside_its_line(runner: Path) -> None:
    (runner / "checkout/datapackage/records/t.csv").write_text("key,text\n1,a\nx,b\n", "utf-8")
    done = run(runner)
    assert done.code == 1 and "::error file=datapackage/records/t.csv,line=3" in done.log
    assert "cell.type" in done.summary and done.outputs["report"].endswith("report.sarif")


def test_several_files_are_judged_a_line_each(runner: Path) -> None:
    for name in ("a $(touch here).csv", "-b.csv"):
        (runner / "checkout" / name).write_text("key,text\n1,a\n", "utf-8")
    done = run(runner, project="a $(touch here).csv\n-b.csv\n")
    assert done.code == 0 and "2 tables" in done.summary
    assert not (runner / "checkout/here").exists()


@pytest.mark.parametrize("command", ["validate", "release", "export"])
def test_a_project_that_cannot_be_read_ends_the_job(runner: Path, command: str) -> None:
    (runner / "checkout/datapackage/datapackage.yaml").write_text("name: [100%", "utf-8")
    done = run(runner, tag="v1.0.0", command=command)
    assert done.code == 2 and "::error title=Pressmark::pressmark: datapackage" in done.log
    assert "datapackage.yaml" in done.summary and "report" not in done.outputs


def test_another_command_is_refused(runner: Path) -> None:
    done = run(runner, command="publish")
    assert done.code == 2 and '"publish" is none of validate, release, export' in done.log


def test_a_tag_publishes_its_version_once(runner: Path) -> None:
    """What is published already is proven, and given as it stands."""
    done = run(runner, tag="v1.0.0", command="release")
    assert done.code == 0, done.log
    assert done.outputs["folder"] == "./datapackage/releases/1.0.0"
    assert done.outputs["zip"].endswith("/small-1.0.0.zip") and Path(done.outputs["zip"]).is_file()
    ledger = runner / "checkout/datapackage/releases/index.json"
    before = ledger.read_bytes()
    (runner / "checkout/datapackage/records/t.csv").write_text("key,text\n1,c\n", "utf-8")
    again = run(runner, command="release", version="1.0.0")
    assert again.code == 0, again.log
    assert again.outputs == done.outputs and ledger.read_bytes() == before
    assert again.summary == "Version 1.0.0 is published and proven.\n"
    data = runner / "checkout/datapackage/releases/1.0.0/data/t.csv"
    data.write_bytes(data.read_bytes().replace(b"1,a", b"1,z"))
    changed = run(runner, tag="1.0.0", command="release")
    assert changed.code == 1 and "t.csv" in changed.summary and changed.outputs == {}


def test_a_tag_of_another_version_publishes_nothing(runner: Path) -> None:
    done = run(runner, tag="v2.0.0", command="release")
    assert done.code == 2 and "2.0.0 is to be published, but the project says version 1.0.0" in (
        done.log
    )
    assert not (runner / "checkout/datapackage/releases").exists()
    assert "the job runs on no tag" in run(runner, command="release").log


def test_the_site_is_written_for_its_address(runner: Path) -> None:
    done = run(runner, command="export", address="https://example.org/faces", output="public")
    assert done.code == 0, done.log
    site = runner / "checkout/public"
    assert done.outputs == {"folder": "public"} and done.summary
    assert "https://example.org/faces" in (site / "sitemap.xml").read_text("utf-8")


def read_commands(log: str) -> list[str]:
    """Give what the runner obeys: lines that begin with two colons, unless it was told to stop.

    It looks behind blanks, and begins again at the word that it was told.
    """
    found, awaited = [], ""
    for line in map(str.strip, log.splitlines()):
        if awaited:
            awaited = "" if line == f"::{awaited}::" else awaited
        elif line.startswith("::stop-commands::"):
            awaited = line.removeprefix("::stop-commands::")
            assert len(awaited) == 32
        elif line.startswith("::") or "##[" in line:
            found.append(line)
    assert not awaited
    return found


EVIL = "x\n::set-output name=zip::evil\n ::add-mask::a\n##[add-mask]b\n```\n<b>100%"


@pytest.mark.parametrize(
    ("command", "name"),
    [("validate", "project"), ("release", "project"), ("release", "version"),
     ("export", "project"), ("export", "output"), ("export", "address")],
)  # fmt: skip
def test_what_is_given_moves_neither_log_nor_outputs_nor_summary(
    command: str, name: str, runner: Path
) -> None:
    done = run(runner, tag="v1.0.0", **{"command": command, name: EVIL})
    commands = read_commands(done.log)
    assert done.code == 2 and commands, done.log
    assert name == "project" or "100%25" in commands[-1]
    assert all(each.startswith("::error title=Pressmark::") for each in commands)
    assert done.outputs == {} and "```\n<b>" not in done.summary
    assert not (runner / "checkout/x").exists()


def test_a_name_is_no_command_of_the_log(runner: Path) -> None:
    done = run(runner, project="::add-mask::a.csv")
    assert done.code == 2 and "\n::add-mask" in done.log.replace("pressmark: ", "\n")
    assert [each[:8] for each in read_commands(done.log)] == ["::error "]


@pytest.mark.parametrize("version", ["--help", "../../..", "1.0.0/../1.0.0", "1.0.0 --help", "."])
def test_what_is_no_version_is_refused(version: str, runner: Path) -> None:
    done = run(runner, command="release", version=version)
    assert done.code == 2 and "is no version, such as" in done.log and done.outputs == {}


@pytest.mark.parametrize("command", ["release", "export"])
def test_no_input_is_an_option(command: str, runner: Path) -> None:
    done = run(runner, tag="v1.0.0", command=command, project="--help")
    assert done.code == 2 and "Usage" not in done.log, done.log


def test_a_python_of_two_lines_is_told_in_one(runner: Path) -> None:
    shutil.rmtree(runner / "temporary/pressmark")
    done = run(runner, INSTALL, python="x\n::add-mask::a\n100%")
    assert done.code == 3
    assert read_commands(done.log)[0].startswith("::error title=Pressmark::x%0A::add-mask::a%0A")


def test_no_project_is_the_folder_itself(runner: Path) -> None:
    assert run(runner, project="").code == 0

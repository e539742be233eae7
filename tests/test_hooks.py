"""The hooks of `.pre-commit-hooks.yaml` stop a commit of wrong records, and no other."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml

from pressmark.intake.kind import TABULAR
from tests.packages import write_project

ROOT = Path(__file__).parent.parent
HOOKS: dict[str, dict[str, Any]] = {
    each["id"]: each
    for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
SCHEMA = "fields: [{name: key, type: integer}]\n"


def run(hook: str, folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does: in the repository, with the files of the commit behind it."""
    tool, *words = shlex.split(HOOKS[hook]["entry"])
    assert tool == "pressmark"
    given = files if HOOKS[hook].get("pass_filenames", True) else ()
    command = [sys.executable, "-m", tool, *words, *given]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_project_is_judged_whatever_is_committed(tmp_path: Path) -> None:
    write_project(tmp_path, {"t": (SCHEMA, "key\n1\n")})
    assert run("pressmark-project", tmp_path, "README.md").returncode == 0
    (tmp_path / "datapackage/records/t.csv").write_text("key\nx\n", "utf-8")
    done = run("pressmark-project", tmp_path, "README.md")
    assert done.returncode == 1 and "datapackage/records/t.csv" in done.stdout


def test_the_tables_of_a_commit_are_judged_by_what_they_show(tmp_path: Path) -> None:
    (tmp_path / "-right.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "wrong.csv").write_text("a,b\n1,2,3\n", "utf-8")
    assert run("pressmark-files", tmp_path, "-right.csv").returncode == 0
    done = run("pressmark-files", tmp_path, "-right.csv", "wrong.csv")
    assert done.returncode == 1 and "wrong.csv" in done.stdout


def test_every_format_of_a_table_is_looked_for() -> None:
    hook = HOOKS["pressmark-files"]
    for ending in TABULAR:
        for written in (ending, ending.upper()):
            assert re.search(hook["files"], f"folder/t.{written}")
    assert not re.search(hook["files"], "README.md")
    for folder in ("", "towns/small/"):
        assert re.search(hook["exclude"], f"{folder}datapackage/releases/1.0.0/data/t.csv")
    assert not re.search(hook["exclude"], "datapackage/records/t.csv")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert hook["additional_dependencies"] == extras["optional-dependencies"]["spreadsheets"]

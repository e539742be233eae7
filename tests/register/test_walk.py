"""The walk of CONTRIBUTING.md is right: its lines are valid, its mistakes say what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.package.project import read_project
from pressmark.publish.next_version import choose_next_version
from pressmark.report import text
from pressmark.site import ServedRelease
from pressmark.validate import judge
from tests.made_once import GIVEN
from tests.place_statuses import write

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
LINES = dict(re.findall(r"```csv (\w+)\.csv\n(.*?)```", PAGE, re.DOTALL))
MISTAKES = re.findall(r"^\| `(\w+)\.csv` \| `(.+?)` \| `(.+?)` \| (.+?) \|$", PAGE, re.MULTILINE)


Mistake = tuple[str, str, str, str]
"""A table, what is written wrongly in it, what would be right, and what validation says."""


def add(root: Path, lines: dict[str, str]) -> None:
    """Add lines to a copy of the records."""
    for name in ("datapackage", "schemas"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("releases"))
    for table, added in lines.items():
        path = root / f"datapackage/records/{table}.csv"
        path.write_text(path.read_text("utf-8") + added, "utf-8")


def said(root: Path) -> tuple[bool, str]:
    """Judge a copy of the records, and give the report as text."""
    with Engine() as engine:
        report = judge(read_project(root), engine).report
    return report.valid, " ".join(text.render(report).split())


def test_the_walk_adds_to_every_table_that_an_ordinance_needs() -> None:
    assert set(LINES) == {
        "sources", "places", "organizations", "instruments", "instrument_scopes", "events",
        "event_participants", "votes", "identifiers", "provisions", "checks", "evidence",
        "releases",
    }  # fmt: skip
    assert len(MISTAKES) > 5


def test_the_lines_of_the_walk_are_valid(tmp_path: Path) -> None:
    """That the table of statuses is due before is tested beside that table."""
    add(tmp_path, LINES)
    write(tmp_path)
    valid, report = said(tmp_path)
    assert valid, report
    assert "sampleton" not in report.lower()


def compatible(mistakes: list[Mistake]) -> list[Mistake]:
    """Take what one copy can hold: no text of a table is spoilt twice."""
    first = {(table, right): each for each in mistakes[::-1] for table, _, right, _ in [each]}
    return [each for each in mistakes if each in first.values()]


def test_validation_teaches(tmp_path: Path) -> None:
    """What is not said of a copy is tried again without what was: a wrong cell hides from rules."""
    left = list(MISTAKES)
    while left:
        together, lines = compatible(left), dict(LINES)
        for table, wrong, right, _ in together:
            assert right in lines[table]
            lines[table] = lines[table].replace(right, wrong + "," * right.endswith(","), 1)
        copy = tmp_path / str(len(left))
        add(copy, lines)
        _, report = said(copy)
        found = [each for each in MISTAKES if each[3] in report]
        assert found and set(found) <= set(together), (together, report)
        for _, wrong, _, _ in found:
            assert "sampleton" in report.lower() or wrong in report
        left = [each for each in left if each not in found]


STEPS = re.findall(r"^\.venv/bin/(.+)$", PAGE.split("**7. ")[1].split("**9. ")[0], re.MULTILINE)
SUITE = [f"tests/register/test_{name}.py" for name in ("front", "records")]
"""What of the suite counts records; the rest asks questions that an addition does not change."""
PARTS = ("datapackage", "docs", "schemas", "tests")
PAGES = ("CONTRIBUTING.md", "README.md", "pyproject.toml")
COUNTED = (r"(\d+) of the \d+ documents", r"of the (\d+) documents", r"(\d+) were read in full")
"""The numbers in the description that one official document, read in full, raises."""


def followed(root: Path) -> None:
    """Follow the walk in a copy of the project, as somebody would, with another town.

    Where the next version is begun already, its number, its day and its note stand.
    """
    for name in PARTS:
        shutil.copytree(ROOT / name, root / name)
    for name in PAGES:
        shutil.copyfile(ROOT / name, root / name)
    package = read_project(root)
    begun = package.releases is None or not (package.releases / package.version).exists()
    for table, added in LINES.items():
        if table == "releases" and begun:
            continue
        path = root / f"datapackage/records/{table}.csv"
        ours = added.replace("ampleton", "pecimenville").replace("-90", "-80")
        path.write_text(path.read_text("utf-8") + ours, "utf-8")
    write_statuses, rehearse, write_earlier = (step.split(" ") for step in STEPS)
    run(root, write_statuses[1:])
    version = package.version if begun else LINES["releases"].partition(",")[0]
    # The suite at the end publishes it, so it need not be rehearsed whole.
    assert rehearse == ["pressmark", "release", "--next", "--dry-run"]
    assert choose_next_version(read_project(root)) == version
    path = root / "datapackage/datapackage.yaml"
    text = path.read_text("utf-8")
    if not begun:
        text = re.sub(r"(?m)^version: .*", f'version: "{version}"', text)
        text = re.sub(r"(?m)^created: .*", 'created: "2026-12-01T00:00:00Z"', text)
    for counted in COUNTED:
        text = re.sub(counted, lambda at: at[0].replace(at[1], str(int(at[1]) + 1), 1), text)
    path.write_text(text, "utf-8")
    run(root, write_earlier[1:])
    if not begun:
        note = root / f"datapackage/notes/{version}.md"
        note.write_text("# An ordinance of Specimenville\n", "utf-8")


def run(root: Path, words: list[str]) -> str:
    """Run a step with this Python and give what it printed; it must succeed."""
    # A suite within the suite shares no folder with the workers of this one.
    alone = {name: value for name, value in os.environ.items() if "XDIST" not in name}
    answer = subprocess.run(
        [sys.executable, *words], cwd=root, check=False, capture_output=True, text=True, env=alone
    )
    assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr
    return answer.stdout


@pytest.mark.thorough
def test_followed_to_the_letter_the_walk_ends_in_a_green_suite(
    tmp_path: Path, published: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The suite asks the town's release; of those before, it takes what this run derived."""
    followed(tmp_path)
    monkeypatch.setenv(GIVEN, str(published[0].database.parent.parent))
    run(tmp_path, ["-m", "pytest", "-q", "--numprocesses=0", "-p", "no:cacheprovider", *SUITE])


def test_the_example_is_in_no_release() -> None:
    for path in (ROOT / "datapackage").rglob("*.csv"):
        assert "sampleton" not in path.read_text("utf-8").lower(), path

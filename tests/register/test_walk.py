"""The walk of CONTRIBUTING.md is right: its lines are valid, its mistakes say what it says."""

import re
import shutil
from pathlib import Path

import pytest

from pressmark.engine.connection import Engine
from pressmark.package.project import read_project
from pressmark.report import text
from pressmark.validate import judge

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
LINES = dict(re.findall(r"```csv (\w+)\.csv\n(.*?)```", PAGE, re.DOTALL))
MISTAKES = re.findall(r"^\| `(\w+)\.csv` \| `(.+?)` \| `(.+?)` \| (.+?) \|$", PAGE, re.MULTILINE)


def said(root: Path, lines: dict[str, str]) -> tuple[bool, str]:
    """Add lines to a copy of the records, judge it, and give the report as text."""
    for name in ("datapackage", "schemas"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("releases"))
    for table, added in lines.items():
        path = root / f"datapackage/records/{table}.csv"
        path.write_text(path.read_text("utf-8") + added, "utf-8")
    with Engine() as engine:
        report = judge(read_project(root), engine).report
    return report.valid, " ".join(text.render(report).split())


def test_the_walk_adds_to_every_table_that_an_ordinance_needs() -> None:
    assert set(LINES) == {
        "sources", "places", "organizations", "instruments", "instrument_scopes", "events",
        "event_participants", "evidence",
    }  # fmt: skip
    assert len(MISTAKES) > 5


def test_the_lines_of_the_walk_are_valid(tmp_path: Path) -> None:
    valid, report = said(tmp_path, LINES)
    assert valid, report
    assert "sampleton" not in report.lower()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake[0]}-{mistake[1]}")
def test_validation_teaches(mistake: tuple[str, str, str, str], tmp_path: Path) -> None:
    table, wrong, right, sentence = mistake
    assert right in LINES[table]
    spoilt = LINES[table].replace(right, wrong + "," * right.endswith(","), 1)
    _, report = said(tmp_path, {**LINES, table: spoilt})
    assert sentence in report
    assert "sampleton" in report.lower() or wrong in report


def test_the_example_is_in_no_release() -> None:
    for path in (ROOT / "datapackage").rglob("*.csv"):
        assert "sampleton" not in path.read_text("utf-8").lower(), path

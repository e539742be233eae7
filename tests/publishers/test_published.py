"""The table of what others published is whole, and each disagreement in it is decided."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.publishers.__main__ import as_expected, main
from tests.publishers.published import ENDINGS, read_table
from tests.publishers.test_small import DECIDED

STANDARD = Path(__file__).parents[2] / "docs/explanation/standard.md"
TABLE = read_table()


def test_thirty_publishers_and_more_are_named_with_their_commits() -> None:
    assert len({each.repository.partition("/")[0] for each in TABLE}) >= 30
    assert len({each.name for each in TABLE}) == len(TABLE)
    for each in TABLE:
        assert re.fullmatch("[0-9a-f]{40}", each.commit), each.name
        assert each.license and each.shows and each.ending in ENDINGS, each.name
        assert bool(each.counts) >= (each.ending == "findings"), each.name
        assert each.until or None not in each.counts.values(), each.name


def test_each_disagreement_is_decided_in_the_docs() -> None:
    """By a line of the table there, and no line is without a package that shows it."""
    named = {name for each in TABLE for name in each.differences}
    named |= {name for names in DECIDED.values() for name in names}
    decided = set(re.findall(r"^\| \*\*([^*]+)\*\* \|", STANDARD.read_text("utf-8"), re.MULTILINE))
    assert named == decided


@pytest.mark.parametrize(
    ("found", "expected", "same"),
    [
        ({"key.primary": 2}, {"key.primary": 2}, True),
        ({"key.primary": 2}, {"key.primary": None}, True),
        ({"key.primary": 2}, {"key.primary": 3}, False),
        ({"key.primary": 2}, {}, False),
        ({}, {"key.primary": None}, False),
    ],
)
def test_counts_are_compared_as_far_as_they_are_known(
    found: dict[str, int], expected: dict[str, int | None], same: bool
) -> None:
    assert as_expected(found, expected) is same


def test_what_is_not_there_is_left_out_with_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No folder and no forge: nothing was looked at, and that is no success."""
    assert main([str(tmp_path), "country-codes"]) == 1
    said = capsys.readouterr().out
    assert "left out: datasets/country-codes datapackage.yml: " in said
    assert "no FORGE is given to fetch it from" in said
    assert "0 of 1 packages, 0 faults" in said


def test_a_package_that_is_not_as_expected_is_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A checkout whose descriptor is another: both judges end otherwise than the table says."""
    (each,) = (each for each in TABLE if each.repository == "AMT-Autoridade/taxis")
    assert each.ending == "refused"
    folder = tmp_path / each.repository
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("a\nx\n", "utf-8")
    (folder / each.path).write_text(
        '{"name": "a", "resources": [{"name": "a", "path": "a.csv", "schema": {"fields": '
        '[{"name": "a", "type": "integer"}]}}]}',
        "utf-8",
    )
    assert main([str(tmp_path), "AMT-Autoridade"]) == 1
    assert "ends findings cell.type 1, not refused" in capsys.readouterr().out


def test_a_checkout_at_another_commit_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is expected is expected of one commit alone."""
    folder = tmp_path / "AMT-Autoridade/taxis"
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    assert main([str(tmp_path), "AMT-Autoridade"]) == 1
    assert f"left out: AMT-Autoridade/taxis datapackage.json: {folder} is not at " in (
        capsys.readouterr().out
    )

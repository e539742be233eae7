"""Any single flipped bit, in any file of a release, is found."""

import random
import shutil
from pathlib import Path

import pytest

from pressmark.verify import verify
from pressmark.verify.check import has_failed
from tests.verify.flips import flip, missed, paths, write_published
from tests.verify.releases import failures
from tests.verify.test_verify import relisted

FLIPS = 200
REBUILT = ("small.sqlite", "parquet/things.parquet", "small-1.0.0.zip")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a release, its derived files, and one more release after it."""
    return write_published(tmp_path_factory.mktemp("flips") / "project")


@pytest.mark.thorough
def test_any_flip_is_found_by_digests(project: Path) -> None:
    """One in every file and more; `make flips` tries a thousand."""
    files = paths(project)
    assert len(files) < FLIPS / 2
    assert missed(project, FLIPS) == []


@pytest.mark.parametrize("number", range(10))
def test_a_flip_that_a_forger_listed_is_found_by_rebuilding(
    number: int, project: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(project, tmp_path / "project")
    folder = copy / "build/releases/1.0.0"
    path = folder / REBUILT[number % len(REBUILT)]
    chance = random.Random(number)  # noqa: S311 - a repeatable choice, no secret
    flip(path, chance.randrange(8 * path.stat().st_size))
    relisted(folder)
    found = verify("1.0.0", copy)
    assert has_failed(found.checks)
    assert {"content", "rebuilt"} & {each.partition(":")[0] for each in failures(found)}

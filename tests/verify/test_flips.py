"""Any single flipped bit, in any file of a release, is found."""

import random
import shutil
from pathlib import Path

import pytest

from pressmark.files.manifest import files_below
from pressmark.releases.ledger import LEDGER
from pressmark.verify import verify
from pressmark.verify.check import failed
from tests.verify.releases import failures, publish, set_version, write_small_project
from tests.verify.test_verify import relisted

FLIPS = 1_000
REBUILT = ("small.sqlite", "parquet/things.parquet", "small-1.0.0.zip")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a release, its derived files, and one more release after it."""
    project = write_small_project(tmp_path_factory.mktemp("flips") / "project")
    publish(project)
    set_version(project, "1.1.0")
    publish(project)
    return project


def flip(path: Path, bit: int) -> None:
    """Turn one bit of a file."""
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def test_a_thousand_flips_are_found_by_digests(project: Path) -> None:
    assert verify("1.0.0", project).valid
    releases = project / "datapackage/releases"
    derived = project / "build/releases/1.0.0"
    paths = [releases / LEDGER]
    paths += [releases / "1.0.0" / name for name in files_below(releases / "1.0.0")]
    paths += [derived / name for name in files_below(derived)]
    chance = random.Random(20261122)  # noqa: S311 - a repeatable choice, no secret
    missed = []
    for number in range(FLIPS):
        # Every file in turn, however small; the bit by chance.
        path = paths[number % len(paths)]
        bit = chance.randrange(8 * path.stat().st_size)
        flip(path, bit)
        found = verify("1.0.0", project)
        if found.valid or any(check.name == "content" for check in found.checks):
            missed.append((path, bit))
        flip(path, bit)
    assert missed == []
    assert verify("1.0.0", project).valid


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
    assert failed(found.checks)
    assert {"content", "rebuilt"} & {each.partition(":")[0] for each in failures(found)}

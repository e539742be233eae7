"""The release that is being made, the third and of the second format, holds in every way."""

import filecmp
from pathlib import Path

import pytest

from pressmark.apply import Applied, apply
from pressmark.package.digests import find_published_digest
from pressmark.package.release_format import FIRST, NEWEST, find_release_format
from pressmark.releases.ledger import read_ledger
from pressmark.site import ServedRelease
from pressmark.verify import verify

BEFORE = "2.0.0"


def proven(release: str, project: Path | None = None) -> list[tuple[str, str]]:
    """Prove a release; give the name and the state of each check."""
    found = verify(release, project, trust_rules=True)
    assert found.valid, found.text()
    return [(each.name, each.state) for each in found.checks]


@pytest.fixture(scope="module")
def project(newest: ServedRelease) -> Path:
    """The copy of the project in which all releases are published."""
    return newest.package.root.parent.parent.parent


def test_it_is_of_the_second_format_and_follows_the_first(
    newest: ServedRelease, published: tuple[ServedRelease, ...]
) -> None:
    assert [find_release_format(each.package) for each in published] == [FIRST, FIRST, NEWEST]
    assert published[-1] is newest


@pytest.mark.thorough
def test_it_verifies_in_every_way_that_the_release_before_does(
    newest: ServedRelease, project: Path
) -> None:
    found = proven(newest.package.version, project)
    assert found == proven(BEFORE, project)
    assert {("package", "ok"), ("content", "ok"), ("rebuilt", "ok")} <= set(found)


def test_its_archive_verifies_alone(newest: ServedRelease) -> None:
    (archive,) = newest.database.parent.glob("*.zip")
    assert {("package", "ok"), ("content", "ok")} <= set(proven(str(archive)))


def test_the_ledger_carries_the_content_of_the_second_format_alone(
    newest: ServedRelease, project: Path
) -> None:
    entries = read_ledger(project / "datapackage/releases").published
    assert [entry.content for entry in entries] == [
        None,
        None,
        find_published_digest(newest.package),
    ]
    assert entries[-1].content


def test_it_is_made_of_the_release_before_and_its_changes(
    newest: ServedRelease, project: Path, tmp_path: Path
) -> None:
    folder = newest.package.root
    made = apply(BEFORE, folder / "changes.csv", tmp_path / "made", project)
    assert isinstance(made, Applied) and made.valid
    names = sorted(path.name for path in (folder / "data").iterdir())
    assert sorted(path.name for path in (tmp_path / "made/data").iterdir()) == names
    assert filecmp.cmpfiles(folder / "data", tmp_path / "made/data", names, shallow=False) == (
        names, [], [],
    )  # fmt: skip

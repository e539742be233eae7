"""Withdrawn and annotated versions: further entries of the ledger, chained; files stay."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from pressmark.errors import MachineError, ProjectError, ReleaseError
from pressmark.files.manifest import hash_file, list_files_below
from pressmark.files.staging import lock_folder
from pressmark.releases.later_entries import annotate, withdraw
from pressmark.releases.ledger import LEDGER, Entry, read_ledger
from pressmark.verify import verify
from tests.verify.releases import publish, sentences, write_small_project

DAY = "2026-12-01"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a project once."""
    project = write_small_project(tmp_path_factory.mktemp("made") / "project")
    publish(project)
    return project


@pytest.fixture
def releases(made: Path, tmp_path: Path) -> Path:
    """A folder of releases with version 1.0.0."""
    return shutil.copytree(made, tmp_path / "project") / "datapackage/releases"


def state(releases: Path) -> dict[str, str]:
    return {
        name: hash_file(releases / name) for name in list_files_below(releases) if name != LEDGER
    }


def test_an_entry_of_the_first_ledgers_keeps_its_digest() -> None:
    # As the first published release wrote it, before there was anything to say later.
    entry = Entry(act="published", version="1.0.0", date="2026-11-22", manifest="sha256:00",
                  files={"verify.py": "sha256:11"}, previous=None)  # fmt: skip
    text = (
        '{"act":"published","date":"2026-11-22","files":{"verify.py":"sha256:11"},'
        '"manifest":"sha256:00","previous":null,"version":"1.0.0"}'
    )
    assert json.dumps(entry.written(), sort_keys=True, separators=(",", ":")) == text
    assert entry.digest() == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_a_withdrawn_version_keeps_its_files_and_says_why(releases: Path) -> None:
    before = state(releases)
    ledger = withdraw(releases, "1.0.0", reason=" Sizes were wrong. ", date=DAY)
    assert state(releases) == before and ledger == read_ledger(releases)
    withdrawal = ledger.withdrawal("1.0.0")
    assert withdrawal and (withdrawal.reason, withdrawal.date) == ("Sizes were wrong.", DAY)
    assert withdrawal.previous == ledger.entries[0].digest()
    found = verify(str(releases / "1.0.0"))
    assert found.valid and found.head == withdrawal.digest()
    assert "withdrawn on 2026-12-01: Sizes were wrong." in sentences(found, "withdrawn")


def test_a_version_is_withdrawn_once(releases: Path) -> None:
    withdraw(releases, "1.0.0", reason="Wrong.", date=DAY)
    with pytest.raises(ReleaseError, match="was withdrawn on 2026-12-01: Wrong"):
        withdraw(releases, "1.0.0", reason="Again.", date=DAY)


@pytest.mark.parametrize("doi", ["10.1234/abc", "https://doi.org/10.1234/abc", "doi:10.1234/abc"])
def test_a_doi_that_came_later_is_noted(doi: str, releases: Path) -> None:
    assert annotate(releases, "1.0.0", doi=doi, reason=None, date=DAY).doi("1.0.0") == "10.1234/abc"
    assert "10.1234/abc" in sentences(verify(str(releases / "1.0.0")), "annotated")


def test_the_last_doi_counts(releases: Path) -> None:
    assert read_ledger(releases).doi("1.0.0") is None
    annotate(releases, "1.0.0", doi="10.1234/abc", reason=None, date=DAY)
    ledger = annotate(releases, "1.0.0", doi="10.1234/abd", reason="A slip.", date=DAY)
    assert ledger.doi("1.0.0") == "10.1234/abd"


@pytest.mark.parametrize("doi", ["11.1234/abc", "10.1/x", "10.1234/", "10.1234/a b", "abc"])
def test_what_is_no_doi_is_refused(doi: str, releases: Path) -> None:
    with pytest.raises(ProjectError, match="is no DOI"):
        annotate(releases, "1.0.0", doi=doi, reason=None, date=DAY)


def test_nothing_to_say_is_refused(releases: Path) -> None:
    with pytest.raises(ProjectError, match="nothing is to be noted"):
        annotate(releases, "1.0.0", doi=None, reason=" ", date=DAY)
    with pytest.raises(ProjectError, match="is empty"):
        withdraw(releases, "1.0.0", reason=" ", date=DAY)


def test_a_version_that_was_never_published_cannot_be_marked(releases: Path) -> None:
    with pytest.raises(ReleaseError, match=r"2\.0\.0 was not published\n  published are 1\.0\.0"):
        withdraw(releases, "2.0.0", reason="Wrong.", date=DAY)


def test_marking_waits_for_no_release_at_work(releases: Path) -> None:
    with lock_folder(releases), pytest.raises(MachineError, match="another release is being made"):
        withdraw(releases, "1.0.0", reason="Wrong.", date=DAY)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('"date": "2026-12-01"', '"date": "2026-12-02"', "its head is not the digest"),
        ('"date": "2026-11-22"', '"date": "2026-11-23"', "entry 2 does not follow"),
        ('"act": "withdrawn"', '"act": "published"', "entry 2 publishes a version again"),
        ('"entries"', '"entries" ', "is not written as it was published"),
    ],
)
def test_a_broken_chain_is_refused(old: str, new: str, wrong: str, releases: Path) -> None:
    withdraw(releases, "1.0.0", reason="Wrong.", date=DAY)
    path = releases / LEDGER
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ReleaseError, match=wrong):
        read_ledger(releases)
    with pytest.raises(ReleaseError, match=wrong):
        annotate(releases, "1.0.0", doi="10.1234/abc", reason=None, date=DAY)


@pytest.mark.parametrize(
    ("version", "manifest", "wrong"),
    [
        ("2.0.0", None, "entry 2 is of no version"),
        ("1.0.0", "sha256:00", "entry 2 names another manifest than that of version 1.0.0"),
    ],
)
def test_an_entry_that_contradicts_another_is_refused(
    version: str, manifest: str | None, wrong: str, releases: Path
) -> None:
    ledger = read_ledger(releases)
    digest = manifest or ledger.entries[0].manifest
    ledger.append(act="annotated", version=version, date=DAY, manifest=digest, files={})
    with pytest.raises(ReleaseError, match=wrong):
        read_ledger(releases)

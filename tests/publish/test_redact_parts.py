"""A record goes out of a release whose tables are cut into parts, from whichever it is in."""

import json
import shutil
from itertools import accumulate
from pathlib import Path

import pytest

from pressmark.errors import ReleaseError
from pressmark.package import Package
from pressmark.package.part_files import list_parts, name_part_files
from pressmark.package.project import read_package, read_project
from pressmark.publish.redaction.asked import RedactionRequest
from pressmark.publish.redaction.brought_back import refuse_brought_back
from pressmark.publish.redaction.gone import list_records
from pressmark.publish.redaction.redacting import redact
from pressmark.publish.release import publish
from pressmark.releases.ledger import read_ledger
from pressmark.site import ServedRelease
from pressmark.site.content.removed import explain_lost_file
from pressmark.verify import verify
from tests.packages import write_project
from tests.parted.built import build_by_many
from tests.publish.redactable import KEY, PEOPLE, VISIT, VISITS, WORDS, derive, find_words
from tests.publish.test_redact import run_script

DAY = "2026-11-20"
NOTE = '"<12>, Wren ""Zaunkönigsteg"""'


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a release that an engine built in parts, and derive its files."""
    folder = tmp_path_factory.mktemp("parts") / "project"
    people = [f"p-{number:03},Person {number},{1900 + number},,\n" for number in range(120)]
    people.append(f"{KEY},Ophelia Quillfeather,8765431,{NOTE},p-001\n")
    visits = [f"p-{number:03},2020-01-01,came\n" for number in range(90)]
    visits.append(f"{KEY},2020-02-02,{VISIT}\n")
    write_project(folder, {
        "people": (PEOPLE, "id,name,born,note,friend\n" + "".join(people)),
        "visits": (VISITS, "person,day,what\n" + "".join(visits)),
    })  # fmt: skip
    built = folder.parent / "built"
    assert build_by_many(read_project(folder), built, 5).valid
    shutil.rmtree(built / "parquet")
    (built / "derived-sha256.txt").unlink()
    releases = folder / "datapackage/releases"
    releases.mkdir(exist_ok=True)
    publish(read_ledger(releases), "1.0.0", built, DAY)
    derive(folder)
    return folder


@pytest.fixture
def project(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "project")


def take(folder: Path, key: str) -> Package:
    """Take a person out, with all that point to it; give the release that is left."""
    asked = RedactionRequest("1.0.0", "people", key, "A court ordered it.", DAY, referring=True)
    redact(folder / "datapackage/releases", folder, asked)
    return read_release(folder)


def read_release(folder: Path) -> Package:
    return read_package(folder / "datapackage/releases/1.0.0/datapackage.json", trusted=True)


def count_parts(package: Package) -> tuple[int, ...]:
    return list_parts(package.table("people"))


def refuse_unproven(folder: Path) -> None:
    """Fail where what is left is not proven, by us or by the script in the release."""
    found = verify("1.0.0", folder)
    assert found.valid, found.text()
    assert run_script(folder / "datapackage/releases/1.0.0").returncode == 0


def test_no_byte_is_left_of_a_record_of_a_later_part(project: Path) -> None:
    before = count_parts(read_release(project))
    assert len(before) > 3
    assert find_words(project / "datapackage/releases/1.0.0/data", (*WORDS, VISIT))
    left = take(project, KEY)
    for place in ("datapackage/releases", "build"):
        assert find_words(project / place, (*WORDS, VISIT)) == []
    assert count_parts(left) == (*before[:-1], before[-1] - 1)
    refuse_unproven(project)
    # A second one, out of the part that begins it: that is joined to the part before.
    second = [*list_records(left.table("people"))][sum(before[:2])].key
    assert second is not None
    joined = take(project, second[0])
    assert count_parts(joined)[:2] == (before[0], before[1] + before[2] - 1)
    refuse_unproven(project)
    redacted = json.loads((joined.root / "datapackage.json").read_text())["resources"][0]
    assert redacted["pressmark:redacted"]["path"] == "data/people.csv"
    assert len(redacted["pressmark:redacted"]["records"]) > 1
    assert redacted["pressmark:redacted"]["parts"] == len(before)
    shown = ServedRelease(joined, project / "none", (), {})
    left_files = set(joined.table("people").resource.path or ())
    lost = sorted({*name_part_files("data/people.csv", before)} - left_files)
    assert len(lost) == 1
    for name in (*lost, lost[0].replace("data/", "parquet/").replace(".csv", ".parquet")):
        told = explain_lost_file(shown, name)
        assert told and "A court ordered it." in told
    assert explain_lost_file(shown, f"data/people.csv/part-{len(before) + 1:05}.csv") is None


@pytest.mark.usefixtures("unproven")
def test_a_table_that_is_left_in_one_part_is_one_file(project: Path) -> None:
    keys = [each.key for each in list_records(read_release(project).table("people"))]
    first, *others = count_parts(read_release(project))
    for start in accumulate(others[:-1], initial=first):
        key = keys[start]
        assert key is not None
        take(project, key[0])
    left = read_release(project)
    assert count_parts(left) == ()
    assert left.table("people").resource.path == ("data/people.csv",)
    refuse_unproven(project)


@pytest.mark.usefixtures("unproven")
def test_what_was_taken_out_of_a_later_part_is_not_brought_back(project: Path) -> None:
    whole = read_release(project)
    kept = shutil.copytree(whole.root, project.parent / "kept")
    take(project, KEY)
    ledger = read_ledger(project / "datapackage/releases")
    again = read_package(kept / "datapackage.json", trusted=True)
    with pytest.raises(ReleaseError, match="were taken out of a published release"):
        refuse_brought_back(again, ledger)

"""What a release owes to the one before: a version that says enough, and keys for ever."""

import csv
import json
import shutil
from pathlib import Path

import pytest
import yaml

from pressmark.errors import ProjectError, ReleaseError
from pressmark.files.manifest import MANIFEST, hash_file, read_manifest, render_manifest
from pressmark.package.project import read_project
from pressmark.publish.next_version import Unchanged, choose_next_version, write_version
from pressmark.publish.release import release
from pressmark.releases.build import build, write_release
from pressmark.releases.ledger import Ledger, read_ledger
from pressmark.report import Report
from pressmark.validate import hide_progress
from tests.packages import write_project

pytestmark = pytest.mark.usefixtures("unproven")
ROOT = Path(__file__).parent.parent.parent
SCHEMA = """
fields:
  - {name: key, type: string, title: Key}
  - {name: size, type: integer, title: Size}
primaryKey: [key]
"""
TEXT = "key,size\na,1\nb,2\n"
HEADER = "table,key,reason,replaced_by,version\n"
DESCRIPTOR = """name: small
version: "1.0.0"  # raised by hand, or by release --next
resources:
  - name: things
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which 1.0.0 is published, to be copied."""
    extra = {
        "datapackage/withdrawn.csv": HEADER,
        "datapackage/datapackage.yaml": DESCRIPTOR,
    }
    folder = tmp_path_factory.mktemp("promises") / "project"
    publish(write_project(folder, {"things": (SCHEMA, TEXT)}, extra))
    return folder


@pytest.fixture
def project(published: Path, tmp_path: Path) -> Path:
    """A project of which 1.0.0 is published."""
    return shutil.copytree(published, tmp_path / "project")


def publish(project: Path, version: str | None = None) -> str | None:
    """Publish the project on a fixed day, under a version if one is given."""
    if version:
        set_version(project, version)
    return release(read_project(project), date="2026-11-22").version


def set_version(project: Path, version: str) -> None:
    """Give the package another version."""
    write_version(read_project(project), version)


def write(project: Path, records: str | None = None, withdrawn: str | None = None) -> None:
    """Replace the records, or the lines of withdrawn keys."""
    if records is not None:
        (project / "datapackage/records/things.csv").write_text(records, encoding="utf-8")
    if withdrawn is not None:
        (project / "datapackage/withdrawn.csv").write_text(HEADER + withdrawn, encoding="utf-8")


def refused(project: Path, version: str | None = None) -> ReleaseError:
    """Give the error with which a release is refused; nothing was published."""
    before = (project / "datapackage/releases/index.json").read_bytes()
    with pytest.raises(ReleaseError) as caught:
        publish(project, version)
    assert (project / "datapackage/releases/index.json").read_bytes() == before
    assert not list((project / "datapackage/releases").glob(".staging-*"))
    return caught.value


def test_the_doi_of_the_last_version_is_not_that_of_the_next(project: Path) -> None:
    path = project / "datapackage/datapackage.yaml"
    path.write_text(path.read_text("utf-8") + "pressmark:doi: 10.5281/zenodo.1\n", "utf-8")
    write(project, "key,size\na,1\nb,3\nc,4\n")
    assert publish(project, "1.1.0") == "1.1.0"
    write(project, "key,size\na,1\nb,3\nc,4\nd,5\n")
    assert refused(project, "1.2.0").wrong == "10.5281/zenodo.1 is the DOI of version 1.1.0"
    text = path.read_text("utf-8").replace("zenodo.1\n", "zenodo.2\n")
    path.write_text(text, encoding="utf-8")
    assert publish(project, "1.2.0") == "1.2.0"


def test_a_version_that_is_too_small_is_refused_by_what_asks_for_more(project: Path) -> None:
    write(project, "key,size\na,1\nb,3\nc,4\n")
    error = refused(project, "1.0.1")
    assert (
        error.wrong == "version 1.0.1 is too small after 1.0.0: the changes ask for 1.1.0 or higher"
    )
    assert error.lines == ("minor: `things`: 1 record added (records.added)",)
    assert error.right == 'write version: "1.1.0"'
    assert publish(project, "1.1.0") == "1.1.0"


@pytest.mark.parametrize("version", ["1.0.0-rc.1", "0.9.0", "1.0.0+again"])
def test_a_version_that_does_not_lie_above_the_last_is_refused(version: str, project: Path) -> None:
    write(project, "key,size\na,1\nb,3\n")
    assert refused(project, version).wrong == f"version {version} does not lie above 1.0.0"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.0.1-a.b", "1.0.1-a-b"),
        ("1.0.1-RC", "1.0.1-rc"),
        ("1.0.1-a", "1.0.1+a"),
        ("1.0.1-0.a", "1.0.1-0-A"),
    ],
)
def test_two_versions_never_share_addresses_or_folders(
    first: str, second: str, project: Path
) -> None:
    assert publish(project, first) == first
    wrong = f"version {second} would have the addresses and folders of {first!r}"
    assert refused(project, second).wrong == wrong


def test_the_last_version_of_all_has_none_after_it(project: Path) -> None:
    last = ".".join(["9" * 18] * 3)
    assert publish(project, last) == last
    write(project, "key,size\na,1\nb,3\nc,4\n")
    with pytest.raises(ReleaseError) as caught:
        choose_next_version(read_project(project))
    assert caught.value.wrong == (
        f"after version {last} there is none of at most 18 digits a number"
    )


@pytest.mark.parametrize("old", ["1" + "0" * 21 + ".0.0", "1.0.0-01", "2021-05", "1.0.0\n"])
def test_what_was_published_under_no_semantic_version_is_followed_by_hand(
    old: str, project: Path
) -> None:
    """Earlier writers took such versions: nothing after them ends in a traceback."""
    rename_published(project, old)
    write(project, "key,size\na,1\nb,2\nc,4\n")
    with pytest.raises(ReleaseError) as caught:
        choose_next_version(read_project(project))
    assert caught.value.wrong == f"version {old!r} was published, and is no semantic version"
    assert publish(project, "1.0.0") == "1.0.0"
    changes = (project / "datapackage/releases/1.0.0/CHANGES.md").read_text("utf-8")
    assert "was no semantic version, and promises nothing." in changes


def rename_published(project: Path, version: str) -> None:
    """Make the one release of a project one of another version, as an earlier writer would."""
    releases = project / "datapackage/releases"
    folder = releases / version
    (releases / "1.0.0").rename(folder)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    text = json.dumps({**descriptor, "version": version}, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    names = read_manifest((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(render_manifest(folder, tuple(names)), encoding="utf-8")
    entry = read_ledger(releases).entries[0]
    manifest = f"sha256:{hash_file(folder / MANIFEST)}"
    changed = entry.model_copy(update={"version": version, "manifest": manifest})
    (releases / "index.json").write_text(Ledger(releases, (changed,)).text(), encoding="utf-8")


def test_a_higher_version_than_asked_is_the_authors_choice(project: Path) -> None:
    write(project, "key,size\na,1\nb,3\n")
    assert publish(project, "2.0.0") == "2.0.0"


def test_nothing_changed_may_be_published_and_says_so(project: Path) -> None:
    assert publish(project, "1.0.1") == "1.0.1"
    text = (project / "datapackage/releases/1.0.1/CHANGES.md").read_text("utf-8")
    assert "Nothing has changed since 1.0.0 in the data and in what describes it." in text
    assert choose_next_version(read_project(project)) == Unchanged("1.0.1")


def test_a_pre_release_promises_nothing(project: Path) -> None:
    write(project, "key,size\na,1\n", "things,b,Counted twice,a,2.0.0-rc.1\n")
    assert publish(project, "2.0.0-rc.1") == "2.0.0-rc.1"
    write(project, TEXT + "c,3\n", "")
    assert publish(project, "2.0.0-rc.2") == "2.0.0-rc.2"
    assert refused(project, "1.9.0").wrong == "version 1.9.0 does not lie above 2.0.0-rc.2"
    assert publish(project, "2.0.0") == "2.0.0"
    text = (project / "datapackage/releases/2.0.0/CHANGES.md").read_text("utf-8")
    assert text.startswith("# small 2.0.0: since 1.0.0\n")


def test_a_first_pre_release_leads_to_its_version(tmp_path: Path) -> None:
    extra = {"datapackage/datapackage.yaml": DESCRIPTOR.replace('"1.0.0"', "1.0.0-rc.1")}
    project = write_project(tmp_path, {"things": (SCHEMA, TEXT)}, extra)
    assert choose_next_version(read_project(project)) == "1.0.0-rc.1"
    publish(project)
    write(project, "key,size\na,1\n")
    assert choose_next_version(read_project(project)) == "1.0.0"
    assert publish(project, "1.0.0") == "1.0.0"
    text = (project / "datapackage/releases/1.0.0/CHANGES.md").read_text("utf-8")
    assert "1.0.0-rc.1 was a pre-release, which promises nothing." in text


def test_a_key_that_is_gone_needs_a_line(project: Path) -> None:
    write(project, "key,size\na,1\n")
    error = refused(project, "1.1.0")
    assert error.place.endswith("datapackage/withdrawn.csv")
    assert error.lines == ("things,b,,,1.1.0",)
    write(project, withdrawn="things,b,,,1.1.0\n")
    with pytest.raises(ProjectError, match=r"withdrawn\.csv, line 2: has no reason"):
        publish(project)
    write(project, withdrawn="things,b,Counted twice,a,1.1.0\n")
    assert publish(project) == "1.1.0"
    folder = project / "datapackage/releases/1.1.0"
    assert (folder / "withdrawn.csv").read_text("utf-8") == (
        HEADER + "things,b,Counted twice,a,1.1.0\n"
    )
    assert "- `things`, `b`: Counted twice. Use `a` instead." in (
        (folder / "CHANGES.md").read_text("utf-8")
    )


@pytest.mark.parametrize(
    ("withdrawn", "wrong", "right"),
    [
        ("things,b,Twice,,1.2.0\n", "withdraws 'b' in version 1.2.0, and this is 1.1.0",
         "write 1.1.0 in its last place"),
        ("things,b,Twice,x,1.1.0\n", "replaces 'b' by 'x', which 'things' lacks",
         "name the key of a record, or none"),
        ("things,b,Twice,b,1.1.0\n", "replaces 'b' by 'b', which 'things' lacks",
         "name the key of a record, or none"),
        ("things,b,Twice,,1.1.0\nthings,x,Twice,,1.1.0\n",
         "withdraws 'x' of 'things', which was not there", "take out: things,x,Twice,,1.1.0"),
        ("things,b,Twice,,1.1.0\nplaces,x,Twice,,1.1.0\n",
         "withdraws 'x' of 'places', which was not there", "take out: places,x,Twice,,1.1.0"),
    ],
)  # fmt: skip
def test_a_line_says_what_happened(withdrawn: str, wrong: str, right: str, project: Path) -> None:
    write(project, "key,size\na,1\n", withdrawn)
    error = refused(project, "1.1.0")
    assert (error.wrong, error.right) == (wrong, right)


def test_a_withdrawn_key_stays_withdrawn(project: Path) -> None:
    line = "things,b,Counted twice,a,1.1.0\n"
    write(project, "key,size\na,1\n", line)
    publish(project, "1.1.0")
    write(project, TEXT)
    assert refused(project, "1.2.0").wrong == "withdraws 'b' of 'things', which has a record"
    write(project, withdrawn="")
    error = refused(project)
    assert error.wrong == "lacks 1 of the lines that were published"
    assert error.lines == ("things,b,Counted twice,a,1.1.0",)
    assert error.right.endswith("datapackage/releases/1.1.0/withdrawn.csv")
    write(project, "key,size\nc,3\n", line + "things,a,Never was,c,2.0.0\n")
    assert publish(project, "2.0.0") == "2.0.0"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("table,key\n", "has another header"),
        (HEADER + "things,b,Twice\n", "has 3 cells instead of 5"),
        (HEADER + ",b,Twice,,1.1.0\n", "has no table"),
        (HEADER + "things,b,Twice,,soon\n", "'soon' is no version"),
        (HEADER + "things,b, ,,1.1.0\n", "has no reason"),
        (HEADER + HEADER, "is the header again"),
        (HEADER + "things,b,Twice,,1.1.0\nthings,b,Twice,,1.1.0\n", "withdraws the key 'b' again"),
        (HEADER + 'things,"b,Twice,,1.1.0\n', "is not CSV: "),
    ],
)
def test_a_list_that_is_wrong_as_written_is_refused(text: str, wrong: str, project: Path) -> None:
    (project / "datapackage/withdrawn.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        publish(project, "1.1.0")
    assert caught.value.wrong.startswith(wrong)


def test_keys_of_a_removed_table_are_withdrawn_too(project: Path) -> None:
    (project / "schemas/others.yaml").write_text(SCHEMA, encoding="utf-8")
    (project / "datapackage/records/others.csv").write_text(TEXT, encoding="utf-8")
    path = project / "datapackage/datapackage.yaml"
    path.write_text(path.read_text("utf-8").replace("things", "others"), encoding="utf-8")
    error = refused(project, "2.0.0")
    assert error.lines == ("things,a,,,2.0.0", "things,b,,,2.0.0")
    named = "others\n    pressmark:formerly: things"
    path.write_text(path.read_text("utf-8").replace("others", named), encoding="utf-8")
    assert publish(project) == "2.0.0"
    rows = "key,size\na,1\n"
    (project / "datapackage/records/others.csv").write_text(rows, encoding="utf-8")
    write(project, withdrawn="others,b,Twice,,2.1.0\n")
    assert publish(project, "2.1.0") == "2.1.0"


def test_lines_of_a_renamed_table_keep_its_old_name(project: Path) -> None:
    write(project, "key,size\na,1\n", "things,b,Twice,a,1.1.0\n")
    publish(project, "1.1.0")
    shutil.move(project / "schemas/things.yaml", project / "schemas/others.yaml")
    records = project / "datapackage/records"
    shutil.move(records / "things.csv", records / "others.csv")
    path = project / "datapackage/datapackage.yaml"
    named = "others\n    pressmark:formerly: things"
    path.write_text(path.read_text("utf-8").replace("things", named), encoding="utf-8")
    assert publish(project, "2.0.0") == "2.0.0"
    (records / "others.csv").write_text(TEXT, encoding="utf-8")
    assert refused(project, "2.1.0").wrong == "withdraws 'b' of 'things', which has a record"


def test_another_primary_key_is_another_identifier(project: Path) -> None:
    schema = project / "schemas/things.yaml"
    schema.write_text(SCHEMA.replace("[key]", "[key, size]"), encoding="utf-8")
    error = refused(project, "2.0.0")
    assert error.lines == ("things,a,,,2.0.0", "things,b,,,2.0.0")
    lines = 'things,a,New keys,"a,1",2.0.0\nthings,b,New keys,"b,2",2.0.0\n'
    write(project, withdrawn=lines)
    assert publish(project) == "2.0.0"


def test_next_takes_the_least_version_and_writes_that_line_only(project: Path) -> None:
    write(project, "key,size\na,1\nb,2\nc,3\n")
    path = project / "datapackage/datapackage.yaml"
    before = path.read_text("utf-8")
    version = choose_next_version(read_project(project))
    assert version == "1.1.0"
    write_version(read_project(project), version)
    assert path.read_text("utf-8") == before.replace("1.0.0", "1.1.0")
    assert choose_next_version(read_project(project)) == "1.1.0"
    assert publish(project) == "1.1.0"


def test_next_refuses_what_release_would_refuse(project: Path) -> None:
    write(project, "key,size\na,1\n")
    with pytest.raises(ReleaseError) as caught:
        choose_next_version(read_project(project))
    assert caught.value.lines == ("things,b,,,1.1.0",)
    write(project, "key,size\na,x\n")
    assert isinstance(choose_next_version(read_project(project)), Report)


@pytest.mark.parametrize(
    "lines", ["version: >-\n  1.0.0\n", "'version': 1.0.0\n", "version: '1.0.0\n  '\n"]
)
def test_a_version_on_several_lines_is_left_to_the_author(lines: str, project: Path) -> None:
    path = project / "datapackage/datapackage.yaml"
    text = path.read_text("utf-8").splitlines(keepends=True)
    text[1] = lines
    path.write_text("".join(text), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(ProjectError) as caught:
        write_version(read_project(project), "1.1.0")
    assert caught.value.right == 'write version: "1.1.0"'
    assert path.read_bytes() == before


def test_line_ends_and_remarks_of_the_descriptor_stay(project: Path) -> None:
    path = project / "datapackage/datapackage.yaml"
    path.write_bytes(DESCRIPTOR.replace("\n", "\r\n").encode())
    write_version(read_project(project), "1.1.0")
    assert path.read_bytes() == DESCRIPTOR.replace("\n", "\r\n").replace("1.0.0", "1.1.0").encode()


def test_a_build_tells_of_changes_and_refuses_none(project: Path, tmp_path: Path) -> None:
    write(project, "key,size\na,5\n")
    set_version(project, "1.0.1")
    assert build(read_project(project), tmp_path / "built").valid
    text = (tmp_path / "built/CHANGES.md").read_text("utf-8")
    assert "After 1.0.0 the changes ask for 1.1.0 or higher; this is 1.0.1." in text


def test_a_damaged_last_release_is_not_compared_with(project: Path) -> None:
    path = project / "datapackage/releases/1.0.0/data/things.csv"
    path.write_text("key,size\na,1\n", encoding="utf-8")
    assert refused(project, "1.0.1").wrong == "is not what was published"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """The register as of 1.0.0, in which one value is corrected, two records come and one goes."""
    released = ROOT / "datapackage/releases/1.0.0"
    folder = tmp_path / "datapackage"
    shutil.copytree(released, folder / "releases/1.0.0")
    first = read_ledger(ROOT / "datapackage/releases").entries[:1]
    Ledger(folder / "releases", ()).append(**first[0].model_dump(exclude={"previous"}))
    shutil.copytree(released / "data", folder / "records")
    for kind, place in (("rules", "schemas/rules"), ("views", "datapackage/views"),
                        ("queries", "datapackage/queries")):  # fmt: skip
        shutil.copytree(released / kind, tmp_path / place)
    shutil.copy(released / "withdrawn.csv", folder)
    (folder / "notes").mkdir()
    document = json.loads((released / "datapackage.json").read_text("utf-8"))
    for resource in document["resources"]:
        resource["path"] = f"datapackage/records/{resource['name']}.csv"
        del resource["bytes"], resource["hash"]
    for kind in ("rules", "views", "queries", "withdrawn"):
        del document[f"pressmark:{kind}"]
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    (folder / "datapackage.yaml").write_text(text, encoding="utf-8")
    edit(folder / "records/organizations.csv", "is not a seat.", "names no seat.")
    edit(
        folder / "records/organization_member_kinds.csv",
        "amazon-letter-coalition-2018,labour\n",
        "amazon,labour\namazon,religious\n",
    )
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    """Replace one passage of a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.thorough
def test_a_second_release_of_the_register(register: Path) -> None:
    error = refused(register, "1.0.1")
    assert (
        error.wrong == "version 1.0.1 is too small after 1.0.0: the changes ask for 1.1.0 or higher"
    )
    assert error.lines == (
        "minor: `organization_member_kinds`: 2 records added (records.added)",
        "minor: `organization_member_kinds`: 1 record removed (records.withdrawn)",
    )
    assert error.right == 'write version: "1.1.0"'
    line = 'organization_member_kinds,"amazon-letter-coalition-2018,labour",{},,1.1.0'
    error = refused(register, "1.1.0")
    assert error.lines == (line.format(""),)
    with (register / "datapackage/withdrawn.csv").open("a", encoding="utf-8") as file:
        file.write(line.format("No union signed") + "\n")
    note = register / "datapackage/notes/1.1.0.md"
    note.write_text("# Release 1.1.0\n\nWho signed was looked at again.\n", encoding="utf-8")
    assert choose_next_version(read_project(register)) == "1.1.0"
    assert publish(register) == "1.1.0"
    assert [each.version for each in read_ledger(register / "datapackage/releases").published] == [
        "1.0.0",
        "1.1.0",
    ]
    folder = register / "datapackage/releases/1.1.0"
    with (folder / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[3] in ("added", "removed", "changed")]
    gone = "amazon-letter-coalition-2018"
    kinds = "organization_member_kinds"
    assert [(*row[:4], row[4] or row[5]) for row in rows] == [
        ("organizations", "amazon", "note", "changed", "The dateline Seattle is not a seat."),
        (kinds, "amazon,labour", "org_id", "added", "amazon"),
        (kinds, "amazon,labour", "member_kind", "added", "labour"),
        (kinds, "amazon,religious", "org_id", "added", "amazon"),
        (kinds, "amazon,religious", "member_kind", "added", "religious"),
        (kinds, f"{gone},labour", "org_id", "removed", gone),
        (kinds, f"{gone},labour", "member_kind", "removed", "labour"),
    ]
    document = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert document["pressmark:withdrawn"] == "withdrawn.csv"
    unchanged = "\n".join(
        f"- {each['title']} (`{each['name']}`): no change" for each in document["resources"][3:]
    )
    assert (
        (folder / "CHANGES.md").read_text("utf-8")
        == f"""\
# Face recognition governance 1.1.0: since 1.0.0

Who signed was looked at again.

## Why this version

After 1.0.0 the changes ask for 1.1.0 or higher; this is 1.1.0.

- minor: `organization_member_kinds`: 2 records added
- minor: `organization_member_kinds`: 1 record removed
- patch: `organizations`, field `note`: 1 value changed

## Records

- Places (`places`): no change
- Organisations (`organizations`): 1 record changed
- Kinds of members (`organization_member_kinds`): 2 records added, 1 record removed
{unchanged}

## Corrected values

- Organisations (`organizations`), `amazon`: Note was "The dateline Seattle is not a seat." and is \
"The dateline Seattle names no seat.".

## Removed records

- Kinds of members (`organization_member_kinds`), `amazon-letter-coalition-2018,labour`: \
No union signed.

## Added records

- Kinds of members (`organization_member_kinds`): `amazon,labour`, `amazon,religious`.
"""
    )


@pytest.mark.thorough
def test_a_published_version_of_the_register_tells_what_it_told(tmp_path: Path) -> None:
    for name in ("datapackage", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name)
    package = read_project(tmp_path / "copy")
    published = tmp_path / "copy/datapackage/releases" / package.version
    if not published.exists():
        pytest.skip(f"version {package.version} is in the making")
    (tmp_path / "built").mkdir()
    # Nothing is derived of it: what is told of a version stands in the release alone.
    report, _ = write_release(package, tmp_path / "built", limit=1, progress=hide_progress)
    assert report.valid
    data = sorted(path.relative_to(published).as_posix() for path in published.glob("data/*.csv"))
    assert data
    for name in ("CHANGES.md", "changes.csv", *data):
        assert (tmp_path / "built" / name).read_bytes() == (published / name).read_bytes(), name

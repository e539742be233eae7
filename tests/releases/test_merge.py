"""Two branches that publish: nothing of either is lost, and every head of either stays provable."""

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pressmark import api
from pressmark.citation.release import find_cited_values
from pressmark.cli import app
from pressmark.errors import MachineError, ProjectError, ReleaseError
from pressmark.files.manifest import hash_file, list_files_below
from pressmark.files.staging import lock_folder
from pressmark.package.project import read_package, read_project
from pressmark.package.withdrawn import LostKeysError
from pressmark.publish.next_version import Unchanged, choose_next_version
from pressmark.releases.branches import find_last_of_branches
from pressmark.releases.build import build
from pressmark.releases.derived import hold_derived
from pressmark.releases.find import find_newest_final
from pressmark.releases.later_entries import annotate, withdraw
from pressmark.releases.ledger import LEDGER, Ledger, read_ledger
from pressmark.releases.merge import Merged, merge
from pressmark.releases.place import list_versions
from pressmark.releases.whole import is_whole
from pressmark.site.downloads.served_release import order_newest_first
from pressmark.site.served import read_served_releases
from pressmark.verify import verify
from tests.cli.test_command import run
from tests.verify.releases import set_version, states, write_small_project

pytestmark = pytest.mark.usefixtures("unproven", "unguarded")
DAY = "2026-11-22"
NEXT_DAY = "2026-11-23"


release = partial(api.release, without=("license", "creator"))
"""What is published here is cited by nobody."""


def records(*numbers: int) -> str:
    return "key,size,day\n" + "".join(f"k{number},{number},\n" for number in numbers)


def publish(project: Path, version: str, *numbers: int, date: str = DAY) -> Path:
    """Publish records under a version; give the release's folder."""
    set_version(project, version)
    (project / "datapackage/records/things.csv").write_text(records(*numbers), encoding="utf-8")
    assert release(read_project(project), date=date).version == version
    return project / "datapackage/releases" / version


def releases(project: Path) -> Path:
    return project / "datapackage/releases"


def state(project: Path) -> dict[str, str]:
    """Take the digest of every file of every folder of releases."""
    folder = releases(project)
    names = [name for name in list_files_below(folder) if "/" in name]
    return {name: hash_file(folder / name) for name in names}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two branches that published 1.0.0 together, then 1.2.0 here and 1.1.0, 1.3.0 there."""
    folder = tmp_path_factory.mktemp("branches")
    here = write_small_project(folder / "here")
    publish(here, "1.0.0", 1, 2)
    there = shutil.copytree(here, folder / "there")
    publish(here, "1.2.0", 1, 2, 4)
    publish(there, "1.1.0", 1, 2, 3, date=NEXT_DAY)
    withdraw(releases(there), "1.1.0", reason="Wrong.", date=NEXT_DAY)
    publish(there, "1.3.0", 1, 2, 3, 5, date=NEXT_DAY)
    return folder


@pytest.fixture
def branches(published: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of both branches."""
    copy = shutil.copytree(published, tmp_path / "branches")
    return copy / "here", copy / "there"


def with_folders(project: Path, other: Path) -> Path:
    """Bring the other side's folders, as git does; give the path of the other's ledger, saved."""
    for folder in releases(other).iterdir():
        if folder.is_dir() and not (releases(project) / folder.name).exists():
            shutil.copytree(folder, releases(project) / folder.name)
    saved = project / f"{other.name}.json"
    shutil.copy(releases(other) / LEDGER, saved)
    return saved


def merged(project: Path, other: Path) -> Merged:
    return merge(releases(project), with_folders(project, other))


def acts(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(each.act, each.version, each.date) for each in ledger.acts]


def test_the_acts_of_the_other_branch_follow_with_their_days_and_their_heads(
    branches: tuple[Path, Path],
) -> None:
    here, there = branches
    ours, theirs = read_ledger(releases(here)), read_ledger(releases(there))
    found = merged(here, there)
    ledger = read_ledger(releases(here))
    assert found.ledger == ledger and found.head == theirs.head
    assert ledger.entries[:2] == ours.entries
    assert acts(ledger) == [
        ("published", "1.0.0", DAY),
        ("published", "1.2.0", DAY),
        ("published", "1.1.0", NEXT_DAY),
        ("withdrawn", "1.1.0", NEXT_DAY),
        ("published", "1.3.0", NEXT_DAY),
    ]
    assert list(found.added) == list(ledger.entries[2:])
    # The other chain is there, entry by entry, as it was signed and cited.
    again = [next(each.formerly()) for each in ledger.entries[2:]]
    assert (ledger.entries[0], *again) == theirs.entries
    for head in [each.digest() for each in (*ours.entries, *theirs.entries, *ledger.entries)]:
        assert states(verify("1.3.0", here, head=head), "head") == ["ok"]
    assert states(verify("1.3.0", here, head="0" * 64), "head") == ["failed"]
    for version in ("1.0.0", "1.1.0", "1.2.0", "1.3.0"):
        assert verify(version, here).valid


def test_every_script_in_the_releases_proves_both_chains(branches: tuple[Path, Path]) -> None:
    here, there = branches
    merged(here, there)

    def proven(version: str) -> tuple[int, str]:
        script = releases(here) / version / "verify.py"
        done = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True,
                              text=True, check=False)  # fmt: skip
        assert not done.stderr
        return done.returncode, done.stdout

    for version in ("1.0.0", "1.1.0", "1.2.0", "1.3.0"):
        code, said = proven(version)
        assert code == 0
        assert f"ledger {read_ledger(releases(here)).head}\n" in said
        assert said.count("merged into it") == 1
        assert f"ledger {read_ledger(releases(there)).head}, merged into it\n" in said
    path = releases(here) / LEDGER
    text = path.read_text("utf-8")
    place = text.index('"mergedFrom"')
    path.write_text(text[:place] + text[place:].replace("sha256:", "sha256:0", 1), "utf-8")
    code, said = proven("1.3.0")
    assert code == 1 and "whose merged entries do not follow" in said


def test_merging_twice_changes_nothing(branches: tuple[Path, Path]) -> None:
    here, there = branches
    merged(here, there)
    before = (releases(here) / LEDGER).read_bytes()
    again = merged(here, there)
    assert (releases(here) / LEDGER).read_bytes() == before and again.added == ()
    # Nor does what the other side knows as well as this one.
    assert merge(releases(here), releases(here)).added == ()
    assert (releases(here) / LEDGER).read_bytes() == before


def test_a_side_that_knows_all_is_taken_as_it_is(branches: tuple[Path, Path]) -> None:
    here, there = branches
    merged(here, there)
    taken = merged(there, here)
    assert [each.version for each in taken.added] == ["1.2.0"]
    assert (releases(there) / LEDGER).read_bytes() == (releases(here) / LEDGER).read_bytes()
    # A branch that only went on is the same case: its chain is the longer one.
    publish(there, "1.4.0", 1, 2, 3, 4, 5, 6)
    merged(here, there)
    assert all(each.merged_from is None for each in read_ledger(releases(here)).entries[5:])


def test_both_sides_may_merge_the_other_and_go_on(branches: tuple[Path, Path]) -> None:
    here, there = branches
    heads = [read_ledger(releases(each)).head for each in branches]
    ours, theirs = with_folders(there, here), with_folders(here, there)
    merge(releases(here), theirs)
    merge(releases(there), ours)
    heads += [read_ledger(releases(each)).head for each in branches]
    assert len(set(heads)) == 4
    merged(here, there)
    ledger = read_ledger(releases(here))
    assert set(heads) <= ledger.digests
    # Acts that both merged in another order tell nothing twice.
    assert len(ledger.published) == 4 and len(ledger.later("1.1.0", "withdrawn")) == 1
    assert len(ledger.entries) > len(ledger.acts)
    merged(there, here)
    assert (releases(there) / LEDGER).read_bytes() == (releases(here) / LEDGER).read_bytes()
    publish(there, "2.0.0", 1, 2, 3, 4, 5)
    assert verify("2.0.0", there, head=heads[1]).valid


def test_a_third_branch_comes_through_the_second(published: Path, tmp_path: Path) -> None:
    here, there, third = (
        shutil.copytree(published / name, tmp_path / place)
        for name, place in (("here", "here"), ("there", "there"), ("here", "third"))
    )
    annotate(releases(third), "1.2.0", doi="10.1234/third", reason=None, date=DAY)
    publish(third, "3.0.0", 1, 2, 4)
    head = read_ledger(releases(third)).head
    annotate(releases(here), "1.0.0", doi=None, reason="Read.", date=DAY)
    merged(there, third)
    between = read_ledger(releases(there)).head
    merged(here, there)
    ledger = read_ledger(releases(here))
    assert {head, between} <= ledger.digests
    assert ledger.doi("1.2.0") == "10.1234/third"
    assert [each.version for each in ledger.published].count("1.2.0") == 1
    assert any(len(each.digests()) == 3 for each in ledger.entries)
    assert verify("3.0.0", here, head=head).valid


def test_newest_is_by_semantic_version_not_by_the_ledgers_order(
    branches: tuple[Path, Path],
) -> None:
    here, there = branches
    publish(here, "1.4.0", 1, 2, 4, 6)
    merged(here, there)
    package = read_project(here)
    assert [each.version for each in read_ledger(releases(here)).published][-1] == "1.3.0"
    assert find_cited_values(package).version == find_cited_values(None, here).version == "1.4.0"
    newest = find_newest_final(package)
    assert newest and newest.version == "1.4.0"
    _, served = read_served_releases(package, None)
    versions = [each.version for each in order_newest_first(served)]
    assert versions == ["1.4.0", "1.3.0", "1.2.0", "1.1.0", "1.0.0"]
    set_version(here, "1.3.5")
    with pytest.raises(ReleaseError, match=r"1\.3\.5 does not lie above 1\.4\.0"):
        release(read_project(here), date=DAY)


def test_what_was_said_later_goes_by_its_day(branches: tuple[Path, Path]) -> None:
    here, there = branches
    annotate(releases(here), "1.0.0", doi="10.1234/late", reason=None, date="2026-12-02")
    annotate(releases(there), "1.0.0", doi="10.1234/early", reason=None, date="2026-12-01")
    merged(here, there)
    assert read_ledger(releases(here)).entries[-1].doi == "10.1234/early"
    assert read_ledger(releases(here)).doi("1.0.0") == "10.1234/late"
    assert find_cited_values("1.0.0", here).doi == "10.1234/late"


def test_what_both_branches_said_of_a_version_is_told(branches: tuple[Path, Path]) -> None:
    here, there = branches
    for side, reason in ((here, "Wrong here."), (there, "Wrong there.")):
        withdraw(releases(side), "1.0.0", reason=reason, date=NEXT_DAY)
    merged(here, there)
    found = verify("1.0.0", here)
    assert found.valid and states(found, "withdrawn") == ["note", "note"]
    assert all(reason in found.text() for reason in ("Wrong here.", "Wrong there."))
    # The versions are named in their order, not in that of the ledger.
    assert list_versions(releases(here)) == ("1.0.0", "1.1.0", "1.2.0", "1.3.0")


def test_one_version_published_otherwise_on_both_sides_is_refused_by_name(
    branches: tuple[Path, Path],
) -> None:
    here, there = branches
    publish(here, "2.0.0", 1, 2, 4, 7)
    publish(there, "2.0.0", 1, 2, 3, 5, 8)
    publish(here, "2.1.0", 1, 2, 4, 7, 8)
    publish(there, "2.1.0", 1, 2, 3, 5, 8, 9)
    before = (releases(here) / LEDGER).read_bytes()
    with pytest.raises(ReleaseError, match=r"(?s)version 2\.0\.0 is .* version 2\.1\.0 is .*high"):
        merged(here, there)
    assert (releases(here) / LEDGER).read_bytes() == before


def test_one_package_published_by_two_acts_is_refused_by_the_files_that_differ(
    published: Path, tmp_path: Path
) -> None:
    here, there = (shutil.copytree(published / "here", tmp_path / name) for name in "ab")
    publish(here, "2.0.0", 1, 2, 4, 5)
    (there / "datapackage/notes/2.0.0.md").write_text("# Two\n\nOtherwise.\n", encoding="utf-8")
    publish(there, "2.0.0", 1, 2, 4, 5)
    with pytest.raises(ReleaseError, match=r"version 2\.0\.0 has another CHANGES\.md, prov"):
        merged(here, there)


def test_the_same_release_made_on_both_sides_is_one(published: Path, tmp_path: Path) -> None:
    here, there = (shutil.copytree(published / "here", tmp_path / name) for name in "ab")
    annotate(releases(there), "1.0.0", doi="10.1234/there", reason=None, date=DAY)
    publish(here, "2.0.0", 1, 2, 4, 5)
    publish(there, "2.0.0", 1, 2, 4, 5)
    heads = {read_ledger(releases(each)).head for each in (here, there)}
    assert len(heads) == 2
    merged(here, there)
    ledger = read_ledger(releases(here))
    assert heads <= ledger.digests
    assert [each.version for each in ledger.published] == ["1.0.0", "1.2.0", "2.0.0"]
    assert verify("2.0.0", here).valid


def test_a_release_that_is_not_here_is_not_entered(branches: tuple[Path, Path]) -> None:
    here, there = branches
    before = (releases(here) / LEDGER).read_bytes()
    with pytest.raises(ReleaseError, match=r"(?s)1\.1\.0: is not here.*git checkout BRANCH"):
        merge(releases(here), releases(there))
    saved = with_folders(here, there)
    path = releases(here) / "1.3.0/report.json"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ReleaseError, match=r"report\.json: is not what was published"):
        merge(releases(here), saved)
    assert (releases(here) / LEDGER).read_bytes() == before


def test_a_merge_waits_for_no_release_at_work(branches: tuple[Path, Path]) -> None:
    here, there = branches
    saved = with_folders(here, there)
    with lock_folder(releases(here)), pytest.raises(MachineError, match="another release"):
        merge(releases(here), saved)


def spoilt(text: str) -> str:
    """Let an entry say that it was another in the ledger from which it came."""
    document = json.loads(text)
    document["entries"][-1]["mergedFrom"]["previous"] = document["entries"][1]["previous"]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def test_a_merged_entry_that_was_never_so_is_refused(branches: tuple[Path, Path]) -> None:
    here, there = branches
    merged(here, there)
    path = releases(here) / LEDGER
    path.write_text(spoilt(path.read_text("utf-8")), encoding="utf-8")
    with pytest.raises(ReleaseError, match="entry 5 does not follow in the ledger that it was"):
        read_ledger(releases(here))


def test_what_is_no_ledger_is_refused(branches: tuple[Path, Path], tmp_path: Path) -> None:
    here, there = branches
    saved = with_folders(here, there)
    for path in (tmp_path / "nowhere.json", tmp_path):
        with pytest.raises(ProjectError, match=r"(?s)is no ledger.*git show BRANCH"):
            merge(releases(here), path)
    saved.write_text("[]", encoding="utf-8")
    with pytest.raises(ProjectError, match="does not hold an object"):
        merge(releases(here), saved)


@pytest.mark.parametrize(
    "copy",
    [lambda raw: raw.replace(b"\n", b"\r\n"), lambda raw: b"\xef\xbb\xbf" + raw],
    ids=["line ends", "byte order mark"],
)
def test_a_ledger_that_another_program_copied_is_read(
    copy: Callable[[bytes], bytes], branches: tuple[Path, Path]
) -> None:
    here, there = branches
    saved = with_folders(here, there)
    saved.write_bytes(copy(saved.read_bytes()))
    assert len(merge(releases(here), saved).added) == 3


def lost(project: Path, version: str, *numbers: int) -> list[str]:
    """Give the keys that are missed where these records are to be the next release."""
    set_version(project, version)
    (project / "datapackage/records/things.csv").write_text(records(*numbers), encoding="utf-8")
    with pytest.raises(LostKeysError) as caught:
        release(read_project(project), date=NEXT_DAY)
    with pytest.raises(LostKeysError) as again:
        choose_next_version(read_project(project))
    assert [each.key for each in again.value.missing] == [each.key for each in caught.value.missing]
    return sorted(each.key for each in caught.value.missing)


def withdrawing(project: Path, *lines: str) -> None:
    text = "".join(f"{line}\n" for line in ("table,key,reason,replaced_by,version", *lines))
    (project / "datapackage/withdrawn.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "way",
    [
        "theirs into ours",
        pytest.param("ours into theirs", marks=pytest.mark.thorough),
        "ours, published since",
    ],
)
def test_keys_of_every_branch_need_a_word(way: str, branches: tuple[Path, Path]) -> None:
    """Here 1.2.0 has 4, there 1.3.0 has 3 and 5; each is missed, whichever is the newest."""
    here, there = branches
    project, other = (there, here) if way == "ours into theirs" else branches
    if way == "ours, published since":
        publish(here, "1.4.0", 1, 2, 4)
    merged(project, other)
    assert lost(project, "1.9.0", 1, 2, 4) == ["k3", "k5"]
    assert lost(project, "1.9.0", 1, 2, 3, 5) == ["k4"]
    assert lost(project, "1.9.0", 2) == ["k1", "k3", "k4", "k5"]
    withdrawing(project, "things,k3,Wrong,,1.9.0", "things,k4,Wrong,,1.9.0")
    assert lost(project, "1.9.0", 1, 2) == ["k5"]
    publish(project, "1.9.0", 1, 2, 5)
    # From then on, only what was published last counts, which owes all that was withdrawn.
    assert lost(project, "1.10.0", 1, 2) == ["k5"]
    withdrawing(project, "things,k3,Wrong,,1.9.0")
    (project / "datapackage/records/things.csv").write_text(records(1, 2, 5), encoding="utf-8")
    with pytest.raises(ReleaseError, match="lacks 1 of the lines that were published"):
        release(read_project(project), date=NEXT_DAY)


def test_a_key_that_no_branch_had_is_not_withdrawn(branches: tuple[Path, Path]) -> None:
    here, there = branches
    merged(here, there)
    withdrawing(here, "things,k6,Wrong,,1.9.0")
    set_version(here, "1.9.0")
    (here / "datapackage/records/things.csv").write_text(records(1, 2, 3, 4, 5), encoding="utf-8")
    with pytest.raises(ReleaseError, match="withdraws 'k6' of 'things', which was not there"):
        release(read_project(here), date=NEXT_DAY)


def test_what_either_branch_withdrew_stays_withdrawn(branches: tuple[Path, Path]) -> None:
    """Where both withdrew one key, in two versions, the line of either tells of it."""
    here, there = branches
    withdrawing(here, "things,k2,Here,,1.4.0", "things,k4,Here,,1.4.0")
    publish(here, "1.4.0", 1)
    withdrawing(there, "things,k2,There,,1.5.0", "things,k3,There,,1.5.0")
    publish(there, "1.5.0", 1, 5)
    merged(here, there)
    withdrawing(here, "things,k2,Here,,1.4.0", "things,k4,Here,,1.4.0")
    set_version(here, "1.9.0")
    (here / "datapackage/records/things.csv").write_text(records(1, 5), encoding="utf-8")
    with pytest.raises(ReleaseError, match="lacks 1 of the lines") as caught:
        release(read_project(here), date=NEXT_DAY)
    assert caught.value.lines == ("things,k3,There,,1.5.0",) and "1.5.0" in caught.value.right
    for line in ("things,k2,Here,,1.4.0", "things,k2,There,,1.5.0"):
        withdrawing(here, line, "things,k4,Here,,1.4.0", "things,k3,There,,1.5.0")
        assert release(read_project(here), date=NEXT_DAY, dry_run=True).new


def test_the_next_version_is_enough_for_every_branch(branches: tuple[Path, Path]) -> None:
    """A field that only the older branch has is gone for those who use its release."""
    here, there = branches
    schema = here / "schemas/things.yaml"
    before = schema.read_text("utf-8")
    field = "  - {name: note, type: string}\n"
    schema.write_text(before.replace("primaryKey", f"{field}primaryKey"), encoding="utf-8")
    rows = "key,size,day,note\n" + "".join(f"k{number},{number},,\n" for number in (1, 2, 4))
    (here / "datapackage/records/things.csv").write_text(rows, encoding="utf-8")
    set_version(here, "2.0.0")
    assert release(read_project(here), date=DAY).new
    publish(there, "2.1.0", 1, 2, 3, 5)
    merged(there, here)
    (there / "datapackage/records/things.csv").write_text(records(1, 2, 3, 4, 5), encoding="utf-8")
    assert choose_next_version(read_project(there)) == "3.0.0"
    set_version(there, "2.2.0")
    with pytest.raises(ReleaseError, match=r"2\.2\.0 is too small after 2\.0\.0.*ask for 3\.0\.0"):
        release(read_project(there), date=NEXT_DAY)


def test_a_branch_whose_release_is_no_other_is_followed_by_the_next(
    branches: tuple[Path, Path],
) -> None:
    """The same records as the newest release, and more than another's: one version for both."""
    here, there = branches
    publish(there, "1.4.0", 1, 2, 3, 4, 5)
    merged(there, here)
    assert choose_next_version(read_project(there)) == "1.4.1"
    publish(there, "1.4.1", 1, 2, 3, 4, 5)
    assert choose_next_version(read_project(there)) == Unchanged("1.4.1")


def test_a_release_that_no_later_one_followed_is_the_last_of_its_branch(
    published: Path, tmp_path: Path
) -> None:
    """Three branches, one of which merged another; a pre-release follows, and promises nothing."""
    sides = [shutil.copytree(published / "here", tmp_path / str(number)) for number in range(3)]
    for number, side in enumerate(sides):
        publish(side, f"1.{number + 4}.0", 1, 2, 4, 6 + number)
    assert [each.version for each in find_last_of_branches(read_ledger(releases(sides[0])))] == [
        "1.4.0"
    ]
    merged(sides[1], sides[0])
    publish(sides[1], "1.8.0", 1, 2, 4, 6, 7)
    for order in ((sides[2], sides[1]), (sides[0], sides[2], sides[1])):
        project = shutil.copytree(order[0], tmp_path / f"project-{len(order)}")
        for other in order[1:]:
            merged(project, other)
        last = [each.version for each in find_last_of_branches(read_ledger(releases(project)))]
        assert sorted(last) == ["1.6.0", "1.8.0"]
        publish(project, "1.9.0-rc.1", 1, 2, 4, 6, 7, 8)
        assert lost(project, "1.9.0", 1, 2, 4) == ["k6", "k7", "k8"]
        publish(project, "1.9.0", 1, 2, 4, 6, 7, 8)
        last = [each.version for each in find_last_of_branches(read_ledger(releases(project)))]
        assert last == ["1.9.0"]


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, as somebody; it may end with a conflict."""
    own = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *own, *words], cwd=folder, capture_output=True, text=True,
                          check=False)  # fmt: skip
    return done.stdout


def committed(project: Path, branch: str) -> None:
    git(project, "checkout", "-q", "-b", branch)
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", branch)


@pytest.fixture(scope="module")
def conflict(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which git could not merge two branches that both published."""
    project = write_small_project(tmp_path_factory.mktemp("git") / "project")
    (project / ".gitignore").write_text("build/\n.lock\n", encoding="utf-8")
    git(project, "init", "-q")
    publish(project, "1.0.0", 1, 2)
    committed(project, "main")
    publish(project, "1.1.0", 1, 2, 3)
    committed(project, "A")
    git(project, "checkout", "-q", "main")
    publish(project, "1.2.0", 1, 2, 4)
    committed(project, "B")
    assert "CONFLICT" in git(project, "merge", "A")
    return project


@pytest.fixture
def project(conflict: Path, tmp_path: Path) -> Path:
    return shutil.copytree(conflict, tmp_path / "project")


def test_a_conflict_says_what_to_do_and_that_works(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(project, "checkout", "--ours", "datapackage/datapackage.yaml", "datapackage/records")
    for words in (("release", project), ("ledger", "merge", releases(project), project),
                  ("verify", "1.1.0", "--project", project)):  # fmt: skip
        code, out, err = run(*words, capsys=capsys)
        assert code == (1 if words[0] == "verify" else 2)
        assert "holds both sides of a merge that git left open" in out + err
    told = run("release", project, capsys=capsys)[2].splitlines()
    right = next(line for line in told if "--ours" in line)
    first, second, third = right.partition(": ")[2].split(" && ")
    git(releases(project), *first.split()[1:])
    show, _, saved = second.partition(" > ")
    (releases(project) / saved).write_text(git(releases(project), *show.split()[1:]), "utf-8")
    assert third == f"pressmark ledger merge {saved} ."
    words = ("ledger", "merge", releases(project) / saved, releases(project))
    code, out, err = run(*words, capsys=capsys)
    assert (code, err) == (0, "")
    assert out.startswith(f"1.1.0 was published on {DAY}\n")
    assert {each.version for each in read_ledger(releases(project)).published} == {
        "1.0.0", "1.1.0", "1.2.0",
    }  # fmt: skip


@pytest.mark.parametrize(("kept", "lost"), [("--ours", "1.1.0"), ("--theirs", "1.2.0")])
def test_a_folder_whose_entry_a_merge_lost_is_never_replaced(
    kept: str, lost: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(project, "checkout", kept, "datapackage/releases/index.json",
        "datapackage/datapackage.yaml", "datapackage/records")  # fmt: skip
    before = state(project)
    assert is_whole(releases(project) / lost)
    set_version(project, lost)
    (project / "datapackage/records/things.csv").write_text(records(1, 2, 3, 4, 5), "utf-8")
    code, _, err = run("release", project, capsys=capsys)
    assert code == 2 and state(project) == before
    assert f"{lost}: holds a whole release that the ledger does not name\n" in err
    # Below the newest version it is refused for that; above, because the folder stands there.
    assert ("pressmark ledger merge" in err.splitlines()[-1]) == (lost == "1.2.0")
    # Another version is published, and the folder is still spoken of.
    set_version(project, "1.5.0")
    code, _, err = run("release", project, capsys=capsys)
    assert code == 0 and f"{lost}: holds a whole release" in err
    assert {name: each for name, each in state(project).items() if name in before} == before
    found = verify("1.5.0", project)
    assert found.valid and states(found, "unnamed") == ["note"]
    code, out, _ = run("verify", lost, "--project", project, capsys=capsys)
    assert code == 1 and "pressmark ledger merge" in out


def interrupted(project: Path, version: str, *numbers: int, date: str = DAY) -> Path:
    """Publish a version, and take its entry back: as a run that was killed before its entry."""
    ledger = (releases(project) / LEDGER).read_bytes()
    folder = publish(project, version, *numbers, date=date)
    (releases(project) / LEDGER).write_bytes(ledger)
    return folder


@pytest.fixture(scope="module")
def left(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch whose release of 1.5.0 was interrupted, to be copied."""
    project = shutil.copytree(published / "here", tmp_path_factory.mktemp("left") / "here")
    interrupted(project, "1.5.0", 1, 2, 4, 5)
    return project


def test_an_interrupted_run_is_completed_by_the_next_whatever_its_day(
    left: Path, tmp_path: Path
) -> None:
    here = shutil.copytree(left, tmp_path / "here")
    folder = releases(here) / "1.5.0"
    before, made = state(here), folder.stat().st_mtime_ns
    assert release(read_project(here), date="2026-12-24").new
    assert state(here) == before and folder.stat().st_mtime_ns == made
    entry = read_ledger(releases(here)).entry("1.5.0")
    assert entry and entry.date == DAY
    assert verify("1.5.0", here).valid


CHANGES: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("CHANGES.md", lambda folder: (folder / "CHANGES.md").write_text("otherwise")),
    ("verify.py", lambda folder: (folder / "verify.py").unlink()),
    ("provenance.json", lambda folder: (folder / "provenance.json").unlink()),
    ("notes.txt", lambda folder: (folder / "notes.txt").touch()),
    ("manifest-sha256.txt", lambda folder: (folder / "manifest-sha256.txt").write_text(
        (folder / "manifest-sha256.txt").read_text().replace("  ", "  ") + "# more\n")),
)  # fmt: skip


@pytest.mark.parametrize(("name", "change"), CHANGES, ids=[name for name, _ in CHANGES])
def test_a_whole_folder_that_is_not_just_this_release_is_refused(
    name: str, change: Callable[[Path], object], left: Path, tmp_path: Path
) -> None:
    here = shutil.copytree(left, tmp_path / "here")
    folder = releases(here) / "1.5.0"
    change(folder)
    before = state(here)
    with pytest.raises(ReleaseError, match=rf"(?s)another than this one: {name} differs.*merge"):
        release(read_project(here), date=DAY)
    assert state(here) == before
    assert read_ledger(releases(here)).entry("1.5.0") is None


def test_a_day_that_the_author_wrote_stays_his(branches: tuple[Path, Path]) -> None:
    here, _ = branches
    path = here / "datapackage/datapackage.yaml"
    path.write_text(path.read_text("utf-8") + "created: 2020-02-02T00:00:00Z\n", encoding="utf-8")
    interrupted(here, "1.5.0", 1, 2, 4, 5)
    assert release(read_project(here), date=NEXT_DAY).new
    entry = read_ledger(releases(here)).entry("1.5.0")
    assert entry and entry.date == NEXT_DAY


def test_nothing_is_built_or_derived_over_a_release(branches: tuple[Path, Path]) -> None:
    here, _ = branches
    package, folder = read_project(here), releases(here) / "1.2.0"
    published = read_package(folder / "datapackage.json", trusted=True)
    before = state(here)
    for place in (folder, releases(here) / "9.9.9", releases(here)):
        with pytest.raises(ProjectError, match=r"what is published|holds other files"):
            build(package, place)
    with pytest.raises(ReleaseError, match="holds other files"):
        read_served_releases(package, here / "datapackage")
    with pytest.raises(ReleaseError, match="holds other files"):
        hold_derived(published, folder)
    assert state(here) == before
    # Not even one that has its derived files beside it, whoever's project it is in.
    for each in sorted(hold_derived(published, here / "made").folder.rglob("*")):
        if each.is_file():
            target = folder / each.relative_to(here / "made")
            target.parent.mkdir(exist_ok=True)
            shutil.copy(each, target)
    before = state(here)
    other = write_small_project(here / "other")
    with pytest.raises(ProjectError, match="is a place for what is published"):
        build(read_project(other), folder)
    path = folder / "derived-sha256.txt"
    path.write_text(path.read_text("utf-8") + "# more\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match="holds other files"):
        hold_derived(published, folder)
    path.write_text(path.read_text("utf-8").removesuffix("# more\n"), encoding="utf-8")
    assert state(here) == before


def test_a_build_with_files_of_somebody_beside_is_not_replaced(
    branches: tuple[Path, Path], tmp_path: Path
) -> None:
    here, _ = branches
    package, output = read_project(here), tmp_path / "out"
    build(package, output)
    build(package, output)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    (output / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectError, match="holds other files"):
        build(package, output)


def test_the_command_says_what_it_added(branches: tuple[Path, Path]) -> None:
    here, there = branches
    saved = with_folders(here, there)
    runner = CliRunner()
    done = runner.invoke(app, ["ledger", "merge", str(saved), str(here), "--json"])
    document = json.loads(done.stdout)
    assert document["head"] == read_ledger(releases(here)).head
    assert document["merged_head"] == read_ledger(releases(there)).head
    assert document["added"][0] == f"1.1.0 was published on {NEXT_DAY}"
    done = runner.invoke(app, ["ledger", "merge", str(there), str(here)])
    assert done.stdout.startswith("nothing was added: the ledger knows every act of the other\n")
    assert "is proven by it, too" in done.stdout


def test_every_order_of_merges_keeps_every_head(published: Path, tmp_path: Path) -> None:
    """Three branches merge each other in any order; what was ever a head is proven for ever."""
    for number, order in enumerate(itertools.permutations(range(3))):
        sides = [shutil.copytree(published / "there", tmp_path / f"{number}-{name}")
                 for name in range(3)]  # fmt: skip
        for name, side in enumerate(sides):
            withdraw(releases(side), "1.3.0", reason=f"Reason {name}.", date=DAY)
        heads = {read_ledger(releases(side)).head for side in sides}
        for first, second in itertools.pairwise((*order, *order)):
            merged(sides[first], sides[second])
            heads.add(read_ledger(releases(sides[first])).head)
        for side in sides:
            for other in sides:
                merged(side, other)
            ledger = read_ledger(releases(side))
            assert {each.reason for each in ledger.later("1.3.0", "withdrawn")} == {
                "Reason 0.", "Reason 1.", "Reason 2.",
            }  # fmt: skip
            assert len(ledger.later("1.3.0", "withdrawn")) == 3
            assert heads <= ledger.digests
            heads.add(ledger.head)

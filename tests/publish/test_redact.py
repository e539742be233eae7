"""A record that the law wants out: its bytes are nowhere, and everything else stays proven."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pressmark.apply.applying import apply
from pressmark.citation.proof import prove_record
from pressmark.citation.release import find_cited_values
from pressmark.errors import ProjectError, ReleaseError
from pressmark.files import disk
from pressmark.files.manifest import hash_file, list_files_below
from pressmark.package.digests import read_content_digest
from pressmark.package.project import read_package, read_project
from pressmark.publish.redaction.act_files import Telling, clean_report, is_kept
from pressmark.publish.redaction.asked import RedactionRequest, read_reason
from pressmark.publish.redaction.gone import Gone
from pressmark.publish.redaction.making import Made
from pressmark.publish.redaction.redacting import (
    Redaction,
    find_build_folder,
    list_kept,
    redact,
    rehearse,
)
from pressmark.publish.redaction.swap import NEW, OLD, resume
from pressmark.publish.redaction.tables import choose_name
from pressmark.publish.redaction.traces import Trace
from pressmark.publish.release import release
from pressmark.releases.journal import JOURNAL
from pressmark.releases.later_entries import withdraw
from pressmark.releases.ledger import LEDGER, read_ledger
from pressmark.releases.merge import merge
from pressmark.releases.sidecars import join_modules
from pressmark.verify import verify
from pressmark.verify.one_record import verify_record
from tests.cli.test_command import run
from tests.publish.redactable import (
    KEY,
    LATER,
    VISIT,
    WORDS,
    find_words,
    make_first_format,
    make_project,
)
from tests.verify.releases import failures, set_version

REASON = "A court ordered it, case 7."
TODAY = "2026-11-29"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("redact") / "project")


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "project")


@pytest.fixture(scope="module")
def everywhere(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Redaction]:
    """Take the record, and who points to it, out of both releases."""
    folder = shutil.copytree(made, tmp_path_factory.mktemp("everywhere") / "project")
    return folder, take(folder, everywhere=True, referring=True)


@pytest.fixture(scope="module")
def lessened(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Take the second record of a table without a key out of the first release."""
    folder = shutil.copytree(made, tmp_path_factory.mktemp("lessened") / "project")
    take(folder, table="loose", key="2")
    return folder


def asked(**words: Any) -> RedactionRequest:
    given = {"version": "1.0.0", "table": "people", "key": KEY, "reason": REASON, "date": TODAY}
    return RedactionRequest(**given | words)


def take(folder: Path, **words: Any) -> Redaction:
    return redact(folder / "datapackage/releases", folder, asked(**words))


def releases(folder: Path) -> Path:
    return folder / "datapackage/releases"


def run_script(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check a release with the script in it alone."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py")], capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def digests(folder: Path) -> dict[str, str]:
    return {name: hash_file(folder / name) for name in list_files_below(folder)}


# What is gone


def test_the_words_are_there_before(made: Path) -> None:
    # Else nothing is shown by their absence.
    names = {name for name, _ in find_words(made, (*WORDS, LATER, VISIT))}
    for kind in (".sqlite", ".sqlite (cells)", ".duckdb (cells)", ".parquet (cells)", "changes.csv",
                 "CHANGES.md", "data/people.csv", ".zip/data/people.csv",
                 "statistics.json"):  # fmt: skip
        assert any(name.endswith(kind) for name in names), kind


def test_no_byte_of_the_record_is_left(everywhere: tuple[Path, Redaction]) -> None:
    folder, _ = everywhere
    for place in ("datapackage/releases", "build"):
        assert find_words(folder / place, (*WORDS, LATER, VISIT)) == []


def test_what_the_next_release_would_bring_back_is_named(
    everywhere: tuple[Path, Redaction],
) -> None:
    _, done = everywhere
    said = "\n".join(done.remarks)
    assert "holds a record of that key: take it out" in said
    assert "datapackage/records/people.csv holds what was taken out: line 5" in said
    assert "datapackage/records/visits.csv holds what was taken out: line 3" in said


# What stays proven


def test_verify_is_green_and_names_the_tombstones(everywhere: tuple[Path, Redaction]) -> None:
    folder, _ = everywhere
    for version in ("1.0.0", "1.1.0"):
        found = verify(version, folder)
        assert found.valid, failures(found)
        assert found.conclusion == "is what its ledger says is left of what was published"
        told = [each.sentence for each in found.checks if each.name == "redacted"]
        assert f"record 8 of table people on {TODAY}: {REASON}" in told
        script = run_script(releases(folder) / version)
        assert script.returncode == 0, script.stdout
        assert f"redacted on {TODAY}: record 8 of table people, sha256:" in script.stdout
        assert f": {REASON}\n" in script.stdout


def test_content_digests_stay(made: Path, everywhere: tuple[Path, Redaction]) -> None:
    folder, done = everywhere
    for version in ("1.0.0", "1.1.0"):
        left, before = (
            read_package(releases(each) / version / "datapackage.json", trusted=True)
            for each in (folder, made)
        )
        assert read_content_digest(left.descriptor) == read_content_digest(before.descriptor)
        (entry,) = (each for each in done.entries if each.version == version)
        published = next(each for each in done.ledger.as_published if each.version == version)
        assert (entry.act, entry.reason, entry.date) == ("redacted", REASON, TODAY)
        assert entry.content == published.content and entry.manifest != published.manifest
        assert sorted(entry.leaves) == ["data/people.csv#8", "data/visits.csv#3"]


@pytest.mark.parametrize("key", ["p-1", "p-7"])
def test_other_records_are_proven_by_old_and_new_proofs(
    made: Path, everywhere: tuple[Path, Redaction], key: str
) -> None:
    folder, _ = everywhere
    ledger = read_ledger(releases(folder))
    old = prove_record("1.0.0", made, table="people", key=key)
    new = prove_record("1.0.0", folder, table="people", key=key)
    assert (old["position"], old["path"]) == (new["position"], new["path"])
    for proof in (old, new):
        found = verify_record(json.dumps(proof), "a", ledger=ledger)
        assert found.valid, found.text()
        assert "redacted" not in found.text()


def test_a_proof_that_somebody_kept_of_the_record_says_that_it_was_redacted(
    made: Path, everywhere: tuple[Path, Redaction]
) -> None:
    folder, _ = everywhere
    kept = prove_record("1.0.0", made, table="people", key=KEY)
    found = verify_record(json.dumps(kept), "a", ledger=read_ledger(releases(folder)))
    assert found.valid
    assert f"the record was redacted on {TODAY}: {REASON}" in found.text()


def test_what_is_gone_cannot_be_cited(everywhere: tuple[Path, Redaction]) -> None:
    folder, _ = everywhere
    said = f"was redacted on {TODAY}: {REASON}"
    with pytest.raises(ProjectError, match=said):
        prove_record("1.0.0", folder, table="people", key=KEY)
    with pytest.raises(ProjectError, match=said):
        find_cited_values("1.0.0", folder, table="people", key=KEY)


def test_a_script_published_before_reads_new_proofs_and_says_that_bytes_differ(
    everywhere: tuple[Path, Redaction], tmp_path: Path
) -> None:
    folder, _ = everywhere
    root = Path(__file__).parent.parent.parent
    old = root / "datapackage/releases/3.0.0/verify.py"
    proof = tmp_path / "record.json"
    proof.write_text(json.dumps(prove_record("1.0.0", folder, table="people", key="p-3")), "utf-8")
    done = subprocess.run([sys.executable, "-I", str(old), str(proof)], capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout
    copy = shutil.copytree(folder, tmp_path / "copy")
    shutil.copyfile(old, releases(copy) / "1.0.0/verify.py")
    done = run_script(releases(copy) / "1.0.0")
    assert done.returncode == 1 and "not in the ledger: this manifest" in done.stdout


# One version alone


def test_of_one_version_the_changes_of_the_next_lose_the_old_values(project: Path) -> None:
    done = take(project, referring=True)
    folder = releases(project)
    assert find_words(folder / "1.0.0", (*WORDS, VISIT)) == []
    gone = [word for word in WORDS if word not in (KEY, "Ophelia Quillfeather", "8765431")]
    assert find_words(folder / "1.1.0", (*gone, REASON)) == [("CHANGES.md", REASON)]
    assert "Person Two" in (folder / "1.1.0/changes.csv").read_text("utf-8")
    assert LATER in (folder / "1.1.0/data/people.csv").read_text("utf-8")
    assert any("version 1.1.0 holds a record of that key" in each for each in done.remarks)
    assert [each.version for each in done.entries] == ["1.0.0", "1.1.0"]
    for version in ("1.0.0", "1.1.0"):
        assert verify(version, project).valid
        assert run_script(folder / version).returncode == 0
    assert find_words(project / "build/releases/1.0.0", WORDS) == []


@pytest.mark.usefixtures("unproven")
def test_a_second_record_of_the_table_keeps_the_first_tombstone(
    everywhere: tuple[Path, Redaction], tmp_path: Path
) -> None:
    project = shutil.copytree(everywhere[0], tmp_path / "project")
    take(project, key="p-7", everywhere=True)
    done = take(project, key="p-3", everywhere=True, reason="Another.")
    assert done.entries[0].leaves.keys() == {
        "data/people.csv#3", "data/people.csv#7", "data/people.csv#8", "data/visits.csv#3",
    }  # fmt: skip
    found = verify("1.0.0", project)
    assert found.valid, failures(found)
    told = [each.sentence for each in found.checks if each.name == "redacted"]
    assert [each.partition(" on ")[0] for each in told[1:]] == [
        "record 3 of table people", "record 7 of table people", "record 8 of table people",
        "record 3 of table visits",
    ]  # fmt: skip
    assert run_script(releases(project) / "1.0.0").returncode == 0
    proof = prove_record("1.0.0", project, table="people", key="p-4")
    assert verify_record(json.dumps(proof), "a").valid


@pytest.mark.usefixtures("unproven")
def test_a_record_without_a_key_goes_by_its_number(lessened: Path, tmp_path: Path) -> None:
    project = shutil.copytree(lessened, tmp_path / "project")
    folder = releases(project) / "1.0.0"
    assert (folder / "data/loose.csv").read_text("utf-8") == "said\nfirst\nlast\n"
    assert find_words(folder, ("unspeakable",)) == []
    assert verify("1.0.0", project).valid
    # The numbers are those of the file that was published.
    assert take(project, table="loose", key="2").already
    take(project, table="loose", key="3")
    assert (folder / "data/loose.csv").read_text("utf-8") == "said\nfirst\n"
    assert verify("1.0.0", project).valid


@pytest.mark.usefixtures("unproven")
def test_a_table_may_lose_all_its_records(project: Path) -> None:
    for number in ("1", "2", "3"):
        take(project, table="loose", key=number, version="1.1.0")
    assert (releases(project) / "1.1.0/data/loose.csv").read_text("utf-8") == "said\n"
    assert verify("1.1.0", project).valid
    assert run_script(releases(project) / "1.1.0").returncode == 0


# Nothing is done


@pytest.mark.usefixtures("unproven")
def test_a_dry_run_says_the_same_and_changes_nothing(
    project: Path, everywhere: tuple[Path, Redaction]
) -> None:
    before = digests(project)
    rehearsed = rehearse(releases(project), project, asked(everywhere=True, referring=True))
    assert digests(project) == before
    folder, done = everywhere
    assert [(each.version, each.changed, each.removed) for each in done.made] == [
        (each.version, each.changed, each.removed) for each in rehearsed.made
    ]
    said = [each.replace(str(project), str(folder)) for each in rehearsed.remarks]
    assert done.entries == rehearsed.entries and [*done.remarks] == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"version": "3.0.0"}, "version 3.0.0 was not published"),
        ({"table": "peoples"}, "there is no table 'peoples' in version 1.0.0"),
        ({"table": "xyz"}, "there is no table 'xyz'"),
        ({"key": "p-quilfeather"}, "did you mean p-quillfeather?"),
        ({"table": "visits", "key": "p-1"}, "the key 'p-1' has 1 parts"),
        ({"table": "loose", "key": "first"}, "has no primary key, and 'first' is no number"),
        ({"table": "loose", "key": "9"}, "there is no record '9' in version 1.0.0"),
        ({}, "1 record of version 1.0.0 points to the record, and would point nowhere"),
        ({"referring": True, "reason": "About Ophelia Quillfeather."},
         "holds the value of name that is to be taken out"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_changes_nothing(made: Path, words: dict[str, Any], said: str) -> None:
    before = digests(made)
    with pytest.raises((ProjectError, ReleaseError)) as stopped:
        take(made, **words)
    assert said in str(stopped.value)
    before.pop("datapackage/releases/.lock", None)
    after = digests(made)
    after.pop("datapackage/releases/.lock", None)
    assert after == before


@pytest.mark.parametrize("reason", ["", " \n "])
def test_a_reason_is_asked_for(reason: str) -> None:
    with pytest.raises(ProjectError, match="is empty"):
        read_reason(reason)


@pytest.mark.usefixtures("unproven")
def test_the_command_says_what_it_did(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    words = ("redact", "1.0.0", "visits", f"{KEY},2020-02-02", "--reason", REASON)
    code, out, err = run(*words, "--dry-run", capsys=capsys)
    assert (code, out.splitlines()[-1]) == (0, "nothing was written: this was a dry run")
    assert "1.0.0: record 3 of table visits, sha256:" in out and "would be taken out" in out
    assert "version 1.1.0 holds a record of that key" in err
    code, out, err = run(*words, "--everywhere", "--json", capsys=capsys)
    assert code == 0 and json.loads(out)["state"] == "redacted"
    code, out, err = run(*words, capsys=capsys)
    assert code == 0 and f"already: {REASON}" in out
    code, out, err = run(*words, "--json", capsys=capsys)
    assert json.loads(out)["state"] == "unchanged"
    assert (
        run("redact", "1.0.0", "visits", "nobody,2020-02-02", "--reason", "x", capsys=capsys)[0]
        == 2
    )
    assert run("redact", "1.0.0", "visits", f"{KEY},2020-02-02", capsys=capsys)[0] == 2


# What comes after


@pytest.mark.usefixtures("unproven")
def test_the_same_record_is_not_published_again(
    everywhere: tuple[Path, Redaction], tmp_path: Path
) -> None:
    project = shutil.copytree(everywhere[0], tmp_path / "project")
    set_version(project, "1.2.0")
    with pytest.raises(ReleaseError, match=r"was taken out of 1\.1\.0 on 2026-11-29: A court"):
        release(read_project(project), date=TODAY)
    records = project / "datapackage/records"
    text = (records / "people.csv").read_text("utf-8")
    (records / "people.csv").write_text(text.replace(LATER, "Nothing is told."), "utf-8")
    visits = (records / "visits.csv").read_text("utf-8")
    (records / "visits.csv").write_text(visits.replace(VISIT, "brought nothing"), "utf-8")
    assert release(read_project(project), date=TODAY).new
    assert verify("1.2.0", project).valid


def test_what_was_derived_is_removed_where_a_run_ended_before_it_was(project: Path) -> None:
    take(project, key="p-7")
    left = project / "build/releases/1.0.0.2"
    shutil.copytree(project / "build/releases/1.1.0", left)
    assert take(project, key="p-7").removed == (left,)
    assert not left.exists()


# A run that ends in the middle


class EndedError(Exception):
    """The machine stopped."""


@pytest.mark.parametrize("last", range(1, 9))
@pytest.mark.usefixtures("unproven")
def test_wherever_it_ends_releases_are_old_or_are_finished(
    project: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    before = digests(releases(project))
    calls = iter(range(1, 100))
    original = disk.move

    def move(path: Path, place: Path) -> None:
        if next(calls) == last:
            raise EndedError
        original(path, place)

    monkeypatch.setattr(disk, "move", move)
    ended = True
    try:
        take(project, everywhere=True, key="p-7")
        ended = False
    except EndedError:
        pass
    monkeypatch.setattr(disk, "move", original)
    if not (releases(project) / JOURNAL).is_dir():
        after = digests(releases(project))
        after.pop(".lock", None)
        before.pop(".lock", None)
        assert (after == before) is ended
        assert len(read_ledger(releases(project)).entries) == (2 if ended else 4)
        return
    with pytest.raises(ReleaseError, match="a redaction has not ended"):
        read_ledger(releases(project))
    assert take(project, everywhere=True, key="p-7").already
    for version in ("1.0.0", "1.1.0"):
        found = verify(version, project)
        assert found.valid, failures(found)
    assert not (releases(project) / JOURNAL).exists()


@pytest.mark.parametrize("left", [(), (NEW,), (OLD,), (f"{OLD}/1.0.0/data",)])
def test_a_removal_that_was_stopped_is_finished(tmp_path: Path, left: tuple[str, ...]) -> None:
    """What stands in the releases is new already, so nothing is moved."""
    (tmp_path / LEDGER).write_text("new", "utf-8")
    for each in (JOURNAL, *(f"{JOURNAL}/{name}" for name in left)):
        (tmp_path / each).mkdir(parents=True)
    assert resume(tmp_path) and not resume(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [LEDGER]
    assert (tmp_path / LEDGER).read_text("utf-8") == "new"


# The first format


def test_of_the_first_format_the_file_is_lost(tmp_path: Path) -> None:
    folder = make_first_format(tmp_path / "project", tmp_path / "aside")
    before = verify("1.0.0", folder)
    done = take(folder, referring=True)
    place = releases(folder) / "1.0.0"
    assert not (place / "data/people.csv").exists() and not (place / "data/visits.csv").exists()
    assert "p-7" in (place / "data/people-redacted.csv").read_text("utf-8")
    for where in (releases(folder), folder / "build"):
        assert find_words(where, (*WORDS, VISIT)) == []
    assert any("is of the first format, which has no trees" in each for each in done.remarks)
    found = verify("1.0.0", folder)
    assert found.valid, failures(found)
    assert found.content == before.content
    lost = [each.sentence for each in found.checks if each.name == "lost"]
    assert lost[0].startswith("data/people.csv is lost as it was published")
    script = run_script(place)
    assert script.returncode == 0, script.stdout
    assert "lost, and nothing proves the records left of it: data/people.csv, sha256:" in (
        script.stdout
    )
    done = take(folder, key="p-7")
    assert verify("1.0.0", folder).valid
    assert not (place / "data/people-redacted-redacted.csv").exists()


# Branches, signatures, changes


def test_a_redaction_is_merged_once_the_folder_is_there(project: Path, lessened: Path) -> None:
    with pytest.raises(ReleaseError, match="is not what was published"):
        merge(releases(project), releases(lessened))
    for version in ("1.0.0", "1.1.0"):
        shutil.rmtree(releases(project) / version)
        shutil.copytree(releases(lessened) / version, releases(project) / version)
    merged = merge(releases(project), releases(lessened))
    assert [each.act for each in merged.added] == ["redacted"]
    # What was derived here before goes when the same is asked again.
    assert take(project, table="loose", key="2").removed == (project / "build/releases/1.0.0",)
    assert verify("1.0.0", project).valid


@pytest.mark.usefixtures("unproven")
def test_two_branches_that_redact_one_version_are_not_merged(project: Path, lessened: Path) -> None:
    take(project, table="loose", key="3")
    with pytest.raises(ReleaseError, match=r"redacts version 1\.0\.0, and so does this side"):
        merge(releases(project), releases(lessened))


def test_a_withdrawal_on_another_branch_is_merged_into_a_redacted_version(
    project: Path, lessened: Path, tmp_path: Path
) -> None:
    other, project = project, shutil.copytree(lessened, tmp_path / "lessened")
    withdraw(releases(other), "1.0.0", reason="Wrong.", date=TODAY)
    merge(releases(project), releases(other))
    assert verify("1.0.0", project).valid
    withdraw(releases(project), "1.1.0", reason="Wrong.", date=TODAY)
    assert read_ledger(releases(project)).withdrawal("1.0.0")


@pytest.mark.usefixtures("unproven")
def test_a_signature_is_lost_or_made_anew(project: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(words, check=True)
    done = take(project, table="loose", key="2", signing_key=key)
    assert "manifest-sha256.txt.sig" in done.made[0].changed
    found = verify("1.0.0", project)
    assert found.valid
    assert [each.state for each in found.checks if each.name == "signature"] == ["note"]
    done = take(project, table="loose", key="3")
    assert "manifest-sha256.txt.sig" in done.made[0].removed
    assert any("is signed no longer" in each for each in done.remarks)
    assert verify("1.0.0", project).valid


def test_changes_do_not_lead_on_from_what_is_not_all_there(lessened: Path, tmp_path: Path) -> None:
    changes = releases(lessened) / "1.1.0/changes.csv"
    with pytest.raises(ReleaseError, match="was redacted"):
        apply("1.0.0", changes, tmp_path / "made", lessened)


@pytest.mark.parametrize("change", ["tombstone", "ledger"])
def test_a_tombstone_that_the_ledger_does_not_name_is_found(
    lessened: Path, tmp_path: Path, change: str
) -> None:
    project = shutil.copytree(lessened, tmp_path / "project")
    folder = releases(project) / "1.0.0"
    descriptor = folder / "datapackage.json"
    if change == "tombstone":
        text = descriptor.read_text("utf-8").replace('"leaf": 2', '"leaf": 3')
        descriptor.write_text(text, "utf-8")
        assert "redacted: data/loose.csv#2" in failures(verify("1.0.0", project))
    else:
        # The folder as it was before, which somebody kept.
        ledger = read_ledger(releases(project))
        before = ledger.as_published[0]
        assert ledger.entry("1.0.0") != before
        manifest = folder / "manifest-sha256.txt"
        manifest.write_text(manifest.read_text("utf-8") + "\n", "utf-8")
        assert "published" in [each.name for each in verify("1.0.0", project).checks
                               if each.state == "failed"]  # fmt: skip
    assert run_script(folder).returncode == 1


def test_files_of_before_are_not_taken_for_those_of_today(
    made: Path, lessened: Path, tmp_path: Path
) -> None:
    project = shutil.copytree(lessened, tmp_path / "project")
    folder = releases(project) / "1.0.0"
    shutil.rmtree(folder)
    shutil.copytree(releases(made) / "1.0.0", folder)
    assert "version 1.0.0 was published with another manifest" in (verify("1.0.0", project).text())
    (folder / "verify.py").write_text(join_modules("verify"), "utf-8")
    script = run_script(folder)
    assert script.returncode == 1 and f"redacted since, on {TODAY}: this manifest" in script.stdout


# Values of the record in other words


@pytest.mark.parametrize(
    ("line", "is_kept_"),
    [
        ("people,p-quillfeather,note,changed,a,b,4\n", False),
        ("people,p-1,friend,changed,p-quillfeather,,1\n", False),
        ("people,p-1,note,changed,a,b,1\n", True),
        ("people,,name,added,,x,8\n", False),
        ("people,,name,removed,x,,8\n", True),
        ("visits,p-1,what,changed,a,b,8\n", True),
        (",,version,release,1.0.0,1.1.0,\n", True),
        ("table,key,field,change,before,after,record\n", True),
        ("people,p-quillfeather,name,added,,x\n", False),
        ('people,p-1,note,changed,"lives with ""Ann"" now",,1\n', False),
    ],
)
def test_lines_of_changes_that_tell_of_the_record(line: str, is_kept_: bool) -> None:
    gone = Gone("people", 8, b"", (KEY, 'lives with "Ann"'), (KEY,))
    traces = (Trace("people", "id", KEY), Trace("people", "note", 'lives with "Ann"'))
    assert is_kept(line, Telling((gone,), traces)) is is_kept_


def test_a_trace_is_known_in_every_form() -> None:
    forms = Trace("t", "f", 'a "b" <c>\n&é' + "x" * 100).forms()
    for form in ('a ""b"" <c>', "a &#34;b&#34; &lt;c&gt;", 'a \\"b\\" <c>\\n&\\u00e9', "<c> &é"):
        assert any(form in each for each in forms), form
    assert max(map(len, forms)) < 100


def test_a_finding_that_may_show_the_record_is_counted_and_not_listed() -> None:
    finding = {
        "rule": "cell.precision", "severity": "warning", "table": "people", "path": "a.csv",
        "record": 1, "line": 2, "field": "f", "value": "1.00", "message": "M.", "hint": None,
    }  # fmt: skip
    other = finding | {"table": "visits"}
    telling = finding | {"table": "visits", "message": "See 8765431."}
    document = {
        "valid": True, "package": {"name": "p", "version": "1.0.0"},
        "tables": [{"name": "people", "path": "a.csv", "records": 1, "bytes": 2, "sha256": "x"}],
        "counts": {"cell.precision": 3}, "findings": [finding, other, telling],
        "not_checked": ["b: because"],
    }  # fmt: skip
    gone = Gone("people", 8, b"", (KEY,), (KEY,))
    traces = (Trace("people", "born", "8765431"),)
    text, page = clean_report(json.dumps(document), Telling((gone,), traces))
    assert json.loads(text) == document | {"findings": [other]}
    assert page and "8765431" not in page and "3 warnings" in page
    kept = json.dumps(document | {"findings": [other]})
    assert clean_report(kept, Telling((gone,), traces)) == (kept, None)


def test_words_that_others_keep_are_named(made: Path) -> None:
    folder = releases(made) / "1.0.0"
    package = read_package(folder / "datapackage.json", trusted=True)
    # A number, and a word that stands nearly everywhere, are nobody's own.
    kept = (Trace("people", "name", "Person 1"), Trace("people", "born", "1901"),
            Trace("people", "note", "name"))  # fmt: skip
    (said,) = list_kept((Made("1.0.0", folder, (), package, (), (), (), kept),))
    assert said.startswith("in version 1.0.0 others hold the same value of people.name, and keep")
    assert said.endswith("keep it: data/people.csv, statistics.json")
    assert list(list_kept((Made("1.0.0", folder, (), None, (), (), (), kept),))) == []


def test_a_folder_of_releases_without_a_project_has_its_files_in_the_cache(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    alone = shutil.copytree(releases(project), tmp_path / "alone")
    found = find_build_folder(read_ledger(alone), None)
    assert found.is_relative_to(tmp_path / "cache") and found.name.startswith("small-")


def test_what_is_left_of_a_lost_file_takes_a_free_name(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert choose_name("data/a.csv", tmp_path) == "data/a-redacted.csv"
    (tmp_path / "data/a-redacted.csv").touch()
    assert choose_name("data/a.csv", tmp_path) == "data/a-redacted-redacted.csv"

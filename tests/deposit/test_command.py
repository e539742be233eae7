"""`pressmark deposit`: a published release goes out, proven; what is not whole stays."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pressmark import cli
from pressmark.deposit import Parcel, UnprovenError, pack
from pressmark.deposit.parcel import read_file
from pressmark.deposit.patience import MOST_TRIES
from pressmark.errors import MachineError, ReleaseError
from pressmark.files.manifest import list_files_below
from pressmark.releases.ledger import read_ledger
from tests.deposit.rdm import TOKEN, Rdm, served, told, written
from tests.packages import write_project
from tests.verify.releases import SCHEMA, TEXT, publish, set_version

DESCRIPTOR = """
name: small
title: Small things
version: "1.0.0"
description: What there is in a small town.
licenses: [{name: CC0-1.0}]
contributors: [{title: Ann Lee, givenName: Ann, familyName: Lee, roles: [creator, publisher]}]
resources: [{name: things}]
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish two versions of a project, the first of which is withdrawn in no copy yet."""
    folder = write_project(
        tmp_path_factory.mktemp("made") / "project", {"things": (SCHEMA, TEXT)},
        {"datapackage/datapackage.yaml": DESCRIPTOR, "datapackage/queries/q.sql": "select 1 as a"},
    )  # fmt: skip
    publish(folder)
    (folder / "datapackage/records/things.csv").write_text(f"{TEXT}c,3,\n", "utf-8")
    set_version(folder, "1.1.0")
    publish(folder)
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "project"))


@pytest.fixture
def releases(project: Path) -> Path:
    return project / "datapackage/releases"


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process: exit code, stdout, stderr."""
    for name in ("ZENODO_TOKEN", "ZENODO_SANDBOX_TOKEN", "INVENIO_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    def ran(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pressmark", "deposit", *map(str, words)])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as left:
            code = left.code or 0
        said = capfd.readouterr()
        return code, said.out, said.err

    return ran


@pytest.fixture
def rdm() -> Iterator[Rdm]:
    """Serve a repository on this machine."""
    there = Rdm()
    with served(there):
        yield there


def packed(releases: Path, version: str) -> Parcel:
    with pack(version, releases) as parcel:
        return parcel


# What is deposited


def test_a_parcel_holds_the_release_as_published_and_its_zip(releases: Path) -> None:
    before = list_files_below(releases)
    parcel = packed(releases, "1.0.0")
    folder = releases / "1.0.0"
    assert tuple(each.name for each in parcel.files) == list_files_below(folder)
    assert {"data/things.csv", "datapackage.json", "manifest-sha256.txt", "report.json"} <= {
        each.name for each in parcel.files
    }
    assert parcel.archive.name == "small-1.0.0.zip" and parcel.archive.size > 1_000
    entry = parcel.ledger.entry("1.0.0")
    assert entry and parcel.manifest == entry.manifest
    assert parcel.datacite and parcel.datacite["version"] == "1.0.0"
    assert parcel.build == releases.parent.parent / "build"
    assert list_files_below(releases) == before


def test_what_stands_beside_a_release_is_not_deposited(releases: Path) -> None:
    (releases / "notes.txt").write_text("mine", "utf-8")
    names = {each.name for each in packed(releases, "1.0.0").everything}
    assert "notes.txt" not in names and "index.json" not in names


@pytest.mark.parametrize("name", ["data/things.csv", "report.json"])
def test_what_does_not_verify_is_not_deposited(name: str, releases: Path) -> None:
    path = releases / "1.0.0" / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(UnprovenError, match=r"is not deposited: it is NOT what it") as refused:
        packed(releases, "1.0.0")
    assert refused.value.exit_code == 1 and any(name in line for line in refused.value.lines)


def test_what_changes_after_it_was_proven_is_not_deposited(releases: Path) -> None:
    with pytest.raises(MachineError, match="changed while it was deposited"):
        read_file("x", releases / "index.json", "0" * 64)


def test_what_nobody_should_use_is_not_deposited(releases: Path) -> None:
    ledger = read_ledger(releases)
    told = {"version": "1.0.0", "date": "2026-11-29", "files": {}}
    with pytest.raises(ReleaseError, match=r"version 9\.9\.9 was not published"):
        packed(releases, "9.9.9")
    ledger = ledger.append(
        act="redacted", manifest=packed(releases, "1.0.0").manifest, reason="A court.", **told
    )
    with pytest.raises(ReleaseError, match="had records taken out by law on 2026-11-29"):
        packed(releases, "1.0.0")
    manifest = packed(releases, "1.1.0").manifest
    ledger.append(
        act="withdrawn", manifest=manifest, reason="Wrong.", **{**told, "version": "1.1.0"}
    )
    with pytest.raises(ReleaseError, match=r"was withdrawn on 2026-11-29: Wrong\."):
        packed(releases, "1.1.0")


# The command


def test_a_release_is_rehearsed_drafted_and_published(
    project: Path, rdm: Rdm, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVENIO_TOKEN", TOKEN)
    words = ("invenio", "1.0.0", "--address", rdm.address, "--project", project, "--json")
    code, out, _ = run(*words, "--dry-run", "--publish")
    rehearsed = json.loads(out)
    assert code == 0 and rehearsed["state"] == "rehearsed" and not rdm.received
    code, out, err = run(*words, "--publish")
    done = json.loads(out)
    assert code == 0 and done["state"] == "published", err
    assert rdm.records["id-1"]["metadata"]["title"] == "Small things"
    assert told(rehearsed["steps"], "id-1") == written(rdm) == told(done["steps"], "id-1")
    assert read_ledger(project / "datapackage/releases").doi("1.0.0") == done["doi"]
    assert len(rdm.contents("id-1")) == sum(each["file"] is not None for each in done["steps"])
    code, out, err = run("invenio", "1.1.0", *words[2:-1])
    assert code == 0 and "1.1.0 is a draft, not published, at" in out and "DOI 10.1234/id-2" in out
    assert rdm.drafts["id-2"]["parent"]["id"] == "parent-1" and "PUT" in err


@pytest.mark.parametrize(
    ("words", "address", "variable"),
    [(("zenodo",), "https://zenodo.org", "ZENODO_TOKEN"),
     (("zenodo", "--sandbox"), "https://sandbox.zenodo.org", "ZENODO_SANDBOX_TOKEN")],
)  # fmt: skip
def test_zenodo_is_rehearsed_without_a_token_and_asks_for_one_else(
    words: tuple[str, ...], address: str, variable: str, project: Path, run: Run
) -> None:
    code, out, err = run(*words, "1.0.0", "--project", project, "--dry-run")
    assert code == 0 and out.startswith(f"POST {address}/api/records\n")
    assert f"{variable} is not set: {address} is not asked" in err
    code, out, err = run(*words, "1.0.0", "--project", project)
    assert (code, out) == (2, "") and f"{variable}: is not set" in err


def test_the_sandbox_s_doi_is_not_noted(
    project: Path, rdm: Rdm, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENODO_SANDBOX_TOKEN", TOKEN)
    monkeypatch.setattr("pressmark.cli.depositing.SANDBOX", rdm.address)
    code, out, _ = run("zenodo", "1.0.0", "--sandbox", "--publish", "--project", project)
    assert code == 0 and "is published at" in out
    assert read_ledger(project / "datapackage/releases").doi("1.0.0") is None


def test_a_release_is_copied_into_a_folder_and_stays_there(
    project: Path, tmp_path: Path, run: Run
) -> None:
    words = ("folder", "1.0.0", "--output", tmp_path / "out", "--project", project)
    code, out, _ = run(*words)
    assert code == 0 and f"1.0.0 is deposited in {tmp_path / 'out/1.0.0'}" in out
    assert "stood there already" in run(*words)[1]
    (tmp_path / "out/1.0.0/data/things.csv").write_text("other", "utf-8")
    code, out, err = run(*words)
    assert (code, out) == (2, "") and "data/things.csv: is another file" in err


def test_releases_that_are_kept_elsewhere_are_deposited(
    project: Path, releases: Path, tmp_path: Path, run: Run
) -> None:
    kept = releases.rename(tmp_path / "kept")
    words = ("--output", tmp_path / "out", "--project", project, "--releases", kept, "--json")
    code, out, err = run("folder", "1.0.0", *words)
    assert code == 0, err
    assert json.loads(out)["state"] == "deposited"


def test_what_does_not_verify_exits_1(project: Path, releases: Path, run: Run) -> None:
    (releases / "1.0.0/data/things.csv").write_text("key,size,day\nz,1,\n", "utf-8")
    code, out, err = run("folder", "1.0.0", "--output", project / "out", "--project", project)
    assert (code, out) == (1, "") and "is not deposited" in err and "data/things.csv" in err
    assert not (project / "out").exists()


def test_an_open_line_is_refused_before_a_token_is_read(project: Path, run: Run) -> None:
    words = ("--address", "http://rdm.test", "--project", project)
    code, out, err = run("invenio", "9.9.9", *words)
    assert (code, out) == (2, "") and "write https://rdm.test" in err


@pytest.mark.parametrize(
    ("words", "extra"),
    [(("s3", "1.0.0", "--bucket", "town"), "s3"),
     (("invenio", "1.0.0", "--address", "https://rdm.test"), "deposit")],
)  # fmt: skip
def test_a_deposit_without_its_extra_says_which_before_anything_is_proven(
    words: tuple[str, ...], extra: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVENIO_TOKEN", TOKEN)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    code, out, err = run(*words, "--project", "nowhere")
    assert (code, out) == (2, "") and f"pip install 'pressmark[{extra}]'" in err


# The token


@pytest.mark.parametrize(
    ("mode", "more"),
    [("right", ("--publish",)), ("right", ("--json",)), ("right", ("--dry-run",)),
     ("wrong", ("--quiet",)), ("wrong", ("--dry-run", "--json")), ("gone", ())],
)  # fmt: skip
def test_the_token_is_in_no_output_and_no_file(  # noqa: PLR0913, PLR0917 - a fixture each
    mode: str,
    more: tuple[str, ...],
    project: Path,
    rdm: Rdm,
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = TOKEN if mode == "right" else f"{TOKEN}-that-is-wrong"
    monkeypatch.setenv("INVENIO_TOKEN", secret)
    monkeypatch.setattr("pressmark.deposit.repository.choose_pause", lambda *_told: 0)
    address = "http://127.0.0.1:9" if mode == "gone" else rdm.address
    code, out, err = run("invenio", "1.0.0", "--address", address, "--project", project, *more)
    assert code == {"right": 0, "wrong": 2, "gone": 3}[mode], err
    assert TOKEN not in out + err
    held = b"".join((tmp_path / name).read_bytes() for name in list_files_below(tmp_path))
    assert TOKEN.encode() not in held
    if mode == "gone":
        assert err.count("waiting 0 seconds for the repository") == MOST_TRIES - 1
    if mode == "wrong":
        assert "set INVENIO_TOKEN to a token" in err and "Not signed in: Bearer …" in err

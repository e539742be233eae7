"""Signatures by ssh-keygen: made by `release --sign`, checked by `--allowed-signers`."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pressmark.errors import MachineError, ProjectError
from pressmark.files.manifest import MANIFEST
from pressmark.releases.ledger import read_ledger
from pressmark.releases.sidecars import SIGNATURE
from pressmark.verify import verify
from tests.verify.releases import failures, publish, sentences, states, write_small_project

needs_ssh_keygen = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed here"
)


def make_key(folder: Path, name: str) -> tuple[Path, str]:
    """Make a key; give its path and the line that allows it."""
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path],
                   check=True)  # fmt: skip
    public = path.with_suffix(".pub").read_text("utf-8")
    return path, f"{name}@example.org {public}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make keys and publish a release, once."""
    folder = tmp_path_factory.mktemp("made")
    key, ann = make_key(folder, "ann")
    _, bob = make_key(folder, "bob")
    (folder / "signers").write_text(ann, encoding="utf-8")
    (folder / "strangers").write_text(bob, encoding="utf-8")
    publish(write_small_project(folder / "project"), key=key)
    return folder


@pytest.fixture
def signed(made: Path, tmp_path: Path) -> Path:
    """A release that ann signed; `signers` names ann, `strangers` names bob."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "project/datapackage/releases/1.0.0"


@needs_ssh_keygen
def test_who_signed_is_said(signed: Path, tmp_path: Path) -> None:
    found = verify(str(signed), signers=tmp_path / "signers")
    assert found.valid, found.text()
    assert sentences(found, "signature") == "the manifest is signed by ann@example.org"
    alone = shutil.copytree(signed, tmp_path / "alone")
    assert verify(str(alone), signers=tmp_path / "signers").conclusion == "is what was signed"
    assert SIGNATURE in read_ledger(signed.parent).entries[0].files
    assert SIGNATURE not in (signed / MANIFEST).read_text("utf-8")


@needs_ssh_keygen
def test_without_a_list_of_signers_the_signature_is_a_note(signed: Path) -> None:
    found = verify(str(signed))
    assert found.valid and states(found, "signature") == ["note"]
    assert "--allowed-signers" in sentences(found, "signature")


@needs_ssh_keygen
def test_a_stranger_is_refused(signed: Path, tmp_path: Path) -> None:
    found = verify(str(signed), signers=tmp_path / "strangers")
    assert failures(found) == ["signature"]


@needs_ssh_keygen
@pytest.mark.parametrize("given", [True, False])
def test_a_tampered_signature_fails(given: bool, signed: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(signed, tmp_path / "alone")
    path = alone / SIGNATURE
    lines = path.read_text("utf-8").splitlines()
    middle = lines[-3]
    lines[-3] = middle[:20] + ("A" if middle[20] != "A" else "B") + middle[21:]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = verify(str(alone), signers=tmp_path / "signers" if given else None)
    assert failures(found) == ["signature"]


@needs_ssh_keygen
def test_a_signature_that_was_replaced_contradicts_the_ledger(signed: Path, tmp_path: Path) -> None:
    path = signed / SIGNATURE
    path.unlink()
    subprocess.run(["ssh-keygen", "-Y", "sign", "-f", tmp_path / "bob", "-n", "pressmark",
                    signed / MANIFEST], check=True, capture_output=True)  # fmt: skip
    assert failures(verify(str(signed))) == [f"act: changed: {SIGNATURE}"]


@needs_ssh_keygen
def test_a_signature_of_another_release_fails(signed: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(signed, tmp_path / "alone")
    other = publish(write_small_project(tmp_path / "other", "key,size,day\nz,1,\n"),
                    key=tmp_path / "ann")  # fmt: skip
    shutil.copy(other / SIGNATURE, alone)
    assert failures(verify(str(alone), signers=tmp_path / "signers")) == ["signature"]


@needs_ssh_keygen
def test_a_signature_for_another_purpose_fails(signed: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(signed, tmp_path / "alone")
    (alone / SIGNATURE).unlink()
    subprocess.run(["ssh-keygen", "-Y", "sign", "-f", tmp_path / "ann", "-n", "git",
                    alone / MANIFEST], check=True, capture_output=True)  # fmt: skip
    assert failures(verify(str(alone), signers=tmp_path / "signers")) == ["signature"]


@needs_ssh_keygen
def test_a_signature_that_came_later_is_no_stranger(tmp_path: Path) -> None:
    folder = publish(write_small_project(tmp_path / "project"))
    key, _ = make_key(tmp_path, "ann")
    subprocess.run(["ssh-keygen", "-Y", "sign", "-f", key, "-n", "pressmark", folder / MANIFEST],
                   check=True, capture_output=True)  # fmt: skip
    found = verify(str(folder))
    assert found.valid and "the signature was added later" in sentences(found, "act")


@needs_ssh_keygen
def test_a_key_that_cannot_sign_publishes_nothing(tmp_path: Path) -> None:
    project = write_small_project(tmp_path / "project")
    with pytest.raises(ProjectError, match="nokey: cannot sign"):
        publish(project, key=tmp_path / "nokey")
    assert not (project / "datapackage/releases/1.0.0").exists()


def test_no_signature_fails_where_one_is_asked_for(tmp_path: Path) -> None:
    folder = publish(write_small_project(tmp_path / "project"))
    signers = tmp_path / "signers"
    signers.touch()
    assert failures(verify(str(folder), signers=signers)) == ["signature"]


def test_without_ssh_keygen_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = write_small_project(tmp_path / "project")
    folder = publish(project)
    (folder / SIGNATURE).write_text("a signature", encoding="utf-8")
    signers = tmp_path / "signers"
    signers.touch()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    found = verify(str(folder))
    assert found.valid and sentences(found, "signature") == "not checked: is not installed here"
    with pytest.raises(MachineError, match="ssh-keygen: is not installed here"):
        verify(str(folder), signers=signers)

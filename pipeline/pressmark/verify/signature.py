"""Signatures of a manifest, made and checked by `ssh-keygen -Y`, which people have."""

import shutil
import subprocess
from pathlib import Path

from pressmark.errors import MachineError, ProjectError
from pressmark.files.manifest import MANIFEST
from pressmark.guard import guard_command
from pressmark.releases.sidecars import SIGNATURE
from pressmark.verify.check import Check

NAMESPACE = "pressmark"
SIGNING_SECONDS = 60
"""Of CPU time for signing, or for checking a signature."""
"""What the signature is for: one made for mail or for a commit does not count."""


def sign(folder: Path, key: Path) -> None:
    """Sign the manifest in a folder with an SSH key; the signature stands beside it.

    ProjectError where the key cannot sign; MachineError where there is no ssh-keygen.
    """
    path = folder / MANIFEST
    answer = run_ssh_keygen("sign", "-f", str(key), "-n", NAMESPACE, str(path))
    if answer.returncode or not (folder / SIGNATURE).is_file():
        right = "name a private SSH key, or a public one whose agent is running"
        raise ProjectError(str(key), f"cannot sign: {render_said(answer)}", right)


def check_signature(folder: Path, signers: Path | None) -> Check:
    """Say who signed the manifest; a signature that does not fit fails, one of nobody known too."""
    there = (folder / SIGNATURE).is_file()
    if not there:
        if signers:
            return Check(
                "signature", "failed", f"there is no {SIGNATURE}, and signers are asked for"
            )
        return Check("signature", "note", "the release is not signed")
    try:
        return check_known_signer(folder, signers) if signers else check_unknown_signer(folder)
    except MachineError as error:
        if signers:
            raise
        return Check("signature", "note", f"not checked: {error.wrong}")


def check_known_signer(folder: Path, signers: Path) -> Check:
    """Check the signature against a list of signers that somebody trusts."""
    if not signers.is_file():
        raise ProjectError(str(signers), "there is no such file", "write a line `name key`")
    place = ("-s", str(folder / SIGNATURE))
    found = run_ssh_keygen("find-principals", "-f", str(signers), *place)
    people = found.stdout.decode(errors="replace").split()
    if found.returncode or not people:
        return Check("signature", "failed", "it is broken, or by nobody whom you name")
    for person in people:
        answer = run_ssh_keygen(
            "verify", "-f", str(signers), "-I", person, "-n", NAMESPACE, *place,
            read=(folder / MANIFEST).read_bytes(),
        )  # fmt: skip
        if answer.returncode == 0:
            return Check("signature", "ok", f"the manifest is signed by {person}")
    return Check("signature", "failed", f"it does not fit the manifest: {render_said(answer)}")


def check_unknown_signer(folder: Path) -> Check:
    """Check that the signature fits the manifest, whoever made it."""
    answer = run_ssh_keygen(
        "check-novalidate", "-n", NAMESPACE, "-s", str(folder / SIGNATURE),
        read=(folder / MANIFEST).read_bytes(),
    )  # fmt: skip
    if answer.returncode:
        return Check("signature", "failed", f"it does not fit the manifest: {render_said(answer)}")
    sentence = "it fits the manifest; --allowed-signers FILE tells whether you trust who signed"
    return Check("signature", "note", sentence)


def run_ssh_keygen(act: str, *words: str, read: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run `ssh-keygen -Y`; MachineError where it is not installed."""
    if shutil.which("ssh-keygen") is None:
        right = "install OpenSSH 8.2 or newer"
        raise MachineError("ssh-keygen", "is not installed here", right)
    return subprocess.run(  # noqa: S603 - words of ours, and paths
        guard_command(["ssh-keygen", "-Y", act, *words], seconds=SIGNING_SECONDS),
        input=read,
        capture_output=True,
        check=False,
    )


def render_said(answer: subprocess.CompletedProcess[bytes]) -> str:
    """Give what ssh-keygen says, in one line."""
    lines = (answer.stderr or answer.stdout).decode(errors="replace").splitlines()
    return lines[-1].strip() if lines else f"ssh-keygen ended with {answer.returncode}"

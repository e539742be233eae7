"""A release, proven years later: its files, contents, derived files, place in the ledger, signer.

Digests come first; where one of them is wrong nothing is rebuilt, for there is nothing to prove.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressmark.errors import ProjectError, speaking_of
from pressmark.files.manifest import MANIFEST, sha256_of
from pressmark.files.staging import scratch
from pressmark.intake.unpacking import DamagedArchiveError
from pressmark.package import Package
from pressmark.package.digests import content_digest, table_digests
from pressmark.package.project import read_package
from pressmark.releases.ledger import Ledger
from pressmark.releases.place import UNPACKED, Place, place_of
from pressmark.verify.chain import (
    entry_checks,
    entry_of,
    head_check,
    head_kept,
    read_chain,
    unnamed_check,
)
from pressmark.verify.check import Check, Verification, failed
from pressmark.verify.files import act_check, derived_check, manifest_check
from pressmark.verify.line_ends import as_published, line_ends_check
from pressmark.verify.rebuild import prove_package, rebuild_checks
from pressmark.verify.signature import sign, signature_check

__all__ = ["Check", "Verification", "prove_package", "sign", "verify"]


def verify(  # noqa: PLR0913 - one parameter an option
    release: str,
    project: Path | None = None,
    releases: Path | None = None,
    *,
    head: str | None = None,
    signers: Path | None = None,
    trust_rules: bool = False,
) -> Verification:
    """Prove a release: a folder, a descriptor, a zip, or a version in the ledger of `project`.

    The ledger is looked for in `releases` where that is named. `head` is the
    digest of a ledger entry that somebody kept, `signers` a file of those whose signature counts.
    The SQL of a release is run where its project is named, and else only with `trust_rules`.
    ProjectError where there is no such release or signer, or `head` is no digest.
    """
    kept = head_kept(head)
    with scratch() as folder, speaking_of(folder / UNPACKED, release):
        try:
            place = place_of(release, folder / UNPACKED, project, releases)
        except DamagedArchiveError as error:
            broken = Check("zip", "failed", f"it cannot be unpacked: {error.wrong}")
            return Verification(release, (broken,))
        refuse_project(place)
        asked = Asked(kept, signers, trusted=trust_rules or bool(project) or place.own)
        package, ledger, checks = proven_by_digests(place, asked)
        if failed(checks) and place.archive is None:
            copy, changed = as_published(place, folder / "published")
            released, chain, others = proven_by_digests(copy, asked)
            if changed and not failed(others):
                return verification(copy, released, chain, (line_ends_check(changed),))
        if package and not failed(checks):
            checks += rebuild_checks(place, package, folder)
        else:
            checks.append(Check("rebuilt", "note", "nothing was made again: see what failed"))
        return verification(place, package, ledger, (*checks, *unnamed_check(ledger)))


def refuse_project(place: Place) -> None:
    """Refuse a project: nothing of it is proven before it is released."""
    if place.authored:
        wrong = "is a project, of which releases are made, and none itself"
        raise ProjectError(place.named, wrong, "name a version that was published, or a zip")


@dataclass(frozen=True)
class Asked:
    """What is asked besides: for a head, for signers, and whether SQL is trusted."""

    head: str | None
    signers: Path | None
    trusted: bool


def proven_by_digests(
    place: Place, asked: Asked
) -> tuple[Package | None, Ledger | None, list[Check]]:
    """Read a release and its ledger, and look at everything that has a digest or a signature."""
    package, descriptor = read_released(place, trusted=asked.trusted)
    ledger, chain = read_chain(place)
    checks = [
        *descriptor,
        chain,
        *head_check(ledger, asked.head),
        *digest_checks(place, package, ledger),
        signature_check(place.folder, asked.signers),
    ]
    return package, ledger, checks


def read_released(place: Place, *, trusted: bool) -> tuple[Package | None, list[Check]]:
    """Read the package of a release; one that cannot be read is a failed check."""
    try:
        with speaking_of(place.folder, place.named):
            return read_package(place.descriptor, trusted=trusted), []
    except ProjectError as error:
        return None, [Check("package", "failed", f"{error.place}: {error.wrong}")]


def digest_checks(place: Place, package: Package | None, ledger: Ledger | None) -> Iterator[Check]:
    """Compare every file with the digest that is published of it."""
    version = package.version if package else None
    yield manifest_check(place)
    yield derived_check(place)
    yield from entry_checks(place, package, ledger)
    if ledger or place.releases is None:
        yield act_check(place, entry_of(place, version, ledger))


def verification(
    place: Place, package: Package | None, ledger: Ledger | None, checks: tuple[Check, ...]
) -> Verification:
    """Collect what was found, with the digests that others may have cited."""
    manifest = place.folder / MANIFEST
    tables = table_digests(package) if package else {}
    return Verification(
        place.named,
        checks,
        package.name if package else None,
        package.version if package else None,
        f"sha256:{sha256_of(manifest)}" if manifest.is_file() else None,
        content_digest(package.descriptor) if package else None,
        ledger.head if ledger else None,
        tables,
    )

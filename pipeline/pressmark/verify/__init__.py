"""A release, proven years later: its files, contents, derived files, place in the ledger, signer.

Digests come first; where one of them is wrong nothing is rebuilt, for there is nothing to prove.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressmark.errors import ProjectError, rename_in_errors
from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.files.staging import make_scratch
from pressmark.intake.unpacking import DamagedArchiveError
from pressmark.package import Package
from pressmark.package.digests import read_content_digest, read_table_digests
from pressmark.package.project import read_package
from pressmark.releases.ledger import Ledger
from pressmark.releases.place import UNPACKED, Place, find_place
from pressmark.verify.chain import (
    check_entry,
    check_head,
    check_unnamed,
    find_entry,
    read_chain,
    read_kept_head,
)
from pressmark.verify.check import Check, Verification, has_failed
from pressmark.verify.files import check_act, check_derived, check_manifest
from pressmark.verify.line_ends import as_published, tell_line_ends
from pressmark.verify.rebuild import check_by_rebuilding, prove_package
from pressmark.verify.signature import check_signature, sign
from pressmark.verify.tombstones import check_redacted

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
    kept = read_kept_head(head)
    with make_scratch() as folder, rename_in_errors(folder / UNPACKED, release):
        try:
            place = find_place(release, folder / UNPACKED, project, releases)
        except DamagedArchiveError as error:
            broken = Check("zip", "failed", f"it cannot be unpacked: {error.wrong}")
            return Verification(release, (broken,))
        refuse_project(place)
        asked = Asked(kept, signers, trusted=trust_rules or bool(project) or place.own)
        package, ledger, checks = prove_by_digests(place, asked)
        if has_failed(checks) and place.archive is None:
            copy, changed = as_published(place, folder / "published")
            released, chain, others = prove_by_digests(copy, asked)
            if changed and not has_failed(others):
                return collect_verification(copy, released, chain, (tell_line_ends(changed),))
        if package and not has_failed(checks):
            checks += check_by_rebuilding(place, package, folder)
        else:
            checks.append(Check("rebuilt", "note", "nothing was made again: see what failed"))
        return collect_verification(place, package, ledger, (*checks, *check_unnamed(ledger)))


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


def prove_by_digests(
    place: Place, asked: Asked
) -> tuple[Package | None, Ledger | None, list[Check]]:
    """Read a release and its ledger, and look at everything that has a digest or a signature."""
    package, descriptor = read_released(place, trusted=asked.trusted)
    ledger, chain = read_chain(place)
    checks = [
        *descriptor,
        chain,
        *check_head(ledger, asked.head),
        *check_digests(place, package, ledger),
        check_signature(place.folder, asked.signers),
    ]
    return package, ledger, checks


def read_released(place: Place, *, trusted: bool) -> tuple[Package | None, list[Check]]:
    """Read the package of a release; one that cannot be read is a failed check."""
    try:
        with rename_in_errors(place.folder, place.named):
            return read_package(place.descriptor, trusted=trusted), []
    except ProjectError as error:
        return None, [Check("package", "failed", f"{error.place}: {error.wrong}")]


def check_digests(place: Place, package: Package | None, ledger: Ledger | None) -> Iterator[Check]:
    """Compare every file with the digest that is published of it."""
    version = package.version if package else None
    yield check_manifest(place)
    yield check_derived(place)
    yield from check_entry(place, package, ledger)
    yield from check_redacted(package, ledger)
    if ledger or place.releases is None:
        yield check_act(place, find_entry(place, version, ledger))


def collect_verification(
    place: Place, package: Package | None, ledger: Ledger | None, checks: tuple[Check, ...]
) -> Verification:
    """Collect what was found, with the digests that others may have cited."""
    manifest = place.folder / MANIFEST
    tables = read_table_digests(package) if package else {}
    return Verification(
        place.named,
        checks,
        package.name if package else None,
        package.version if package else None,
        f"sha256:{hash_file(manifest)}" if manifest.is_file() else None,
        read_content_digest(package.descriptor) if package else None,
        ledger.head if ledger else None,
        tables,
    )

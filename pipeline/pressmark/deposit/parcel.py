"""A version in the ledger → the files that are deposited of it, proven, each with its digests."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pressmark.errors import MachineError, ReleaseError, list_first
from pressmark.files.manifest import MANIFEST, read_manifest
from pressmark.files.staging import make_scratch
from pressmark.formats.archive import ZIP, write_archive
from pressmark.metadata.doi import read_concept_doi
from pressmark.package.documents import read_document
from pressmark.releases.find import find
from pressmark.releases.later_entries import find_published_entry
from pressmark.releases.ledger import Entry, Ledger, read_ledger
from pressmark.releases.place import choose_build_folder
from pressmark.verify import verify

DATACITE = "datacite.json"
PIECE = 1 << 20


class UnprovenError(ReleaseError):
    """The release is not what was published, and so it is not deposited."""

    exit_code = 1


@dataclass(frozen=True)
class ParcelFile:
    """A file of a release: its path there and on this machine, its bytes and digests in hex.

    `md5` is what repositories tell of a file; what is proven rests on `sha256`.
    """

    name: str
    path: Path
    size: int
    sha256: str
    md5: str

    def document(self) -> dict[str, Any]:
        """Give it as JSON, without a path of this machine."""
        return {"path": self.name, "bytes": self.size, "sha256": f"sha256:{self.sha256}"}


@dataclass(frozen=True)
class Parcel:
    """What is deposited of a release, and what its ledger and descriptor say of it.

    `datacite` is the release's own metadata, None where it has none. `build` is the folder of what
    the tool derives, where notes on a deposit are kept; the release itself is never written.
    """

    name: str
    version: str
    manifest: str
    files: tuple[ParcelFile, ...]
    archive: ParcelFile
    datacite: dict[str, Any] | None
    concept_doi: str | None
    ledger: Ledger
    build: Path

    @property
    def everything(self) -> tuple[ParcelFile, ...]:
        """The files of the release, and the zip of its package."""
        return (*self.files, self.archive)


@contextmanager
def pack(version: str, releases: Path, project: Path | None = None) -> Iterator[Parcel]:
    """Give what is deposited of a version in the ledger of `releases`, for the length of a block.

    The SQL of the release is run, to prove it, where it is that of the `project`. ReleaseError
    where the version was not published, was withdrawn, or records were taken out of it;
    UnprovenError where it does not verify.
    """
    ledger = read_ledger(releases)
    entry = find_published_entry(ledger, version)
    refuse_what_changed(ledger, version)
    prove(version, project, releases)
    with find(version, project, releases) as found, make_scratch() as scratch:
        package = found.package
        folder = releases / version
        place = scratch / ZIP.path(package)
        write_archive(folder, place)
        listed = list_digests(folder, entry)
        datacite = read_document(folder / DATACITE, DATACITE) if DATACITE in listed else None
        yield Parcel(
            package.name, version, entry.manifest,
            tuple(read_file(name, folder / name, listed[name]) for name in sorted(listed)),
            read_file(place.name, place), datacite, read_concept_doi(package.descriptor), ledger,
            choose_build_folder(replace(package, releases=releases)),
        )  # fmt: skip


def refuse_what_changed(ledger: Ledger, version: str) -> None:
    """Refuse a version that nobody should use, or that is not whole any more: ReleaseError."""
    withdrawal = ledger.withdrawal(version)
    if withdrawal:
        wrong = f"was withdrawn on {withdrawal.date}: {withdrawal.reason or 'no reason given'}"
        raise ReleaseError(version, wrong, "deposit a version that stands")
    redaction = next((each for each in ledger.redactions if each.version == version), None)
    if redaction:
        wrong = f"had records taken out by law on {redaction.date}, and is not what was published"
        raise ReleaseError(version, wrong, "deposit a version that never held them")


def prove(version: str, project: Path | None, releases: Path) -> None:
    """Prove a release as `verify` does; UnprovenError says what of it is wrong."""
    found = verify(version, project, releases)
    if found.valid:
        return
    failed = (each for each in found.checks if each.state == "failed")
    raise UnprovenError(
        version, f"is not deposited: it {found.conclusion}",
        "bring the release back from version control",
        lines=list_first(line for each in failed for line in each.lines()),
    )  # fmt: skip


def list_digests(folder: Path, entry: Entry) -> dict[str, str]:
    """Give the sha256 of every file of a release in hex, by its path there."""
    listed = read_manifest((folder / MANIFEST).read_text(encoding="utf-8"))
    of_act = {MANIFEST: entry.manifest, **entry.files}
    return listed | {name: digest.removeprefix("sha256:") for name, digest in of_act.items()}


def read_file(name: str, path: Path, sha256: str | None = None) -> ParcelFile:
    """Read the size and the digests of a file; MachineError where it changed since it was proven.

    `sha256` is what it must be, where that is known.
    """
    size, proven, told = 0, hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            size += len(piece)
            proven.update(piece)
            told.update(piece)
    if sha256 not in (None, proven.hexdigest()):
        raise MachineError(str(path), "changed while it was deposited", "try again")
    return ParcelFile(name, path, size, proven.hexdigest(), told.hexdigest())

"""A version in the ledger → the released package, only as it was published."""

from pathlib import Path

from pressmark.errors import ReleaseError
from pressmark.files.manifest import MANIFEST, read_manifest, sha256_of
from pressmark.package import Package
from pressmark.package.project import read_package
from pressmark.releases.ledger import Entry, read_ledger
from pressmark.version import is_final, order_of


def read_release(releases: Path, entry: Entry) -> Package:
    """Read a published release; ReleaseError where a file of it is not what was published."""
    folder = releases / entry.version
    expected = {MANIFEST: entry.manifest, **entry.files}
    if is_digest(folder / MANIFEST, entry.manifest):
        listed = read_manifest((folder / MANIFEST).read_text(encoding="utf-8"))
        expected |= {name: f"sha256:{digest}" for name, digest in listed.items()}
    for name, digest in expected.items():
        if not is_digest(folder / name, digest):
            right = "bring the folder back from version control"
            raise ReleaseError(str(folder / name), "is not what was published", right)
    return read_package(folder / "datapackage.json", trusted=True)


def is_digest(path: Path, digest: str) -> bool:
    """Whether a file is there and has a digest."""
    return path.is_file() and f"sha256:{sha256_of(path)}" == digest


def newest_final(package: Package, *, below: str | None = None) -> Package | None:
    """Give the newest published release of a project that is no pre-release, if there is one.

    Where there are pre-releases only, the newest of them; with `below`, of older versions only.
    """
    if package.releases is None:
        return None
    entries = [
        entry
        for entry in read_ledger(package.releases).published
        if below is None or order_of(entry.version) < order_of(below)
    ]
    if not entries:
        return None
    newest = max(entries, key=lambda each: (is_final(each.version), order_of(each.version)))
    return read_release(package.releases, newest)

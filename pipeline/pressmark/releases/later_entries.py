"""What is said of a release after it was published: a further entry in the ledger, no more.

Files stay as they are; pages and citations say what the ledger says.
"""

import re
from pathlib import Path

from pressmark.errors import ProjectError, ReleaseError
from pressmark.files.staging import lock_folder
from pressmark.releases.ledger import Entry, Ledger, read_ledger

DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\x00-\x1f<>\"]+")


def withdraw(releases: Path, version: str, *, reason: str, date: str) -> Ledger:
    """Enter in the ledger that a version should not be used, and why; give the new ledger.

    ReleaseError where it was not published, or is withdrawn already.
    """
    said = reason.strip()
    if not said:
        raise ProjectError("--reason", "is empty", "say in a sentence why nobody should use it")
    with lock_folder(releases):
        ledger = read_ledger(releases)
        entry = find_published_entry(ledger, version)
        earlier = ledger.withdrawal(version)
        if earlier:
            wrong = f"version {version} was withdrawn on {earlier.date}: {earlier.reason}"
            raise ReleaseError(str(releases), wrong, "annotate it to say more")
        return ledger.append(
            act="withdrawn", version=version, date=date, manifest=entry.manifest, files={},
            reason=said,
        )  # fmt: skip


def annotate(
    releases: Path, version: str, *, doi: str | None, reason: str | None, date: str
) -> Ledger:
    """Enter in the ledger a DOI that a version was given, or a remark; give the new ledger.

    ReleaseError where the version was not published; ProjectError where nothing is said, or the
    DOI is none.
    """
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", doi.strip()) if doi else None
    said = reason.strip() if reason else None
    if bare is not None and not DOI.fullmatch(bare):
        raise ProjectError("--doi", f"{doi!r} is no DOI", "write one such as 10.1234/abcd")
    if not bare and not said:
        raise ProjectError("annotate", "nothing is to be noted", "give --doi or --reason")
    with lock_folder(releases):
        ledger = read_ledger(releases)
        entry = find_published_entry(ledger, version)
        return ledger.append(
            act="annotated", version=version, date=date, manifest=entry.manifest, files={},
            reason=said, doi=bare,
        )  # fmt: skip


def find_published_entry(ledger: Ledger, version: str) -> Entry:
    """Give the entry that published a version; ReleaseError where there is none."""
    entry = ledger.entry(version)
    if entry is None:
        known = ", ".join(each.version for each in ledger.published) or "none yet"
        wrong = f"version {version} was not published"
        raise ReleaseError(str(ledger.folder), wrong, f"published are {known}")
    return entry

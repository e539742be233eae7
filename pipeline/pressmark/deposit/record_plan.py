"""What stands at a repository and what is to stand there → the steps between the two.

The steps are those of InvenioRDM's REST API: a draft, its metadata, its files (begun, sent,
completed), its DOI, and its publication where that is asked for.
"""

from collections.abc import Iterator
from typing import Any

from pressmark.deposit.outcome import Sending
from pressmark.deposit.parcel import Parcel, ParcelFile
from pressmark.deposit.repository import name_in_path
from pressmark.deposit.standing_record import FileThere, StandingRecord
from pressmark.errors import ReleaseError
from pressmark.public_address import PublicAddress

MOST_FILES = 100
"""How many files a record holds, at Zenodo and by InvenioRDM's own setting."""
TABLES = "data/"
NEW_ID = "{id}"
"""Stands in an address for the identifier that the repository gives."""
OF_JSON = (("Content-Type", "application/json"),)
OF_BYTES = (("Content-Type", "application/octet-stream"),)


def choose_keys(parcel: Parcel) -> dict[str, ParcelFile]:
    """Name the files of a record, which knows no folders.

    The zip holds the whole package. Beside it stand what is at the top of the release, and its
    tables, their folder before their names, unless that would be more files than a record holds, or
    two of one name.
    """
    top = {each.name: each for each in parcel.everything if "/" not in each.name}
    tables = [each for each in parcel.files if each.name.startswith(TABLES)]
    both = {**{each.name.replace("/", "-"): each for each in tables}, **top}
    return top if len(both) < len(tables) + len(top) or len(both) > MOST_FILES else both


def plan_steps(
    parcel: Parcel, found: StandingRecord, address: PublicAddress, body: dict[str, Any], *,
    publish: bool,
) -> tuple[Sending, ...]:  # fmt: skip
    """Give the steps that are left; none where the record is published with the same files.

    ReleaseError where it is published with others.
    """
    keys = choose_keys(parcel)
    if found.published:
        refuse_difference(keys, found)
        return ()
    records = address.below("/api/records")
    draft = f"{records}/{name_in_path(found.record) if found.record else NEW_ID}/draft"
    return (
        *plan_draft(found, records, draft, body),
        *plan_files(keys, found.files, f"{draft}/files"),
        *plan_doi(found, draft, body),
        *([Sending("POST", f"{draft}/actions/publish")] if publish else ()),
    )


def plan_draft(
    found: StandingRecord, records: str, draft: str, body: dict[str, Any]
) -> Iterator[Sending]:
    """Make a draft unless there is one, and describe it unless that was done."""
    if not found.record and not found.previous:
        yield Sending("POST", records, body, headers=OF_JSON)
        return
    if found.described:
        return
    if not found.record and found.previous:
        yield Sending("POST", f"{records}/{name_in_path(found.previous)}/versions")
    reserved = found.doi and found.doi == body.get("pids", {}).get("doi", {}).get("identifier")
    # A DOI that the repository has reserved is no external one; what is not said stays.
    told = {name: each for name, each in body.items() if not (reserved and name == "pids")}
    yield Sending("PUT", draft, told, headers=OF_JSON)


def plan_files(
    keys: dict[str, ParcelFile], there: dict[str, FileThere], files: str
) -> Iterator[Sending]:
    """Take out what is not as it must be, then begin, send and complete what lacks.

    Files of other names stay: somebody put them there.
    """
    kept = {key for key, each in there.items() if key in keys and is_same(keys[key], each)}
    for key in sorted(there.keys() & keys.keys() - kept):
        yield Sending("DELETE", f"{files}/{name_in_path(key)}")
    lacking = sorted(set(keys) - kept)
    if lacking:
        yield Sending("POST", files, [{"key": key} for key in lacking], headers=OF_JSON)
    for key in lacking:
        place = f"{files}/{name_in_path(key)}"
        yield Sending("PUT", f"{place}/content", file=keys[key], headers=OF_BYTES)
        yield Sending("POST", f"{place}/commit")


def plan_doi(found: StandingRecord, draft: str, body: dict[str, Any]) -> Iterator[Sending]:
    """Reserve a DOI, unless there is one."""
    if not found.doi and "pids" not in body:
        yield Sending("POST", f"{draft}/pids/doi")


def is_same(file: ParcelFile, there: FileThere) -> bool:
    """Whether a file stands there, complete, with the same bytes as far as it is told."""
    return there.complete and (there.size, there.checksum) == (file.size, file.md5)


def refuse_difference(keys: dict[str, ParcelFile], found: StandingRecord) -> None:
    """Refuse a published record that does not hold the files of the release: ReleaseError."""
    wrong = [
        f"{key}: {'is not there' if key not in found.files else 'is another file'}"
        for key, each in sorted(keys.items())
        if key not in found.files or not is_same(each, found.files[key])
    ]
    if wrong:
        place = found.page or str(found.record)
        right = "a published record stays as it is: release the next version and deposit that"
        said = "is published, and does not hold the files of this release"
        raise ReleaseError(place, said, right, lines=wrong[:10])

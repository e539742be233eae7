"""What a repository has of a release already: its draft or its record, and those of other versions.

Nothing is written here. A record is known by the digest of the release's manifest, which is one of
its alternate identifiers, by its DOI, or because it was noted when it was made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pressmark.deposit.notes import find_noted
from pressmark.deposit.parcel import Parcel
from pressmark.deposit.repository import Repository, name_in_path
from pressmark.errors import ReleaseError
from pressmark.releases.later_entries import DOI
from pressmark.releases.ledger import Ledger
from pressmark.version import order_version

MOST_VERSIONS = 20
"""How many other versions are looked for, the newest ones: the question stands in an address."""
MOST_HITS = "50"
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
PAGE = re.compile(r"https?://")


@dataclass(frozen=True)
class FileThere:
    """A file that a record holds: its bytes and its md5, or that it is not complete."""

    size: float | None
    checksum: str | None
    complete: bool


@dataclass(frozen=True)
class StandingRecord:
    """What stands there: `record` is ours, `previous` a published one of another version.

    Both None: the release is the first of its kind there. A draft is `described` once it says the
    digest of the release; what people change in it then is theirs. `dropped` says what of the
    description the repository did not take, a sentence a field.
    """

    record: str | None = None
    published: bool = False
    described: bool = False
    previous: str | None = None
    page: str | None = None
    doi: str | None = None
    concept_doi: str | None = None
    files: dict[str, FileThere] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


NOTHING = StandingRecord()


def find_record(repository: Repository, parcel: Parcel) -> StandingRecord:
    """Ask a repository what it has of a release; ReleaseError where that must be settled first."""
    hits = [each for each in search_own(repository, parcel) if read_id(each)]
    noted = find_noted(parcel, str(repository.address))
    ours = (read_record(repository, noted) if noted else None) or next(
        (each for each in hits if parcel.manifest in list_digests(each)), None
    ) or find_by_doi(repository, list_dois(parcel, of_this=True), own=True)  # fmt: skip
    if ours:
        described = parcel.manifest in list_digests(ours)
        return with_files(repository, replace(describe_found(ours), described=described))
    published = next((each for each in hits if each.get("is_published")), None)
    previous = published or find_by_doi(repository, list_dois(parcel, of_this=False))
    if previous is None and hits:
        wrong = f"a draft of another version, {read_page(hits[0])}, is not published yet"
        right = "publish it or discard it first: a new version follows a published one"
        raise ReleaseError(str(repository.address), wrong, right)
    return StandingRecord(previous=read_id(previous)) if previous else NOTHING


def search_own(repository: Repository, parcel: Parcel) -> Iterator[dict[str, Any]]:
    """Give the records and drafts of whoever holds the token that are of a version of the ledger.

    This version and the newest others are looked for, by the digests of their manifests.
    """
    digests = list_manifests(parcel.ledger, parcel)
    asked = " OR ".join(f'"{each}"' for each in digests)
    query = {
        "q": f"metadata.identifiers.identifier:({asked})",
        "size": MOST_HITS,
        "sort": "newest",
        "allversions": "true",
    }
    for each in read_hits(repository.ask("/user/records", query)):
        if list_digests(each) & set(digests):
            yield each


def list_manifests(ledger: Ledger, parcel: Parcel) -> list[str]:
    """Give the digest of this version's manifest, then those of the newest others."""
    others = sorted(
        (each for each in ledger.published if each.version != parcel.version),
        key=lambda each: order_version(each.version),
        reverse=True,
    )
    return [parcel.manifest, *(each.manifest for each in others[:MOST_VERSIONS])]


def list_dois(parcel: Parcel, *, of_this: bool) -> list[str]:
    """Give the DOIs of this version, or those of the newest others and of all together."""
    if of_this:
        written = (parcel.datacite or {}).get("doi")
        return [each for each in (parcel.ledger.doi(parcel.version), written) if each]
    others = sorted({each.version for each in parcel.ledger.published}, key=order_version)
    newest = [each for each in reversed(others) if each != parcel.version][:MOST_VERSIONS]
    return [doi for each in (*map(parcel.ledger.doi, newest), parcel.concept_doi) if (doi := each)]


def find_by_doi(
    repository: Repository, dois: list[str], *, own: bool = False
) -> dict[str, Any] | None:
    """Give the first record that has one of some DOIs; `own` also finds one's drafts."""
    for doi in dois:
        # A quote or a backslash would end the text that is asked for.
        text = doi.replace("\\", "\\\\").replace('"', '\\"')
        either = f'pids.doi.identifier:"{text}" OR parent.pids.doi.identifier:"{text}"'
        query = {"q": either, "size": MOST_HITS, "sort": "newest", "allversions": "true"}
        for path in ("/user/records", "/records") if own else ("/records",):
            hits = read_hits(repository.ask(path, query))
            known = (each for each in hits if read_id(each) and doi.lower() in read_dois(each))
            if found := next(known, None):
                return found
    return None


def read_record(repository: Repository, record: str) -> dict[str, Any] | None:
    """Give a record that was noted, as a draft or as it is published; None where it is gone."""
    path = f"/records/{name_in_path(record)}"
    for each in (path, f"{path}/draft"):
        found = repository.ask(each)
        if found and read_id(found) == record:
            return found
    return None


def with_files(repository: Repository, found: StandingRecord) -> StandingRecord:
    """Add the files that a record holds."""
    path = f"/records/{name_in_path(found.record or '')}{'' if found.published else '/draft'}/files"
    return replace(found, files=dict(read_files(repository.ask(path) or {})))


def read_files(answer: dict[str, Any]) -> Iterator[tuple[str, FileThere]]:
    """Read what a list of files says; what has no name is none."""
    for each in list_parts(answer, "entries"):
        if isinstance(each.get("key"), str):
            size, checksum = each.get("size"), each.get("checksum")
            # InvenioRDM writes sizes as 89364 or 89364.0.
            yield (
                each["key"],
                FileThere(
                    size if isinstance(size, int | float) else None,
                    checksum.removeprefix("md5:") if isinstance(checksum, str) else None,
                    # Files of a published record have no status in some versions.
                    each.get("status", "completed") == "completed",
                ),
            )


def describe_found(record: dict[str, Any]) -> StandingRecord:
    """Read what a record says of itself."""
    return StandingRecord(
        record=read_id(record),
        published=bool(record.get("is_published")),
        page=read_page(record),
        doi=read_doi(record),
        concept_doi=read_doi(find_part(record, "parent")),
    )


def find_part(record: dict[str, Any], name: str) -> dict[str, Any]:
    """Give a part of an answer, empty where it is not there."""
    part = record.get(name)
    return part if isinstance(part, dict) else {}


def list_parts(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Give the parts of a list in an answer, none where it is not there or is no list."""
    parts = record.get(name)
    return [each for each in parts if isinstance(each, dict)] if isinstance(parts, list) else []


def read_hits(answer: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Give the hits of a search."""
    return list_parts(find_part(answer or {}, "hits"), "hits")


def read_id(record: dict[str, Any]) -> str | None:
    """Give the identifier of a record; None where it has none that could stand in an address."""
    found = record.get("id")
    text = str(found) if isinstance(found, str | int) else ""
    return text if IDENTIFIER.fullmatch(text) else None


def read_page(record: dict[str, Any]) -> str | None:
    """Give the address of a record's page; None where it is none of the web."""
    found = find_part(record, "links").get("self_html")
    return found if isinstance(found, str) and PAGE.match(found) else None


def read_doi(record: dict[str, Any]) -> str | None:
    """Give the DOI of a record, reserved or registered; None where what it says is no DOI."""
    found = find_part(find_part(record, "pids"), "doi").get("identifier")
    return found if isinstance(found, str) and DOI.fullmatch(found) else None


def read_dois(record: dict[str, Any]) -> set[str]:
    """Give the DOI of a record and that of all its versions, in small letters."""
    found = (read_doi(record), read_doi(find_part(record, "parent")))
    return {each.lower() for each in found if each}


def list_digests(record: dict[str, Any]) -> set[str]:
    """Give the alternate identifiers of a record."""
    named = list_parts(find_part(record, "metadata"), "identifiers")
    return {each["identifier"] for each in named if isinstance(each.get("identifier"), str)}

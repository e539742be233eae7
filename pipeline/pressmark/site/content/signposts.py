"""What stands around a page or a file, told by links (FAIR Signposting Profile, RFC 8288, 9264).

A robot that knows nothing of this site learns what to cite, what describes it, who made it, under
which terms, where its files are, and which versions come before and after (RFC 5829).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.metadata import Values
from pressmark.site.address import (
    LINKSET,
    find_public_address,
    link_here,
    link_record,
    link_releases,
)
from pressmark.site.content.acts import HTML, find_used_instead, render_link
from pressmark.site.content.catalog import make_whole
from pressmark.site.content.citation import collect_cited_values
from pressmark.site.downloads.download import find_kind, order_for_reading
from pressmark.site.downloads.served_release import ServedFile, ServedRelease, find_latest

DATASET = "https://schema.org/Dataset"
PAGE = "https://schema.org/AboutPage"
DOWNLOAD = "https://schema.org/DataDownload"
WORK = "https://schema.org/CreativeWork"
ITEM = "item"
LINKSET_TYPE = "application/linkset+json"
LINKED, LINKED_TYPE = ".jsonld", "application/ld+json"
"""What stands behind the address of a record to have its linked data, and what these are."""
LONGEST_LINKS = 2300
"""Bytes of the links of a page; nginx refuses an answer whose headers have more than 4 kB."""
DESCRIPTOR = "datapackage.json"
DESCRIPTIONS = (
    DESCRIPTOR, "schema-org.jsonld", "datacite.json", "dcat.jsonld", "croissant.json",
    "citation.bib", "citation.ris", "citation.json",
)  # fmt: skip
"""The files of a release that describe it for programs."""


@dataclass(frozen=True)
class Signpost:
    """One link: its relation, where it leads, and the media type of what is there."""

    relation: str
    address: str
    media_type: str = ""


def list_common_signposts(values: Values) -> list[Signpost]:
    """List what is true of a release and of each part of it: terms and makers."""
    terms = [Signpost("license", each.address) for each in values.licences if each.address]
    return terms + [Signpost("author", each.orcid) for each in values.creators if each.orcid]


def list_cited_address(values: Values) -> list[Signpost]:
    """Give the address by which a release is cited; none where nothing of the kind is known."""
    return [Signpost("cite-as", values.link)] if values.link else []


def is_item(release: ServedRelease, file: ServedFile) -> bool:
    """Whether a file holds data: all of it, a table as it was published, or one beside these."""
    if file.resource or find_kind(file).whole:
        return True
    return any(file.name in (each.resource.path or ()) for each in release.package.tables)


def list_items(release: ServedRelease) -> list[ServedFile]:
    """List the files that hold the data, those with all of it first."""
    files = [each for each in order_for_reading(release.files) if is_item(release, each)]
    return sorted(files, key=lambda each: bool(each.resource) or not find_kind(each).whole)


def list_release_signposts(
    release: ServedRelease, releases: Sequence[ServedRelease] = ()
) -> list[Signpost]:
    """List the links of the page of a release, with as many of its files as a header may name.

    `releases` are all that are served, newest first.
    """
    found = list_all_signposts(release, releases)
    shown = [each for each in found if each.relation != ITEM]
    room = LONGEST_LINKS - sum(map(measure, shown))
    for each in found[len(shown) :]:
        room -= measure(each)
        if room < 0:
            break
        shown.append(each)
    return shown


def measure(signpost: Signpost) -> int:
    """Give the length of a link in a header, with what stands before the next."""
    return len(render_link(signpost.address, signpost.relation, signpost.media_type)) + 2


def list_all_signposts(
    release: ServedRelease, releases: Sequence[ServedRelease] = ()
) -> list[Signpost]:
    """List every link of the page of a release, those to its files last."""
    values = collect_cited_values(release)
    files = [each for each in (release.file(name) for name in DESCRIPTIONS) if each]
    return [
        *list_cited_address(values),
        Signpost("type", PAGE),
        Signpost("type", DATASET),
        *list_common_signposts(values),
        *(point_to("describedby", release, each) for each in files),
        *list_linkset(release),
        *list_history(release, releases),
        *(point_to(ITEM, release, each) for each in list_items(release)),
    ]


def list_versions(
    release: ServedRelease, places: Sequence[tuple[ServedRelease, str]]
) -> list[Signpost]:
    """Point to the versions before and after one, and to the newest (RFC 5829, section 3).

    `places` are what stands for each release that has it, newest first, and its address. Nothing
    leads to a version that was withdrawn, and from one to that to be used in its place.
    """
    releases = [each for each, _ in places]
    addresses = {each.version: address for each, address in places}
    at = next((n for n, each in enumerate(releases) if each.version == release.version), None)
    if at is None or len(releases) == 1:
        return []
    newest, used = find_latest(releases), find_used_instead(release, releases)
    older = [each.version for each in releases[at + 1 :] if not each.withdrawn]
    newer = [each.version for each in reversed(releases[:at]) if not each.withdrawn]
    if release.withdrawn:
        newer = [each for each in newer if used and each == used.version]
    there = {
        "predecessor-version": older[:1],
        "successor-version": newer[:1],
        "latest-version": [] if newest.version == release.version else [newest.version],
    }
    return [
        Signpost(relation, make_whole(addresses[each]), HTML)
        for relation, those in there.items()
        for each in those
    ]


def list_history(release: ServedRelease, releases: Sequence[ServedRelease]) -> list[Signpost]:
    """Point to the other versions of a release, and to the list of all."""
    found = list_versions(release, [(each, each.landing) for each in releases])
    whole = Signpost("version-history", make_whole(link_releases()), HTML)
    return [*found, whole] if len(releases) > 1 else found


def list_linkset(release: ServedRelease) -> list[Signpost]:
    """Give the link to all links of a release; none where addresses are not whole."""
    if find_public_address() is None:
        return []
    return [Signpost("linkset", make_whole(link_linkset(release.version)), LINKSET_TYPE)]


def link_linkset(version: str) -> str:
    """Give the address of all links of a release."""
    return link_here(LINKSET.replace("{version}", version))


def list_record_signposts(release: ServedRelease, table: str, key: Sequence[str]) -> list[Signpost]:
    """List the links of the page of a record."""
    values = collect_cited_values(release)
    address = link_record(release.version, table, key)
    own = [Signpost("cite-as", make_whole(address))] if find_public_address() else []
    return [
        *(list_cited_address(values) if release.doi else own),
        Signpost("type", PAGE),
        Signpost("type", WORK),
        *list_common_signposts(values),
        Signpost("describedby", f"{make_whole(address)}.json", "application/json"),
        Signpost("describedby", f"{make_whole(address)}{LINKED}", LINKED_TYPE),
        Signpost("collection", make_whole(release.landing), HTML),
    ]


def list_file_signposts(release: ServedRelease, file: ServedFile) -> list[Signpost]:
    """List the links of a file of a release."""
    values = collect_cited_values(release)
    described = release.file(DESCRIPTOR)
    return [
        Signpost("collection", make_whole(release.landing), HTML),
        *list_cited_address(values),
        *([Signpost("type", DOWNLOAD)] if is_item(release, file) else []),
        *list_common_signposts(values),
        *([point_to("describedby", release, described)] if described not in (None, file) else []),
        *list_linkset(release),
    ]


def point_to(relation: str, release: ServedRelease, file: ServedFile | None) -> Signpost:
    """Point to a file of a release."""
    assert file is not None  # noqa: S101 - callers name files that are there
    kind = find_kind(file).media_type.partition(";")[0]
    return Signpost(relation, make_whole(release.file_address(file)), kind)


def write_links(signposts: Iterable[Signpost], release: ServedRelease) -> str:
    """Write links as the header `Link` has them.

    What the ledger gave a DOI is cited by that, and to what stands in the place of a version that
    was withdrawn every answer of it leads already.
    """
    known = {"cite-as"} if release.doi else set()
    known |= {"successor-version", "latest-version"} if release.withdrawn else set()
    told = (each for each in signposts if each.relation not in known)
    return ", ".join(render_link(each.address, each.relation, each.media_type) for each in told)


def describe_linkset(
    release: ServedRelease, releases: Sequence[ServedRelease] = ()
) -> dict[str, Any]:
    """Give every link of a release's page and of its files (RFC 9264, section 4.2)."""
    of_files = [
        (make_whole(release.file_address(each)), list_file_signposts(release, each))
        for each in list_items(release)
    ]
    of_page = (make_whole(release.landing), list_all_signposts(release, releases))
    return {"linkset": [describe_links(*each) for each in (of_page, *of_files)]}


def describe_links(anchor: str, signposts: Iterable[Signpost]) -> dict[str, Any]:
    """Give the links of one page or file, by relation."""
    found: dict[str, Any] = {"anchor": anchor}
    for each in signposts:
        kind = {"type": each.media_type} if each.media_type else {}
        found.setdefault(each.relation, []).append({"href": each.address} | kind)
    return found

"""What the ledger said of a release after it was published, told to programs.

In headers it is the field `Deprecation` (RFC 9745) of a version that was withdrawn, and links whose
relations say what to use in its place (RFC 5829), what it is cited as (RFC 8574), and which page
tells more.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from pressmark.metadata import read_day
from pressmark.metadata.doi import make_doi_address
from pressmark.site.address import make_absolute
from pressmark.site.content.removed import describe_removed
from pressmark.site.downloads.served_release import ServedRelease, find_latest
from pressmark.version import order_version

HTML = "text/html"
IN_AN_ADDRESS = "%/:?#[]@!$&'()*+,;=~"
"""What stands in an address as it is (RFC 3986)."""


def find_used_instead(
    release: ServedRelease, releases: Sequence[ServedRelease]
) -> ServedRelease | None:
    """Give the release to be used in the place of a withdrawn one; None where there is none."""
    latest = find_latest(releases)
    return None if latest.withdrawn or not release.withdrawn else latest


def describe_acts(release: ServedRelease, releases: Sequence[ServedRelease]) -> dict[str, Any]:
    """Give what the ledger said later as properties of a JSON answer; none where it said nothing.

    `releases` are all that are served, newest first.
    """
    told: dict[str, Any] = {}
    if release.withdrawn:
        other = find_used_instead(release, releases)
        told["withdrawn"] = {
            "date": release.withdrawn_on,
            "reason": release.withdrawn,
            "replaced_by": other.version if other else None,
            "address": (make_absolute(other.landing) or other.landing) if other else None,
        }
    notes = [
        {"date": each.date, "reason": each.reason, "doi": each.doi} for each in release.annotations
    ]
    told |= {"annotations": notes} if notes else {}
    removed = describe_removed(release)
    return told | ({"redacted": removed} if removed else {})


def collect_act_headers(
    releases: Sequence[ServedRelease],
) -> dict[str, list[tuple[bytes, bytes]]]:
    """Give the headers of every release by its version and by the name of its database."""
    return {
        name: write_act_headers(each, releases)
        for each in releases
        for name in (each.version, each.database_name)
    }


def write_act_headers(
    release: ServedRelease, releases: Sequence[ServedRelease]
) -> list[tuple[bytes, bytes]]:
    """Give the headers of every answer of a release; none where the ledger said nothing later."""
    found = [(b"link", each.encode("ascii")) for each in write_links(release, releases)]
    day = read_day(release.withdrawn_on)
    if release.withdrawn and day:
        moment = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
        found.append((b"deprecation", f"@{int(moment.timestamp())}".encode()))
    return found


def write_links(release: ServedRelease, releases: Sequence[ServedRelease]) -> Iterator[str]:
    """Write the links of a release that was withdrawn, annotated or redacted."""
    other = find_used_instead(release, releases)
    if other:
        if order_version(other.version) > order_version(release.version):
            yield render_link(other.landing, "successor-version", HTML)
        yield render_link(other.landing, "latest-version", HTML)
    if release.withdrawn:
        yield render_link(release.landing, "deprecation", HTML)
    if release.doi:
        yield render_link(make_doi_address(release.doi), "cite-as")
    if release.annotations or release.redactions:
        yield render_link(release.landing, "describedby", HTML)


def render_link(address: str, relation: str, media_type: str = "") -> str:
    """Write a link as the header `Link` has it (RFC 8288)."""
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{quote(address, safe=IN_AN_ADDRESS)}>; rel="{relation}"{kind}'


def describe_acts_as_linked_data(release: ServedRelease) -> dict[str, Any]:
    """Give what was said later in the words of schema.org."""
    told: dict[str, Any] = {}
    if release.withdrawn:
        told["creativeWorkStatus"] = "Withdrawn"
    if release.withdrawn_on:
        told["expires"] = release.withdrawn_on
    if release.doi:
        told["@id"] = make_doi_address(release.doi)
    said = [("Withdrawn", release.withdrawn_on, release.withdrawn)] if release.withdrawn else []
    said += [("Remark", each.date, each.reason) for each in release.annotations if each.reason]
    said += [("Redacted", each.date, each.reason) for each in release.redactions if each.reason]
    if said:
        told["comment"] = [
            {"@type": "Comment", "name": name, "text": text} | ({"dateCreated": day} if day else {})
            for name, day, text in said
        ]
    return told

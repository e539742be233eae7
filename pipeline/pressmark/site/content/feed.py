"""The releases of a package as an Atom feed (RFC 4287): a function of descriptors and the ledger.

A feed is dated by the ledger, never by the clock, and its identifiers come from the first release,
so that they stay what they are. Of several acts of a day each comes two seconds after the one
before it, so that a reader that orders entries by their times has them as they came.
"""

import hashlib
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from itertools import groupby
from urllib.parse import quote, urlsplit

from pressmark.releases.ledger import Entry
from pressmark.site.address import link_feed, link_releases, make_absolute
from pressmark.site.content.citation import list_authors
from pressmark.site.content.feed_summary import summarize_act, summarize_release
from pressmark.site.downloads.served_release import ServedRelease

MEDIA_TYPE = "application/atom+xml"
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ACTS = {"withdrawn": "is withdrawn", "annotated": "has a remark", "redacted": "lacks records"}
"""What the title of an entry says of an act."""


@dataclass(frozen=True)
class FeedEntry:
    """One entry: a release, or, with an `act`, what the ledger said of it later."""

    release: ServedRelease
    act: Entry | None
    published: str
    updated: str


def render_feed(releases: Sequence[ServedRelease]) -> str | None:
    """Write the feed of a site; None where no release is dated.

    What was said last stands first. Where the site was not told its address, links are relative to
    the one that the feed was read from (RFC 4287, section 2).
    """
    dated = [release for release in releases if release.days]
    if not dated:
        return None
    newest, identifier, entries = dated[0], make_feed_identifier(dated), list_entries(dated)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        render_element("id", identifier),
        render_element("title", newest.title),
        *(render_element("subtitle", text) for text in newest.paragraphs[:1]),
        render_element("updated", entries[0].updated),
        render_link("self", link_feed(), MEDIA_TYPE),
        render_link("alternate", link_releases(), "text/html"),
        *name_authors(newest),
        *(line for each in entries for line in write_entry(each, identifier)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def list_entries(releases: Sequence[ServedRelease]) -> list[FeedEntry]:
    """List releases and what was said of them later, the last first; no two have one `updated`."""
    entries = []
    moments = find_moments(releases)
    for release in releases:
        said = [at for at, (whose, act) in moments if whose is release]
        # The entry of a release changes with each act, and comes before the news of it.
        entries.append(FeedEntry(release, None, render_moment(said[0]), render_moment(said[-1])))
    for at, (release, act) in moments:
        if act:
            moment = render_moment(at + timedelta(seconds=1))
            entries.append(FeedEntry(release, act, moment, moment))
    return sorted(entries, key=lambda each: each.updated, reverse=True)


def find_moments(
    releases: Sequence[ServedRelease],
) -> list[tuple[datetime, tuple[ServedRelease, Entry | None]]]:
    """Give every act with its moment: that of its day, and of one day in the ledger's order.

    The same words on a day are said once.
    """
    acts: dict[tuple[str, str], tuple[tuple[str, int, int], ServedRelease, Entry | None]] = {}
    for number, release in enumerate(reversed(releases)):
        place = (release.days[0], -len(release.since), number)
        acts[release.version, ""] = (place, release, None)
        for each in release.later:
            behind = release.since.index(each) if each in release.since else 0
            place = (each.date, behind - len(release.since), number)
            acts.setdefault((release.version, phrase_act(each)), (place, release, each))
    ordered = sorted(acts.values(), key=lambda each: each[0])
    return [
        (datetime.fromisoformat(day) + timedelta(seconds=2 * second), (release, act))
        for day, those in groupby(ordered, key=lambda each: each[0][0])
        for second, (_, release, act) in enumerate(those)
    ]


def write_entry(entry: FeedEntry, feed: str) -> Iterator[str]:
    """Write one entry; of an act one of its own, so that who read of the release hears of it."""
    release, act = entry.release, entry.act
    yield "<entry>"
    yield render_element("id", make_entry_identifier(feed, name_entry(entry)))
    yield render_element("title", phrase_title(entry))
    yield render_element("published", entry.published)
    yield render_element("updated", entry.updated)
    yield render_link("alternate", release.landing, "text/html")
    yield from name_authors(release)
    states = [act.act] if act else name_states(release)
    yield from (f'<category term="{each}"/>' for each in states)
    terms = release.license
    if terms and not act:
        yield render_element("rights", terms.title or terms.name or terms.path or "")
    said = [phrase_act(each) for each in release.later]
    summary = summarize_act(release, phrase_act(act)) if act else summarize_release(release, said)
    yield render_element("summary", summary, ' type="html"')
    yield "</entry>"


def name_entry(entry: FeedEntry) -> str:
    """Give what an entry is called below the name of the feed."""
    if entry.act is None:
        return entry.release.version
    digest = hashlib.sha256(phrase_act(entry.act).encode()).hexdigest()[:12]
    return f"{entry.release.version}/{digest}"


def phrase_title(entry: FeedEntry) -> str:
    """Give the title of an entry."""
    named = f"{entry.release.title} {entry.release.version}"
    if entry.act is None:
        return f"{named}{' (withdrawn)' if entry.release.withdrawn else ''}"
    return f"{named} {ACTS[entry.act.act]}"


def name_states(release: ServedRelease) -> Iterator[str]:
    """Say in a word each what became of a release: `withdrawn`, `annotated`, `redacted`."""
    acts = {each.act for each in release.later}
    yield from ("withdrawn",) if release.withdrawn else ()
    yield from (act for act in ("annotated", "redacted") if act in acts)


def phrase_act(act: Entry) -> str:
    """Say an act in a sentence."""
    reason = act.reason or ""
    if act.act == "withdrawn":
        return f"Withdrawn on {act.date}: {reason or 'no reason given'}"
    if act.act == "redacted":
        return f"Redacted on {act.date}: {reason}"
    said = " ".join(each for each in (f"DOI {act.doi}." if act.doi else "", reason) if each)
    return f"Noted on {act.date}: {said}"


def make_feed_identifier(releases: Sequence[ServedRelease]) -> str:
    """Give the feed's permanent name: the package's id, a tag of its homepage's host, or a UUID."""
    first = min(releases, key=lambda each: each.days[0])
    descriptor = first.package.descriptor
    if descriptor.id and ABSOLUTE.fullmatch(descriptor.id):
        return descriptor.id
    host = urlsplit(first.homepage or "").hostname
    if host:
        return f"tag:{host},{first.days[0]}:{quote(first.package.name, safe='')}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"pressmark:{first.package.name}").urn


def make_entry_identifier(feed: str, version: str) -> str:
    """Give a release's permanent name, which follows from that of the feed."""
    if feed.startswith("tag:"):
        return f"{feed}/{quote(version, safe='')}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{feed}/{version}").urn


def name_authors(release: ServedRelease) -> Iterator[str]:
    """Name who answers for a release; a feed needs somebody (RFC 4287, section 4.1.1)."""
    for name in list_authors(release) or (release.title,):
        yield f"<author>{render_element('name', name)}</author>"


def render_moment(moment: datetime) -> str:
    """Write a moment as Atom asks for it."""
    return f"{moment.isoformat()}Z"


def render_link(relation: str, address: str, media_type: str) -> str:
    """Write a link to an address of the site."""
    there = escape(make_absolute(address) or address)
    return f'<link rel="{relation}" type="{media_type}" href="{there}"/>'


def render_element(name: str, text: str, attributes: str = "") -> str:
    """Write an element that holds text; what XML cannot hold becomes a question mark."""
    return f"<{name}{attributes}>{escape(NO_XML.sub('?', text), quote=False)}</{name}>"

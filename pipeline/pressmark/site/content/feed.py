"""The releases of a package as an Atom feed (RFC 4287): a function of descriptors and the ledger.

A feed is dated by the ledger, never by the clock, and its identifiers come from the first release,
so that they stay what they are.
"""

import hashlib
import re
import uuid
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote, urlsplit

from pressmark.releases.ledger import Entry
from pressmark.site.address import link_feed, link_releases, make_absolute
from pressmark.site.content.citation import list_authors
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.downloads.watched import ChangedError

MEDIA_TYPE = "application/atom+xml"
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ACTS = {"withdrawn": "is withdrawn", "annotated": "has a remark", "redacted": "lacks records"}
"""What the title of an entry says of an act."""


def render_feed(releases: Sequence[ServedRelease]) -> str | None:
    """Write the feed of a site; None where no release is dated.

    Releases come newest first and stay so. Where the site was not told its address, links are
    relative to the one that the feed was read from (RFC 4287, section 2).
    """
    dated = [release for release in releases if release.days]
    if not dated:
        return None
    newest, identifier = dated[0], make_feed_identifier(dated)
    updated = max(day for release in dated for day in release.days)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        render_element("id", identifier),
        render_element("title", newest.title),
        *(render_element("subtitle", text) for text in newest.paragraphs[:1]),
        render_element("updated", render_moment(updated)),
        render_link("self", link_feed(), MEDIA_TYPE),
        render_link("alternate", link_releases(), "text/html"),
        *name_authors(newest),
        *(line for each in list_acts(dated) for line in write_act_entry(*each, identifier)),
        *(line for release in dated for line in write_release_entry(release, identifier)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def write_release_entry(release: ServedRelease, feed: str) -> Iterator[str]:
    """Write one release."""
    terms = release.license
    yield "<entry>"
    yield render_element("id", make_entry_identifier(feed, release.version))
    state = " (withdrawn)" if release.withdrawn else ""
    yield render_element("title", f"{release.title} {release.version}{state}")
    yield render_element("published", render_moment(release.days[0]))
    yield render_element("updated", render_moment(max(release.days)))
    yield render_link("alternate", release.landing, "text/html")
    yield from name_authors(release)
    yield from (f'<category term="{each}"/>' for each in name_states(release))
    if terms:
        yield render_element("rights", terms.title or terms.name or terms.path or "")
    changes = read_changes_text(release)
    said = "".join(f"{phrase_act(each)}\n\n" for each in release.later)
    if changes:
        yield render_element("content", said + changes, ' type="text"')
    else:
        yield render_element("summary", f"{said}{release.title}, version {release.version}")
    yield "</entry>"


def read_changes_text(release: ServedRelease) -> str | None:
    """Read what changed in a release; None where it does not say it, or no longer as it did."""
    changes = release.file("CHANGES.md")
    try:
        return changes.text() if changes else None
    except ChangedError:
        return None


def name_states(release: ServedRelease) -> Iterator[str]:
    """Say in a word each what became of a release: `withdrawn`, `annotated`, `redacted`."""
    acts = {each.act for each in release.later}
    yield from ("withdrawn",) if release.withdrawn else ()
    yield from (act for act in ("annotated", "redacted") if act in acts)


def list_acts(releases: Sequence[ServedRelease]) -> list[tuple[ServedRelease, Entry]]:
    """List what was said of releases later, the newest first; the same words of a day once."""
    acts = {
        (release.version, phrase_act(each)): (release, each)
        for release in releases
        for each in release.later
    }
    return sorted(acts.values(), key=lambda each: each[1].date, reverse=True)


def write_act_entry(release: ServedRelease, act: Entry, feed: str) -> Iterator[str]:
    """Write one act as an entry of its own, so that who read of the release hears of it."""
    words = ACTS[act.act]
    yield "<entry>"
    digest = hashlib.sha256(phrase_act(act).encode()).hexdigest()[:12]
    yield render_element("id", make_entry_identifier(feed, f"{release.version}/{digest}"))
    yield render_element("title", f"{release.title} {release.version} {words}")
    yield render_element("published", render_moment(act.date))
    yield render_element("updated", render_moment(act.date))
    yield render_link("alternate", release.landing, "text/html")
    yield from name_authors(release)
    yield f'<category term="{act.act}"/>'
    yield render_element("content", phrase_act(act), ' type="text"')
    yield "</entry>"


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


def render_moment(day: str) -> str:
    """Write a day of the ledger as the moment that Atom asks for."""
    return f"{day}T00:00:00Z"


def render_link(relation: str, address: str, media_type: str) -> str:
    """Write a link to an address of the site."""
    there = escape(make_absolute(address) or address)
    return f'<link rel="{relation}" type="{media_type}" href="{there}"/>'


def render_element(name: str, text: str, attributes: str = "") -> str:
    """Write an element that holds text; what XML cannot hold becomes a question mark."""
    return f"<{name}{attributes}>{escape(NO_XML.sub('?', text), quote=False)}</{name}>"

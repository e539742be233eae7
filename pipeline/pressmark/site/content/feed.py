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
from pressmark.site.address import feed_address, releases_address, whole
from pressmark.site.content.citation import authors
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.downloads.watched import ChangedError

MEDIA_TYPE = "application/atom+xml"
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_text(releases: Sequence[ServedRelease]) -> str | None:
    """Write the feed of a site; None where no release is dated.

    Releases come newest first and stay so. Where the site was not told its address, links are
    relative to the one that the feed was read from (RFC 4287, section 2).
    """
    dated = [release for release in releases if release.days]
    if not dated:
        return None
    newest, identifier = dated[0], feed_identifier(dated)
    updated = max(day for release in dated for day in release.days)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        element("id", identifier),
        element("title", newest.title),
        *(element("subtitle", text) for text in newest.paragraphs[:1]),
        element("updated", moment(updated)),
        link("self", feed_address(), MEDIA_TYPE),
        link("alternate", releases_address(), "text/html"),
        *authors_of(newest),
        *(line for each in acts_in_order(dated) for line in act_entry(*each, identifier)),
        *(line for release in dated for line in entry(release, identifier)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def entry(release: ServedRelease, feed: str) -> Iterator[str]:
    """Write one release."""
    terms = release.license
    yield "<entry>"
    yield element("id", entry_identifier(feed, release.version))
    state = " (withdrawn)" if release.withdrawn else ""
    yield element("title", f"{release.title} {release.version}{state}")
    yield element("published", moment(release.days[0]))
    yield element("updated", moment(max(release.days)))
    yield link("alternate", release.landing, "text/html")
    yield from authors_of(release)
    yield from (f'<category term="{each}"/>' for each in states_of(release))
    if terms:
        yield element("rights", terms.title or terms.name or terms.path or "")
    changes = text_of_changes(release)
    said = "".join(f"{said_in(each)}\n\n" for each in release.later)
    if changes:
        yield element("content", said + changes, ' type="text"')
    else:
        yield element("summary", f"{said}{release.title}, version {release.version}")
    yield "</entry>"


def text_of_changes(release: ServedRelease) -> str | None:
    """Read what changed in a release; None where it does not say it, or no longer as it did."""
    changes = release.file("CHANGES.md")
    try:
        return changes.text() if changes else None
    except ChangedError:
        return None


def states_of(release: ServedRelease) -> Iterator[str]:
    """Say in a word each what became of a release: `withdrawn`, `annotated`."""
    acts = {each.act for each in release.later}
    yield from ("withdrawn",) if release.withdrawn else ()
    yield from ("annotated",) if "annotated" in acts else ()


def acts_in_order(releases: Sequence[ServedRelease]) -> list[tuple[ServedRelease, Entry]]:
    """List what was said of releases later, the newest first; the same words of a day once."""
    acts = {
        (release.version, said_in(each)): (release, each)
        for release in releases
        for each in release.later
    }
    return sorted(acts.values(), key=lambda each: each[1].date, reverse=True)


def act_entry(release: ServedRelease, act: Entry, feed: str) -> Iterator[str]:
    """Write one act as an entry of its own, so that who read of the release hears of it."""
    words = "is withdrawn" if act.act == "withdrawn" else "has a remark"
    yield "<entry>"
    digest = hashlib.sha256(said_in(act).encode()).hexdigest()[:12]
    yield element("id", entry_identifier(feed, f"{release.version}/{digest}"))
    yield element("title", f"{release.title} {release.version} {words}")
    yield element("published", moment(act.date))
    yield element("updated", moment(act.date))
    yield link("alternate", release.landing, "text/html")
    yield from authors_of(release)
    yield f'<category term="{act.act}"/>'
    yield element("content", said_in(act), ' type="text"')
    yield "</entry>"


def said_in(act: Entry) -> str:
    """Say an act in a sentence."""
    reason = act.reason or ""
    if act.act == "withdrawn":
        return f"Withdrawn on {act.date}: {reason or 'no reason given'}"
    said = " ".join(each for each in (f"DOI {act.doi}." if act.doi else "", reason) if each)
    return f"Noted on {act.date}: {said}"


def feed_identifier(releases: Sequence[ServedRelease]) -> str:
    """Give the feed's permanent name: the package's id, a tag of its homepage's host, or a UUID."""
    first = min(releases, key=lambda each: each.days[0])
    descriptor = first.package.descriptor
    if descriptor.id and ABSOLUTE.fullmatch(descriptor.id):
        return descriptor.id
    host = urlsplit(first.homepage or "").hostname
    if host:
        return f"tag:{host},{first.days[0]}:{quote(first.package.name, safe='')}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"pressmark:{first.package.name}").urn


def entry_identifier(feed: str, version: str) -> str:
    """Give a release's permanent name, which follows from that of the feed."""
    if feed.startswith("tag:"):
        return f"{feed}/{quote(version, safe='')}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{feed}/{version}").urn


def authors_of(release: ServedRelease) -> Iterator[str]:
    """Name who answers for a release; a feed needs somebody (RFC 4287, section 4.1.1)."""
    for name in authors(release) or (release.title,):
        yield f"<author>{element('name', name)}</author>"


def moment(day: str) -> str:
    """Write a day of the ledger as the moment that Atom asks for."""
    return f"{day}T00:00:00Z"


def link(relation: str, address: str, media_type: str) -> str:
    """Write a link to an address of the site."""
    there = escape(whole(address) or address)
    return f'<link rel="{relation}" type="{media_type}" href="{there}"/>'


def element(name: str, text: str, attributes: str = "") -> str:
    """Write an element that holds text; what XML cannot hold becomes a question mark."""
    return f"<{name}{attributes}>{escape(NO_XML.sub('?', text), quote=False)}</{name}>"

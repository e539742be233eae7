"""What an entry of the feed says: a summary in HTML that a reader shows as it is, and a link."""

import re
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from pressmark.site.address import make_absolute
from pressmark.site.content.changes import COUNT, ChangeNotes, read_changes
from pressmark.site.content.markdown import render_line
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.downloads.watched import ChangedError
from pressmark.words import cut, phrase_count

LONGEST = 2000
"""Bytes of a summary as it stands in the feed, where its marks are escaped once more."""
LONGEST_SENTENCE, LARGEST_PIECE = 500, 800
"""Characters of a paragraph, a line of a list, or a reason, as written; bytes as they stand there.
"""
SIGNED_OFF = "Looked wrong, and was signed off with a reason:"
POINT = re.compile(r"^[-*+] +", re.MULTILINE)
PARAGRAPH, ITEM = Markup("<p>{}</p>"), Markup("<li>{}</li>")
OPEN, CLOSE, NOTHING = Markup("<ul>"), Markup("</ul>"), Markup()


def summarize_act(release: ServedRelease, said: str) -> str:
    """Say what the ledger said of a release, and where it is."""
    more = f"Version {release.version}"
    return join_fitting([phrase(said)], link_to(release, more))


def summarize_release(release: ServedRelease, said: Sequence[str]) -> str:
    """Say what became of a release, how much changed, and the first of what its author notes."""
    changes = read_known_changes(release)
    pieces = [phrase(each) for each in said]
    if changes is None:
        pieces.append(phrase(f"{release.title}, version {release.version}"))
        return join_fitting(pieces, link_to(release, f"Version {release.version}"))
    if changes.counts:
        counted = ", ".join(f"{phrase_count(many, 'record')} {how}" for how, many in changes.counts)
        pieces.append(phrase(f"{counted}."))
    pieces += list_points(changes)
    return join_fitting(pieces, link_to(release, "All changes, files and citations"))


def read_known_changes(release: ServedRelease) -> ChangeNotes | None:
    """Read what changed; None where the release does not say it, or no longer as it did."""
    try:
        return read_changes(release)
    except ChangedError:
        return None


def list_points(changes: ChangeNotes) -> Iterator[Markup]:
    """Give what was signed off, the author's note piece by piece, and how each table changed."""
    if changes.signed_off:
        yield phrase(SIGNED_OFF)
        yield from cut_points(changes.signed_off)
    yield from cut_points(changes.note)
    for title, told in changes.tables:
        if COUNT.search(told):
            yield show_point(f"{title}: {told}", is_listed=True)


def cut_points(note: str) -> Iterator[Markup]:
    """Cut a note into its paragraphs and points; headings, tables and code are left out."""
    for block in re.split(r"\n[ \t]*\n|^(?=[-*+] )", note, flags=re.MULTILINE):
        written = block.strip()
        if written and not written.startswith(("#", "|", "```")):
            yield show_point(POINT.sub("", written), is_listed=bool(POINT.match(written)))


def show_point(written: str, *, is_listed: bool) -> Markup:
    """Show one paragraph or line of a list; a long one as plain words, cut."""
    line = render_line(written, whole=True)
    wrapped = ITEM if is_listed else PARAGRAPH
    return (
        wrapped.format(line) if len(written) <= LONGEST_SENTENCE else fit(line.striptags(), wrapped)
    )


def phrase(sentence: str) -> Markup:
    """Show a sentence as a paragraph."""
    return fit(sentence, PARAGRAPH)


def fit(text: str, wrapped: Markup) -> Markup:
    """Show a text in an element, cut so that others beside it have room."""
    most = LONGEST_SENTENCE
    while measure(shown := wrapped.format(cut(text, most))) > LARGEST_PIECE:
        most //= 2
    return shown


def link_to(release: ServedRelease, words: str) -> Markup:
    """Lead to the page of a release."""
    address = make_absolute(release.landing) or release.landing
    return Markup('<p><a href="{}">{}</a></p>').format(address, words)


def join_fitting(pieces: Iterable[Markup], end: Markup) -> str:
    """Join as many pieces as fit, points that follow each other as a list; `end` always fits."""
    room = LONGEST - measure(end)
    parts: list[Markup] = []
    before = PARAGRAPH
    for each in pieces:
        wrapped = ITEM if each.startswith("<li>") else PARAGRAPH
        opened = NOTHING if wrapped is before else OPEN if wrapped is ITEM else CLOSE
        room -= measure(opened + each)
        if room < measure(CLOSE):
            break
        parts += [opened, each]
        before = wrapped
    return str(NOTHING.join([*parts, CLOSE if before is ITEM else NOTHING, end]))


def measure(piece: Markup) -> int:
    """Give the bytes of a piece as an XML document writes it."""
    return len(escape(str(piece)).encode())

"""What changed in a release, as its own CHANGES.md tells it, cut for a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.site.downloads.served_release import ServedRelease

HEADING = re.compile(r"^## +(.*?) *$", re.MULTILINE)
COMPUTED = ("Why this version", "Records")
"""Where the author's note ends: headings that `release` writes."""
LINE = re.compile(
    r"^- (?:(?P<title>.+) \(`[^`\n]+`\)|`(?P<name>[^`\n]+)`): (?P<told>.+)$", re.MULTILINE
)
"""A line of a table, which is told by its title and its name, or by its name alone."""
COUNT = re.compile(r"(?<![0-9,])([0-9,]+) records? (added|changed|removed)")
NOTHING = "no change"
SIGNED_OFF = "Signed off"
"""The heading of what a guard had stopped, with the reasons why it is right."""


@dataclass(frozen=True)
class ChangeNotes:
    """Markdown of the author's introduction, of the rest of the note, and of what was signed off.

    `tables` tells of each table that changed, its title (its name where it has none) and how;
    `counts` are the records added, changed and removed in all of them, in that order, without
    those that are none.
    """

    introduction: str
    note: str
    signed_off: str
    tables: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]


def read_changes(release: ServedRelease) -> ChangeNotes | None:
    """Read what changed; None where the release has no such file, or it says nothing.

    Of a package that is not published only the author's note counts: nothing stands before it.
    """
    file = release.file("CHANGES.md")
    if file is None:
        return None
    return read_notes(file.text(), is_published=bool(release.days))


def read_notes(text: str, *, is_published: bool) -> ChangeNotes | None:
    """Read the text of CHANGES.md; None where it says nothing."""
    body = text.partition("\n")[2] if text.startswith("# ") else text
    pieces = HEADING.split(body)
    introduction = pieces[0].strip()
    sections = list(zip(pieces[1::2], pieces[2::2], strict=True))
    note, signed_off = [introduction], ""
    for title, content in sections:
        if title in COMPUTED:
            break
        if title == SIGNED_OFF:
            signed_off = content.strip()
            continue
        note.append(f"## {title}\n{content.rstrip()}")
    records = next((content.strip() for title, content in sections if title == "Records"), "")
    whole = "\n\n".join(part for part in note if part)
    tables = tuple(
        (line["title"] or line["name"], line["told"])
        for line in LINE.finditer(records if is_published else "")
        if line["told"] != NOTHING
    )
    if not (whole or tables or signed_off):
        return None
    return ChangeNotes(introduction, whole, signed_off, tables, add_counts(tables))


def add_counts(tables: Sequence[tuple[str, str]]) -> tuple[tuple[str, int], ...]:
    """Add up what the lines of all tables count."""
    sums = dict.fromkeys(("added", "changed", "removed"), 0)
    for _, told in tables:
        for number, what in COUNT.findall(told):
            sums[what] += int(number.replace(",", ""))
    return tuple((what, number) for what, number in sums.items() if number)

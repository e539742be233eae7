"""What changed in a release, as its own CHANGES.md tells it, cut for a page."""

import re
from dataclasses import dataclass

from pressmark.site.downloads.served_release import ServedRelease

HEADING = re.compile(r"^## +(.*?) *$", re.MULTILINE)
COMPUTED = ("Why this version", "Records")
"""Where the author's note ends: headings that `release` writes."""


@dataclass(frozen=True)
class ChangeNotes:
    """Markdown of the author's introduction, of the whole note, and the counts table by table."""

    introduction: str
    note: str
    records: str


def changes_of(release: ServedRelease) -> ChangeNotes | None:
    """Read what changed; None where the release has no such file, or it says nothing.

    Of a package that is not published only the author's note counts: nothing stands before it.
    """
    file = release.file("CHANGES.md")
    if file is None:
        return None
    text = file.text()
    body = text.partition("\n")[2] if text.startswith("# ") else text
    pieces = HEADING.split(body)
    introduction = pieces[0].strip()
    sections = list(zip(pieces[1::2], pieces[2::2], strict=True))
    note = [introduction]
    for title, content in sections:
        if title in COMPUTED:
            break
        note.append(f"## {title}\n{content.rstrip()}")
    records = next((content.strip() for title, content in sections if title == "Records"), "")
    whole = "\n\n".join(part for part in note if part)
    if not release.days:
        records = ""
    return ChangeNotes(introduction, whole, records) if whole or records else None

"""The ledger of a project: what was published, act by act, each entry chained to the one before.

`releases/index.json` is the truth about what is published: a folder that it does not name is not
a release. Nothing in it is ever changed; what is learnt later is a further entry.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from pressmark.errors import ReleaseError
from pressmark.files.staging import replace_text
from pressmark.package.documents import read_document, with_line_feeds
from pressmark.package.reading import read_part
from pressmark.releases.line_ends import BACK, ONLY_LINE_ENDS

LEDGER = "index.json"
LATER = ("reason", "doi")
"""Properties that an entry may lack; its digest is that of the properties it has."""


class Entry(BaseModel):
    """One act: what was published, withdrawn or annotated, when, after which entry.

    `manifest` is the digest of the version's manifest, `files` those of the files of the act.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    act: Literal["published", "withdrawn", "annotated"]
    version: str
    date: str
    manifest: str
    files: dict[str, str]
    reason: str | None = None
    doi: str | None = None
    previous: str | None

    def written(self) -> dict[str, Any]:
        """Give the entry as it stands in the ledger."""
        values = self.model_dump(mode="json")
        return {name: each for name, each in values.items() if each or name not in LATER}

    def digest(self) -> str:
        """Give the digest by which the next entry names this one."""
        text = json.dumps(self.written(), sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


class Entries(BaseModel):
    """All acts, the oldest first, and the digest of the last of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    entries: tuple[Entry, ...] = ()
    head: str | None = None


@dataclass(frozen=True)
class Ledger:
    """The acts of a project's releases folder, as they stood when it was read."""

    folder: Path
    entries: tuple[Entry, ...]

    @property
    def published(self) -> tuple[Entry, ...]:
        """The entries that published a version, the oldest first."""
        return tuple(entry for entry in self.entries if entry.act == "published")

    @property
    def head(self) -> str | None:
        """The digest of the last entry: whoever holds it can tell that nothing was taken back."""
        return self.entries[-1].digest() if self.entries else None

    def entry(self, version: str) -> Entry | None:
        """Give the entry that published a version, if there is one."""
        return next((entry for entry in self.published if entry.version == version), None)

    def later(self, version: str, act: str) -> tuple[Entry, ...]:
        """Give the entries that withdrew or annotated a version, the oldest first."""
        return tuple(each for each in self.entries if (each.version, each.act) == (version, act))

    def withdrawal(self, version: str) -> Entry | None:
        """Give the entry that withdrew a version, if there is one."""
        return next(iter(self.later(version, "withdrawn")), None)

    def doi(self, version: str) -> str | None:
        """Give the DOI that a version was given last, if any."""
        given = [each.doi for each in self.later(version, "annotated") if each.doi]
        return given[-1] if given else None

    def append(self, **values: Any) -> "Ledger":
        """Write a further entry to the disk, chained to the last; give the new ledger."""
        ledger = Ledger(self.folder, (*self.entries, Entry(**values, previous=self.head)))
        replace_text(self.folder / LEDGER, ledger.text())
        return ledger

    def text(self, *, with_head: bool = True) -> str:
        """Give the ledger as it is written; those of the first version told no head."""
        document: dict[str, Any] = {"entries": [entry.written() for entry in self.entries]}
        if with_head:
            document["head"] = self.head
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_ledger(folder: Path) -> Ledger:
    """Read a releases folder's ledger; none yet is an empty one.

    ReleaseError where an entry was changed, removed or added by another hand.
    """
    path = folder / LEDGER
    if not path.exists():
        return Ledger(folder, ())
    read = read_part(Entries, read_document(path, str(path)), str(path))
    ledger = Ledger(folder, read.entries)
    right = ledger.text(with_head=read.head is not None)
    with path.open(encoding="utf-8", newline="") as file:
        written = file.read()
    for flaw in flaws(ledger, read.head, as_written=with_line_feeds(written) == right):
        raise ReleaseError(str(path), flaw, "bring the ledger back from version control")
    if written != right:
        raise ReleaseError(str(path), ONLY_LINE_ENDS, BACK)
    return ledger


def flaws(ledger: Ledger, head: str | None, *, as_written: bool) -> Iterator[str]:
    """Say what is wrong with a ledger: its chain, the versions it speaks of, how it is written."""
    previous = None
    manifests: dict[str, str] = {}
    for number, entry in enumerate(ledger.entries, start=1):
        if entry.previous != previous:
            yield f"entry {number} does not follow from the entry before it"
        previous = entry.digest()
        first = entry.act == "published"
        if first == (entry.version in manifests):
            yield f"entry {number} {'publishes a version again' if first else 'is of no version'}"
        elif manifests.setdefault(entry.version, entry.manifest) != entry.manifest:
            yield f"entry {number} names another manifest than that of version {entry.version}"
    if head is not None and head != previous:
        yield "its head is not the digest of its last entry"
    if not as_written:
        yield "is not written as it was published"

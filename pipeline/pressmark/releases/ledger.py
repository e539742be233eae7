"""The ledger of a project: what was published, act by act, each entry chained to the one before.

`releases/index.json` is the truth about what is published: a folder that it does not name is not
a release. Nothing in it is ever changed; what is learnt later is a further entry.

Where two branches published, one chain goes on and takes in the other's acts. Each of these says
how it stood in its own chain, so that every digest of that chain can still be computed.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pressmark.errors import ReleaseError
from pressmark.files.staging import replace_text
from pressmark.package.documents import read_document_text, read_text, with_line_feeds
from pressmark.package.reading import read_part
from pressmark.releases.journal import refuse_unfinished
from pressmark.releases.line_ends import BACK, ONLY_LINE_ENDS

LEDGER = "index.json"
LATER = ("content", "reason", "doi", "mergedFrom")
"""Properties that an entry may lack; its digest is that of the properties it has."""
LEAF = "#"
"""What stands between a table's file and the number of a leaf, in an entry that redacts it."""
CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
"""What git writes into a file of which it could not merge two sides."""

UNMERGED = (
    "keep one side and merge the other into it; in this folder: git checkout --ours index.json && "
    "git show :3:./index.json > ../other.json && pressmark ledger merge ../other.json ."
)


class Former(BaseModel):
    """How an act stood in the ledger from which it was merged: after which entry, as what digest.

    `merged_from` is there where that ledger had merged it from a third.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)

    previous: str | None
    digest: str
    merged_from: "Former | None" = Field(default=None, alias="mergedFrom")

    def written(self) -> dict[str, Any]:
        """Give what stands in the ledger."""
        further = {"mergedFrom": self.merged_from.written()} if self.merged_from else {}
        return {"previous": self.previous, "digest": self.digest, **further}


class Entry(BaseModel):
    """One act: what was published, withdrawn, annotated or redacted, when, after which entry.

    `manifest` is the digest of the version's manifest, `content` that of its data, which stands
    here from the second format on, `files` those of the files of the act. Where records were
    redacted these are as they are since, with the digests of all leaves that are taken out: no
    property is new, so who reads proofs reads those that span it.
    `merged_from` is there where the act came from another branch's ledger.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)

    act: Literal["published", "withdrawn", "annotated", "redacted"]
    version: str
    date: str
    manifest: str
    content: str | None = None
    files: dict[str, str]
    reason: str | None = None
    doi: str | None = None
    previous: str | None
    merged_from: Former | None = Field(default=None, alias="mergedFrom")

    def written(self) -> dict[str, Any]:
        """Give the entry as it stands in the ledger."""
        values = self.model_dump(mode="json", by_alias=True)
        values["mergedFrom"] = self.merged_from and self.merged_from.written()
        return {name: each for name, each in values.items() if each or name not in LATER}

    def digest(self) -> str:
        """Give the digest by which the next entry names this one."""
        text = json.dumps(self.written(), sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    def formerly(self) -> Iterator["Entry"]:
        """Give the entry as it stood in each ledger through which it came, the last one first."""
        former = self.merged_from
        if former:
            values = {"previous": former.previous, "merged_from": former.merged_from}
            before = self.model_copy(update=values)
            yield before
            yield from before.formerly()

    def digests(self) -> tuple[str, ...]:
        """Give the entry's digest, and those that it had in other ledgers."""
        return (self.digest(), *(each.digest() for each in self.formerly()))

    @property
    def leaves(self) -> dict[str, str]:
        """The digest of each leaf that is taken out, by the table's file, `#` and its number."""
        return {name: each for name, each in self.files.items() if LEAF in name}

    def same_act(self, other: "Entry") -> bool:
        """Whether both publish one version, with the same package and files of the act."""
        return (self.act, self.version, self.manifest, self.content, self.files) == (
            other.act, other.version, other.manifest, other.content, other.files,
        )  # fmt: skip


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

    @cached_property
    def acts(self) -> tuple[Entry, ...]:
        """The entries without those that repeat an act of both ledgers that were merged."""
        known: set[str] = set()
        found: list[Entry] = []
        for entry in self.entries:
            if not repeats(entry, known, found):
                found.append(entry)
            known.update(entry.digests())
        return tuple(found)

    @property
    def published(self) -> tuple[Entry, ...]:
        """The entries that published a version, with the digests of its files as they are now."""
        return tuple(self.as_it_is(entry) for entry in self.as_published)

    @property
    def as_published(self) -> tuple[Entry, ...]:
        """The entries that published a version, just as they stand."""
        return tuple(entry for entry in self.acts if entry.act == "published")

    def as_it_is(self, published: Entry) -> Entry:
        """Give an entry that published a version with the digests of its files as they are now."""
        found = [each for each in self.redactions if each.version == published.version]
        if not found:
            return published
        files = {name: each for name, each in found[-1].files.items() if LEAF not in name}
        return published.model_copy(update={"manifest": found[-1].manifest, "files": files})

    @cached_property
    def redactions(self) -> tuple[Entry, ...]:
        """The entries that redacted a version, in the order of the ledger."""
        return tuple(entry for entry in self.acts if entry.act == "redacted")

    def manifests(self, version: str) -> tuple[str, ...]:
        """Give the digests that a version's manifest had, that of today last."""
        acts = (*self.as_published, *self.redactions)
        return tuple(dict.fromkeys(each.manifest for each in acts if each.version == version))

    @cached_property
    def digests(self) -> frozenset[str]:
        """The digest of every entry, also as it stood in a ledger that was merged."""
        return frozenset(digest for entry in self.entries for digest in entry.digests())

    @property
    def head(self) -> str | None:
        """The digest of the last entry: whoever holds it can tell that nothing was taken back."""
        return self.entries[-1].digest() if self.entries else None

    def entry(self, version: str) -> Entry | None:
        """Give the entry that published a version, if there is one."""
        return next((entry for entry in self.published if entry.version == version), None)

    def later(self, version: str, act: str) -> tuple[Entry, ...]:
        """Give the entries that withdrew or annotated a version, by their days."""
        found = (each for each in self.acts if (each.version, each.act) == (version, act))
        return tuple(sorted(found, key=lambda each: each.date))

    def withdrawal(self, version: str) -> Entry | None:
        """Give the entry that withdrew a version, if there is one."""
        return next(iter(self.later(version, "withdrawn")), None)

    def doi(self, version: str) -> str | None:
        """Give the DOI that a version was given last, if any."""
        given = [each.doi for each in self.later(version, "annotated") if each.doi]
        return given[-1] if given else None

    def append(self, **values: Any) -> "Ledger":
        """Write a further entry to the disk, chained to the last; give the new ledger."""
        ledger = self.with_entry(**values)
        replace_text(self.folder / LEDGER, ledger.text())
        return ledger

    def with_entry(self, **values: Any) -> "Ledger":
        """Give the ledger with a further entry, chained to the last; nothing is written."""
        return Ledger(self.folder, (*self.entries, Entry(**values, previous=self.head)))

    def text(self, *, with_head: bool = True) -> str:
        """Give the ledger as it is written; those of the first version told no head."""
        document: dict[str, Any] = {"entries": [entry.written() for entry in self.entries]}
        if with_head:
            document["head"] = self.head
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_ledger(folder: Path) -> Ledger:
    """Read a releases folder's ledger; none yet is an empty one.

    ReleaseError where another hand changed an entry, or where releases are being replaced.
    """
    path = folder / LEDGER
    refuse_unfinished(folder)
    return read_ledger_file(path) if path.exists() else Ledger(folder, ())


def read_ledger_file(path: Path, *, any_line_ends: bool = False) -> Ledger:
    """Read the file of a ledger; with `any_line_ends` also one that was copied by other programs.

    ReleaseError where it is not as it was written.
    """
    text = read_text(path, str(path))
    if CONFLICT.search(text):
        raise ReleaseError(str(path), "holds both sides of a merge that git left open", UNMERGED)
    read = read_part(Entries, read_document_text(text, str(path), is_json=True), str(path))
    ledger = Ledger(path.parent, read.entries)
    right = ledger.text(with_head=read.head is not None)
    with path.open(encoding="utf-8", newline="") as file:
        written = text if any_line_ends else file.read()
    for flaw in find_flaws(ledger, read.head, as_written=with_line_feeds(written) == right):
        raise ReleaseError(str(path), flaw, "bring the ledger back from version control")
    if written != right and not any_line_ends:
        raise ReleaseError(str(path), ONLY_LINE_ENDS, BACK)
    return ledger


def find_flaws(ledger: Ledger, head: str | None, *, as_written: bool) -> Iterator[str]:
    """Say what is wrong with a ledger: its chain, the versions it speaks of, how it is written."""
    previous = None
    known: set[str] = set()
    found: list[Entry] = []
    manifests: dict[str, set[str]] = {}
    for number, entry in enumerate(ledger.entries, start=1):
        if entry.previous != previous:
            yield f"entry {number} does not follow from the entry before it"
        if not comes_from(entry, known):
            yield f"entry {number} does not follow in the ledger that it was merged from"
        previous = entry.digest()
        first = entry.act == "published"
        if not repeats(entry, known, found):
            found.append(entry)
            if first == (entry.version in manifests):
                twice = "publishes a version again"
                yield f"entry {number} {twice if first else 'is of no version'}"
        had = manifests.setdefault(entry.version, set())
        had.update({entry.manifest} if not had or entry.act == "redacted" else ())
        if entry.manifest not in had:
            yield f"entry {number} names another manifest than that of version {entry.version}"
        known.update(entry.digests())
    if head is not None and head != previous:
        yield "its head is not the digest of its last entry"
    if not as_written:
        yield "is not written as it was published"


def comes_from(entry: Entry, known: set[str]) -> bool:
    """Whether an entry has the digests that it says it had, each after one that is known."""
    former = entry.merged_from
    for before in entry.formerly():
        if former is None or former.digest != before.digest():
            return False
        if former.previous is not None and former.previous not in known:
            return False
        former = former.merged_from
    return True


def repeats(entry: Entry, known: set[str], found: Sequence[Entry]) -> bool:
    """Whether a merged entry is of an act that stands in the ledger already.

    It is kept, for the digest that it had, and tells nothing new.
    """
    if entry.merged_from is None:
        return False
    published = entry.act == "published" and any(map(entry.same_act, found))
    return published or not known.isdisjoint(entry.digests()[1:])

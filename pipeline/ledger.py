"""The ledger of a project: what was published, act by act, each entry chained to the one before.

`releases/index.json` is the truth about what is published: a folder that it does not name is not
a release.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from pipeline.descriptor.reading import read_part
from pipeline.documents import read_document
from pipeline.staging import replace_text

LEDGER = "index.json"


class Entry(BaseModel):
    """One act: what was published, when, under which digest, after which entry."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    act: str
    version: str
    date: str
    manifest: str
    files: dict[str, str]
    previous: str | None

    def digest(self) -> str:
        """Give the digest by which the next entry names this one."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


class Entries(BaseModel):
    """All acts, the oldest first."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """The acts of a project's releases folder, as they stood when it was read."""

    folder: Path
    entries: tuple[Entry, ...]

    @property
    def published(self) -> tuple[Entry, ...]:
        """The entries that published a version, the oldest first."""
        return tuple(entry for entry in self.entries if entry.act == "published")

    def entry(self, version: str) -> Entry | None:
        """Give the entry that published a version, if there is one."""
        return next((entry for entry in self.published if entry.version == version), None)

    def append(self, **values: Any) -> "Ledger":
        """Write a further entry to the disk, chained to the last; give the new ledger."""
        previous = self.entries[-1].digest() if self.entries else None
        entries = (*self.entries, Entry(**values, previous=previous))
        document = Entries(entries=entries).model_dump(mode="json")
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        replace_text(self.folder / LEDGER, text)
        return Ledger(self.folder, entries)


def read_ledger(folder: Path) -> Ledger:
    """Read a releases folder's ledger; none yet is an empty one."""
    path = folder / LEDGER
    if not path.exists():
        return Ledger(folder, ())
    return Ledger(folder, read_part(Entries, read_document(path, str(path)), str(path)).entries)

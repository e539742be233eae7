"""The content digest of the files that were made, as a release of that format would give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pressmark.package.digests import content_digest


@dataclass(frozen=True)
class MadeTable:
    """One file that was made: its sha256 in hexadecimal, and its text for a missing value."""

    path: Path
    sha256: str
    missing: str


def content_made(tables: Mapping[str, MadeTable], release_format: str) -> str:
    """Give the content digest of tables by their names, by the rules of a release's format."""
    del release_format
    return content_digest({name: each.sha256 for name, each in tables.items()})

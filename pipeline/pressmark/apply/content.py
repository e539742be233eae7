"""The content digest of the files that were made, as a release of that format would give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pressmark.package.digests import digest_of_lines, hash_line
from pressmark.package.release_format import FIRST
from pressmark.releases.trees import tree_of_file


@dataclass(frozen=True)
class MadeTable:
    """One file that was made: its sha256 in hexadecimal, and its text for a missing value."""

    path: Path
    sha256: str
    missing: str


def content_made(tables: Mapping[str, MadeTable], release_format: str) -> str:
    """Give the content digest of tables by their names, by the rules of a release's format."""
    if release_format == str(FIRST):
        return digest_of_lines(sorted(hash_line(name, tables[name].sha256) for name in tables))
    return digest_of_lines(
        tree_of_file(made.path, name, made.missing).line(name)
        for name, made in sorted(tables.items(), key=lambda item: item[0].encode())
    )

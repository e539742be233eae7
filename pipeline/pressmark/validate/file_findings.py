"""What can be said of a table's files as they stand on disk: size, digest, and which holds what."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from pressmark.package import Attachment, Table
from pressmark.report.finding import Findings
from pressmark.report.rule import Rule
from pressmark.report.rules import DESCRIPTOR_VALUE, FILE_BYTES, FILE_HASH
from pressmark.validate.hashes import guess_hash, hash_files

MENDED = 'Bring back the file that was described, or correct "{}" in the descriptor.'


class ReadFiles(Protocol):
    """The files of a table that was read, which know in which of them a record begins."""

    @property
    def table(self) -> Table:
        """The table."""

    def place_of(self, record: int) -> str:
        """Name the file in which a record begins."""


def name_files(findings: Findings, files: Iterable[ReadFiles]) -> None:
    """Name the file in which a record stands, in the findings on tables of several files."""
    several = {file.table.name: file for file in files if len(file.table.paths) > 1}
    for at, finding in enumerate(findings.kept):
        file = several.get(finding.table or "")
        if file and finding.record is not None and finding.path == file.table.place:
            findings.kept[at] = replace(finding, path=file.place_of(finding.record))


def refuse_other_bytes(described: Table | Attachment, findings: Findings) -> None:
    """Find a file that is not the one its descriptor measured ("bytes", "hash")."""
    given, paths = described.resource, described.paths
    if not paths or not all(path.is_file() for path in paths):
        return
    size = sum(path.stat().st_size for path in paths)

    def add(rule: Rule, message: str, value: str, hint: str) -> None:
        findings.add(
            rule.finding(
                message, table=described.name, path=described.place, value=value, hint=hint
            )
        )

    if given.bytes is not None and given.bytes != size:
        message = f"The file holds {size:,} bytes; its descriptor says {given.bytes:,}."
        add(FILE_BYTES, message, str(size), MENDED.format("bytes"))
    if given.hash is None:
        return
    algorithm, _, digest = given.hash.rpartition(":")
    found = hash_known(paths, algorithm or "md5")
    if found is None:
        message = f'The hash names the algorithm "{algorithm}", which is not known.'
        add(DESCRIPTOR_VALUE, message, given.hash, 'Write "sha256:" and the digest.')
    elif found != digest.lower():
        meant = guess_hash(paths, algorithm, digest.lower())
        message = f"The file's {algorithm or 'md5'} is not the one in its descriptor"
        message += f": that {meant[0]}." if meant else "."
        add(FILE_HASH, message, found, meant[1] if meant else MENDED.format("hash"))


def hash_known(paths: tuple[Path, ...], algorithm: str) -> str | None:
    """Give the digest of files, one after the other; None where the algorithm is not known."""
    try:
        return hash_files(paths, algorithm.replace("-", ""))
    except (ValueError, TypeError):
        return None

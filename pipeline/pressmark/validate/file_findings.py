"""What can be said of a table's files as they stand on disk: size, digest, and which holds what."""

from dataclasses import replace
from pathlib import Path

from pressmark.errors import ProjectError
from pressmark.intake import TableFile
from pressmark.package import Table
from pressmark.report.finding import Findings
from pressmark.report.rules import FILE_BYTES, FILE_HASH
from pressmark.validate.hashes import digest_of as plain_digest_of
from pressmark.validate.hashes import meant_by

MENDED = 'Bring back the file that was described, or correct "{}" in the descriptor.'


def name_files(findings: Findings, files: tuple[TableFile, ...]) -> None:
    """Name the file in which a record stands, in the findings on tables of several files."""
    several = {file.table.name: file for file in files if len(file.table.paths) > 1}
    for at, finding in enumerate(findings.kept):
        file = several.get(finding.table or "")
        if file and finding.record is not None and finding.path == file.table.place:
            findings.kept[at] = replace(finding, path=file.place_of(finding.record))


def refuse_other_bytes(table: Table, size: int, findings: Findings) -> None:
    """Find a file that is not the one its descriptor measured ("bytes", "hash")."""
    given = table.resource
    if not table.paths or not all(path.is_file() for path in table.paths):
        return
    if given.bytes is not None and given.bytes != size:
        findings.add(
            FILE_BYTES.finding(
                f"The file holds {size:,} bytes; its descriptor says {given.bytes:,}.",
                table=table.name,
                path=table.place,
                value=str(size),
                hint=MENDED.format("bytes"),
            )
        )
    if given.hash is not None:
        algorithm, _, digest = given.hash.rpartition(":")
        found = digest_of(table.paths, algorithm or "md5", table)
        if found != digest.lower():
            meant = meant_by(table.paths, algorithm, digest.lower())
            message = f"The file's {algorithm or 'md5'} is not the one in its descriptor"
            findings.add(
                FILE_HASH.finding(
                    f"{message}: that {meant[0]}." if meant else f"{message}.",
                    table=table.name,
                    path=table.place,
                    value=found,
                    hint=meant[1] if meant else MENDED.format("hash"),
                )
            )


def digest_of(paths: tuple[Path, ...], algorithm: str, table: Table) -> str:
    """Give the digest of files, one after the other, by the algorithm that a descriptor names."""
    try:
        return plain_digest_of(paths, algorithm.replace("-", ""))
    except (ValueError, TypeError):
        raise ProjectError(
            f"table {table.name!r}",
            f"its hash names the algorithm {algorithm!r}, which is not known",
            "use sha256:<digest>",
        ) from None

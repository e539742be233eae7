"""How much of a file is held at once, and where reading stops."""

from dataclasses import dataclass, fields
from typing import Self

from pressmark.package import Package
from pressmark.package.own import LIMITS
from pressmark.package.own_values import Limit

MEBIBYTE = 1024 * 1024
NAMES: dict[Limit, str] = {
    "recordBytes": "record_bytes",
    "cellBytes": "cell_bytes",
    "columns": "columns",
    "fileBytes": "file_bytes",
    "compressionRatio": "compression_ratio",
    "sheetBytes": "sheet_bytes",
    "tables": "tables",
    "files": "files",
    "keys": "keys",
    "valueBytes": "value_bytes",
    "nameBytes": "name_bytes",
}
"""What `pressmark:limits` of a descriptor may raise or lower, and what it is called here."""
BOUNDS: dict[Limit, str] = {
    "recordBytes": "one record",
    "cellBytes": "one cell",
    "columns": "the fields of a schema, the columns of a file",
    "fileBytes": "the text of a table, once it is unpacked",
    "compressionRatio": "how many times its own size a packed file of some size may unpack to",
    "sheetBytes": "the memory for a spreadsheet; 64 times the size of its file is always allowed",
    "tables": "a package",
    "files": "the files of one table",
    "keys": "the unique and foreign keys of one table",
    "valueBytes": "all values that the fields of a schema list",
    "nameBytes": "the name of a table or field",
}
"""What each of them bounds, as the reference says it."""


@dataclass(frozen=True)
class Limits:
    """Bounds on memory and time.

    Bytes read at a time; bytes of one record and of one cell; columns of one table; bytes of a
    table's text once it is unpacked; how many times its own size a packed file may unpack to, of
    which the first `free_bytes` do not count; bytes of memory for reading a spreadsheet; tables of
    a package; files of one table; unique and foreign keys of one table; bytes of the values that
    its schema lists, those of all fields together; bytes of the name of a table or field.
    """

    block_bytes: int = 8 * MEBIBYTE
    record_bytes: int = 24 * MEBIBYTE
    cell_bytes: int = 8 * MEBIBYTE
    columns: int = 10_000
    file_bytes: int = 1024 * 1024 * MEBIBYTE
    compression_ratio: int = 250
    free_bytes: int = 16 * MEBIBYTE
    sheet_bytes: int = 256 * MEBIBYTE
    tables: int = 1_000
    files: int = 10_000
    keys: int = 1_000
    value_bytes: int = 4 * MEBIBYTE
    name_bytes: int = 4_096

    @classmethod
    def of(cls, package: Package) -> Self:
        """Read the limits that a package's descriptor sets; the others keep their defaults."""
        written = LIMITS.of(package.descriptor) or {}
        return cls(**{NAMES[name]: value for name, value in written.items()})


def explain_how_to_raise(attribute: str) -> str:
    """Say how a limit is raised, for the hint of the finding that it led to."""
    assert attribute in {field.name for field in fields(Limits)}  # noqa: S101 - a slip of ours
    name = next(name for name, each in NAMES.items() if each == attribute)
    return f'A larger "{name}" in "{LIMITS.name}" of the descriptor raises this limit.'


def phrase_bytes(size: int) -> str:
    """Write a number of bytes for people: `64 MiB`, or `1,000 bytes`."""
    return f"{size:,} bytes" if size % MEBIBYTE else f"{size // MEBIBYTE:,} MiB"

"""What a table is stored as, by its descriptor: format, compression, and which entry of an archive.

The standard's `format` and `mediatype` say it ("Data Resource"), else the name of the file does;
`compression` and `innerpath` are those of the recipe "Compression of Resources" and of common use.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from pressmark.errors import ProjectError
from pressmark.extras import require
from pressmark.intake.files import Compression
from pressmark.package import Table

Format = Literal["delimited", "json", "lines", "sheet", "parquet"]

FORMATS: dict[str, Format] = {
    "csv": "delimited",
    "tsv": "delimited",
    "txt": "delimited",
    "json": "json",
    "jsonl": "lines",
    "ndjson": "lines",
    "xlsx": "sheet",
    "xlsm": "sheet",
    "xlsb": "sheet",
    "xls": "sheet",
    "ods": "sheet",
    "parquet": "parquet",
}
"""What a format or the end of a file's name says; any other text is delimited."""
MEDIATYPES = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "ndjson",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.apache.parquet": "parquet",
}
NOT_READ = ("yaml", "yml", "xml", "html", "sql", "sqlite", "sqlite3", "db", "feather", "arrow")
COMPRESSIONS: dict[str, Compression | None] = {
    "gz": "gz",
    "gzip": "gz",
    "zip": "zip",
    "no": None,
    "none": None,
    "": None,
}
WHOLE: tuple[Format, ...] = ("sheet", "parquet")
"""Formats that are read from their file alone, not from a stream of bytes."""


@dataclass(frozen=True)
class Kind:
    """How a table is stored."""

    format: Format
    compression: Compression | None
    inner: str | None


def kind_of(table: Table) -> Kind:
    """Find out how a table is stored.

    ProjectError where that cannot be read, or needs what is not installed.
    """
    extra: dict[str, Any] = table.resource.model_extra or {}
    name = table.paths[0].name if table.paths else ""
    compression = compression_of(extra.get("compression"), name, table)
    inner = extra.get("innerpath")
    if inner is not None and not isinstance(inner, str):
        raise ProjectError(table.place, "innerpath is no text", "name a file of the archive")
    stored = inner or (name.rsplit(".", 1)[0] if compression else name)
    found = format_of(table, PurePosixPath(stored).suffix.removeprefix(".").lower())
    if found in WHOLE and (compression or len(table.paths) > 1):
        wrong = "is a spreadsheet or Parquet table in several files, or in a compressed one"
        raise ProjectError(table.place, wrong, "write one file as it is: it is compressed inside")
    if found == "sheet":
        require("python_calamine", "spreadsheets", table.place)
    return Kind(found, compression, inner)


def compression_of(written: object, name: str, table: Table) -> Compression | None:
    """Find out how a file is compressed."""
    if written is None:
        return COMPRESSIONS.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None
    if not isinstance(written, str) or written not in COMPRESSIONS:
        right = "write gz or zip, or store the file plain"
        raise ProjectError(table.place, f"the compression {written!r} is not read", right)
    return COMPRESSIONS[written]


def format_of(table: Table, suffix: str) -> Format:
    """Find out the format of a table, compression aside."""
    resource = table.resource
    mediatype = (resource.mediatype or "").split(";")[0].strip().lower()
    said = (resource.format or "").lower().removeprefix(".")
    if not table.paths:
        said = said or MEDIATYPES.get(mediatype, "") if isinstance(resource.data, str) else "json"
    for name in (said, suffix, MEDIATYPES.get(mediatype, "")):
        if name in NOT_READ:
            right = f"write it as one of {', '.join(FORMATS)}"
            raise ProjectError(table.place, f"a table of the format {name} is not read", right)
        if name in FORMATS:
            return FORMATS[name]
    return "delimited"

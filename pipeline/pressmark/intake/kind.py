"""What a table is stored as, by its descriptor: format, compression, and which entry of an archive.

The standard's `format` and `mediatype` say it ("Data Resource"), else the name of the file does;
`compression` and `innerpath` are those of the recipe "Compression of Resources" and of common use.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from pressmark.extras import require
from pressmark.intake.files import Compression
from pressmark.intake.refusal import Refusal
from pressmark.package import Dialect, Resource, Table
from pressmark.report.rules import FILE_FORMAT
from pressmark.words import shorten

Format = Literal["delimited", "json", "lines", "sheet", "parquet"]

FORMATS: dict[str, Format] = {
    "csv": "delimited",
    "tsv": "delimited",
    "tab": "delimited",
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
"""What a format or the end of a file's name says; a file of any other name is delimited text."""
TABULAR = tuple(name for name in FORMATS if name not in ("txt", "json"))
"""Formats of which every file is a table."""
DELIMITERS = {"tsv": "\t", "tab": "\t"}
"""What stands between cells by the name of the format, where the dialect does not say it."""
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
NOT_READ = (
    "yaml", "yml", "xml", "html", "sql", "sqlite", "sqlite3", "db", "feather", "arrow", "avro",
    "geojson", "topojson", "kml", "shp", "gpkg", "pdf", "doc", "docx", "rds", "rdata", "sav", "dta",
)  # fmt: skip
"""Names of formats, and ends of files' names, that would be no text of a table."""
LONGEST_QUOTE = 60
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
    """How a table is stored; a `delimiter` is what its format says."""

    format: Format
    compression: Compression | None
    inner: str | None
    delimiter: str | None = None

    def dialect_of(self, table: Table) -> Dialect:
        """Give the dialect of a table so stored: what it does not say, the format may."""
        dialect = table.resource.dialect
        if self.delimiter is None or "delimiter" in dialect.model_fields_set:
            return dialect
        return dialect.model_copy(update={"delimiter": self.delimiter})


def find_kind(table: Table) -> Kind:
    """Find out how a table is stored.

    Refusal where that cannot be read, ProjectError where it needs what is not installed.
    """
    extra: dict[str, Any] = table.resource.model_extra or {}
    name = table.paths[0].name if table.paths else ""
    compression = find_compression(extra.get("compression"), name)
    inner = extra.get("innerpath")
    if inner is not None and not isinstance(inner, str):
        raise explain_kind("Its innerpath is no text", "Name a file of the archive")
    stored = inner or (name.rsplit(".", 1)[0] if compression else name)
    name = find_format(table, PurePosixPath(stored).suffix.removeprefix(".").lower())
    found = FORMATS[name] if name else "delimited"
    if found in WHOLE and compression:
        wrong = "It is a spreadsheet or Parquet table in a compressed file"
        raise explain_kind(wrong, "Write the file as it is: it is compressed inside")
    if found == "sheet" and len(table.paths) > 1:
        wrong = "It is a spreadsheet in several files"
        raise explain_kind(wrong, "Write one, or several CSV files")
    if found == "sheet":
        require("python_calamine", "spreadsheets", table.place)
    return Kind(found, compression, inner, DELIMITERS.get(name))


def explain_kind(wrong: str, right: str) -> Refusal:
    """Refuse a table that is stored in a way that is not read."""
    return Refusal(FILE_FORMAT, f"{wrong}, so the table was not read.", f"{right}.")


def is_delimited(table: Table) -> bool:
    """Whether a table is delimited text; so is what is not read at all."""
    try:
        return find_kind(table).format == "delimited"
    except Refusal:
        return True


def is_tabular(resource: Resource) -> bool:
    """Whether a resource is a table though nobody described it: it says so, or its format does."""
    if resource.type is not None:
        return resource.type == "table"
    first = resource.path[0].lower() if resource.path else ""
    stored = PurePosixPath(first)
    if stored.suffix and COMPRESSIONS.get(stored.suffix[1:]):
        stored = stored.with_suffix("")
    said = read_format(resource)
    names = (said, stored.suffix.removeprefix("."), MEDIATYPES.get(read_media_type(resource), ""))
    return bool(resource.path) and next(filter(None, names), "") in TABULAR


def read_format(resource: Resource) -> str:
    """Give the name of the format that a resource says, without compression; empty for none."""
    said = (resource.format or "").strip().lower()
    names = [each for each in MEDIATYPES.get(said, said).split(".") if each not in COMPRESSIONS]
    return ".".join(names)


def read_media_type(resource: Resource) -> str:
    """Give a resource's media type without its parameters."""
    return (resource.mediatype or "").split(";")[0].strip().lower()


def find_compression(written: object, name: str) -> Compression | None:
    """Find out how a file is compressed."""
    if written is None:
        return COMPRESSIONS.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None
    if not isinstance(written, str) or written not in COMPRESSIONS:
        raise explain_kind(
            f"The compression {written!r} is not known", "Write gz or zip, or store the file plain"
        )
    return COMPRESSIONS[written]


def find_format(table: Table, suffix: str) -> str:
    """Find out the name of a table's format, compression aside; empty where nothing says it."""
    resource = table.resource
    mediatype = read_media_type(resource)
    said = read_format(resource)
    if said and said not in (*FORMATS, *NOT_READ):
        wrong = f"The format {shorten(said, LONGEST_QUOTE)!r} is not known"
        raise explain_kind(wrong, f"Write one of {', '.join(FORMATS)}")
    if not table.paths:
        said = said or MEDIATYPES.get(mediatype, "") if isinstance(resource.data, str) else "json"
    for name in (said, suffix, MEDIATYPES.get(mediatype, "")):
        if name in NOT_READ:
            wrong = f"Tables of the format {name} are not read"
            raise explain_kind(wrong, f"Write it as one of {', '.join(FORMATS)}")
        if name in FORMATS:
            return name
    return ""

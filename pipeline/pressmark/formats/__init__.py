"""Files of a release: the package itself, and what is derived from it."""

from pressmark.formats.archive import ZIP, write_archive
from pressmark.formats.csv import CSV
from pressmark.formats.csv import chunks as csv_pieces
from pressmark.formats.duckdb import DUCKDB
from pressmark.formats.format import Batches, Format, Ready, Rest
from pressmark.formats.package import write_package
from pressmark.formats.parquet import PARQUET
from pressmark.formats.reading import UnreadableFileError
from pressmark.formats.sqlite import SQLITE
from pressmark.plugins import joined

FORMATS: tuple[Format, ...] = (
    ZIP,
    SQLITE,
    DUCKDB,
    CSV,
    PARQUET,
)
"""Every kind of published file that holds data, in the order in which readers see them.

A new one is one module and one line here.
"""

__all__ = [
    "CSV",
    "DUCKDB",
    "FORMATS",
    "PARQUET",
    "SQLITE",
    "ZIP",
    "Batches",
    "Format",
    "Ready",
    "Rest",
    "UnreadableFileError",
    "all_formats",
    "csv_pieces",
    "write_archive",
    "write_package",
]


def all_formats() -> tuple[Format, ...]:
    """Give every kind of published file, those of plug-ins last."""
    return joined(
        "formats", FORMATS, lambda each: each.name, lambda each: each.file, lambda each: each.title
    )

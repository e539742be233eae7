"""Files of a release: the package itself, and what is derived from it."""

from pressmark.formats.archive import ZIP, write_archive
from pressmark.formats.csv import CSV
from pressmark.formats.csv import chunks as csv_pieces
from pressmark.formats.duckdb import DUCKDB
from pressmark.formats.format import Batches, Format, Ready, Rest
from pressmark.formats.package import write_package
from pressmark.formats.parquet import PARQUET
from pressmark.formats.sqlite import SQLITE
from pressmark.formats.unreadable import UnreadableFileError

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
    "csv_pieces",
    "write_archive",
    "write_package",
]

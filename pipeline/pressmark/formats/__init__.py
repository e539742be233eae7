"""Files of a release: the package itself, and what is derived from it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable
from pressmark.files.manifest import MANIFEST, read_manifest
from pressmark.formats.archive import write_archive
from pressmark.formats.csv import chunks as csv_pieces
from pressmark.formats.duckdb import write_duckdb
from pressmark.formats.package import write_package
from pressmark.formats.parquet import write_parquet
from pressmark.formats.reading import (
    DEFINITIONS,
    READERS,
    Batches,
    Definitions,
    Reader,
    UnreadableFileError,
)
from pressmark.formats.sqlite import write_sqlite
from pressmark.package import Package
from pressmark.version import in_a_file_name


@dataclass(frozen=True)
class Ready:
    """A released package, read, judged and typed: what every derived file is made from."""

    package: Package
    stored: tuple[StoredTable, ...]
    engine: Engine


def sqlite_file(ready: Ready, folder: Path) -> None:
    """Write `<name>.sqlite`."""
    path = folder / f"{ready.package.name}.sqlite"
    write_sqlite(ready.package, ready.stored, ready.engine, path)


def duckdb_file(ready: Ready, folder: Path) -> None:
    """Write `<name>.duckdb`."""
    path = folder / f"{ready.package.name}.duckdb"
    write_duckdb(ready.package, ready.stored, ready.engine, path)


def parquet_files(ready: Ready, folder: Path) -> None:
    """Write `parquet/<table>.parquet` for every table."""
    (folder / "parquet").mkdir()
    for each in ready.stored:
        write_parquet(each, ready.engine, folder / "parquet" / f"{each.table.name}.parquet")


def zip_file(ready: Ready, folder: Path) -> None:
    """Write `<name>-<version>.zip`."""
    root = ready.package.root
    names = (*read_manifest((root / MANIFEST).read_text(encoding="utf-8")), MANIFEST)
    path = folder / f"{ready.package.name}-{in_a_file_name(ready.package.version)}.zip"
    write_archive(root, names, path)


DERIVED: tuple[Callable[[Ready, Path], None], ...] = (
    sqlite_file,
    duckdb_file,
    parquet_files,
    zip_file,
)
"""Every derived kind of file. A new one is one function and one line here."""

__all__ = [
    "DEFINITIONS",
    "DERIVED",
    "READERS",
    "Batches",
    "Definitions",
    "Reader",
    "Ready",
    "UnreadableFileError",
    "csv_pieces",
    "write_archive",
    "write_package",
]

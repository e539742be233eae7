"""What a kind of published file is: one value says all that is known of it.

Whoever builds, lists, verifies, serves or offers files asks the registry of these values, and
knows no kind by itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable
from pressmark.package import Package, Table
from pressmark.package.names import name_package_file, name_table_files
from pressmark.package.part_files import list_parts, name_part_files
from pressmark.version import render_in_file_name

Batches = Iterator[pa.RecordBatch]


@dataclass(frozen=True)
class Ready:
    """A released package, read, judged and typed: what every derived file is made from."""

    package: Package
    stored: tuple[StoredTable, ...]
    engine: Engine


@dataclass(frozen=True)
class Rest:
    """What a file holds beside the tables: what reads it, and what is wrong where it is other.

    An update of one of the `writers` may be why it is; without any it is a failure.
    `read` takes the package and a folder; UnreadableFileError where the file is not of its kind.
    """

    read: Callable[[Package, Path], frozenset[tuple[Any, ...]]]
    wrong: str
    writers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """One kind of published file.

    `name` is what checks call it. `file` is its path inside a release, with `{name}` and
    `{version}` of the package, and `{table}` where there is one file a table, each as files are
    called (`pressmark.package.names`). Browsers are told the `media_type`, readers the `title`.
    `write` makes the files in a folder; None where the package itself holds them. `read` gives
    every table of a package as the files in a folder hold it, with UnreadableFileError where they
    are not of their kind; None where they hold no tables. `rest` is what they hold beside.
    `repeats` says whether the same writers give the same bytes again, `libraries` names those
    that write them.
    """

    name: str
    file: str
    media_type: str
    title: str
    write: Callable[[Ready, Path], None] | None = None
    read: Callable[[Package, Path], Iterator[tuple[Table, Batches]]] | None = None
    rest: Rest | None = None
    repeats: bool = True
    libraries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a path that cannot be filled in, or that leads out of a release: ValueError."""
        try:
            steps = self.pattern.split("/")
        except (LookupError, ValueError, AttributeError):
            steps = [""]
        if {"", ".", ".."} & set(steps) or "\\" in self.file:
            raise ValueError(
                f"{self.file!r} is no path inside a release: write folders and a name, with"
                " {name}, {version} and {table} alone in braces"
            )

    @property
    def whole(self) -> bool:
        """Whether one file holds all tables."""
        return "{table}" not in self.file

    @property
    def pattern(self) -> str:
        """The pattern that fits the names of such files in any release."""
        return self.file.format(name="*", version="*", table="*")

    def path(self, package: Package, table: str = "") -> str:
        """Give the path of a package's file inside its release, or of the one of a table.

        That of a table that is cut into parts is their folder.
        """
        return self.file.format(
            name=name_package_file(package.name),
            version=render_in_file_name(package.version),
            table=table
            and name_table_files(package.descriptor)[package.table(table).published.name],
        )

    def paths(self, package: Package) -> tuple[str, ...]:
        """Give the path of every such file of a package."""
        if self.whole:
            return (self.path(package),)
        files = name_table_files(package.descriptor)
        name, version = name_package_file(package.name), render_in_file_name(package.version)
        paths = (
            self.file.format(name=name, version=version, table=files[table.published.name])
            for table in package.tables
        )
        parts = map(list_parts, package.tables)
        return tuple(chain.from_iterable(map(name_part_files, paths, parts)))

    def files(self, package: Package, table: Table) -> tuple[str, ...]:
        """Give the path of every such file that holds a table."""
        return name_part_files(self.path(package, table.name), list_parts(table))

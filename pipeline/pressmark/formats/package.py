"""The package of a release: everything that is cited, kept and proven.

Descriptor, CSV, SQL, withdrawn keys, citations and metadata, listed in a manifest. Written from a
release it gives the same bytes again.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable
from pressmark.errors import ProjectError
from pressmark.files import disk
from pressmark.files.manifest import MANIFEST, files_below, manifest_text
from pressmark.formats.attached import write_attached
from pressmark.formats.codebook import CODEBOOK, codebook_csv, described
from pressmark.formats.codebook_page import CODEBOOK_PAGE, codebook_md
from pressmark.formats.csv import write_csv
from pressmark.formats.descriptor import data_path, descriptor_text, sql_files
from pressmark.metadata import catalogue_files, values_of
from pressmark.metadata.values import Values
from pressmark.package import Descriptor, Package
from pressmark.package.release_format import FIRST, release_format

FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
LONGEST = 200
"""Characters of a name: with what is added to it, every system has files of such names."""


def write_package(
    package: Package, stored: tuple[StoredTable, ...], engine: Engine, folder: Path
) -> None:
    """Write the package into an empty folder; its manifest lists every file there.

    ProjectError where a name of the package cannot be the name of a file or a table.
    """
    refuse_unfit_names(package)
    if stored:
        (folder / "data").mkdir()
    with_trees = release_format(package) > FIRST
    measured = {
        each.table.name: write_csv(
            each, engine, folder / data_path(each.table.name), with_tree=with_trees
        )
        for each in stored
    }
    described = descriptor_text(package, stored, measured, write_attached(package, folder))
    write_text(folder / "datapackage.json", described)
    released = Descriptor.model_validate_json(described, by_alias=True, by_name=False)
    values = values_of(released, package.name)
    for name, text in catalogue_files(values):
        write_text(folder / name, text)
    if release_format(package) > FIRST:
        for name, text in codebook_files(values, stored, engine):
            write_text(folder / name, text)
    for kind, statements in sql_files(package):
        for name, text in statements:
            (folder / kind).mkdir(exist_ok=True)
            write_text(folder / kind / f"{name}.sql", text)
    if package.withdrawn is not None:
        write_text(folder / "withdrawn.csv", package.withdrawn)
    write_text(folder / MANIFEST, manifest_text(folder, files_below(folder)))


def codebook_files(
    values: Values, stored: tuple[StoredTable, ...], engine: Engine
) -> Iterator[tuple[str, str]]:
    """Give the files that tell what every field means, for programs and for people."""
    tables = [
        described(cited, each, engine) for cited, each in zip(values.tables, stored, strict=True)
    ]
    yield CODEBOOK, codebook_csv(tables)
    yield CODEBOOK_PAGE, codebook_md(values, tables)


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with its line ends as they are."""
    disk.write_bytes(path, text.encode())


def refuse_unfit_names(package: Package) -> None:
    """Stop where names cannot stand side by side in files, SQLite and DuckDB."""
    for name in (package.name, *(table.name for table in package.tables)):
        if not FILE_NAME.fullmatch(name) or name.lower().startswith("sqlite_"):
            wrong = f"the name {name!r} cannot be the name of a file and of a table"
            raise ProjectError(package.place, wrong, "use letters, digits, '.', '_' and '-'")
        if len(name) > LONGEST:
            wrong = f"the name {name[:20]}… is too long for a file: {len(name)} characters"
            raise ProjectError(package.place, wrong, f"use {LONGEST} at most")
    views = [view.name for view in package.views] if package.trusted else []
    for name in views:
        if name.lower().startswith("sqlite_"):
            wrong = f"the name {name!r} cannot be the name of a view: SQLite keeps it for itself"
            raise ProjectError(package.place, wrong, "give its file another name")
    what = "table or view" if views else "table"
    groups = [(what, [table.name for table in package.tables] + views)]
    groups += [
        (f"field of {table.name}", [field.name for field in table.schema.fields])
        for table in package.tables
    ]
    for what, names in groups:
        seen: dict[str, str] = {}
        for name in names:
            other = seen.get(name.lower())
            if other is not None:
                wrong = f"SQL takes the {what} {name!r} for {other!r}"
                raise ProjectError(package.place, wrong, "rename one of them")
            seen[name.lower()] = name

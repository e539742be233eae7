"""The package of a release: everything that is cited, kept and proven.

Descriptor, CSV, SQL, withdrawn keys, citations and metadata, listed in a manifest. Written from a
release it gives the same bytes again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pressmark.engine.connection import Engine
from pressmark.engine.tables import StoredTable
from pressmark.errors import ProjectError
from pressmark.files import disk
from pressmark.files.manifest import MANIFEST, list_files_below, render_manifest
from pressmark.formats.attached import write_attached
from pressmark.formats.codebook import (
    CODEBOOK,
    Counted,
    Described,
    count_records,
    render_codebook,
)
from pressmark.formats.codebook_page import CODEBOOK_PAGE, render_page
from pressmark.formats.csv import CSV, Measured, write_csv
from pressmark.formats.descriptor import list_sql_files, render_descriptor
from pressmark.metadata import read_values, write_catalogue
from pressmark.metadata.values import Values
from pressmark.package import Descriptor, Package
from pressmark.package.release_format import FIRST, find_release_format
from pressmark.plugins import list_chosen, name_chosen


def write_package(
    package: Package, stored: tuple[StoredTable, ...], engine: Engine, folder: Path
) -> None:
    """Write the package into an empty folder; its manifest lists every file there."""
    if stored:
        (folder / "data").mkdir()
    with_trees = find_release_format(package) > FIRST
    measured = {
        each.table.name: write_csv(
            each, engine, folder / CSV.path(package, each.table.name), with_tree=with_trees
        )
        for each in stored
    }
    counted = [count_records(each, engine) for each in stored]
    write_around(package, stored, measured, counted, folder)


def write_around(  # noqa: PLR0913, PLR0917 - all but two say what the tables are
    package: Package,
    stored: tuple[StoredTable, ...],
    measured: dict[str, Measured],
    counted: Sequence[Counted],
    folder: Path,
    known: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write all that a package holds beside the files of its tables, which stand there.

    What these measure and what their records count is told; `known` digests of files are, too.
    """
    described = render_descriptor(package, stored, measured, write_attached(package, folder))
    write_text(folder / "datapackage.json", described)
    released = Descriptor.model_validate_json(described, by_alias=True, by_name=False)
    values = read_values(released, package.name)
    if find_release_format(package) > FIRST:
        for name, text in write_codebooks(values, counted):
            write_text(folder / name, text)
    for kind, statements in list_sql_files(package):
        for name, text in statements:
            (folder / kind).mkdir(exist_ok=True)
            write_text(folder / kind / f"{name}.sql", text)
    if package.withdrawn is not None:
        write_text(folder / "withdrawn.csv", package.withdrawn)
    # The last, so that what else a package holds is there, and is not replaced by a plug-in's.
    for name, text in write_catalogue(values):
        if list_chosen():
            refuse_taken(name, (MANIFEST, *list_files_below(folder)), name_chosen())
        write_text(folder / name, text)
    write_text(folder / MANIFEST, render_manifest(folder, list_files_below(folder), known))


def refuse_taken(name: str, taken: Iterable[str], place: str) -> None:
    """Stop where a plug-in, at a `place`, writes a file whose name is taken, in whatever case.

    ProjectError. No two files that are built in have one name.
    """
    there = {each.casefold(): each for each in taken}.get(name.casefold())
    if there is not None:
        wrong = f"a file {name} would take the place of {there}"
        raise ProjectError(place, wrong, "its author must give it another name")


def write_codebooks(values: Values, counted: Sequence[Counted]) -> Iterator[tuple[str, str]]:
    """Give the files that tell what every field means, for programs and for people."""
    tables = [Described(*each) for each in zip(values.tables, counted, strict=True)]
    yield CODEBOOK, render_codebook(tables)
    yield CODEBOOK_PAGE, render_page(values, tables)


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with its line ends as they are."""
    disk.write_bytes(path, text.encode())

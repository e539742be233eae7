"""Files of a release: the package itself, and what is derived from it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pressmark.errors import ProjectError
from pressmark.formats.archive import ZIP, write_archive
from pressmark.formats.csv import CSV, Measured
from pressmark.formats.csv import measure as measure_csv
from pressmark.formats.duckdb import DUCKDB
from pressmark.formats.format import Batches, Format, Ready, Rest
from pressmark.formats.package import write_package
from pressmark.formats.parquet import PARQUET
from pressmark.formats.sqlite import SQLITE
from pressmark.formats.unreadable import UnreadableFileError
from pressmark.package import Package
from pressmark.package.own import FORMATS as WANTED
from pressmark.plugins import join_registry
from pressmark.words import find_nearest, find_slip

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
    "Measured",
    "Ready",
    "Rest",
    "UnreadableFileError",
    "choose_formats",
    "list_formats",
    "measure_csv",
    "with_formats",
    "write_archive",
    "write_package",
]


def list_formats() -> tuple[Format, ...]:
    """Give every kind of published file, those of plug-ins last."""
    return join_registry(
        "formats", FORMATS, lambda each: each.name, lambda each: each.file, lambda each: each.title
    )


def choose_formats(package: Package) -> tuple[Format, ...]:
    """Give the formats in which a package is published: those that it names, or all.

    What the package itself holds is always there, and so is SQLite: the site and the citations of
    queries ask it. ProjectError where the package names a format that there is not, or leaves
    SQLite out; a project, also where it names one twice.
    """
    wanted = WANTED.of(package.descriptor)
    if wanted is None:
        return list_formats()
    if package.releases:
        refuse_repeated(wanted, package.place, f"{WANTED.name} ")
    return find_formats(wanted, package.place, f"{WANTED.name} ")


def find_formats(wanted: Sequence[str], place: str, said: str) -> tuple[Format, ...]:
    """Find the formats of these names, of which what is `said` at that place begins with a word."""
    known = list_formats()
    names = [each.name for each in known]
    for name in wanted:
        if name not in names:
            near = find_nearest(name, names)
            meant = f"did you mean {near!r}? " if near else ""
            right = f"{meant}there is {', '.join(names)}, and what a --plugin adds"
            raise ProjectError(place, f"{said}names {name!r}, no format", right)
    if SQLITE.name not in wanted:
        right = f"add {SQLITE.name!r}: the site and the citations of queries ask it"
        raise ProjectError(place, f"{said}leaves {SQLITE.name} out", right)
    return tuple(each for each in known if each.write is None or each.name in wanted)


def refuse_repeated(wanted: Sequence[str], place: str, said: str) -> None:
    """Refuse a list of formats that names one twice: ProjectError."""
    if slip := find_slip(wanted):
        raise ProjectError(place, f"{said}{slip}", "name each once")


def with_formats(package: Package, wanted: Iterable[str] | None) -> Package:
    """Give a package that names the formats of an option, if any, in whatever case, not its own.

    ProjectError as of `choose_formats` for a project.
    """
    if wanted is None:
        return package
    names = {each.name.lower(): each.name for each in list_formats()}
    named = [names.get(each.lower(), each) for each in wanted]
    refuse_repeated(named, "--formats", "")
    find_formats(named, "--formats", "")
    descriptor = package.descriptor.model_copy(update={WANTED.name: named})
    return replace(package, descriptor=descriptor)

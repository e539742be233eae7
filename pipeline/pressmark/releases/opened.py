"""A package by the path that a person names: a folder, a descriptor, or a zip of either."""

import shutil
import tempfile
import weakref
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pressmark.errors import rename_in_errors
from pressmark.interruption import add_unfinished
from pressmark.package import Package
from pressmark.package.own import FORMATS
from pressmark.package.project import read_package, read_project
from pressmark.plugins import list_chosen

Part = TypeVar("Part", bound=Any)


class Unpacked:
    """A folder into which a zip was unpacked, removed when nothing needs it any longer."""

    def __init__(self) -> None:
        """Make the folder."""
        self.folder = Path(tempfile.mkdtemp(prefix="pressmark-"))
        add_unfinished(self.folder)
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def open_package(where: Path, *, trust_rules: bool = False, schemas: Path | None = None) -> Package:
    """Read a package as `read_project` does, or one in a zip, alone or in a folder of it.

    ProjectError as there, and where a zip is not whole or holds no package.
    """
    is_zip = where.is_file() and (where.suffix.lower() == ".zip" or zipfile.is_zipfile(where))
    if not is_zip:
        return read_project(where, trust_rules=trust_rules, schemas=schemas)
    from pressmark.releases.place import locate_archive  # with all that releases are made of

    unpacked = Unpacked()
    with rename_in_errors(unpacked.folder, str(where)):
        place = locate_archive(str(where), where, unpacked.folder, None)
        package = read_package(place.descriptor, trusted=trust_rules, schemas=schemas)
    return replace(rename_places(package, str(where)), unpacked=unpacked)


def rename_places(package: Package, zip_: str) -> Package:
    """Give a package in whose places the name of its zip stands for the folder it came into."""
    folder = package.place

    def said(part: Part) -> Part:
        return replace(part, place=part.place.replace(folder, zip_))

    def every(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(map(said, parts))

    return replace(
        package,
        place=zip_,
        tables=every(package.tables),
        attachments=every(package.attachments),
        faults=every(package.faults),
        misspelt=every(package.misspelt),
        rules=every(package.rules),
        views=every(package.views),
        queries=every(package.queries),
    )


def refuse_unknown_formats(package: Package) -> None:
    """Stop where a package asks for a format that there is not, or plug-ins add two of one name.

    What writes formats is loaded only where some are named, or may be added.
    """
    if FORMATS.is_in(package.descriptor) or list_chosen():
        from pressmark.formats import choose_formats

        choose_formats(package)

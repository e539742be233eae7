"""The derived files of a release in parts: Parquet by workers, databases where they are asked for.

Databases are made on one machine by the writers of any other release, from the parts.
"""

from collections.abc import Sequence

from pressmark.engine.tables import StoredTable
from pressmark.files.manifest import list_files_below
from pressmark.formats import PARQUET, choose_formats
from pressmark.package import Package
from pressmark.package.own import FORMATS
from pressmark.parted.parquet_parts import write_parquet_parts
from pressmark.parted.tasks import Making
from pressmark.releases.derived import (
    list_derived,
    make_ready,
    refuse_other_answers,
    write_formats,
)


def derive_parts(making: Making, released: Package, stored: Sequence[StoredTable]) -> None:
    """Write and list the derived files of a released package: what it names, else Parquet alone.

    ReleaseError and ProjectError as of `releases.derive`.
    """
    folder = making.folder
    before = set(list_files_below(folder))
    formats, only, known = choose_formats(released), None, {}
    if PARQUET in formats:
        known = write_parquet_parts(making, released, stored)
    if FORMATS.is_in(released.descriptor):
        others = tuple(each for each in formats if each != PARQUET)
        with make_ready(released) as ready:
            write_formats(ready, others, folder)
            refuse_other_answers(released, others, folder)
    else:
        only = (PARQUET.name,)
    names = [name for name in list_files_below(folder) if name not in before]
    list_derived(released, folder, names, only, known)

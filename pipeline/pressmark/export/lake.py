"""Served releases → the lake of them: their Parquet files, and the catalogue over these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressmark.errors import ReleaseError
from pressmark.export.copies import COPYING, copy_exactly
from pressmark.export.places import name_file, normalize
from pressmark.export.placing import make_place
from pressmark.formats import PARQUET
from pressmark.lake import CATALOGUE, LakeRelease, write_catalogue
from pressmark.lake.data_file import read_data_file
from pressmark.package import Package, Table
from pressmark.package.own import FORMATS
from pressmark.package.part_files import list_parts
from pressmark.package.project import read_package
from pressmark.public_address import PublicAddress
from pressmark.releases.ledger import read_ledger
from pressmark.releases.place import DESCRIPTOR
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.validate import Progress

NUMBER_ALONE = 1
"""The number of a package of which nothing is published."""


@dataclass(frozen=True)
class LakeFile:
    """The Parquet file of a table, and its path below the catalogue.

    The files of two releases that are the same have one path: that of the first.
    """

    table: str
    served: ServedFile
    path: str


@dataclass(frozen=True)
class LakeMember:
    """A release with its number in the lake, as it was published, and the files of its tables.

    `left_out` are tables that no lake can show: of whose columns readers would take two for one.
    """

    number: int
    release: ServedRelease
    package: Package
    files: tuple[LakeFile, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lake:
    """The releases of a package as one lake; `base` is where readers find the files, if known."""

    name: str
    members: tuple[LakeMember, ...]
    base: PublicAddress | None

    def list_files(self) -> dict[str, ServedFile]:
        """List every file once, by its path."""
        return {each.path: each.served for member in self.members for each in member.files}

    def write_statement(self, public: PublicAddress | None) -> str | None:
        """Write the statement by which readers of a site open the lake; None without an address."""
        if public is None or self.base is None:
            return None
        return f"attach 'ducklake:{public}/{CATALOGUE}' as lake;"

    def write(self, folder: Path) -> None:
        """Write the catalogue into the folder in which the files stand, over what they hold."""
        read = {path: read_data_file(folder / path, path) for path in self.list_files()}
        releases = [
            LakeRelease(
                number=each.number,
                package=each.package,
                files={file.table: read[file.path] for file in each.files},
                day=each.release.days[0] if each.release.days else None,
                withdrawn=each.release.withdrawn,
                redacted=next((act.date for act in each.release.redactions[-1:]), None),
            )
            for each in self.members
        ]
        place = make_place(folder, CATALOGUE)
        write_catalogue(releases, self.name, place, str(self.base) if self.base else None)


def make_lake(
    package: Package, releases: Sequence[ServedRelease], base: PublicAddress | None
) -> Lake:
    """Make a lake of the releases of a project, each under its place in the ledger.

    ReleaseError where one has no Parquet files, or two would be taken for one another.
    """
    refuse_without_parquet(releases)
    ledger = read_ledger(package.releases) if package.releases else None
    published = [each.version for each in ledger.published] if ledger else []
    paths: dict[str, str] = {}
    members = []
    numbered = (
        (published.index(each.version) + 1 if each.days else NUMBER_ALONE, each)
        for each in releases
    )
    for number, release in sorted(numbered, key=lambda each: each[0]):
        # As it was published: what the site shows has the names and columns that SQLite has.
        whole = read_package(release.package.root / DESCRIPTOR, trusted=False)
        alike = tuple(table.name for table in whole.tables if has_names_alike(table))
        files = tuple(
            each for each in list_table_files(release, whole, paths) if each.table not in alike
        )
        members.append(LakeMember(number, release, whole, files, alike))
    return Lake(package.name, tuple(members), base)


def refuse_without_parquet(releases: Sequence[ServedRelease]) -> None:
    """Refuse releases of which a table has no Parquet file, or several, by name: ReleaseError."""
    lacking = [
        each.version
        for each in releases
        if not set(PARQUET.paths(each.package)) <= {file.name for file in each.files}
    ]
    if lacking:
        right = f"add Parquet to {FORMATS.name} and release again, or name a release that has it"
        wrong = f"has no Parquet files, of which a lake is made: {', '.join(lacking)}"
        raise ReleaseError("--lake", wrong, right)
    cut = [each.version for each in releases if any(map(list_parts, each.package.tables))]
    if cut:
        right = "build it without --engine, or read its parts as they are"
        raise ReleaseError("--lake", f"has tables in parts: {', '.join(cut)}", right)


def has_names_alike(table: Table) -> bool:
    """Whether two fields of a table differ in case alone.

    Databases give one of them another name. In a Parquet file both have their own, and DuckDB,
    which maps columns by these names and takes `ID` for `id`, would read one for the other.
    """
    names = [field.name.lower() for field in table.schema.fields]
    return len(set(names)) < len(names)


def list_table_files(
    release: ServedRelease, package: Package, paths: dict[str, str]
) -> Iterator[LakeFile]:
    """List the file of each table of a release; `paths` are those that digests have already."""
    named = {file.name: file for file in release.files}
    for table in package.tables:
        file = named[PARQUET.path(package, table.name)]
        path = paths.setdefault(file.sha256, name_file(normalize(release.file_address(file))))
        yield LakeFile(table.name, file, path)


def copy_files(lake: Lake, folder: Path, progress: Progress) -> None:
    """Copy the files of a lake into a folder. MachineError where one is not what it was."""
    files = lake.list_files()
    for number, (path, file) in enumerate(files.items()):
        progress(COPYING, number, number, len(files))
        copy_exactly(file, make_place(folder, path))

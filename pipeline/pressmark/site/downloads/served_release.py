"""One published release as the site serves it: a package, its database and its files."""

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pressmark.citation.provable import ProvableTable
from pressmark.errors import ReleaseError
from pressmark.files.holding import Held
from pressmark.metadata import Values, read_values
from pressmark.package import License, Package, Resource, Source, Statement
from pressmark.releases.ledger import Entry
from pressmark.site.address import (
    link_dictionary,
    link_file,
    link_method,
    link_release,
)
from pressmark.site.downloads.link import check_link
from pressmark.site.downloads.watched import ChangedError, FileStamp
from pressmark.site.request import SUFFIX
from pressmark.version import order_version, render_in_address


@dataclass(frozen=True)
class ServedFile:
    """One file that can be downloaded; `name` is its path inside the release.

    What it was when this was made is kept as its `mark`. A file of a `resource` beside the tables
    is as its publisher wrote it, and not one of ours.
    """

    name: str
    path: Path
    sha256: str
    resource: Resource | None = None
    mark: FileStamp | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Look at the file."""
        object.__setattr__(self, "mark", FileStamp.of(self.path))

    @property
    def size(self) -> int:
        """The file's length in bytes."""
        return self.mark.size if self.mark else 0

    @property
    def is_unchanged(self) -> bool:
        """Whether the file is still what it was."""
        return self.mark is not None and FileStamp.of(self.path) == self.mark

    def unchanged(self) -> Path:
        """Give the path; ChangedError where the digest would no longer be that of the file."""
        if not self.is_unchanged:
            raise ChangedError
        return self.path

    def text(self) -> str:
        """Read the file as text; ChangedError where it changed."""
        return self.unchanged().read_text(encoding="utf-8")


@dataclass(frozen=True)
class ServedRelease:
    """A release ready to be served; `records` counts the records of every table.

    `published` are the versions in the ledger, of which a site may show one alone, `since` its
    entries from that on, whatever they are of, and `trees` the tables that were read to prove
    records of them.
    `pages` are the SQL of sections that the project wants on the site's pages, `shapes` the files
    of shapes that they name, by path; `synonyms` are sets of words for one thing.
    `days` are those on which the ledger speaks of it, its publication first, and `later` is what it
    said after that. `withdrawn` is the reason why it should not be used any more, `doi` one that it
    was given later. `texts` gives the text of a source by its key and its sha256 (None where it is
    not at hand), for a server that was started with texts. Its derived files stay as they are as
    long as they are `held`.
    """

    package: Package
    database: Path
    files: tuple[ServedFile, ...]
    records: Mapping[str, int]
    days: tuple[str, ...] = ()
    withdrawn: str | None = None
    doi: str | None = None
    later: tuple[Entry, ...] = ()
    since: tuple[Entry, ...] = ()
    published: frozenset[str] = frozenset()
    trees: dict[str, "asyncio.Future[ProvableTable]"] = field(
        default_factory=dict, repr=False, compare=False
    )
    held: Held | None = field(default=None, repr=False, compare=False)
    pages: tuple[Statement, ...] = ()
    shapes: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    texts: Callable[[str, str | None], str | None] | None = None

    @property
    def version(self) -> str:
        """The release's version."""
        return self.package.version

    @cached_property
    def values(self) -> Values:
        """What its descriptor says for citations, read once; what a site adds is not in it."""
        return read_values(self.package.descriptor, self.package.name)

    @property
    def is_unchanged(self) -> bool:
        """Whether every file is still what it was."""
        return all(file.is_unchanged for file in self.files)

    @property
    def withdrawn_on(self) -> str | None:
        """The day on which the ledger withdrew it."""
        return next((each.date for each in self.later if each.act == "withdrawn"), None)

    @property
    def annotations(self) -> tuple[Entry, ...]:
        """What the ledger noted of it: remarks, and DOIs that it was given."""
        return tuple(each for each in self.later if each.act == "annotated")

    @property
    def redactions(self) -> tuple[Entry, ...]:
        """What the ledger says was taken out of it, or out of its changes."""
        return tuple(each for each in self.later if each.act == "redacted")

    @property
    def edition(self) -> str:
        """The version in words; nothing where the package states none."""
        return f"version {self.version}" if self.package.descriptor.version else ""

    @property
    def full_title(self) -> str:
        """The title with the version, where the package states one."""
        return ", ".join(each for each in (self.title, self.edition) if each)

    @property
    def place_of_pages(self) -> str:
        """What readers call the place in which its pages stand: the version, or the package."""
        return f"Version {self.version}" if self.edition else "The package"

    @property
    def database_name(self) -> str:
        """The name under which Datasette serves it: package, version, dots as dashes.

        Datasette writes this name into some links without encoding it, so every other character
        that an address would have to encode becomes a dash too.
        """
        return render_in_address(f"{self.package.name}-{self.version}")

    @property
    def title(self) -> str:
        """The package's title, or its name where it has none."""
        return self.package.descriptor.title or self.package.name

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The package's description, cut at blank lines."""
        return cut_paragraphs(self.package.descriptor.description)

    @property
    def license(self) -> License | None:
        """The terms of the data, if the package names them."""
        return next(iter(self.package.descriptor.licenses or ()), None)

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the package draws on."""
        return self.package.descriptor.sources or ()

    @property
    def homepage(self) -> str | None:
        """The package's own page elsewhere, where it names one that is safe to link."""
        return check_link(self.package.descriptor.homepage)

    @property
    def landing(self) -> str:
        """The address of the release's landing page."""
        return link_release(self.version)

    @property
    def dictionary(self) -> str:
        """The address of the release's data dictionary."""
        return link_dictionary(self.version)

    @property
    def method(self) -> str:
        """The address of the page on the release's method and limits."""
        return link_method(self.version)

    def file(self, name: str) -> ServedFile | None:
        """Give the file of that name, if it is one of the release's."""
        return next((file for file in self.files if file.name == name), None)

    def file_address(self, file: ServedFile) -> str:
        """The address under which a file is downloaded."""
        return link_file(self.version, file.name)

    def table_files(self, table: str) -> tuple[ServedFile, ...]:
        """Give the canonical CSV files of a table, one for each of its parts."""
        paths = (each.resource.path or () for each in self.package.tables if each.name == table)
        names = [name for name in next(paths, ()) if name.endswith(".csv")]
        return tuple(file for name in names if (file := self.file(name)))

    def table_file(self, table: str) -> ServedFile | None:
        """Give the canonical CSV file of a table, if the release has it in one file."""
        files = self.table_files(table)
        return files[0] if len(files) == 1 else None

    def spreadsheet_address(self, file: ServedFile) -> str | None:
        """The address of a table's copy for spreadsheet programs; None for other files."""
        if file not in [self.table_file(each.name) for each in self.package.tables]:
            return None
        return self.file_address(file).removesuffix(".csv") + SUFFIX


def cut_paragraphs(text: str | None) -> tuple[str, ...]:
    """Cut a text at its blank lines."""
    parts = re.split(r"\n[ \t]*\n", text or "")
    return tuple(part.strip() for part in parts if part.strip())


def list_questions(release: ServedRelease) -> list[Statement]:
    """List a release's named queries in the order that their `-- order:` headings ask for."""
    package = release.package
    if not package.trusted:
        return []
    return sorted(package.queries, key=lambda query: query.order)


def find_latest(ordered: Sequence[ServedRelease]) -> ServedRelease:
    """The newest release that was not withdrawn; the newest of all where every one was."""
    return next((each for each in ordered if not each.withdrawn), ordered[0])


def order_by_version(releases: Iterable[ServedRelease]) -> tuple[ServedRelease, ...]:
    """Order releases by semantic version, newest first."""
    return tuple(sorted(releases, key=lambda each: order_version(each.version), reverse=True))


def order_newest_first(releases: Iterable[ServedRelease]) -> tuple[ServedRelease, ...]:
    """Order releases by semantic version, newest first; ReleaseError where they cannot be served.

    Every version and every database name may occur once, and every database must be there. Of a
    file that was there when its release was read, and is gone, only who asks for it is told.
    """
    ordered = order_by_version(releases)
    if not ordered:
        raise ReleaseError("the site", "there is no release to serve", "publish or build one first")
    names: set[str] = set()
    for release in ordered:
        if release.database_name in names:
            wrong = f"two releases would be served as {release.database_name!r}"
            raise ReleaseError(release.package.place, wrong, "give them versions that differ more")
        names.add(release.database_name)
        missing = [each.path for each in release.files if each.mark is None]
        if not release.database.is_file():
            missing.insert(0, release.database)
        for path in missing:
            raise ReleaseError(str(path), "the file is missing", "build the release again")
    return ordered

"""One set of values, from which every citation and metadata file is written.

They come from the descriptor of a release alone, so that the same package always gives the same
files. What the descriptor does not say is empty here, and is left out or made up nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from pressmark.metadata.creator import Creator, find_publisher, list_creators
from pressmark.metadata.doi import make_doi_address, read_concept_doi, read_version_doi
from pressmark.metadata.licence import Licence, read_licences
from pressmark.metadata.media_types import find_media_type
from pressmark.metadata.texts import check_web_address, join_lines, strip_controls
from pressmark.package import Descriptor, Resource, Schema
from pressmark.package.digests import read_content_digest
from pressmark.package.names import name_table_files
from pressmark.package.own import PARTS, SITE, SQL_NAME
from pressmark.public_address import PublicAddress, make_release_path, parse_public_address

SHA256 = "sha256:"
CSV_FILE = "data/{table}.csv"
"""Where the canonical CSV of a table stands inside a release."""
CSV_TYPE = "text/csv"


@dataclass(frozen=True)
class CitedTable:
    """One table: its file inside the release, its size and sha256 where known, and its schema.

    `sql_name` is what databases call it. Where it is cut, `parts` says how many files it has, which
    stand in a folder at its path.
    """

    name: str
    sql_name: str
    title: str
    description: str
    path: str
    size: int | None
    sha256: str | None
    licences: tuple[Licence, ...]
    schema: Schema
    media_type: str = CSV_TYPE
    parts: int = 0


@dataclass(frozen=True)
class CitedFile:
    """One file of a resource that is no described table, or of one that is cut: its path, its type.

    Size and sha256 are known where the resource has one file.
    """

    name: str
    title: str
    description: str
    path: str
    media_type: str
    size: int | None
    sha256: str | None
    licences: tuple[Licence, ...]


@dataclass(frozen=True)
class Values:
    """What is cited; texts are empty and others None or empty where nothing is known.

    `digest` is the content digest of the release (`sha256:…`), `site` where it is served, `address`
    its page there, `homepage` the page of the project, which is the address of no release. `date`
    is the day of the release, `remarks` are further sentences (withdrawn, not published, the head
    of the ledger).
    """

    key: str
    title: str
    description: str
    version: str
    date: date | None
    creators: tuple[Creator, ...]
    publisher: Creator | None
    licences: tuple[Licence, ...]
    keywords: tuple[str, ...]
    site: PublicAddress | None
    address: str | None
    homepage: str | None
    doi: str | None
    concept_doi: str | None
    digest: str | None
    tables: tuple[CitedTable, ...]
    remarks: tuple[str, ...] = ()
    files: tuple[CitedFile, ...] = ()

    @property
    def year(self) -> str:
        """The year of the release in four digits, or nothing."""
        return f"{self.date.year:04}" if self.date else ""

    @property
    def day(self) -> str:
        """The day of the release as YYYY-MM-DD, or nothing."""
        return self.date.isoformat() if self.date else ""

    @property
    def house(self) -> str:
        """The name of the publisher, or nothing."""
        return self.publisher.name if self.publisher else ""

    @property
    def link(self) -> str | None:
        """Where a reader is sent: the DOI's address, or else that on its site."""
        return make_doi_address(self.doi) if self.doi else self.address

    @property
    def whole_tables(self) -> tuple[CitedTable, ...]:
        """The tables of which each has one file; those of the others are among the `files`."""
        return tuple(each for each in self.tables if not each.parts)

    def below(self, path: str) -> str | None:
        """Give the whole address of a path of the site; None where no site or version is known."""
        return self.site.below(path) if self.site and self.version else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a citation must say beside its fields, in sentences without a full stop."""
        terms = " or ".join(each.label for each in self.licences)
        return (
            *([f"Content digest: {self.digest}"] if self.digest else []),
            *([f"License: {terms}"] if terms else []),
            *self.remarks,
        )


def read_values(descriptor: Descriptor, name: str, *, released: bool = True) -> Values:
    """Read the values of a package called `name`; its tables' hashes count where it is `released`.

    The hash of an author's own file is none of a canonical table. ProjectError where a property of
    ours is wrong as written.
    """
    named = name_table_files(descriptor)
    tables = tuple(
        read_cited_table(each, descriptor, named[each.name], released=released)
        for each in descriptor.resources
        if each.is_described
    )
    files = (read_cited_files(each, descriptor) for each in descriptor.resources if released)
    words = (join_lines(word) for word in descriptor.keywords or ())
    site = SITE.of(descriptor)
    values = Values(
        key="-".join(part for part in (join_lines(name), join_lines(descriptor.version)) if part),
        title=join_lines(descriptor.title) or join_lines(name),
        description=strip_controls(descriptor.description),
        version=join_lines(descriptor.version),
        date=read_day(descriptor.created),
        creators=list_creators(descriptor.contributors),
        publisher=find_publisher(descriptor.contributors),
        licences=read_licences(descriptor.licenses),
        keywords=tuple(dict.fromkeys(word for word in words if word)),
        site=parse_public_address(site) if site else None,
        address=None,
        homepage=check_web_address(descriptor.homepage),
        doi=read_version_doi(descriptor),
        concept_doi=read_concept_doi(descriptor),
        digest=read_content_digest(descriptor) if released else None,
        tables=tables,
        files=tuple(file for each in files for file in each),
    )
    return replace(values, address=values.below(make_release_path(values.version)))


def read_cited_table(
    resource: Resource, descriptor: Descriptor, file: str, *, released: bool
) -> CitedTable:
    """Read one table of a descriptor, whose files are called so."""
    schema = resource.table_schema
    assert schema is not None  # noqa: S101 - only described tables are asked for
    hashed = released and (resource.hash or "").startswith(SHA256)
    return CitedTable(
        name=resource.name,
        sql_name=SQL_NAME.of(resource) or resource.name,
        title=join_lines(resource.title) or join_lines(resource.name),
        description=strip_controls(resource.description),
        path=CSV_FILE.format(table=file),
        size=resource.bytes if released else None,
        sha256=(resource.hash or "").removeprefix(SHA256) if hashed else None,
        licences=read_licences(resource.licenses or descriptor.licenses),
        schema=schema,
        parts=len(PARTS.of(resource) or ()),
    )


def read_cited_files(resource: Resource, descriptor: Descriptor) -> Iterator[CitedFile]:
    """Read the files of a released resource that no schema describes, or that is cut into parts."""
    paths = resource.path or () if not resource.is_described or PARTS.is_in(resource) else ()
    alone = len(paths) == 1
    sha256 = (resource.hash or "").removeprefix(SHA256)
    title = join_lines(resource.title) or join_lines(resource.name)
    for path in paths:
        yield CitedFile(
            name=resource.name,
            title=title if alone else f"{title} ({join_lines(path)})",
            description=strip_controls(resource.description),
            path=quote(path),
            media_type=find_media_type(path),
            size=resource.bytes if alone else None,
            sha256=sha256 if alone else None,
            licences=read_licences(resource.licenses or descriptor.licenses),
        )


def read_day(moment: str | None) -> date | None:
    """Give the day of a moment as written, in its own zone; None where there is no such day."""
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None

"""Data Package v2 as values: the package, its tables, and the SQL that comes with it.

`Descriptor` is what `datapackage.json` says ("Data Package", "Data Resource"). `Package` is that
together with the files it names, found and inside their root.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic import Field as Property

from pressmark.package.dialect import Dialect
from pressmark.package.makers import Contributor, License, Source
from pressmark.package.properties import Properties, as_list
from pressmark.package.schema import Schema
from pressmark.package.slips import CopiedPart, Misspelt, Unusable
from pressmark.package.statement import Statement
from pressmark.package.unchecked import Unchecked
from pressmark.words import make_visible

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

CREATED = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"
)
ADDRESS = r"^[a-z][a-z0-9+.-]*:.+"


GEOGRAPHIC = ("geojson", "topojson")
"""Formats of JSON that is no table."""
SHOWN = 10
"""Tables that a package names where it is shown in a line."""


def check_moment(moment: str) -> str:
    """Refuse a moment on a day, or at an hour, that there is not."""
    try:
        date.fromisoformat(moment[:10])
    except ValueError as error:
        message = f"names a day that there is not: {error}"
        raise ValueError(message) from None
    return moment


PathText = Annotated[str, Property(min_length=1)]


class Resource(Properties):
    """One resource of a descriptor ("Data Resource"): a table where it has a schema."""

    name: str = Property(min_length=1)
    type: str | None = None
    path: Annotated[tuple[PathText, ...] | None, BeforeValidator(as_list)] = None
    data: Any = None
    title: str | None = None
    description: str | None = None
    format: str | None = None
    mediatype: str | None = None
    encoding: str = "utf-8"
    bytes: int | None = Property(default=None, ge=0)
    hash: str | None = None
    sources: tuple[Source, ...] | None = None
    licenses: tuple[License, ...] | None = None
    table_schema: Schema | None = Property(default=None, alias="schema")
    dialect: Dialect = Dialect()

    @property
    def is_described(self) -> bool:
        """Whether it is a table whose fields are described.

        GeoJSON is no tabular data ("Data Resource"), though some publishers describe its fields.
        """
        if self.table_schema is None or self.type == "table":
            return self.table_schema is not None
        path = self.path[0] if self.path else ""
        said = (self.format or path.rpartition(".")[2]).lower().removeprefix(".")
        return said not in GEOGRAPHIC


class Descriptor(Properties):
    """What a `datapackage.json` says of the package as a whole ("Data Package")."""

    profile: str | None = Property(default=None, alias="$schema")
    id: str | None = None
    name: str | None = None
    title: str | None = None
    description: str | None = None
    version: str | None = None
    created: Annotated[str, Property(pattern=CREATED), AfterValidator(check_moment)] | None = None
    homepage: str | None = Property(default=None, pattern=ADDRESS)
    image: str | None = None
    licenses: tuple[License, ...] | None = Property(default=None, min_length=1)
    contributors: tuple[Contributor, ...] | None = Property(default=None, min_length=1)
    sources: tuple[Source, ...] | None = None
    keywords: tuple[str, ...] | None = Property(default=None, min_length=1)
    resources: tuple[Resource, ...] = Property(min_length=1)


@dataclass(frozen=True)
class Attachment:
    """A resource that no schema describes: a file, or data in the descriptor, carried as it is.

    `paths` are resolved, `place` is for people. It has no dialect where that which it names is
    not there, or cannot be read: then nobody can tell its records.
    """

    resource: Resource
    paths: tuple[Path, ...]
    place: str
    has_dialect: bool = True

    @property
    def name(self) -> str:
        """The name of the resource."""
        return self.resource.name


@dataclass(frozen=True)
class Table:
    """One table of a package with its files: `paths` are resolved, `place` is for people.

    `renamed` is the table as it was published, where this one has other names: those of databases.
    """

    resource: Resource
    schema: Schema
    paths: tuple[Path, ...]
    place: str
    renamed: "Table | None" = None

    @property
    def name(self) -> str:
        """The name under which other tables and SQL refer to it."""
        return self.resource.name

    @property
    def published(self) -> "Table":
        """The table under the names that its files, digests and proofs hold."""
        return self.renamed or self


@dataclass(frozen=True, repr=False)
class Package:
    """What a package claims to be, and where its files stand; the input of every room.

    `attachments` are its resources beside the tables.
    `files` are the files it was read from, beside those of its tables. `pages` are parts of the
    site's pages and not released, `shapes` the files that they name for their maps, by path.
    `synonyms` are sets of words for one thing, for the site's search, and not released.
    `trusted` says that the SQL it brings may be run. `releases` is the folder of what was published
    from it; None for a bare descriptor. `misspelt` are the properties that were passed over,
    `unchecked` those that say what nobody here checks, `faults` those whose values could not be
    used, `copied` the parts that it names by address, or by the path of no file: a table of which
    one is missing is an attachment. `unpacked` keeps the files of a zip.
    """

    descriptor: Descriptor
    root: Path
    place: str
    tables: tuple[Table, ...]
    rules: tuple[Statement, ...] = ()
    views: tuple[Statement, ...] = ()
    queries: tuple[Statement, ...] = ()
    pages: tuple[Statement, ...] = ()
    shapes: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    withdrawn: str | None = None
    note: str | None = None
    files: tuple[Path, ...] = ()
    releases: Path | None = None
    trusted: bool = False
    misspelt: tuple[Misspelt, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    copied: tuple[CopiedPart, ...] = ()
    faults: tuple[Unusable, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    unpacked: object = field(default=None, compare=False)

    def __repr__(self) -> str:
        """Say in a line which package this is: what it holds fills pages."""
        names = ", ".join(repr(table.name) for table in self.tables[:SHOWN])
        more = len(self.tables) - SHOWN
        tail = f" and {more} more" if more > 0 else ""
        said = f"{self.name} {self.version} of {str(self.root)!r}: {names or 'no tables'}{tail}"
        return f"<Package: {make_visible(said)}>"

    @property
    def name(self) -> str:
        """The package's name, or its folder's where the descriptor gives none."""
        return self.descriptor.name or self.root.name.lower()

    @property
    def version(self) -> str:
        """The version, or `0.0.0` where the descriptor gives none."""
        return self.descriptor.version or "0.0.0"

    @property
    def resources(self) -> tuple[Table | Attachment, ...]:
        """Its tables, then its other resources."""
        return (*self.tables, *self.attachments)

    def table(self, name: str) -> Table:
        """Give the table of that name; KeyError where there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

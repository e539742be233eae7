"""A folder or a descriptor → a Package; the only reader of authored files.

An authored project keeps `datapackage/datapackage.yaml`, and finds schemas and records by the
table's name. Any other `datapackage.json|yaml|yml` is read as its publisher wrote it. Every path
is resolved inside the package's root; what leaves it, and what would have to be fetched, is
refused by name.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict

from pressmark.errors import ProjectError, machine_error
from pressmark.package import (
    CopiedPart,
    Descriptor,
    Package,
    Resource,
    Table,
    Unchecked,
)
from pressmark.package.copies import folders_of, is_address
from pressmark.package.documents import read_document, read_text
from pressmark.package.misspelt import Reader, refuse
from pressmark.package.own import OF_SQL, WITHDRAWN
from pressmark.package.part_reader import PartReader, ReadDescriptor
from pressmark.package.paths import display, inside
from pressmark.package.reading import in_place_of, read_part
from pressmark.package.sql_files import read_shapes, read_statements, sql_files
from pressmark.package.unchecked import MISSING as OF_MISSING
from pressmark.package.unchecked import unchecked_in, unchecked_keys
from pressmark.package.upgrade import upgrade
from pressmark.version import parse

AUTHORED = "datapackage/datapackage.yaml"
BARE = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
AUTHORED_SQL = (
    ("rules", "schemas/rules"),
    ("views", "datapackage/views"),
    ("queries", "datapackage/queries"),
)
PAGES = "datapackage/pages"


def read_project(where: Path, *, trust_rules: bool = False, schemas: Path | None = None) -> Package:
    """Read a project folder or a descriptor.

    The SQL of an authored project is its own and trusted; that of a bare descriptor only with
    `trust_rules`. Copies of what it names by address are looked for in the folder `schemas`, too.
    ProjectError says where the project is wrong as written.
    """
    if where.is_dir():
        if (where / AUTHORED).exists():
            return read_authored(where, schemas)
        found = [where / name for name in BARE if (where / name).exists()]
        if not found:
            raise ProjectError(
                str(where),
                "holds no package",
                f"write {AUTHORED}, or name a folder with a {BARE[0]}",
            )
        where = found[0]
    elif not where.exists():
        raise ProjectError(str(where), "there is no such file or folder", "check the name")
    if where.name == "datapackage.yaml" and where.parent.name == "datapackage":
        return read_authored(where.parent.parent, schemas)
    return read_package(where, trusted=trust_rules, schemas=schemas)


def read_authored(root: Path, schemas: Path | None = None) -> Package:
    """Read a project whose schemas and records are found by the table's name."""
    place = display(root / AUTHORED)
    document = read_document(root / AUTHORED, place)
    for resource in listed(document, "resources", place):
        name = resource.get("name")
        if isinstance(name, str):
            resource.setdefault("path", f"datapackage/records/{name}.csv")
            resource.setdefault("schema", f"schemas/{name}.yaml")
    read = read_descriptor(document, root, place, folders_of(root, schemas), authored=True)
    descriptor = read.descriptor
    refuse(read.misspelt)
    folder = root / "datapackage"
    note = folder / "notes" / f"{parse(descriptor.version or '')}.md"
    withdrawn = folder / "withdrawn.csv"
    sql = {kind: sql_files(root, where) for kind, where in AUTHORED_SQL}
    optional = [path for path in (note, withdrawn) if path.is_file()]
    pages = tuple(read_statements(root, sql_files(root, PAGES), authored=True))
    return Package(
        descriptor=descriptor,
        root=root,
        place=display(root),
        **tables_of(read, root, place),
        rules=tuple(read_statements(root, sql["rules"], authored=True)),
        views=tuple(read_statements(root, sql["views"], authored=True)),
        queries=tuple(read_statements(root, sql["queries"], authored=True)),
        pages=pages,
        shapes=tuple(read_shapes(root, pages)),
        withdrawn=optional_text(withdrawn, authored=True),
        note=optional_text(note, authored=True),
        files=(
            root / AUTHORED,
            *read.files,
            *(root / path for paths in sql.values() for path in paths),
            *optional,
        ),
        releases=folder / "releases",
        trusted=True,
    )


def read_package(path: Path, *, trusted: bool, schemas: Path | None = None) -> Package:
    """Read a descriptor as published, a release's or a stranger's."""
    place = display(path)
    root = path.parent
    read = read_descriptor(read_document(path, place), root, place, folders_of(root, schemas))
    descriptor = read.descriptor
    statements = {
        kind: tuple(read_statements(root, paths.of(descriptor) or ())) for kind, paths in OF_SQL
    }
    withdrawn = WITHDRAWN.of(descriptor)
    return Package(
        descriptor=descriptor,
        root=root,
        place=display(root),
        **tables_of(read, root, place),
        rules=statements["rules"],
        views=statements["views"],
        queries=statements["queries"],
        withdrawn=None if withdrawn is None else optional_text(inside(root, withdrawn, place)),
        files=(path, *read.files),
        trusted=trusted,
        misspelt=read.misspelt,
    )


def read_descriptor(
    document: dict[str, Any],
    root: Path,
    place: str,
    folders: tuple[Path, ...],
    *,
    authored: bool = False,
) -> ReadDescriptor:
    """Read a descriptor, with the schemas and dialects that stand in files of their own.

    Those that it names by address are read from copies in `folders`. What is `authored` here may
    hold fewer properties than what a release or a stranger wrote.
    """
    reader = PartReader(root, place, folders, authored=authored)
    unchecked = tuple(unchecked_in(document))
    document = upgrade(document)
    resources = listed(document, "resources", place)
    refuse_addresses(resources, place)
    reader.read(resources)
    descriptor = read_part(Descriptor, document, place)
    slips = Reader(place, authored=authored).misspelt(descriptor, omit=reader.inlined)
    keys = (
        each
        for position, resource in enumerate(resources)
        for each in unchecked_keys(resource.get("schema"), f"resources[{position}].schema.")
    )
    return ReadDescriptor(
        descriptor,
        tuple(dict.fromkeys(reader.files)),
        (*slips, *reader.misspelt),
        (*unchecked, *keys),
        tuple(reader.copied),
    )


def listed(document: dict[str, Any], name: str, place: str) -> list[dict[str, Any]]:
    """Give a list of objects from a document; ProjectError where it is none."""
    items = document.get(name)
    if not isinstance(items, list) or not items:
        raise ProjectError(place, f"{name} is no list of tables", "write one table at least")
    for position, item in enumerate(items):
        if not isinstance(item, dict):
            right = "write the properties of a table, its name first"
            raise ProjectError(place, f"{name}[{position}] is no object", right)
    return items


def refuse_addresses(resources: list[dict[str, Any]], place: str) -> None:
    """Refuse data that would have to be fetched, with the list of what to download."""
    addresses: list[Any] = []
    for resource in resources:
        paths = resource.get("path")
        listed_paths = paths if isinstance(paths, list) else [paths]
        # Beside data at hand a url says where it is from.
        url = None if paths or "data" in resource else resource.get("url")
        addresses += [each for each in (*listed_paths, url) if is_address(each)]
    if addresses:
        raise ProjectError(
            place,
            "holds addresses, and nothing is fetched: " + ", ".join(addresses),
            "download them into the package's folder and write their paths instead",
        )


class OfTables(TypedDict):
    """What a package says of its tables, and of what is missing or not checked of them."""

    tables: tuple[Table, ...]
    unchecked: tuple[Unchecked, ...]
    copied: tuple[CopiedPart, ...]


def tables_of(read: ReadDescriptor, root: Path, place: str) -> OfTables:
    """Find the tables of which every part is there; ProjectError as `find_tables` has it."""
    missing = frozenset(each.table for each in read.copied if each.sha256 is None)
    tables = find_tables(read.descriptor, root, place, missing)
    dangling = (
        Unchecked(f"{table.name}: foreignKeys", key.reference.resource or "", OF_MISSING)
        for table in tables
        for key in table.schema.foreign_keys
        if key.reference.resource in missing
    )
    unchecked = (*read.unchecked, *dangling)
    return OfTables(
        tables=tuple(
            replace(table, schema=table.schema.without_keys_to(missing)) for table in tables
        ),
        unchecked=unchecked,
        copied=read.copied,
    )


def find_tables(
    descriptor: Descriptor, root: Path, place: str, missing: Collection[str]
) -> tuple[Table, ...]:
    """Find the files of every table but those that are `missing` a part.

    ProjectError for a table that cannot be judged as written.
    """
    names = [resource.name for resource in descriptor.resources]
    for name in names:
        if names.count(name) > 1:
            raise ProjectError(place, f"two tables are named {name!r}", "rename one")
    tables = tuple(
        find_table(resource, root, place)
        for resource in descriptor.resources
        if resource.name not in missing
    )
    schemas = {table.name: table.schema for table in tables}
    for table in tables:
        for key in table.schema.foreign_keys:
            parent = key.reference.resource or table.name
            if parent in missing:
                continue
            if parent not in schemas:
                wrong = f"foreignKeys of {table.name!r} name the table {parent!r}"
                right = f"name one of {', '.join(names)}"
                raise ProjectError(place, f"{wrong}, which is not in the package", right)
            for field in key.reference.fields:
                there = [each.name for each in schemas[parent].fields]
                if field not in there:
                    wrong = f"foreignKeys of {table.name!r} name the field {field!r}"
                    right = f"name one of {', '.join(there)}"
                    raise ProjectError(place, f"{wrong}, which {parent!r} does not have", right)
    return tables


def find_table(resource: Resource, root: Path, place: str) -> Table:
    """Find one table's files, or its data inside the descriptor ("path or data")."""
    what = f"the table {resource.name!r}"
    if resource.table_schema is None:
        instead = in_place_of("schema", resource.model_extra or {})
        raise ProjectError(place, f"{what} has no schema", f"add one{instead}, inline or as a path")
    if bool(resource.path) == (resource.data is not None):
        wrong = f"{what} has {'both path and data' if resource.path else 'neither path nor data'}"
        instead = in_place_of("path", resource.model_extra or {})
        raise ProjectError(place, wrong, f"write one of the two{instead}")
    if not resource.path:
        if isinstance(resource.data, str) and not (resource.format or resource.mediatype):
            wrong = f"the data of {what} is a text, and nothing says of which format"
            raise ProjectError(place, wrong, "write its format, such as csv")
        return Table(resource, resource.table_schema, (), f"{place} (data of {resource.name})")
    paths = tuple(inside(root, written, place) for written in resource.path)
    for path, written in zip(paths, resource.path, strict=True):
        if path.exists() and not path.is_file():
            right = "name a file, not a folder or a device"
            raise ProjectError(place, f"{written!r} is no file", right)
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return Table(resource, resource.table_schema, paths, resource.path[0] + more)


def optional_text(path: Path, *, authored: bool = False) -> str | None:
    """Read a text file that may be missing."""
    try:
        exists = path.exists()
    except OSError as error:
        raise machine_error(error, str(path)) from None
    return read_text(path, display(path), any_line_ends=authored) if exists else None

"""A folder or a descriptor → a Package; the only reader of authored files.

An authored project keeps `datapackage/datapackage.yaml`, and finds schemas and records by the
table's name. Any other `datapackage.json|yaml|yml` is read as its publisher wrote it. Every path
is resolved inside the package's root; what leaves it, and what would have to be fetched, is
refused by name.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pressmark.errors import ProjectError, explain_failure
from pressmark.local_path import advise_name
from pressmark.package import Descriptor, Misspelt, Package
from pressmark.package.copies import is_address, list_folders
from pressmark.package.documents import read_document, read_text
from pressmark.package.mending import read_mended
from pressmark.package.misspelt import Reader, refuse
from pressmark.package.naming import give_names
from pressmark.package.own import OF_SQL, WITHDRAWN
from pressmark.package.part_reader import PartReader, ReadDescriptor
from pressmark.package.paths import display, resolve_inside
from pressmark.package.resources import find_resources
from pressmark.package.sql_files import list_sql_files, read_shapes, read_statements
from pressmark.package.synonyms import AUTHORED as SYNONYMS
from pressmark.package.synonyms import Synonyms, read_synonyms
from pressmark.package.unchecked import keep_objects, list_unchecked, list_unchecked_keys
from pressmark.package.upgrade import move_into_schema, upgrade
from pressmark.version import parse

AUTHORED = "datapackage/datapackage.yaml"
WITHDRAWN_KEYS = "withdrawn.csv"
BARE = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
MAKE_ONE = (
    f"write {AUTHORED}, or name a folder with a {BARE[0]}; tables that nobody described are judged"
    ' by their names, such as "folder/*.csv", and `pressmark new` makes a dataset of them'
)
NO_PACKAGE = ("holds no package", MAKE_ONE)
"""What is wrong with a folder that is none, and what would be right."""
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
            raise ProjectError(str(where), *NO_PACKAGE)
        where = found[0]
    elif not where.exists():
        raise ProjectError(str(where), "there is no such file or folder", advise_name(where))
    if where.name == "datapackage.yaml" and where.parent.name == "datapackage":
        return read_authored(where.parent.parent, schemas)
    return read_package(where, trusted=trust_rules, schemas=schemas)


def read_authored(root: Path, schemas: Path | None = None) -> Package:
    """Read a project whose schemas and records are found by the table's name."""
    place = display(root / AUTHORED)
    document = read_document(root / AUTHORED, place)
    for resource in list_objects(document, "resources", place):
        find_by_name(resource, root)
    read = read_descriptor(document, root, place, list_folders(root, schemas), authored=True)
    refuse(read.misspelt)
    descriptor, found = read.descriptor, find_resources(read, root, place)
    folder, synonyms = root / "datapackage", read_kept_synonyms(root)
    note = folder / "notes" / f"{parse(descriptor.version or '')}.md"
    sql = {kind: list_sql_files(root, where) for kind, where in AUTHORED_SQL}
    optional = [path for path in (note, folder / WITHDRAWN_KEYS, root / SYNONYMS) if path.is_file()]
    pages = tuple(read_statements(root, list_sql_files(root, PAGES), authored=True))
    return Package(
        descriptor=descriptor,
        root=root,
        place=display(root),
        tables=found.tables,
        rules=tuple(read_statements(root, sql["rules"], authored=True)),
        views=tuple(read_statements(root, sql["views"], authored=True)),
        queries=tuple(read_statements(root, sql["queries"], authored=True)),
        pages=pages,
        shapes=tuple(read_shapes(root, pages)),
        synonyms=synonyms.sets,
        withdrawn=read_optional_text(folder / WITHDRAWN_KEYS, authored=True),
        note=read_optional_text(note, authored=True),
        files=(
            root / AUTHORED,
            *read.files,
            *(root / path for paths in sql.values() for path in paths),
            *optional,
        ),
        releases=folder / "releases",
        trusted=True,
        unchecked=read.unchecked,
        copied=read.copied,
        faults=(*read.faults, *found.faults, *synonyms.faults),
        attachments=found.attachments,
    )


def find_by_name(resource: dict[str, Any], root: Path) -> None:
    """Name the files of a table that an author names alone.

    A resource with a path or data of its own is a table where there is a schema of its name.
    """
    name = resource.get("name")
    if isinstance(name, str):
        schema = f"schemas/{name}.yaml"
        if not {"path", "data"} & set(resource):
            resource |= {"path": f"datapackage/records/{name}.csv"}
            resource.setdefault("schema", schema)
        elif (root / schema).is_file():
            resource.setdefault("schema", schema)


def read_package(path: Path, *, trusted: bool, schemas: Path | None = None) -> Package:
    """Read a descriptor as published, a release's or a stranger's."""
    place = display(path)
    root = path.parent
    read = read_descriptor(read_document(path, place), root, place, list_folders(root, schemas))
    descriptor, found = read.descriptor, find_resources(read, root, place)
    statements = {
        kind: tuple(read_statements(root, paths.of(descriptor) or ())) for kind, paths in OF_SQL
    }
    withdrawn = WITHDRAWN.of(descriptor)
    return Package(
        descriptor=descriptor,
        root=root,
        place=display(root),
        tables=found.tables,
        rules=statements["rules"],
        views=statements["views"],
        queries=statements["queries"],
        withdrawn=None
        if withdrawn is None
        else read_optional_text(resolve_inside(root, withdrawn, place)),
        files=(path, *read.files),
        trusted=trusted,
        misspelt=read.misspelt,
        unchecked=read.unchecked,
        copied=read.copied,
        faults=(*read.faults, *found.faults),
        attachments=found.attachments,
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
    document = document if authored else with_named_resources(document, reader)
    unchecked = tuple(list_unchecked(document))
    document = upgrade(document)
    resources = document["resources"]
    if authored:
        refuse_addresses(resources, place)
    reader.read(resources)
    beside = () if authored else move_into_schemas(resources, place)
    misspelt = (*reader.misspelt, *beside)
    mended = read_mended(Descriptor, document, place, whole=authored)
    slips = Reader(place, authored=authored).misspelt(mended.part, omit=reader.inlined)
    keys = (
        each
        for position, resource in enumerate(resources)
        for each in list_unchecked_keys(resource.get("schema"), f"resources[{position}].schema.")
    )
    return ReadDescriptor(
        mended.part,
        tuple(dict.fromkeys(reader.files)),
        (*slips, *misspelt),
        (*unchecked, *keys),
        tuple(reader.copied),
        (*mended.faults, *reader.faults),
        frozenset(reader.lost),
    )


def with_named_resources(document: dict[str, Any], reader: PartReader) -> dict[str, Any]:
    """Give a descriptor whose resources have distinct names; the reader keeps what was wrong."""
    named = give_names(read_list(document, "resources", reader.place), reader.place)
    reader.faults += named.faults
    return document | {"resources": named.resources}


def move_into_schemas(resources: list[dict[str, Any]], place: str) -> Iterator[Misspelt]:
    """Put the keys that somebody wrote beside schemas into them, and say so."""
    fields = {
        str(resource.get("name")): [
            str(field.get("name")) for field in keep_objects(schema.get("fields"))
        ]
        for resource in resources
        if isinstance(schema := resource.get("schema"), dict)
    }
    for position, resource in enumerate(resources):
        for name in move_into_schema(resource, fields):
            wrong, where = "stands beside the schema", f"resources[{position}]."
            yield Misspelt(
                place, where, name, wrong,
                meant=name, belongs="schema", table=resource.get("name"), used=True,
            )  # fmt: skip


def read_list(document: dict[str, Any], name: str, place: str) -> list[Any]:
    """Give a list from a document; ProjectError where it is none."""
    items = document.get(name)
    if not isinstance(items, list) or not items:
        raise ProjectError(place, f"{name} is no list of tables", "write one table at least")
    return items


def list_objects(document: dict[str, Any], name: str, place: str) -> list[dict[str, Any]]:
    """Give a list of objects from a document; ProjectError where it is none."""
    items = read_list(document, name, place)
    for position, item in enumerate(items):
        if not isinstance(item, dict):
            right = "write the properties of a table, its name first"
            raise ProjectError(place, f"{name}[{position}] is no object", right)
    return items


def refuse_addresses(resources: list[dict[str, Any]], place: str) -> None:
    """Refuse data that an author would have fetched, with the list of what to download."""
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


def read_kept_synonyms(root: Path) -> Synonyms:
    """Read the words for one thing that a project keeps."""
    path = root / SYNONYMS
    return read_synonyms(read_optional_text(path, authored=True), display(path))


def read_optional_text(path: Path, *, authored: bool = False) -> str | None:
    """Read a text file that may be missing."""
    try:
        exists = path.exists()
    except OSError as error:
        raise explain_failure(error, str(path)) from None
    return read_text(path, display(path), any_line_ends=authored) if exists else None

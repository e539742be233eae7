"""A folder or a descriptor → a Package; the only reader of authored files.

An authored project keeps `datapackage/datapackage.yaml`, and finds schemas and records by the
table's name. Any other `datapackage.json|yaml|yml` is read as its publisher wrote it. Every path
is resolved inside the package's root; what leaves it, and what would have to be fetched, is
refused by name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from pressmark.errors import ProjectError, machine_error
from pressmark.local_path import ADDRESS
from pressmark.package import Descriptor, Misspelt, Package, Resource, Schema, Statement, Table
from pressmark.package.dialect import Dialect
from pressmark.package.documents import read_document, read_text
from pressmark.package.misspelt import Reader, refuse
from pressmark.package.own import OF_SQL, WITHDRAWN
from pressmark.package.paths import LONGEST_QUOTE, display, inside
from pressmark.package.reading import in_place_of, read_part
from pressmark.package.statement import read_statement
from pressmark.package.upgrade import upgrade, upgrade_schema
from pressmark.version import parse
from pressmark.words import nearest, shortened

AUTHORED = "datapackage/datapackage.yaml"
BARE = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
AUTHORED_SQL = (
    ("rules", "schemas/rules"),
    ("views", "datapackage/views"),
    ("queries", "datapackage/queries"),
)
PAGES = "datapackage/pages"
SHAPES = "shapes"
"""The heading by which a part of a page names the file of the areas that its map shows."""
LARGEST_SHAPES = 8_000_000


def read_project(where: Path, *, trust_rules: bool = False) -> Package:
    """Read a project folder or a descriptor.

    The SQL of an authored project is its own and trusted; that of a bare descriptor only with
    `trust_rules`. ProjectError says where the project is wrong as written.
    """
    if where.is_dir():
        if (where / AUTHORED).exists():
            return read_authored(where)
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
        return read_authored(where.parent.parent)
    return read_package(where, trusted=trust_rules)


def read_authored(root: Path) -> Package:
    """Read a project whose schemas and records are found by the table's name."""
    place = display(root / AUTHORED)
    document = read_document(root / AUTHORED, place)
    for resource in listed(document, "resources", place):
        name = resource.get("name")
        if isinstance(name, str):
            resource.setdefault("path", f"datapackage/records/{name}.csv")
            resource.setdefault("schema", f"schemas/{name}.yaml")
    descriptor, parts, misspelt = read_descriptor(document, root, place, authored=True)
    refuse(misspelt)
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
        tables=find_tables(descriptor, root, place),
        rules=tuple(read_statements(root, sql["rules"], authored=True)),
        views=tuple(read_statements(root, sql["views"], authored=True)),
        queries=tuple(read_statements(root, sql["queries"], authored=True)),
        pages=pages,
        shapes=tuple(read_shapes(root, pages)),
        withdrawn=optional_text(withdrawn, authored=True),
        note=optional_text(note, authored=True),
        files=(
            root / AUTHORED,
            *parts,
            *(root / path for paths in sql.values() for path in paths),
            *optional,
        ),
        releases=folder / "releases",
        trusted=True,
    )


def read_package(path: Path, *, trusted: bool) -> Package:
    """Read a descriptor as published, a release's or a stranger's."""
    place = display(path)
    root = path.parent
    descriptor, parts, misspelt = read_descriptor(read_document(path, place), root, place)
    statements = {
        kind: tuple(read_statements(root, paths.of(descriptor) or ())) for kind, paths in OF_SQL
    }
    withdrawn = WITHDRAWN.of(descriptor)
    return Package(
        descriptor=descriptor,
        root=root,
        place=display(root),
        tables=find_tables(descriptor, root, place),
        rules=statements["rules"],
        views=statements["views"],
        queries=statements["queries"],
        withdrawn=None if withdrawn is None else optional_text(inside(root, withdrawn, place)),
        files=(path, *parts),
        trusted=trusted,
        misspelt=misspelt,
    )


def read_descriptor(
    document: dict[str, Any], root: Path, place: str, *, authored: bool = False
) -> tuple[Descriptor, tuple[Path, ...], tuple[Misspelt, ...]]:
    """Read a descriptor, the files of their own in which schemas and dialects stand, and its slips.

    What is `authored` here may hold fewer properties than what a release or a stranger wrote.
    """
    files: list[Path] = []
    misspelt: list[Misspelt] = []
    inlined: set[str] = set()
    document = upgrade(document)
    resources = listed(document, "resources", place)
    refuse_addresses(resources, place)
    for position, resource in enumerate(resources):
        for part, kind in (("schema", Schema), ("dialect", Dialect)):
            written = resource.get(part)
            if isinstance(written, str):
                path = inside(root, written, place)
                found = read_document(path, display(path))
                if part == "schema":
                    found = upgrade_schema(found)
                value = read_part(kind, found, display(path))
                slips = Reader(display(path), authored=authored).misspelt(value)
                misspelt += [replace(each, table=resource.get("name")) for each in slips]
                resource[part] = found
                files.append(path)
                inlined.add(f"resources[{position}].{part}.")
    descriptor = read_part(Descriptor, document, place)
    slips = Reader(place, authored=authored).misspelt(descriptor, omit=inlined)
    return descriptor, tuple(dict.fromkeys(files)), (*slips, *misspelt)


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
    """Refuse what would have to be fetched, with the list of what to download."""
    addresses: list[str] = []
    for resource in resources:
        paths = resource.get("path")
        listed_paths = paths if isinstance(paths, list) else [paths]
        parts = [resource.get(name) for name in ("schema", "dialect")]
        if paths is None and "data" not in resource:  # beside them a url says where it is from
            parts.append(resource.get("url"))
        written = [each for each in (*listed_paths, *parts) if isinstance(each, str)]
        addresses.extend(each for each in written if ADDRESS.match(each))
    if addresses:
        raise ProjectError(
            place,
            "holds addresses, and nothing is fetched: " + ", ".join(addresses),
            "download them into the package's folder and write their paths instead",
        )


def find_tables(descriptor: Descriptor, root: Path, place: str) -> tuple[Table, ...]:
    """Find the files of every table; ProjectError for a table that cannot be judged as written."""
    names = [resource.name for resource in descriptor.resources]
    for name in names:
        if names.count(name) > 1:
            raise ProjectError(place, f"two tables are named {name!r}", "rename one")
    tables = tuple(find_table(resource, root, place) for resource in descriptor.resources)
    schemas = {table.name: table.schema for table in tables}
    for table in tables:
        for key in table.schema.foreign_keys:
            parent = key.reference.resource or table.name
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


def sql_files(root: Path, folder: str) -> list[str]:
    """List the SQL files of a folder, sorted by name; editors keep hidden ones of their own."""
    found = (root / folder).glob("*.sql")
    return sorted(f"{folder}/{path.name}" for path in found if not path.name.startswith("."))


def read_statements(
    root: Path, paths: Sequence[str], *, authored: bool = False
) -> Iterator[Statement]:
    """Read SQL files, named by their file names; what is `authored` may have any line ends."""
    names = [PurePosixPath(written).stem for written in paths]
    for name, written in zip(names, paths, strict=True):
        if names.count(name) > 1:
            raise ProjectError(display(root), f"two SQL files are named {name!r}", "rename one")
        path = inside(root, written, display(root))
        text = read_text(path, display(path), any_line_ends=authored)
        yield read_statement(path.stem, display(path), text)


def read_shapes(root: Path, pages: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    """Read the files of areas that pages name, each once, as they are written."""
    seen = set()
    for page in pages:
        written = page.heading(SHAPES)
        if written and written not in seen:
            seen.add(written)
            path = inside(root, written, page.place_of(SHAPES))
            refuse_missing(path, written, page.place_of(SHAPES))
            yield written, read_text(path, display(path), most=LARGEST_SHAPES)


def refuse_missing(path: Path, written: str, place: str) -> None:
    """Refuse a file that is not there, with the nearest beside it."""
    if path.exists():
        return
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    near = nearest(path.name, sorted(each.name for each in beside))
    right = f"did you mean {near}?" if near else "check its name and folder"
    wrong = f"names the file {shortened(written, LONGEST_QUOTE)!r}, and there is no such file"
    raise ProjectError(place, wrong, right)


def optional_text(path: Path, *, authored: bool = False) -> str | None:
    """Read a text file that may be missing."""
    try:
        exists = path.exists()
    except OSError as error:
        raise machine_error(error, str(path)) from None
    return read_text(path, display(path), any_line_ends=authored) if exists else None

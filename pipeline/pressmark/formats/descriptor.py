"""`datapackage.json` of a release: Data Package v2, schemas inline, normalised.

The same package always gives the same text, and a release read again gives itself
(docs/explanation/standard.md, "What is written").
"""

from typing import Any

from pressmark.engine.tables import StoredTable
from pressmark.field_types import as_published
from pressmark.formats.attached import Attached
from pressmark.formats.csv import CSV, Measured
from pressmark.indented import render_indented
from pressmark.package import (
    PROFILE,
    Attachment,
    Constraints,
    Field,
    ForeignKey,
    Package,
    Schema,
    Table,
)
from pressmark.package.names import name_in_sql
from pressmark.package.order import describe_order
from pressmark.package.own import (
    COPIED,
    FORMAT,
    OF_SQL,
    ORDER,
    PARTS,
    SQL_NAME,
    STORAGE,
    TREE,
    WITHDRAWN,
)
from pressmark.package.part_files import describe_parts, name_part_files
from pressmark.package.release_format import FIRST, find_release_format

DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
NORMALISED = ("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues",
              "missingValues")  # fmt: skip
"""Properties of a field that say how it was written; canonical CSV needs none of them."""
STORED = ("compression", "innerpath")
"""Properties of a table that say how it was packed."""
OF_THE_TABLE = (ORDER.name, PARTS.name, TREE.name, SQL_NAME.name)
"""Properties of a table that are written anew."""
OF_THE_RELEASE = (FORMAT.name, *(own.name for _, own in OF_SQL), WITHDRAWN.name)
"""Properties of a package that are written anew: its format, and the files that it holds."""


def render_descriptor(
    package: Package,
    stored: tuple[StoredTable, ...],
    measured: dict[str, Measured],
    attached: dict[str, Attached],
) -> str:
    """Write the descriptor; `measured` tells of each table's CSV by its name.

    `attached` tells of every other resource; all keep the order in which they were described.
    """
    written = package.descriptor.written()
    own = {
        name: value
        for name, value in written.items()
        if name not in type(package.descriptor).known() and name not in OF_THE_RELEASE
    }
    known = {
        name: value
        for name, value in written.items()
        if name in type(package.descriptor).known() and name not in ("$schema", "resources", "name")
    }
    document = {
        "$schema": PROFILE,
        "name": package.name,
        **known,
        **own,
        **describe_format(package),
        **describe_sql(package),
        "resources": describe_resources(package, stored, measured, attached),
    }
    return render_indented(document) + "\n"


def describe_format(package: Package) -> dict[str, Any]:
    """Say by which rules the release is written; the first format says nothing."""
    number = find_release_format(package)
    return {} if number == FIRST else {FORMAT.name: number}


def describe_sql(package: Package) -> dict[str, Any]:
    """Name the SQL files and the list of withdrawn keys that the package holds."""
    properties: dict[str, Any] = {}
    named = {kind: own.name for kind, own in OF_SQL}
    for kind, statements in list_sql_files(package):
        if statements:
            properties[named[kind]] = [f"{kind}/{name}.sql" for name, _ in statements]
    if package.withdrawn is not None:
        properties[WITHDRAWN.name] = "withdrawn.csv"
    return properties


def list_sql_files(package: Package) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
    """List the SQL of a package by kind: names and texts, in the order of the names."""
    return tuple(
        (kind, sorted((each.name, each.text) for each in statements))
        for kind, statements in (
            ("rules", package.rules),
            ("views", package.views),
            ("queries", package.queries),
        )
    )


def describe_resources(
    package: Package,
    stored: tuple[StoredTable, ...],
    measured: dict[str, Measured],
    attached: dict[str, Attached],
) -> list[dict[str, Any]]:
    """Describe what a release holds: tables as they are named in files and in SQL, and the rest."""
    told = {
        each.table.name: describe_resource(
            each, CSV.path(package, each.table.name), measured[each.table.name], named,
            describe_copies(package, each.table.name),
        )
        for each, named in zip(stored, name_in_sql(package).tables, strict=True)
    }  # fmt: skip
    for each in package.attachments:
        told[each.name] = describe_attached(each, attached[each.name])
    return [told[each.name] for each in package.descriptor.resources]


def describe_copies(package: Package, table: str) -> dict[str, Any]:
    """Say where parts of a table stand that were read from copies; nothing where none was."""
    parts = {
        each.part: {"address": each.address, "hash": f"sha256:{each.sha256}"}
        for each in package.copied
        if each.table == table
    }
    return {COPIED.name: parts} if parts else {}


def describe_resource(
    stored: StoredTable, path: str, measured: Measured, named: Table, copies: dict[str, Any]
) -> dict[str, Any]:
    """Describe one table of a release, which has its CSV at `path` and is `named` so in SQL.

    Where it is cut, that is the folder of its parts. `copies` says where parts of its
    description were copied from.
    """
    given = stored.table.resource
    files = name_part_files(path, measured.parts)
    written = given.written()
    own = {
        name: value
        for name, value in written.items()
        if name not in type(given).known() and name not in (*STORED, *OF_THE_TABLE)
    }
    descriptive = ("title", "description", "sources", "licenses")
    return {
        "name": given.name,
        "type": "table",
        "path": list(files) if measured.parts else path,
        **{name: written[name] for name in descriptive if name in written},
        "format": "csv",
        "mediatype": CSV.media_type,
        "encoding": "utf-8",
        "bytes": measured.size,
        "hash": f"sha256:{measured.sha256}",
        **({TREE.name: measured.tree.model_dump()} if measured.tree else {}),
        "dialect": DIALECT,
        "schema": describe_schema(stored, named),
        **own,
        **copies,
        **describe_sql_name(given.name, named.name),
        **describe_order(in_file_order=stored.order_column is not None),
        **describe_parts(measured.parts),
    }


def describe_attached(attachment: Attachment, measured: Attached) -> dict[str, Any]:
    """Describe a resource of a release that no schema describes: as it was, but for its place."""
    given = attachment.resource
    anew = ("name", "type", "path", "data", "bytes", "hash", TREE.name)
    written = {name: value for name, value in given.written().items() if name not in anew}
    paths = list(measured.paths)
    return {
        "name": given.name,
        **({"type": given.type} if given.type else {}),
        **({"path": paths if len(paths) > 1 else paths[0]} if paths else {"data": given.data}),
        **{name: value for name, value in written.items() if name in type(given).known()},
        **({"bytes": measured.size, "hash": f"sha256:{measured.sha256}"} if paths else {}),
        TREE.name: measured.tree.model_dump(),
        **{name: value for name, value in written.items() if name not in type(given).known()},
    }


def describe_sql_name(name: str, in_databases: str) -> dict[str, str]:
    """Say what databases call a table or a field, where they cannot have its name."""
    return {} if name == in_databases else {SQL_NAME.name: in_databases}


def describe_schema(stored: StoredTable, named: Table) -> dict[str, Any]:
    """Describe the columns and keys of one table of a release, which is `named` so in SQL."""
    given: Schema = stored.table.schema
    written = given.written()
    own = {name: value for name, value in written.items() if name not in type(given).known()}
    key = given.primary_key or ()
    described: dict[str, Any] = {
        **own,
        "fields": [
            describe_field(field, storage.kind, required=field.name in key)
            | describe_sql_name(field.name, column.name)
            for field, storage, column in zip(
                given.fields, stored.storages, named.schema.fields, strict=True
            )
        ],
        "missingValues": [stored.null_text],
    }
    if given.primary_key:
        described["primaryKey"] = list(given.primary_key)
    if given.unique_keys:
        described["uniqueKeys"] = [list(names) for names in given.unique_keys]
    # The keys to a resource that nobody described are not judged, and stay.
    keys = (stored.table.resource.table_schema or given).every_foreign_key
    if keys:
        described["foreignKeys"] = [describe_foreign_key(each, stored.table.name) for each in keys]
    return described


def describe_field(field: Field, storage: str, *, required: bool) -> dict[str, Any]:
    """Describe one field of a release as its values are written there."""
    field = as_published(field)
    written = {name: value for name, value in field.written().items() if name not in NORMALISED}
    constraints = dict(written.pop("constraints", {}))
    if required:
        constraints["required"] = True
    if field.categories and "enum" not in constraints:
        constraints["enum"] = [category.value for category in field.categories]
    described: dict[str, Any] = {"name": field.name, "type": field.type, "format": field.format}
    described |= {name: value for name, value in written.items() if name not in described}
    if constraints:
        order = [*Constraints.known(), *constraints]
        described["constraints"] = {
            name: constraints[name] for name in dict.fromkeys(order) if name in constraints
        }
    described.pop(STORAGE.name, None)
    described.pop(SQL_NAME.name, None)
    return described | {STORAGE.name: storage}


def describe_foreign_key(key: ForeignKey, table: str) -> dict[str, Any]:
    """Describe a foreign key; a reference to its own table names none."""
    reference: dict[str, Any] = {"fields": list(key.reference.fields)}
    parent, package = key.reference.resource, key.reference.package
    if parent and (parent != table or package):
        reference = {"resource": parent, **reference}
    if package is not None:
        reference = {"package": package, **reference}
    reference |= key.reference.model_extra or {}
    return {"fields": list(key.fields), "reference": reference, **(key.model_extra or {})}

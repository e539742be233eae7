"""`datapackage.json` of a release: Data Package v2, schemas inline, normalised.

The same package always gives the same text, and a release read again gives itself
(docs/explanation/standard.md, "What is written").
"""

import json
from typing import Any

from pressmark.engine.tables import StoredTable
from pressmark.field_types import as_published
from pressmark.formats.attached import Attached
from pressmark.formats.csv import CSV, Measured
from pressmark.package import PROFILE, Attachment, Constraints, Field, ForeignKey, Package, Schema
from pressmark.package.order import order_property
from pressmark.package.own import FORMAT, OF_SQL, ORDER, STORAGE, TREE, WITHDRAWN
from pressmark.package.release_format import FIRST, release_format

DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
NORMALISED = ("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues",
              "missingValues")  # fmt: skip
"""Properties of a field that say how it was written; canonical CSV needs none of them."""
STORED = ("compression", "innerpath")
"""Properties of a table that say how it was packed."""
OF_THE_RELEASE = (FORMAT.name, *(own.name for _, own in OF_SQL), WITHDRAWN.name)
"""Properties of a package that are written anew: its format, and the files that it holds."""


def data_path(name: str) -> str:
    """Give the path of a table's data inside a release."""
    return CSV.file.format(table=name)


def descriptor_text(
    package: Package,
    stored: tuple[StoredTable, ...],
    measured: dict[str, Measured],
    attached: dict[str, Attached],
) -> str:
    """Write the descriptor; `measured` tells of each table's CSV by its name.

    `attached` tells of every other resource; all keep the order in which they were described.
    """
    told = {each.table.name: resource(each, measured[each.table.name]) for each in stored}
    for each in package.attachments:
        told[each.name] = attached_resource(each, attached[each.name])
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
        **format_property(package),
        **sql_properties(package),
        "resources": [told[each.name] for each in package.descriptor.resources],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def format_property(package: Package) -> dict[str, Any]:
    """Say by which rules the release is written; the first format says nothing."""
    number = release_format(package)
    return {} if number == FIRST else {FORMAT.name: number}


def sql_properties(package: Package) -> dict[str, Any]:
    """Name the SQL files and the list of withdrawn keys that the package holds."""
    properties: dict[str, Any] = {}
    named = {kind: own.name for kind, own in OF_SQL}
    for kind, statements in sql_files(package):
        if statements:
            properties[named[kind]] = [f"{kind}/{name}.sql" for name, _ in statements]
    if package.withdrawn is not None:
        properties[WITHDRAWN.name] = "withdrawn.csv"
    return properties


def sql_files(package: Package) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
    """List the SQL of a package by kind: names and texts, in the order of the names."""
    return tuple(
        (kind, sorted((each.name, each.text) for each in statements))
        for kind, statements in (
            ("rules", package.rules),
            ("views", package.views),
            ("queries", package.queries),
        )
    )


def resource(stored: StoredTable, measured: Measured) -> dict[str, Any]:
    """Describe one table of a release."""
    given = stored.table.resource
    written = given.written()
    own = {
        name: value
        for name, value in written.items()
        if name not in type(given).known() and name not in (*STORED, ORDER.name, TREE.name)
    }
    descriptive = ("title", "description", "sources", "licenses")
    return {
        "name": given.name,
        "type": "table",
        "path": data_path(given.name),
        **{name: written[name] for name in descriptive if name in written},
        "format": "csv",
        "mediatype": CSV.media_type,
        "encoding": "utf-8",
        "bytes": measured.size,
        "hash": f"sha256:{measured.sha256}",
        **({TREE.name: measured.tree.model_dump()} if measured.tree else {}),
        "dialect": DIALECT,
        "schema": schema(stored),
        **own,
        **order_property(in_file_order=stored.order_column is not None),
    }


def attached_resource(attachment: Attachment, measured: Attached) -> dict[str, Any]:
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


def schema(stored: StoredTable) -> dict[str, Any]:
    """Describe the columns and keys of one table of a release."""
    given: Schema = stored.table.schema
    written = given.written()
    own = {name: value for name, value in written.items() if name not in type(given).known()}
    key = given.primary_key or ()
    described: dict[str, Any] = {
        **own,
        "fields": [
            field_of(field, storage.kind, required=field.name in key)
            for field, storage in zip(given.fields, stored.storages, strict=True)
        ],
        "missingValues": [stored.null_text],
    }
    if given.primary_key:
        described["primaryKey"] = list(given.primary_key)
    if given.unique_keys:
        described["uniqueKeys"] = [list(names) for names in given.unique_keys]
    # The keys to a resource that nobody described are not judged, and stay.
    keys = (stored.table.resource.table_schema or given).foreign_keys
    if keys:
        described["foreignKeys"] = [foreign_key(each, stored.table.name) for each in keys]
    return described


def field_of(field: Field, storage: str, *, required: bool) -> dict[str, Any]:
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
    return described | {STORAGE.name: storage}


def foreign_key(key: ForeignKey, table: str) -> dict[str, Any]:
    """Describe a foreign key; a reference to its own table names none."""
    reference: dict[str, Any] = {"fields": list(key.reference.fields)}
    parent = key.reference.resource
    if parent and parent != table:
        reference = {"resource": parent, **reference}
    return {"fields": list(key.fields), "reference": reference}

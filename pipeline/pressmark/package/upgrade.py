"""Descriptors of Data Package v1 and of frictionless 5 brought to v2 ("Changelog", v2.0).

What v2 still reads is left alone: a lone text where it now wants a list, a hash without its
algorithm (md5). What it renamed or dropped is rewritten here.
"""

from collections.abc import Collection, Mapping
from typing import Any

from pressmark.errors import ProjectError
from pressmark.package.dialect import Dialect
from pressmark.package.mending import read_mended
from pressmark.package.own import DECLARED
from pressmark.package.schema import Schema
from pressmark.package.unchecked import STANDARD

DROPPED_FROM_DIALECT = ("csvddfVersion",)
NESTED = ("csv", "excel", "ods", "json", "sql", "sqlite")
"""Parts into which frictionless 5 divides a dialect, each for a kind of files."""
OTHER_NAMES = {"keys": "itemKeys"}
"""What frictionless 5 calls otherwise than the standard does, in such a part."""
OF_A_SCHEMA = ("primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "fieldsMatch")
"""Properties of a schema that some publishers write beside it."""


def upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """Give the descriptor in the words of v2; a v2 descriptor comes back equal."""
    upgraded = without_profile(document)
    if isinstance(upgraded.get("contributors"), list):
        upgraded["contributors"] = [upgrade_contributor(each) for each in upgraded["contributors"]]
    if isinstance(upgraded.get("resources"), list):
        upgraded["resources"] = [upgrade_resource(each) for each in upgraded["resources"]]
    return upgraded


def without_profile(part: dict[str, Any]) -> dict[str, Any]:
    """Give a part without the `profile` of v1; one beside the standard's own profiles is kept."""
    rest = {name: value for name, value in part.items() if name != "profile"}
    for value in (part.get("profile"), part.get("$schema")):
        if isinstance(value, str) and value.strip() and not STANDARD.fullmatch(value):
            rest.setdefault(DECLARED.name, value)
    return rest


def upgrade_contributor(contributor: Any) -> Any:
    """Read the one `role` of v1 as the list `roles`."""
    if not isinstance(contributor, dict) or "role" not in contributor:
        return contributor
    rest = {name: value for name, value in contributor.items() if name != "role"}
    return rest | {"roles": rest.get("roles", [contributor["role"]])}


def upgrade_resource(resource: Any) -> Any:
    """Read the resource `profile` of v1 as `type`, and its dialect and schema in v2's words."""
    if not isinstance(resource, dict):
        return resource
    upgraded = without_profile(resource)
    if resource.get("profile") == "tabular-data-resource":
        upgraded.setdefault("type", "table")
    if isinstance(upgraded.get("dialect"), dict):
        upgraded["dialect"] = upgrade_dialect(upgraded["dialect"])
    if isinstance(upgraded.get("schema"), dict):
        upgraded["schema"] = upgrade_schema(upgraded["schema"])
    return upgraded


def upgrade_dialect(dialect: dict[str, Any]) -> dict[str, Any]:
    """Read a dialect of v1, and one that frictionless 5 divided: each part stands for the whole.

    What a part holds and the standard has no property for stays where it is.
    """
    known = {
        name: value
        for name, value in dialect.items()
        if name not in DROPPED_FROM_DIALECT and not (name in NESTED and isinstance(value, dict))
    }
    for part in NESTED:
        inner = dialect.get(part)
        if isinstance(inner, dict):
            rest = {}
            for name, value in inner.items():
                right = find_standard_name(name, value)
                if right is None:
                    rest[name] = value
                else:
                    known[right] = "object" if name == "keyed" else value
            known |= {part: rest} if rest else {}
    return known


def find_standard_name(name: str, value: Any) -> str | None:
    """Give the standard's property for one of frictionless 5; None where there is none."""
    if name == "sheet":
        return "sheetName" if isinstance(value, str) else "sheetNumber"
    if name == "keyed":
        return "itemType" if value is True else None
    right = OTHER_NAMES.get(name, name)
    return right if right in Dialect.known() else None


def move_into_schema(
    resource: dict[str, Any], fields: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """Put what stands beside a schema into it where it could stand there; give the names.

    What the schema says itself stays as it is, and so does what names no field of it, or of
    another table, by the `fields` of each: the standard knows no such property, and can call
    nothing wrong that it says.
    """
    schema = resource.get("schema")
    if not isinstance(schema, dict):
        return ()
    moved = tuple(
        name for name in OF_A_SCHEMA
        if name in resource and name not in schema and fits(schema, name, resource[name], fields)
    )  # fmt: skip
    inside = {name: resource.pop(name) for name in moved}
    resource["schema"] = upgrade_schema(schema | inside) if moved else schema
    return moved


def fits(
    schema: dict[str, Any], name: str, value: Any, fields: Mapping[str, Collection[str]]
) -> bool:
    """Whether a property could stand in a schema; one that is wrong by itself has its own fault."""
    try:
        read = read_mended(Schema, upgrade_schema(schema | {name: value}), "")
    except ProjectError:
        return True
    if any(each.path.startswith(name) for each in read.faults):
        return False
    keys = read.part.foreign_keys if name == "foreignKeys" else ()
    return all(
        set(key.reference.fields) <= set(fields.get(key.reference.resource, ()))
        for key in keys
        if key.reference.resource
    )


def upgrade_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Read v1's empty `resource` of a self-reference as v2 writes it: left out."""
    keys = schema.get("foreignKeys")
    if not isinstance(keys, list):
        return schema
    return schema | {"foreignKeys": [without_empty_resource(key) for key in keys]}


def without_empty_resource(key: Any) -> Any:
    """Drop `"resource": ""` from a foreign key."""
    if not isinstance(key, dict) or not isinstance(key.get("reference"), dict):
        return key
    reference = key["reference"]
    if reference.get("resource") == "":
        reference = {name: value for name, value in reference.items() if name != "resource"}
    return key | {"reference": reference}

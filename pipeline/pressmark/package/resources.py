"""The resources of a descriptor → tables and attachments, with their files found inside the root.

A resource with a schema is a table, unless it is GeoJSON. Any other is carried as it is: the
standard asks for a schema nowhere ("Data Resource").
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pressmark.errors import ProjectError
from pressmark.package.copies import is_address
from pressmark.package.meant import ORDINARY
from pressmark.package.package import Attachment, Descriptor, Resource, Table
from pressmark.package.part_reader import ReadDescriptor
from pressmark.package.paths import resolve_inside
from pressmark.package.reading import find_in_place
from pressmark.package.release_format import is_released
from pressmark.package.schema import ForeignKey
from pressmark.package.slips import Unusable

PATH_OR_DATA = "write one of the two"
WITHOUT_DATA = re.compile(r"(resources\[\d+\])(?:\.path.*)?")
"""What is told already of a resource that has no data because it is none, or its path none."""


class FoundResources(NamedTuple):
    """What a package holds, and what is wrong with it that stops no judging."""

    tables: tuple[Table, ...]
    attachments: tuple[Attachment, ...]
    faults: tuple[Unusable, ...]


def find_resources(read: ReadDescriptor, root: Path, place: str) -> FoundResources:
    """Find the files of every resource; ProjectError where no path of any can be followed.

    No release has a path that cannot, so one that has it is none.
    A table of which a part is lost is an attachment: its files are judged all the same. A resource
    that names what is no file of the package is none, and no such file is ever opened.
    """
    descriptor = read.descriptor
    names = [resource.name for resource in descriptor.resources]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ProjectError(place, f"two tables are named {twice!r}", "rename one")
    tables: list[Table] = []
    attachments: list[Attachment] = []
    inside, faults = leave_unsafe(descriptor, root, place)
    told = {at[1] for each in read.faults if (at := WITHOUT_DATA.fullmatch(each.path))}
    for position, resource, paths in inside:
        lost = {part for part in ("schema", "dialect") if (resource.name, part) in read.lost}
        if bool(resource.path) == (resource.data is not None):
            if f"resources[{position}]" not in told:
                faults.append(explain_no_data(resource, position, place))
        elif lost:
            attachment = Attachment(resource, paths, name_place(resource, place))
            attachments.append(replace(attachment, has_dialect="dialect" not in lost))
        elif resource.table_schema is not None and resource.is_described:
            if is_text_of_no_format(resource):
                faults.append(explain_no_format(resource, position, place))
            else:
                tables.append(
                    Table(resource, resource.table_schema, paths, name_place(resource, place))
                )
        else:
            if resource.table_schema is None:
                faults += explain_no_schema(resource, position, place)
            attachments.append(Attachment(resource, paths, name_place(resource, place)))
    described = {each.name for each in tables}
    undescribed = {each.name for each in descriptor.resources} - described
    found = FoundResources(tuple(tables), tuple(attachments), tuple(faults))
    return with_sound_references(found, undescribed, descriptor, place)


def explain_no_data(resource: Resource, position: int, place: str) -> Unusable:
    """Say of a resource that it has no data, or its data twice."""
    what = "both path and data" if resource.path else "neither path nor data"
    more = resource.model_extra or {}
    right = f"{PATH_OR_DATA}{find_in_place('path', more)}"
    if not resource.path and is_address(more.get("url")):
        what, right = f"{what}, and nothing is fetched from its url", "download it, and write path"
    path, value = f"resources[{position}]", json.dumps(resource.name, ensure_ascii=False)
    return Unusable(place, path, value, f"has {what}", right, resource.name)


def leave_unsafe(
    descriptor: Descriptor, root: Path, place: str
) -> tuple[list[tuple[int, Resource, tuple[Path, ...]]], list[Unusable]]:
    """Leave out every resource that names what is no file of the package, and say so.

    Give the others with their places and the paths of their files, which need not be there.
    ProjectError where there is none, or in a release.
    """
    inside, faults, refusals = [], [], []
    for position, resource in enumerate(descriptor.resources):
        try:
            paths = tuple(resolve_inside(root, written, place) for written in resource.path or ())
        except ProjectError as refusal:
            refusals.append(refusal)
            faults.append(explain_unsafe(resource, position, refusal))
        else:
            inside.append((position, resource, paths))
    if refusals and (not inside or is_released(descriptor)):
        raise refusals[0]
    return inside, faults


def explain_unsafe(resource: Resource, position: int, refusal: ProjectError) -> Unusable:
    """Say of a resource that its path leads out of the package, or nowhere ("Data Location")."""
    value = json.dumps(resource.path, ensure_ascii=False)
    wrong = f"cannot be used: {refusal.wrong}"
    path = f"resources[{position}].path"
    return Unusable(refusal.place, path, value, wrong, refusal.right, resource.name)


def is_text_of_no_format(resource: Resource) -> bool:
    """Whether the data in the descriptor is a text, and nothing says what the text is."""
    is_text = not resource.path and isinstance(resource.data, str)
    return is_text and not (resource.format or resource.mediatype)


def explain_no_format(resource: Resource, position: int, place: str) -> Unusable:
    """Say of a table whose data is a text that nothing says of which format."""
    path, value = f"resources[{position}].data", json.dumps(resource.name, ensure_ascii=False)
    wrong, right = "is a text, and nothing says of which format", "write its format, such as csv"
    return Unusable(place, path, value, wrong, right, resource.name)


def explain_no_schema(resource: Resource, position: int, place: str) -> Iterator[Unusable]:
    """Say so where a slip of the hand keeps a schema from being one; most resources need none."""
    more = (resource.model_extra or {}).items()
    near = [name for name, value in more if name not in ORDINARY or isinstance(value, dict)]
    instead = find_in_place("schema", near)
    if instead:
        path, value = f"resources[{position}]", json.dumps(resource.name, ensure_ascii=False)
        yield Unusable(place, path, value, "has no schema", f"write schema{instead}", resource.name)


def name_place(resource: Resource, place: str) -> str:
    """Name a resource's files, or the data in the descriptor, for people."""
    if not resource.path:
        return f"{place} (data of {resource.name})"
    more = f" and {len(resource.path) - 1} more" if len(resource.path) > 1 else ""
    return resource.path[0] + more


def with_sound_references(
    found: FoundResources, undescribed: set[str], descriptor: Descriptor, place: str
) -> FoundResources:
    """Take from the tables the foreign keys that lead to no field, and say so.

    Those to an undescribed resource are taken away as well: nobody can tell what its fields are.
    """
    fields = {table.name: [field.name for field in table.schema.fields] for table in found.tables}
    positions = {each.name: number for number, each in enumerate(descriptor.resources)}
    tables: list[Table] = []
    faults = list(found.faults)
    for table in found.tables:
        kept: list[ForeignKey] = []
        for number, key in enumerate(table.schema.every_foreign_key):
            if key.reference.package is not None:
                kept.append(key)
                continue
            parent = key.reference.resource or table.name
            wrong = next(explain_wrong_reference(key, parent, fields), None)
            if parent in undescribed:
                continue
            if wrong is None:
                kept.append(key)
                continue
            at = f"resources[{positions[table.name]}].schema.foreignKeys[{number}]"
            value = json.dumps(key.written(), ensure_ascii=False)
            faults.append(Unusable(place, at, value, *wrong, table.name))
        same = len(kept) == len(table.schema.every_foreign_key)
        schema = table.schema.model_copy(update={"every_foreign_key": tuple(kept)})
        tables.append(table if same else replace(table, schema=schema))
    return found._replace(tables=tuple(tables), faults=tuple(faults))


def explain_wrong_reference(
    key: ForeignKey, parent: str, fields: dict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """Say where a foreign key leads to no field: what is wrong, and what would be right."""
    if parent not in fields:
        yield f"names the table {parent!r}, which is not in the package", name_one_of(fields)
        return
    for each in key.reference.fields:
        if each not in fields[parent]:
            wrong = f"names the field {each!r}, which {parent!r} does not have"
            yield wrong, name_one_of(fields[parent])


def name_one_of(names: Iterable[str]) -> str:
    """Say which names there are."""
    return f"name one of {', '.join(names)}"

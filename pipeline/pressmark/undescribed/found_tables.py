"""Files and what was found in them → the tables of a package that is nowhere written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pressmark.infer.draft import DraftLayout
from pressmark.infer.table_files import LIMITS, describe_as_table, drop_header
from pressmark.intake import TableFile
from pressmark.package import Descriptor, Package, Resource, Schema, Table, Unchecked
from pressmark.package.reading import read_part
from pressmark.package.resources import FoundResources, with_sound_references
from pressmark.report.finding import Findings
from pressmark.undescribed.given_schema import GivenSchema

NOT_NAMED = "the table that it refers to is none of the files"


@dataclass(frozen=True)
class FoundTable:
    """A table as it is judged, with the layout that was found, and its resource as people know it.

    `by_name` says that its header is read and compared: else it is passed over, because its names
    are not all those of the fields.
    """

    table: Table
    layout: DraftLayout
    resource: dict[str, Any]
    by_name: bool = True


def make_found_table(
    path: Path, place: str, layout: DraftLayout, name: str, schema: dict[str, Any]
) -> FoundTable:
    """Give a table whose schema was found in its file."""
    dialect = layout.dialect if is_header_as_written(layout) else drop_header(layout)
    read = read_part(Schema, name_as_written(schema, layout), place)
    by_name = dialect is layout.dialect
    resource = describe_table(name, place, layout, schema)
    return FoundTable(
        make_table(path, place, layout, name, dialect, read), layout, resource, by_name
    )


def is_header_as_written(layout: DraftLayout) -> bool:
    """Whether the names of the columns are those in the header, or there is none."""
    one_row = len(layout.dialect.get("headerRows", (1,))) == 1
    return (one_row and layout.columns == layout.header) or not layout.header


def name_as_written(schema: dict[str, Any], layout: DraftLayout) -> dict[str, Any]:
    """Name fields as their columns are named in the file, where these are found by name.

    Keys, which name the fields too, are left out where any name differs.
    """
    if not layout.by_name or layout.columns == layout.header:
        return schema
    fields = zip(schema["fields"], layout.header, strict=True)
    return {"fields": [{**each, "name": name} for each, name in fields]}


def make_judged_table(
    path: Path, place: str, layout: DraftLayout, name: str, given: GivenSchema
) -> FoundTable:
    """Give a table that is judged by a schema, its header found by the names of the fields.

    Where these are the names that `describe` gives the columns, they are those of the columns.
    """
    names = tuple(each.name for each in given.schema.fields)
    layout = with_header(path, layout, names)
    by_name = layout.by_name or layout.columns != names or is_header_as_written(layout)
    dialect = layout.dialect if by_name else drop_header(layout)
    resource = describe_table(name, place, layout, given.document)
    made = make_table(path, place, layout, name, dialect, given.schema)
    return FoundTable(made, layout, resource, by_name)


def with_header(path: Path, layout: DraftLayout, names: Sequence[str]) -> DraftLayout:
    """Find the header where the first row of a table, which looks like a record, has its names."""
    if layout.dialect.get("header", True):
        return layout
    blocks = TableFile(describe_as_table(path, layout, "first"), Findings(0), LIMITS).blocks()
    first = next(blocks, None)
    rows = first.cells.slice(0, 1).to_pylist() if first else []
    cells = tuple(str(cell) for row in rows for cell in row.values())
    if set(cells).isdisjoint(names):
        return layout
    dialect = {key: value for key, value in layout.dialect.items() if key != "header"}
    return replace(layout, header=cells, columns=cells, dialect=dialect, doubts=())


def make_table(  # noqa: PLR0913, PLR0917 - what makes up a table
    path: Path, place: str, layout: DraftLayout, name: str, dialect: dict[str, Any], schema: Schema
) -> Table:
    """Make a table of a file."""
    resource = Resource.model_validate(
        {"name": name, "path": path.name, "encoding": layout.encoding, "dialect": dialect}
    )
    return Table(resource, schema, (path,), place)


def describe_table(
    name: str, place: str, layout: DraftLayout, schema: dict[str, Any]
) -> dict[str, Any]:
    """Describe a table as a descriptor would, under the path that people know."""
    encoding = {} if layout.encoding == "utf-8" else {"encoding": layout.encoding}
    dialect = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in layout.dialect.items()
    }
    more = {"dialect": dialect} if dialect else {}
    return {"name": name, "type": "table", "path": place, **encoding, **more, "schema": schema}


def make_package(
    found: Sequence[FoundTable], given: GivenSchema | None, refused: Mapping[str, str]
) -> Package:
    """Put tables into a package; `refused` are the names of those that cannot be read, with paths.

    Foreign keys to tables that are none of the files are passed over, and told.
    """
    names = {each.table.name for each in found}
    tables = tuple(with_keys_to(each.table, names) for each in found)
    left = tuple(
        Unchecked(f"{each.table.name}: foreignKeys", reference, NOT_NAMED)
        for each in found
        for reference in list_keys_elsewhere(each.table, names)
    )
    bare = (Resource(name=name, path=(path,)) for name, path in refused.items())
    descriptor = Descriptor(resources=(*(each.resource for each in tables), *bare))
    sound = with_sound_references(
        FoundResources(tables, (), given.faults if given else ()),
        set(),
        descriptor,
        given.place if given else ".",
    )
    return Package(
        descriptor=descriptor,
        root=Path(),
        place=".",
        tables=sound.tables,
        misspelt=given.misspelt if given else (),
        faults=sound.faults,
        unchecked=(*(given.unchecked if given else ()), *left),
    )


def list_keys_elsewhere(table: Table, names: Iterable[str]) -> Iterator[str]:
    """Name the tables that a table refers to and that are not there."""
    for key in table.schema.foreign_keys:
        if key.reference.resource and key.reference.resource not in names:
            yield key.reference.resource


def with_keys_to(table: Table, names: Iterable[str]) -> Table:
    """Give a table without the foreign keys to tables that are not there."""
    kept = tuple(
        key
        for key in table.schema.every_foreign_key
        if not key.reference.resource or key.reference.resource in names
    )
    schema = table.schema.model_copy(update={"every_foreign_key": kept})
    return replace(table, schema=schema)

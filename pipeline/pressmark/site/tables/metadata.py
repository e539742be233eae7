"""A package's metadata in the words of Datasette: titles, help, labels, facets, named queries.

`titles`, `first_words`, `keyed`, `counted_by`, `pointed_at` and `references` are words of our own
that only our templates read.
"""

import re
from textwrap import shorten
from typing import Any

from pressmark import sql
from pressmark.errors import ProjectError
from pressmark.package import Field, Package, Schema, Source, Statement, Table
from pressmark.package.order import MEANING, name_order_column
from pressmark.site.content.record_key import name_numbering_column
from pressmark.site.downloads.link import check_link
from pressmark.site.downloads.served_release import ServedRelease

MOST_FACETS = 3
MOST_VALUES_OF_A_FACET = 20
LONGEST_HELP = 60
ROW = "Row"
"""What readers call the number of a record that has no key."""

Metadata = dict[str, Any]


def describe_database(release: ServedRelease) -> Metadata:
    """Describe one release: the database, its tables and views, and the questions people ask."""
    package = release.package
    origin = describe_license(release) | describe_source(package.descriptor.sources)
    tables = {table.name: describe_table(package, table) for table in package.tables}
    metadata = describe_part(release.title, package.descriptor.description) | origin
    if package.trusted:
        tables |= {view.name: describe_view(view) for view in package.views}
        metadata["queries"] = {query.name: describe_query(query) for query in package.queries}
        refuse_shadows(package, set(tables))
    metadata["tables"] = {name: origin | each for name, each in tables.items()}
    return metadata


def refuse_shadows(package: Package, tables: set[str]) -> None:
    """Refuse a query that has the name of a table: it would hide the table's page."""
    for query in package.queries:
        if query.name in tables:
            wrong = f"the query {query.name!r} has the name of a table and would hide it"
            raise ProjectError(query.place, wrong, "rename the query's file")


def describe_part(title: str | None, description: str | None) -> Metadata:
    """Give title and description, those that are there."""
    both = {"title": title, "description": description}
    return {name: text for name, text in both.items() if text}


def describe_license(release: ServedRelease) -> Metadata:
    """Give the terms of the data with a link that is safe to follow."""
    terms = release.license
    if terms is None:
        return {}
    link = check_link(terms.path)
    given = {"license": terms.title or terms.name or link, "license_url": link}
    return {name: text for name, text in given.items() if text}


def describe_source(sources: tuple[Source, ...] | None) -> Metadata:
    """Give the first source; Datasette has room for one."""
    for source in sources or ():
        link = check_link(source.path)
        given = {"source": source.title or link, "source_url": link}
        return {name: text for name, text in given.items() if text}
    return {}


def describe_table(package: Package, table: Table) -> Metadata:
    """Describe a table from its entry in the descriptor and its schema."""
    extra = table.schema.model_extra or {}
    resource = table.resource
    metadata = describe_part(
        resource.title or extra.get("title"), resource.description or extra.get("description")
    )
    metadata |= describe_source(resource.sources)
    metadata["columns"] = {
        field.name: describe_column(field)
        for field in table.schema.fields
        if field.title or field.description
    }
    metadata["titles"] = {field.name: field.label for field in table.schema.fields}
    metadata["first_words"] = {
        field.name: cut_description(field.description) for field in table.schema.fields
    }
    metadata["keyed"] = bool(table.schema.primary_key)
    counted = name_numbering_column(package, table)
    if counted:
        metadata["counted_by"] = counted
        metadata["titles"][counted] = ROW
    if name_order_column(package, table):
        metadata["columns"][counted] = MEANING
    metadata["references"] = map_references(table)
    facets = choose_facets(table.schema)
    if facets:
        metadata["facets"] = facets
    if table.schema.label_field:
        metadata["label_column"] = table.schema.label_field
    return metadata


def describe_column(field: Field) -> str:
    """Say in one line what a column holds."""
    return ": ".join(text for text in (field.title, field.description) if text)


def cut_description(description: str | None) -> str:
    """Give the first sentence of a description, cut where it is long, for the head of a column."""
    sentence = re.split(r"(?<=[.:;])\s", description or "", maxsplit=1)[0]
    return shorten(sentence.rstrip(":;"), LONGEST_HELP, placeholder=" …") if sentence else ""


def map_references(table: Table) -> dict[str, str]:
    """Name the table that each column of a one-column foreign key points to."""
    return {
        key.fields[0]: key.reference.resource or table.name
        for key in table.schema.foreign_keys
        if len(key.fields) == 1
    }


def choose_facets(schema: Schema) -> list[str]:
    """Choose the fields worth counting by: few allowed values, in the schema's order.

    Every facet costs a query, so a page offers at most three and counts by what is asked for.
    """
    chosen = [field.name for field in schema.fields if has_few_values(field)]
    return chosen[:MOST_FACETS]


def has_few_values(field: Field) -> bool:
    """Tell whether a field may hold only a handful of values."""
    if field.constraints.unique:
        return False
    return field.type == "boolean" or 0 < len(field.allowed or ()) <= MOST_VALUES_OF_A_FACET


def describe_view(view: Statement) -> Metadata:
    """Describe a view from the headings of its SQL file."""
    metadata = describe_part(view.heading("title"), view.heading("description"))
    return metadata | {
        "columns": view.column_help,
        "titles": {},
        "references": {},
        "first_words": {},
    }


def describe_query(query: Statement) -> Metadata:
    """Describe a named query: Datasette runs `sql` with the values of `params`."""
    metadata = describe_part(query.heading("title"), query.heading("description"))
    return metadata | {
        "sql": query.select,
        "params": list(sql.list_parameters(query.select)),
    }

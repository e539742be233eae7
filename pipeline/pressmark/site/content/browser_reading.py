"""How the reader's browser reads a record of a table that has too many for a page each.

Everything a script needs is written here, its SQL too: it knows no schema, and asks the SQLite file
of the release as the site itself does.
"""

from collections.abc import Iterator
from typing import Any

from pressmark import sql
from pressmark.package import Field, Package, Table
from pressmark.public_address import encode_tilde
from pressmark.site.as_files import has_pages
from pressmark.site.content.citation import render_citation, render_record_citation
from pressmark.site.content.markdown import render_line
from pressmark.site.content.pointing import list_pointing
from pressmark.site.content.record import (
    map_labels,
    map_references,
    write_record_select,
)
from pressmark.site.content.record_key import TRUTH, name_numbering_column
from pressmark.site.downloads.served_release import ServedRelease

KEY, LABEL = "PRESSMARKKEY", "PRESSMARKLABEL"
"""What stands in the text of a citation for the key of the record, and for what names it."""


def describe_reading(release: ServedRelease, table: Table) -> dict[str, Any]:
    """Describe for a script how a record of a table is read and shown.

    `record` is the SELECT of one record by the values of `key`, in whose answer stand the fields,
    then the names of what `refers` says, then what names the record; `at` gives the key of the
    record at a place in the order of keys. `links` count and give records that point there, and
    `groups` are references of several fields. A table has its `step` in the addresses of records,
    and `pages` where each of these has a file. ProjectError never: the release was judged.
    """
    package, keyed = release.package, table.schema.primary_key
    number = name_numbering_column(package, table)
    key = list(keyed or ([number] if number else ()))
    columns = ", ".join(map(sql.quote, key))
    references = map_references(package, table)
    return {
        "title": table.resource.title or table.name,
        "step": encode_tilde(table.name),
        "keyed": bool(keyed),
        "key": [TRUTH if is_truth(table, name) else None for name in key],
        "record": write_record_select(package, table, key) if key else None,
        "at": f"select {columns} from {sql.quote(table.name)} order by {columns}"
        " limit 1 offset :place" if key else None,
        "label": map_labels_of(table, table.schema.label_field),
        "fields": [describe_field(each) for each in table.schema.fields],
        "refers": [
            [place_of(table, field), describe_target(target)]
            for field, (target, referred) in references.items()
            if target.schema.primary_key == (referred,)
        ],
        "named": [place_of(table, field) for field in references],
        "groups": list(describe_groups(package, table)),
        "links": list(describe_links(package, table)) if keyed else [],
        "citations": list_citations(release, table),
    }  # fmt: skip


def is_truth(table: Table, name: str) -> bool:
    """Whether a column holds true and false, which SQLite has as 1 and 0."""
    return any(each.name == name and each.type == "boolean" for each in table.schema.fields)


def map_labels_of(table: Table, name: str | None) -> dict[str, str]:
    """Give what the values of a field are called, if a schema has the field."""
    return next((map_labels(each) for each in table.schema.fields if each.name == name), {})


def place_of(table: Table, name: str) -> int:
    """Give the place of a field among those of its table."""
    return [each.name for each in table.schema.fields].index(name)


def describe_field(field: Field) -> dict[str, Any]:
    """Describe a field: what readers call it and its values, and what it means."""
    return {
        "title": field.label,
        "name": field.name,
        "help": render_line(field.description, whole=True).striptags(),
        "labels": map_labels(field),
    }


def describe_target(table: Table) -> dict[str, Any]:
    """Say where the pages of a table's records are."""
    return {"step": encode_tilde(table.name), "pages": has_pages(table.name)}


def describe_groups(package: Package, table: Table) -> Iterator[dict[str, Any]]:
    """Describe the references of several fields together, each by the places of its key's parts."""
    for key in table.schema.foreign_keys:
        target = package.table(key.reference.resource or table.name)
        pointing = dict(zip(key.reference.fields, key.fields, strict=True))
        primary = target.schema.primary_key or ()
        if len(pointing) > 1 and set(primary) == set(pointing):
            title = target.resource.title or target.name
            parts = [place_of(table, pointing[name]) for name in primary]
            yield {"title": title, "parts": parts, **describe_target(target)}


def describe_links(package: Package, table: Table) -> Iterator[dict[str, Any]]:
    """Describe how records point to those of a table, by the places of what they point at."""
    for each in list_pointing(package, table):
        yield {
            "title": each.title,
            "by": each.by,
            "referred": [place_of(table, name) for name in each.referred],
            "count": each.count,
            "first": each.first,
            "label": map_labels_of(each.table, each.table.schema.label_field),
            **describe_target(each.table),
        }


def list_citations(release: ServedRelease, table: Table) -> list[str]:
    """Give how a record is cited that has a name, and one that has only its key.

    Without a key no record has a citation of its own: then it is that of the whole.
    """
    if not table.schema.primary_key:
        return [render_citation(release)] * 2
    return [render_record_citation(release, table, (KEY,), label) for label in (LABEL, KEY)]

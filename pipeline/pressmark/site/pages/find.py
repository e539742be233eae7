"""From the name or the key of a record to its page, for forms that work without a script.

`/find/<version>/<table>?name=Portland, Maine&day=2021-08-15` leads to the record of that name, and
`?key=us-me-portland` to that of the key. Where pages are files, the page of this address reads the
record in the reader's browser, if it has no page of its own.
"""

from urllib.parse import quote

from datasette.utils import tilde_decode
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pressmark.package import Table
from pressmark.package.withdrawn import read_withdrawn_keys
from pressmark.public_address import encode_tilde
from pressmark.site.address import (
    link_datasette_record,
    link_record,
    link_record_as_written,
    with_arguments,
)
from pressmark.site.arguments.pairs import NotUnderstoodError, show_text
from pressmark.site.as_files import is_served
from pressmark.site.content.browser_reading import describe_reading
from pressmark.site.content.history import find_table
from pressmark.site.content.linked_data import write_script
from pressmark.site.content.named import find_nearest_named, find_records_named, list_records
from pressmark.site.content.record_key import name_numbering_column
from pressmark.site.content.removed import explain_gone, list_removed
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.site import Site
from pressmark.site.writing import PARTS

NOT_BY_NAME = (
    "The records of this table are not told by one field, so no name leads to one. "
    "Look for them in the table."
)
MOST = 10
"""More records of a name are not listed."""


def can_be_found(release: ServedRelease, name: str | None) -> bool:
    """Whether the records of a table are told by one field, so that a name leads to one."""
    table = find_table(release, name or "")
    return table is not None and len(table.schema.primary_key or ()) == 1


async def find(site: Site, request: Request) -> Response:
    """Lead to the record that is named, on the day that is asked for, or that of a key.

    NotUnderstoodError where no record has the name, or several do; 404 where there is no such
    table, or its records are not told by one field.
    """
    release = site.release(request)
    table = find_table(release, tilde_decode(request.path_params["table"]))
    if table is None:
        raise HTTPException(404)
    if not is_served():
        return await show_reading(site, release, table)
    day = request.query_params.get("day", "").strip()
    if "key" in request.query_params:
        if "name" in request.query_params:
            raise NotUnderstoodError("A record is asked for by a key and by a name. Leave one out.")
        return lead_to_key(release, table, request.query_params["key"], day)
    if not can_be_found(release, table.name):
        raise HTTPException(404, NOT_BY_NAME)
    field = (table.schema.primary_key or ())[0]
    database = site.datasette.databases[release.database_name]
    name, title = request.query_params.get("name", "").strip(), table.resource.title or table.name
    if not name:
        raise NotUnderstoodError(f"Nothing is named here. Write the name of a record of {title}.")
    found = await find_records_named(database, release, table, field, name)
    if len(found) != 1:
        if found:
            names = "; ".join(each.words for each in found[:MOST])
            more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
            right = f"Several records of {title} are meant by {show_text(name)}: {names}{more}."
            raise NotUnderstoodError(f"{right} Write the name in full.")
        if explain_gone(release, table, [(name,)]):
            return lead_to_key(release, table, encode_tilde(name), day)
        near = find_nearest_named(name, await list_records(database, release, table, field))
        right = f"did you mean {near.label}?" if near else "nothing is near to it."
        raise NotUnderstoodError(f"No record of {title} is named {show_text(name)}: {right}")
    address = link_record(release.version, table.name, [found[0].key])
    return RedirectResponse(with_arguments(address, {"day": day} if day else {}), 303)


def lead_to_key(release: ServedRelease, table: Table, key: str, day: str) -> Response:
    """Lead to the record of a key, which is written as in the address of its page, on a day."""
    written = quote(key, safe="~+,")
    address = link_record_as_written(release.version, [encode_tilde(table.name), written])
    if name_numbering_column(release.package, table):
        address = link_datasette_record(release.database_name, table.name, [key])
    return RedirectResponse(with_arguments(address, {"day": day} if day else {}), 303)


async def show_reading(site: Site, release: ServedRelease, table: Table) -> Response:
    """Show the page on which the reader's browser reads a record; it says if some are gone."""
    withdrawn = (each.table for each in read_withdrawn_keys(release.package))
    removed = (each.table for each in list_removed(release))
    return await site.render(
        "reading.html",
        **PARTS,
        release=release,
        table=table,
        lacks=table.published.name in withdrawn or table in removed,
        reading=write_script(describe_reading(release, table)),
    )

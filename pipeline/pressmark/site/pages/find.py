"""From the name of a record to its page, for forms that work without a script.

`/find/<version>/<table>?name=Portland, Maine&day=2021-08-15` leads to the record of that name.
"""

from datasette.utils import tilde_decode
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pressmark.site.address import link_record, with_arguments
from pressmark.site.arguments.pairs import NotUnderstoodError, show_text
from pressmark.site.content.history import find_table
from pressmark.site.content.named import find_nearest_named, find_records_named, list_records
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.site import Site

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
    """Lead to the record that is named, on the day that is asked for.

    NotUnderstoodError where no record has the name, or several do; 404 where there is no such
    table, or its records are not told by one field.
    """
    release = site.release(request)
    table = find_table(release, tilde_decode(request.path_params["table"]))
    if table is None:
        raise HTTPException(404)
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
        near = find_nearest_named(name, await list_records(database, release, table, field))
        right = f"did you mean {near.label}?" if near else "nothing is near to it."
        raise NotUnderstoodError(f"No record of {title} is named {show_text(name)}: {right}")
    day = request.query_params.get("day", "").strip()
    address = link_record(release.version, table.name, [found[0].key])
    return RedirectResponse(with_arguments(address, {"day": day} if day else {}), 303)

"""What is answered where a version has no record of a key: it was taken out, withdrawn, or none."""

from collections.abc import Mapping, Sequence
from typing import Any

from datasette.utils import tilde_decode
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pressmark.package import Table
from pressmark.package.withdrawn import Withdrawn
from pressmark.site.content.acts import describe_acts
from pressmark.site.content.history import find_other_records
from pressmark.site.content.named import Named, find_nearest_named, list_records
from pressmark.site.content.record import Record, link_row
from pressmark.site.content.removed import (
    GONE,
    UNAVAILABLE_BY_LAW,
    Removed,
    find_removed,
    find_withdrawn,
    phrase_withdrawn,
)
from pressmark.site.content.signposts import LINKED
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.request import read_raw_path
from pressmark.site.site import Site

FORMS = (".json", LINKED)
"""What stands behind the address of a record for programs."""


async def answer_nowhere(
    site: Site,
    request: Request,
    release: ServedRelease,
    table: Table,
    keys: Sequence[tuple[str, ...]],
) -> Response:
    """Say that there is no such record: taken out, withdrawn, in other versions, or nowhere."""
    removed = find_removed(table, keys)
    names = [",".join(key) for key in keys]
    gone = find_withdrawn(release, table, keys)
    others: Mapping[str, Record] = {}
    for key in keys:
        others = others or await find_other_records(
            site.datasette.databases, site.releases, table.name, key
        )
    status = UNAVAILABLE_BY_LAW if removed else GONE if gone else 404
    near = None
    if not (removed or gone or others):
        near = await find_near(site, release, table, names)
    if read_raw_path(request.scope).endswith(FORMS):
        told = as_values(status, removed, gone, others) | describe_acts(release, site.releases)
        told |= {"error": f"{told['error']} Did you mean {near.key}?"} if near else {}
        return JSONResponse(told, status)
    response = await site.render(
        "no_record.html",
        link_row=link_row,
        status=status,
        release=release,
        table=table,
        key=names[0] if names else tilde_decode(request.path_params["key"]),
        gone=None if removed else gone,
        removed=removed,
        near=near,
        others=list(others.values()),
    )
    response.status_code = status
    return response


async def find_near(
    site: Site, release: ServedRelease, table: Table, names: Sequence[str]
) -> Named | None:
    """Give the record that was probably meant by a key that none has."""
    fields = table.schema.primary_key or ()
    if len(fields) != 1 or not names:
        return None
    database = site.datasette.databases[release.database_name]
    return find_nearest_named(names[0], await list_records(database, release, table, fields[0]))


def as_values(
    status: int, removed: Removed | None, gone: Withdrawn | None, others: Mapping[str, Record]
) -> dict[str, Any]:
    """Tell a program why there is no such record."""
    answer: dict[str, Any] = {
        "ok": False,
        "status": status,
        "error": "There is no such record in this version.",
        "other_versions": {version: each.address for version, each in others.items()},
    }
    if removed:
        answer |= {
            "error": removed.sentence,
            "reason": removed.tombstone.reason,
            "redacted_on": removed.tombstone.date,
            "record": removed.tombstone.leaf,
            "digest": removed.tombstone.digest,
        }
    elif gone:
        answer |= {
            "error": phrase_withdrawn(gone),
            "reason": gone.reason,
            "replaced_by": gone.replaced_by or None,
            "withdrawn_in": gone.version,
        }
    return answer

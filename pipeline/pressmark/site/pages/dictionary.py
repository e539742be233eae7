"""The data dictionary: every table and field of a release in words."""

from collections.abc import Iterable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pressmark.package import Table
from pressmark.site.content.answered_section import rows_of
from pressmark.site.content.dictionary import Definitions, entries_of
from pressmark.site.content.history import table_of
from pressmark.site.content.profile import Profile, as_json
from pressmark.site.content.section import Section
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.writing import PARTS

JSON = ".json"


async def newest_dictionary(site: Site, _request: Request) -> Response:
    """Lead to the dictionary of the newest release."""
    return RedirectResponse(site.latest.dictionary, 307, headers={"Cache-Control": "no-cache"})


async def dictionary(site: Site, request: Request) -> Response:
    """List every table with its fields."""
    return await site.render("dictionary.html", **PARTS, release=site.release(request))


async def dictionary_of_table(site: Site, request: Request) -> Response:
    """Tell of every field of one table, or give what they hold as JSON; 404 for no such table."""
    release = site.release(request)
    name = request.path_params["table"]
    table = table_of(release, name) or table_of(release, name.removesuffix(JSON))
    if table is None:
        raise HTTPException(404)
    records = release.records.get(table.name)
    profile = None if records is None else await site.profiles.of(release.database, table, records)
    if name != table.name:
        return JSONResponse(told(release, table, profile), headers=SHORT_WHILE)
    definitions = definitions_of(release, site.sections.get(release.database_name, ()), table.name)
    return await site.render(
        "dictionary_table.html",
        **PARTS,
        release=release,
        described=table,
        entries=entries_of(table, definitions),
        profile=profile,
    )


def told(release: ServedRelease, table: Table, profile: Profile | None) -> dict[str, Any]:
    """Tell of the fields of a table for programs."""
    return {
        "package": release.package.name,
        "version": release.version,
        "table": table.name,
        "records": release.records.get(table.name),
        "counted": profile.counted if profile else 0,
        "every": profile.every if profile else None,
        "fields": as_json(profile, table.schema.fields) if profile else [],
    }


def definitions_of(release: ServedRelease, sections: Iterable[Section], table: str) -> Definitions:
    """Ask the project's sections what the values of a table's fields mean.

    A section speaks of the tables that its heading `page` names, or of all where it names none.
    """
    return {
        (str(row["field"]), str(row["value"])): str(row["definition"])
        for section in sections
        if section.shape == "definitions" and (not section.tables or table in section.tables)
        for row in rows_of(release, section)
    }

"""The data dictionary: every table and field of a release in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pressmark.package import Table
from pressmark.site.arguments.pairs import NotUnderstoodError, show_text
from pressmark.site.content.answered_section import ask_rows
from pressmark.site.content.dictionary import MOST_FIELDS, Definitions, cut_table, describe_fields
from pressmark.site.content.history import find_table
from pressmark.site.content.profile import Profile, as_json
from pressmark.site.content.section import Section
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.writing import PARTS
from pressmark.words import find_nearest

JSON = ".json"
OF_ALL = "The JSON holds every column, so there is no argument column here. Take it out."


async def lead_to_newest_dictionary(site: Site, _request: Request) -> Response:
    """Lead to the dictionary of the newest release."""
    return RedirectResponse(site.latest.dictionary, 307, headers={"Cache-Control": "no-cache"})


async def show_dictionary(site: Site, request: Request) -> Response:
    """List every table with its fields."""
    return await site.render("dictionary.html", **PARTS, release=site.release(request))


async def show_table(site: Site, request: Request) -> Response:
    """Tell of every field of one table, or give what they hold as JSON; 404 for no such table."""
    release = site.release(request)
    name = request.path_params["table"]
    table = find_table(release, name) or find_table(release, name.removesuffix(JSON))
    if table is None:
        raise HTTPException(404)
    parts = cut_table(table)
    if name != table.name:
        if "column" in request.query_params:
            raise NotUnderstoodError(OF_ALL)
        profiles = [
            profile for each in parts if (profile := await find_profile(site, release, each))
        ]
        return JSONResponse(describe_for_programs(release, table, profiles), headers=SHORT_WHILE)
    place = find_part(table, request.query_params.get("column", ""))
    definitions = ask_definitions(release, site.sections.get(release.database_name, ()), table.name)
    return await site.render(
        "dictionary_table.html",
        **PARTS,
        release=release,
        described=table,
        entries=describe_fields(parts[place], definitions),
        profile=await find_profile(site, release, parts[place]),
        parts_of_table=parts,
        place=place,
        most=MOST_FIELDS,
    )


async def find_profile(site: Site, release: ServedRelease, part: Table) -> Profile | None:
    """Give the profile of a part of a table; None where its records are not known."""
    records = release.records.get(part.name)
    return None if records is None else await site.profiles.of(release.database, part, records)


def find_part(table: Table, column: str) -> int:
    """Give the place of the part in which a column is; NotUnderstoodError where there is none."""
    if not column:
        return 0
    names = [each.name for each in table.schema.fields]
    if column in names:
        return names.index(column) // MOST_FIELDS
    near = find_nearest(column, names)
    right = f"Did you mean {near}?" if near else f"The first part begins with {names[0]}."
    raise NotUnderstoodError(f"There is no column {show_text(column)} in {table.name}. {right}")


def describe_for_programs(
    release: ServedRelease, table: Table, profiles: Sequence[Profile]
) -> dict[str, Any]:
    """Tell of the fields of a table for programs."""
    fields = {name: each for profile in profiles for name, each in profile.fields.items()}
    first = profiles[0] if profiles else None
    profile = Profile(first.counted, first.every, fields) if first else None
    return {
        "package": release.package.name,
        "version": release.version,
        "table": table.name,
        "records": release.records.get(table.name),
        "counted": profile.counted if profile else 0,
        "every": profile.every if profile else None,
        "fields": as_json(profile, table.schema.fields) if profile else [],
    }


def ask_definitions(release: ServedRelease, sections: Iterable[Section], table: str) -> Definitions:
    """Ask the project's sections what the values of a table's fields mean.

    A section speaks of the tables that its heading `page` names, or of all where it names none.
    """
    return {
        (str(row["field"]), str(row["value"])): str(row["definition"])
        for section in sections
        if section.shape == "definitions" and (not section.tables or table in section.tables)
        for row in ask_rows(release, section)
    }

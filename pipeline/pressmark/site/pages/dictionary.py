"""The data dictionary: every table and field of a release in words."""

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pressmark.site.content.answered_section import rows_of
from pressmark.site.content.dictionary import Definitions, entries_of
from pressmark.site.content.section import Section
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.site import Site
from pressmark.site.writing import PARTS


async def newest_dictionary(site: Site, _request: Request) -> Response:
    """Lead to the dictionary of the newest release."""
    return RedirectResponse(site.latest.dictionary, 307, headers={"Cache-Control": "no-cache"})


async def dictionary(site: Site, request: Request) -> Response:
    """List every table with its fields."""
    return await site.render("dictionary.html", **PARTS, release=site.release(request))


async def dictionary_of_table(site: Site, request: Request) -> Response:
    """Tell of every field of one table; 404 where there is no such table."""
    release = site.release(request)
    try:
        table = release.package.table(request.path_params["table"])
    except KeyError:
        raise HTTPException(404) from None
    definitions = definitions_of(release, site.sections.get(release.database_name, ()), table.name)
    return await site.render(
        "dictionary_table.html",
        **PARTS,
        release=release,
        described=table,
        entries=entries_of(table, definitions),
    )


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

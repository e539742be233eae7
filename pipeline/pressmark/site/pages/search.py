"""The search page: one box over every table of the newest release."""

from starlette.requests import Request
from starlette.responses import Response

from pressmark.site.arguments.pairs import NotUnderstoodError
from pressmark.site.content.search import find
from pressmark.site.request import TABLES, Lane
from pressmark.site.site import Site
from pressmark.site.tables.lane import lane

LONGEST_SEARCH = 200
"""Characters of what is searched for."""


async def search(site: Site, request: Request) -> Response:
    """List the records of the newest release that hold the words asked for."""
    words = request.query_params.get("q", "").strip()
    if len(words) > LONGEST_SEARCH:
        wrong = (
            f"What is searched for may have {LONGEST_SEARCH} characters. Search for fewer words."
        )
        raise NotUnderstoodError(wrong)
    indexes = site.indexes.get(site.latest.database_name, {})
    with lane(Lane(TABLES)):
        hits = await find(site.datasette, site.latest, indexes, words) if words else ()
    return await site.render("search.html", words=words, hits=hits)

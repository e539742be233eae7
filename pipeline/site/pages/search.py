"""The search page: one box over every table of the newest release."""

from starlette.requests import Request
from starlette.responses import Response

from pipeline.site.search import find
from pipeline.site.site import Site

LONGEST_SEARCH = 200


async def search(site: Site, request: Request) -> Response:
    """List the records of the newest release that hold the words asked for."""
    words = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
    indexes = site.indexes.get(site.latest.database_name, {})
    hits = await find(site.explorer, site.latest, indexes, words) if words else ()
    return await site.render("search.html", words=words, hits=hits)

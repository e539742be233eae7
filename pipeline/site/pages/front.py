"""The front page: what this is, and the ways to questions, tables, search and downloads."""

from starlette.requests import Request
from starlette.responses import Response

from pipeline.site.citation import citation
from pipeline.site.site import Site


async def front(site: Site, request: Request) -> Response:
    """Say what this is, and lead to questions, tables, search and downloads."""
    address = str(request.base_url).rstrip("/") + site.latest.landing
    return await site.render("front.html", citation=citation(site.latest, address))

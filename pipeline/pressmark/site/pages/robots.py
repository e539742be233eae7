"""What robots ask for first: which pages they may read (RFC 9309), and a list of these."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from pressmark.site.address import (
    ENDLESS,
    SITEMAP,
    STATIC,
    find_public_address,
    link_front,
    link_here,
    make_absolute,
)
from pressmark.site.content.sitemap import MOST, count_sitemaps, render_sitemap, write_index
from pressmark.site.site import SHORT_WHILE, Site

XML = "application/xml"
UNTOLD = "A sitemap has whole addresses, and this site was not told its own."


async def send_robots(site: Site, _request: Request) -> Response:
    """Tell robots what to leave alone; of a site that is not published, everything."""
    if all(each.days for each in site.releases):
        rules = [f"Allow: {link_here(STATIC)}/"]
        rules += [f"Disallow: {link_here(each)}" for each in ENDLESS]
    else:
        rules = [f"Disallow: {link_front()}"]
    place = make_absolute(link_here(SITEMAP))
    told = ["", f"Sitemap: {place}"] if place else []
    text = "\n".join(["User-agent: *", *rules, *told, ""])
    return PlainTextResponse(text, headers=SHORT_WHILE)


async def send_sitemap(site: Site, _request: Request) -> Response:
    """List every page, or, where there are too many for one list, the lists."""
    number, origin = count_sitemaps(site.releases), find_own_origin()
    if number > 1:
        return Response(write_index(min(number, MOST), origin), media_type=XML, headers=SHORT_WHILE)
    return await send_part(site, 1)


async def send_sitemap_part(site: Site, request: Request) -> Response:
    """List the pages of one of several lists."""
    part = request.path_params["part"]
    if not 0 < part <= count_sitemaps(site.releases):
        raise HTTPException(404)
    return await send_part(site, part)


async def send_part(site: Site, part: int) -> Response:
    """Send one list."""
    database = site.datasette.databases[site.latest.database_name]
    text = await render_sitemap(site.releases, database, find_own_origin(), part)
    return Response(text, media_type=XML, headers=SHORT_WHILE)


def find_own_origin() -> str:
    """Give what whole addresses begin with; 404 where the site was not told it."""
    told = find_public_address()
    if told is None:
        raise HTTPException(404, UNTOLD)
    return told.origin

"""A page: how many records each table of the newest release has."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from pressmark.site.site import Site


async def sizes(site: Site, _request: Request) -> PlainTextResponse:
    """Answer with a line a table."""
    lines = (f"{name}: {count}\n" for name, count in site.latest.records.items())
    return PlainTextResponse("".join(lines))


SIZES = ("/sizes", sizes)

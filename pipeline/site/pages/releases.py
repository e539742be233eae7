"""The pages about releases: the list, a landing page each, and their files."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp

from pipeline.site.citation import citation
from pipeline.site.download import Download, SpreadsheetCopy
from pipeline.site.site import Site
from pipeline.site.spreadsheet import SUFFIX


async def list_releases(site: Site, _request: Request) -> Response:
    """List every release, newest first."""
    return await site.render("releases.html")


async def landing(site: Site, request: Request) -> Response:
    """Show one release with every file."""
    release = site.release(request)
    if not request.url.path.endswith("/"):
        return RedirectResponse(release.landing, 308)
    address = str(request.base_url).rstrip("/") + release.landing
    return await site.render("release.html", release=release, citation=citation(release, address))


async def download(site: Site, request: Request) -> ASGIApp:
    """Send one file of a release; only names on its list are looked at."""
    release = site.release(request)
    name = request.path_params["name"]
    file = release.file(name.removesuffix(SUFFIX) + ".csv") if name.endswith(SUFFIX) else None
    if file is not None and release.spreadsheet_address(file):
        return SpreadsheetCopy(file)
    file = release.file(name)
    if file is None or not file.path.is_file():
        raise HTTPException(404)
    return Download(release, file)

"""Addresses for machines: the feed, the site's health, and `/latest`."""

from typing import Any
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pressmark.site.address import link_database
from pressmark.site.content.catalog import describe_releases
from pressmark.site.content.feed import MEDIA_TYPE, render_feed
from pressmark.site.overload import UNAVAILABLE, tell_why
from pressmark.site.pages.releases import find_download, lead_to_file
from pressmark.site.request import read_raw_path
from pressmark.site.site import SHORT_WHILE, Site

NEVER_KEPT = {"Cache-Control": "no-store"}


async def send_feed(site: Site, _request: Request) -> Response:
    """Tell feed readers of every release."""
    text = render_feed(site.releases)
    if text is None:
        raise HTTPException(404)
    return Response(text, media_type=MEDIA_TYPE, headers=SHORT_WHILE)


async def send_releases(site: Site, _request: Request) -> Response:
    """Tell programs of every release and its files."""
    return JSONResponse(describe_releases(site.releases), headers=SHORT_WHILE)


async def lead_to_newest(site: Site, request: Request) -> Response:
    """Lead from `/latest/...` to the same file or page of the newest release, at its own address.

    A file of the release comes before the data of a table that is called alike, but for a question:
    who asks with arguments asks the table.
    """
    rest = read_raw_path(request.scope).rstrip("/").split("/")[2:]
    name = unquote("/".join(rest))
    if not request.url.query and find_download(site.latest, name):
        return lead_to_file(site.latest, name)
    query = f"?{request.url.query}" if request.url.query else ""
    address = link_database(site.latest.database_name, rest) + query
    return RedirectResponse(address, 307, headers={"Cache-Control": "no-cache"})


async def report_health(site: Site, _request: Request) -> Response:
    """Tell a machine that the site is up and what it serves; 503 where files of it changed.

    What is withdrawn is named with its reason, and what the ledger has and the site does not.
    """
    changed = list_changed(site)
    answer = tell_served(site, "changed" if changed else "ok")
    withdrawn = {each.version: each.withdrawn for each in site.releases if each.withdrawn}
    behind = list(site.stale())
    told = {
        "changed": changed,
        "withdrawn": withdrawn,
        "stale": bool(behind),
        "not_served": behind,
    }
    answer |= {name: each for name, each in told.items() if each}
    if changed:
        tell_why(f"changed: {', '.join(changed)}")
    return JSONResponse(answer, UNAVAILABLE if changed else 200, headers=NEVER_KEPT)


async def report_readiness(site: Site, request: Request) -> Response:
    """Tell a balancer whether to send visitors here, and whether the ledger is newer than the site.

    What was served before is served on then, so that is no reason to send nobody: it is 200, and
    503 where files changed. At the address of a version it is 503 until that is served.
    """
    versions = [release.version for release in site.releases]
    behind, asked = list(site.stale()), request.path_params.get("version")
    is_there = asked is None or asked in versions
    status = "changed" if list_changed(site) else "ready" if is_there else "not served"
    answer = tell_served(site, status) | {"stale": bool(behind), "not_served": behind}
    if status == "ready":
        return JSONResponse(answer, headers=NEVER_KEPT)
    tell_why(status)
    return JSONResponse(answer, UNAVAILABLE, headers={**NEVER_KEPT, "Retry-After": "1"})


def tell_served(site: Site, status: str) -> dict[str, Any]:
    """Give how the site is in a word, and which versions it serves, the newest first."""
    return {"status": status, "releases": [release.version for release in site.releases]}


def list_changed(site: Site) -> list[str]:
    """Name every file that is not as it was when the site began to serve it."""
    return [
        f"{release.version}/{file.name}"
        for release in site.releases
        for file in release.files
        if not file.is_unchanged
    ]

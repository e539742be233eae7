"""The pages about releases: the list, a landing page each, and their files."""

from ipaddress import ip_address

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from pressmark.formats import choose_formats
from pressmark.site import as_files
from pressmark.site.address import NEWEST, find_public_address, link_file
from pressmark.site.content.answered_section import limit_parts, number_notes
from pressmark.site.content.changes import read_changes
from pressmark.site.content.citation import list_citations, render_citation
from pressmark.site.content.linked_data import write_release_data
from pressmark.site.content.page_tags import list_release_tags
from pressmark.site.content.removed import UNAVAILABLE_BY_LAW, explain_lost_file
from pressmark.site.content.signposts import (
    LINKSET_TYPE,
    describe_linkset,
    list_file_signposts,
    list_release_signposts,
    write_links,
)
from pressmark.site.content.snippet import write_checks, write_snippets
from pressmark.site.downloads.download import (
    Download,
    SpreadsheetCopy,
    find_kind_named,
    group_by_kind,
)
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.site.request import SUFFIX
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.writing import PARTS, PICTURES

UNTOLD = "https://ADDRESS"
"""What stands in lines to be run where it is not known at which address they find the site."""


async def list_releases(site: Site, _request: Request) -> Response:
    """List every release, newest first."""
    return await site.render("releases.html", **PARTS, lake=as_files.find_lake())


async def show_release(site: Site, request: Request) -> Response:
    """Show one release with every file, its changes, citations and checks."""
    if asks_for_newest(site, request):
        return lead_to_file(site.latest)
    release = site.release(request)
    if not request.url.path.endswith("/"):
        return RedirectResponse(release.landing, 308)
    origin = find_origin(request)
    shown = limit_parts(site.parts.get(release.database_name, {}).get("release", ()))
    links = list_release_signposts(release, site.releases)
    response = await site.render(
        "release.html",
        **PARTS,
        **PICTURES,
        group_by_kind=group_by_kind,
        release=release,
        citation=render_citation(release),
        citations=[
            (find_kind_named(mapper.file).words, text, release.file(mapper.file))
            for mapper, text in list_citations(release)
        ],
        changes=read_changes(release),
        parts_of_page=shown,
        footnotes=number_notes(release, site.sections.get(release.database_name, ()), shown),
        snippets=write_snippets(release, origin),
        checks=tuple(write_checks(release, origin)),
        records_of=count_records_by_file(release),
        linked_data=write_release_data(release),
        page={"tags": list_release_tags(release), "links": links},
    )
    response.headers["Link"] = write_links(links, release)
    return response


async def send_linkset(site: Site, request: Request) -> Response:
    """Send every link of a release and its files; 404 where the site was not told its address."""
    release = site.release(request)
    if find_public_address() is None:
        raise HTTPException(
            404, "A linkset has whole addresses, and the site was not told its own."
        )
    linkset = describe_linkset(release, site.releases)
    return JSONResponse(linkset, headers=SHORT_WHILE, media_type=LINKSET_TYPE)


def find_origin(request: Request) -> str:
    """Give what the addresses in lines to be run begin with.

    Those lines are kept and sent on as citations are, so they hold no host that a request names,
    but for this machine's own: who sits at it sees by that name that it is, and can run them.
    """
    told = find_public_address()
    if told:
        return told.origin
    return str(request.base_url).rstrip("/") if is_loopback(request.url.hostname) else UNTOLD


def is_loopback(host: str | None) -> bool:
    """Whether a host means the machine that asks."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def count_records_by_file(release: ServedRelease) -> dict[str, int]:
    """Count the records of each file that holds one table, by the name of the file."""
    counts = {}
    for table in release.package.tables:
        count = release.records.get(table.name)
        paths = table.resource.path or ()
        if count is not None and len(paths) == 1:
            counts[paths[0]] = count
            single = (each for each in choose_formats(release.package) if not each.whole)
            counts |= {each.path(release.package, table.name): count for each in single}
    return counts


async def send_file(site: Site, request: Request) -> ASGIApp:
    """Send one file of a release; only names on its list are looked at.

    451 where it was there and is taken away by law.
    """
    name = request.path_params["name"]
    if asks_for_newest(site, request):
        if find_download(site.latest, name) is None and not explain_lost_file(site.latest, name):
            raise HTTPException(404)
        return lead_to_file(site.latest, name)
    release = site.release(request)
    file = find_download(release, name)
    if file is None:
        lost = explain_lost_file(release, name)
        if lost:
            return await site.refuse(request, UNAVAILABLE_BY_LAW, lost)
        raise HTTPException(404)
    if file.name != name:
        return SpreadsheetCopy(file)
    return Download(release, file, write_links(list_file_signposts(release, file), release))


def find_download(release: ServedRelease, name: str) -> ServedFile | None:
    """Find the file that is sent under a name: the one called so, or a table's to be copied."""
    table = release.file(name.removesuffix(SUFFIX) + ".csv") if name.endswith(SUFFIX) else None
    if table is not None and release.spreadsheet_address(table):
        return table
    return release.file(name)


def asks_for_newest(site: Site, request: Request) -> bool:
    """Whether an address names the newest release by no version of its own."""
    version = request.path_params["version"]
    return version == NEWEST and all(each.version != NEWEST for each in site.releases)


def lead_to_file(release: ServedRelease, name: str = "") -> Response:
    """Lead to a file of the newest release, or to its page; nobody keeps that it leads there."""
    address = link_file(release.version, name) if name else release.landing
    return RedirectResponse(address, 302, headers={"Cache-Control": "no-cache"})

"""The pages about releases: the list, a landing page each, and their files."""

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp

from pressmark.formats import formats_of
from pressmark.metadata import mappers
from pressmark.site.content.acts import linked_data_with_acts
from pressmark.site.content.changes import changes_of
from pressmark.site.content.citation import citation
from pressmark.site.content.snippet import checks_of, snippets_of
from pressmark.site.downloads.download import Download, SpreadsheetCopy
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.site.downloads.spreadsheet import SUFFIX
from pressmark.site.site import Site

LINKED_DATA = "schema-org.jsonld"
SHOWN = ("text", "bibtex", "ris", "csl", "cff", "datacite")
"""The formats of citations that a page shows to be copied; the others are for machines."""


async def list_releases(site: Site, _request: Request) -> Response:
    """List every release, newest first."""
    return await site.render("releases.html")


async def landing(site: Site, request: Request) -> Response:
    """Show one release with every file, its changes, citations and checks."""
    release = site.release(request)
    if not request.url.path.endswith("/"):
        return RedirectResponse(release.landing, 308)
    base = str(request.base_url).rstrip("/")
    return await site.render(
        "release.html",
        release=release,
        citation=citation(release, base + release.landing),
        citations=[(kind_file, kind_file.text()) for kind_file in citation_files(release)],
        changes=changes_of(release),
        snippets=snippets_of(release, base),
        checks=tuple(checks_of(release, base)),
        records_of=records_by_file(release),
        linked_data=linked_data(release),
    )


def citation_files(release: ServedRelease) -> list[ServedFile]:
    """List the release's own citations, in the order of the catalogue."""
    names = [mapper.file for mapper in mappers() if mapper.format in SHOWN]
    return [file for name in names if (file := release.file(name))]


def records_by_file(release: ServedRelease) -> dict[str, int]:
    """Count the records of each file that holds one table, by the name of the file."""
    counts = {}
    for table in release.package.tables:
        count = release.records.get(table.name)
        paths = table.resource.path or ()
        if count is not None and len(paths) == 1:
            counts[paths[0]] = count
            single = (each for each in formats_of(release.package) if not each.whole)
            counts |= {each.path(release.package, table.name): count for each in single}
    return counts


def linked_data(release: ServedRelease) -> Markup | None:
    """Give the release's schema.org metadata to stand inside a page; None where there is none.

    No character in it can end the element that holds it.
    """
    file = release.file(LINKED_DATA)
    if file is None:
        return None
    written = linked_data_with_acts(file.text(), release)
    return Markup(written.replace("&", "\\u0026").replace("<", "\\u003c"))  # noqa: S704


async def download(site: Site, request: Request) -> ASGIApp:
    """Send one file of a release; only names on its list are looked at."""
    release = site.release(request)
    name = request.path_params["name"]
    file = release.file(name.removesuffix(SUFFIX) + ".csv") if name.endswith(SUFFIX) else None
    if file is not None and release.spreadsheet_address(file):
        return SpreadsheetCopy(file)
    file = release.file(name)
    if file is None:
        raise HTTPException(404)
    return Download(release, file)

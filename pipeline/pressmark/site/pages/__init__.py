"""The site's own pages: one module a page, listed once with their addresses."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.routing import compile_path
from starlette.types import ASGIApp

from pressmark.errors import ProjectError
from pressmark.plugins import PREFIX, chosen, joined
from pressmark.site.arguments.pairs import understand_own
from pressmark.site.pages.cite import cite
from pressmark.site.pages.dictionary import dictionary, dictionary_of_table, newest_dictionary
from pressmark.site.pages.filters import filters
from pressmark.site.pages.front import front
from pressmark.site.pages.machine import feed, health, newest
from pressmark.site.pages.method import method, newest_method
from pressmark.site.pages.record import record
from pressmark.site.pages.releases import download, landing, list_releases
from pressmark.site.pages.search import search
from pressmark.site.site import Site

Page = Callable[[Site, Request], Awaitable[ASGIApp]]

PAGES: tuple[tuple[str, Page], ...] = (
    ("/", front),
    ("/search", search),
    ("/releases", list_releases),
    ("/releases/", list_releases),
    ("/releases/{version}", landing),
    ("/releases/{version}/", landing),
    ("/releases/{version}/{name:path}", download),
    ("/record/{version}/{table}/{key:path}", record),
    ("/filter/{database}/{table}", filters),
    ("/dictionary", newest_dictionary),
    ("/dictionary/{version}", dictionary),
    ("/dictionary/{version}/{table:path}", dictionary_of_table),
    ("/method", newest_method),
    ("/method/{version}", method),
    ("/latest", newest),
    ("/latest/{rest:path}", newest),
    ("/cite", cite),
    ("/cite.json", cite),
    ("/cite.csv", cite),
    ("/feed.atom", feed),
    ("/-/health", health),
)
"""Every address that is ours, the first that fits counts; the databases' own follow behind."""

ARGUMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (("/search", ("q",)),)
"""The arguments that a page takes; a page that is not named takes none."""
JUDGES = ("/cite", "/cite.json", "/cite.csv", "/filter/{database}/{table}", "/latest/{rest:path}")
"""Pages that judge their arguments themselves, or lead with them to one that does."""

STATIC = "/static/{file:path}"
"""Files of ours, which the app serves behind the pages that are built in."""


def all_pages() -> tuple[tuple[str, Page], ...]:
    """Give every page, those of plug-ins last; ProjectError where one of these is never reached."""
    pages = joined("pages", PAGES, lambda each: each[0])
    paths = [path for path, _ in pages]
    for number in range(len(PAGES), len(paths)):
        refuse_unreachable(paths[number], [STATIC, *paths[:number]])
    return pages


async def answered(site: Site, path: str, page: Page, request: Request) -> ASGIApp:
    """Answer with a page at its address; a plug-in's page judges its arguments itself.

    NotUnderstoodError where the request has arguments that the page does not take.
    """
    if path in {address for address, _ in PAGES if address not in JUDGES}:
        understand_own(request.scope, dict(ARGUMENTS).get(path, ()))
    return await page(site, request)


def refuse_unreachable(path: str, before: Sequence[str]) -> None:
    """Refuse an address of a plug-in that is none, or that an earlier page answers."""
    place = f"{' or '.join(f'plug-in {each.name}' for each in chosen())}, {PREFIX}pages"
    if not path.startswith("/"):
        raise ProjectError(place, f"the address {path!r} is none", "begin it with /")
    for earlier in before:
        if compile_path(earlier)[0].fullmatch(path):
            right = "give the page another address"
            raise ProjectError(place, f"{path!r} is answered by the page at {earlier!r}", right)

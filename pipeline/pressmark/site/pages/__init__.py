"""The site's own pages: one module a page, listed once with their addresses."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.routing import compile_path
from starlette.types import ASGIApp

from pressmark.errors import ProjectError
from pressmark.plugins import PREFIX, chosen, joined
from pressmark.site import address
from pressmark.site.arguments.pairs import NotUnderstoodError, understand_own
from pressmark.site.content.asked_day import OF_ITS_DAY
from pressmark.site.pages.cite import cite
from pressmark.site.pages.dictionary import dictionary, dictionary_of_table, newest_dictionary
from pressmark.site.pages.filters import filters
from pressmark.site.pages.find import find
from pressmark.site.pages.front import front
from pressmark.site.pages.look import look
from pressmark.site.pages.machine import feed, health, newest
from pressmark.site.pages.method import method, newest_method
from pressmark.site.pages.picture import embed, picture, share, share_record
from pressmark.site.pages.record import record
from pressmark.site.pages.releases import download, landing, list_releases
from pressmark.site.pages.search import search
from pressmark.site.site import Site

Page = Callable[[Site, Request], Awaitable[ASGIApp]]

PAGES: tuple[tuple[str, Page], ...] = (
    (address.FRONT, front),
    (address.SEARCH, search),
    *((pattern, list_releases) for pattern in address.ALL_RELEASES),
    *((pattern, landing) for pattern in address.LANDING),
    (address.FILE, download),
    (address.RECORD_PAGE, record),
    (address.FIND_RECORD, find),
    (address.FILTER, filters),
    (address.DICTIONARY, newest_dictionary),
    (address.DICTIONARY_OF_RELEASE, dictionary),
    (address.DICTIONARY_OF_TABLE, dictionary_of_table),
    (address.METHOD, newest_method),
    (address.METHOD_OF_RELEASE, method),
    *((pattern, picture) for pattern in address.PICTURE_FORMS),
    (address.EMBED_OF_SECTION, embed),
    (address.SHARE_OF_RELEASE, share),
    (address.SHARE_OF_RECORD, share_record),
    *((pattern, newest) for pattern in address.LATEST),
    *((pattern, cite) for pattern in address.CITE_FORMS),
    (address.FEED, feed),
    (address.HEALTH, health),
    (address.STATIC_FILE, look),
)
"""Every address that is ours, the first that fits counts; the databases' own follow behind."""

ARGUMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (address.SEARCH, ("q",)),
    (address.RECORD_PAGE, ("day",)),
    (address.FIND_RECORD, ("name", "day")),
    (address.DICTIONARY_OF_TABLE, ("column",)),
)
"""The arguments that a page takes; a page that is not named takes none."""
JUDGES = (*address.CITE_FORMS, address.FILTER, address.LATEST[-1], address.STATIC_FILE)
"""Pages that judge their arguments themselves, or lead with them to one that does."""


def all_pages() -> tuple[tuple[str, Page], ...]:
    """Give every page, those of plug-ins last; ProjectError where one of these is never reached."""
    pages = joined("pages", PAGES, lambda each: each[0])
    paths = [path for path, _ in pages]
    for number in range(len(PAGES), len(paths)):
        refuse_unreachable(paths[number], paths[:number])
    return pages


async def answered(site: Site, path: str, page: Page, request: Request) -> ASGIApp:
    """Answer with a page at its address; a plug-in's page judges its arguments itself.

    NotUnderstoodError where the request has arguments that the page does not take.
    """
    if path in {pattern for pattern, _ in PAGES if pattern not in JUDGES}:
        taken = dict(ARGUMENTS).get(path, ())
        if "day" in request.query_params and "day" not in taken:
            raise NotUnderstoodError(OF_ITS_DAY)
        understand_own(request.scope, taken)
    return await page(site, request)


def refuse_unreachable(path: str, before: Sequence[str]) -> None:
    """Refuse an address of a plug-in that is none, or that an earlier page answers."""
    place = f"{' or '.join(f'plug-in {each.name}' for each in chosen())}, {PREFIX}pages"
    if not address.is_here(path):
        raise ProjectError(place, f"the address {path!r} is none", "begin it with /")
    for earlier in before:
        if compile_path(earlier)[0].fullmatch(path):
            right = "give the page another address"
            raise ProjectError(place, f"{path!r} is answered by the page at {earlier!r}", right)

"""The site's own pages: one module a page, listed once with their addresses."""

import re
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.routing import compile_path
from starlette.types import ASGIApp

from pressmark.errors import ProjectError
from pressmark.plugins import PREFIX, join_registry, name_chosen
from pressmark.site import address
from pressmark.site.arguments.pairs import NotUnderstoodError, understand_own
from pressmark.site.content.asked_day import OF_ITS_DAY
from pressmark.site.pages.cite import cite
from pressmark.site.pages.compare import choose_versions, compare
from pressmark.site.pages.dictionary import lead_to_newest_dictionary, show_dictionary, show_table
from pressmark.site.pages.filters import lead_to_filtered
from pressmark.site.pages.find import find
from pressmark.site.pages.front import show_front
from pressmark.site.pages.look import send_favicon, send_own_file
from pressmark.site.pages.machine import (
    lead_to_newest,
    report_health,
    report_readiness,
    send_feed,
    send_releases,
)
from pressmark.site.pages.method import lead_to_newest_method, show_method
from pressmark.site.pages.openapi import send_openapi
from pressmark.site.pages.picture import embed, send_picture, send_record_share, send_share
from pressmark.site.pages.record import show_record
from pressmark.site.pages.releases import list_releases, send_file, send_linkset, show_release
from pressmark.site.pages.robots import send_robots, send_sitemap, send_sitemap_part
from pressmark.site.pages.search import search
from pressmark.site.site import Site

Page = Callable[[Site, Request], Awaitable[ASGIApp]]
WRITTEN = re.compile(r"(?:/(?:[A-Za-z0-9._~-]|\{[^{}]+\})*)+")
"""An address of which no sign is written otherwise in a request."""
OF_DATA = re.compile(r"[/](?:[^/{]*\{|[^/]*-[0-9]+-[0-9]+-[0-9]+)")
"""An address whose first step may be the name of a database."""

PAGES: tuple[tuple[str, Page], ...] = (
    (address.FRONT, show_front),
    (address.SEARCH, search),
    *((pattern, list_releases) for pattern in address.ALL_RELEASES),
    *((pattern, show_release) for pattern in address.LANDING),
    (address.FILE, send_file),
    (address.RECORD_PAGE, show_record),
    (address.FIND_RECORD, find),
    (address.FILTER, lead_to_filtered),
    (address.DICTIONARY, lead_to_newest_dictionary),
    (address.DICTIONARY_OF_RELEASE, show_dictionary),
    (address.DICTIONARY_OF_TABLE, show_table),
    (address.METHOD, lead_to_newest_method),
    (address.METHOD_OF_RELEASE, show_method),
    *((pattern, send_picture) for pattern in address.PICTURE_FORMS),
    (address.EMBED_OF_SECTION, embed),
    (address.SHARE_OF_RELEASE, send_share),
    (address.SHARE_OF_RECORD, send_record_share),
    *((pattern, lead_to_newest) for pattern in address.LATEST),
    *((pattern, cite) for pattern in address.CITE_FORMS),
    (address.COMPARE, choose_versions),
    *((pattern, compare) for pattern in address.COMPARE_FORMS),
    (address.FEED, send_feed),
    (address.CATALOG, send_releases),
    (address.OPENAPI, send_openapi),
    (address.ROBOTS, send_robots),
    (address.SITEMAP, send_sitemap),
    (address.SITEMAP_PART, send_sitemap_part),
    (address.LINKSET, send_linkset),
    (address.FAVICON, send_favicon),
    (address.HEALTH, report_health),
    (address.READY, report_readiness),
    (address.READY_FOR, report_readiness),
    (address.STATIC_FILE, send_own_file),
)
"""Every address that is ours, the first that fits counts; the databases' own follow behind."""

ARGUMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (address.SEARCH, ("q", "table")),
    (address.RECORD_PAGE, ("day",)),
    (address.FIND_RECORD, ("name", "day", "key")),
    (address.DICTIONARY_OF_TABLE, ("column",)),
    (address.COMPARE, ("old", "new")),
    (address.COMPARE_FORMS[0], ("table", "change", "after")),
    (address.COMPARE_FORMS[2], ("table", "change", "after")),
)
"""The arguments that a page takes; a page that is not named takes none."""
JUDGES = (*address.CITE_FORMS, address.FILTER, address.LATEST[-1], address.STATIC_FILE)
"""Pages that judge their arguments themselves, or lead with them to one that does."""


def list_pages() -> tuple[tuple[str, Page], ...]:
    """Give every page, those of plug-ins last; ProjectError where one of these is never reached."""
    pages = join_registry("pages", PAGES, lambda each: each[0])
    paths = [path for path, _ in pages]
    for number in range(len(PAGES), len(paths)):
        refuse_unreachable(paths[number], paths[:number])
    return pages


async def answer_with_page(site: Site, path: str, page: Page, request: Request) -> ASGIApp:
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
    place = f"{name_chosen()}, {PREFIX}pages"
    try:
        compile_path(path)
    except (AssertionError, ValueError) as error:
        raise ProjectError(place, f"the address {path!r} is none", f"mend it: {error}") from None
    if not WRITTEN.fullmatch(path):
        right = "begin it with /, and write letters, digits, . _ ~ - and names in braces alone"
        raise ProjectError(place, f"the address {path!r} is none", right)
    if OF_DATA.match(path):
        wrong = f"the page at {path!r} would answer what is asked of the tables of a release"
        raise ProjectError(place, wrong, "begin its address with a word of its own")
    for earlier in before:
        if compile_path(earlier)[0].fullmatch(path):
            right = "give the page another address"
            raise ProjectError(place, f"{path!r} is answered by the page at {earlier!r}", right)

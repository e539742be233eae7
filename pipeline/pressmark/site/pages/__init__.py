"""The site's own pages: one module a page, listed once with their addresses."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.types import ASGIApp

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

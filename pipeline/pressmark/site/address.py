"""Every address of the site, and the pattern that each page of it answers; there is no other place.

An address begins with the path of the public address, where the site was told one. Which that is
belongs to the app that answers and not to a release, so it is an immutable value in a context
variable that the app sets for each request (`serve_at`): pages are named rightly everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote, unquote, urlencode

from datasette.utils import tilde_encode

from pressmark.errors import ProjectError
from pressmark.field_types import render_numeral
from pressmark.package import Statement
from pressmark.public_address import (
    RECORD,
    RELEASES,
    PublicAddress,
    make_file_path,
    make_record_path,
    make_release_path,
)
from pressmark.site.own_files import FONTS, FONTS_SHEET, STATIC_FILES, hash_static

FRONT = "/"
SEARCH = "/search"
ALL_RELEASES = (RELEASES, f"{RELEASES}/")
LANDING = (f"{RELEASES}/{{version}}", f"{RELEASES}/{{version}}/")
FILE = f"{RELEASES}/{{version}}/{{name:path}}"
RECORD_PAGE = f"{RECORD}/{{version}}/{{table}}/{{key:path}}"
FIND_RECORD, FILTER = "/find/{version}/{table}", "/filter/{database}/{table}"
DICTIONARY = "/dictionary"
DICTIONARY_OF_RELEASE = f"{DICTIONARY}/{{version}}"
DICTIONARY_OF_TABLE = f"{DICTIONARY}/{{version}}/{{table:path}}"
METHOD, METHOD_OF_RELEASE = "/method", "/method/{version}"
PICTURE, EMBED, SHARE, FIND = "/picture", "/embed", "/share", "/find"
PICTURE_FORMS = tuple(f"{PICTURE}/{{version}}/{{name}}.{kind}" for kind in ("svg", "png", "csv"))
EMBED_OF_SECTION = f"{EMBED}/{{version}}/{{name}}"
SHARE_OF_RELEASE = f"{SHARE}/{{version}}.png"
SHARE_OF_RECORD = f"{SHARE}/{{version}}/{{table}}/{{key:path}}.png"
LATEST = ("/latest", "/latest/{rest:path}")
COMPARE, METRICS = "/compare", "/metrics"
COMPARE_FORMS = tuple(f"{COMPARE}/{{old}}/{{new}}{ending}" for ending in (".json", ".csv", ""))
CITE, CITE_FORMS = "/cite", ("/cite", "/cite.json", "/cite.csv")
FEED, HEALTH, READY = "/feed.atom", "/-/health", "/-/ready"
READY_FOR = f"{READY}/{{version}}"
CATALOG, OPENAPI = f"{RELEASES}.json", "/openapi.json"
ROBOTS, FAVICON, SITEMAP = "/robots.txt", "/favicon.ico", "/sitemap.xml"
SITEMAP_PART, LINKSET = "/sitemap-{part:int}.xml", "/linkset/{version}"
STATIC, STATIC_FILE = "/static", "/static/{file:path}"
"""The patterns of pages, as routes are written."""
RECORD_JSON = f"{RECORD}/{{version}}/{{table}}/{{key}}.json"
DICTIONARY_JSON = f"{DICTIONARY_OF_RELEASE}/{{table}}.json"
TABLE_JSON, COMPARISON_JSON = "/{database}/{table}.json", COMPARE_FORMS[0]
"""Where data is answered to programs, as OpenAPI writes paths."""
ENDLESS = ("/*?", SEARCH, "/filter/", f"{FIND}/", CITE, COMPARE, "/-/")
"""What leads to ever more addresses of the same data: filters, orders, facets, SQL, searches."""

HERE = re.compile(rb"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""An address that leads to this host whatever a browser makes of it."""
NEWEST = "latest"
TILDE = re.compile("%7e", re.IGNORECASE)

_public: ContextVar[PublicAddress | None] = ContextVar("public", default=None)
_asked: ContextVar[str] = ContextVar("asked", default=FRONT)


@contextmanager
def serve_at(public: PublicAddress | None) -> Iterator[None]:
    """Make addresses for a site at this public address for a block; None: it was not told one."""
    token = _public.set(public)
    try:
        yield
    finally:
        _public.reset(token)


@contextmanager
def ask_for(path: str) -> Iterator[None]:
    """Know for a block which page is asked for, by its path and query as they were written."""
    token = _asked.set(path)
    try:
        yield
    finally:
        _asked.reset(token)


def link_asked_page() -> str:
    """Give the address of the page that is asked for, as a link on it."""
    return link_here(_asked.get())


def read_asked_query() -> str:
    """Give what stands behind the question mark of the address that is asked for."""
    return _asked.get().partition("?")[2]


def find_public_address() -> PublicAddress | None:
    """Give the public address of the site that answers, if it was told one."""
    return _public.get()


def find_prefix() -> str:
    """Give what every address begins with: the path of the public address, or nothing."""
    told = _public.get()
    return told.prefix if told else ""


def link_here(path: str) -> str:
    """Give the address of a path of the site, as a link on its pages."""
    return find_prefix() + path


def make_absolute(address: str) -> str | None:
    """Give an address of the site as readers elsewhere write it; None where it was not told one.

    What a request says of the host is no answer: a citation must not depend on who asks.
    """
    told = _public.get()
    return told.origin + address if told else None


def is_here(address: str) -> bool:
    """Whether an address is one of this site, written as a link on its pages."""
    return address.startswith("/")


def keep_here(location: bytes) -> bytes:
    """Give an address to go to, as one of this site: the front page's where it leads elsewhere.

    Datasette forgets the prefix in some of its redirects, so it is added where it is missing.
    """
    if HERE.fullmatch(location) is None:
        return link_here(FRONT).encode()
    before, path = find_prefix().encode(), re.split(b"[?#]", location)[0]
    return location if (path + b"/").startswith(before + b"/") else before + location


def without_prefix(path: str) -> str:
    """Give the path that is asked for, as the site knows it, of a path as it was written.

    A proxy that stands before the site may take the prefix off or not: both are understood. Old
    proxies write `~` as `%7E`, which means the same (RFC 3986, section 6.2.2.2).
    """
    path = TILDE.sub("~", path)
    before, steps = find_prefix().split("/")[1:], path.split("/")[1:]
    if not before or [unquote(step) for step in steps[: len(before)]] != before:
        return path
    return "/" + "/".join(steps[len(before) :])


def refuse_prefix(patterns: Iterable[str], databases: Iterable[str]) -> None:
    """Refuse a public address whose path begins as a page of the site does: ProjectError.

    `/releases/1.0.0/` could then be that page, or one below the prefix.
    """
    first = find_prefix().partition("/")[2].partition("/")[0]
    if first and first in {*databases, *(pattern.split("/")[1] for pattern in (STATIC, *patterns))}:
        wrong = f"the site has pages of its own below /{first}, which could not be told apart"
        raise ProjectError(str(find_public_address()), wrong, "serve it below another path")


def link_front(anchor: str = "") -> str:
    """Give the address of the front page, or of a part of it."""
    return link_here(FRONT) + (f"#{anchor}" if anchor else "")


def link_search(words: str = "") -> str:
    """Give the address of the search, with the words to be found."""
    return with_arguments(link_here(SEARCH), {"q": words} if words else {})


def link_releases() -> str:
    """Give the address of the list of releases."""
    return link_here(RELEASES)


def link_feed() -> str:
    """Give the address of the feed."""
    return link_here(FEED)


def link_release(version: str) -> str:
    """Give the address of a release's page."""
    return link_here(make_release_path(version))


def link_file(version: str, name: str) -> str:
    """Give the address of one file of a release."""
    return link_here(make_file_path(version, name))


def link_dictionary(version: str, table: str = "", field: str = "") -> str:
    """Give the address of a release's dictionary, or of a table or a field in it."""
    steps = "/".join(quote(step, safe="") for step in (version, table) if step)
    return link_here(f"{DICTIONARY}/{steps}") + (f"#{quote(field, safe='')}" if field else "")


def link_method(version: str) -> str:
    """Give the address of the page on the method of a release."""
    return link_here(f"{METHOD}/{quote(version, safe='')}")


def link_picture(version: str, name: str, ending: str = "") -> str:
    """Give the address of a section's picture as a file, or, without an ending, to be framed."""
    steps = "/".join(quote(step, safe="") for step in (version, name))
    return link_here(f"{PICTURE if ending else EMBED}/{steps}{ending}")


def link_shared_picture(version: str, table: str = "", key: Iterable[object] = ()) -> str:
    """Give the address of the picture with which a release, or a record, is shared."""
    if not table:
        return link_here(f"{SHARE}/{quote(version, safe='')}.png")
    path = make_record_path(version, table, map(render_key_part, key)).replace(RECORD, SHARE, 1)
    return link_here(f"{path}.png")


def link_comparison(old: str, new: str, ending: str = "") -> str:
    """Give the address of what changed from one version to another, in the form of an ending."""
    return link_here(f"{COMPARE}/{quote(old, safe='')}/{quote(new, safe='')}{ending}")


def link_database(database: str, rest: Sequence[str] = ()) -> str:
    """Give the address of a database; `rest` are further steps as they are written."""
    return link_here("/" + "/".join([database, *rest]))


def link_page(database: str, name: str) -> str:
    """Give the address of a table, a view or a named query."""
    return link_database(database, [tilde_encode(name)])


def link_filter(database: str, table: str) -> str:
    """Give the address that a table's filter form asks."""
    return link_here(FILTER.format(database=database, table=tilde_encode(table)))


def link_datasette_record(database: str, table: str, key: Iterable[object]) -> str:
    """Give Datasette's address of the record with that primary key."""
    parts = ",".join(tilde_encode(str(part)) for part in key)
    return f"{link_page(database, table)}/{parts}"


def link_record(version: str, table: str, key: Iterable[object], *, ending: str = "") -> str:
    """Give the address of our own page of the record with that primary key."""
    return link_here(make_record_path(version, table, map(render_key_part, key))) + ending


def render_key_part(part: object) -> str:
    """Write a part of a key as the table's file does, where a number has no point it need not."""
    return (render_numeral(repr(part)) if isinstance(part, float) else None) or str(part)


def link_record_as_written(version: str, steps: Sequence[str]) -> str:
    """Give the address of a record whose table and key are given as somebody wrote them."""
    return link_here("/".join([RECORD, quote(version, safe=""), *steps]))


def link_newest_record(table: str, key: Iterable[object]) -> str:
    """Give the address that leads to a record in the newest release."""
    return link_record(NEWEST, table, key)


def link_query(database: str, query: Statement, ending: str = "") -> str:
    """Give the address of a named query, asked with its own example where it takes parameters.

    `ending` is that of a form (`.json`, `.csv`).
    """
    return with_arguments(link_page(database, query.name) + ending, query.example)


def link_citation(arguments: Mapping[str, str], *, ending: str = "") -> str:
    """Give the address at which a query is cited; `ending` is that of a form (`.json`, `.csv`)."""
    return with_arguments(link_here(CITE + ending), arguments)


def link_by_name(version: str, table: str) -> str:
    """Give the address that leads from the name of a record to its page."""
    return link_here(f"{FIND}/{quote(version, safe='')}/{tilde_encode(table)}")


def with_arguments(address: str, arguments: Mapping[str, str] | Sequence[tuple[str, str]]) -> str:
    """Append arguments to an address."""
    return f"{address}?{urlencode(arguments)}" if arguments else address


def with_query(address: str, query: str) -> str:
    """Append what stands behind the question mark of an address, as it is written."""
    return f"{address}?{query}" if query else address


def link_static(name: str) -> str:
    """Give the address of a file of ours, which changes with its content."""
    path = FONTS if name == FONTS_SHEET else STATIC_FILES / name
    return link_here(f"{STATIC}/{name}?{hash_static(path)}")

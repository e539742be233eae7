"""The list of the site's pages for robots: sitemaps (sitemaps.org, protocol 0.9).

Of every version that was not withdrawn it names the pages that tell of it, of the newest also its
tables, its questions, and every record that has a page. It names nothing that a reader makes up:
no filter, no search, no SQL.
"""

import asyncio
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from pressmark import sql
from pressmark.package import Table
from pressmark.site.address import (
    SITEMAP_PART,
    link_dictionary,
    link_front,
    link_here,
    link_page,
    link_record,
    link_releases,
)
from pressmark.site.content.citation import find_day
from pressmark.site.content.record_key import as_written
from pressmark.site.downloads.served_release import ServedRelease, find_latest, list_questions

MOST = 50_000
"""Addresses of one sitemap, and sitemaps of an index."""
LONGEST = 1_000
"""Bytes of an address; so many of the longest are the 50 MB that a sitemap may have."""
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
Place = tuple[str, str]
"""The address of a page, and the day on which it last changed, or nothing."""


def list_places(releases: Sequence[ServedRelease]) -> list[Place]:
    """List every page but those of records; `releases` come newest first."""
    newest = find_latest(releases)
    found = [(link_front(), name_day(newest)), (link_releases(), "")]
    for release in releases:
        if release.withdrawn:
            continue
        tables = [link_dictionary(release.version, each.name) for each in release.package.tables]
        pages = [release.landing, release.dictionary, release.method, *tables]
        if release is newest:
            names = [each.name for each in release.package.tables]
            names += [each.name for each in list_questions(release)]
            pages += [link_page(release.database_name, name) for name in names]
        found += [(each, name_day(release)) for each in pages]
    return found


def name_day(release: ServedRelease) -> str:
    """Give the day of a release, or nothing."""
    day = find_day(release)
    return day.isoformat() if day else ""


def list_recorded_tables(releases: Sequence[ServedRelease]) -> list[tuple[Table, int]]:
    """List the tables whose records have pages in the sitemap, with the number of these."""
    newest = find_latest(releases)
    return [
        (each, newest.records.get(each.name, 0))
        for each in newest.package.tables
        if each.schema.primary_key and not newest.withdrawn
    ]


def count_sitemaps(releases: Sequence[ServedRelease]) -> int:
    """Count the sitemaps that all pages need."""
    records = sum(count for _, count in list_recorded_tables(releases))
    return -(-(len(list_places(releases)) + records) // MOST)


async def render_sitemap(
    releases: Sequence[ServedRelease], database: Any, origin: str, number: int
) -> str:
    """Write the sitemap of that number, from 1, of the newest release's `database`."""
    first, last = (number - 1) * MOST, number * MOST
    places, newest = list_places(releases), find_latest(releases)
    found, before = places[first:last], len(places)
    for table, count in list_recorded_tables(releases):
        begin, end = max(first - before, 0), min(last - before, count)
        before += count
        if begin < end:
            rows = await read_keys_of(database, table, begin, end - begin)
            found += await asyncio.to_thread(link_rows, newest, table, rows)
    return await asyncio.to_thread(write_places, found, origin)


async def read_keys_of(database: Any, table: Table, begin: int, most: int) -> Sequence[Any]:
    """Read a part of the keys of a table, in their order."""
    keys = ", ".join(sql.quote(name) for name in table.schema.primary_key or ())
    source = f"select {keys} from {sql.quote(table.name)} order by {keys} limit :most offset :begin"
    return list((await database.execute(source, {"most": most, "begin": begin})).rows)


def link_rows(release: ServedRelease, table: Table, rows: Sequence[Any]) -> list[Place]:
    """Give the pages of records by the rows of their keys."""
    fields = [table.schema.field(name) for name in table.schema.primary_key or ()]
    keys = ([as_written(*each) for each in zip(fields, row, strict=True)] for row in rows)
    day = name_day(release)
    return [(link_record(release.version, table.name, key), day) for key in keys]


def write_places(places: Sequence[Place], origin: str) -> str:
    """Write a sitemap of pages; one whose address is too long for a sitemap is left out."""
    lines = (render_place("url", origin + each, day) for each, day in places)
    return render_document("urlset", lines)


def write_index(number: int, origin: str) -> str:
    """Write the index of so many sitemaps."""
    lines = (render_place("sitemap", origin + link_sitemap(each + 1), "") for each in range(number))
    return render_document("sitemapindex", lines)


def link_sitemap(part: int) -> str:
    """Give the address of one of several sitemaps; it stands above every page that it lists."""
    return link_here(SITEMAP_PART.replace("{part:int}", str(part)))


def render_place(name: str, address: str, day: str) -> str:
    """Write one entry; nothing where the address is too long."""
    if len(address) > LONGEST:
        return ""
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<{name}><loc>{escape(address)}</loc>{changed}</{name}>"


def render_document(name: str, lines: Iterator[str]) -> str:
    """Write a whole document."""
    body = "\n".join(filter(None, lines))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {NAMESPACE}>\n{body}\n</{name}>\n'

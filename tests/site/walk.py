"""Readers who go from page to page of a table until there is no next one."""

import html
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from pressmark import sql
from pressmark.site import ServedRelease
from tests.site.visitor import Visitor

MOST_PAGES = 3000
NEXT_PAGE = re.compile(r'<a class="button second" href="([^"]+)" rel="next">')
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
COUNT = re.compile(r"<strong>([\d,]+) records?</strong>")


@dataclass
class Walk:
    """What a reader met: the records, page by page, and how many there are, as told by each."""

    pages: list[list[Any]] = field(default_factory=list)
    counts: set[int] = field(default_factory=set)

    @property
    def records(self) -> list[Any]:
        """Give what was met on all pages."""
        return [record for page in self.pages for record in page]


async def by_address(visitor: Visitor, address: str, arguments: Mapping[str, str]) -> Walk:
    """Follow `next_url` of JSON."""
    walk, following = Walk(), f"{address}.json?{urlencode(arguments)}"
    while following and len(walk.pages) < MOST_PAGES:
        answer = await visitor.ask_here("GET", following)
        assert answer.status_code == 200, (following, answer.text)
        page = answer.json()
        walk.pages.append([cells(row) for row in page["rows"]])
        walk.counts.add(page["filtered_table_rows_count"])
        assert (page["next"] is None) == (page["next_url"] is None), following
        following = here(page["next_url"])
    return walk


async def by_token(visitor: Visitor, address: str, arguments: Mapping[str, str]) -> Walk:
    """Put `next` of JSON into the first address."""
    walk, following = Walk(), ""
    while len(walk.pages) < MOST_PAGES:
        behind = {"_next": following} if following else {}
        asked = f"{address}.json?{urlencode({**arguments, **behind})}"
        page = (await visitor.ask_here("GET", asked)).json()
        walk.pages.append([cells(row) for row in page["rows"]])
        walk.counts.add(page["filtered_table_rows_count"])
        following = page["next"]
        if not following:
            break
    return walk


async def by_page(visitor: Visitor, address: str, arguments: Mapping[str, str]) -> Walk:
    """Follow the links from page to page; a record is met as its row stands on the page."""
    walk, following = Walk(), f"{address}?{urlencode(arguments)}"
    while following and len(walk.pages) < MOST_PAGES:
        answer = await visitor.ask_here("GET", following)
        assert answer.status_code == 200, (following, answer.text)
        body = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
        walk.pages.append(ROW.findall(body))
        walk.counts.update(int(each.replace(",", "")) for each in COUNT.findall(answer.text))
        links = NEXT_PAGE.findall(answer.text)
        following = here(html.unescape(links[0])) if links else ""
    return walk


def cells(row: Any) -> tuple[Any, ...]:
    """Give the values of a row; one with labels comes as an object."""
    return tuple(row.values() if isinstance(row, dict) else row)


def here(address: str | None) -> str:
    """Give path and arguments of an address."""
    return urlsplit(address)._replace(scheme="", netloc="").geturl() if address else ""


def orders(columns: list[str]) -> Iterator[dict[str, str]]:
    """Give every order of a table with these columns: its own, and by each of them both ways."""
    yield {}
    for column in columns:
        yield {"_sort": column}
        yield {"_sort_desc": column}


def in_the_file(release: ServedRelease, table: str, order: dict[str, str]) -> list[tuple[Any, ...]]:
    """Ask the SQLite file for all records of a table, by a column and then by the key."""
    with closing(sqlite3.connect(release.database)) as connection:
        keys = [
            name for name, _ in connection.execute(
                "select name, pk from pragma_table_info(?) where pk order by pk", (table,)
            )
        ]  # fmt: skip
        key = ", ".join(map(sql.quote, keys)) or "_rowid_"
        by = [sql.quote(name) + (" desc" if "desc" in way else "") for way, name in order.items()]
        names = connection.execute("select name from pragma_table_info(?)", (table,)).fetchall()
        shown = "*" if keys or ("rowid",) in names else "rowid, *"
        return connection.execute(
            f"select {shown} from {sql.quote(table)} order by {', '.join([*by, key])}"
        ).fetchall()

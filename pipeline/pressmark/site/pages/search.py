"""The search page: one box over every table of the newest release."""

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from pressmark.package import Field, Table
from pressmark.site.arguments.pairs import NotUnderstoodError, show_text
from pressmark.site.content.answered_hits import Searched
from pressmark.site.content.citation import find_day
from pressmark.site.content.search import FoundHits, find
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.downloads.watched import ChangedError
from pressmark.site.overload import TryAgainError
from pressmark.site.request import TABLES, Lane
from pressmark.site.site import Site
from pressmark.site.tables.filter import is_date
from pressmark.site.tables.lane import use_lane
from pressmark.site.writing import ANSWERS
from pressmark.words import find_nearest

LONGEST_SEARCH = 200
"""Characters of what is searched for."""


async def search(site: Site, request: Request) -> Response:
    """List the records of the newest release that hold the words asked for."""
    words = request.query_params.get("q", "").strip()
    if len(words) > LONGEST_SEARCH:
        wrong = (
            f"What is searched for may have {LONGEST_SEARCH} characters. Search for fewer words."
        )
        raise NotUnderstoodError(wrong)
    only = find_only(site, request.query_params.get("table", ""))
    with use_lane(Lane(TABLES)):
        found = (
            await find(site.datasette, find_searched(site), words, only) if words else FoundHits()
        )
    day = find_day(site.latest)
    return await site.render(
        "search.html",
        **ANSWERS,
        words=words,
        has_words=any(map(str.isalnum, words)),
        found=found,
        hits=found.hits,
        only=only,
        release=site.latest,
        day=day.isoformat() if day else "",
    )


def find_only(site: Site, name: str) -> Table | None:
    """Give the table that alone is searched; NotUnderstoodError where there is none of a name."""
    if not name:
        return None
    tables = {each.name: each for each in site.latest.package.tables}
    if name not in tables:
        near = find_nearest(name, tuple(tables))
        right = f"did you mean {near}?" if near else "leave table out to search all."
        raise NotUnderstoodError(f"There is no table {show_text(name)}: {right}")
    return tables[name]


async def warm_search(site: Site) -> None:
    """Make the index of the newest release; of a file that changed none is made, and none shown."""
    release, dates = site.latest, find_dates(site.latest)
    file = site.datasette.databases[release.database_name].file
    with suppress(ChangedError, TryAgainError):
        await site.searches.ask(lambda: site.searches.of(release, dates, file))


def find_searched(site: Site) -> Searched:
    """Give what the newest release has to search."""
    release = site.latest
    return Searched(
        release,
        site.indexes.get(release.database_name, {}),
        find_dates(release),
        site.sections.get(release.database_name, ()),
        site.kept,
        site.searches,
    )


def find_dates(release: ServedRelease) -> dict[str, Field]:
    """Give the field of the date of records, the first of their table, where it has one."""
    dates = {
        table.name: next((each for each in table.schema.fields if is_date(each)), None)
        for table in release.package.tables
    }
    return {name: field for name, field in dates.items() if field}

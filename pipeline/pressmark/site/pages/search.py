"""The search page: one box over every table of the newest release."""

from starlette.requests import Request
from starlette.responses import Response

from pressmark.site.arguments.pairs import NotUnderstoodError
from pressmark.site.content.answered_hits import Searched
from pressmark.site.content.citation import find_day
from pressmark.site.content.search import find
from pressmark.site.request import TABLES, Lane
from pressmark.site.site import Site
from pressmark.site.tables.filter import is_date
from pressmark.site.tables.lane import use_lane
from pressmark.site.writing import ANSWERS

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
    with use_lane(Lane(TABLES)):
        hits = await find(site.datasette, find_searched(site), words) if words else ()
    day = find_day(site.latest)
    return await site.render(
        "search.html",
        **ANSWERS,
        words=words,
        has_words=any(map(str.isalnum, words)),
        hits=hits,
        release=site.latest,
        day=day.isoformat() if day else "",
    )


def find_searched(site: Site) -> Searched:
    """Give what the newest release has to search; the date of a record is its first."""
    release = site.latest
    dates = {
        table.name: next((each for each in table.schema.fields if is_date(each)), None)
        for table in release.package.tables
    }
    return Searched(
        release,
        site.indexes.get(release.database_name, {}),
        {name: field for name, field in dates.items() if field},
        site.sections.get(release.database_name, ()),
        site.kept,
    )

"""What changed between two releases, whatever lies between: a page, JSON, and all of it as CSV.

`/compare/<old>/<new>`, and the same with `.json` or `.csv` behind it; `latest` is the newest.
"""

from typing import Any
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from pressmark.compare import CHANGES_CSV, COLUMNS
from pressmark.compare.comparison import KINDS
from pressmark.site.address import (
    NEWEST,
    link_comparison,
    link_file,
    make_absolute,
    with_arguments,
    with_query,
)
from pressmark.site.arguments.pairs import NotUnderstoodError, show_text
from pressmark.site.content.acts import describe_acts
from pressmark.site.content.compared_records import (
    AskedChanges,
    ComparedPage,
    read_page,
    show_records,
)
from pressmark.site.content.comparisons import NotComparedError, StoredComparison
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.request import read_raw_path
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.writing import PARTS
from pressmark.version import order_version
from pressmark.words import find_nearest

JSON, CSV = ".json", ".csv"
LONGEST_NUMBER = 9
MOST_SCHEMA = 200
"""Changes of what describes the data that a page shows."""
NOTHING = ComparedPage({"schema": [], "tables": [], "listed": 0}, (), None)


async def choose_versions(site: Site, request: Request) -> Response:
    """Lead to the comparison of the two versions that a form names."""
    old, new = (request.query_params.get(each, "").strip() for each in ("old", "new"))
    versions = [each.version for each in site.releases]
    if len(versions) == 1 and not old:
        raise HTTPException(404, "There is one version alone, and nothing to compare it with.")
    for each in (old, new):
        if each and each not in (*versions, NEWEST):
            raise NotUnderstoodError(explain_version(each, versions))
    new = new or (NEWEST if old else site.latest.version)
    old = old or find_before(versions, new)
    return RedirectResponse(link_comparison(old, new), 302, headers={"Cache-Control": "no-cache"})


def find_before(versions: list[str], new: str) -> str:
    """Give the version before another, of all that come newest first; the oldest has none."""
    at = versions.index(new) if new in versions else 0
    return versions[min(at + 1, len(versions) - 1)]


def explain_version(version: str, versions: list[str]) -> str:
    """Say that there is no such version, and which was probably meant."""
    near = find_nearest(version, versions)
    right = f"Did you mean {near}?" if near else f"There are {', '.join(versions[:20])}."
    return f"There is no version {show_text(version)}. {right}"


async def compare(site: Site, request: Request) -> Response:
    """Show what changed; 404 where there is no such version, 308 where the older one is last."""
    path = read_raw_path(request.scope)
    ending = next((each for each in (JSON, CSV) if path.endswith(each)), "")
    _, _, *written = path.removesuffix(ending).split("/")
    named = [unquote(each) for each in written]
    old, new = (find_version(site, each) for each in named)
    if NEWEST in named and [old.version, new.version] != named:
        return lead_on(request, old, new, ending, 307)
    if order_version(old.version) > order_version(new.version):
        return lead_on(request, new, old, ending, 308)
    asked = read_asked(request)
    try:
        made = None if old is new else await site.comparisons.of(old, new)
    except NotComparedError as error:
        return await site.refuse(request, 404, str(error), right=str(error))
    if ending == CSV:
        return send_all(old, new, made)
    page = await run_in_threadpool(read_page, made, asked) if made else NOTHING
    refuse_unknown_table(page, asked, new)
    if ending == JSON:
        return JSONResponse(describe(site, old, new, page, asked), headers=SHORT_WHILE)
    return await show(site, old, new, page, asked)


def find_version(site: Site, version: str) -> ServedRelease:
    """Find a release; 404 says which are there."""
    if version == NEWEST:
        return site.latest
    for each in site.releases:
        if each.version == version:
            return each
    raise HTTPException(404, explain_version(version, [each.version for each in site.releases]))


def lead_on(
    request: Request, old: ServedRelease, new: ServedRelease, ending: str, status: int
) -> Response:
    """Lead to the one address at which two releases are compared."""
    address = with_query(link_comparison(old.version, new.version, ending), request.url.query)
    headers = {"Cache-Control": "no-cache"} if status == 307 else {}  # noqa: PLR2004
    return RedirectResponse(address, status, headers=headers)


def send_all(old: ServedRelease, new: ServedRelease, made: StoredComparison | None) -> Response:
    """Send every change as CSV; the file that the newer release has itself is at its own address.

    A version has no changes since itself: then the heading stands alone.
    """
    if made is None:
        return Response(",".join(COLUMNS) + "\n", media_type="text/csv", headers=SHORT_WHILE)
    if made.changes is None:
        address = link_file(new.version, CHANGES_CSV)
        return RedirectResponse(address, 302, headers={"Cache-Control": "no-cache"})
    name = f"{new.package.name}-changes-{old.version}-{new.version}.csv"
    answer = FileResponse(made.changes, media_type="text/csv", filename=name, headers=SHORT_WHILE)
    answer.kept = made  # type: ignore[attr-defined]
    return answer


def read_asked(request: Request) -> AskedChanges:
    """Read which records are asked for."""
    given = request.query_params
    change, after = given.get("change", ""), given.get("after", "0")
    if change and change not in KINDS:
        raise NotUnderstoodError(
            f"There is no change {show_text(change)}: write {', '.join(KINDS[:-1])} or {KINDS[-1]}."
        )
    if not (after.isascii() and after.isdigit() and len(after) <= LONGEST_NUMBER):
        raise NotUnderstoodError(f"after={show_text(after)} is no number of a record.")
    return AskedChanges(given.get("table", ""), change, int(after))


def refuse_unknown_table(page: ComparedPage, asked: AskedChanges, new: ServedRelease) -> None:
    """Refuse a table that neither release has; one without changes has none to show."""
    known = [each["name"] for each in page.told["tables"]]
    named = {*known, *(each.published.name for each in new.package.tables)}
    if asked.table and asked.table not in named:
        near = find_nearest(asked.table, tuple(named))
        right = f"Did you mean {near}?" if near else "Leave table out to see all."
        raise NotUnderstoodError(f"There is no table {show_text(asked.table)}. {right}")


def describe(
    site: Site, old: ServedRelease, new: ServedRelease, page: ComparedPage, asked: AskedChanges
) -> dict[str, Any]:
    """Tell programs what changed, and where more of it is."""
    own = link_comparison(old.version, new.version, JSON)
    more = link_more(own, asked, page.next)
    whole = link_comparison(old.version, new.version, CSV)
    return {
        "package": new.package.name,
        **{name: describe_side(site, each) for name, each in (("old", old), ("new", new))},
        "between": [each.version for each in list_between(site, old, new)],
        "schema": page.told["schema"],
        "tables": [
            {name: value for name, value in each.items() if name != "number"}
            for each in page.told["tables"]
        ],
        "count": page.count(asked),
        "records": [
            {
                "table": each.table,
                "key": each.key,
                "record": each.record,
                "change": each.change,
                "fields": {name: {"before": was, "after": now} for name, was, now in each.fields},
            }
            for each in page.records
        ],
        "next": more and (make_absolute(more) or more),
        "all": make_absolute(whole) or whole,
    }


def describe_side(site: Site, release: ServedRelease) -> dict[str, Any]:
    """Name one of the two releases, with what the ledger said of it later."""
    address = make_absolute(release.landing) or release.landing
    return {
        "version": release.version,
        "address": address,
        **describe_acts(release, site.releases),
    }


def list_between(site: Site, old: ServedRelease, new: ServedRelease) -> list[ServedRelease]:
    """List the releases between two, the oldest first."""
    low, high = (order_version(each.version) for each in (old, new))
    return [each for each in reversed(site.releases) if low < order_version(each.version) < high]


def link_more(address: str, asked: AskedChanges, after: int | None) -> str | None:
    """Give the address of the records behind those of a page; None where there are none."""
    if after is None:
        return None
    return link_part(address, asked.table, asked.change, after)


def link_part(address: str, table: str = "", change: str = "", after: int = 0) -> str:
    """Give the address of some records of a comparison."""
    given = {"table": table, "change": change, "after": str(after or "")}
    return with_arguments(address, {name: value for name, value in given.items() if value})


async def show(
    site: Site, old: ServedRelease, new: ServedRelease, page: ComparedPage, asked: AskedChanges
) -> Response:
    """Show what changed as a page."""
    own = link_comparison(old.version, new.version)
    records = await show_records(site.datasette.databases, old, new, page)
    return await site.render(
        "compare.html",
        **PARTS,
        release=new,
        old=old,
        new=new,
        between=list_between(site, old, new),
        told=page.told,
        asked=asked,
        count=page.count(asked),
        records=records,
        titles=name_tables(old, new),
        most_schema=MOST_SCHEMA,
        own=own,
        more=link_more(own, asked, page.next),
        link_part=link_part,
        totals={kind: sum(each[kind] for each in page.told["tables"]) for kind in KINDS},
    )


def name_tables(*releases: ServedRelease) -> dict[str, str]:
    """Give what tables are called, by the names that they are published under; the last counts."""
    return {
        each.published.name: each.resource.title or each.name
        for release in releases
        for each in release.package.tables
    }

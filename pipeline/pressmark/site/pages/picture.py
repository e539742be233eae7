"""The picture of a section: as a file, with its data, as a page for other sites, and to share.

`/picture/<version>/<section>.svg`, `.png`, `.csv`; `/embed/<version>/<section>`;
`/share/<version>.png` and `/share/<version>/<table>/<key>.png`. `latest` as version leads to the
newest release.
"""

from collections.abc import Sequence

from datasette.utils import tilde_decode
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pressmark.site.address import (
    EMBED,
    NEWEST,
    PICTURE,
    SHARE,
    link_here,
)
from pressmark.site.charts import DrawingError, Drawn, can_draw, draw_share
from pressmark.site.content.answered_section import AnsweredSection
from pressmark.site.content.history import find_table
from pressmark.site.content.picture_file import (
    CSV,
    PNG,
    SVG,
    describe_picture,
    draw_section,
    render_rows,
    with_whole_addresses,
)
from pressmark.site.content.record import find_record
from pressmark.site.content.record_key import read_keys
from pressmark.site.content.removed import explain_gone
from pressmark.site.content.shared_picture import share_record, share_release
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.middleware.security import FRAMED
from pressmark.site.pages.record_sections import answer_sections, lay_out
from pressmark.site.request import read_raw_path
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.writing import PARTS, PICTURES

NO_KEY = "The records of this table have no key, so they have no pages that could be shared."
NO_RECORD = "There is no such record in this version of the table."
NO_ANSWER = "The page of this record says no answer first, so there is no picture of it to share."


async def send_picture(site: Site, request: Request) -> Response:
    """Send the picture of a section as SVG or PNG, or its rows as CSV; 404 where there is none.

    Every section of the front page and of the method has its rows, drawn or not.
    """
    if request.path_params["version"] == NEWEST:
        return lead_to_newest(site, request, PICTURE)
    release = site.release(request)
    ending = "." + request.url.path.rpartition(".")[2]
    part = find_part(site, release, request.path_params["name"], is_drawn=ending != CSV)
    statuses = site.statuses.get(release.database_name, {})
    if ending == CSV:
        return Response(render_rows(part.rows), headers=SHORT_WHILE, media_type="text/csv")
    if ending == SVG:
        svg = with_whole_addresses(draw_section(release, part, statuses).svg)
        return Response(svg, headers=SHORT_WHILE, media_type="image/svg+xml")
    return await send_png(site, draw_section(release, part, statuses), is_sharp=True)


async def embed(site: Site, request: Request) -> Response:
    """Show the picture of a section as a page without a script that any site may frame."""
    if request.path_params["version"] == NEWEST:
        return lead_to_newest(site, request, EMBED)
    release = site.release(request)
    part = find_part(site, release, request.path_params["name"])
    response = await site.render(
        "embed.html",
        **PARTS,
        **PICTURES,
        **describe_picture(release, part),
        release=release,
        part=part,
    )
    response.headers.update(FRAMED)
    return response


async def send_share(site: Site, request: Request) -> Response:
    """Draw what is shown where a release is shared."""
    if request.path_params["version"] == NEWEST:
        return lead_to_newest(site, request, SHARE)
    release = site.release(request)
    parts = find_front_parts(site, release)
    told = share_release(release, parts, site.statuses.get(release.database_name, {}))
    return await send_png(site, draw_share(told), is_sharp=False)


async def send_record_share(site: Site, request: Request) -> Response:
    """Draw what is shown where a record's page is shared; 404, with why, where it says nothing.

    451 or 410 where the record was taken out by law, or withdrawn.
    """
    _, _, version, *rest = read_raw_path(request.scope).split("/")
    if version == NEWEST:
        return lead_to_newest(site, request, SHARE)
    release = site.release(request)
    table = find_table(release, tilde_decode(request.path_params["table"]))
    if table is None or len(rest) != 2:  # noqa: PLR2004 - a table and a key
        raise HTTPException(404)
    if not table.schema.primary_key:
        raise HTTPException(404, NO_KEY)
    why = NO_RECORD
    database = site.datasette.databases[release.database_name]
    keys = list(read_keys(rest[1].removesuffix(PNG), len(table.schema.primary_key)))
    for key in keys:
        found = await find_record(database, release, table, key)
        why = NO_ANSWER if found else why
        head = lay_out(await answer_sections(site, found, None)).answer if found else None
        if found and head and head.rows:
            statuses = site.statuses.get(release.database_name, {})
            told = share_record(found, head.rows[0], find_front_parts(site, release), statuses)
            return await send_png(site, draw_share(told), is_sharp=False)
    gone = explain_gone(release, table, keys) if why is NO_RECORD else None
    if gone:
        return await site.refuse(request, *gone)
    raise HTTPException(404, why)


async def send_png(site: Site, picture: Drawn, *, is_sharp: bool) -> Response:
    """Send a picture as PNG; 404 where this machine cannot draw one."""
    try:
        content = await site.pictures.png(picture, is_sharp=is_sharp)
    except DrawingError as error:
        why = f": {error}" if can_draw() else ", for this site has no library that draws it"
        raise HTTPException(404, f"There is no PNG{why}. Take the SVG.") from None
    return Response(content, headers=SHORT_WHILE, media_type="image/png")


def lead_to_newest(site: Site, request: Request, first: str) -> Response:
    """Lead to the same of the newest release."""
    rest = read_raw_path(request.scope).removeprefix(f"{first}/{NEWEST}")
    address = link_here(f"{first}/{site.latest.version}{rest}")
    return RedirectResponse(address, 307, headers={"Cache-Control": "no-cache"})


def find_front_parts(site: Site, release: ServedRelease) -> Sequence[AnsweredSection]:
    """Give the parts of a release's front page."""
    return site.parts.get(release.database_name, {}).get("front", ())


def find_part(
    site: Site, release: ServedRelease, name: str, *, is_drawn: bool = True
) -> AnsweredSection:
    """Find the section of that name, one with a chart where it `is_drawn`; 404 for none."""
    for parts in site.parts.get(release.database_name, {}).values():
        for part in parts:
            if part.section.name == name and (part.chart is not None or not is_drawn):
                return part
    raise HTTPException(404)

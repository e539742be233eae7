"""The page of one record: what is recorded of it, on what evidence, since when, and how to cite it.

`/record/<version>/<table>/<key>`, and the same as JSON with `.json` behind it; `latest` as version
leads to the newest release.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from datasette.utils import tilde_decode
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pressmark.package import Table
from pressmark.package.withdrawn import Withdrawn, read_withdrawn
from pressmark.site.address import (
    NEWEST,
    record_as_written,
    share_address,
    whole,
    with_query,
)
from pressmark.site.charts import can_draw
from pressmark.site.content.acts import acts_as_json
from pressmark.site.content.answered_section import AnsweredSection, bounded
from pressmark.site.content.asked_day import ahead_of, day_of
from pressmark.site.content.citation import contact_of, record_citation
from pressmark.site.content.history import history_of, other_records, table_of
from pressmark.site.content.record import (
    Record,
    facts_of,
    find_record,
    links_from,
    links_to,
    record_of_row,
)
from pressmark.site.content.record_key import keys_of
from pressmark.site.content.record_proof import proof_of
from pressmark.site.content.shape import UNDRAWN
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.pages.record_sections import (
    answers,
    asked_day,
    definitions_in,
    footnotes_of,
    laid_out,
    sections_for,
)
from pressmark.site.request import written_path
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.writing import PARTS, SECTIONS

JSON = ".json"


async def record(site: Site, request: Request) -> Response:
    """Show one record; 410 where its key was withdrawn, 404 where there is none."""
    _, _, version, *rest = written_path(request.scope).split("/")
    if version == NEWEST:
        address = with_query(record_as_written(site.latest.version, rest), request.url.query)
        return RedirectResponse(address, 307, headers={"Cache-Control": "no-cache"})
    release = site.release(request)
    table = table_of(release, tilde_decode(request.path_params["table"]))
    if table is None or not table.schema.primary_key or len(rest) != 2:  # noqa: PLR2004
        raise HTTPException(404)
    written = rest[1].removesuffix(JSON)
    database = site.datasette.databases[release.database_name]
    keys = list(keys_of(written, len(table.schema.primary_key)))
    for key in keys:
        found = await find_record(database, release, table, key)
        if found is None:
            continue
        ending = JSON if rest[1].endswith(JSON) else ""
        address, query = found.address + ending, request.url.query
        if address != record_as_written(release.version, rest):
            return RedirectResponse(with_query(address, query), 308)
        day = asked_day(site, request, found)
        return await (as_json if ending else as_page)(site, found, day)
    return await nowhere(site, request, release, table, keys)


async def as_page(site: Site, shown: Record, day: str | None) -> Response:
    """Show a record as a page."""
    release, databases = shown.release, site.datasette.databases
    answered = bounded(await answers(site, shown, day))
    others = await other_records(
        databases, [each for each in site.releases if each is not release], *place_of(shown)
    )
    facts, empty = facts_of(shown, definitions_in(answered))
    laid = laid_out(answered)
    # A picture shows the answer of the version's own day.
    has_picture = laid.answer is not None and can_draw() and day in (None, day_of(release))
    picture = share_address(release.version, shown.table.name, shown.key) if has_picture else None
    return await site.render(
        "record_page.html",
        **PARTS,
        **SECTIONS,
        contact_of=contact_of,
        passages=site.passages,
        release=release,
        record=shown,
        laid=laid,
        page={"picture": picture},
        footnotes=await footnotes_of(site, release, answered),
        day=day,
        default_day=day_of(release),
        ahead=ahead_of(release, day),
        by_day=any(each.asks_for_a_day for each in sections_for(site, shown)),
        facts=facts,
        empty=empty,
        points_to=await links_from(databases[release.database_name], shown),
        links=await links_to(databases[release.database_name], shown),
        history=history_of(site.releases, {**others, release.version: shown}, shown),
        citation=record_citation(release, shown.table, shown.key, shown.label),
        address=whole(shown.address) or shown.address,
    )


async def as_json(site: Site, shown: Record, day: str | None) -> Response:
    """Give a record as JSON: its values, their titles and words, and the answers of sections.

    Table and fields have the names that they were published under, as its proof does.
    """
    facts, empty = facts_of(shown, {})
    words = {each.field.name: each.words for each in facts}
    ahead = ahead_of(shown.release, day)
    table = shown.table.published
    fields = tuple(zip(shown.table.schema.fields, table.schema.fields, strict=True))
    published = {field.name: given.name for field, given in fields}
    answer = {
        "package": shown.release.package.name,
        "version": shown.release.version,
        "table": table.name,
        "key": dict(zip(table.schema.primary_key or (), shown.key, strict=True)),
        "label": shown.label,
        "address": whole(shown.address) or shown.address,
        "citation": record_citation(shown.release, shown.table, shown.key, shown.label),
        **({"day": day} if day else {}),
        **({"note": ahead} if ahead else {}),
        "values": {published[name]: value for name, value in shown.values.items()},
        "fields": {
            given.name: {
                "title": field.label,
                "description": field.description,
                "words": words.get(field.name),
            }
            for field, given in fields
        },
        "not_recorded": [published[field.name] for field in empty],
        "sections": {
            each.section.name: told(each)
            for each in await answers(site, shown, day)
            if each.section.shape not in UNDRAWN
        },
        "proof": await proof_of(shown),
    }
    return JSONResponse(answer | acts_as_json(shown.release, site.releases), headers=SHORT_WHILE)


def told(part: AnsweredSection) -> dict[str, Any]:
    """Give the answer of a section for programs; of one that failed the reason."""
    if part.failure:
        return {"title": part.section.title, "rows": None, "reason": part.failure}
    return {"title": part.section.title, "rows": part.rows}


def place_of(shown: Record) -> tuple[str, tuple[str, ...]]:
    """Give the table and the key of a record."""
    return shown.table.name, shown.key


async def nowhere(
    site: Site,
    request: Request,
    release: ServedRelease,
    table: Table,
    keys: Sequence[tuple[str, ...]],
) -> Response:
    """Say that there is no such record: withdrawn, or only in other versions, or nowhere."""
    names = [",".join(key) for key in keys]
    gone = next(
        (
            each
            for each in read_withdrawn(release.package.withdrawn, release.package.place)
            if each.table == table.published.name and each.key in names
        ),
        None,
    )
    others: Mapping[str, Record] = {}
    for key in keys:
        others = others or await other_records(
            site.datasette.databases, site.releases, table.name, key
        )
    status = 410 if gone else 404
    if written_path(request.scope).endswith(JSON):
        told = as_values(status, gone, others) | acts_as_json(release, site.releases)
        return JSONResponse(told, status)
    response = await site.render(
        "no_record.html",
        record_of_row=record_of_row,
        status=status,
        release=release,
        table=table,
        key=names[0] if names else tilde_decode(request.path_params["key"]),
        gone=gone,
        others=list(others.values()),
    )
    response.status_code = status
    return response


def as_values(status: int, gone: Withdrawn | None, others: Mapping[str, Record]) -> dict[str, Any]:
    """Tell a program why there is no such record."""
    answer: dict[str, Any] = {
        "ok": False,
        "status": status,
        "error": "There is no such record in this version.",
        "other_versions": {version: each.address for version, each in others.items()},
    }
    if gone:
        answer |= {
            "error": f"The record was withdrawn in version {gone.version}: {gone.reason}",
            "reason": gone.reason,
            "replaced_by": gone.replaced_by or None,
            "withdrawn_in": gone.version,
        }
    return answer

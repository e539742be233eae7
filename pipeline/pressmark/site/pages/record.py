"""The page of one record: what is recorded of it, on what evidence, since when, and how to cite it.

`/record/<version>/<table>/<key>`, the same as JSON with `.json` behind it, and its linked data with
`.jsonld`; `latest` as version leads to the newest release.
"""

from typing import Any

from datasette.utils import tilde_decode
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pressmark.site.address import (
    NEWEST,
    link_record_as_written,
    link_shared_picture,
    make_absolute,
    with_query,
)
from pressmark.site.arguments.pairs import NotUnderstoodError
from pressmark.site.charts import can_draw
from pressmark.site.content.acts import describe_acts
from pressmark.site.content.answered_section import AnsweredSection, limit_parts
from pressmark.site.content.asked_day import choose_day, warn_of_later_day
from pressmark.site.content.citation import find_contact, render_record_citation
from pressmark.site.content.history import (
    VersionRange,
    compare_history,
    describe_ranges,
    find_other_records,
    find_table,
    list_places,
)
from pressmark.site.content.linked_data import describe_record, write_record_data
from pressmark.site.content.page_tags import list_record_tags
from pressmark.site.content.pointing import find_links_from, find_links_to
from pressmark.site.content.record import Record, find_record, list_facts
from pressmark.site.content.record_key import read_keys
from pressmark.site.content.record_proof import prove_shown
from pressmark.site.content.shape import UNDRAWN
from pressmark.site.content.signposts import (
    LINKED,
    LINKED_TYPE,
    list_record_signposts,
    list_versions,
    write_links,
)
from pressmark.site.pages.no_record import FORMS, answer_nowhere
from pressmark.site.pages.record_sections import (
    answer_sections,
    choose_sections,
    collect_definitions,
    lay_out,
    number_footnotes,
    read_day,
)
from pressmark.site.request import read_raw_path
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.writing import PARTS, SECTIONS


async def show_record(site: Site, request: Request) -> Response:
    """Show one record; 451 where it was taken out by law, 410 where its key was withdrawn.

    404 where there is none.
    """
    _, _, version, *rest = read_raw_path(request.scope).split("/")
    if version == NEWEST:
        address = with_query(link_record_as_written(site.latest.version, rest), request.url.query)
        return RedirectResponse(address, 307, headers={"Cache-Control": "no-cache"})
    release = site.release(request)
    table = find_table(release, tilde_decode(request.path_params["table"]))
    if table is None or not table.schema.primary_key or len(rest) != 2:  # noqa: PLR2004
        raise HTTPException(404)
    ending = next((each for each in FORMS if rest[1].endswith(each)), "")
    written = rest[1].removesuffix(ending)
    database = site.datasette.databases[release.database_name]
    keys = list(read_keys(written, len(table.schema.primary_key)))
    for key in keys:
        found = await find_record(database, release, table, key)
        if found is None:
            continue
        address, query = found.address + ending, request.url.query
        if address != link_record_as_written(release.version, rest):
            return RedirectResponse(with_query(address, query), 308)
        if ending == LINKED:
            refuse_day(request)
            told = describe_record(found)
            return JSONResponse(told, headers=SHORT_WHILE, media_type=LINKED_TYPE)
        day = read_day(site, request, found)
        return await (as_json if ending else as_page)(site, found, day)
    return await answer_nowhere(site, request, release, table, keys)


def refuse_day(request: Request) -> None:
    """Refuse a day of linked data: NotUnderstoodError."""
    if "day" in request.query_params:
        wrong = "Linked data says nothing of a day, so there is no argument day here. Take it out."
        raise NotUnderstoodError(wrong)


async def as_page(site: Site, shown: Record, day: str | None) -> Response:
    """Show a record as a page."""
    release, databases = shown.release, site.datasette.databases
    answered = limit_parts(await answer_sections(site, shown, day))
    facts, empty = list_facts(shown, collect_definitions(answered))
    laid = lay_out(answered)
    picture = link_picture_of_answer(shown, day) if laid.answer else None
    history = await find_ranges(site, shown)
    links = list_record_signposts(release, shown.table.name, shown.key)
    links += list_versions(release, list_places(history))
    response = await site.render(
        "record_page.html",
        **PARTS,
        **SECTIONS,
        find_contact=find_contact,
        passages=site.passages,
        release=release,
        record=shown,
        laid=laid,
        page={"picture": picture, "tags": list_record_tags(shown), "links": links},
        linked_data=write_record_data(shown),
        footnotes=await number_footnotes(site, release, answered),
        day=day,
        default_day=choose_day(release),
        ahead=warn_of_later_day(release, day),
        by_day=any(each.asks_for_a_day for each in choose_sections(site, shown)),
        facts=facts,
        empty=empty,
        points_to=await find_links_from(databases[release.database_name], shown),
        links=await find_links_to(databases[release.database_name], shown),
        history=history,
        citation=render_record_citation(release, shown.table, shown.key, shown.label),
        address=make_absolute(shown.address) or shown.address,
    )
    response.headers["Link"] = write_links(links, release)
    return response


def link_picture_of_answer(shown: Record, day: str | None) -> str | None:
    """Give the picture with which a record is shared; it shows the answer of the version's day."""
    if not can_draw() or day not in (None, choose_day(shown.release)):
        return None
    return link_shared_picture(shown.release.version, shown.table.name, shown.key)


async def find_ranges(site: Site, shown: Record) -> tuple[VersionRange, ...]:
    """Give what each release says of a record, as ranges of those that say the same."""
    others = [each for each in site.releases if each is not shown.release]
    found = await find_other_records(site.datasette.databases, others, *name_place(shown))
    return compare_history(site.releases, {**found, shown.release.version: shown})


async def as_json(site: Site, shown: Record, day: str | None) -> Response:
    """Give a record as JSON: its values, their titles and words, and the answers of sections.

    Table and fields have the names that they were published under, as its proof does.
    """
    facts, empty = list_facts(shown, {})
    words = {each.field.name: each.words for each in facts}
    ahead = warn_of_later_day(shown.release, day)
    table = shown.table.published
    fields = tuple(zip(shown.table.schema.fields, table.schema.fields, strict=True))
    published = {field.name: given.name for field, given in fields}
    answer = {
        "package": shown.release.package.name,
        "version": shown.release.version,
        "table": table.name,
        "key": dict(zip(table.schema.primary_key or (), shown.key, strict=True)),
        "label": shown.label,
        "address": make_absolute(shown.address) or shown.address,
        "citation": render_record_citation(shown.release, shown.table, shown.key, shown.label),
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
            each.section.name: describe_section(each)
            for each in await answer_sections(site, shown, day)
            if each.section.shape not in UNDRAWN
        },
        "versions": describe_ranges(await find_ranges(site, shown)),
        "proof": await prove_shown(shown),
    }
    return JSONResponse(answer | describe_acts(shown.release, site.releases), headers=SHORT_WHILE)


def describe_section(part: AnsweredSection) -> dict[str, Any]:
    """Give the answer of a section for programs; of one that failed the reason."""
    if part.failure:
        return {"title": part.section.title, "rows": None, "reason": part.failure}
    return {"title": part.section.title, "rows": part.rows}


def name_place(shown: Record) -> tuple[str, tuple[str, ...]]:
    """Give the table and the key of a record."""
    return shown.table.name, shown.key

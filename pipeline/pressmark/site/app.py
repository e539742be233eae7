"""Releases → the web app: our pages and downloads in front, Datasette behind the gate."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from pressmark.plugins import Plugin, chosen, using
from pressmark.site.address import page_address, query_address, record_page
from pressmark.site.content.answered_section import parts_of
from pressmark.site.content.citation import contact_of, long_date, published
from pressmark.site.content.dates import date_in_words, days_in_words
from pressmark.site.content.evidence import evidence_told, passages_of
from pressmark.site.content.markdown import html_of, line_of
from pressmark.site.content.query_citation import cite_address, cite_table_address
from pressmark.site.content.record import record_of_row
from pressmark.site.content.section import beneath_headings, columns_of, sections_of
from pressmark.site.downloads.download import by_kind, in_reading_order, kind_of
from pressmark.site.downloads.link import safe_link
from pressmark.site.downloads.served_release import (
    ServedRelease,
    newest_first,
    paragraphs,
    questions_of,
)
from pressmark.site.downloads.watched import ChangedError
from pressmark.site.middleware.busy import AskedPage, asked_at
from pressmark.site.middleware.cache import Answers
from pressmark.site.middleware.queues import Queues, kind_of_request
from pressmark.site.middleware.security import Gate, SecurityLayer
from pressmark.site.middleware.unread import UnreadAnswers
from pressmark.site.overload import TryAgainError
from pressmark.site.pages import all_pages
from pressmark.site.site import Site
from pressmark.site.tables.database import full_text_tables
from pressmark.site.tables.datasette_app import build_datasette
from pressmark.site.tables.export import Exports
from pressmark.site.tables.filter import choices_of, table_filters
from pressmark.site.tables.lane import Lanes, query_names
from pressmark.site.tables.sandboxes import Sandboxes
from pressmark.site.tables.self_test import prove_lanes
from pressmark.site.tables.written_cells import (
    answer_writer,
    cell_writer,
    without_codes,
    written_rows,
)

STATIC = Path(__file__).parent / "static"


def build_app(releases: Sequence[ServedRelease]) -> "App":
    """Give the app that serves these releases, in whatever order they come.

    The newest by semantic version is the latest. ReleaseError says which release cannot be served,
    MachineError that what visitors must not do is not refused here.
    """
    ordered = newest_first(releases)
    sandboxes = Sandboxes()
    datasette = build_datasette(ordered, sandboxes)
    sections = {
        each.database_name: sections_of(each, newest=each is ordered[0]) for each in ordered
    }
    site = Site(
        ordered,
        datasette,
        indexes={each.database_name: full_text_tables(each) for each in ordered},
        sections=sections,
        parts={
            each.database_name: parts_of(each, sections[each.database_name]) for each in ordered
        },
        sandboxes=sandboxes,
    )
    prove_lanes(ordered[0])
    datasette.jinja_env.globals.update(words_for_templates(site), known=site.known)
    app = App(
        routes=routes(site),
        exception_handlers=refusals(site),
        lifespan=lifespan(site),
    )
    app.router.redirect_slashes = False
    app.router.default = gate(site)
    app.kind_of = partial(
        kind_of_request,
        queries={each.database_name: query_names(each) for each in ordered},
        tables={each.database_name: each.records.keys() for each in ordered},
    )
    app.unread = site.unread
    app.end = site.sandboxes.end
    app.asked_at = partial(asked_at, known=site.known)
    return app


def refusals(site: Site) -> dict[Any, Any]:
    """Say how each failure of a page is answered."""
    return {
        404: site.missing,
        405: site.refused,
        ChangedError: site.changed,
        TryAgainError: site.busy,
        Exception: site.broken,
    }


def gate(site: Site) -> ASGIApp:
    """Let requests through to Datasette, each in its lane."""
    exports = Exports(site.datasette.app(), site.releases, site.unread)
    return Gate(
        Lanes(exports, site.releases),
        {each.database_name: each.records.keys() for each in site.releases},
        refused=endpoint(site.refused),
        missing=endpoint(site.missing),
        wrong=lambda sentence: endpoint(partial(site.wrong, sentence=sentence)),
    )


class App(Starlette):
    """A Starlette whose answer to a failure goes through the outermost layer too.

    `kind_of` tells the kind of a request, by which it stands in line, and `asked_at` what stands
    at its address; `end` gives up what is asked when the server ends. Every request is answered
    with the plug-ins that were in use when the app was built, whatever thread it comes in.
    """

    kind_of: Callable[[Scope], str]
    asked_at: Callable[[Scope], AskedPage]
    unread: UnreadAnswers
    end: Callable[[], None]

    def __init__(self, **settings: Any) -> None:
        """Make it as Starlette does, and keep the plug-ins in use."""
        super().__init__(**settings)
        self.plugins: tuple[Plugin, ...] = chosen()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with those plug-ins."""
        with using(self.plugins):
            await super().__call__(scope, receive, send)

    def build_middleware_stack(self) -> ASGIApp:
        """Put the face in front of everything, behind it what is known, and then the lines."""
        queues = Queues(super().build_middleware_stack(), self.kind_of, self.asked_at)
        return SecurityLayer(Answers(queues, unread=self.unread))


def routes(site: Site) -> list[Route | Mount]:
    """List the addresses that are ours; the databases' own follow behind the gate."""
    ours: list[Route | Mount] = [Route(path, partial(page, site)) for path, page in all_pages()]
    return [*ours, Mount("/static", StaticFiles(directory=STATIC))]


def endpoint(answer: Callable[[Request], Any]) -> ASGIApp:
    """Make an ASGI app of a function that answers requests."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response: Response = await answer(Request(scope, receive))
        await response(scope, receive, send)

    return app


def lifespan(site: Site) -> Callable[[Starlette], Any]:
    """Start Datasette before the first request, and close its files after the last.

    The answers to all questions are made ready meanwhile, those of the newest release first.
    """

    @asynccontextmanager
    async def run(_app: Starlette) -> AsyncIterator[None]:
        # Datasette would start at its first request, and fail a second that comes meanwhile.
        await site.datasette.invoke_startup()
        warming = asyncio.create_task(warm(site))
        yield
        warming.cancel()
        await site.sandboxes.close()
        site.datasette.executor.shutdown()
        for database in site.datasette.databases.values():
            database.close()

    return run


async def warm(site: Site) -> None:
    """Ask every question of every release with its example, so that its answer is kept."""
    for release in site.releases:
        file = site.datasette.databases[release.database_name].file
        await site.sandboxes.questions.warm(file, questions_of(release))


def words_for_templates(site: Site) -> dict[str, object]:
    """Give every template, ours and Datasette's, the releases and the way to write of them."""
    by_database = {release.database_name: release for release in site.releases}
    return {
        "site": site,
        "releases_by_database": by_database,
        "stylesheet": static_address("site.css"),
        "script": static_address("site.js"),
        "page_address": page_address,
        "query_address": query_address,
        "cite_address": cite_address,
        "cite_table_address": cite_table_address,
        "kind_of": kind_of,
        "by_kind": by_kind,
        "in_reading_order": in_reading_order,
        "questions_of": questions_of,
        "record_page": record_page,
        "record_of_row": record_of_row,
        "beneath_headings": beneath_headings,
        "columns_of": columns_of,
        "table_filters": partial(table_filters, site.datasette),
        "choices_of": partial(choices_of, site.datasette),
        "without_codes": without_codes,
        "cell_writer": cell_writer,
        "written_rows": written_rows,
        "answer_writer": partial(answer_writer, site.datasette),
        "evidence_told": evidence_told,
        "passages": {each.database_name: passages_of(each) for each in site.releases},
        "date_in_words": date_in_words,
        "days_in_words": days_in_words,
        "contact_of": contact_of,
        "markdown": html_of,
        "markdown_line": line_of,
        "long_date": long_date,
        "published": published,
        "safe_link": safe_link,
        "paragraphs": paragraphs,
        "size_in_words": size_in_words,
        "number": "{:,}".format,
    }


def static_address(name: str) -> str:
    """The address of a file of ours, which changes with its content."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?{digest}"


def size_in_words(size: int) -> str:
    """Write a number of bytes for people, in units of a thousand."""
    if size < 1000:  # noqa: PLR2004 - bytes in a kilobyte
        return f"{size} bytes"
    amount, units = size / 1000, ["kB", "MB", "GB"]
    while amount >= 999.5 and len(units) > 1:  # noqa: PLR2004 - rounds to 1000
        amount, units = amount / 1000, units[1:]
    return f"{amount:.1f} {units[0]}" if amount < 10 else f"{amount:.0f} {units[0]}"  # noqa: PLR2004

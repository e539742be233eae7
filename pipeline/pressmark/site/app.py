"""Releases → the web app: our pages and downloads in front, Datasette behind the gate."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pressmark.plugins import Plugin, list_chosen, use_plugins
from pressmark.public_address import PublicAddress
from pressmark.site import address, as_files
from pressmark.site.address import (
    ask_for,
    find_public_address,
    link_query,
    refuse_prefix,
    serve_at,
    with_query,
    without_prefix,
)
from pressmark.site.arguments.asked import describe_release
from pressmark.site.arguments.pairs import CleanAddressError, NotUnderstoodError
from pressmark.site.arguments.understanding import Understanding
from pressmark.site.content import citation
from pressmark.site.content.acts import collect_act_headers
from pressmark.site.content.answered_section import read_declared
from pressmark.site.content.evidence import read_passages
from pressmark.site.content.forms import list_forms
from pressmark.site.content.markdown import render_plain_line
from pressmark.site.content.section import BESIDE
from pressmark.site.content.statuses import MARKS
from pressmark.site.downloads.link import check_link
from pressmark.site.downloads.served_release import (
    ServedRelease,
    list_questions,
    order_newest_first,
)
from pressmark.site.downloads.watched import ChangedError
from pressmark.site.middleware.acts import ActHeaders, Headers
from pressmark.site.middleware.arrival import Arrival
from pressmark.site.middleware.busy import AskedPage, find_asked_page
from pressmark.site.middleware.cache import Answers
from pressmark.site.middleware.negotiation import Negotiation, OtherForm
from pressmark.site.middleware.origins import OtherOrigins
from pressmark.site.middleware.queues import Queues, choose_kind
from pressmark.site.middleware.ready import make_ready
from pressmark.site.middleware.security import Gate, SecurityLayer
from pressmark.site.middleware.unread import UnreadAnswers
from pressmark.site.overload import TryAgainError
from pressmark.site.pages import answer_with_page, list_pages
from pressmark.site.pages.question import Questions, make_form
from pressmark.site.pages.removed_rows import RemovedRows
from pressmark.site.pages.search import warm_search
from pressmark.site.proxies import NOBODY, Proxies
from pressmark.site.request import read_raw_path
from pressmark.site.site import Site
from pressmark.site.tables.database import find_full_text_tables
from pressmark.site.tables.datasette_app import build_datasette
from pressmark.site.tables.export import Exports
from pressmark.site.tables.lane import Lanes, name_queries
from pressmark.site.tables.page_words import give_words
from pressmark.site.tables.paging import Paging
from pressmark.site.tables.sandboxes import Sandboxes
from pressmark.site.tables.self_test import prove_lanes, prove_sections
from pressmark.site.tables.typed_question import list_typed_questions
from pressmark.site.writing import ANSWERS, PARTS


def build_app(
    releases: Sequence[ServedRelease],
    *,
    public: PublicAddress | None = None,
    proxies: Proxies = NOBODY,
    stale: Callable[[], Sequence[str]] = tuple,
    proven: bool = False,
) -> "App":
    """Give the app that serves these releases, in whatever order they come, at `public`.

    The newest by semantic version is the latest. What the `proxies` say of a request counts.
    `stale` names what is not served as it should be when it is asked. In a process in which it is
    `proven` what visitors must not do is not tried again. ReleaseError says which release cannot be
    served, ProjectError that the public address cannot be told from a page's, MachineError that
    what visitors must not do is not refused here.
    """
    with serve_at(public):
        app = make_app(order_newest_first(releases), stale, proven=proven)
    app.proxies = proxies
    return app


def make_app(
    ordered: Sequence[ServedRelease], stale: Callable[[], Sequence[str]], *, proven: bool
) -> "App":
    """Make the app of releases that come newest first."""
    refuse_prefix((path for path, _ in list_pages()), (each.database_name for each in ordered))
    sandboxes = Sandboxes()
    datasette = build_datasette(ordered, sandboxes)
    site = Site(
        ordered,
        datasette,
        indexes={each.database_name: find_full_text_tables(each) for each in ordered},
        **read_declared(ordered),
        sandboxes=sandboxes,
        questions={each.database_name: list_typed_questions(each) for each in ordered},
        passages={each.database_name: read_passages(each) for each in ordered},
        stale=stale,
    )
    for each in ordered:
        there = site.sections[each.database_name]
        prove_sections(each, (it.statement for it in there if it.page not in BESIDE))
    if not proven:
        prove_lanes(ordered[0])
    datasette.jinja_env.globals.update(make_frame(site))
    give_words(datasette, PARTS, ANSWERS, partial(make_form, site), site.sections)
    refusals, lifespan = list_refusals(site), make_lifespan(site)
    app = App(routes=list_routes(site), exception_handlers=refusals, lifespan=lifespan)
    lead_on(app, site)
    return app


def lead_on(app: "App", site: Site) -> None:
    """Lead an app's other requests to Datasette, and let it know what each request asks for.

    That is its kind, and what the ledger says of its release.
    """
    ordered = site.releases
    app.router.redirect_slashes = False
    app.router.default = make_gate(site)
    app.is_open = all(each.days for each in ordered)
    app.act_headers = collect_act_headers(ordered)
    app.kind_of = partial(
        choose_kind,
        queries={each.database_name: name_queries(each) for each in ordered},
        tables={each.database_name: each.records.keys() for each in ordered},
    )
    app.forms_of = partial(list_forms, releases={each.version: each for each in ordered})
    app.unread = site.unread
    app.end = site.end
    app.asked_at = partial(find_asked_page, known=site.known)


def list_refusals(site: Site) -> dict[Any, Any]:
    """Say how each failure of a page is answered."""
    return {
        404: site.missing,
        405: site.refused,
        ChangedError: site.changed,
        NotUnderstoodError: site.not_understood,
        CleanAddressError: site.elsewhere,
        TryAgainError: site.busy,
        Exception: site.broken,
    }


def make_gate(site: Site) -> ASGIApp:
    """Let requests through to Datasette, each in its lane."""
    understood = learn_questions(site)
    views = {
        database: {name: each.held for name, each in release.tables.items() if each.held}
        for database, release in understood.releases.items()
    }
    paging = Paging(site.datasette, site.releases, views)
    exports = Exports(paging, site.releases, site.unread)
    return Gate(
        RemovedRows(Questions(site, Lanes(exports, site.releases)), site),
        {each.database_name: each.records.keys() for each in site.releases},
        refused=make_endpoint(site.refused),
        missing=make_endpoint(site.missing),
        understand=understood,
    )


def learn_questions(site: Site) -> Understanding:
    """Know what of the releases can be asked."""
    asked = {
        each.database_name: describe_release(each, site.indexes.get(each.database_name, {}))
        for each in site.releases
    }
    return Understanding(asked, site.datasette.databases)


class App(Starlette):
    """A Starlette whose answer to a failure goes through the outermost layer too.

    `kind_of` tells the kind of a request, by which it stands in line, `asked_at` what stands at its
    address, `act_headers` what every answer of a release says of it, `forms_of` in which other
    forms a page is there; `end` gives up what is asked when the server ends. What is published
    `is_open` to other origins. A request finds the plug-ins that were in use when it was made.
    """

    kind_of: Callable[[Scope], str]
    asked_at: Callable[[Scope], AskedPage]
    act_headers: Mapping[str, Headers]
    forms_of: Callable[[Scope], Sequence[OtherForm]]
    unread: UnreadAnswers
    end: Callable[[], None]
    is_open = False
    proxies: Proxies = NOBODY

    def __init__(self, **settings: Any) -> None:
        """Make it as Starlette does, and keep the plug-ins in use and the public address."""
        super().__init__(**settings)
        self.plugins: tuple[Plugin, ...] = list_chosen()
        self.public = find_public_address()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with those plug-ins, at that address."""
        with use_plugins(self.plugins), serve_at(self.public), ask_for(read_page(scope)):
            await super().__call__(scope, receive, send)

    def build_middleware_stack(self) -> ASGIApp:
        """Put the face in front of everything, behind it what is known, and then the lines."""
        lines = Queues(super().build_middleware_stack(), self.kind_of, self.asked_at)
        answers = Negotiation(Answers(lines, unread=self.unread), self.forms_of)
        arrival = Arrival(ActHeaders(answers, self.act_headers), self.proxies)
        return SecurityLayer(OtherOrigins(arrival, is_open=self.is_open))


def read_page(scope: Scope) -> str:
    """Give path and query of what is asked for, as the site knows them."""
    if scope["type"] != "http":
        return address.FRONT
    return with_query(without_prefix(read_raw_path(scope)), scope["query_string"].decode("latin-1"))


def list_routes(site: Site) -> list[Route]:
    """List the addresses that are ours; the databases' own follow behind the gate."""
    return [Route(path, partial(answer_with_page, site, path, page)) for path, page in list_pages()]


def make_endpoint(answer: Callable[[Request], Any]) -> ASGIApp:
    """Make an ASGI app of a function that answers requests."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response: Response = await answer(Request(scope, receive))
        await response(scope, receive, send)

    return app


def make_lifespan(site: Site) -> Callable[[Starlette], Any]:
    """Start Datasette before the first request, make answers ready, and close files in the end."""

    @asynccontextmanager
    async def run(app: Starlette) -> AsyncIterator[None]:
        # Datasette would start at its first request, and fail a second that comes meanwhile.
        await site.datasette.invoke_startup()
        warming = asyncio.create_task(warm(app, site))
        yield
        warming.cancel()
        site.end()
        await site.sandboxes.close()
        site.datasette.executor.shutdown()
        for database in site.datasette.databases.values():
            database.close()

    return run


async def warm(app: ASGIApp, site: Site) -> None:
    """Make search ready, then ask all questions with their examples, so that answers are kept."""
    if not as_files.is_served():  # then each page is asked once
        return
    await warm_search(site)
    for release in site.releases:
        name, answers = release.database_name, site.sandboxes.questions
        file = site.datasette.databases[name].file
        for query in list_questions(release):
            await answers.warm(file, [query])
            if answers.is_kept(file.path, query.select):
                for ending in ("", ".json"):  # as they are sent, but for what reads the clock
                    await make_ready(app, link_query(name, query, ending), file.holds)


def make_frame(site: Site) -> dict[str, object]:
    """Give what stands around every page, ours and Datasette's; the rest each page passes."""
    return {
        "site": site,
        "releases_by_database": {each.database_name: each for each in site.releases},
        "to": address,
        **as_files.FRAME,
        "list_questions": list_questions,
        "statuses_of": lambda release: site.statuses.get(release.database_name, {}),
        "all_marks": MARKS,
        "check_link": check_link,
        "number": "{:,}".format,
        "find_contact": citation.find_contact,
        "citation_of": citation.render_citation,
        "render_date": citation.render_date,
        "makers_of": citation.list_authors,
        "render_plain_line": render_plain_line,
        "find_day": citation.find_day,
    }

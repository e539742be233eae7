"""The page of a cited query, its document and the bytes of its result; nothing of it is stored.

A citation is made anew from its address each time, so that there is nothing to lose.
"""

import datetime
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pressmark.citation import Citation, NotCitable, Question, Result, ask_result, prepare_question
from pressmark.sandbox import Busy, Sandbox
from pressmark.site.address import link_page, with_arguments
from pressmark.site.arguments.pairs import NotUnderstoodError, show_text, understand_own
from pressmark.site.content.query_citation import (
    BY_NAME,
    cite_answer,
    find_statement,
    link_query_citation,
    name_question,
)
from pressmark.site.downloads.served_release import ServedRelease, list_questions
from pressmark.site.middleware.busy import RETRY_AFTER
from pressmark.site.overload import tell_why
from pressmark.site.pages.question import choose_status
from pressmark.site.request import QUESTIONS, STRANGERS, read_arguments
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.tables.judging import judge
from pressmark.words import find_nearest

LONGEST = 8_000
"""Bytes of an address after the question mark; some browsers and servers cut longer ones."""


async def cite(site: Site, request: Request) -> Response:
    """Cite a query as a page, as JSON or as the CSV of its result."""
    form = choose_form(request)
    try:
        release, asked = read_question(site, request)
        elsewhere = await refuse_or_lead(site, request, form, release, asked)
        if elsewhere is not None:
            return elsewhere
        database = site.datasette.databases[release.database_name].file.unchanged()
        result = await ask_result(choose_sandbox(site, release, asked), database, asked)
        citation = cite_answer(release, asked, result, moment=read_clock())
    except NotCitable as error:
        return await answer_refusal(site, request, form, error)
    except Busy as busy:
        if form == "html":
            return await site.busy(request, busy)
        tell_why(str(busy))
        later = NotCitable("This query cannot be cited just now.", str(busy), status=503)
        response = await answer_refusal(site, request, form, later)
        response.headers["Retry-After"] = RETRY_AFTER.decode()
        return response
    if form == "csv":
        return send_result(result)
    response = (
        JSONResponse(citation.document())
        if form == "json"
        else await render_page(site, release, citation)
    )
    response.headers.update({**SHORT_WHILE, "Vary": "Accept"})
    return response


def choose_form(request: Request) -> str:
    """Say in which form a citation is wanted, by the address or by what the client accepts."""
    ending = request.url.path.rpartition(".")[2]
    if ending in ("json", "csv"):
        return ending
    accepted = request.headers.get("accept", "")
    return "json" if "application/json" in accepted and "text/html" not in accepted else "html"


def read_question(site: Site, request: Request) -> tuple[ServedRelease, Question]:
    """Read release and question from an address; NotCitable says what it lacks."""
    if len(request.url.query) > LONGEST:
        right = f"It may have {LONGEST:,} bytes. Save the query as a file beside your work."
        raise NotCitable("The query makes an address that is too long.", right, status=414)
    given = dict(request.query_params)
    right = "Ask one, and follow “Cite this query” on the page of its answer."
    if "db" not in given and given.keys() & {"sql", BY_NAME}:
        wrong = "This address does not say which release was asked."
        raise NotCitable(wrong, f"Write db={site.latest.database_name}, for example.", status=400)
    if "db" not in given:
        raise NotCitable("There is no query in this address.", right, status=400)
    for release in site.releases:
        if release.database_name == given["db"]:
            statement = find_statement(release, given)
            if statement is None and given.get(BY_NAME):
                raise explain_no_question(release, given[BY_NAME])
            if statement is None:
                raise NotCitable("There is no query in this address.", right, status=400)
            asked = prepare_question(statement, given)
            refuse_not_understood(
                request, asked, is_own=name_question(release, asked.sql) is not None
            )
            return release, asked
    databases = [each.database_name for each in site.releases]
    near = find_nearest(given["db"], databases, numbered=True)
    right = f"Did you mean {near}?" if near else f"There is {', '.join(databases)}."
    raise NotCitable(f"There is no release {show_text(given['db'])} here.", right, status=404)


def explain_no_question(release: ServedRelease, name: str) -> NotCitable:
    """Say that a release has no question of a name, and which was probably meant."""
    names = [each.name for each in list_questions(release)]
    near = find_nearest(name, names)
    there = f"There is {', '.join(names)}." if names else "It has none."
    wrong = f"There is no question {show_text(name)} in {release.database_name}."
    return NotCitable(wrong, f"Did you mean {near}?" if near else there, status=400)


def refuse_not_understood(request: Request, asked: Question, *, is_own: bool) -> None:
    """Say of which arguments the query knows nothing, and which it lacks, by NotCitable.

    What a question of the release's own lacks is told with its other values.
    """
    given = request.query_params
    query = "sql" if "sql" in given else BY_NAME
    try:
        understand_own(request.scope, ("db", query, *asked.parameters))
    except NotUnderstoodError as error:
        raise NotCitable(str(error), status=400) from None
    missing = [name for name in asked.parameters if name not in given]
    if missing and not is_own:
        wrong = f"The query has no value for {' and '.join(f':{name}' for name in missing)}."
        raise NotCitable(wrong, "Give one, empty if it is to be empty.", status=400)


async def refuse_or_lead(
    site: Site, request: Request, form: str, release: ServedRelease, asked: Question
) -> Response | None:
    """Refuse a named question that its values do not fit; lead from a name to the key it means."""
    by_sql = "sql" in request.query_params
    name = name_question(release, asked.sql) if by_sql else request.query_params[BY_NAME]
    if name is None:
        return None
    database = site.datasette.databases[release.database_name]
    given = site.questions[release.database_name][name]
    judged = await judge(database, given, read_arguments(request.scope))

    def address(values: Mapping[str, str]) -> str:
        point, ending = request.url.path.rpartition(".")[1:]
        return link_query_citation(release, asked.sql, values, ending=point and point + ending)

    if judged.faults:
        error = NotCitable("The question cannot be asked so.", judged.sentence, status=400)
        choices = {
            choice.words: address({**judged.values, fault.parameter: choice.key})
            for fault in judged.faults
            for choice in fault.choices
        }
        asked_at = with_arguments(link_page(release.database_name, name), judged.values)
        choices["Correct it in the form of the question"] = asked_at
        response = await answer_refusal(site, request, form, error, choices)
        response.status_code = choose_status(judged, request) if form == "html" else error.status
        return response
    return RedirectResponse(address(judged.values), 303) if judged.moved else None


def choose_sandbox(site: Site, release: ServedRelease, asked: Question) -> Sandbox:
    """Give the sandbox of a query: a question of the release waits for nobody's own SQL."""
    is_question = name_question(release, asked.sql) is not None
    return site.sandboxes.of(QUESTIONS if is_question else STRANGERS)


async def render_page(site: Site, release: ServedRelease, citation: Citation) -> Response:
    """Show a citation to people."""
    query = citation.query

    def address(ending: str) -> str:
        return link_query_citation(release, query.sql, query.parameters, ending=ending)

    return await site.render(
        "cite.html",
        release=release,
        citation=citation,
        json_address=address(".json"),
        csv_address=address(".csv"),
    )


def send_result(result: Result) -> Response:
    """Give the bytes that the digest is taken of."""
    headers = {**SHORT_WHILE, "Content-Disposition": 'attachment; filename="result.csv"'}
    return Response(result.csv, media_type="text/csv; charset=utf-8", headers=headers)


async def answer_refusal(
    site: Site,
    request: Request,
    form: str,
    error: NotCitable,
    choices: Mapping[str, str] | None = None,
) -> Response:
    """Say why a query is not cited, in the form that was asked for.

    `choices` are the addresses of those that may be meant, by what they are called.
    """
    if form != "html":
        return JSONResponse(
            {"ok": False, "error": str(error), "status": error.status}, error.status
        )
    response = await site.render(
        "not_citable.html",
        refusal=error,
        choices=choices or {},
        statement=request.query_params.get("sql", "")[:LONGEST],
    )
    response.status_code = error.status
    del response.headers["Cache-Control"]
    return response


def read_clock() -> str:
    """Give the moment by the clock, in UTC, to the second."""
    moment = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    return moment.isoformat().replace("+00:00", "Z")

"""The page of a cited query, its document and the bytes of its result; nothing of it is stored.

A citation is made anew from its address each time, so that there is nothing to lose.
"""

import datetime
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pressmark.citation import Citation, NotCitable, Question, Result, question, result_of
from pressmark.sandbox import Busy, Sandbox
from pressmark.site.address import page_address, with_arguments
from pressmark.site.arguments.pairs import NotUnderstoodError, shown, understand_own
from pressmark.site.content.query_citation import (
    BY_NAME,
    cite_address,
    query_citation,
    question_name,
    statement_of,
)
from pressmark.site.downloads.served_release import ServedRelease, questions_of
from pressmark.site.middleware.busy import RETRY_AFTER
from pressmark.site.pages.question import status_of
from pressmark.site.request import QUESTIONS, STRANGERS, arguments
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.tables.judging import judge
from pressmark.words import nearest

LONGEST = 8_000
"""Bytes of an address after the question mark; some browsers and servers cut longer ones."""


async def cite(site: Site, request: Request) -> Response:
    """Cite a query as a page, as JSON or as the CSV of its result."""
    form = form_of(request)
    try:
        release, asked = read(site, request)
        elsewhere = await key_or_refusal(site, request, form, release, asked)
        if elsewhere is not None:
            return elsewhere
        database = site.datasette.databases[release.database_name].file.unchanged()
        result = await result_of(sandbox_for(site, release, asked), database, asked)
        citation = query_citation(release, asked, result, moment=now())
    except NotCitable as error:
        return await refusal(site, request, form, error)
    except Busy as busy:
        if form == "html":
            return await site.busy(request, busy)
        later = NotCitable("This query cannot be cited just now.", str(busy), status=503)
        response = await refusal(site, request, form, later)
        response.headers["Retry-After"] = RETRY_AFTER.decode()
        return response
    if form == "csv":
        return result_file(result)
    response = (
        JSONResponse(citation.document()) if form == "json" else await page(site, release, citation)
    )
    response.headers.update({**SHORT_WHILE, "Vary": "Accept"})
    return response


def form_of(request: Request) -> str:
    """Say in which form a citation is wanted, by the address or by what the client accepts."""
    ending = request.url.path.rpartition(".")[2]
    if ending in ("json", "csv"):
        return ending
    accepted = request.headers.get("accept", "")
    return "json" if "application/json" in accepted and "text/html" not in accepted else "html"


def read(site: Site, request: Request) -> tuple[ServedRelease, Question]:
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
            statement = statement_of(release, given)
            if statement is None and given.get(BY_NAME):
                raise no_question(release, given[BY_NAME])
            if statement is None:
                raise NotCitable("There is no query in this address.", right, status=400)
            asked = question(statement, given)
            understood(request, asked, is_own=question_name(release, asked.sql) is not None)
            return release, asked
    databases = [each.database_name for each in site.releases]
    near = nearest(given["db"], databases, numbered=True)
    right = f"Did you mean {near}?" if near else f"There is {', '.join(databases)}."
    raise NotCitable(f"There is no release {shown(given['db'])} here.", right, status=404)


def no_question(release: ServedRelease, name: str) -> NotCitable:
    """Say that a release has no question of a name, and which was probably meant."""
    names = [each.name for each in questions_of(release)]
    near = nearest(name, names)
    there = f"There is {', '.join(names)}." if names else "It has none."
    wrong = f"There is no question {shown(name)} in {release.database_name}."
    return NotCitable(wrong, f"Did you mean {near}?" if near else there, status=400)


def understood(request: Request, asked: Question, *, is_own: bool) -> None:
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


async def key_or_refusal(
    site: Site, request: Request, form: str, release: ServedRelease, asked: Question
) -> Response | None:
    """Refuse a named question that its values do not fit; lead from a name to the key it means."""
    by_sql = "sql" in request.query_params
    name = question_name(release, asked.sql) if by_sql else request.query_params[BY_NAME]
    if name is None:
        return None
    database = site.datasette.databases[release.database_name]
    given = site.questions[release.database_name][name]
    judged = await judge(database, given, arguments(request.scope))

    def address(values: Mapping[str, str]) -> str:
        point, ending = request.url.path.rpartition(".")[1:]
        return cite_address(release, asked.sql, values, ending=point and point + ending)

    if judged.faults:
        error = NotCitable("The question cannot be asked so.", judged.sentence, status=400)
        choices = {
            choice.words: address({**judged.values, fault.parameter: choice.key})
            for fault in judged.faults
            for choice in fault.choices
        }
        asked_at = with_arguments(page_address(release.database_name, name), judged.values)
        choices["Correct it in the form of the question"] = asked_at
        response = await refusal(site, request, form, error, choices)
        response.status_code = status_of(judged, request) if form == "html" else error.status
        return response
    return RedirectResponse(address(judged.values), 303) if judged.moved else None


def sandbox_for(site: Site, release: ServedRelease, asked: Question) -> Sandbox:
    """Give the sandbox of a query: a question of the release waits for nobody's own SQL."""
    is_question = question_name(release, asked.sql) is not None
    return site.sandboxes.of(QUESTIONS if is_question else STRANGERS)


async def page(site: Site, release: ServedRelease, citation: Citation) -> Response:
    """Show a citation to people."""
    query = citation.query

    def address(ending: str) -> str:
        return cite_address(release, query.sql, query.parameters, ending=ending)

    return await site.render(
        "cite.html",
        release=release,
        citation=citation,
        json_address=address(".json"),
        csv_address=address(".csv"),
    )


def result_file(result: Result) -> Response:
    """Give the bytes that the digest is taken of."""
    headers = {**SHORT_WHILE, "Content-Disposition": 'attachment; filename="result.csv"'}
    return Response(result.csv, media_type="text/csv; charset=utf-8", headers=headers)


async def refusal(
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


def now() -> str:
    """Give the moment by the clock, in UTC, to the second."""
    moment = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    return moment.isoformat().replace("+00:00", "Z")

"""Named questions at their doors: what cannot be asked is told there, with what would be right."""

from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pressmark.sandbox import TOO_MANY
from pressmark.site.address import link_page, with_arguments
from pressmark.site.arguments.named import ALL
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.overload import TryAgainError
from pressmark.site.request import read_arguments, read_raw_path
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.tables.judging import Judged, WrongValue, judge
from pressmark.site.tables.question_form import FormField, make_form_fields
from pressmark.site.tables.typed_question import TypedQuestion
from pressmark.site.tables.written_cells import without_codes
from pressmark.words import split_first_sentence


class Questions:
    """Judges what named questions are given; lets Datasette answer those that can be asked."""

    def __init__(self, site: Site, datasette: ASGIApp) -> None:
        """Stand in front of `datasette`."""
        self.site = site
        self.datasette = datasette

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is wrong, or lead elsewhere; else let Datasette answer."""
        question, ending = self.asked(scope)
        answer = None
        if question is not None and question.types:
            answer = await refuse_or_lead(self.site, Request(scope, receive), question, ending)
        await (answer or self.datasette)(scope, receive, send)

    def asked(self, scope: Scope) -> tuple[TypedQuestion | None, str]:
        """Give the question that an address is of, if it is, and the ending of the address."""
        _, database, *rest = read_raw_path(scope).split("/")
        if len(rest) != 1:
            return None, ""
        # Datasette takes what follows the first point for the form of the answer.
        name, point, ending = rest[0].partition(".")
        questions = self.site.questions.get(database, {})
        return questions.get(tilde_decode(name)), point + ending


async def refuse_or_lead(
    site: Site, request: Request, question: TypedQuestion, ending: str
) -> Response | None:
    """Refuse values that are none, lead names to their keys; None where the question can be asked.

    A page that is asked for without anything is the form, filled in with the examples.
    """
    pairs = read_arguments(request.scope)
    database = site.datasette.databases[question.release.database_name]
    address = link_page(question.release.database_name, question.query.name) + ending
    try:
        judged = await judge(database, question, pairs)
        if judged.faults:
            if not pairs and not ending:
                return await render_page(site, question, question.query.example, ())
            return await answer_refusal(site, request, question, judged, address)
    except QueryInterrupted:
        return await site.busy(request, TryAgainError(TOO_MANY))
    if judged.moved:
        found = with_arguments(address, {**dict(pairs), **keep_named(judged.values, pairs)})
        return RedirectResponse(found, 303, headers=SHORT_WHILE)
    return None


def keep_named(values: Mapping[str, str], pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Leave out the parameters that an address does not name."""
    given = dict(pairs)
    return {name: value for name, value in values.items() if name in given}


async def answer_refusal(
    site: Site, request: Request, question: TypedQuestion, judged: Judged, address: str
) -> Response:
    """Say what is wrong in the form that was asked for: a page, JSON, or text in place of CSV."""
    everything = dict(read_arguments(request.scope)).get(ALL, "")
    addresses = link_choices(judged, address, everything)
    if address.endswith(".json"):
        return JSONResponse(describe_refused(judged, addresses), HTTPStatus.BAD_REQUEST)
    if "." in address.rpartition("/")[2]:
        lines = [
            judged.sentence,
            *(found for each in addresses.values() for found in each.values()),
        ]
        return PlainTextResponse("\n".join(lines) + "\n", HTTPStatus.BAD_REQUEST)
    response = await render_page(
        site, question, judged.values, judged.faults, addresses, everything=everything
    )
    response.status_code = choose_status(judged, request)
    del response.headers["Cache-Control"]
    return response


def describe_refused(judged: Judged, addresses: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Write what is wrong for programs."""
    return {
        "ok": False,
        "error": judged.sentence,
        "status": int(HTTPStatus.BAD_REQUEST),
        "faults": [
            {
                "parameter": each.parameter,
                "value": judged.values[each.parameter],
                "wrong": each.wrong,
                "right": each.right,
                "choices": [
                    {
                        "key": choice.key,
                        "name": choice.label,
                        "address": addresses[each.parameter][choice.key],
                    }
                    for choice in each.choices
                ],
            }
            for each in judged.faults
        ],
    }


def link_choices(judged: Judged, address: str, everything: str) -> dict[str, dict[str, str]]:
    """Give the address of the question with each choice, by parameter and key.

    `everything` is what asked for all columns, or empty.
    """
    values = {name: value for name, value in judged.values.items() if value}
    values |= {ALL: everything} if everything else {}
    return {
        each.parameter: {
            choice.key: with_arguments(address, {**values, each.parameter: choice.key})
            for choice in each.choices
        }
        for each in judged.faults
    }


def choose_status(judged: Judged, request: Request) -> int:
    """Give 300 to a browser that has only to choose; programs would take that for an answer."""
    is_browser = "text/html" in request.headers.get("accept", "")
    is_page = is_browser and judged.is_choice
    return HTTPStatus.MULTIPLE_CHOICES if is_page else HTTPStatus.BAD_REQUEST


async def render_page(  # noqa: PLR0913 - what a page is made of
    site: Site,
    question: TypedQuestion,
    values: Mapping[str, str],
    faults: tuple[WrongValue, ...],
    addresses: Mapping[str, Mapping[str, str]] | None = None,
    *,
    everything: str = "",
) -> Response:
    """Show the form of a question that was not asked, with what is wrong beside each box."""
    return await site.render(
        "question.html",
        split_first_sentence=split_first_sentence,
        form_fields=partial(make_form, site),
        without_codes=without_codes,
        release=question.release,
        question=question,
        values=values,
        faults=faults,
        addresses=addresses or {},
        everything=everything,
    )


async def make_form(
    site: Site,
    release: ServedRelease,
    name: str | None,
    values: Mapping[str, str],
    faults: Sequence[WrongValue] = (),
) -> tuple[FormField, ...]:
    """Make the boxes of the form of a question of a release, or of SQL that is none of them."""
    database = site.datasette.databases[release.database_name]
    question = site.questions[release.database_name].get(name or "")
    return await make_form_fields(database, question, values, faults)

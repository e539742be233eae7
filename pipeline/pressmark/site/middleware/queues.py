"""Kinds of requests, each with a queue of its own: many of one kind keep no other waiting.

All pages are made by turns in one process. Were twenty tables drawn at the same time, a record
asked for meanwhile would wait for its turn behind all of them, each time that it asks its database.
So only a few requests of each kind are worked on at a time; the rest stand in line.
"""

from collections.abc import Callable, Collection, Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from pressmark.site.address import CITE_FORMS, COMPARE, SEARCH
from pressmark.site.middleware.busy import AskedPage
from pressmark.site.middleware.capacity import PATIENCE, Capacity, know_nothing
from pressmark.site.request import (
    PAGE_RECORDS,
    QUESTIONS,
    STRANGERS,
    choose_lane,
    is_at_most,
    is_data,
    read_arguments,
    read_raw_path,
)

RECORDS, OURS, TABLES, LARGE, ASKED = "records", "ours", "tables", "large", "asked"
SEARCHES, COMPARED = "searches", "compared"
AT_ONCE = {
    RECORDS: 64, OURS: 3, TABLES: 3, LARGE: 2, ASKED: 4, SEARCHES: 4, COMPARED: 8,
    QUESTIONS: 32, STRANGERS: 4,
}  # fmt: skip
"""How many answers of a kind are made at once.

Most answers to named questions are known already. Of what is asked in the other sandboxes, two are
asked at once and two more are ready.
"""
LONG_PATIENCE = 25.0
"""Seconds that what a site is for may wait, however busy the machine is."""
OF_FIRST = {each.strip("/"): kind for each, kind in ((SEARCH, SEARCHES), (COMPARE, COMPARED))}
LIGHT = ("record", "releases", "static", "latest", "filter")

Names = Mapping[str, Collection[str]]


class Queues:
    """Lets each kind of request wait in a queue of its own."""

    def __init__(
        self,
        app: ASGIApp,
        kind_of: Callable[[Scope], str],
        asked_at: Callable[[Scope], AskedPage] = know_nothing,
    ) -> None:
        """Stand in front of `app`; `kind_of` gives one of the kinds in `AT_ONCE`.

        `asked_at` says what stands at an address, for who has to come again.
        """
        self.kind_of = kind_of
        self.lines = {
            kind: Capacity(
                app,
                at_once=most,
                patience=PATIENCE if kind in {STRANGERS, ASKED, LARGE} else LONG_PATIENCE,
                asked_at=asked_at,
            )
            for kind, most in AT_ONCE.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer when it is the request's turn."""
        kind = self.kind_of(scope) if scope["type"] == "http" else RECORDS
        await self.lines[kind](scope, receive, send)


def choose_kind(scope: Scope, queries: Names, tables: Names) -> str:
    """Tell a request's kind; `queries` and `tables` are by database."""
    path = read_raw_path(scope)
    first = path.split("/")[1]
    if first.partition(".")[0] in tables:
        if path.endswith(".csv"):
            return LARGE
        sandbox = choose_lane(scope, queries, tables).sandbox
        if sandbox:
            return sandbox if sandbox in {QUESTIONS, STRANGERS} else ASKED
        return LARGE if is_data(scope) and is_large(scope) else TABLES
    if first in OF_FIRST:
        return OF_FIRST[first]
    if path in CITE_FORMS:
        is_named = "query" in {name for name, _ in read_arguments(scope)}
        return QUESTIONS if is_named else STRANGERS
    # A release's files are sent, its landing page is drawn.
    is_drawn = first == "releases" and path.count("/") < 3  # noqa: PLR2004
    return RECORDS if first in LIGHT and not is_drawn and not path.endswith("/") else OURS


def is_large(scope: Scope) -> bool:
    """Whether more records are asked for than a page has."""
    sizes = [value for name, value in read_arguments(scope) if name == "_size"]
    return not all(is_at_most(each, PAGE_RECORDS) for each in sizes)

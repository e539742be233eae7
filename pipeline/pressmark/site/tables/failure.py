"""What a visitor reads where Datasette fails: a sentence, and nothing of the machine.

Datasette prints each exception, a missing page too, through rich with all local variables (a third
of a second on the event loop), calls some wrong requests its own failure, and shows the text of an
unexpected exception, which may name files of the host.
"""

import logging
import sqlite3
import sys
from typing import Any

from datasette import hookimpl
from datasette.plugins import pm
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from pressmark.site.address import read_asked_query
from pressmark.site.content.ask_again import ask_again
from pressmark.site.downloads.watched import ChangedError
from pressmark.site.middleware.busy import find_asked_page, write_busy_answer
from pressmark.site.overload import UNAVAILABLE, TryAgainError, tell_why

INSTEAD_OF = "datasette.handle_exception"
FAILURE = 500
MISSING = 404
TOO_LONG = "This question took too long. Narrow it, or take the complete files of the release."
WRONG_SQL = "Invalid SQL"
WRONG_SEARCH = (
    "What is searched for cannot be read as a query of full text, as _searchmode=raw asks. "
    "Leave _searchmode out, and the words are searched as they stand."
)
NO_PAGE = "The site could not make this page."
logger = logging.getLogger(__name__)


def take_over() -> None:
    """Answer failures here, once for this process, and no longer in Datasette's own way."""
    if pm.has_plugin(INSTEAD_OF):
        pm.unregister(name=INSTEAD_OF)
    if not pm.is_registered(sys.modules[__name__]):
        pm.register(sys.modules[__name__])


def describe_failure(error: Exception) -> tuple[int, str, str | None]:
    """Give status, sentence and title for a failure.

    A `DatasetteError` of status 500 is a wrong request, such as a column to sort by that is not
    there; what is none is a fault of ours, and only the log tells of it.
    """
    if isinstance(error, Base400):
        return error.status, str(error.args[0]), None
    if isinstance(error, DatasetteError):
        sentence = TOO_LONG if error.message_is_html else error.message
        return (400 if error.status == FAILURE else error.status), sentence, error.title
    if isinstance(error, ChangedError):
        return UNAVAILABLE, str(error), None
    if isinstance(error, OverflowError):
        return 400, "A number in this address is too large.", None
    if isinstance(error, sqlite3.ProgrammingError):
        return 400, str(error), WRONG_SQL
    logger.error("a page failed", exc_info=error)
    return FAILURE, NO_PAGE, None


def read_search_mode(arguments: Any) -> str | None:
    """Give in which language a table is searched, where it is and no SQL is given beside."""
    others = any(arguments.get(each) for each in ("sql", "_where"))
    return None if others or not arguments.get("_search") else arguments.get("_searchmode")


@hookimpl  # type: ignore[untyped-decorator]  # datasette has no types
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Answer with the site's own page of errors, as JSON below an address that ends so."""

    async def answer() -> Any:
        site = datasette.jinja_env.globals["site"]
        # The site asks Datasette for pages of a size of its own; readers get back what they wrote.
        scope = {**request.scope, "query_string": read_asked_query().encode("latin-1")}
        if isinstance(exception, TryAgainError):
            asked = find_asked_page(scope, site.known)
            kind, body = write_busy_answer(scope, str(exception), asked)
            return Response(body, UNAVAILABLE, content_type=kind.decode())
        status, sentence, title = describe_failure(exception)
        if status == UNAVAILABLE:
            tell_why(sentence)
        sentence = site.no_page(request.scope) if status == MISSING else sentence
        if title == WRONG_SQL and read_search_mode(request.args) == "raw":
            sentence = WRONG_SEARCH
        if request.path.endswith(".json"):
            told = {"ok": False, "error": sentence, "status": status, "title": title}
            return Response.json(told, status=status)
        page = datasette.jinja_env.get_template("error.html")
        text = await page.render_async(
            status=status,
            error=sentence,
            title=title,
            again=ask_again(scope, site.known),
            meant=site.meant(request.scope),
        )
        return Response.html(text, status=status)

    return answer

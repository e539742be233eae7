"""Datasette's JSON, except where it would be cut without a word.

A table's JSON comes page by page: `arrays` and `objects` say what follows in `next`, and an array,
which has no room for it, in the header `Link`. That is a page only if the client asked for one, by
`_size` or `_next`; whoever asks for an array of the table gets all of it or an error.
"""

from collections.abc import Callable, Mapping
from typing import Any

from datasette.renderer import json_renderer
from datasette.views.base import DatasetteError

from pressmark.site.address import make_absolute
from pressmark.site.content.asked_day import warn_of_later_values
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.tables.paging import BEHIND_NOTHING
from pressmark.words import cut

LONGEST = 100
WITHOUT_ROOM = ("array", "arrayfirst", "object")
CUT = (
    "This answer has more rows than one answer may have here, and an export is never cut. "
    "Narrow the question, or take the complete files at {}."
)
PAGES = (
    "This table has more records than one answer, and a list has no room to say so. Ask for pages "
    "(_size=100, then the address in the header Link), for _shape=objects, which names the next "
    "page, or take the complete files at {}."
)


def make_renderer(
    releases: Mapping[str, ServedRelease], acts: Mapping[str, Mapping[str, Any]]
) -> Callable[..., Any]:
    """Give the renderer for releases, by database.

    `acts` are what the ledger said of each release later, which stands beside the rows; so does a
    `note` on a question that is asked for a day after all that is recorded.
    """
    landings = {
        name: make_absolute(each.landing) or each.landing for name, each in releases.items()
    }

    def render(args: Any, data: dict[str, Any], view_name: str, database: str) -> Any:
        refusal = explain_incomplete(args, data, landings[database]) or explain_unknown_column(
            args, data
        )
        if refusal:
            # Datasette would put the status of its own answer over that of a response.
            raise DatasetteError(refusal, status=400)
        # The same address answers the same bytes, so that a client knows what it has.
        data.pop("query_ms", None)
        if data.get("next_url") and data.get("next") is None:
            data["next"] = BEHIND_NOTHING
        data.update(acts[database])
        if note := warn_of_later_values(releases[database], data.get("query_name"), args):
            data["note"] = note
        return json_renderer(args, data, view_name)

    return render


def explain_unknown_column(args: Any, data: Mapping[str, Any]) -> str | None:
    """Say which column, whose JSON is to be written as JSON, an answer does not have."""
    columns = data.get("columns", ())
    unknown = [each for each in args.getlist("_json") if each not in columns]
    if not unknown or data.get("error"):
        return None
    return f"The argument _json names a column, and there is no {cut(unknown[0], LONGEST)}."


def explain_incomplete(args: Any, data: Mapping[str, Any], landing: str) -> str | None:
    """Say why an answer in this shape would be no whole one."""
    shape = args.get("_shape", "arrays")
    has_pages = "next" in data
    if data.get("truncated") and not has_pages:
        return CUT.format(landing)
    if data.get("error") or shape not in WITHOUT_ROOM:
        return None
    if "rows" not in data:
        return f"There are no rows here that _shape={shape} could show."
    if shape == "object" and not data.get("primary_keys"):
        return "_shape=object needs a table with a primary key."
    is_page = (args.get("_size") or "max") != "max" or args.get("_next")
    if data.get("next_url") and not is_page:
        return PAGES.format(landing)
    return None

"""Conditions on a table in visitors' own SQL (`_where`), each of which holds as a whole.

Datasette joins them with its own by `and` as they stand: `a or b` would let records pass that a
filter beside it, or the place of the page, leaves out.
"""

import sys
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import filters, hookimpl
from datasette.plugins import pm

INSTEAD_OF = "datasette.filters"
search_filters = filters.search_filters
through_filters = filters.through_filters
"""Registered with this module, as they are."""


def take_over() -> None:
    """Read filters here, once for this process, and no longer in Datasette's own way."""
    if pm.has_plugin(INSTEAD_OF):
        pm.unregister(name=INSTEAD_OF)
    if not pm.is_registered(sys.modules[__name__]):
        pm.register(sys.modules[__name__])


@hookimpl(specname="filters_from_request")  # type: ignore[untyped-decorator]  # datasette has no types
def where_filters(request: Any, database: str, datasette: Any) -> Callable[[], Awaitable[Any]]:
    """Give every `_where` as Datasette does, in brackets of its own."""

    async def inner() -> Any:
        found = await filters.where_filters(request, database, datasette)()
        found.where_clauses = [f"({each})" for each in found.where_clauses]
        return found

    return inner

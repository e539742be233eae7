"""The arguments of a request, read from its address once.

Datasette reads them anew for each look at them, a dozen times for a page of a table.
"""

from typing import Any

from datasette.utils.asgi import Request

READ = Request.args.fget
"""Datasette's own reading."""
KEPT = "pressmark_arguments"


def read_once(request: Any) -> Any:
    """Give the arguments of a request as Datasette reads them; nobody may change them."""
    address, kept = request.query_string, vars(request).get(KEPT)
    if kept is None or kept[0] != address:
        kept = vars(request)[KEPT] = (address, READ(request))
    return kept[1]


def take_over() -> None:
    """Have Datasette keep the arguments of each request, in this process."""
    Request.args = property(read_once)

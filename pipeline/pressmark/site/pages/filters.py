"""What a table's filter form asks for, led to the table's own address without what was left empty.

A form sends every field, and Datasette reads an empty one as a filter for what is empty.
"""

from datasette.utils import tilde_decode
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pressmark.site.address import link_page, with_arguments
from pressmark.site.site import Site


async def lead_to_filtered(site: Site, request: Request) -> Response:
    """Lead to a table with the filters that were filled in."""
    database = request.path_params["database"]
    if database not in {release.database_name for release in site.releases}:
        raise HTTPException(404)
    given = [(key, value.strip()) for key, value in request.query_params.multi_items()]
    kept = [(key, value) for key, value in given if value]
    address = link_page(database, tilde_decode(request.path_params["table"]))
    return RedirectResponse(with_arguments(address, kept), 303)

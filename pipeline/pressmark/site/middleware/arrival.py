"""A request as its client meant it: from whom, at which host, and for which page of the site.

Behind a proxy a request comes from the proxy, under the name that the proxy has for this machine,
with the path of the public address before it or without.
"""

from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

from pressmark.site.address import FRONT, find_public_address, without_prefix
from pressmark.site.proxies import Proxies, with_host
from pressmark.site.request import read_raw_path


class Arrival:
    """Reads each request so that what stands behind it need not know of proxies."""

    def __init__(self, app: ASGIApp, proxies: Proxies) -> None:
        """Stand in front of `app`; what the `proxies` say of a request counts."""
        self.app = app
        self.proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does."""
        if scope["type"] == "http" and scope["path"].startswith(FRONT):
            scope = move_to_public_address(self.proxies.as_sent(scope))
        await self.app(scope, receive, send)


def move_to_public_address(scope: Scope) -> Scope:
    """Ask for a page of the site, at its public address where it was told one.

    What a request says of host and scheme counts for nothing then, so that whatever makes a whole
    address of it, such as Datasette's `next_url`, makes the public one.
    """
    path = without_prefix(read_raw_path(scope))
    scope = {**scope, "path": unquote(path), "raw_path": path.encode("latin-1")}
    told = find_public_address()
    if told is None:
        return scope
    host = told.authority.encode("ascii")
    return {**scope, "scheme": told.scheme, "headers": with_host(scope, host)}

"""Headers of every answer of a release that was withdrawn or annotated."""

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark.site.request import read_arguments, read_raw_path

Headers = Sequence[tuple[bytes, bytes]]
BY_VERSION = frozenset({"releases", "record", "dictionary", "method", "linkset"})
BY_DATABASE = frozenset({"filter"})
BY_ARGUMENT = frozenset({"cite", "cite.json", "cite.csv"})
"""First parts of addresses after which a release is named, and by what."""


class ActHeaders:
    """Puts the headers of a release on every answer below an address that names it."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, Headers]) -> None:
        """Stand in front of `app`; `headers` are by version and by name of the database."""
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, with the headers."""
        told = self.headers.get(read_release_name(scope)) if scope["type"] == "http" else None
        if not told:
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *told]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


def read_release_name(scope: Scope) -> str:
    """Give the version or the database that an address names; what is neither is known to none."""
    _, first, *rest = read_raw_path(scope).split("/")
    if first in BY_VERSION or first in BY_DATABASE:
        return unquote(rest[0]) if rest else ""
    if first in BY_ARGUMENT:
        return dict(read_arguments(scope)).get("db", "")
    return first.partition(".")[0]

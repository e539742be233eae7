"""Asking for answers before anybody does, so that they are kept as they are sent.

They are asked for through the app itself, at a host that nobody has: what does not name it is the
same at every host.
"""

from collections.abc import Callable
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Scope

NO_HOST = b"no-host.invalid"
READY = "pressmark.ready"
"""What in a scope says that its answer is to be kept, and tells whether it may still be given."""

Holds = Callable[[], bool]


async def make_ready(app: ASGIApp, address: str, holds: Holds) -> int:
    """Ask an app for an address so that its answer is kept as long as it `holds`; give its status.

    The address is as the site's own pages have it.
    """
    path, _, query = address.partition("?")
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(b"host", NO_HOST)],
        "client": None,
        "server": None,
        READY: holds,
    }
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await app(scope, receive, send)
    return statuses[0]

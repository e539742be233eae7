"""Pages asked of the app in this process, without a server and without a network."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

HOST = b"site"
"""The host that requests name; pages hold no host but that of the public address."""
OK, BROKEN, REDIRECTS = 200, 500, range(300, 400)


SiteApp = Callable[[Any, Any, Any], Awaitable[None]]
"""An app that answers requests (ASGI 3)."""


@dataclass
class SiteAnswer:
    """What the site answers: the status, the headers by their small names, the body."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)

    @property
    def is_page(self) -> bool:
        """Whether it is a page of HTML."""
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def location(self) -> str | None:
        """The address to which it leads, where it is no answer itself."""
        return self.headers.get("location") if self.status in REDIRECTS else None


async def ask_site(
    app: SiteApp, address: str, write: Callable[[bytes], object] | None = None
) -> SiteAnswer:
    """Ask for one address; with `write` the body is handed on piece by piece and not kept."""
    path, _, query = address.partition("?")
    answer = SiteAnswer()
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": path, "raw_path": path.encode(), "root_path": "",
        "query_string": query.encode(), "headers": [(b"host", HOST), (b"accept", b"*/*")],
        "client": ("127.0.0.1", 1), "server": ("site", 80),
    }  # fmt: skip

    began = False

    async def receive() -> dict[str, Any]:
        nonlocal began
        if began:
            await asyncio.Event().wait()  # nobody hangs up
        began = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in message.get("headers", ())
            }
        elif write and answer.status == OK:
            write(message.get("body", b""))
        else:
            answer.body += message.get("body", b"")

    try:
        await app(scope, receive, send)
    except Exception:
        if answer.status != BROKEN:  # Starlette raises again what it has answered so
            raise
    return answer

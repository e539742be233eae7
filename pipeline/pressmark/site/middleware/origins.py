"""Pages of other origins, such as a notebook in a browser: they may read what is published.

Nobody is known here by a cookie, so that a page of another origin learns nothing that its reader
could not ask for. What is not published stays closed: it may be served on somebody's own machine,
for their eyes only (Fetch Standard, "CORS protocol").
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

EXPOSED = (
    "ETag", "Content-Range", "Accept-Ranges", "Content-Length", "Content-Disposition", "Link",
    "Repr-Digest", "Location", "Retry-After", "Deprecation", "Vary", "X-Request-Id",
)  # fmt: skip
"""Named besides `*`, which older browsers take for the name of a header."""
OPEN = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", ", ".join(("*", *EXPOSED)).encode()),
)
FOR_ALL = (b"cross-origin-resource-policy", b"cross-origin")
PERMITTED = (
    *OPEN,
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"*, Range, If-Range, If-Match, If-None-Match, Accept"),
    (b"access-control-max-age", b"86400"),
)
ASKS_FIRST = b"access-control-request-method"
HTML = b"text/html"


class OtherOrigins:
    """Lets pages of other origins read every answer of `app`, if it `is_open`."""

    def __init__(self, app: ASGIApp, *, is_open: bool) -> None:
        """Stand in front of `app`."""
        self.app = app
        self.is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, or what a browser asks before it asks."""
        if scope["type"] != "http" or not self.is_open:
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and ASKS_FIRST in dict(scope["headers"]):
            await send({"type": "http.response.start", "status": 204, "headers": PERMITTED})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self.app(scope, receive, open_to_origins(send))


def open_to_origins(send: Send) -> Send:
    """Add to an answer that pages of other origins may read it; pages of HTML stay in no frame."""

    async def send_open(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(name.lower(), value) for name, value in message.get("headers", ())]
            kinds = [value for name, value in given if name == b"content-type"]
            is_page = any(kind.startswith(HTML) for kind in kinds)
            added = [*OPEN, *([] if is_page else [FOR_ALL])]
            message = {**message, "headers": [*given, *added]}
        await send(message)

    return send_open

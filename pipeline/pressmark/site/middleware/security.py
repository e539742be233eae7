"""Doors and headers: what may reach Datasette, and what every response carries."""

from collections.abc import Awaitable, Callable, Collection, Mapping

from datasette.utils import tilde_decode
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from pressmark.site.address import keep_here
from pressmark.site.middleware.target import use_origin_form
from pressmark.site.proxies import HOST_NAME
from pressmark.site.request import FORMS, read_raw_path

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'self'; font-src data:; script-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FRAMED = {
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""The headers of a page that any site may show in a frame of its own."""
MAY_BE_FRAMED = b"frame-ancestors *"
WRITTEN_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
CSP = b"content-security-policy"
NAMING = (b"cookie", b"authorization")
READING = ("GET", "HEAD")
REDIRECTS = range(300, 400)
LONGEST_ADDRESS = 16_384
LONGEST_HEADERS = 16_384


class SecurityLayer:
    """The outermost layer: refuses requests that nobody means, and puts headers on every response.

    A response that brings a header of the same name keeps its own. No redirect leads to another
    host: an address that is no path of this site becomes the front page's.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = use_origin_form(scope)
        closing = [(b"connection", b"close")] if has_body(scope) else []

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Datasette does not write header names in small letters, as ASGI asks.
                given = [(name.lower(), value) for name, value in message.get("headers", ())]
                if message["status"] in REDIRECTS:
                    given = [keep_location_here(name, value) for name, value in given]
                names = {name for name, _ in given}
                if any(MAY_BE_FRAMED in value for name, value in given if name == CSP):
                    names.add(b"x-frame-options")
                added = [(name, value) for name, value in WRITTEN_HEADERS if name not in names]
                message = {**message, "headers": given + added + closing}
            await send(message)

        refusal = find_refusal(scope)
        if refusal:
            await answer_plainly(*refusal, send_with_headers)
        else:
            await self.app(without_name(scope), receive, send_with_headers)


def without_name(scope: Scope) -> Scope:
    """Forget who asks: nobody has more rights here than another."""
    headers = [each for each in scope["headers"] if each[0] not in NAMING]
    return {**scope, "headers": headers}


def find_refusal(scope: Scope) -> tuple[int, str] | None:
    """Tell with which status and sentence to refuse a request that nobody means.

    The host that a request names stands in citations and links, so it has to be one.
    """
    if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414, "This address is too long."
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
        return 431, "The headers of this request are too long."
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1 or not all(HOST_NAME.fullmatch(host) for host in hosts):
        return 400, "The host of this request is no name of a host."
    return None


def has_body(scope: Scope) -> bool:
    """Tell whether a request brings a body, which nobody reads: the connection ends with it."""
    return any(
        (name == b"content-length" and value != b"0") or name == b"transfer-encoding"
        for name, value in scope["headers"]
    )


def keep_location_here(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Make an address to go to one of this site, if it is none."""
    return (name, keep_here(value) if name == b"location" else value)


async def answer_plainly(status: int, sentence: str, send: Send) -> None:
    """Answer with a sentence."""
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})


class Gate:
    """Datasette answers reads below the served databases; everything else is `missing`.

    Its pages for operators (settings, threads, permissions, the list of databases with their
    paths) stay closed, and so does every method that is no reading.
    """

    def __init__(
        self,
        datasette: ASGIApp,
        databases: Mapping[str, Collection[str]],
        refused: ASGIApp,
        missing: ASGIApp,
        understand: Callable[[Scope], Awaitable[Scope]],
    ) -> None:
        """Let requests for `databases`, and for records of the tables of each, to `datasette`.

        `understand` gives a request as it is to be answered, or raises what is said instead.
        """
        self.datasette = datasette
        self.databases = databases
        self.refused = refused
        self.missing = missing
        self.understand = understand

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 404 or 405."""
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        elif not self.knows(read_raw_path(scope)):
            await self.missing(scope, receive, send)
        elif scope["method"] not in READING:
            await self.refused(scope, receive, send)
        else:
            understood = await self.understand(scope)
            await self.datasette(as_reading(understood), receive, send)

    def knows(self, path: str) -> bool:
        """Tell whether a path may be Datasette's; it would ask any name for records of it."""
        _, database, *rest = path.split("/")
        tables = self.databases.get(database.partition(".")[0])
        # Datasette would answer with a page of HTML under any other ending.
        if tables is None or find_ending(path) not in FORMS:
            return False
        return len(rest) < 2 or not rest[1] or tilde_decode(rest[0]) in tables  # noqa: PLR2004


def find_ending(path: str) -> str:
    """Give what the last name of a path has behind its first point, with the point."""
    _, point, ending = path.rstrip("/").rpartition("/")[2].partition(".")
    return point + ending


def as_reading(scope: Scope) -> Scope:
    """Ask Datasette as GET, of which HEAD is a part, and for nothing about its own workings.

    It answers HEAD without the length of the page; `_trace` shows SQL, `_ttl` says for how long an
    answer may be kept.
    """
    parts = [part for part in scope["query_string"].split(b"&") if part]
    kept = [part for part in parts if part.partition(b"=")[0] not in {b"_trace", b"_ttl"}]
    return {**scope, "method": "GET", "query_string": b"&".join(kept)}

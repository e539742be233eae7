"""Doors and headers: what may reach Datasette, and what every response carries."""

from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
}
WRITTEN_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
READING = ("GET", "HEAD")


class SecurityHeaders:
    """Every response says: do not guess types, do not frame, tell nobody where readers came from.

    A response that brings a header of the same name keeps its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Datasette does not write header names in small letters, as ASGI asks.
                given = [(name.lower(), value) for name, value in message.get("headers", ())]
                names = {name for name, _ in given}
                added = [(name, value) for name, value in WRITTEN_HEADERS if name not in names]
                message = {**message, "headers": given + added}
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Gate:
    """Datasette answers reads below the served databases; everything else is `missing`.

    Its pages for operators (settings, threads, permissions, the list of databases with their
    paths) stay closed, and so does every method that is no reading.
    """

    def __init__(
        self, explorer: ASGIApp, databases: Collection[str], refused: ASGIApp, missing: ASGIApp
    ) -> None:
        """Let requests for `databases` through to `explorer`."""
        self.explorer = explorer
        self.databases = frozenset(databases)
        self.refused = refused
        self.missing = missing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 404 or 405."""
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        elif written_path(scope).split("/")[1].partition(".")[0] not in self.databases:
            await self.missing(scope, receive, send)
        elif scope["method"] not in READING:
            await self.refused(scope, receive, send)
        else:
            await self.explorer(with_whole_csv(scope), receive, send)


def written_path(scope: Scope) -> str:
    """Give the path as the client wrote it, which Datasette reads too; it starts with a slash."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0].decode("latin-1")
    return path if path.startswith("/") else f"/{path}"


def with_whole_csv(scope: Scope) -> Scope:
    """Ask for every record where a table's CSV is asked for, and for the type `text/csv`.

    Left alone, Datasette answers the first page only, as `text/plain`, and says nothing of the
    rest. Who names a page or a size of their own gets it.
    """
    if not written_path(scope).endswith(".csv"):
        return scope
    query: bytes = scope["query_string"]
    arguments = [part for part in query.split(b"&") if part and part != b"_size=max"]
    names = {part.partition(b"=")[0] for part in arguments}
    if b"_dl" not in names:
        arguments.append(b"_dl=on")
    if not names & {b"_size", b"_next", b"_stream"}:
        arguments.append(b"_stream=on")
    if b"_size" not in names:
        arguments.append(b"_size=max")
    return {**scope, "query_string": b"&".join(arguments)}

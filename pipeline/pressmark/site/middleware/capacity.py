"""How many answers are made at once; who comes beyond that waits a little, or comes again."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark.site.address import HEALTH, static_address

AT_ONCE = 64
WAITING = 512
PATIENCE = 8.0
RETRY_AFTER = b"3"
SENTENCE = "Too many people are asking just now. Please try again in a few seconds."
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Busy</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{stylesheet}"></head>
<body><main><h1>Busy</h1><p>{sentence}</p></main></body>
</html>
"""
JSON = f'{{"ok": false, "error": "{SENTENCE}", "status": 503}}'
ALWAYS = (HEALTH,)


class Capacity:
    """Makes at most `at_once` answers at a time; 503 with Retry-After beyond a short queue.

    A place is held until the answer begins: how slowly a client reads it is nobody else's loss.
    """

    def __init__(
        self, app: ASGIApp, *, at_once: int = AT_ONCE, waiting: int = WAITING,
        patience: float = PATIENCE,
    ) -> None:  # fmt: skip
        """Stand in front of `app`; `patience` is in seconds."""
        self.app = app
        self.places = asyncio.Semaphore(at_once)
        self.most_waiting = waiting
        self.waiting = 0
        self.patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer when there is a place."""
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self.app(scope, receive, send)
        elif await self.has_entered():
            place = Slot(self.places, send)
            try:
                await self.app(scope, receive, place.send)
            finally:
                place.leave()
        else:
            await refuse(scope, send)

    async def has_entered(self) -> bool:
        """Take a place, waiting for one if the queue is short; tell whether there is one."""
        if not self.places.locked():
            await self.places.acquire()
            return True
        if self.waiting >= self.most_waiting:
            return False
        self.waiting += 1
        try:
            await asyncio.wait_for(self.places.acquire(), self.patience)
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
        return True


class Slot:
    """One place, left when the answer begins or fails."""

    def __init__(self, places: asyncio.Semaphore, send: Send) -> None:
        """Hold a place that was taken."""
        self.places = places
        self.send_on = send
        self.is_held = True

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        self.leave()
        await self.send_on(message)

    def leave(self) -> None:
        """Give the place to the next, once."""
        if self.is_held:
            self.is_held = False
            self.places.release()


async def refuse(scope: Scope, send: Send) -> None:
    """Ask the client to come again, in words that cost nothing to make."""
    is_json = scope["path"].endswith(".json")
    page = PAGE.format(sentence=SENTENCE, stylesheet=static_address("site.css"))
    body = (JSON if is_json else page).encode()
    kind = b"application/json" if is_json else b"text/html; charset=utf-8"
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", RETRY_AFTER),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})

"""One app in front of the next: each request is answered wholly by the app that it came to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext

from starlette.applications import Starlette
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

PATIENCE = 60.0
"""Seconds after which an app is closed though somebody still reads an answer of it.

An answer is whole before it is sent, or it is a file that stays open: it needs the app no more.
"""

Beside = Callable[["Switch"], AbstractAsyncContextManager[object]]


class Running:
    """An app that answers, and how many of its requests are not at their end."""

    def __init__(self, app: Starlette) -> None:
        """Start nothing yet."""
        self.app = app
        self.asked = 0
        self.opened = AsyncExitStack()
        self.idle = asyncio.Event()
        self.idle.set()

    async def open(self) -> None:
        """Start the app; what it opened before it failed is closed."""
        await self.opened.enter_async_context(self.app.router.lifespan_context(self.app))

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self.asked += 1
        self.idle.clear()
        try:
            await self.app(scope, receive, send)
        finally:
            self.asked -= 1
            if not self.asked:
                self.idle.set()

    async def close(self, patience: float = PATIENCE) -> None:
        """Close the app after its last request, or when so many seconds are over."""
        try:
            await asyncio.wait_for(self.idle.wait(), patience)
        except TimeoutError:
            pass
        finally:
            await self.opened.aclose()


class Switch:
    """The ASGI app that a server runs; `to` puts another app in the place of the one that answers.

    The app before it answers what it was asked, and is closed then.
    """

    def __init__(self, app: Starlette, beside: Beside = nullcontext) -> None:
        """Begin with an app, which is started with the server; `beside` is entered meanwhile."""
        self.running = Running(app)
        self.beside = beside
        self.leaving: dict[asyncio.Task[None], Running] = {}
        self.life = Router(lifespan=self.live)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the app that is in front now."""
        if scope["type"] == "lifespan":
            await self.life.lifespan(scope, receive, send)
        else:
            await self.running.answer(scope, receive, send)

    def end(self) -> None:
        """Give up what is asked of every app that knows how to: the server ends."""
        for running in (*self.leaving.values(), self.running):
            getattr(running.app, "end", lambda: None)()

    async def to(self, app: Starlette) -> None:
        """Start another app, let it answer from now on, and close the one before."""
        following = Running(app)
        await following.open()
        before, self.running = self.running, following
        task = asyncio.create_task(before.close())
        self.leaving[task] = before
        task.add_done_callback(self.leaving.pop)

    @asynccontextmanager
    async def live(self, _app: object) -> AsyncIterator[None]:
        """Start the first app, and close whatever is open in the end."""
        await self.running.open()
        async with self.beside(self):
            yield
        for running in (*self.leaving.values(), self.running):
            running.idle.set()
        await asyncio.gather(*self.leaving, self.running.close())

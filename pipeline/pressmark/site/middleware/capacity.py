"""How many answers are made at once; who comes beyond that waits a little, or comes again."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark.site.address import HEALTH, READY
from pressmark.site.middleware.busy import AskedPage, send_busy
from pressmark.site.middleware.client import name_client

AT_ONCE = 64
WAITING = 512
PATIENCE = 8.0
SENTENCE = "Too many people are asking just now. Please try again in a few seconds."
ALWAYS = (HEALTH, READY)
"""How addresses begin that are answered however many wait."""


def know_nothing(_scope: Scope) -> AskedPage:
    """Know nothing of what stands at an address."""
    return AskedPage()


class Capacity:
    """Makes at most `at_once` answers at a time; 503 with Retry-After beyond a short queue.

    A place is held until the answer begins: how slowly a client reads it is nobody else's loss.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        patience: float = PATIENCE,
        asked_at: Callable[[Scope], AskedPage] = know_nothing,
    ) -> None:
        """Stand in front of `app`; `patience` is in seconds."""
        self.app = app
        self.line = FairLine(at_once, waiting)
        self.patience = patience
        self.asked_at = asked_at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer when there is a place."""
        if scope["type"] != "http" or scope["path"].startswith(ALWAYS):
            await self.app(scope, receive, send)
        elif await self.line.enter(name_client(scope), self.patience):
            place = Slot(self.line, send)
            try:
                await self.app(scope, receive, place.send)
            finally:
                place.leave()
        else:
            await send_busy(scope, send, SENTENCE, self.asked_at(scope))


class FairLine:
    """Places, and those who wait for one: each client in turn, whoever has many requests there."""

    def __init__(self, places: int, most_waiting: int) -> None:
        """Begin with all places free."""
        self.free = places
        self.most_waiting = most_waiting
        self.lines: OrderedDict[str, deque[asyncio.Future[bool]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return sum(map(len, self.lines.values()))

    async def enter(self, client: str, patience: float) -> bool:
        """Take a place, waiting for one if there is room to wait; tell whether there is one."""
        if self.free:
            self.free -= 1
            return True
        if self.waiting >= self.most_waiting and not self.makes_room(client):
            return False
        turn = asyncio.get_running_loop().create_future()
        self.lines.setdefault(client, deque()).append(turn)
        try:
            done, _ = await asyncio.wait([turn], timeout=patience)
        except asyncio.CancelledError:
            if turn.done() and turn.result():
                self.leave()
            raise
        finally:
            self.forget(client, turn)
        return bool(done) and turn.result()

    def leave(self) -> None:
        """Give the place to the next client's first request."""
        if not self.lines:
            self.free += 1
            return
        client, line = next(iter(self.lines.items()))
        turn = line.popleft()
        self.lines.move_to_end(client)
        if not line:
            del self.lines[client]
        turn.set_result(True)

    def makes_room(self, client: str) -> bool:
        """Send the last of the client who has the most away, if that is another's."""
        most = max(self.lines, key=lambda each: len(self.lines[each]), default=client)
        if len(self.lines.get(most, ())) <= len(self.lines.get(client, ())) + 1:
            return False
        self.lines[most].pop().set_result(False)
        return True

    def forget(self, client: str, turn: asyncio.Future[bool]) -> None:
        """Take whoever waits no longer out of the line."""
        line = self.lines.get(client, deque())
        if turn in line:
            line.remove(turn)
        if client in self.lines and not line:
            del self.lines[client]


class Slot:
    """One place, left when the answer begins or fails."""

    def __init__(self, line: FairLine, send: Send) -> None:
        """Hold a place that was taken."""
        self.line = line
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
            self.line.leave()

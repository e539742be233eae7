"""Answers that their clients have not read yet, bounded together.

A client may read as slowly as it likes, within the patience of a connection. Small answers are sent
at once. Of larger ones so many are in memory, more are on the disk, and beyond that the oldest of
the client that has the most there is ended: who reads has long been served.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

from starlette.types import Scope, Send

from pressmark.site.middleware.client import name_client

PIECE = 1 << 16
"""What is given to a connection at a time, in bytes; it takes the next when that is read."""
IN_MEMORY = 16 << 20
ON_DISK = 1 << 30

connection_end: ContextVar[Callable[[], None] | None] = ContextVar("connection_end", default=None)
"""What ends the connection of the request that is answered by this task."""


class FullError(Exception):
    """There is no room for one more answer, and none that could be ended."""


@dataclass(eq=False)
class Unread:
    """One answer on its way: in memory or in a file, until it is sent or its client is gone."""

    client: str
    size: int
    end: Callable[[], None] | None
    body: bytes | None = field(default=None, repr=False)
    file: IO[bytes] | None = None
    is_ended: bool = False

    def pieces(self) -> list[tuple[int, int]]:
        """Give begin and end of each piece."""
        return [(at, min(at + PIECE, self.size)) for at in range(0, self.size, PIECE)]

    def piece(self, begin: int, end: int) -> bytes:
        """Read a piece."""
        if self.file is not None:
            self.file.seek(begin)
            return self.file.read(end - begin)
        return (self.body or b"")[begin:end]


class UnreadAnswers:
    """Every larger answer of a site that is not read to its end, and the room that they have."""

    def __init__(self, in_memory: int = IN_MEMORY, on_disk: int = ON_DISK) -> None:
        """Hold nothing; both bounds are in bytes."""
        self.in_memory = in_memory
        self.on_disk = on_disk
        self.held: dict[Unread, None] = {}

    def hold(self, body: bytes, scope: Scope) -> Unread:
        """Take an answer, for `send` or `release`; FullError where there is no room for it.

        Whoever gives it must keep it no longer: in memory or not is decided here.
        """
        unread = Unread(name_client(scope), len(body), connection_end.get())
        readers = {id(each.body): each.size for each in self.held if each.body is not None}
        readers[id(body)] = len(body)
        if sum(readers.values()) <= self.in_memory:
            unread.body = body
        else:
            self.make_room(len(body))
            unread.file = TemporaryFile()  # noqa: SIM115 - closed when it is released
            unread.file.write(body)
        self.held[unread] = None
        return unread

    def hold_file(self, file: IO[bytes], size: int, scope: Scope) -> Unread:
        """Take an answer that is in a file already, which is closed in the end; likewise."""
        self.make_room(size)
        unread = Unread(name_client(scope), size, connection_end.get(), file=file)
        self.held[unread] = None
        return unread

    def make_room(self, size: int) -> None:
        """End answers until there is room on the disk; FullError where none can be ended."""
        while True:
            files = [each for each in self.held if each.file is not None and not each.is_ended]
            if sum(each.size for each in files) + size <= self.on_disk:
                return
            of_client = Counter[str]()
            for each in files:
                of_client[each.client] += each.size
            most = max(of_client, key=lambda client: of_client[client], default="")
            oldest = next((each for each in files if each.client == most and each.end), None)
            if oldest is None or oldest.end is None:
                raise FullError
            oldest.is_ended = True
            oldest.end()

    def release(self, unread: Unread) -> None:
        """Give back what an answer took."""
        self.held.pop(unread, None)
        unread.is_ended, unread.body = True, None
        if unread.file is not None:
            unread.file.close()

    async def send(self, unread: Unread, send: Send) -> None:
        """Send an answer piece by piece, each when the one before is read, and release it."""
        try:
            async for piece, is_last in self.read(unread):
                message = {"type": "http.response.body", "body": piece, "more_body": not is_last}
                await send(message)
        finally:
            self.release(unread)

    async def read(self, unread: Unread) -> AsyncIterator[tuple[bytes, bool]]:
        """Give each piece, and whether it is the last; nothing more of one that is ended."""
        for begin, end in unread.pieces() or [(0, 0)]:
            if unread.is_ended:
                return
            if unread.file is None:
                piece = unread.piece(begin, end)
            else:
                piece = await asyncio.to_thread(unread.piece, begin, end)
            yield piece, end == unread.size

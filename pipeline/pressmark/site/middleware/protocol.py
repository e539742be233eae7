"""HTTP on a connection, with an end to everything a client may draw out.

uvicorn gives up a connection on which nothing comes. A client that sends a byte now and then, or
does not read what it asked for, would hold its place for ever: here a request has ten seconds to
arrive, and an answer that waits to be read must become shorter every thirty.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from pressmark.sandbox import GONE
from pressmark.site.measures import SiteCounts
from pressmark.site.middleware.client import is_bounded, name_network
from pressmark.site.middleware.security import HEADERS
from pressmark.site.middleware.unread import connection_end
from pressmark.site.middleware.witness import Witness
from pressmark.site.overload import UNAVAILABLE

MOST_CONNECTIONS = 800
MOST_OF_A_CLIENT = 100
"""Connections of one client; a whole school may be one."""
SECONDS_TO_ASK = 10.0
SECONDS_TO_READ = 30.0
LARGEST_HEAD = 32_768


def write_raw_answer(status: str, sentence: str, *more: str) -> bytes:
    """Write an answer that no application makes; the connection ends with it."""
    body = f"{sentence}\n".encode()
    named = [f"{name}: {value}" for name, value in HEADERS.items()]
    lines = [
        f"HTTP/1.1 {status}",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *named,
        *more,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


UNREADABLE = write_raw_answer("400 Bad Request", "This is no request that can be read.")
TOO_MANY = write_raw_answer(
    "503 Service Unavailable", "Too many visitors at once. Please try again.", "Retry-After: 5"
)


def make_protocol(witness: Witness) -> "type[PatientProtocol]":
    """Give the protocol of a server that a witness watches, behind the proxies that it knows."""
    return type("WitnessedProtocol", (PatientProtocol,), {"witness": witness})


class PatientProtocol(H11Protocol):
    """uvicorn's protocol with a bound on connections, on asking and on reading.

    A new connection takes the place of the one that does least: of its own client, where that has
    as many as a client may, else of the client that has the most. The connections of proxies that
    the `witness` knows are those of many clients.
    """

    witness = Witness(SiteCounts())
    network = ""
    asking: asyncio.TimerHandle | None = None
    reading: asyncio.TimerHandle | None = None
    unread = 0
    gone: asyncio.Future[None]

    def connection_made(self, transport: Any) -> None:
        """Take a connection, or say that there are too many."""
        super().connection_made(transport)
        self.gone = self.loop.create_future()
        # Any byte that waits counts: an answer that fits into the buffer may wait for ever too.
        transport.set_write_buffer_limits(high=0)
        self.network = name_network(self.host)
        if self.has_room(is_bounded=is_bounded(self.host, self.witness.proxies)):
            self.watch_asking()
        else:
            self.send_away()

    def has_room(self, *, is_bounded: bool) -> bool:
        """Whether this connection may stay, which another may have to make room for."""
        others: list[Any] = [each for each in self.connections if each is not self]
        ours = [each for each in others if each.network == self.network]
        if is_bounded and len(ours) >= MOST_OF_A_CLIENT:
            return end_longest_waiting(ours)
        if len(others) < MOST_CONNECTIONS:
            return True
        number = Counter(each.network for each in others)
        most = max(number, key=lambda each: number[each])
        if number[most] <= len(ours):
            return end_longest_waiting(ours)
        return end_longest_waiting([each for each in others if each.network == most], busy=True)

    def send_away(self) -> None:
        """Say that there are too many, unless an answer has begun, and end the connection."""
        if self.cycle is None or not self.cycle.response_started:
            self.witness.turn_away(self.host, UNAVAILABLE, "too many connections")
            self.transport.write(TOO_MANY)
            self.transport.close()
        elif self.cycle.response_complete:
            self.transport.close()
        else:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection, and what is asked for it."""
        self.gone.set_result(None)
        self.stop_asking()
        self.stop_reading()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; the time to ask runs until a request is whole."""
        connection_end.set(self.transport.abort)
        GONE.set(self.gone)
        super().data_received(data)
        self.watch_asking()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self.watch_asking()

    def watch_asking(self) -> None:
        """Let the time to ask run while no request is being answered."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.stop_asking()
        elif self.asking is None and not self.transport.is_closing():
            self.asking = self.loop.call_later(SECONDS_TO_ASK, self.transport.abort)

    def pause_writing(self) -> None:
        """Watch whether the client reads."""
        super().pause_writing()
        self.unread = self.transport.get_write_buffer_size()
        self.stop_reading()
        self.reading = self.loop.call_later(SECONDS_TO_READ, self.look_whether_it_reads)

    def resume_writing(self) -> None:
        """The client has read everything."""
        self.stop_reading()
        super().resume_writing()

    def look_whether_it_reads(self) -> None:
        """End a connection whose client has read nothing since the last look."""
        waiting = self.transport.get_write_buffer_size()
        if waiting >= self.unread:
            self.transport.abort()
            return
        self.unread = waiting
        self.reading = self.loop.call_later(SECONDS_TO_READ, self.look_whether_it_reads)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP; in the middle of an answer only the end is left."""
        del msg
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE} and self.cycle_is_over:
            self.witness.turn_away(self.host, 400, "no request that can be read")
            self.transport.write(UNREADABLE)
            self.transport.close()
        else:
            self.transport.abort()

    @property
    def host(self) -> str:
        """The address at the other end."""
        return self.client[0] if self.client else ""

    @property
    def cycle_is_over(self) -> bool:
        """Whether no answer is being made."""
        return self.cycle is None or bool(self.cycle.response_complete)

    def stop_asking(self) -> None:
        """Stop the time to ask."""
        if self.asking is not None:
            self.asking.cancel()
            self.asking = None

    def stop_reading(self) -> None:
        """Stop the time to read."""
        if self.reading is not None:
            self.reading.cancel()
            self.reading = None


def end_longest_waiting(connections: Iterable[Any], *, busy: bool = False) -> bool:
    """End the connection that has asked for nothing for the longest time; tell whether one did.

    With `busy` it may also be one whose client does not read, or at last one that still waits for
    its answer, the newest of these.
    """
    there = [each for each in connections if not each.transport.is_closing()]
    idle = [each for each in there if each.asking is not None]
    if idle:
        min(idle, key=lambda each: each.asking.when()).send_away()
        return True
    slow = [each for each in there if each.reading is not None]
    waiting = [each for each in there if each.cycle and not each.cycle.response_started]
    if not busy or not (slow or waiting):
        return False
    chosen = min(slow, key=lambda each: each.reading.when()) if slow else waiting[-1]
    chosen.send_away()
    return True

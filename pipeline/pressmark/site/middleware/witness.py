"""The layer in front of all: names each request, counts it, and writes of it into the log.

`X-Request-Id` names a request in the log and in its answer. A proxy that was named may bring a
name of its own, by which the line of its log and ours are found together; from anybody else, or
where it is none that can stand in a log, it counts for nothing.
"""

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark.sandbox import WITNESS, Incident
from pressmark.site.log_line import (
    LONGEST_VALUE,
    Value,
    shorten,
    write_address,
    write_line,
    write_referer,
)
from pressmark.site.measures import SiteCounts
from pressmark.site.overload import UNAVAILABLE, WHY
from pressmark.site.proxies import NOBODY, Proxies

NAME = b"x-request-id"
WELL_FORMED = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
BYTES_OF_NAME = 8


@dataclass
class OnItsWay:
    """A request on its way: its name, and what was answered so far."""

    name: str
    status: int | None = None
    size: int = 0


class Witness:
    """Names, counts and logs what an app is asked.

    `write` takes a line of the log, where there is one. Who asks stands in it only if it
    `names_clients`: their address, as the `proxies` tell it, and their program.
    """

    def __init__(
        self,
        measures: SiteCounts,
        *,
        write: Callable[[str], None] | None = None,
        proxies: Proxies = NOBODY,
        names_clients: bool = False,
    ) -> None:
        """Keep who is told; `watch` puts it in front of an app."""
        self.measures = measures
        self.write = write
        self.proxies = proxies
        self.names_clients = names_clients

    def watch(self, app: ASGIApp) -> ASGIApp:
        """Give the app that answers as `app` does, and whose requests are known here."""
        return partial(self.answer, app)

    async def answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, with the name of the request."""
        asked = OnItsWay(choose_name(scope, self.proxies))
        token = WITNESS.set(partial(self.note_question, asked.name))
        try:
            if scope["type"] == "http":
                await self.answer_request(app, asked, (scope, receive, send))
            else:
                await app(scope, receive, send)
        finally:
            WITNESS.reset(token)

    async def answer_request(
        self, app: ASGIApp, asked: OnItsWay, request: tuple[Scope, Receive, Send]
    ) -> None:
        """Answer a request, whatever becomes of it counts."""
        scope, receive, send = request
        why: list[str] = []

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                asked.status = message["status"]
                named = (NAME, asked.name.encode())
                message = {**message, "headers": [*message.get("headers", ()), named]}
            elif scope["method"] != "HEAD":
                asked.size += len(message.get("body", b""))
            await send(message)

        begun, token = time.monotonic(), WHY.set(why)
        self.measures.count("in_progress")
        try:
            await app(scope, receive, send_named)
        except Exception:
            asked.status = asked.status or 500
            raise
        finally:
            WHY.reset(token)
            seconds = time.monotonic() - begun
            self.measures.count("in_progress", -1)
            self.measures.count_request(asked.status, asked.size, seconds)
            self.log_request(scope, asked, seconds, why)

    def log_request(self, scope: Scope, asked: OnItsWay, seconds: float, why: list[str]) -> None:
        """Write the line of a request."""
        if self.write is None:
            return
        sent = dict(scope["headers"])
        path: bytes = scope.get("raw_path") or scope["path"].encode()
        fields: list[tuple[str, Value]] = [
            ("id", asked.name),
            *self.name_client(scope, sent.get(b"user-agent")),
            ("method", shorten(scope["method"], LONGEST_VALUE)),
            ("address", write_address(path.partition(b"?")[0], scope["query_string"])),
            ("status", asked.status),
            ("bytes", asked.size),
            ("seconds", seconds),
            ("referer", write_referer(sent.get(b"referer"))),
        ]
        if asked.status == UNAVAILABLE:
            fields.append(("why", why[0] if why else None))
        self.write(write_line("request", fields))

    def name_client(self, scope: Scope, agent: bytes | None) -> list[tuple[str, Value]]:
        """Say who asks, if the log is to know."""
        if not self.names_clients:
            return [("client", None), ("agent", None)]
        peer = self.proxies.as_sent(scope).get("client")
        program = shorten(agent.decode("latin-1"), LONGEST_VALUE) if agent else None
        return [("client", peer[0] if peer else None), ("agent", program)]

    def note_question(self, name: str, incident: Incident) -> None:
        """Take note of a question of a request that was slow, or whose process had to end."""
        happened = [
            each
            for each, holds in (("killed", incident.is_killed), ("slow", incident.is_slow))
            if holds
        ]
        if incident.is_killed:
            self.measures.count_killed(incident.end)
        if incident.is_slow:
            self.measures.count("slow")
        for each in happened:
            told: list[tuple[str, Value]] = [
                ("id", name), ("end", incident.end), ("seconds", incident.seconds),
            ]  # fmt: skip
            self.write_now(write_line(each, told))

    def turn_away(self, host: str, status: int, why: str) -> None:
        """Take note of a connection that is ended with a status before anybody reads of it."""
        self.measures.count("turned_away")
        client = host if self.names_clients else None
        self.write_now(
            write_line("turned_away", [("client", client), ("status", status), ("why", why)])
        )

    def write_now(self, line: str) -> None:
        """Write a line where there is a log."""
        if self.write is not None:
            self.write(line)


def choose_name(scope: Scope, proxies: Proxies) -> str:
    """Give the name of a request: its proxy's, or a new one."""
    given: list[bytes] = [value for name, value in scope.get("headers", ()) if name == NAME]
    peer = scope.get("client")
    if len(given) == 1 and peer and proxies.trusts(peer[0]) and WELL_FORMED.fullmatch(given[0]):
        return given[0].decode("ascii")
    return secrets.token_hex(BYTES_OF_NAME)

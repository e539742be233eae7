"""Answers as they are sent: with a digest, packed, and from memory when asked for again.

The site is a cache of itself: a release never changes, so an answer that says for how long it may
be kept (`Cache-Control: max-age`) is kept for that long here too, at most for a few minutes and
within a bound of bytes. Whatever brings an `ETag` of its own (a download, an export) passes. What
was made ready before anybody asked is kept beside that, as long as it holds.
"""

import asyncio
import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pressmark.site.middleware.busy import AskedPage, send_busy
from pressmark.site.middleware.ready import NO_HOST, READY, Holds
from pressmark.site.middleware.security import READING
from pressmark.site.middleware.unread import PIECE, FullError, Unread, UnreadAnswers

Header = tuple[bytes, bytes]
WHO_ASKS = ((b"vary", b"Cookie, Authorization"),)
"""Datasette says so of every answer; here nobody is known by either."""
PACKED = re.compile(rb"text/|application/(?:[a-z.-]+\+)?(?:json|xml)\b")
MAX_AGE = re.compile(rb"(?:.*,)?\s*max-age=([1-9]\d{0,8})\s*", re.ASCII)
WORTH_PACKING = 1000
PACKED_APART = 65_536
LEVEL = 5
BUDGET = 64 << 20
BUDGET_READY = 32 << 20
LARGEST = 1 << 20
OVERHEAD = 2000
LONGEST_LIFE = 300


FULL = "Too many answers wait to be read just now. Please try again in a few seconds."


@dataclass
class Reply:
    """The beginning of an answer, and its bytes or where they wait to be read."""

    start: Message
    body: bytes = b""
    unread: Unread | None = None


@dataclass
class Finished:
    """A whole answer of status 200: its headers, its bytes, and them packed once asked for."""

    headers: Sequence[Header]
    body: bytes
    tag: str = field(init=False)
    packed: bytes | None = None

    def __post_init__(self) -> None:
        """Name the content by its digest."""
        kind = b"".join(value for name, value in self.headers if name == b"content-type")
        self.tag = hashlib.sha256(kind + b"\n" + self.body).hexdigest()[:32]

    @property
    def is_packable(self) -> bool:
        """Whether packing would make it smaller."""
        kinds = (value for name, value in self.headers if name == b"content-type")
        return len(self.body) >= WORTH_PACKING and any(PACKED.match(kind) for kind in kinds)

    @property
    def size(self) -> int:
        """What keeping it costs in bytes, packed or not."""
        return 2 * len(self.body) + OVERHEAD

    async def pack(self) -> bytes:
        """Give the bytes packed with gzip."""
        if self.packed is None:
            if len(self.body) < PACKED_APART:
                self.packed = gzip.compress(self.body, LEVEL, mtime=0)
            else:
                self.packed = await asyncio.to_thread(gzip.compress, self.body, LEVEL, mtime=0)
        return self.packed


class ReadyAnswers:
    """What was made ready: of each address one answer for every host, within a bound of bytes."""

    def __init__(self, budget: int = BUDGET_READY) -> None:
        """Keep at most so many bytes; what is there first stays."""
        self.budget = budget
        self.used = 0
        self.kept: dict[bytes, tuple[Holds, Finished]] = {}

    def find(self, scope: Scope) -> Finished | None:
        """Give what is kept and still holds."""
        kept = self.kept.get(read_address(scope))
        return kept[1] if kept and kept[0]() else None

    def keep(self, scope: Scope, finished: Finished) -> None:
        """Keep an answer that may be kept and that names no host."""
        written = [finished.body, *(value for _, value in finished.headers)]
        names_host = any(NO_HOST in each.lower() for each in written)
        is_large = finished.size > min(LARGEST, self.budget - self.used)
        key = read_address(scope)
        if key not in self.kept and read_seconds_to_keep(finished) and not (names_host or is_large):
            self.kept[key] = (scope[READY], finished)
            self.used += finished.size


class Answers:
    """Gives pages an `ETag`, answers 304, packs, and keeps what may be kept."""

    def __init__(
        self, app: ASGIApp, budget: int = BUDGET, unread: UnreadAnswers | None = None
    ) -> None:
        """Stand in front of `app`; keep at most `budget` bytes, and what is unread in `unread`."""
        self.app = app
        self.budget = budget
        self.unread = unread or UnreadAnswers()
        self.used = 0
        self.kept: OrderedDict[bytes, tuple[float, Finished]] = OrderedDict()
        self.ready = ReadyAnswers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or as `app` does."""
        if scope["type"] != "http" or scope["method"] not in READING:
            await self.app(scope, receive, send)
            return
        reply = await self.reply(scope, receive, send)
        if isinstance(reply, Reply):
            await send(reply.start)
            if reply.unread is None:
                await send({"type": "http.response.body", "body": reply.body})
            else:
                await self.unread.send(reply.unread, send)
        elif reply is not None:
            await send_busy(scope, send, FULL, reply)

    async def reply(self, scope: Scope, receive: Receive, send: Send) -> Reply | AskedPage | None:
        """Give what to send; None where `app` has sent it, and AskedPage where there is no room.

        The whole answer is known in here only, so that it is gone when it is sent from elsewhere.
        """
        key = make_key(scope)
        finished = self.ready.find(scope) or self.find(key)
        if finished is None:
            collector = Collector(send)
            await self.app(scope, receive, collector.send)
            finished = collector.finished()
            if finished is None:
                return None
            if READY in scope:
                self.ready.keep(scope, finished)
            else:
                self.keep(key, finished)
        start, body = await begin_answer(finished, scope)
        if len(body) <= PIECE:
            return Reply(start, body)
        try:
            return Reply(start, unread=self.unread.hold(body, scope))
        except FullError:
            return AskedPage()

    def find(self, key: bytes) -> Finished | None:
        """Give what is kept and may still be given."""
        until, finished = self.kept.get(key, (0.0, None))
        if finished is not None and until > time.monotonic():
            self.kept.move_to_end(key)
            return finished
        return None

    def keep(self, key: bytes, finished: Finished) -> None:
        """Keep an answer that may be kept; what was asked for longest ago makes room."""
        life = read_seconds_to_keep(finished)
        if not life or finished.size > LARGEST:
            return
        self.drop(key)
        self.kept[key] = (time.monotonic() + life, finished)
        self.used += finished.size + len(key)
        while self.used > self.budget:
            self.drop(next(iter(self.kept)))

    def drop(self, key: bytes) -> None:
        """Forget an answer."""
        if key in self.kept:
            self.used -= self.kept.pop(key)[1].size + len(key)


class Collector:
    """Takes an answer's messages: collects a page, passes everything else on."""

    def __init__(self, send: Send) -> None:
        """Pass on to `send`."""
        self.pass_on = send
        self.headers: list[Header] | None = None
        self.parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        """Take one message."""
        if message["type"] == "http.response.start":
            headers = [(name.lower(), value) for name, value in message.get("headers", ())]
            if message["status"] == 200 and b"etag" not in dict(headers):  # noqa: PLR2004 - OK
                self.headers = headers
                return
        elif self.headers is not None:
            self.parts.append(message.get("body", b""))
            return
        await self.pass_on(message)

    def finished(self) -> Finished | None:
        """Give the page, if it was one."""
        if self.headers is None:
            return None
        headers = [
            each for each in self.headers if each not in WHO_ASKS and each[0] != b"content-length"
        ]
        return Finished(headers, b"".join(self.parts))


def make_key(scope: Scope) -> bytes:
    """Name an answer by everything that it may depend on."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    return b" ".join([scope["scheme"].encode(), host, read_address(scope)])


def read_address(scope: Scope) -> bytes:
    """Give path and query as they were written."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    return b"?".join([path, scope["query_string"]])


def read_seconds_to_keep(finished: Finished) -> int:
    """Read from an answer for how long it may be kept; 0 where it may not."""
    headers = dict(finished.headers)
    age = MAX_AGE.fullmatch(headers.get(b"cache-control", b""))
    if age is None or b"vary" in headers or b"set-cookie" in headers:
        return 0
    return min(int(age[1]), LONGEST_LIFE)


async def begin_answer(finished: Finished, scope: Scope) -> tuple[Message, bytes]:
    """Begin a finished answer: 304 where the client has it, packed where it may be."""
    asked = dict(scope["headers"])
    is_packed = finished.is_packable and accepts_gzip(asked.get(b"accept-encoding", b""))
    tag = f'"{finished.tag}{"-gzip" if is_packed else ""}"'.encode()
    headers = [*finished.headers, (b"etag", tag)]
    if finished.is_packable:
        headers.append((b"vary", b"Accept-Encoding"))
    if is_named(asked.get(b"if-none-match", b""), finished.tag):
        kept = [each for each in headers if each[0] != b"content-type"]
        return {"type": "http.response.start", "status": 304, "headers": kept}, b""
    body = await finished.pack() if is_packed else finished.body
    if is_packed:
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode()))
    body = b"" if scope["method"] == "HEAD" else body
    return {"type": "http.response.start", "status": 200, "headers": headers}, body


def is_named(known: bytes, tag: str) -> bool:
    """Tell whether an `If-None-Match` names this content, packed or not."""
    tags = {each.strip().removeprefix(b"W/") for each in known.split(b",")}
    return bool(tags & {b"*", f'"{tag}"'.encode(), f'"{tag}-gzip"'.encode()})


def accepts_gzip(accepted: bytes) -> bool:
    """Tell whether an `Accept-Encoding` takes gzip (RFC 9110, section 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(b","):
        coding, _, weight = part.partition(b";")
        weights[coding.strip()] = weight.replace(b" ", b"") not in {
            b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"
        }  # fmt: skip
    return weights.get(b"gzip", weights.get(b"*", False))

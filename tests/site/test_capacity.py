"""Beyond what the site can do it says so at once, and slow clients hold nobody up."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from pressmark.site.middleware.capacity import Capacity
from tests.site.server_process import PROGRAM, Server, received, running

GET = b"GET /-/health HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n"


class Slow:
    """An app that answers when it is let."""

    def __init__(self) -> None:
        """Hold every answer back."""
        self.open = asyncio.Event()
        self.inside = self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, then answer."""
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            await self.open.wait()
        finally:
            self.inside -= 1
        await PlainTextResponse("done")(scope, receive, send)


async def until(holds: Callable[[], bool]) -> None:
    """Let others go on until something holds."""
    for _ in range(100_000):
        if holds():
            return
        await asyncio.sleep(0)
    pytest.fail("it never came to hold")


async def test_so_many_at_once_so_many_waiting_the_rest_come_again() -> None:
    """As a page or as JSON; the health of the site is told all the same."""
    app = Slow()
    capacity = Capacity(app, at_once=2, waiting=3, patience=30)
    transport = httpx.ASGITransport(app=capacity)
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        asked = [asyncio.create_task(client.get(f"/{number}")) for number in range(5)]
        await until(lambda: capacity.line.waiting == 3)
        page, answer = await client.get("/x"), await client.get("/x.json")
        assert (page.status_code, answer.status_code) == (503, 503)
        assert int(page.headers["retry-after"]) > 0
        assert "<h1>Please try again</h1>" in page.text
        assert answer.json()["ok"] is False
        health = asyncio.create_task(client.get("/-/health"))
        await until(lambda: app.inside == 3)
        app.open.set()
        answers = await asyncio.gather(*asked, health)
    assert [each.status_code for each in answers] == [200] * 6
    assert app.most == 3
    assert (capacity.line.waiting, capacity.line.free) == (0, 2)


async def test_nobody_waits_for_ever() -> None:
    """Whoever waited in vain comes again, and leaves no place taken."""
    app = Slow()
    capacity = Capacity(app, at_once=1, waiting=3, patience=0.01)
    transport = httpx.ASGITransport(app=capacity)
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        first = asyncio.create_task(client.get("/"))
        await until(lambda: app.inside == 1)
        assert (await client.get("/")).status_code == 503
        app.open.set()
        assert (await first).status_code == 200
        assert (await client.get("/")).status_code == 200


async def test_a_place_is_free_once_the_answer_begins() -> None:
    """A client that reads slowly does not hold it."""
    capacity: Capacity
    seen: list[bool] = []

    async def parts() -> object:
        seen.append(not capacity.line.free)
        yield b"x"

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(not capacity.line.free)
        await StreamingResponse(parts())(scope, receive, send)  # type: ignore[arg-type]

    capacity = Capacity(app, at_once=1, waiting=1, patience=1)
    transport = httpx.ASGITransport(app=capacity)
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        await client.get("/")
    assert seen == [True, False]


async def test_a_failure_leaves_its_place() -> None:
    """Else the site would come to a halt."""

    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        message = "no"
        raise RuntimeError(message)

    capacity = Capacity(broken, at_once=1, waiting=0, patience=1)
    transport = httpx.ASGITransport(app=capacity)
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        for _ in range(3):
            with pytest.raises(RuntimeError):
                await client.get("/")


IMPATIENT = f"""
from pressmark.site.middleware import protocol
protocol.SECONDS_TO_ASK = 0.4
protocol.SECONDS_TO_READ = 0.4
{PROGRAM}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server that gives up soon."""
    folder = tmp_path_factory.mktemp("impatient")
    with running(folder, IMPATIENT) as server:
        yield server
        assert server.process.poll() is None
        assert "Traceback" not in server.complaints


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nHost: site\r\nX: ",
        b"POST / HTTP/1.1\r\nHost: site\r\nContent-Length: 100\r\n\r\nab",
        b"GET /-/health HTTP/1.1\r\nHost: site\r\n\r\nGET / HT",
    ],
)
def test_who_does_not_come_to_the_point_is_left(server: Server, begun: bytes) -> None:
    """A byte now and then does not help."""
    with server.connect(5) as connection:
        connection.sendall(begun)
        for _ in range(40):
            try:
                connection.sendall(b"x")
                connection.settimeout(0.1)
                if connection.recv(65_536) == b"":
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        else:
            pytest.fail("the server still listens")
    assert b" 200 " in server.send(GET)


def test_who_does_not_read_is_left(server: Server, tmp_path: Path) -> None:
    """With an answer that is longer than what lies between two machines."""
    del tmp_path
    request = b"GET /odd-things-1-10-0/numbers.json?_size=5000 HTTP/1.1\r\nHost: site\r\n\r\n"
    with server.connect(10) as connection:
        connection.sendall(request * 100)
        connection.settimeout(0.2)
        while True:
            try:
                connection.sendall(b"x")
            except TimeoutError:
                continue
            except ConnectionError:
                break
    assert b" 200 " in server.send(GET)


def test_many_requests_on_one_connection(server: Server) -> None:
    """Patience is for each of them."""
    once = GET.replace(b"Connection: close\r\n", b"")
    with server.connect(5) as connection:
        connection.sendall(once * 50 + GET)
        answer = b"".join(received(connection))
    assert answer.count(b"HTTP/1.1 200 ") == 51


def test_a_body_that_nobody_reads_ends_the_connection(server: Server) -> None:
    """What follows it is no request."""
    answer = server.send(
        b"GET /-/health HTTP/1.1\r\nHost: site\r\nContent-Length: 5\r\n\r\nhello"
        b"GET /-/health HTTP/1.1\r\nHost: site\r\n\r\n"
    )
    assert answer.count(b"HTTP/1.1 200 ") == 1
    assert b"\r\nconnection: close\r\n" in answer

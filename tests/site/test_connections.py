"""One client with many connections or requests turns nobody else away."""

import asyncio
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from urllib.parse import quote_plus

import pytest

from pressmark.site.middleware.capacity import FairLine
from pressmark.site.middleware.client import is_bounded, name_network
from pressmark.site.proxies import read_proxies
from tests.site.bombs import BOMBS
from tests.site.server_process import GIVES_UP_AT_ONCE, Server, received, running
from tests.site.test_capacity import GET, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="has one address in 127/8 only")
HERE = "/odd-things-1-10-0"
MOST, OF_A_CLIENT = 30, 8
CROWDED = f"""
from pressmark.site.middleware import protocol
protocol.MOST_CONNECTIONS = {MOST}
protocol.MOST_OF_A_CLIENT = {OF_A_CLIENT}
{GIVES_UP_AT_ONCE}"""
BEHIND_A_PROXY = "from pressmark.site.proxies import read_proxies" + CROWDED.replace(
    "flush=True))", 'flush=True), proxies=read_proxies(["127.0.0.9"]))'
)
BOMB = f"GET {HERE}.json?sql={quote_plus(BOMBS['endless count'])} HTTP/1.1\r\nHost: site\r\n\r\n"
BEGUN = {
    "nothing": b"",
    "half a request": b"GET / HT",
    "an answered request": GET.replace(b"Connection: close\r\n", b""),
    "a costly request": BOMB.encode(),
    "an answer that is not read": b"".join(
        f"GET {HERE}/numbers.json?_size=5000&_ttl={number} HTTP/1.1\r\nHost: site\r\n\r\n".encode()
        for number in range(90)
    ),
}


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_who_a_client_is(host: str, client: str) -> None:
    """All addresses of one site of IPv6 are one client."""
    assert name_network(host) == client


@pytest.mark.parametrize(
    ("host", "proxies", "expected"),
    [
        ("127.0.0.1", (), False),
        ("::1", (), False),
        ("::ffff:127.0.0.1", (), False),
        ("", (), False),
        ("192.0.2.7", (), True),
        ("127.0.0.1", ("192.0.2.7",), True),
        ("192.0.2.7", ("192.0.2.7",), False),
    ],
)
def test_whose_connections_are_bounded(host: str, proxies: tuple[str, ...], expected: bool) -> None:
    """Those of proxies are many people's; so may be those from this machine while none is named."""
    assert is_bounded(host, read_proxies(proxies)) == expected


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server that takes few connections."""
    with running(tmp_path_factory.mktemp("crowded"), CROWDED) as server:
        yield server
        assert "Traceback" not in server.complaints


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server that knows its proxy, so that everybody else is one client."""
    with running(tmp_path_factory.mktemp("behind"), BEHIND_A_PROXY) as server:
        yield server
        assert "Traceback" not in server.complaints


def connect(server: Server, source: str) -> socket.socket:
    """Connect from an address."""
    return socket.create_connection(("127.0.0.1", server.port), 30, source_address=(source, 0))


def crowd(server: Server, source: str, number: int, sent: bytes, stack: ExitStack) -> None:
    """Open so many connections and send the same on each."""
    for _ in range(number):
        connection = stack.enter_context(connect(server, source))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(0.05)
        with suppress(OSError):
            connection.sendall(sent)


def answer(server: Server, source: str, request: bytes = GET) -> bytes:
    """Ask from an address."""
    with connect(server, source) as connection:
        connection.sendall(request)
        return b"".join(received(connection))


@pytest.mark.parametrize("begun", BEGUN)
@pytest.mark.parametrize("source", ["127.0.0.1", "127.0.0.2"])
def test_a_crowd_of_one_client_turns_nobody_else_away(
    crowded: Server, begun: str, source: str
) -> None:
    """More than there is room for, whatever they have begun; none is bounded, for no proxy is."""
    with ExitStack() as stack:
        crowd(crowded, source, MOST + 5, BEGUN[begun], stack)
        for _ in range(3):
            assert answer(crowded, "127.0.0.3").startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("begun", BEGUN)
def test_a_client_has_so_many_connections(behind: Server, begun: str) -> None:
    """And keeps the newest of those that do nothing."""
    with ExitStack() as stack:
        crowd(behind, "127.0.0.2", OF_A_CLIENT + 3, BEGUN[begun], stack)
        assert answer(behind, "127.0.0.3").startswith(b"HTTP/1.1 200 ")
        ours = answer(behind, "127.0.0.2")
        if begun in {"nothing", "half a request", "an answered request"}:
            assert ours.startswith(b"HTTP/1.1 200 ")
        else:
            assert ours.startswith(b"HTTP/1.1 503 ")
            assert b"\r\nRetry-After: 5\r\n" in ours
    with ExitStack() as stack:
        crowd(behind, "127.0.0.9", OF_A_CLIENT + 3, BEGUN[begun], stack)
        assert answer(behind, "127.0.0.9").startswith(b"HTTP/1.1 200 ")


def has(noted: list[str], number: int) -> bool:
    """Whether so many are noted."""
    return len(noted) == number


async def entered(line: FairLine, client: str, noted: list[str], patience: float = 30) -> bool:
    """Stand in line, and note who had a place."""
    has_place = await line.enter(client, patience)
    if has_place:
        noted.append(client)
    return has_place


async def queue(
    line: FairLine, clients: str, noted: list[str], there: Callable[[], bool]
) -> list[asyncio.Task[bool]]:
    """Let clients, one a letter, stand in line."""
    tasks = [asyncio.create_task(entered(line, client, noted)) for client in clients]
    await until(there)
    return tasks


async def test_clients_have_their_turns() -> None:
    """One of each, however many one has sent before the others came."""
    line, noted = FairLine(1, 20), list[str]()
    assert await line.enter("first", 1)
    tasks = await queue(line, "aaaaaabbc", noted, lambda: line.waiting == 9)
    for number in range(1, 10):
        line.leave()
        await until(partial(has, noted, number))
    assert noted == list("abcabaaaa")
    line.leave()
    assert (line.free, line.waiting, line.lines) == (1, 0, {})
    assert all([await task for task in tasks])


async def test_who_fills_the_line_gives_way() -> None:
    """The newest of the client with the most is told to come again."""
    line, noted = FairLine(1, 4), list[str]()
    assert await line.enter("first", 1)
    tasks = await queue(line, "aaaa", noted, lambda: line.waiting == 4)
    assert not await line.enter("a", 30)
    others = await queue(line, "bb", noted, lambda: len(line.lines.get("b", ())) == 2)
    assert [await task for task in tasks[2:]] == [False, False]
    assert not await line.enter("a", 30)
    assert not await line.enter("b", 30)
    for number in range(1, 5):
        line.leave()
        await until(partial(has, noted, number))
    assert noted == list("abab")
    assert all([await task for task in [*tasks[:2], *others]])


async def test_who_leaves_the_line_takes_no_place() -> None:
    line, noted = FairLine(1, 4), list[str]()
    assert await line.enter("first", 1)
    (gone,) = await queue(line, "a", noted, lambda: line.waiting == 1)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert not await line.enter("b", 0.01)
    assert line.waiting == 0
    line.leave()
    assert line.free == 1
    (late,) = await queue(line, "c", noted, lambda: noted == ["c"])
    assert await late
    (gone,) = await queue(line, "d", noted, lambda: line.waiting == 1)
    line.leave()
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert line.free == 1

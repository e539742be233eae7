"""Answers that nobody reads are bounded together, whatever their form, and given back."""

import io
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from pressmark.site.middleware.unread import (
    PIECE,
    FullError,
    Unread,
    UnreadAnswers,
    connection_end,
)
from tests.processes import wait_until
from tests.site.server_process import GIVES_UP_AT_ONCE, Server, received, running

HERE = "/odd-things-1-10-0"
READERS = 50
LARGE = 4_000_000
ROOM = READERS * LARGE / 2
WORD = "hex(" * 16 + "'{}'" + ")" * 16
SMALL_ROOM = f"""
from pressmark.site.middleware import unread
unread.UnreadAnswers.__init__.__defaults__ = ({LARGE * 2}, {int(ROOM)})
{GIVES_UP_AT_ONCE}"""
GET = b"GET /-/health HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n"


def scope(client: str) -> dict[str, object]:
    """Write what a server gives of a request."""
    return {"type": "http", "client": (client, 1)}


async def sent(answers: UnreadAnswers, unread: Unread) -> bytes:
    """Read an answer to its end."""
    pieces: list[bytes] = []

    async def send(message: dict[str, object]) -> None:
        piece = message["body"]
        assert isinstance(piece, bytes)
        assert len(piece) <= PIECE
        assert message["more_body"] == (sum(map(len, pieces)) + len(piece) < unread.size)
        pieces.append(piece)

    await answers.send(unread, send)  # type: ignore[arg-type]
    return b"".join(pieces)


async def test_an_answer_is_sent_as_it_is() -> None:
    """From memory, from the disk, from a file of somebody else; and then nothing is held."""
    answers = UnreadAnswers(in_memory=300_000)
    body = bytes(range(256)) * 1000
    held = [answers.hold(body + bytes([number]), scope("a")) for number in range(3)]
    held.append(answers.hold_file(io.BytesIO(body), len(body), scope("a")))
    assert [each.body is None for each in held] == [False, True, True, True]
    expected = [body + bytes([number]) for number in range(3)]
    assert [await sent(answers, each) for each in held] == [*expected, body]
    assert not answers.held
    assert all(each.file is None or each.file.closed for each in held)


async def test_many_readers_of_one_page_hold_it_once() -> None:
    answers, body = UnreadAnswers(in_memory=300_000), b"x" * 200_000
    assert all(answers.hold(body, scope("a")).body is body for _ in range(50))


def test_who_has_the_most_makes_room() -> None:
    """The oldest of that client's ends; what cannot be ended is refused its room."""
    answers, ended = UnreadAnswers(in_memory=0, on_disk=1000), list[str]()
    held = []
    for name in ("a1", "b1", "a2", "a3"):
        token = connection_end.set(partial(ended.append, name))
        held.append(answers.hold(b"x" * 250, scope(name[0])))
        connection_end.reset(token)
    assert ended == []
    answers.hold(b"x" * 250, scope("c"))
    answers.hold(b"x" * 250, scope("d"))
    assert ended == ["a1", "a2"]
    assert held[0].is_ended
    answers.release(held[1])
    answers.hold(b"x" * 250, scope("e"))
    assert ended == ["a1", "a2"]
    with pytest.raises(FullError):
        answers.hold(b"x" * 900, scope("f"))
    for each in [*answers.held]:
        answers.release(each)
    assert all(each.file is None or each.file.closed for each in held)


async def test_an_ended_answer_sends_no_more() -> None:
    answers = UnreadAnswers()
    unread = answers.hold(b"x" * PIECE * 3, scope("a"))
    answers.release(unread)
    assert await sent(answers, unread) == b""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server with room for half of what will be asked."""
    with running(tmp_path_factory.mktemp("slow"), SMALL_ROOM) as server:
        yield server
        assert "Traceback" not in server.complaints


def request(form: str, number: int) -> bytes:
    """Ask for an answer that is large and like no other."""
    select = f"select {WORD.format(f'{number:060}')} as word, {number} as number"
    address = f"{HERE}{form}?sql={quote_plus(select)}"
    return f"GET {address} HTTP/1.1\r\nHost: site\r\n\r\n".encode()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process from /proc")
@pytest.mark.parametrize("form", [".json", pytest.param(".csv", marks=pytest.mark.thorough)])
def test_slow_readers_hold_little(server: Server, form: str) -> None:
    """Whoever reads is answered meanwhile, and what was held is given back."""
    before = server.memory
    with ExitStack() as stack:
        for number in range(READERS):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(60)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(request(form, number))
            assert connection.recv(200).startswith(b"HTTP/1.1 200 ")
        assert server.memory - before < READERS * LARGE / 2 / 1e6
        with server.connect(60) as reader:
            reader.sendall(request(form, READERS))
            assert len(b"".join(received(reader))) > LARGE / 2
        assert b" 200 " in server.send(GET)
    wait_until(lambda: open_files(server) == 0, "files of readers who left are kept")
    assert server.memory - before < READERS * LARGE / 2 / 1e6


def open_files(server: Server) -> int:
    """Count the files without a name that a server has open."""
    found = 0
    for each in Path(f"/proc/{server.process.pid}/fd").iterdir():
        try:
            found += "(deleted)" in str(each.readlink())
        except OSError:
            continue
    return found

"""Every bomb ends with a refusal or an answer, and server and sandbox are there afterwards."""

import signal
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from tests.site.bombs import ANSWERED, BOMBS
from tests.site.server_process import GIVES_UP_AT_ONCE, running
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_and_nothing_else(visitor: Visitor, name: str) -> None:
    """400 with a sentence; 414 where the address itself is too long for a server."""
    select = quote_plus(BOMBS[name])
    answer = visitor.get(f"{HERE}.json?sql={select}&_timelimit=100")
    assert answer.status_code in ((200, 400, 414) if name in ANSWERED else (400, 414))
    if answer.status_code == 400:
        assert answer.json()["error"]
    assert visitor.get(f"{HERE}/towns/ber").status_code == 200
    assert visitor.get(f"{HERE}.json?sql=select+1&_shape=arrayfirst").json() == [1]


def test_every_bomb_that_may_be_answered_is_there() -> None:
    assert set(BOMBS) >= ANSWERED


def test_the_server_ends_while_bombs_run(tmp_path: Path) -> None:
    """With status 0, without a word, and with no sandbox process left behind."""
    bomb = f"/odd-things-1-10-0?sql={quote_plus(BOMBS['endless count'])}"
    request = f"GET {bomb} HTTP/1.1\r\nHost: site\r\n\r\n".encode()
    with running(tmp_path, GIVES_UP_AT_ONCE) as server, ExitStack() as connections:
        for _ in range(6):
            connections.enter_context(server.connect()).sendall(request)
        while not (started := children_of(server.process.pid)):
            assert server.process.poll() is None
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=60) == 0
        assert server.complaints == ""
        assert not [each for each in started if Path(f"/proc/{each}").exists()]


def children_of(process: int) -> list[str]:
    """Give the numbers of the processes that a process started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):  # it may have ended meanwhile
            if f"\nPPid:\t{process}\n" in status.read_text("utf-8"):
                found.append(status.parent.name)
    return found

"""The real server as it is operated: its log, its metrics, signals, and how it ends."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

import httpx
import pytest

from pressmark.site import server as served
from pressmark.site import signals
from pressmark.site.signals import HANG_UP, may_be_left, outlive_hang_ups
from tests.processes import is_running, wait_until
from tests.site.bombs import BOMBS
from tests.site.prometheus import Read, read_metrics
from tests.site.server_process import Server, running
from tests.site.test_bombs import children_of
from tests.site.test_log import read_line

HERE = "/odd-things-1-10-0"
PROGRAM = """
import sys
from pathlib import Path
from pressmark.site import Operation, serve
from pressmark.site.proxies import read_proxies
from tests.site.packages import descriptor, publish
{before}
folder = Path(sys.argv[1])
releases = [publish(folder, descriptor("1.10.0"))]
operation = Operation(str(folder / "access.log"), metrics_port=0,
                      tell=(folder / "told").write_text)
serve(releases, "127.0.0.1", 0, lambda address: print(address, flush=True),
      operation=operation, proxies=read_proxies(["127.0.0.1"]))
"""
HELD = """
import asyncio
from pressmark.sandbox import Sandbox
ask = Sandbox.ask
async def hold(self, database, select, *more, **named):
    if "'held'" in select:
        Path("held").touch()
        while not Path("let-go").exists():
            await asyncio.sleep(0.05)
    return await ask(self, database, select, *more, **named)
Sandbox.ask = hold
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server runs."""
    return tmp_path_factory.mktemp("operated")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """Run one server for all tests here but those of its end."""
    with running(folder, PROGRAM.format(before="")) as started:
        yield started


def get(server: Server, address: str, **headers: str) -> httpx.Response:
    """Get an address."""
    return httpx.get(f"http://127.0.0.1:{server.port}{address}", headers=headers, timeout=60)


def read_log(folder: Path, name: str = "access.log") -> list[dict[str, str]]:
    """Read a log."""
    return [read_line(each) for each in (folder / name).read_text("ascii").splitlines()]


def metrics(folder: Path) -> dict[str, Read]:
    """Read the metrics at the address that was told."""
    address = (folder / "told").read_text("utf-8").removeprefix("metrics are at ")
    answer = httpx.get(address, timeout=60)
    assert answer.status_code == 200
    return read_metrics(answer.text)


def test_what_is_asked_and_what_goes_wrong_is_logged_and_counted(
    server: Server, folder: Path
) -> None:
    name = get(server, "/?a=%0A", **{"X-Request-Id": "abcdefgh-1"}).headers["x-request-id"]
    assert name == "abcdefgh-1"
    bomb = f"{HERE}.json?sql={quote_plus(BOMBS['endless count'])}"
    slow = get(server, bomb)
    assert slow.status_code == 400
    server.send(b"GET /a\x00b HTTP/1.1\r\nHost: site\r\n\r\n")
    wait_until(lambda: "turned_away" in (folder / "access.log").read_text("ascii"), "the line")
    lines = read_log(folder)
    first = next(each for each in lines if each.get("id") == name)
    assert first["address"] == "/?a=%0A" and first["client"] == "-"
    asked = [each for each in lines if each.get("id") == slow.headers["x-request-id"]]
    assert {each["event"] for each in asked} == {"killed", "slow", "request"}
    assert next(each for each in asked if each["event"] == "killed")["end"] == "stopped"
    assert next(each for each in lines if each["event"] == "turned_away")["status"] == "400"
    read = metrics(folder)
    statuses = {labels["status"] for _, labels, _ in read["pressmark_requests_total"].samples}
    assert statuses <= {"200", "400", "404", "503"}
    assert read["pressmark_turned_away_total"].value == 1
    assert read["pressmark_children_killed_total"].samples[0][1] == {"end": "stopped"}
    assert read["pressmark_releases"].value == 1 and read["pressmark_stale"].value == 0
    assert read["pressmark_children"].value == len(children_of(server.process.pid))


def test_no_label_is_made_of_what_visitors_write(server: Server, folder: Path) -> None:
    before = {name: len(each.samples) for name, each in metrics(folder).items()}
    for number in range(5):
        assert get(server, f"/nope-{number}?q={number}").status_code in {400, 404}
        get(server, f"{HERE}/people/{number}.json")
    after = metrics(folder)
    assert {name: len(each.samples) for name, each in after.items()} == before | {
        "pressmark_requests_total": len(after["pressmark_requests_total"].samples)
    }
    labels = {name for each in after.values() for _, them, _ in each.samples for name in them}
    assert labels == {"status", "le", "end", "version"}


def test_sighup_opens_the_log_again(server: Server, folder: Path) -> None:
    """As logrotate does; no line is lost."""
    one = get(server, "/").headers["x-request-id"]
    wait_until(lambda: one in (folder / "access.log").read_text("ascii"), "the line")
    (folder / "access.log").rename(folder / "access.log.1")
    os.kill(server.process.pid, signal.SIGHUP)
    wait_until((folder / "access.log").exists, "the new file")
    other = get(server, "/").headers["x-request-id"]
    wait_until(lambda: other in (folder / "access.log").read_text("ascii"), "the line")
    assert one in {each.get("id") for each in read_log(folder, "access.log.1")}


def test_sigterm_finishes_what_is_under_way(tmp_path: Path) -> None:
    """An answer that is asked for in a sandbox after the signal, too; nothing more is taken.

    Nothing is asked for a client that went away meanwhile.
    """
    answers: list[httpx.Response] = []
    with running(tmp_path, PROGRAM.format(before=HELD)) as server:
        with server.connect() as leaving:
            select = f"{HERE}.json?sql=select+'held'+as+left"
            leaving.sendall(f"GET {select} HTTP/1.1\r\nHost: site\r\n\r\n".encode())
            wait_until((tmp_path / "held").exists, "the question of who goes away")
        (tmp_path / "held").unlink()
        held = f"{HERE}.json?_shape=arrayfirst&sql=select+'held'+as+a"
        asking = threading.Thread(target=lambda: answers.append(get(server, held)))
        asking.start()
        wait_until((tmp_path / "held").exists, "the question")
        wait_until(lambda: bool(children_of(server.process.pid)), "a process of a sandbox")
        children = children_of(server.process.pid)
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not accepts(server), "the end of the taking")
        assert server.process.poll() is None
        (tmp_path / "let-go").touch()
        asking.join(60)
        assert server.process.wait(timeout=60) == 0
        assert server.complaints == ""
        assert not [each for each in children if is_running(int(each))]
    assert [each.json() for each in answers] == [["held"]]
    lines = {"left" in each["address"]: each for each in read_log(tmp_path) if "sql" in str(each)}
    assert (lines[False]["status"], lines[True]["status"]) == ("200", "503")


def accepts(server: Server) -> bool:
    """Whether a server takes a connection."""
    try:
        server.connect().close()
    except OSError:
        return False
    return True


def test_what_lasts_too_long_at_the_end_is_told_so(tmp_path: Path) -> None:
    """Some time before the last answers are cut off."""
    assert 0 < served.SECONDS_TO_ANSWER < served.SECONDS_TO_FINISH <= 10
    bomb = f"{HERE}.json?sql={quote_plus(BOMBS['endless count'])}"
    hurried = """
import pressmark.site.server as server
from pressmark.sandbox import Sandbox
server.SECONDS_TO_ANSWER = 0.2
made = Sandbox.__init__
def patient(self, **named):
    made(self, **named | {"seconds": 600.0})
Sandbox.__init__ = patient
ask = Sandbox.ask
async def ask_long(self, *given, **named):
    return await ask(self, *given, **named | {"seconds": 600.0})
Sandbox.ask = ask_long
"""
    answers: list[httpx.Response] = []
    with running(tmp_path, PROGRAM.format(before=hurried)) as server:
        asking = threading.Thread(target=lambda: answers.append(get(server, bomb)))
        asking.start()
        wait_until(lambda: metrics(tmp_path)["pressmark_requests_in_progress"].value > 0, "it")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=60) == 0
        asking.join(60)
    assert [each.status_code for each in answers] == [503]
    assert "Ask again" in answers[0].text and answers[0].headers["retry-after"]
    assert "killed" in {each["event"] for each in read_log(tmp_path)}


# What a terminal that is closed means


@pytest.mark.parametrize(
    ("handler", "terminal", "left"),
    [
        (signal.SIG_DFL, True, True),
        (signal.SIG_IGN, True, False),  # as nohup starts it
        (signal.SIG_DFL, False, False),
    ],
)
def test_a_server_in_a_terminal_ends_with_it(
    monkeypatch: pytest.MonkeyPatch, handler: signal.Handlers, *, terminal: bool, left: bool
) -> None:
    monkeypatch.setattr(signals, "has_terminal", lambda: terminal)
    before = signal.signal(HANG_UP, handler)
    try:
        assert may_be_left() is left
        with outlive_hang_ups():
            is_deaf = signal.getsignal(HANG_UP) != handler
            assert is_deaf is (handler == signal.SIG_DFL and not terminal)
            if is_deaf:
                os.kill(os.getpid(), HANG_UP)
        assert signal.getsignal(HANG_UP) == handler
    finally:
        signal.signal(HANG_UP, before)


def test_a_terminal_is_one_that_is_still_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(signals, "TERMINAL", str(tmp_path / "absent"))
    assert not signals.has_terminal()
    (tmp_path / "there").touch()
    monkeypatch.setattr(signals, "TERMINAL", str(tmp_path / "there"))
    assert signals.has_terminal()

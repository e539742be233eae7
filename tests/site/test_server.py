"""The site on a port."""

import asyncio
import errno
import os
import signal
import socket
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.database import Database

from pressmark.errors import MachineError, PressmarkError, ProjectError
from pressmark.site import Operation, ServedRelease, build_app, serve
from pressmark.site.server import bind
from tests.processes import wait_until


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_serves_until_a_signal_and_returns(
    releases: tuple[ServedRelease, ...],
    number: signal.Signals,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Announced once it answers; the port may be any free one; handlers are as before.

    SIGHUP ends it alone where the terminal is gone that it was started in.
    """
    before = signal.getsignal(number)
    monkeypatch.setattr("pressmark.site.server.may_be_left", lambda: number == signal.SIGHUP)
    terminals = iter([True, False])
    monkeypatch.setattr("pressmark.site.server.has_terminal", lambda: next(terminals))
    statuses: list[int] = []
    told: list[str] = []
    log = tmp_path / "access.log"
    operation = Operation(str(log), metrics_port=0, tell=told.append)

    def visit(address: str) -> None:
        try:
            for each in (f"{address}/-/health", told[0].removeprefix("metrics are at ")):
                with urllib.request.urlopen(each, timeout=10) as answer:
                    statuses.append(answer.status)
            log.rename(tmp_path / "access.log.1")
            os.kill(os.getpid(), signal.SIGHUP)
            wait_until(log.exists, "the new log")
        finally:
            os.kill(os.getpid(), number)

    visits: list[threading.Thread] = []

    def announce(address: str) -> None:
        assert address.startswith("http://127.0.0.1:")
        visits.append(threading.Thread(target=visit, args=(address,)))
        visits[0].start()

    serve(releases, "127.0.0.1", 0, announce, operation=operation)
    visits[0].join()
    assert statuses == [200, 200]
    assert signal.getsignal(number) is before


def test_a_taken_port_is_said_with_another(releases: tuple[ServedRelease, ...]) -> None:
    """Exit 3, before anything is built."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(MachineError) as caught:
            serve(releases, "127.0.0.1", port, print)
    assert caught.value.exit_code == 3
    assert f"port {port} is taken" in str(caught.value)
    assert f"try PORT={port + 1}" in str(caught.value) or port == 65535


def failing(number: int) -> Callable[..., socket.socket]:
    """Make a `create_server` that the machine refuses."""

    def create_server(*_arguments: object, **_options: object) -> socket.socket:
        raise OSError(number, os.strerror(number))

    return create_server


@pytest.mark.parametrize(
    ("number", "port", "said"),
    [
        (errno.EACCES, 80, "port 80 is not permitted"),
        (errno.EADDRINUSE, 65535, "try PORT=65534"),
        (errno.EADDRNOTAVAIL, 8001, "is no address of this machine"),
        (errno.EMFILE, 8001, "too many open files"),
    ],
)
def test_other_refusals_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, number: int, port: int, said: str
) -> None:
    """Each in a sentence."""
    monkeypatch.setattr(socket, "create_server", failing(number))
    with pytest.raises(MachineError, match=said):
        bind("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "kind", "said"),
    [
        ("127.0.0.1", 65536, ProjectError, "65536 is no port"),
        ("no-such-host.invalid", 8001, MachineError, "there is no host 'no-such-host.invalid'"),
    ],
)
def test_a_wrong_port_or_host(host: str, port: int, kind: type[PressmarkError], said: str) -> None:
    """A number that is no port, a host that nobody knows."""
    with pytest.raises(kind, match=said):
        bind(host, port)


def test_no_part_of_an_answer_waits_for_another_to_arrive() -> None:
    """Every connection that is taken sends what it has at once."""
    with (
        bind("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as taken,
    ):
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_an_address_of_the_newer_kind(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is announced in brackets; outside the main thread no signal is touched."""
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    addresses: list[str] = []
    monkeypatch.setattr("pressmark.site.server.AnnouncingServer.run", lambda *_, **__: None)
    monkeypatch.setattr(
        "pressmark.site.server.AnnouncingServer.__init__",
        lambda _self, _config, started, _ending: started(),
    )
    try:
        bind("::1", 0).close()
    except MachineError as error:
        pytest.skip(str(error))
    thread = threading.Thread(target=serve, args=(releases, "::1", 0, addresses.append))
    thread.start()
    thread.join()
    assert addresses[0].startswith("http://[::1]:")


def test_what_cannot_start_is_not_announced(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that is announced answers."""

    async def broken(_app: object, _scope: object, _receive: object, _send: object) -> None:
        message = "no"
        raise RuntimeError(message)

    monkeypatch.setattr("pressmark.site.app.App.__call__", broken)
    addresses: list[str] = []
    with pytest.raises(SystemExit):
        serve(releases, "127.0.0.1", 0, addresses.append)
    assert addresses == []


async def test_the_first_visitors_may_come_together(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Datasette, which starts at its first request, would fail the second of them."""
    count = Database.table_counts

    async def count_slowly(database: Database, limit: int = 10) -> Any:
        await asyncio.sleep(0.05)
        return await count(database, limit)

    monkeypatch.setattr(Database, "table_counts", count_slowly)
    app: Any = build_app(releases)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://site") as client,
    ):
        answers = await asyncio.gather(*(client.get("/odd-things-1-9-0/towns") for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]

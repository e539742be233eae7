"""The attack list against the real server: nothing is written, told or broken."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.attacks import ATTACKS
from tests.site.server_process import GIVES_UP_AT_ONCE, Server, running

DATABASE = b"odd-things-1-10-0"
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
PATIENCE = 90.0
"""Seconds: a question may last for half a minute on a busy machine."""
SILENT = ("HTTP/0.9", "broken chunk")
"""An end of the connection is an answer too where nobody could read another."""
ASKED_SOON = f"""
from pressmark.site.middleware import protocol
protocol.SECONDS_TO_ASK = 4.0
{GIVES_UP_AT_ONCE}"""
"""What never becomes a request is not waited for as long as elsewhere."""
HEALTH = b"GET /-/health HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the served release."""
    return tmp_path_factory.mktemp("attacked")


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[Server]:
    """Run one server for all attacks; it has to live through them all."""
    with running(place, ASKED_SOON) as server:
        before = digests(place)
        yield server
        assert digests(place) == before
        assert server.process.poll() is None
        assert "Traceback" not in server.complaints


def digests(folder: Path) -> dict[str, str]:
    """Give the digest of every file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_there_are_enough() -> None:
    """The list does not shrink unseen."""
    assert len(ATTACKS) >= 60


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_comes_to_nothing(name: str, server: Server, place: Path) -> None:
    """No failure of ours, no trace of the machine, and the site is as it was."""
    request = ATTACKS[name].replace(b"{db}", DATABASE).replace(b"{host}", b"site")
    answer = server.send(request, PATIENCE)
    statuses = {int(status) for status in STATUS.findall(answer)}
    assert all(status < 500 or status == 503 for status in statuses), answer[:400]
    head, _, body = answer.partition(b"\r\n\r\n")
    assert answer or name in SILENT
    if answer:
        assert b"content-security-policy:" in head.lower()
        assert b"\r\nset-cookie: a=b" not in head.lower()
    for secret in (str(place).encode(), b"site-packages", b"Traceback", b"root:x:0", b"sqlite3."):
        assert secret not in body
    health = server.send(HEALTH)
    assert STATUS.findall(health) == [b"200"]
    assert json.loads(health.partition(b"\r\n\r\n")[2])["status"] == "ok"
    assert server.process.poll() is None

"""The real server in a process of its own, and raw requests to it."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from tests.processes import wait_until

QUIET = 0.5
WARM = get_context("forkserver")
WARM.set_forkserver_preload(["pressmark.cli", "pressmark.publish.release", "tests.site.compiled"])
PROGRAM = """
import sys
from pathlib import Path
from pressmark.site import serve
from tests.site.packages import descriptor, publish
releases = [publish(Path(sys.argv[1]), descriptor("1.10.0"))]
serve(releases, "127.0.0.1", 0, lambda address: print(address, flush=True))
"""
GIVES_UP_AT_ONCE = f"""
from pressmark.site import server
server.SECONDS_TO_ANSWER = 0.1
{PROGRAM}"""
"""At its end it waits for no question that lasts: nobody is there any more to read the answer."""


@dataclass
class Server:
    """A server that runs: its process, its port, what it wrote to stderr so far."""

    process: "Forked"
    port: int
    written: IO[bytes]

    @property
    def complaints(self) -> str:
        """What the server wrote to stderr."""
        return Path(self.written.name).read_text("utf-8", "replace")

    @property
    def memory(self) -> float:
        """The megabytes that the process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1000

    def connect(self, seconds: float = 20) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def send(self, request: bytes, seconds: float = 15) -> bytes:
        """Send bytes and give what comes back until the server ends it, or nothing more comes."""
        with self.connect(seconds) as connection:
            # The server may have answered and ended before it read everything.
            with suppress(OSError):
                connection.sendall(request)
            return b"".join(received(connection))


def received(connection: socket.socket) -> Iterator[bytes]:
    """Give what comes until the other side ends, or nothing more comes."""
    while True:
        try:
            piece = connection.recv(65_536)
        except (ConnectionError, TimeoutError):
            return
        if not piece:
            return
        yield piece
        connection.settimeout(QUIET)


@dataclass
class Forked:
    """A process that was forked, spoken to as one that `subprocess` started."""

    process: ForkServerProcess

    @property
    def pid(self) -> int:
        """Its number."""
        assert self.process.pid
        return self.process.pid

    def poll(self) -> int | None:
        """Give its exit code, None while it runs."""
        return self.process.exitcode

    def wait(self, timeout: float) -> int:
        """Wait for its end."""
        self.process.join(timeout)
        assert self.process.exitcode is not None, "it did not end"
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal, where it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


def run_program(program: str, folder: str, out: str, err: str) -> None:
    """Be a process that runs a program with a folder as its word, and in it."""
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND), number)
    os.chdir(folder)
    sys.argv = ["-c", folder]
    exec(program, {"__name__": "__main__"})  # noqa: S102 - it is the test's own


@contextmanager
def running(folder: Path, program: str = PROGRAM) -> Iterator[Server]:
    """Run the server with one release below `folder` until the block ends.

    It is forked from a process that has imported the site already, which takes most of a start.
    """
    with NamedTemporaryFile() as told, NamedTemporaryFile() as written:
        words = (program, str(folder), told.name, written.name)
        process = WARM.Process(target=run_program, args=words)
        process.start()
        forked = Forked(process)
        try:
            wait_until(
                lambda: forked.poll() is not None or Path(told.name).read_bytes().endswith(b"\n"),
                "the server did not start",
            )
            address = Path(told.name).read_text("utf-8").strip()
            assert address, Path(written.name).read_text("utf-8")
            yield Server(forked, int(address.rpartition(":")[2]), written)
        finally:
            forked.send_signal(signal.SIGTERM)
            forked.wait(timeout=20)
            process.close()

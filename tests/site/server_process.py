"""The real server in a process of its own, and raw requests to it."""

import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

QUIET = 0.5
ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from pressmark.site import serve
from tests.site.packages import descriptor, publish
releases = [publish(Path(sys.argv[1]), descriptor("1.10.0"))]
serve(releases, "127.0.0.1", 0, lambda address: print(address, flush=True))
"""


@dataclass
class Server:
    """A server that runs: its process, its port, what it wrote to stderr so far."""

    process: subprocess.Popen[str]
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


@contextmanager
def running(folder: Path, program: str = PROGRAM) -> Iterator[Server]:
    """Run the server with one release below `folder` until the block ends."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.NamedTemporaryFile() as written:
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(folder)],
            stdout=subprocess.PIPE, stderr=written, text=True, cwd=folder, env=environment,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            assert select.select([process.stdout], [], [], 60)[0], "the server did not start"
            address = process.stdout.readline().strip()
            assert address, Path(written.name).read_text("utf-8")
            yield Server(process, int(address.rpartition(":")[2]), written)
        finally:
            process.terminate()
            process.wait(timeout=20)
            assert process.stdout is not None
            process.stdout.close()

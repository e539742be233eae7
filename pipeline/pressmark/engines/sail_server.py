"""Sail's server in a process of its own: it listens on this machine alone, and ends with us.

`python -m pressmark.engines.sail_server` says on which port it listens, and serves until its input
ends: so it never outlives the command that started it, however that ends.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from pressmark.errors import MachineError
from pressmark.guard import guard_command

LOOPBACK = "127.0.0.1"
CPU_SECONDS = 30 * 24 * 3600
"""What all its cores may compute for one command: more than anybody waits for."""
ENDS_WITHIN = 5
"""Seconds that the process has to end before it is killed."""


class SailServer(NamedTuple):
    """A server that runs: the port that it listens on, and its process."""

    port: int
    process: subprocess.Popen[str]

    def is_there(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None


@contextmanager
def run_server() -> Iterator[SailServer]:
    """Run the server for a block; MachineError where it does not start."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        guard_command([sys.executable, "-m", "pressmark.engines.sail_server"], seconds=CPU_SECONDS),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdin  # noqa: S101 - for the types
    assert process.stdout  # noqa: S101 - for the types
    try:
        said = process.stdout.readline().strip()
        if not said.isdecimal():
            raise MachineError("--engine sail", "its server did not start")
        yield SailServer(int(said), process)
    finally:
        process.stdin.close()
        process.terminate()
        try:
            process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def main() -> None:
    """Serve until the input ends."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(ip=LOOPBACK, port=0)
    server.start(background=True)
    sys.stdout.write(f"{server.listening_address[1]}\n")
    sys.stdout.flush()
    sys.stdin.read()
    # Nobody is left to be answered: the server is not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()

"""How long a site takes from its start to its first answer: `python -m tests.bench.cold PROJECT`.

Prints one line of JSON: seconds to the front page and a table's page, and what processors worked.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from typing import IO

ADDRESS = re.compile(r"http://[\d.]+:\d+")


def main() -> None:
    """Start, ask, end."""
    (project,) = sys.argv[1:]
    command = [sys.executable, "-m", "pressmark", "serve", project, "--port", "0"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = find_address(server.stdout)
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.read(), "the front page is empty"
        seconds = time.perf_counter() - start
        server.send_signal(signal.SIGINT)
        server.stdout.read()
        _, _, used = os.wait4(server.pid, 0)
        server.returncode = 0
    processors = used.ru_utime + used.ru_stime
    sys.stdout.write(json.dumps({"seconds": seconds, "processors": processors}) + "\n")


def find_address(said: IO[str]) -> str:
    """Read where a server listens from what it says."""
    for line in said:
        if found := ADDRESS.search(line):
            return found[0]
    sys.exit("the server ended before it listened")


if __name__ == "__main__":
    main()

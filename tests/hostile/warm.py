"""Runs the command again and again, and imports it once: each run is a process that is forked.

`python -m tests.hostile.warm` takes a line of JSON for each run: its folder, its words, the files
that take what it prints, and the seconds after which it is killed. It answers as `watch.py` does:
exit code, seconds, peak memory. What was imported before counts as memory of each run. A run ends
where the command does: Python is not taken down each time, which takes as long as judging.
"""

import json
import os
import resource
import signal
import sys
import time
from typing import Any

from pressmark.__main__ import main
from tests.warm_command import WARM, prepare_command

from .watch import MOST_BYTES


def become(folder: str, words: list[str], out: str, err: str) -> None:
    """Make a forked process what a new one would be."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    os.chdir(folder)
    os.environ["HOME"] = folder
    for number, path in enumerate((os.devnull, out, err)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), number)
    sys.path[0] = folder
    sys.argv[1:] = words


def ended(child: int, seconds: float) -> dict[str, Any]:
    """Wait for a forked process, which is killed if it takes longer; say how it ended."""
    start = time.monotonic()
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status, usage = os.wait4(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - start,
        "megabytes": usage.ru_maxrss / 1024,
    }


def run_as_asked() -> None:
    """Run what each line asks for; the forked process leaves this function to be the command."""
    for line in sys.stdin:
        asked = json.loads(line)
        seconds = asked.pop("seconds")
        child = os.fork()
        if not child:
            become(**asked)
            return
        sys.stdout.write(json.dumps(ended(child, seconds)) + "\n")
        sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    prepare_command(*WARM)
    run_as_asked()
    try:
        main()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(end.code or 0))

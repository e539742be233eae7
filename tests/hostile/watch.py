"""Runs one command under a watchdog, and says how it ended: exit code, seconds, peak memory.

It is a program of its own, and small, because a process counts the memory of the one that starts
it as its own.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time

MOST_BYTES = 8 * 1024**3
"""What the command may hold at all, so that no mistake stops the machine."""


def main(seconds: float, words: list[str]) -> None:
    """Run the words and print a line of JSON; a command that takes longer is killed."""
    start = time.monotonic()
    # What is limited here holds for the command too.
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    process = subprocess.Popen(words, start_new_session=True, stdin=subprocess.DEVNULL)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status, usage = os.wait4(process.pid, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    ended = {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - start,
        "megabytes": usage.ru_maxrss / 1024,
    }
    sys.stderr.write("\n" + json.dumps(ended))


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])

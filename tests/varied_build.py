"""One build in a process of its own, under another clock, umask and number of threads."""

import argparse
import os
import time
from pathlib import Path

from pressmark.engine import connection
from pressmark.releases.build import build
from tests.packages import read


def turn_clock(moment: float) -> None:
    """Let Python believe that it is another time."""
    time.time = lambda: moment
    time.time_ns = lambda: int(moment * 1e9)
    local, utc = time.localtime, time.gmtime
    time.localtime = lambda seconds=None: local(moment if seconds is None else seconds)
    time.gmtime = lambda seconds=None: utc(moment if seconds is None else seconds)


def main() -> None:
    """Build a package as the words ask for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("descriptor", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--umask", type=lambda text: int(text, 8), default=0o022)
    parser.add_argument("--clock", type=float)
    parser.add_argument("--user", type=int)
    words = parser.parse_args()
    os.umask(words.umask)
    if words.clock is not None:
        turn_clock(words.clock)
    defaults = connection.Engine.__init__.__kwdefaults__
    assert defaults is not None and "threads" in defaults
    defaults["threads"] = words.threads
    if words.user is not None:
        # The other user may not be able to read this Python: a first build loads all of it.
        build(read(words.descriptor), words.output.with_name("loaded"))
        os.setuid(words.user)
    report = build(read(words.descriptor), words.output)
    assert report.valid, report.findings


if __name__ == "__main__":
    main()

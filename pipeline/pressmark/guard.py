"""Starts each process that works for another: it ends with that one, and its CPU time is bounded.

A process whose parent is killed lives on otherwise, and one that turns in a circle takes a core
until somebody looks. So every command of ours is started as this program, which shuts both doors
and becomes the command. It imports nothing of the pipeline.
"""

import ctypes
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence

DIE_WITH_PARENT = 1
"""What Linux calls PR_SET_PDEATHSIG: a signal for when the parent ends, however it does."""
LOOKS_EVERY = 0.5
OPEN_FILES = 256
NOT_FOUND = 127
"""How a shell ends where there is no such command."""


def guard_command(command: Sequence[str], *, seconds: int) -> list[str]:
    """Give the command that runs another, for at most so many seconds of CPU time.

    What takes longer is ended by SIGXCPU.
    """
    here = (sys.executable, "-I", "-S", "-B", __file__)
    return [*here, str(os.getpid()), str(seconds), *command]


def limit_time(seconds: int) -> None:
    """Let this process compute for so many seconds, where the machine allows that many."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most == resource.RLIM_INFINITY or seconds < most:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))


def end_with(parent: int, *, is_linux: bool = sys.platform == "linux") -> None:
    """End this process, whatever it has become, when its parent ends."""
    helper = os.getpid()
    if is_linux:
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    elif os.fork() == 0:
        watch(parent, helper)
        os._exit(0)
    if os.getppid() != parent:
        sys.exit()


def watch(parent: int, helper: int) -> None:
    """Wait until a helper, whose child this process is, or its parent has ended; end the helper."""
    os.closerange(0, OPEN_FILES)  # whoever reads what the helper writes waits for nobody else
    while os.getppid() == helper:
        try:
            os.kill(parent, 0)
        except ProcessLookupError:
            os.kill(helper, signal.SIGKILL)
            return
        time.sleep(LOOKS_EVERY)


def main(parent: str, seconds: str, *command: str) -> None:
    """Run as a program: become the command, unless there is none of that name."""
    end_with(int(parent))
    limit_time(int(seconds))
    try:
        os.execvp(command[0], command)  # noqa: S606 - the command is its caller's
    except OSError:
        sys.exit(NOT_FOUND)


if __name__ == "__main__":
    main(*sys.argv[1:])

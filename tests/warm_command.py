"""The command in a process that has imported it already, and is forked for each run.

`python -m tests.warm_command SOCKET` listens there. To import the command takes most of the time of
what it does with a small project. A run has the words, the folder, the variables and the three
streams of whoever asks for it, and ends as the command does, but that Python is not taken down.
"""

import atexit
import gc
import json
import os
import select
import shlex
import socket
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Self

import typer.main

from pressmark.__main__ import Without, main

ROOT = Path(__file__).parent.parent
WARM = (
    "apsw",
    "duckdb",
    "encodings.utf_8_sig",
    "numpy.ma",
    "pressmark.cli",
    "pressmark.cli.progress",
    "pressmark.files.staging",
    "pressmark.formats",
    "pressmark.infer.no_table",
    "pressmark.package.project",
    "pressmark.twice",
    "pressmark.undescribed.meaning",
    "pressmark.validate",
    "pyarrow.parquet",
)
"""What `pressmark validate` imports before and while it judges; none of it starts a thread."""
MORE = (
    "jinja2",
    "pressmark.publish.release",
    "pressmark.releases.build",
    "pressmark.verify",
    "pybtex.database.output.bibtex",
)
"""What other commands import."""
CLIENT = """\
import json, os, socket, sys
told = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as asked:
    asked.connect(sys.argv[1])
    sent = socket.send_fds(asked, [told], [0, 1, 2])
    asked.sendall(told[sent:])
    asked.shutdown(socket.SHUT_WR)
    sys.exit(int(asked.recv(16)))
"""
"""A program that asks for a run with its own words, and ends as that does."""


class WarmCommand:
    """The process, for as long as tests ask it."""

    def __init__(self, *program: str) -> None:
        """Start it, as that program of Python where one is given, and wait until it listens."""
        self._folder = tempfile.TemporaryDirectory()  # a socket's path must be short
        self._path = Path(self._folder.name) / "asked"
        self._process = subprocess.Popen(
            [sys.executable, *(program or ("-m", "tests.warm_command")), str(self._path)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stdout and self._process.stdout.readline() == b"listening\n"

    def __enter__(self) -> Self:
        """Ask it for the length of a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.close()

    def close(self) -> None:
        """End it."""
        self._process.communicate()
        self._folder.cleanup()

    @property
    def words(self) -> list[str]:
        """The words that run the command, with its own behind them."""
        return [sys.executable, "-I", "-S", "-c", CLIENT, str(self._path)]

    def write_tool(self, place: Path) -> None:
        """Write a program that is the command for whoever runs it."""
        place.write_text(f'#!/bin/sh\nexec {shlex.join(self.words)} "$@"\n', "utf-8")
        place.chmod(0o755)


@cache
def warm_behind(*folders: Path) -> WarmCommand:
    """Import the command once for a whole run, from these folders first."""
    program = (
        "import os, sys; sys.path[1:1] = sys.argv.pop(1).split(os.pathsep);"
        " from tests.warm_command import serve; serve()"
    )
    started = WarmCommand("-c", program, os.pathsep.join(map(str, folders)))
    atexit.register(started.close)
    return started


def listen(path: str) -> None:
    """Fork for each run that is asked for; the forked process leaves, to be the command."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
        asked, _ = listener.accept()
        told, streams, *_ = socket.recv_fds(asked, 1 << 20, 3)
        while more := asked.recv(1 << 20):
            told += more
        if not (child := os.fork()):
            listener.close()
            asked.close()
            words, folder, variables = json.loads(told)
            become(words, folder, variables, streams)
            return
        for each in streams:
            os.close(each)
        _, status = os.waitpid(child, 0)
        asked.sendall(b"%d" % os.waitstatus_to_exitcode(status))
        asked.close()
    os._exit(0)


def become(words: list[str], folder: str, variables: dict[str, str], streams: list[int]) -> None:
    """Make a forked process what a new one would be."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    sys.path[0] = folder
    sys.argv[1:] = words


def prepare_command(*names: str) -> None:
    """Import these modules, and make the command of its parts once for all that is forked."""
    sys.meta_path.insert(0, Without())
    for name in names:
        import_module(name)
    typer.main.get_command = cache(typer.main.get_command)
    typer.main.get_command(import_module("pressmark.cli").app)
    gc.freeze()


def serve() -> None:
    """Import the command, listen, and be it in every process that is forked."""
    prepare_command(*WARM, *MORE)
    listen(sys.argv[1])
    try:
        main()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(end.code or 0))


if __name__ == "__main__":
    serve()

"""A hostile package put before the command, and what came of it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from .entry import Entry

ROOT = Path(__file__).parents[2]
WATCHDOG = 60


@dataclass(frozen=True)
class Outcome:
    """How the command ended; a negative exit code is a signal, SIGKILL that of the watchdog."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float

    @property
    def report(self) -> dict[str, Any]:
        """The report that was printed."""
        report: dict[str, Any] = json.loads(self.out)
        return report

    @property
    def places(self) -> list[tuple[Any, ...]]:
        """Rule, record, line and field of every finding listed."""
        keys = ("rule", "record", "line", "field")
        return [tuple(each[key] for key in keys) for each in self.report["findings"]]


def outcome_of(entry: Entry, folder: Path) -> Outcome:
    """Judge a package that has been made in a folder, with a process of its own."""
    watch = [sys.executable, "-S", str(Path(__file__).with_name("watch.py")), str(WATCHDOG)]
    ended = subprocess.run(
        [*watch, sys.executable, "-m", "pressmark", *words_for(entry)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        check=False,
    )
    err, _, last = ended.stderr.decode("utf-8", "replace").rpartition("\n")
    return Outcome(out=ended.stdout.decode(), err=err, **json.loads(last))


def words_for(entry: Entry) -> list[str]:
    """Give the words of the command that judges a package."""
    return ["validate", entry.project, "--format", "json", "--limit", str(entry.limit)]


class WarmJudge:
    """Judges one package after the other as `outcome_of` does, but imports the command once."""

    def __init__(self) -> None:
        """Start the process that is forked for each package."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.warm"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, entry: Entry, folder: Path) -> Outcome:
        """Judge a package that has been made in a folder."""
        assert self._process.stdin and self._process.stdout
        with NamedTemporaryFile() as out, NamedTemporaryFile() as err:
            asked = {"folder": str(folder), "words": words_for(entry), "seconds": WATCHDOG,
                     "out": out.name, "err": err.name}  # fmt: skip
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            ended = json.loads(self._process.stdout.readline())
            said = err.read().decode("utf-8", "replace")
            return Outcome(out=out.read().decode(), err=said, **ended)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

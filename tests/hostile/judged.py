"""A hostile package put before the command, and what came of it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
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
    """Judge a package that has been made in a folder."""
    command = [sys.executable, "-m", "pressmark", "validate", entry.project]
    options = ["--format", "json", "--limit", str(entry.limit)]
    watch = [sys.executable, "-S", str(Path(__file__).with_name("watch.py")), str(WATCHDOG)]
    ended = subprocess.run(
        [*watch, *command, *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        check=False,
    )
    err, _, last = ended.stderr.decode("utf-8", "replace").rpartition("\n")
    return Outcome(out=ended.stdout.decode(), err=err, **json.loads(last))
